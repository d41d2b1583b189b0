// The demo's input: generated traffic, written as its time comes.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Synchronization

/// Writes generated conversations and surveys, with event times that pass faster than the clock and end at the present.
// Everything but the ledger is touched on `queue` only; the ledger and the failure are guarded by their own lock.
final class DemoSource: @unchecked Sendable {
    private struct Shared {
        var ledger = Traffic.Ledger()
        var failure: String?
    }

    private let queue = DispatchQueue(label: "assay.demo.source")
    private let writer: KafkaWriter
    private let topics: TopicNames
    private let timer: any DispatchSourceTimer
    private var traffic: Traffic
    private var started = DispatchTime.now()
    private let start: Instant
    private let pace: Int64
    private let shared = Mutex(Shared())

    /// Traffic that passes `pace` times as fast as the clock.
    init(_ settings: TrafficSettings, pace: Int64, kafka: KafkaSettings, logger: Logger) throws {
        writer = try KafkaWriter(kafka, logger: logger)
        topics = kafka.topics
        traffic = Traffic(settings)
        start = settings.start
        self.pace = pace
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now(), repeating: .milliseconds(10))
        timer.setEventHandler { [weak self] in self?.writeDue() }
    }

    /// What was written so far.
    var ledger: Traffic.Ledger { shared.withLock { $0.ledger } }

    /// Why writing stopped; nil while it goes on.
    var failure: String? { shared.withLock { $0.failure } }

    /// Begins to write. The clock of the traffic runs from now on.
    func activate() {
        started = DispatchTime.now()
        timer.activate()
    }

    /// Writes no more, and waits until everything written is delivered.
    func finish() throws {
        timer.cancel()
        try queue.sync { try writer.flush(within: .seconds(10)) }
    }

    private func writeDue() {
        let elapsed = Int64(DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1_000_000
        let due = start + Milliseconds(elapsed * pace)
        do throws(KafkaError) {
            while traffic.nextTime() <= due {
                let record = traffic.next()
                let headers: [(name: String, value: [UInt8]?)] =
                    record.isJSON ? [("content-type", Array("application/json".utf8))] : []
                try writer.write(
                    KafkaWriter.Record(key: record.key, value: record.value, headers: headers, timestamp: record.at),
                    to: topics[record.isSurvey ? .surveys : .conversations])
                let ledger = traffic.ledger
                shared.withLock { $0.ledger = ledger }
            }
        } catch {
            shared.withLock { $0.failure = error.message }
            timer.cancel()
        }
    }
}
