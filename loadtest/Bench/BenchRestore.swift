// `loadtest bench restore`: how fast a partition comes back.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Wire

/// Restores one partition with many open conversations from its checkpoints: the task alone, or, with a broker, a lane from
/// its assignment until it publishes.
struct BenchRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Restores a partition with many open conversations from their checkpoints.")

    @Option(help: "How many conversations are open.") var conversations = 1_000_000
    @Option(help: "Events of each, about.") var messages = 12
    @Option(help: "The broker; without one, the task is given the checkpoints without a log.")
    var bootstrapServers: String?
    @Option(help: "The stream's seed.") var seed: UInt64 = 1
    @Flag(help: "Prints one JSON object.") var json = false

    /// Different conversations; beyond these the same states come again under other keys.
    private static let templates = 5_000

    func run() throws {
        let values = try OpenConversations(seed: seed, messages: messages).checkpoints(BenchRestore.templates)
        let bytes = values.reduce(0) { $0 + $1.count } / values.count
        guard let bootstrapServers else { return try restoreTask(values, bytes) }
        try restoreWorker(values, bytes, bootstrapServers)
    }

    private func key(_ number: Int) -> [UInt8] { RecordKey.bytes(tenant: "acme", name: "c-\(number)") }

    private func restoreTask(_ values: [[UInt8]], _ bytes: Int) throws {
        let task = EvaluationTask(partition: 0, policies: try PolicyLoader.preset("pharma-v2"))
        let before = ProcessMemory.resident
        var seconds = 0.0
        var batch = RecordBatch()
        for start in stride(from: 0, to: conversations, by: 10_000) {
            batch.removeAll()
            for number in start..<min(start + 10_000, conversations) {
                batch.append(
                    origin: TopicPartition(.checkpoints, 0), offset: Int64(number), timestamp: Instant(milliseconds: 0),
                    key: key(number), value: values[number % values.count])
            }
            let begin = ProcessorTime.thread
            try task.load(batch)
            seconds += ProcessorTime.thread - begin
        }
        report(seconds, memory: (ProcessMemory.resident - before) / conversations, bytes, task.statistics.open)
    }

    private func restoreWorker(_ values: [[UInt8]], _ bytes: Int, _ servers: String) throws {
        var logger = Logger(label: "loadtest", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .error
        let name = "assay-restore-\(DispatchTime.now().uptimeNanoseconds)"
        var kafka = KafkaSettings(bootstrapServers: servers, groupID: name)
        kafka.topics = TopicNames(prefix: name + "-")
        kafka.transactionalIDPrefix = name
        let wanted = Topic.allCases.map { KafkaAdmin.NewTopic(name: kafka.topics[$0], partitions: 1) }
        _ = try KafkaAdmin(kafka, logger: logger).create(wanted)
        let writer = try KafkaWriter(kafka, logger: logger)
        for number in 0..<conversations {
            try writer.write(
                KafkaWriter.Record(
                    key: key(number), value: values[number % values.count], headers: [],
                    timestamp: Instant(milliseconds: 1_795_000_000_000)), to: kafka.topics[.checkpoints])
        }
        try writer.flush(within: .seconds(120))
        writer.close()
        let before = ProcessMemory.resident
        let policies = try PolicyLoader.preset("pharma-v2")
        let log = try KafkaEventLog(kafka, leading: [.conversations], logger: logger)
        let lane = Lane(log: log) { EvaluationTask(partition: $0.partition, policies: policies) }
        var assigned: UInt64?
        while lane.partitions.isEmpty || !lane.isLive {
            let begin = DispatchTime.now().uptimeNanoseconds
            let more = try lane.turn(now: Instant(milliseconds: Int64(begin / 1_000_000)))
            if assigned == nil, !lane.partitions.isEmpty { assigned = begin }
            if !more { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(1)) }
        }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - (assigned ?? 0)) / 1e9
        let memory = (ProcessMemory.resident - before) / conversations
        report(seconds, memory: memory, bytes, lane.statistics.open)
        log.close()
    }

    private func report(_ seconds: Double, memory: Int, _ bytes: Int, _ open: Int) {
        guard !json else {
            print(
                "{\"conversations\":\(open),\"seconds\":\(seconds),\"bytes_in_memory\":\(memory),\"checkpoint_bytes\":\(bytes)}"
            )
            return
        }
        print("open conversations    \(open)")
        print("seconds               \(seconds)")
        print("bytes in memory each  \(memory)")
        print("bytes of a checkpoint \(bytes), without its key")
    }
}

/// Checkpoints of conversations under way.
private struct OpenConversations {
    private var traffic: Traffic
    private var settings = EvaluationSettings()

    init(seed: UInt64, messages: Int) {
        var settings = TrafficSettings()
        settings.seed = seed
        settings.unfinishedRate = 1000
        settings.eventsPerConversation = messages
        settings.duplicateRate = 0
        settings.badRate = 0
        traffic = Traffic(settings)
        self.settings.checkpointInterval = .zero
    }

    func checkpoints(_ count: Int) throws -> [[UInt8]] {
        var traffic = traffic
        let task = EvaluationTask(partition: 0, policies: try PolicyLoader.preset("pharma-v2"), settings: settings)
        var batch = RecordBatch()
        var outbox = Outbox()
        var offset: Int64 = 0
        // The first conversations are whole when as many again have begun.
        while task.statistics.open < count * 2 {
            let record = traffic.next()
            batch.removeAll()
            batch.append(
                origin: TopicPartition(.conversations, 0), offset: offset, timestamp: record.at, key: record.key,
                value: record.value,
                headers: record.isJSON ? [("content-type", Array("application/json".utf8))] : [])
            offset += 1
            task.apply(&batch, 0..<1, into: &outbox)
            outbox.removeAll()
        }
        task.advance(to: Instant(milliseconds: 1_900_000_000_000), into: &outbox)
        task.prepareCommit(into: &outbox)
        let values = outbox.effects.filter { $0.topic == .checkpoints }.compactMap(\.value)
        return values.prefix(count).map { Array(outbox.bytes[$0]) }
    }
}

/// Memory of this process.
enum ProcessMemory {
    /// Bytes in memory now, as the kernel counts them.
    static var resident: Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * sysconf(Int32(_SC_PAGESIZE))
    }
}
