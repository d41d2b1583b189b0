// The table of all settings.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Pipeline
import Quality

extension Setting {
    // MARK: kafka

    package static let bootstrapServers = Setting(
        "kafka.bootstrap-servers", .text(mayBeEmpty: false), default: "localhost:9092",
        "Some brokers, as host:port, separated by commas.")
    package static let groupID = Setting(
        "kafka.group-id", .text(mayBeEmpty: false), default: "assay",
        "The consumer group; workers of one group share the partitions.")
    package static let clientID = Setting(
        "kafka.client-id", .text(mayBeEmpty: false), default: "assay",
        "The name under which brokers log and limit the clients.")
    package static let instanceID = Setting(
        "kafka.instance-id", .text(mayBeEmpty: false), default: nil,
        "Static membership: an identity that survives a restart, unique per worker.")
    package static let transactionalIDPrefix = Setting(
        "kafka.transactional-id-prefix", .text(mayBeEmpty: false), default: nil,
        "Names the transactions, unique per worker; one that is stable over restarts takes over at once. Default: group and instance id, or host and process."
    )
    package static let delivery = Setting(
        "kafka.delivery", .word(["exactly-once", "at-least-once"]), default: "exactly-once",
        "What a commit promises; at-least-once is for brokers without transactions.")
    package static let sessionTimeout = Setting(
        "kafka.session-timeout", .duration(Milliseconds(1)...Milliseconds.hours(1)), default: "30s",
        "After so long without a heartbeat a worker's partitions go to others.")
    package static let transactionTimeout = Setting(
        "kafka.transaction-timeout", .duration(Milliseconds(1)...Milliseconds.hours(1)), default: "15s",
        "After so long the broker aborts an open transaction; below the session timeout.")
    package static let operationTimeout = Setting(
        "kafka.operation-timeout", .duration(Milliseconds(1)...Milliseconds.hours(1)), default: "5s",
        "The longest that a call to the broker may take.")
    package static let linger = Setting(
        "kafka.linger", .duration(Milliseconds(0)...Milliseconds.minutes(1)), default: "5ms",
        "How long the producer waits for a batch to fill.")
    package static let compression = Setting(
        "kafka.compression", .word(["none", "lz4", "zstd"]), default: "zstd", "How the producer compresses batches.")
    package static let compressionLevel = Setting(
        "kafka.compression-level", .count(1...22), default: nil,
        "The codec's level. Default: 1 for zstd, the codec's own for lz4.")
    package static let topicPrefix = Setting(
        "kafka.topic-prefix", .text(mayBeEmpty: true), default: "",
        "Stands before the names of all topics that are not named themselves.")

    /// The name of a topic on the broker.
    package static func name(of topic: Topic) -> Setting {
        Setting(
            "kafka.topics.\(topic.word)", .text(mayBeEmpty: false), default: nil,
            "The name of topic \(topic.word). Default: the prefix and this word.")
    }

    // MARK: worker

    package static let lanes = Setting(
        "worker.lanes", .count(1...256), default: String(min(256, ProcessInfo.processInfo.activeProcessorCount)),
        "How many lanes work side by side. Default: one per active core.")
    package static let policy = Setting(
        "worker.policy", .text(mayBeEmpty: false), default: "pharma-v2",
        "The policy: a built-in one, or a directory of .yaml files.")
    package static let commitInterval = Setting(
        "worker.commit-interval", .duration(Milliseconds(1)...Milliseconds.minutes(10)), default: "200ms",
        "Results are published and committed at this interval.")
    package static let batchLimit = Setting(
        "worker.batch-limit", .count(1...100_000), default: "1000", "At most so many records are taken at a time.")
    package static let commitBytes = Setting(
        "worker.commit-bytes", .bytes(1...1 << 30), default: "8MiB",
        "A commit also comes as soon as so many bytes wait.")

