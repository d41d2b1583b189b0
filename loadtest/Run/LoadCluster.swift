// The cluster that a load test runs on.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality

/// A cluster, or the embedded one, with topics of the run's own.
struct LoadCluster {
    /// Settings that lead to it.
    let kafka: KafkaSettings
    /// Before the names of all topics.
    let prefix: String
    let logger: Logger
    /// The embedded broker; nil on a cluster.
    let mock: MockCluster?
    /// The built `assay`.
    let executable: URL
    /// What workers are started with beside what every run decides.
    var workerArguments: [String] = []

    /// The embedded broker keeps so many records a partition for certain: it drops the oldest beyond 5 MB.
    static let mostEmbedded = 18_000

    /// A cluster with all topics; without servers, librdkafka's mock cluster in this process.
    ///
    /// - Throws: `KafkaError` when it cannot be reached or refuses a topic.
    init(_ bootstrapServers: String?, scenario: Scenario, executable: URL) throws {
        mock = bootstrapServers == nil ? try MockCluster() : nil
        self.executable = executable
        var logger = Logger(label: "loadtest", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .error
        self.logger = logger
        let name = "load-\(WallClock.now.milliseconds)"
        prefix = name + "-"
        var kafka = KafkaSettings(bootstrapServers: bootstrapServers ?? mock?.bootstrapServers ?? "", groupID: name)
        kafka.topics = TopicNames(prefix: prefix)
        kafka.delivery = mock == nil ? .exactlyOnce : .atLeastOnce
        kafka.sessionTimeout = .seconds(10)
        kafka.transactionTimeout = .seconds(8)
        self.kafka = kafka
        if let mock {
            for topic in Topic.allCases {
                try mock.createTopic(
                    kafka.topics[topic], partitions: topic == .audit ? 1 : scenario.partitions)
            }
        } else {
            try createTopics(scenario.partitions)
        }
    }

    /// The topics as operators create them.
    private func createTopics(_ partitions: Int) throws {
        let outcome = try Self.run(
            executable,
            ["topics", "create", "--topics-partitions", "\(partitions)", "--topics-replication", "1"] + options)
        guard outcome.status == 0 else { throw KafkaError("The topics were not created: \(outcome.said)") }
    }

    /// How commands find the cluster.
    var options: [String] {
        [
            "--kafka-bootstrap-servers", kafka.bootstrapServers, "--kafka-group-id", kafka.groupID,
            "--kafka-topic-prefix=\(prefix)", "--kafka-delivery",
            kafka.delivery == .exactlyOnce ? "exactly-once" : "at-least-once",
        ]
    }

    /// Runs a command to its end.
    ///
    /// - Returns: its exit status and everything it said.
    static func run(_ executable: URL, _ arguments: [String]) throws -> (status: Int32, said: String) {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("loadtest-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        let ended = DispatchSemaphore(value: 0)
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ASSAY_") }
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = handle
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        ended.wait()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }
}
