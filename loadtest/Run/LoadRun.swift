// One load test from its first record to its verdict.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Pipeline
import Quality
import Simulation
import Wire

/// Sends a scenario, watches what becomes of it, and judges. Used from one thread.
final class LoadRun {
    private let scenario: Scenario
    private let cluster: LoadCluster
    private let fleet: WorkerFleet
    private let generator: LoadGenerator
    private let policies: PolicySet
    private let folder: URL
    private let (part, parts): (Int, Int)
    private let startsAt: Instant?
    private let checksResults: Bool
    private let progress: (LoadSample) -> Void
    private var report: LoadReport
    private var chaos: [Scenario.ChaosAction]
    private var endings: [(at: Double, what: Scenario.ChaosAction.Deed)] = []

    /// The group may take so long to form, and what was sent so long to be worked off.
    private static let patience = 120.0

    /// A run on a cluster; logs go to the folder. `progress` is told of every second. Without a check of the results only times and
    /// costs are judged.
    init(
        _ scenario: Scenario, on cluster: LoadCluster, folder: URL, policies: PolicySet, part: Int = 0, parts: Int = 1,
        startsAt: Instant? = nil, checksResults: Bool = true, progress: @escaping (LoadSample) -> Void
    ) {
        self.checksResults = checksResults
        self.scenario = scenario
        self.cluster = cluster
        self.policies = policies
        self.folder = folder
        (self.part, self.parts, self.startsAt, self.progress) = (part, parts, startsAt, progress)
        fleet = WorkerFleet(cluster, folder: folder, scenario: scenario)
        generator = LoadGenerator(scenario)
        chaos = scenario.chaos
        report = LoadReport(scenario: scenario, isEmbedded: cluster.mock != nil)
    }

    /// Plays it to its end.
    ///
    /// - Throws: when the cluster or the workers cannot be used at all; what they do wrong is in the report.
    func play() throws -> LoadReport {
        try fleet.add(scenario.workers)
        try waitForWorkers()
        let observer = try ResultObserver(
            cluster.kafka, allowedSkew: policies.allowedSkew, logger: cluster.logger)
        defer { observer.close() }
        let meter = try LoadMeter(cluster, fleet)
        let start = startsAt ?? WallClock.now + .seconds(1)
        report.start = start
        let schedule = LoadSchedule(scenario, start: start, part: part, parts: parts)
        generator.start(schedule, at: start, to: cluster.kafka, length: scenario.length, cluster.logger)
        try watch(observer, meter, start)
        try workOff(observer, meter, start)
        if checksResults { try judge(observer, start) } else { report.take(observer) }
        fleet.stop()
        try observer.look()
        report.workers = fleet.summaries.map { .init(number: $0.number, said: $0.text) }
        report.complaints += fleet.complaints
        return report
    }

    private func waitForWorkers() throws {
        let end = WallClock.steadySeconds + Self.patience
        while !fleet.areLive {
            try fleet.tend(now: WallClock.steadySeconds)
            guard WallClock.steadySeconds < end, fleet.complaints.isEmpty else {
                throw KafkaError(
                    "The workers did not become live within \(Int(Self.patience)) s. "
                        + fleet.complaints.joined(separator: "; "))
            }
            WallClock.rest(microseconds: 50_000)
        }
    }

    // MARK: While it is sent

    private func watch(_ observer: ResultObserver, _ meter: LoadMeter, _ start: Instant) throws {
        var nextSample: Int64 = 1000
        meter.begin()
        while !generator.hasEnded {
            try observer.look()
            let now = WallClock.now.milliseconds - start.milliseconds
            try act(now)
            try fleet.tend(now: WallClock.steadySeconds)
            if now >= nextSample {
                sample(observer, meter, now)
                nextSample = (now / 1000 + 1) * 1000
            }
        }
        let sent = generator.snapshot
        report.take(sent)
        report.lagAtEnd = meter.lag()
        if case .some(.some(let failure)) = sent.failure {
            report.complaints.append("the generator stopped: \(failure)")
        }
    }

    private func sample(_ observer: ResultObserver, _ meter: LoadMeter, _ now: Int64) {
        let sent = generator.snapshot
        let sample = meter.sample(
            at: now, sent: sent, evaluations: observer.results.count(.evaluations),
            alerts: observer.results.count(.alerts), latency: observer.takeRecentLatency())
        report.samples.append(sample)
        progress(sample)
    }

