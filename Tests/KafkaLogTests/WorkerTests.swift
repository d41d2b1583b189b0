// Whole workers against librdkafka's mock cluster.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Sealing
import Simulation
import Testing
import Wire

@Suite("Workers on the mock cluster", .serialized)
struct WorkerTests {
    private static let logger: Logger = {
        var logger = Logger(label: "test", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .critical
        return logger
    }()

    /// A cluster with all topics, settings for it, and traffic to send.
    private final class Scene {
        let cluster: MockCluster
        var kafka: KafkaSettings
        let writer: KafkaWriter
        private let reader: KafkaReader
        private var batch = RecordBatch()
        private var traffic: Traffic
        /// Each evaluation that came, with its bytes and how often it came with other ones.
        private(set) var evaluations: [String: [UInt8]] = [:]
        private(set) var contradictions = 0
        private(set) var copies = 0
        /// The newest revision of each episode.
        private(set) var newest: [String: ProtoEvaluation] = [:]

        init(partitions: Int) throws {
            cluster = try MockCluster()
            for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: partitions) }
            var kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "workers")
            kafka.delivery = .atLeastOnce
            // A member that is gone is missed soon.
            kafka.sessionTimeout = .seconds(6)
            self.kafka = kafka
            writer = try KafkaWriter(kafka, logger: logger)
            reader = try KafkaReader(kafka, topic: .evaluations, from: .oldest, logger: logger)
            var settings = TrafficSettings()
            // About a hundred conversations at a time.
            settings.conversationInterval = .seconds(2)
            settings.surveyRate = 500
            settings.duplicateRate = 20
            traffic = Traffic(settings)
        }

        var ledger: Traffic.Ledger { traffic.ledger }

        func worker() throws -> Worker {
            var settings = WorkerSettings(kafka: kafka, lanes: 1)
            settings.lane.commitInterval = Milliseconds(50)
            return try Worker(settings, policies: try PolicyLoader.preset("pharma-v2"), logger: logger)
        }

        /// Sends so many records.
        func send(_ count: Int) throws {
            for _ in 0..<count {
                let record = traffic.next()
                let headers: [(name: String, value: [UInt8]?)] =
                    record.isJSON ? [("content-type", Array("application/json".utf8))] : []
                try writer.write(
                    KafkaWriter.Record(key: record.key, value: record.value, headers: headers, timestamp: record.at),
                    to: kafka.topics[record.isSurvey ? .surveys : .conversations])
            }
            try writer.flush(within: .seconds(10))
        }

        /// Reads evaluations until the condition holds; at most a minute.
        func readUntil(_ condition: () -> Bool) throws {
            for _ in 0..<600 where !condition() {
                guard try reader.poll(limit: 10_000, timeout: Milliseconds(100), into: &batch) else { continue }
                for record in batch.records {
                    let bytes = record.value.map { Array(batch.bytes[$0]) } ?? []
                    let evaluation = try ProtoEvaluation(protobuf: bytes)
                    let episode = "\(evaluation.conversationID)/\(evaluation.episode)"
                    if let known = evaluations.updateValue(bytes, forKey: "\(episode)/\(evaluation.revision)") {
                        copies += 1
                        if known != bytes { contradictions += 1 }
                    }
                    if evaluation.revision > newest[episode]?.revision ?? 0 { newest[episode] = evaluation }
                }
            }
            #expect(condition(), "not reached within a minute")
        }

        func close() {
            reader.close()
            writer.close()
        }
    }

    @Test("two workers and a rebalance in the middle: every conversation is evaluated once, with its survey")
    func rebalance() throws {
        let scene = try Scene(partitions: 4)
        defer { scene.close() }
        let first = try scene.worker()
        first.start()
        try scene.send(3_000)
        try scene.readUntil { scene.newest.count > 40 }
        let second = try scene.worker()
        second.start()
        try scene.send(3_000)
        try scene.readUntil {
            let (one, two) = (first.snapshots[0].partitions, second.snapshots[0].partitions)
            // Each leading partition has one owner, and both have some.
            return !one.isEmpty && !two.isEmpty && (one + two).count == 8 && Set(one + two).count == 8
        }
        try scene.send(3_000)
        let ledger = scene.ledger
        func sum(_ count: (TaskStatistics) -> Int) -> Int {
            (first.snapshots + second.snapshots).reduce(0) { $0 + count($1.statistics) }
        }
        func kept() -> Int {
            scene.newest.values.reduce(0) { $0 + Int($1.counts.records) } + sum(\.heldRecords)
        }
        // A repetition that is read again after a refused commit may be in a checkpoint by then and is not counted.
        let good = Int(ledger.records - ledger.bad - ledger.duplicates)
        // All of it at once: while partitions move, a single sum may be right by chance. And before the first worker stops:
        // what it held is held by the second one, too, when that still gets its partitions.
        try scene.readUntil {
            kept() == good && scene.newest.count == Int(ledger.ended)
                && sum { Int($0.deadLetters) } == Int(ledger.bad)
        }
        first.stop()
        second.stop()
        #expect(scene.newest.count == Int(ledger.ended))
        // The mock cluster refuses offsets while the group rebalances, so what was sent since the commit before comes again: the same bytes.
        #expect(scene.contradictions == 0)
        #expect(scene.newest.values.contains { !$0.surveys.isEmpty })
    }

    @Test(
        "a worker that starts anew goes on from the committed offsets: nothing is lost, nothing blocks; S4-098: likewise from sealed checkpoints",
        arguments: [false, true])
    func restart(isSealed: Bool) throws {
        let scene = try Scene(partitions: 2)
        defer { scene.close() }
        if isSealed { scene.kafka.masterKeys = try MasterKeys(text: MasterKeys.newLine(id: "a")) }
        let first = try scene.worker()
        first.start()
        try scene.send(2_000)
        try scene.readUntil { scene.newest.count > 20 }
        first.stop()
        try scene.send(2_000)
        let second = try scene.worker()
        second.start()
        try scene.readUntil { scene.newest.count == Int(scene.ledger.ended) }
        second.stop()
        #expect(scene.copies == 0, "after a clean stop nothing comes twice")
        let reader = try KafkaReader(scene.kafka, topic: .checkpoints, from: .oldest, logger: Self.logger)
        defer { reader.close() }
        var batch = RecordBatch()
        while try !reader.poll(limit: 100, timeout: Milliseconds(100), into: &batch) {}
        let masters = batch.records.compactMap { $0.value.map { SealedState.master(of: batch.bytes[$0]) } }
        #expect(!masters.isEmpty && masters.allSatisfy { $0 == (isSealed ? "a" : nil) })
        let schemas = Set(
            batch.records.filter { $0.value != nil }.map { record in
                batch.headers(of: record).first { $0.name == "schema" }?.value.map {
                    String(decoding: $0, as: UTF8.self)
                }
            })
        #expect(schemas == [isSealed ? "assay.v1.SealedState" : "assay.v1.Checkpoint"])
    }

    @Test(
        "a lane is a member once the group has told it its share, be that nothing; a rebalance that takes away unsettles it for a moment"
    )
    func membership() throws {
        let scene = try Scene(partitions: 1)
        defer { scene.close() }
        let first = try scene.worker()
        #expect(!first.snapshots[0].isMember && first.snapshots[0].lastTurn == nil)
        first.start()
        try scene.readUntil { first.snapshots[0].isMember && first.snapshots[0].partitions.count == 2 }
        let second = try scene.worker()
        second.start()
        // One of the two has everything and the other one nothing.
        try scene.readUntil {
            let both = [first.snapshots[0], second.snapshots[0]]
            return both.allSatisfy { $0.isMember && $0.restoring == 0 }
                && both.map(\.partitions.count).sorted() == [0, 2]
        }
        #expect(second.snapshots[0].lastTurn != nil)
        first.stop()
        try scene.readUntil { second.snapshots[0].isMember && second.snapshots[0].partitions.count == 2 }
        second.stop()
        #expect(first.snapshots[0].state == .stopped)
    }

    @Test("settings whose times do not fit are refused with both names")
    func intervals() throws {
        var kafka = KafkaSettings(bootstrapServers: "127.0.0.1:1", groupID: "g")
        kafka.transactionTimeout = .seconds(40)
        #expect(throws: KafkaError.self) { try WorkerSettings(kafka: kafka, lanes: 1).validate() }
        kafka.transactionTimeout = Milliseconds(500)
        #expect(throws: KafkaError.self) { try WorkerSettings(kafka: kafka, lanes: 1).validate() }
    }
}