    package static let memory = Setting(
        "worker.memory", .bytes(1 << 16...1 << 40), default: "2GiB",
        "When the conversations of a lane take more memory, it reads one partition at a time.")
    package static let checkpointInterval = Setting(
        "worker.checkpoint-interval", .duration(Milliseconds.seconds(1)...Milliseconds.hours(24)), default: "60s",
        "Conversations that change are saved so often, in event time: a restart reads as much again at most.")

    package static let longestTurn = Setting(
        "worker.longest-turn", .duration(Milliseconds.seconds(10)...Milliseconds.hours(1)), default: "60s",
        "A lane that begins no turn for so long hangs, and the worker ends with status 70; at least six times kafka.operation-timeout."
    )

    // MARK: sensitive

    package static let sensitiveKeys = Setting(
        "sensitive.keys", .text(mayBeEmpty: false), default: nil,
        "A file of master keys, made by 'assay keys new': with one, checkpoints and dead letters are sealed with AES-256-GCM. Default: they are not."
    )

    package static let sensitiveSeal = Setting(
        "sensitive.seal", .word(["on", "off"]), default: "on",
        "With master keys: off opens what is sealed and seals nothing, which comes before switching on and before going back."
    )

    // MARK: topics

    package static let partitions = Setting(
        "topics.partitions", .count(1...10_000), default: "12",
        "Partitions of every topic: the most lanes that can share the work.")
    package static let replication = Setting(
        "topics.replication", .count(1...100), default: "3", "Copies of every partition; from 3 on two must be written."
    )
    package static let inputRetention = Setting(
        "topics.retention.inputs", .duration(Milliseconds.minutes(1)...longestRetention), default: "7d",
        "How long records are kept that workers read.")
    package static let resultRetention = Setting(
        "topics.retention.results", .duration(Milliseconds.minutes(1)...longestRetention), default: "90d",
        "How long evaluations and alerts are kept.")
    package static let deadLetterRetention = Setting(
        "topics.retention.dead-letters", .duration(Milliseconds.minutes(1)...longestRetention), default: "30d",
        "How long records are kept that could not be used.")

    // MARK: gateway

    package static let gatewayHTTP = Setting(
        "gateway.http", .text(mayBeEmpty: false), default: "127.0.0.1:8080",
        "Where the gateway serves the dashboard and its calls as JSON, as host:port.")
    package static let gatewayGRPC = Setting(
        "gateway.grpc", .text(mayBeEmpty: false), default: "127.0.0.1:9090",
        "Where the gateway serves gRPC, as host:port.")
    package static let tlsCertificate = Setting(
        "gateway.tls.certificate", .text(mayBeEmpty: false), default: nil,
        "The gateway's certificate with its chain, a PEM file. Without one nothing is encrypted.")
    package static let tlsKey = Setting(
        "gateway.tls.key", .text(mayBeEmpty: false), default: nil, "The private key of the certificate, a PEM file.")
    package static let tlsClientCA = Setting(
        "gateway.tls.client-ca", .text(mayBeEmpty: false), default: nil,
        "Who issues clients' certificates, a PEM file: then only clients with such a certificate are let in.")
    package static let tlsEnd = Setting(
        "gateway.tls.end", .word(["gateway", "proxy"]), default: "gateway",
        "Where TLS ends: with proxy, browsers come by https to a proxy that talks plain HTTP to the gateway, and cookies are for TLS alone."
    )
    package static let tokenKeys = Setting(
        "gateway.tokens.keys", .text(mayBeEmpty: false), default: nil,
        "The public keys that sign bearer tokens, a JWKS file.")
    package static let tokenIssuer = Setting(
        "gateway.tokens.issuer", .text(mayBeEmpty: false), default: nil,
        "Whose tokens are good (claim iss); all that the keys sign when not set.")
    package static let tokenAudience = Setting(
        "gateway.tokens.audience", .text(mayBeEmpty: false), default: nil,
        "For whom tokens must be (claim aud); not asked for when not set.")
    package static let gatewayOpen = Setting(
        "gateway.open", .text(mayBeEmpty: false), default: nil,
        "Instead of tokens: everybody on this machine sees all results of this tenant. For demonstrations; both addresses must be loopback."
    )
    package static let gatewayAudit = Setting(
        "gateway.audit", .text(mayBeEmpty: false), default: nil,
        "The file to which refusals and readings of sensitive results are appended; standard error when not set.")
    package static let gatewayMemory = Setting(
        "gateway.memory", .bytes(1 << 20...1 << 40), default: "512MiB",
        "About so much memory the gateway's view takes; what is older than fits is let go of.")
    package static let gatewayHistory = Setting(
        "gateway.history", .duration(Milliseconds.minutes(1)...longestRetention), default: "24h",
        "At its start the gateway reads the evaluations and alerts of so long ago, and all tallies and scorecards.")

