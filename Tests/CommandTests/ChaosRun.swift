// One run of chaos: load, kills, pauses, and what came of it.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation

@testable import assay

/// Writes input while workers are killed and paused, then lets them finish and compares. Used from one thread.
final class ChaosRun {
    private let plan: ChaosPlan
    private let kafka: KafkaSettings
    private let fleet: ChaosFleet
    private var source: ChaosSource
    private var random: SeededRandom
    private var readers: [(topic: Topic, reader: KafkaReader)] = []
    private var seen = ResultLedger()
    private var letters: SealedLetters?
    private var report = ChaosReport()
    private var batch = RecordBatch()
    private let started = DispatchTime.now()

    /// So many records are there when the workers start.
    private static let preload = 800
    /// How long a look at the results waits for one.
    private static let glance = Milliseconds(20)

    /// Plays it to its end on a thread of its own, as librdkafka's calls block.
    static func play(_ plan: ChaosPlan, _ kafka: KafkaSettings) async throws -> ChaosReport {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "test.chaos").async {
                continuation.resume(with: Result { try ChaosRun(plan, kafka).play() })
            }
        }
    }

    private init(_ plan: ChaosPlan, _ kafka: KafkaSettings) throws {
        self.plan = plan
        self.kafka = kafka
        report.seed = plan.seed
        random = SeededRandom(seed: plan.seed)
        source = try ChaosSource(kafka, seed: plan.seed)
        fleet = ChaosFleet(plan, kafka)
        letters = try plan.keys.map { try SealedLetters(kafka, file: $0) }
    }

    private func play() throws -> ChaosReport {
        while source.count < Self.preload { try source.write(upTo: Self.preload) }
        try fleet.start()
        for topic in ResultLedger.topics {
            readers.append((topic, try KafkaReader(kafka, topic: topic, from: .oldest, logger: .silent)))
        }
        // The first worker may be killed when something is under way.
        try look(until: { seen.total > 0 }, within: plan.longestDrain)
        try rage()
        report.records = source.count
        report.resultsDuringChaos = seen.total
        try fleet.resumeAll()
        try drain()
        report.complaints += fleet.stop()
        for (_, reader) in readers { reader.close() }
        letters?.close()
        print(report)
        return report
    }

    // MARK: Chaos

    private func rage() throws {
        let beginning = now
        let end = beginning + plan.seconds
        var nextKill = beginning + pause(0.3...1)
        var nextPause = beginning + plan.seconds / 6
        var before = seen.total
        // On a busy machine it takes until there is a worker to be paused; and a pause goes on to its end.
        var mustGoOn: Bool { report.pauses == 0 || report.kills == 0 || fleet.hasPaused }
        while now < end || (mustGoOn && now < end + plan.longestDrain) {
            try source.write(upTo: Self.preload + Int((now - beginning) * Double(plan.rate)))
            try look()
            report.complaints += try fleet.tend(now: now)
            if now >= nextPause, now < end || report.pauses == 0,
                let paused = fleet.pause(&random, until: now + plan.sessionTimeout + pause(0.5...2))
            {
                report.pauses += 1
                nextPause = paused + pause(2...6)
            }
            // Once the first pause is due it comes before further kills.
            let isPauseAhead = report.pauses == 0 && now >= nextPause
            guard !isPauseAhead, now < end || report.kills == 0, now >= nextKill,
                seen.total > before || now >= nextKill + plan.patience
            else { continue }
            if try fleet.kill(&random) { report.kills += 1 }
            before = seen.total
            nextKill = now + pause(0.5...1.5)
        }
    }

    /// A number of seconds.
    private func pause(_ range: ClosedRange<Double>) -> Double {
        Double(random.number(Int(range.lowerBound * 1000)...Int(range.upperBound * 1000))) / 1000
    }

    /// Seconds since the run began.
    private var now: Double { Double(DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1e9 }

    // MARK: What comes out

    /// Reads what results there are.
    private func look() throws {
        for (topic, reader) in readers {
            let timeout = topic == .evaluations ? Self.glance : .zero
            guard try reader.poll(limit: 10_000, timeout: timeout, into: &batch) else { continue }
            for record in batch.records {
                let value = Array(batch.bytes[record.value ?? .empty])
                if topic == .deadLetters, letters != nil {
                    letters?.waiting.append((record.key.map { Array(batch.bytes[$0]) } ?? [], value))
                } else {
                    try seen.take(topic, value)
                }
            }
        }
        for letter in try letters?.takeOpened() ?? [] {
            try seen.take(.deadLetters, letter)
            report.opened += 1
        }
    }

    private func look(until condition: () throws -> Bool, within seconds: Double) throws {
        let end = now + seconds
        while try !condition(), now < end {
            try look()
            report.complaints += try fleet.tend(now: now)
        }
    }

    /// Waits until everything has come out that must, and `assay verify` finds nothing any more or time is up.
    private func drain() throws {
        let expectation = try Expectation(kafka)
        try look(until: { expectation.isMet(by: seen) }, within: plan.longestDrain)
        try look(until: { try verifies() }, within: plan.longestDrain)
        if !expectation.isMet(by: seen) { report.complaints += fleet.lastWords }
        try look()
        report.evaluations = seen.count(.evaluations)
        report.alerts = seen.count(.alerts)
        report.deadLetters = seen.count(.deadLetters)
        report.copies = seen.copies
        report.complaints += (letters?.waiting ?? []).map {
            "a letter of \(String(decoding: $0.key, as: UTF8.self)) stays sealed"
        }
        report.complaints += expectation.complaints(about: seen)
        if plan.delivery == .exactlyOnce { report.complaints += try expectation.complaintsAboutFigures(kafka) }
    }

    /// Whether `assay verify` finds nothing wrong; at least once, whether it finds what a run shows on any delivery.
    private func verifies() throws -> Bool {
        let outcome = try fleet.verify()
        report.status = outcome.status
        report.verified = outcome.lines.map(String.init) + (outcome.status > 1 ? outcome.complaints : [])
        guard plan.delivery == .atLeastOnce else { return outcome.status == 0 }
        return [Findings.Check.revisions, .alerts, .records].allSatisfy { report.verified.contains("✓ \($0.text)") }
    }
}

