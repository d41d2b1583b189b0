// What stands in the input topics after a run.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Simulation
import Wire

/// Reads the input of a run again, as it is in the topics.
struct LoadInput {
    private let cluster: LoadCluster
    private let scenario: Scenario

    /// The input of a run.
    init(_ cluster: LoadCluster, _ scenario: Scenario) {
        self.cluster = cluster
        self.scenario = scenario
    }

    /// What stands in the topics, counted as the generator counts.
    ///
    /// - Throws: `KafkaError` when they cannot be read.
    func ledger() throws -> (conversations: [LoadLedger.Sum], surveys: [LoadLedger.Sum]) {
        (try sums(.conversations), try sums(.surveys))
    }

    private func sums(_ topic: Topic) throws -> [LoadLedger.Sum] {
        var sums = Array(repeating: LoadLedger.Sum(), count: scenario.partitions)
        let scan = TopicScan(kafka: cluster.kafka, topic: topic, logger: cluster.logger)
        try scan.read(try scan.ranges()) { batch in
            for record in batch.records {
                sums[Int(record.origin.partition)].add(
                    batch.bytes, record.key ?? .empty, batch.bytes, record.value ?? .empty)
            }
            return true
        }
        return sums
    }

    /// What was sent and is not there, or is there and was not sent.
    static func complaints(
        about found: (conversations: [LoadLedger.Sum], surveys: [LoadLedger.Sum]), sent: LoadLedger
    ) -> [String] {
        func compare(_ topic: Topic, _ found: [LoadLedger.Sum], _ sent: [LoadLedger.Sum]) -> [String] {
            found.indices.filter { found[$0] != sent[$0] }.map {
                "\(topic.word)[\($0)]: \(sent[$0].records) records were sent and \(found[$0].records) are there"
                    + (found[$0].records == sent[$0].records ? ", but not the same" : "")
            }
        }
        return compare(.conversations, found.conversations, sent.conversationsTopic)
            + compare(.surveys, found.surveys, sent.surveysTopic)
    }

    /// What must have been told about figures, by the facts that workers have published; nothing where the policy has no thresholds.
    ///
    /// - Throws: `KafkaError` when they cannot be read.
    func figures(_ policies: PolicySet) throws -> FigureExpectation {
        var figures = FigureExpectation(policies: policies)
        guard policies.versions.contains(where: { !$0.thresholds.isEmpty }) else { return figures }
        let scan = TopicScan(kafka: cluster.kafka, topic: .facts, logger: cluster.logger)
        try scan.read(try scan.ranges()) { batch in
            for record in batch.records {
                guard let value = record.value else { continue }
                try figures.take(
                    batch.bytes, value, offset: record.offset, partition: record.origin.partition,
                    timestamp: record.timestamp)
            }
            return true
        }
        return figures
    }

    /// What must come out of it.
    ///
    /// - Throws: `KafkaError` when it cannot be read.
    func expectation(_ policies: PolicySet) throws -> Expectation {
        var expectation = Expectation(policies: policies)
        for partition in 0..<Int32(scenario.partitions) {
            var streams = try [Topic.conversations, .surveys].map { try PartitionStream(cluster, $0, partition) }
            defer { for stream in streams { stream.close() } }
            try expectation.workOff(partition: partition) { batch in
                while batch.records.count < 1_000 {
                    let heads = try streams.indices.compactMap { index in
                        try streams[index].head().map { (time: $0.timestamp, index: index) }
                    }
                    // Records of equal time: conversations first.
                    guard let first = heads.min(by: { ($0.time, $0.index) < ($1.time, $1.index) }) else { break }
                    streams[first.index].take(into: &batch)
                }
                return !batch.records.isEmpty
            }
        }
        return expectation
    }
}

/// One partition of a topic, record by record.
private struct PartitionStream {
    private let reader: KafkaReader
    private var batch = RecordBatch()
    private var next = 0

    init(_ cluster: LoadCluster, _ topic: Topic, _ partition: Int32) throws {
        let ranges = try TopicScan(kafka: cluster.kafka, topic: topic, logger: cluster.logger).ranges()
        reader = try KafkaReader(
            cluster.kafka, topic: topic, ranges: ranges.filter { $0.key == partition }, logger: cluster.logger)
    }

    /// The next record; nil at the end.
    mutating func head() throws -> Record? {
        while next == batch.records.count {
            if reader.isAtEnd { return nil }
            _ = try reader.poll(limit: 1_000, timeout: Milliseconds(200), into: &batch)
            next = 0
        }
        return batch.records[next]
    }

    /// Appends the next record to another batch.
    mutating func take(into other: inout RecordBatch) {
        let record = batch.records[next]
        next += 1
        other.append(
            origin: record.origin, offset: record.offset, timestamp: record.timestamp,
            key: record.key.map { Array(batch.bytes[$0]) }, value: record.value.map { Array(batch.bytes[$0]) },
            headers: batch.headers(of: record))
    }

    func close() { reader.close() }
}
