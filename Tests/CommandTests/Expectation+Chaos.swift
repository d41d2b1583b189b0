// What must come out of a run of chaos, and what did.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Wire

@testable import assay

extension Expectation {
    private struct InputRecord {
        var origin: TopicPartition
        var offset: Int64
        var timestamp: Instant
        var key: [UInt8]?
        var value: [UInt8]?
        var headers: [(name: String, value: [UInt8]?)]

        var order: (Int64, UInt8, Int64) { (timestamp.milliseconds, origin.topic.rawValue, offset) }
    }

    /// From the input that is in the topics now.
    init(_ kafka: KafkaSettings) throws {
        var input: [Int32: [InputRecord]] = [:]
        for topic in [Topic.conversations, .surveys] {
            try Self.scan(topic, kafka) { record, batch in
                input[record.origin.partition, default: []].append(
                    InputRecord(
                        origin: record.origin, offset: record.offset, timestamp: record.timestamp,
                        key: record.key.map { Array(batch.bytes[$0]) },
                        value: record.value.map { Array(batch.bytes[$0]) },
                        headers: batch.headers(of: record)))
            }
        }
        self.init(policies: try PolicyLoader.preset("pharma-v2"))
        for (partition, records) in input {
            var rest = records.sorted { $0.order < $1.order }[...]
            try workOff(partition: partition) { batch in
                guard let record = rest.popFirst() else { return false }
                batch.append(
                    origin: record.origin, offset: record.offset, timestamp: record.timestamp, key: record.key,
                    value: record.value, headers: record.headers)
                return true
            }
        }
    }

    private static func scan(
        _ topic: Topic, _ kafka: KafkaSettings, _ body: (Record, RecordBatch) throws -> Void
    ) throws {
        let scan = TopicScan(kafka: kafka, topic: topic, logger: .silent)
        try scan.read(try scan.ranges()) { batch in
            for record in batch.records { try body(record, batch) }
            return true
        }
    }

    /// Facts and hourly tallies that do not add up to what the input contributes.
    func complaintsAboutFigures(_ kafka: KafkaSettings) throws -> [String] {
        var told: [SubjectHour: Measures] = [:]
        try Self.scan(.facts, kafka) { record, batch in
            let fact = try Fact.read(batch.bytes, record.value ?? .empty)
            told[SubjectHour(fact), default: Measures()].add(fact.measures)
        }
        var tallies: [SubjectHour: Measures] = [:]
        try Self.scan(.tallies, kafka) { record, batch in
            let tally = try Tally.read(batch.bytes, record.value ?? .empty)
            guard tally.kind == .hour else { return }
            tallies[SubjectHour(tenant: tally.tenant, subject: tally.subject, hour: tally.start)] = tally.measures
        }
        let wrongFacts = Set(facts.keys).union(told.keys).filter { facts[$0] != told[$0] }
        let wrongTallies = Set(facts.keys).union(tallies.keys).filter { facts[$0] != tallies[$0] }
        return wrongFacts.sorted().map { "facts: \($0) does not add up" }
            + wrongTallies.sorted().map { "tallies: \($0) does not add up" }
    }
}
