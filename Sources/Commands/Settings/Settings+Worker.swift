// From settings to what a worker and its clients are built from.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import KafkaLog
package import Logging
import Pipeline

extension Settings {
    /// What the topics are called.
    package var topicNames: TopicNames {
        var names: [Topic: String] = [:]
        for topic in Topic.allCases { names[topic] = text(.name(of: topic)) }
        return TopicNames(prefix: required(.topicPrefix), names)
    }

    /// How the cluster is reached.
    package var kafka: KafkaSettings {
        var kafka = KafkaSettings(bootstrapServers: required(.bootstrapServers), groupID: required(.groupID))
        kafka.clientID = required(.clientID)
        kafka.groupInstanceID = text(.instanceID)
        kafka.transactionalIDPrefix =
            text(.transactionalIDPrefix) ?? "\(kafka.groupID)-\(text(.instanceID) ?? Settings.process)"
        kafka.delivery = required(.delivery) == "exactly-once" ? .exactlyOnce : .atLeastOnce
        kafka.sessionTimeout = duration(.sessionTimeout)
        kafka.transactionTimeout = duration(.transactionTimeout)
        kafka.operationTimeout = duration(.operationTimeout)
        kafka.linger = duration(.linger)
        let codec = required(.compression)
        let level = text(.compressionLevel).flatMap { Int($0) }
        kafka.compression = KafkaSettings.Compression(
            codec: codec, level: level ?? (codec == "zstd" ? KafkaSettings.Compression.zstd1.level : nil))
        kafka.topics = topicNames
        kafka.properties = propertyTexts
        kafka.seals = required(.sensitiveSeal) == "on"
        return kafka
    }

    /// This process, by a name that no other one has at the same time.
    private static var process: String {
        let process = ProcessInfo.processInfo
        return "\(process.hostName)-\(process.processIdentifier)"
    }

    /// What a worker is built from.
    package var worker: WorkerSettings {
        var lane = LaneSettings()
        lane.batchLimit = count(.batchLimit)
        lane.commitInterval = duration(.commitInterval)
        lane.commitBytes = count(.commitBytes)
        lane.memory = count(.memory)
        var settings = WorkerSettings(kafka: kafka, lane: lane, lanes: count(.lanes))
        settings.evaluation.checkpointInterval = duration(.checkpointInterval)
        return settings
    }

    /// A log to standard error.
    package var logger: Logger {
        let isJSON = required(.logFormat) == "json"
        var logger = Logger(
            label: "assay",
            factory: { label -> any LogHandler in
                isJSON ? JSONLogHandler.standardError : StreamLogHandler.standardError(label: label)
            })
        logger.logLevel = Logger.Level(rawValue: required(.logLevel)) ?? .info
        return logger
    }
}