    package static let gatewayReviewable = Setting(
        "gateway.reviewable", .duration(Milliseconds.minutes(1)...longestRetention), default: nil,
        "Evaluations of so long ago are found by conversation and episode, for pages and reviews. Default: as long as the policy keeps episodes."
    )
    package static let gatewayIndex = Setting(
        "gateway.index", .bytes(1 << 16...1 << 40), default: "64MiB",
        "About so much memory it takes to find them, 64 bytes an episode; what is older than fits is not found.")
    package static let gatewayStreams = Setting(
        "gateway.streams", .count(1...1_000_000), default: "4096",
        "So many streams are open at a time; each takes about 55 KiB. More are refused.")
    package static let gatewayStreamsPerSubject = Setting(
        "gateway.streams-per-subject", .count(1...1_000_000), default: "256",
        "So many of them by the subject of one token.")
    package static let gatewayStreamPatience = Setting(
        "gateway.stream-patience", .duration(Milliseconds.seconds(1)...Milliseconds.hours(24)), default: "2m",
        "A stream whose reader takes nothing for so long, while something waits for it, is ended.")

    // MARK: log

    package static let logLevel = Setting(
        "log.level", .word(["trace", "debug", "info", "notice", "warning", "error", "critical"]), default: "info",
        "What is logged, to standard error: this and graver things.")
    package static let logFormat = Setting(
        "log.format", .word(["text", "json"]), default: "text",
        "How it is logged: lines of text, or one JSON object a line.")

    // MARK: ops

    package static let opsListen = Setting(
        "ops.listen", .address, default: nil,
        "Where /metrics, /livez and /readyz are told over HTTP, for instance 0.0.0.0:9464. Default: nowhere.")

    /// A hundred years.
    private static let longestRetention = Milliseconds.hours(24 * 36_525)

    /// All settings, in the order in which they are shown. Besides, `kafka.properties.NAME` passes any property to librdkafka, and
    /// `kafka.secrets.NAME` names a file with the value of one.
    package static let all: [Setting] =
        [
            bootstrapServers, groupID, clientID, instanceID, transactionalIDPrefix, delivery, sessionTimeout,
            transactionTimeout,
            operationTimeout, linger, compression, compressionLevel, topicPrefix,
        ] + Topic.allCases.map(name(of:)) + [
            lanes, policy, commitInterval, batchLimit, commitBytes, memory, checkpointInterval, longestTurn,
        ] + [sensitiveKeys, sensitiveSeal]
        + [partitions, replication, inputRetention, resultRetention, deadLetterRetention]
        + [
            gatewayHTTP, gatewayGRPC, tlsCertificate, tlsKey, tlsClientCA, tlsEnd, tokenKeys, tokenIssuer,
            tokenAudience,
            gatewayOpen, gatewayAudit, gatewayMemory, gatewayHistory, gatewayReviewable, gatewayIndex, gatewayStreams,
            gatewayStreamsPerSubject,
            gatewayStreamPatience,
        ] + [logLevel, logFormat] + [opsListen]

    /// The groups that settings stand in: `kafka`, `kafka.topics`, …
    package static let groups: Set<String> = {
        var groups: Set<String> = ["kafka.properties", "kafka.secrets"]
        for setting in all {
            var parts = setting.name.split(separator: ".").dropLast()
            while !parts.isEmpty {
                groups.insert(parts.joined(separator: "."))
                parts.removeLast()
            }
        }
        return groups
    }()
}
