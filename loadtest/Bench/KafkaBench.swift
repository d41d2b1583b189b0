// The three ways of draining a topic.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Wire

/// Preloads a topic and drains it by reading, copying and judging.
final class KafkaBench {
    let delivery: KafkaSettings.Delivery
    private let mock: MockCluster?
    private let partitions: Int
    private let lanes: Int
    private let events: Int
    private let logger: Logger
    private var kafka: KafkaSettings

    /// A drain that takes longer has failed.
    private static let longestDrain: Double = 600

    init(
        bootstrapServers: String, mock: MockCluster?, partitions: Int, delivery: KafkaSettings.Delivery, lanes: Int,
        events: Int
    ) throws {
        self.mock = mock
        self.partitions = partitions
        self.delivery = delivery
        self.lanes = lanes
        self.events = events
        var logger = Logger(label: "loadtest", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .error
        self.logger = logger
        // Topics and groups of its own for each run, so that a broker in use is not disturbed.
        let name = "assay-bench-\(DispatchTime.now().uptimeNanoseconds)"
        kafka = KafkaSettings(bootstrapServers: bootstrapServers, groupID: name)
        kafka.topics = TopicNames(prefix: name + "-")
        kafka.delivery = delivery
        kafka.transactionalIDPrefix = name
        try createTopics()
    }

    private func createTopics() throws {
        if let mock {
            for topic in Topic.allCases { try mock.createTopic(kafka.topics[topic], partitions: partitions) }
            return
        }
        let wanted = Topic.allCases.map { KafkaAdmin.NewTopic(name: kafka.topics[$0], partitions: partitions) }
        for (name, creation) in try KafkaAdmin(kafka, logger: logger).create(wanted) {
            if case .refused(let reason) = creation { throw KafkaError("Topic '\(name)' was refused: \(reason)") }
        }
    }

    /// Writes the events in zstd batches; returns their bytes.
    func preload(seed: UInt64) throws -> Int {
        var settings = TrafficSettings()
        settings.seed = seed
        settings.leastTextBytes = 130
        settings.duplicateRate = 0
        settings.badRate = 0
        settings.jsonRate = 0
        settings.surveyRate = 0
        var traffic = Traffic(settings)
        var producing = kafka
        producing.linger = Milliseconds(50)
        let writer = try KafkaWriter(producing, logger: logger)
        var bytes = 0
        for _ in 0..<events {
            let record = traffic.next()
            bytes += record.value.count
            try writer.write(
                KafkaWriter.Record(key: record.key, value: record.value, headers: [], timestamp: record.at),
                to: kafka.topics[.conversations])
        }
        try writer.flush(within: .seconds(60))
        writer.close()
        return bytes
    }

    /// Reads the topic and drops the records.
    func read() throws -> BenchKafka.Cost {
        let reader = try KafkaReader(kafka, topic: .conversations, from: .oldest, logger: logger)
        var batch = RecordBatch()
        var count = 0
        let cost = try measure {
            while count < events {
                _ = try reader.poll(limit: 1_000, timeout: Milliseconds(1_000), into: &batch)
                count += batch.records.count
            }
        }
        reader.close()
        return cost
    }

    /// Reads the topic in a group and writes every record to another one, as a lane does, without looking at it.
    func copy() throws -> BenchKafka.Cost {
        var settings = kafka
        settings.groupID += "-copy"
        settings.transactionalIDPrefix += "-copy"
        let log = try KafkaEventLog(settings, leading: [.conversations], logger: logger)
        let copier = Copier()
        var laneSettings = LaneSettings()
        laneSettings.commitInterval = Milliseconds(200)
        let lane = Lane(log: log, settings: laneSettings) { CopyTask(partition: $0.partition, copier: copier) }
        let cost = try measure {
            while copier.count < events { try turn(lane) }
            try lane.finish(now: Self.now)
        }
        log.close()
        return cost
    }

    private func turn(_ lane: Lane<KafkaEventLog>) throws {
        if try !lane.turn(now: Self.now) {
            // Nothing waits: give the broker's threads a moment.
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(1))
        }
    }

    /// Lets a worker judge the topic.
    func work() throws -> BenchKafka.Cost {
        let policies = try PolicyLoader.preset("pharma-v2")
        let worker = try Worker(WorkerSettings(kafka: kafka, lanes: lanes), policies: policies, logger: logger)
        let cost = try measure {
            worker.start()
            var applied: Int64 = 0
            let start = DispatchTime.now()
            while applied < events {
                _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(20))
                applied = worker.snapshots.reduce(0) { $0 + $1.statistics.records - $1.statistics.factRecords }
                guard Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9 < Self.longestDrain
                else {
                    throw KafkaError(
                        "The worker applied \(applied) of \(events) events within \(Int(Self.longestDrain)) s.")
                }
            }
            worker.stop()
        }
        return cost
    }

    private func measure(_ body: () throws -> Void) throws -> BenchKafka.Cost {
        let start = DispatchTime.now()
        let processor = ProcessorTime.process
        try body()
        return BenchKafka.Cost(
            seconds: Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9,
            processorSeconds: ProcessorTime.process - processor)
    }

    private static var now: Instant { Instant(milliseconds: Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000)) }
}
