// `loadtest bench kafka`: a running worker against merely reading and merely copying.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Wire

/// Drains a preloaded topic three times on the same broker in the same run: by reading, by copying, and by a worker.
struct BenchKafka: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kafka",
        abstract: "A worker draining a preloaded topic, beside a loop that only reads it and one that only copies it.")

    @Option(help: "The broker; without one, librdkafka's mock cluster in this process (its own cost then counts, too).")
    var bootstrapServers: String?
    @Option(help: "How many events. The embedded broker keeps at most 20,000 a partition.") var events = 1_000_000
    @Option(help: "Partitions of every topic.") var partitions = 12
    @Option(help: "Lanes of the worker.") var lanes = 2
    @Option(help: "exactly-once or at-least-once; the embedded broker can only do the latter.") var delivery =
        "exactly-once"
    @Option(help: "The stream's seed.") var seed: UInt64 = 1
    @Flag(help: "Prints one JSON object.") var json = false

    /// What one way of draining cost.
    struct Cost {
        var seconds: Double
        var processorSeconds: Double
    }

    func validate() throws {
        guard ["exactly-once", "at-least-once"].contains(delivery) else {
            throw ValidationError("--delivery must be exactly-once or at-least-once.")
        }
        guard events > 0, partitions > 0, lanes > 0 else { throw ValidationError("Counts must be at least 1.") }
    }

    func run() throws {
        let mock = bootstrapServers == nil ? try MockCluster() : nil
        let count = mock == nil ? events : min(events, partitions * 20_000)
        let bench = try KafkaBench(
            bootstrapServers: bootstrapServers ?? mock?.bootstrapServers ?? "", mock: mock, partitions: partitions,
            delivery: mock == nil && delivery == "exactly-once" ? .exactlyOnce : .atLeastOnce, lanes: lanes,
            events: count)
        let bytes = try bench.preload(seed: seed)
        let read = try bench.read()
        let copy = try bench.copy()
        let worker = try bench.work()
        report(read: read, copy: copy, worker: worker, count: count, bytes: bytes, delivery: bench.delivery)
    }

    private func report(read: Cost, copy: Cost, worker: Cost, count: Int, bytes: Int, delivery: KafkaSettings.Delivery)
    {
        func perMillion(_ cost: Cost) -> Double { cost.processorSeconds * 1_000_000 / Double(count) }
        let rate = Int(Double(count) / worker.seconds)
        guard !json else {
            print(
                "{\"events_per_second\":\(rate),\"cpu_s_per_million\":\(perMillion(worker)),"
                    + "\"read_cpu_s_per_million\":\(perMillion(read)),\"copy_cpu_s_per_million\":\(perMillion(copy))}")
            return
        }
        print(
            "\(count) events of \(bytes / count) bytes on average, \(partitions) partitions, \(lanes) lanes, \(delivery)"
        )
        for (name, cost) in [("read", read), ("copy", copy), ("worker", worker)] {
            print(
                "\(name): \(Int(Double(count) / cost.seconds)) events a second, \(perMillion(cost)) processor seconds a million"
            )
        }
        print(
            "worker / copy: \(perMillion(worker) / perMillion(copy)), worker / read: \(perMillion(worker) / perMillion(read))"
        )
    }
}
