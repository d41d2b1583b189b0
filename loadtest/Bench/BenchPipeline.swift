// `loadtest bench pipeline`: the evaluation task in memory.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Quality
import Simulation
import Wire

/// Events per processor second through `EvaluationTask`: protobuf bytes in, encoded results out, one thread.
struct BenchPipeline: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pipeline",
        abstract: "Events per processor second through one evaluation task: protobuf in, encoded results out.")

    @Option(help: "How many events.") var events = 1_000_000
    @Option(help: "Records are applied so many at a time.") var batch = 1_000
    @Option(help: "A commit closes every so many batches.") var commitBatches = 20
    @Option(help: "How many conversations are open at a time, about.") var open = 1_000
    @Option(help: "The stream's seed.") var seed: UInt64 = 1
    @Option(help: "The preset that judges.") var policy = "pharma-v2"
    @Flag(help: "No two messages have the same text: nothing that was found before helps.") var distinct = false
    @Flag(help: "Prints one JSON object.") var json = false

    func run() throws {
        let policies = try PolicyLoader.preset(policy)
        var (batches, bytes) = preload()
        let task = EvaluationTask(partition: 0, policies: policies)
        var outbox = Outbox()
        var results = 0
        var resultBytes = 0
        let start = ProcessorTime.thread
        for index in batches.indices {
            task.apply(&batches[index], batches[index].records.indices, into: &outbox)
            if (index + 1) % commitBatches == 0 || index == batches.count - 1 {
                task.prepareCommit(into: &outbox)
                results += outbox.effects.count
                resultBytes += outbox.bytes.count
                outbox.removeAll()
                task.commit()
            }
        }
        let seconds = ProcessorTime.thread - start
        let rate = Double(events) / seconds
        guard !json else {
            print("{\"events_per_cpu_second\":\(Int(rate))}")
            return
        }
        print("events                \(events), \(bytes / events) bytes on average")
        print("results               \(results), \(results == 0 ? 0 : resultBytes / results) bytes on average")
        print("evaluations           \(task.statistics.evaluations)")
        print("open at the end       \(task.statistics.open)")
        print("processor seconds     \(seconds)")
        print("nanoseconds per event \(Int(seconds * 1e9 / Double(events)))")
        print("events_per_cpu_second \(Int(rate))")
    }

    /// The stream: 200-byte chat messages, 20 events a conversation.
    private func preload() -> (batches: [RecordBatch], bytes: Int) {
        var traffic = Traffic(.bench(seed: seed, open: open, distinct: distinct))
        var batches: [RecordBatch] = []
        var bytes = 0
        for offset in 0..<events {
            if offset % batch == 0 { batches.append(RecordBatch()) }
            let record = traffic.next()
            bytes += record.value.count
            batches[batches.count - 1].append(
                origin: TopicPartition(.conversations, 0), offset: Int64(offset), timestamp: record.at, key: record.key,
                value: record.value)
        }
        return (batches, bytes)
    }
}

extension TrafficSettings {
    /// 200-byte chat messages, 20 events a conversation, and nothing that is wrong or late.
    ///
    /// - Parameters:
    ///   - open: how many conversations are open at a time, about.
    ///   - distinct: whether no two messages have the same text.
    static func bench(seed: UInt64, open: Int, distinct: Bool) -> TrafficSettings {
        var settings = TrafficSettings()
        settings.seed = seed
        settings.leastTextBytes = distinct ? 112 : 130
        settings.hasDistinctTexts = distinct
        // A generated conversation lasts 200 seconds on average.
        settings.conversationInterval = Milliseconds(max(1, 200_000 / Int64(max(1, open))))
        settings.duplicateRate = 0
        settings.badRate = 0
        settings.jsonRate = 0
        settings.surveyRate = 0
        return settings
    }
}
