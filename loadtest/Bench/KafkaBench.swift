// The ways of draining a topic.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Pipeline
import Quality
import Simulation
import Wire

/// Preloads a topic and drains it by reading, copying and judging.
final class KafkaBench {
    private let cluster: BenchCluster
    private let lanes: Int
    private let events: Int
    private var kafka: KafkaSettings { cluster.kafka }
    /// How many workers have run.
    private var runs = 0

    /// A drain that takes longer has failed.
    private static let longestDrain: Double = 600

    init(_ cluster: BenchCluster, lanes: Int, events: Int) {
        self.cluster = cluster
        self.lanes = lanes
        self.events = events
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
        let writer = try KafkaWriter(producing, logger: cluster.logger)
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
        let reader = try KafkaReader(kafka, topic: .conversations, from: .oldest, logger: cluster.logger)
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
        let log = try KafkaEventLog(settings, leading: [.conversations], logger: cluster.logger)
        let copier = Copier()
        var laneSettings = LaneSettings()
        laneSettings.commitInterval = Milliseconds(200)
        let lane = Lane(log: log, settings: laneSettings) { CopyTask(partition: $0.partition, copier: copier) }
        let cost = try measure {
            while copier.count < events {
                if try !lane.turn(now: BenchCluster.steadyNow) { WallClock.rest(microseconds: 1_000) }
            }
            try lane.finish(now: BenchCluster.steadyNow)
        }
        log.close()
        return cost
    }

    /// Lets a worker judge the topic, in a group and with results of its own: a worker reads the facts that it writes.
    func work(_ delivery: KafkaSettings.Delivery) throws -> BenchKafka.Cost {
        runs += 1
        var settings = kafka
        settings.delivery = delivery
        settings.groupID += "-\(runs)"
        settings.transactionalIDPrefix = settings.groupID
        let inputs: [Topic] = [.conversations, .surveys, .reviews]
        settings.topics = TopicNames(
            prefix: settings.groupID + "-",
            Dictionary(uniqueKeysWithValues: inputs.map { ($0, kafka.topics[$0]) }))
        try cluster.create(Topic.allCases.filter { !inputs.contains($0) }.map { settings.topics[$0] })
        let policies = try PolicyLoader.preset("pharma-v2")
        let worker = try Worker(
            WorkerSettings(kafka: settings, lanes: lanes), policies: policies, logger: cluster.logger)
        return try measure {
            worker.start()
            var applied: Int64 = 0
            let start = DispatchTime.now()
            while applied < events {
                WallClock.rest(microseconds: 20_000)
                applied = worker.snapshots.reduce(0) { $0 + $1.statistics.records - $1.statistics.factRecords }
                guard Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9 < Self.longestDrain
                else {
                    throw KafkaError(
                        "The worker applied \(applied) of \(events) events within \(Int(Self.longestDrain)) s.")
                }
            }
            worker.stop()
        }
    }

    private func measure(_ body: () throws -> Void) throws -> BenchKafka.Cost {
        let start = DispatchTime.now()
        let processor = ProcessorTime.process
        try body()
        return BenchKafka.Cost(
            seconds: Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9,
            processorSeconds: ProcessorTime.process - processor)
    }
}
