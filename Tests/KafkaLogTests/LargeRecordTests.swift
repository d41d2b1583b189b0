// Records that are larger than any dead letter, against librdkafka's mock cluster.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Testing
import Wire

@Suite("Large records")
struct LargeRecordTests {
    /// The place that `acme/large` has among one.
    private static let key = Array("acme/large".utf8)

    @Test("a record that no dead letter can hold does not stop its partition: what comes behind it is worked off")
    func larger() throws {
        let cluster = try MockCluster()
        for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: 1) }
        var kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "workers")
        kafka.delivery = .atLeastOnce
        kafka.sessionTimeout = .seconds(6)
        var others = kafka
        others.properties["producer.message.max.bytes"] = "100000000"
        let writer = try KafkaWriter(others, logger: quietLogger)
        defer { writer.close() }
        let value = [UInt8](repeating: 0x41, count: KafkaSettings.mostRecordBytes + 1)
        try writer.write(KafkaWriter.Record(key: Self.key, value: value), to: "conversations")
        let headers: [(name: String, value: [UInt8]?)] = [("content-encoding", value)]
        try writer.write(KafkaWriter.Record(key: Self.key, value: [1], headers: headers), to: "conversations")
        let key = [UInt8](repeating: 0x6B, count: 4 << 20)
        try writer.write(KafkaWriter.Record(key: key, value: Array(value.prefix(19 << 20))), to: "conversations")
        try writer.write(KafkaWriter.Record(key: Self.key, value: [0xFF]), to: "conversations")
        try writer.flush(within: .seconds(30))

        var settings = WorkerSettings(kafka: kafka, lanes: 1)
        settings.lane.commitInterval = Milliseconds(50)
        let worker = try Worker(settings, policies: try PolicyLoader.preset("pharma-v2"), logger: quietLogger)
        worker.start()
        defer { worker.stop() }
        let reader = try KafkaReader(kafka, topic: .deadLetters, from: .oldest, logger: quietLogger)
        defer { reader.close() }
        var batch = RecordBatch()
        var letters: [(key: [UInt8]?, value: [UInt8])] = []
        for _ in 0..<600 where letters.count < 4 {
            if case .failed(let reason) = worker.snapshots[0].state {
                Issue.record("the worker cannot go on: \(reason)")
                return
            }
            guard try reader.poll(limit: 10, timeout: Milliseconds(100), into: &batch) else { continue }
            letters += batch.records.map { record in
                (record.key.map { Array(batch.bytes[$0]) }, record.value.map { Array(batch.bytes[$0]) } ?? [])
            }
        }
        try #require(letters.count == 4, "not written within a minute")
        let found = try letters.map { try DeadLetter($0.value) }
        #expect(found.map(\.source.offset) == [0, 1, 2, 3])
        #expect(found.map(\.cut?.valueBytes) == [value.count, 1, 19 << 20, nil] && found[3].cut == nil)
        #expect(found[0].reason == .invalid && found[0].detail.contains("\(value.count) bytes and may have 16777216"))
        #expect(found[1].reason == .invalid && found[1].source.headers.isEmpty)
        #expect(letters[2].key?.count == SourceRecord.mostKeyBytes && letters[3].key == Self.key)
        #expect(letters.allSatisfy { $0.value.count < 1 << 20 })
    }
}