/// Generated traffic, written piece by piece.
struct ChaosSource {
    private var traffic: Traffic
    private let writer: KafkaWriter
    private let topics: TopicNames
    /// How many records were written.
    private(set) var count = 0

    /// What is written between two flushes spans so much event time at most: less than the allowed skew, so that no
    /// partition lags behind another by more than that.
    private static let span = Milliseconds.seconds(3)
    /// At most so many records in one go: the workers are looked after in between.
    private static let most = 200

    init(_ kafka: KafkaSettings, seed: UInt64) throws {
        var settings = TrafficSettings()
        settings.seed = seed
        // In June 2025: brokers refuse timestamps from the future.
        settings.start = Instant(milliseconds: 1_750_000_000_000)
        // About a hundred conversations at a time, ten events a second, so that many come to their end.
        settings.conversationInterval = .seconds(2)
        settings.lateRate = 300
        settings.badRate = 10
        settings.duplicateRate = 20
        traffic = Traffic(settings)
        var own = kafka
        own.linger = .zero
        writer = try KafkaWriter(own, logger: .silent)
        topics = kafka.topics
    }

    /// Writes until there are so many records, or a good deal more than there were.
    mutating func write(upTo total: Int) throws {
        let wanted = min(total, count + Self.most)
        while count < wanted {
            let end = traffic.nextTime() + Self.span
            while count < wanted, traffic.nextTime() < end {
                let record = traffic.next()
                count += 1
                try writer.write(
                    KafkaWriter.Record(
                        key: record.key, value: record.value,
                        headers: record.isJSON ? [("content-type", Array("application/json".utf8))] : [],
                        timestamp: record.at), to: topics[record.isSurvey ? .surveys : .conversations])
            }
            try writer.flush(within: .seconds(30))
        }
    }
}
