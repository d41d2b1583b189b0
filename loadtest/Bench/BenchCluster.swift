// The cluster that a benchmark runs on.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality

/// A broker, or the embedded one, with topics of the benchmark's own, so that a broker in use is not disturbed.
struct BenchCluster {
    /// Settings that lead to it.
    let kafka: KafkaSettings
    let logger: Logger
    /// Partitions of every topic.
    let partitions: Int
    private let mock: MockCluster?

    /// Whether it can do transactions: the embedded broker cannot.
    var hasTransactions: Bool { mock == nil }

    /// A cluster with all topics; without servers, librdkafka's mock cluster in this process.
    init(_ bootstrapServers: String?, partitions: Int) throws {
        mock = bootstrapServers == nil ? try MockCluster() : nil
        var logger = Logger(label: "loadtest", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .error
        self.logger = logger
        self.partitions = partitions
        let name = "assay-bench-\(DispatchTime.now().uptimeNanoseconds)"
        var kafka = KafkaSettings(bootstrapServers: bootstrapServers ?? mock?.bootstrapServers ?? "", groupID: name)
        kafka.topics = TopicNames(prefix: name + "-")
        kafka.delivery = mock == nil ? .exactlyOnce : .atLeastOnce
        self.kafka = kafka
        try create(Topic.allCases.map { kafka.topics[$0] })
    }

    /// Creates topics.
    func create(_ names: [String]) throws {
        if let mock {
            for name in names { try mock.createTopic(name, partitions: partitions) }
            return
        }
        // Generated events may be of any time.
        let wanted = names.map {
            KafkaAdmin.NewTopic(name: $0, partitions: partitions, properties: ["retention.ms": "-1"])
        }
        for (name, creation) in try KafkaAdmin(kafka, logger: logger).create(wanted) {
            if case .refused(let reason) = creation { throw KafkaError("Topic '\(name)' was refused: \(reason)") }
        }
    }

    /// A clock for lanes: it does not go backwards.
    static var steadyNow: Instant {
        Instant(milliseconds: Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000))
    }
}
