// `assay demo`: the whole job on an embedded broker.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Glibc
import KafkaLog
import Logging
import Pipeline
import Quality
import Simulation
import Wire

/// Runs topics, traffic, two workers and a live view in one process, and checks at the end that every record is accounted for.
struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the main job on an embedded broker and shows what comes out.",
        discussion: """
            Two workers judge a generated stream of conversations and surveys. The embedded broker is librdkafka's mock cluster: it does \
            not store the offsets of transactions, so the demo delivers at least once. At the end every record that was sent is \
            accounted for; the exit status is 1 when one is not.
            """)

    @Option(help: "How long traffic flows, in seconds.") var duration = 30
    @Option(help: "Records a second, about.") var rate = 2_000
    @Option(help: "Partitions of every topic.") var partitions = 4
    @Option(help: "The traffic's seed.") var seed: UInt64 = 1
    @Flag(
        inversion: .prefixedNo,
        help: "Serves the dashboard beside it, until it ends; on a terminal until Return is pressed.")
    var dashboard = true
    @Flag(help: "Prints a line every five seconds instead of a live view.") var plain = false

    func validate() throws {
        guard (3...600).contains(duration) else { throw ValidationError("--duration must be 3 to 600 seconds.") }
        guard (20...5_000).contains(rate) else {
            throw ValidationError("--rate must be 20 to 5,000: the embedded broker keeps only 5 MB a partition.")
        }
        guard (1...32).contains(partitions) else { throw ValidationError("--partitions must be 1 to 32.") }
    }

    func run() throws {
        let run = try DemoRun(self)
        let isComplete = try run.play()
        if !isComplete { throw ExitCode(1) }
    }
}
