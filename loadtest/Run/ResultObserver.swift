// Reads what workers publish, as their users do.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Wire

/// A read-committed consumer of the results: when they came, and what they were. Used from one thread.
final class ResultObserver {
    private let readers: [(topic: Topic, reader: KafkaReader)]
    private let allowedSkew: Milliseconds
    private var batch = RecordBatch()
    /// What was published.
    private(set) var results = ResultLedger()
    /// Records of every topic.
    private(set) var records: [Topic: Int] = [:]
    /// Bytes of keys and values of every topic.
    private(set) var bytes: [Topic: Int] = [:]
    /// From the event that ended an episode to its first evaluation.
    private(set) var latency = Latencies()
    /// The same, since it was last taken.
    private(set) var recentLatency = Latencies()
    /// From when a breach was certain to its alert.
    private(set) var alertLatency = Latencies()

    /// Whether latencies are taken: not while results are only collected, now and then.
    var isMeasuring = true

    /// The topics that are read.
    static let topics: [Topic] = [.evaluations, .alerts, .deadLetters, .tallies]

    /// Begins with what is published from now on. A breach is certain `allowedSkew` after its deadline.
    ///
    /// - Throws: `KafkaError` when a topic cannot be read.
    init(_ kafka: KafkaSettings, allowedSkew: Milliseconds, logger: Logger) throws {
        self.allowedSkew = allowedSkew
        readers = try Self.topics.map { ($0, try KafkaReader(kafka, topic: $0, from: .oldest, logger: logger)) }
    }

    /// Takes what is there; waits for the first of it for a moment.
    ///
    /// - Throws: `KafkaError` when a topic cannot be read, and what decoding throws.
    func look() throws {
        for (topic, reader) in readers {
            // The first topic is waited for, the others are looked at.
            while try reader.poll(
                limit: 5_000, timeout: topic == .evaluations ? Milliseconds(5) : .zero, into: &batch)
            {
                let now = WallClock.now
                for record in batch.records { try take(record, topic, now) }
                if batch.records.count < 5_000 { break }
            }
        }
    }

    private func take(_ record: Record, _ topic: Topic, _ now: Instant) throws {
        records[topic, default: 0] += 1
        bytes[topic, default: 0] += (record.key?.count ?? 0) + (record.value?.count ?? 0)
        guard let range = record.value, topic != .tallies else { return }
        let value = Array(batch.bytes[range])
        switch topic {
        case .evaluations:
            let it = try ProtoEvaluation(protobuf: value)
            results.take(topic, identity: ResultLedger.identity(it), value)
            guard isMeasuring, it.revision == 1, it.cause == .ended else { return }
            latency.add(now.milliseconds - it.endedAtMs)
            recentLatency.add(now.milliseconds - it.endedAtMs)
        case .alerts:
            let it = try ProtoAlert(protobuf: value)
            results.take(it, value)
            guard isMeasuring, it.step == .breached, !it.hasFigure, it.criterion.isEmpty else { return }
            alertLatency.add(now.milliseconds - it.deadlineMs - allowedSkew.count)
        default: try results.take(topic, value)
        }
    }

    /// The latencies since the last call.
    func takeRecentLatency() -> Latencies {
        defer { recentLatency.removeAll() }
        return recentLatency
    }

    /// Ends.
    func close() { for (_, reader) in readers { reader.close() } }
}
