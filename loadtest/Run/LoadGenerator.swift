// Sends a scenario on time.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Synchronization

/// Sends what a schedule says when it says so. When it cannot, it goes on with what was due, and says how late it was: nothing is left out
/// because the cluster is slow (no coordinated omission).
final class LoadGenerator: Sendable {
    /// How far it is.
    struct Progress: Sendable {
        /// What was sent.
        var ledger: LoadLedger
        /// How late records were handed to the producer.
        var lateness = Latencies()
        /// Of each phase, the records that were more than 100 ms late.
        var late: [Int]
        /// Conversations under way.
        var open = 0
        /// The phase.
        var phase = 0
        /// Nil until it has ended.
        var failure: String??
    }

    /// A record that is handed over later than that is late.
    static let tolerance: Int64 = 100

    private let progress: Mutex<Progress>
    private let stopping = Mutex(false)
    private let queue = DispatchQueue(label: "loadtest.generator")

    /// A generator that has not begun.
    init(_ scenario: Scenario) {
        let phases = scenario.phases.count
        progress = Mutex(
            Progress(
                ledger: LoadLedger(partitions: scenario.partitions, phases: phases),
                late: Array(repeating: 0, count: phases)))
    }

    /// How far it is.
    var snapshot: Progress { progress.withLock { $0 } }
    /// Whether it has ended.
    var hasEnded: Bool { progress.withLock { $0.failure != nil } }

    /// Begins to send; `start` may lie ahead.
    func start(
        _ schedule: LoadSchedule, at start: Instant, to kafka: KafkaSettings, length: Milliseconds, _ logger: Logger
    ) {
        queue.async { [self] in
            do {
                try send(schedule, start, kafka, length, logger)
                progress.withLock { $0.failure = .some(nil) }
            } catch {
                progress.withLock { $0.failure = .some("\(error)") }
            }
        }
    }

    /// Ends it before its time.
    func stop() { stopping.withLock { $0 = true } }

    private func send(
        _ schedule: LoadSchedule, _ start: Instant, _ kafka: KafkaSettings, _ length: Milliseconds, _ logger: Logger
    ) throws {
        var schedule = schedule
        var settings = kafka
        settings.producerQueue = .init(messages: 500_000, kibibytes: 512 << 10)
        let writer = try KafkaWriter(settings, logger: logger)
        defer { writer.close() }
        let conversations = kafka.topics[.conversations]
        let surveys = kafka.topics[.surveys]
        var lateness = Latencies()
        var late = progress.withLock { $0.late }
        while true {
            var now = WallClock.now.milliseconds - start.milliseconds
            let isOver = now >= length.count
            var count = 0
            while schedule.next(before: now + 1) {
                let due = schedule.due
                try writer.write(
                    KafkaWriter.Record(
                        key: due.key, value: due.value,
                        headers: due.isJSON ? [("content-type", Array("application/json".utf8))] : [],
                        timestamp: Instant(milliseconds: start.milliseconds + due.at), partition: due.partition),
                    to: due.isSurvey ? surveys : conversations)
                if count & 0xFF == 0xFF { now = WallClock.now.milliseconds - start.milliseconds }
                lateness.add(now - due.at)
                if now - due.at > Self.tolerance { late[due.phase] += 1 }
                count += 1
                if count & 0x3FFF == 0 { note(schedule, lateness, late) }
            }
            note(schedule, lateness, late)
            if isOver || stopping.withLock({ $0 }) { break }
            if count == 0 { WallClock.rest(microseconds: 500) }
        }
        try writer.flush(within: .seconds(120))
    }

    private func note(_ schedule: LoadSchedule, _ lateness: Latencies, _ late: [Int]) {
        progress.withLock {
            $0.ledger = schedule.ledger
            $0.lateness = lateness
            $0.late = late
            $0.open = schedule.open
            $0.phase = schedule.due.phase
        }
    }
}