    private func act(_ now: Int64) throws {
        while let action = chaos.first, action.at.count <= now {
            chaos.removeFirst()
            report.deeds.append(.init(at: now, what: action.deed.text))
            let end = WallClock.steadySeconds + Double(action.length.count) / 1000
            switch action.deed {
            case .kill(let number): try fleet.kill(number)
            case .pause(let number): fleet.pause(number, until: end)
            case .add(let count): try fleet.add(count)
            case .remove(let number): fleet.remove(number)
            case .delay(let delay): cluster.mock?.setRoundTrip(milliseconds: Int(delay.count))
            case .outage: setOutage(true)
            case .command(let command):
                let outcome = try LoadCluster.run(URL(fileURLWithPath: "/bin/sh"), ["-c", command])
                if outcome.status != 0 {
                    report.complaints.append("'\(command)' ended with status \(outcome.status): \(outcome.said)")
                }
            }
            if action.length > .zero { endings.append((end, action.deed)) }
        }
        for ending in endings where ending.at <= WallClock.steadySeconds {
            switch ending.what {
            case .delay: cluster.mock?.setRoundTrip(milliseconds: 0)
            case .outage: setOutage(false)
            default: break
            }
        }
        endings.removeAll { $0.at <= WallClock.steadySeconds }
    }

    private func setOutage(_ isOut: Bool) {
        for request in [MockCluster.Request.produce, .fetch, .metadata, .heartbeat, .offsetCommit] {
            if isOut {
                cluster.mock?.disconnect(request, count: 100_000)
            } else {
                cluster.mock?.serve(request)
            }
        }
    }

    // MARK: Afterwards

    /// Waits until everything that was sent is worked off.
    private func workOff(_ observer: ResultObserver, _ meter: LoadMeter, _ start: Instant) throws {
        let end = WallClock.steadySeconds + Self.patience
        var nextSample = WallClock.now.milliseconds - start.milliseconds + 1000
        while WallClock.steadySeconds < end {
            try observer.look()
            try act(WallClock.now.milliseconds - start.milliseconds)
            try fleet.tend(now: WallClock.steadySeconds)
            let now = WallClock.now.milliseconds - start.milliseconds
            guard now >= nextSample else { continue }
            sample(observer, meter, now)
            nextSample = now + 1000
            if meter.lag() == 0 { break }
        }
        observer.isMeasuring = false
        report.workedOff = WallClock.now.milliseconds - start.milliseconds
        report.usage = meter.usage()
    }

    /// Holds what came out against what must come out.
    private func judge(_ observer: ResultObserver, _ start: Instant) throws {
        var sent = generator.snapshot.ledger
        for other in 0..<parts where other != part {
            sent.add(LoadSchedule.ledger(of: scenario, start: start, part: other, parts: parts))
        }
        let input = LoadInput(cluster, scenario)
        report.complaints += LoadInput.complaints(about: try input.ledger(), sent: sent)
        let expectation = try input.expectation(policies)
        report.expected = .init(
            evaluations: expectation.count(.evaluations), alerts: expectation.count(.alerts),
            deadLetters: expectation.count(.deadLetters))
        let end = WallClock.steadySeconds + Self.patience
        var verified = try verify()
        while WallClock.steadySeconds < end, !expectation.isMet(by: observer.results) || verified.status == 1 {
            try observer.look()
            try fleet.tend(now: WallClock.steadySeconds)
            if expectation.isMet(by: observer.results) { verified = try verify() }
        }
        try observer.look()
        report.verified = verified.said.split(separator: "\n").map(String.init)
        report.complaints += expectation.complaints(about: observer.results)
        report.complaints += try input.figures(policies).complaints(
            about: observer.results, allowsCopies: cluster.kafka.delivery != .exactlyOnce)
        report.complaints += try scorecards(expectation.facts)
        if verified.status != 0 { report.complaints.append("'assay verify' ended with status \(verified.status)") }
        if cluster.kafka.delivery == .exactlyOnce, observer.results.copies > 0 {
            report.complaints.append("\(observer.results.copies) results were published twice")
        }
        report.take(observer)
    }

    /// Has the scorecards published as they stand, and holds them against what the input says.
    private func scorecards(_ facts: [SubjectHour: Measures]) throws -> [String] {
        let scorecards = try LoadScorecards(facts, zone: policies.zone, end: WallClock.now)
        report.expected.scorecards = scorecards.count
        let failures = try scorecards.publish(on: cluster, policy: scenario.policy, folder: folder)
        let found = try scorecards.read(on: cluster)
        report.seen.scorecards = found.values.reduce(0) { $0 + $1.count }
        return failures + scorecards.complaints(about: found)
    }

    private func verify() throws -> (status: Int32, said: String) {
        try LoadCluster.run(
            cluster.executable, ["verify"] + cluster.options + ["--worker-policy", scenario.policy])
    }
}

extension Scenario.ChaosAction.Deed {
    /// For people.
    var text: String {
        switch self {
        case .kill(let number): "worker \(number) is killed and started anew"
        case .pause(let number): "worker \(number) is halted"
        case .add(let count): "\(count) more workers"
        case .remove(let number): "worker \(number) is asked to stop"
        case .delay(let delay): "brokers answer \(delay.count) ms later"
        case .outage: "no broker answers"
        case .command(let command): command
        }
    }
}
