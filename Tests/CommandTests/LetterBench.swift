// A cluster with dead letters, for the tests of `assay deadletters`.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Wire

@testable import assay

/// A mock cluster with some topics and dead letters, and the command run against it.
struct LetterBench {
    /// 2027-01-15T08:00:00.250Z.
    static let time = Instant(milliseconds: 1_800_000_000_250)

    let cluster: MockCluster
    let kafka: KafkaSettings

    /// A cluster with these topics.
    init(topics: [Topic] = [.conversations, .deadLetters], partitions: Int = 2) throws {
        cluster = try MockCluster()
        for topic in topics { try cluster.createTopic("cs." + topic.word, partitions: partitions) }
        var kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "letters")
        kafka.topics = TopicNames(prefix: "cs.")
        kafka.linger = .zero
        kafka.statisticsInterval = .zero
        self.kafka = kafka
    }

    /// The record of a letter.
    static func source(
        value: [UInt8]?, key: [UInt8]? = Array("acme/c-1".utf8), topic: String = "conversations",
        headers: [(name: String, value: [UInt8]?)] = []
    ) -> SourceRecord {
        SourceRecord(
            topic: topic, partition: 0, offset: 41, timestamp: time.milliseconds, key: key, value: value,
            headers: headers)
    }

    /// Writes letters into a partition, in order.
    func write(_ letters: [(source: SourceRecord, complaint: Complaint)], partition: Int32 = 0) throws {
        try write(
            letters.map { KafkaWriter.Record(key: $0.source.key, value: $0.source.deadLetter($0.complaint)) },
            partition: partition)
    }

    /// Writes records as they are into a partition of the topic of dead letters.
    func write(_ records: [KafkaWriter.Record], partition: Int32) throws {
        let writer = try KafkaWriter(kafka, logger: .silent)
        defer { writer.close() }
        for record in records {
            var record = record
            (record.partition, record.timestamp) = (partition, LetterBench.time)
            try writer.write(record, to: kafka.topics[.deadLetters])
        }
        try writer.flush(within: .seconds(10))
    }

    /// Runs `assay deadletters` against the cluster.
    func run(_ arguments: String...) async throws -> AssayProcess.Outcome {
        try await AssayProcess.run(commandLine(arguments))
    }

    /// The arguments of `assay` for a call of `assay deadletters` against the cluster.
    func commandLine(_ arguments: [String]) -> [String] {
        ["deadletters"] + arguments + [
            "--kafka-bootstrap-servers", cluster.bootstrapServers, "--kafka-topic-prefix", "cs.", "--kafka-linger",
            "0ms",
            // The mock cluster is too old for a property of ours, of which librdkafka warns.
            "--log-level", "error",
        ]
    }

    /// What there is on a topic.
    func content(of topic: Topic) throws -> [SourceRecord] {
        let reader = try KafkaReader(kafka, topic: topic, from: .oldest, logger: .silent)
        defer { reader.close() }
        var batch = RecordBatch()
        var found: [SourceRecord] = []
        while !reader.isAtEnd {
            _ = try reader.poll(limit: 100, timeout: Milliseconds(100), into: &batch)
            found += batch.records.map { record in
                SourceRecord(
                    topic: topic.word, partition: record.origin.partition, offset: record.offset,
                    timestamp: record.timestamp.milliseconds, key: record.key.map { Array(batch.bytes[$0]) },
                    value: record.value.map { Array(batch.bytes[$0]) }, headers: batch.headers(of: record))
            }
        }
        return found
    }
}
