// `loadtest bench kafka`: a running worker against merely reading and merely copying.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import KafkaLog

/// Drains a preloaded topic on the same broker in the same run: by reading, by copying, and by workers of either
/// delivery in turns.
struct BenchKafka: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kafka",
        abstract: "A worker draining a preloaded topic, beside a loop that only reads it and one that only copies it.",
        discussion: """
            In every round one worker drains the topic exactly once and another at least once, each first in every other round: the ratio \
            of their processor time is what transactions cost. With several lanes that holds only where the broker waits for the group's \
            members (group.initial.rebalance.delay.ms, 3 s by default): lanes that join one after the other begin anew, and the more so at \
            least once, where the group rebalances eagerly.
            """)

    @Option(help: "The broker; without one, librdkafka's mock cluster in this process (its own cost then counts, too).")
    var bootstrapServers: String?
    @Option(help: "How many events. The embedded broker keeps at most 20,000 a partition.") var events = 1_000_000
    @Option(help: "Partitions of every topic.") var partitions = 12
    @Option(help: "Lanes of the worker.") var lanes = 2
    @Option(help: "How often workers drain the topic; the embedded broker can only do it at least once.") var rounds = 3
    @Option(help: "The stream's seed.") var seed: UInt64 = 1
    @Flag(help: "Prints one JSON object.") var json = false

    /// What one way of draining cost.
    struct Cost {
        var seconds: Double
        var processorSeconds: Double
    }

    /// What all ways cost, and for how much.
    private struct Costs {
        var count: Int
        var bytes: Int
        var read: Cost
        var copy: Cost
        /// Round by round; none where there are no transactions.
        var exactlyOnce: [Cost] = []
        var atLeastOnce: [Cost] = []

        func perMillion(_ cost: Cost) -> Double { cost.processorSeconds * 1_000_000 / Double(count) }

        /// The round in the middle by processor time.
        static func median(_ costs: [Cost]) -> Cost? {
            costs.isEmpty ? nil : costs.sorted { $0.processorSeconds < $1.processorSeconds }[costs.count / 2]
        }

        /// Processor time exactly once, of that at least once, round by round.
        var ratios: [Double] { zip(exactlyOnce, atLeastOnce).map { $0.processorSeconds / $1.processorSeconds } }
    }

    func validate() throws {
        guard events > 0, partitions > 0, lanes > 0, rounds > 0 else {
            throw ValidationError("Counts must be at least 1.")
        }
    }

    func run() throws {
        let cluster = try BenchCluster(bootstrapServers, partitions: partitions)
        let count = cluster.hasTransactions ? events : min(events, partitions * 20_000)
        let bench = KafkaBench(cluster, lanes: lanes, events: count)
        let bytes = try bench.preload(seed: seed)
        var costs = Costs(count: count, bytes: bytes, read: try bench.read(), copy: try bench.copy())
        for round in 0..<rounds {
            let deliveries: [KafkaSettings.Delivery] =
                cluster.hasTransactions ? [.exactlyOnce, .atLeastOnce] : [.atLeastOnce]
            for delivery in round.isMultiple(of: 2) ? deliveries : deliveries.reversed() {
                let cost = try bench.work(delivery)
                if delivery == .exactlyOnce { costs.exactlyOnce.append(cost) } else { costs.atLeastOnce.append(cost) }
            }
        }
        if json { printJSON(costs) } else { report(costs) }
    }

    private func report(_ costs: Costs) {
        print(
            "\(costs.count) events of \(costs.bytes / costs.count) bytes on average, \(partitions) partitions, \(lanes) lanes"
        )
        func line(_ name: String, _ cost: Cost) {
            print(
                "\(name): \(Int(Double(costs.count) / cost.seconds)) events a second, "
                    + "\(hundredths(costs.perMillion(cost))) processor seconds a million")
        }
        line("read", costs.read)
        line("copy", costs.copy)
        for cost in costs.exactlyOnce { line("worker, exactly once", cost) }
        for cost in costs.atLeastOnce { line("worker, at least once", cost) }
        guard let worker = Costs.median(costs.exactlyOnce.isEmpty ? costs.atLeastOnce : costs.exactlyOnce) else {
            return
        }
        print(
            "worker / copy: \(hundredths(worker.processorSeconds / costs.copy.processorSeconds)), "
                + "worker / read: \(hundredths(worker.processorSeconds / costs.read.processorSeconds))")
        guard let ratio = ratio(costs) else { return }
        print(
            "exactly once / at least once: \(hundredths(ratio)) of medians, by round "
                + costs.ratios.map { String(hundredths($0)) }.joined(separator: ", "))
    }

    private func printJSON(_ costs: Costs) {
        guard let worker = Costs.median(costs.exactlyOnce.isEmpty ? costs.atLeastOnce : costs.exactlyOnce) else {
            return
        }
        print(
            "{\"events_per_second\":\(Int(Double(costs.count) / worker.seconds)),"
                + "\"cpu_s_per_million\":\(costs.perMillion(worker)),"
                + "\"read_cpu_s_per_million\":\(costs.perMillion(costs.read)),"
                + "\"copy_cpu_s_per_million\":\(costs.perMillion(costs.copy)),"
                + "\"exactly_once_to_at_least_once\":\(ratio(costs).map { "\($0)" } ?? "null")}")
    }

    private func ratio(_ costs: Costs) -> Double? {
        guard let exact = Costs.median(costs.exactlyOnce), let least = Costs.median(costs.atLeastOnce) else {
            return nil
        }
        return exact.processorSeconds / least.processorSeconds
    }

    private func hundredths(_ number: Double) -> Double { (number * 100).rounded() / 100 }
}
