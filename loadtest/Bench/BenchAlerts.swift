// `loadtest bench alerts`: how soon after its deadline a breach can be read.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Quality

/// Measures alerts from the deadline to a reader of committed records.
struct BenchAlerts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "From a deadline to its alert at a reader of committed records.",
        discussion: """
            Questions that nobody answers are written in real time, and their deadlines pass while more are written; with --idle, while nothing \
            is written any more. A breach is told when it is certain, which is the policy's allowed skew after the deadline: so both are \
            printed, the time from the deadline and the time from when the breach became certain.
            """)

    @Option(help: "The broker; without one, librdkafka's mock cluster in this process, which delivers at least once.")
    var bootstrapServers: String?
    @Option(help: "Deadlines a second.") var rate = 1_000
    @Option(help: "Seconds in which deadlines pass.") var seconds = 30
    @Option(help: "Partitions of every topic.") var partitions = 12
    @Option(help: "Lanes of the worker.") var lanes = 2
    @Flag(help: "Nothing is written any more when the deadlines pass.") var idle = false
    @Flag(help: "Prints one JSON object.") var json = false

    func validate() throws {
        guard (1...100_000).contains(rate), (1...3_600).contains(seconds), partitions > 0, lanes > 0 else {
            throw ValidationError("Counts must be at least 1, at most 100,000 deadlines a second for an hour.")
        }
    }

    func run() throws {
        let cluster = try BenchCluster(bootstrapServers, partitions: partitions)
        let bench = try AlertBench(cluster, lanes: lanes, rate: rate, seconds: seconds, idle: idle)
        let values = try bench.run()
        let latencies = Latencies(values)
        let skew = bench.allowedSkew.count
        let certain = Latencies(values.map { $0 - skew })
        guard !json else {
            print(
                "{\"alerts\":\(values.count),\"allowed_skew_ms\":\(skew),\"p50_ms\":\(certain.value(share: 5_000) ?? 0),"
                    + "\"p99_ms\":\(certain.value(share: 9_900) ?? 0),\"max_ms\":\(certain.largest ?? 0)}")
            return
        }
        print(
            "\(values.count) alerts, \(rate) deadlines a second, \(partitions) partitions, \(lanes) lanes, commits every "
                + "\(LaneSettings().commitInterval.count) ms, " + (idle ? "nothing written meanwhile" : "under load"))
        print("from the deadline:              \(latencies.text)")
        print("from when it was certain (+\(skew / 1000) s): \(certain.text)")
    }
}
