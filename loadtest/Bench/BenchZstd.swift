// `loadtest bench zstd`: two ways of compressing evaluations.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Quality
import Simulation
import Wire

/// Compresses real evaluations one by one with a trained dictionary, and in batches as librdkafka does, and prints bytes and time.
struct BenchZstd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zstd", abstract: "Evaluations compressed one by one with a dictionary, against whole batches.")

    @Option(help: "How many evaluations.") var evaluations = 20_000
    @Option(help: "Records of a batch.") var batch = 100
    @Option(help: "The stream's seed.") var seed: UInt64 = 1

    func run() throws {
        let records = try generate()
        // The dictionary is trained on one half and measured on the other.
        let (training, measured) = (Array(records[..<(records.count / 2)]), Array(records[(records.count / 2)...]))
        let plain = measured.reduce(0) { $0 + $1.count }
        print("\(measured.count) evaluations, \(plain / measured.count) bytes each")
        for level in [1, 3] {
            try report("one by one, level \(level)", measured, plain, try ZstdCompressor(level: level), size: 1)
        }
        for level in [1, 3] {
            let dictionary = try ZstdDictionary.train(samples: training, capacity: 16 << 10, level: level)
            try report("dictionary, level \(level)", measured, plain, ZstdCompressor(dictionary: dictionary), size: 1)
        }
        for level in [1, 3] {
            try report(
                "batch of \(batch), level \(level)", measured, plain, try ZstdCompressor(level: level), size: batch)
        }
    }

    /// Evaluations as the pipeline writes them.
    private func generate() throws -> [[UInt8]] {
        var settings = TrafficSettings()
        settings.seed = seed
        var traffic = Traffic(settings)
        let task = EvaluationTask(partition: 0, policies: try PolicyLoader.preset("pharma-v2"))
        var outbox = Outbox()
        var records: [[UInt8]] = []
        var offsets: [Topic: Int64] = [:]
        while records.count < evaluations {
            let record = traffic.next()
            var batch = RecordBatch()
            let topic = record.isSurvey ? Topic.surveys : .conversations
            offsets[topic, default: -1] += 1
            batch.append(
                origin: TopicPartition(topic, 0), offset: offsets[topic] ?? 0, timestamp: record.at, key: record.key,
                value: record.value,
                headers: record.isJSON ? [("content-type", Array("application/json".utf8))] : [])
            task.apply(&batch, 0..<1, into: &outbox)
            for effect in outbox.effects where effect.topic == .evaluations {
                records.append(Array(outbox.bytes[effect.value ?? .empty]))
            }
            outbox.removeAll()
            task.commit()
        }
        return records
    }

    private func report(
        _ name: String, _ records: [[UInt8]], _ plain: Int, _ compressor: ZstdCompressor, size: Int
    ) throws {
        var groups: [[UInt8]] = []
        for start in stride(from: 0, to: records.count, by: size) {
            groups.append(Array(records[start..<min(start + size, records.count)].joined()))
        }
        var frames: [[UInt8]] = []
        let start = ProcessorTime.thread
        for group in groups { frames.append(try compressor.compress(group)) }
        let nanoseconds = (ProcessorTime.thread - start) * 1e9 / Double(records.count)
        let bytes = frames.reduce(0) { $0 + $1.count }
        let ratio = Double(bytes == 0 ? 0 : plain * 100 / bytes) / 100
        print("\(name): \(bytes / records.count) bytes a record, ratio \(ratio), \(Int(nanoseconds)) ns a record")
    }
}
