// A mock cluster with the topics of the house.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality

/// A cluster, settings that lead to it, and a writer.
final class Bench {
    let cluster: MockCluster
    var settings: KafkaSettings
    let writer: KafkaWriter

    init(partitions: Int = 2, delivery: KafkaSettings.Delivery = .exactlyOnce) throws {
        cluster = try MockCluster()
        settings = .brief(cluster.bootstrapServers, delivery)
        for topic in Topic.allCases { try cluster.createTopic(settings.topics[topic], partitions: partitions) }
        writer = try KafkaWriter(settings, logger: quietLogger)
    }

    /// Writes texts to a partition, keyed by `acme/<text>`, and waits until they are there.
    func write(_ texts: [String], to topic: Topic, _ partition: Int32 = 0) throws {
        for text in texts {
            let record = KafkaWriter.Record(
                key: Array("acme/\(text)".utf8), value: Array(text.utf8), partition: partition)
            try writer.write(record, to: settings.topics[topic])
        }
        try writer.flush(within: .seconds(10))
    }

    /// Everything there is in a topic, partition by partition.
    func content(_ topic: Topic) throws -> [SeenRecord] { try everything(in: topic, settings) }
}

/// Everything there is in a topic and committed, partition by partition.
func everything(in topic: Topic, _ settings: KafkaSettings) throws -> [SeenRecord] {
    let reader = try KafkaReader(settings, topic: topic, from: .oldest, logger: quietLogger)
    var seen: [SeenRecord] = []
    var batch = RecordBatch()
    for _ in 0..<300 where !reader.isAtEnd {
        if try reader.poll(limit: 1000, timeout: Milliseconds(100), into: &batch) { seen += batch.seen }
    }
    guard reader.isAtEnd else { throw TimedOut(description: "the end of \(topic.word) is not reached") }
    return seen.sorted { ($0.origin, $0.offset) < ($1.origin, $1.offset) }
}

extension KafkaSettings {
    /// Settings for tests. The mock cluster forms a group after 3 s, which the session timeout must exceed, and
    /// rebalances it a second before the session timeout.
    static func brief(_ bootstrapServers: String, _ delivery: Delivery) -> KafkaSettings {
        var settings = KafkaSettings(bootstrapServers: bootstrapServers, groupID: "group")
        settings.delivery = delivery
        settings.sessionTimeout = Milliseconds(3500)
        settings.transactionTimeout = .seconds(20)
        settings.linger = Milliseconds(1)
        settings.properties = ["consumer.heartbeat.interval.ms": "200"]
        return settings
    }
}

extension Outbox {
    /// Effects of that topic, one a text, keyed by `acme/<text>`.
    static func of(_ texts: [String], _ topic: Topic, partition: Int32? = 0) -> Outbox {
        var outbox = Outbox()
        for text in texts {
            let key = outbox.bytes.appendRange("acme/\(text)".utf8)
            let value = outbox.bytes.appendRange(text.utf8)
            outbox.effects.append(Effect(topic: topic, partition: partition, key: key, value: value))
        }
        return outbox
    }
}
