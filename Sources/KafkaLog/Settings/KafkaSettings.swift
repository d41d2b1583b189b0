// How the log is reached and how it behaves.
// SPDX-License-Identifier: Apache-2.0

package import Quality
package import Sealing

/// Everything a lane's log is built from. The defaults are measured or Kafka's own; each says which.
package struct KafkaSettings: Equatable, Sendable {
    /// What a commit promises.
    package enum Delivery: Equatable, Sendable {
        /// Effects and positions in one transaction. Needs brokers with transactions (Kafka 2.5 or later).
        case exactlyOnce
        /// Effects first, then positions: a crash in between repeats effects. For brokers without transactions.
        case atLeastOnce
    }

    /// How the producer compresses batches.
    package struct Compression: Equatable, Sendable {
        /// librdkafka's name: `none`, `zstd`, `lz4`, `snappy` or `gzip`.
        package var codec: String
        /// The codec's level; nil for its default.
        package var level: Int?

        /// A codec at a level.
        package init(codec: String, level: Int? = nil) {
            self.codec = codec
            self.level = level
        }

        /// zstd at level 1: a third smaller than the plain bytes for less CPU than any higher level.
        package static let zstd1 = Compression(codec: "zstd", level: 1)
    }

    /// Bounds of one client's local queue; whichever is reached first.
    package struct QueueBounds: Equatable, Sendable {
        /// In messages, all partitions together.
        package var messages: Int
        /// In KiB, all partitions together.
        package var kibibytes: Int

        /// So many messages or so many KiB.
        package init(messages: Int, kibibytes: Int) {
            self.messages = messages
            self.kibibytes = kibibytes
        }
    }

    /// Comma-separated `host:port` of some brokers.
    package var bootstrapServers: String
    /// The consumer group.
    package var groupID: String
    /// The name under which brokers log and limit this client.
    package var clientID = "assay"
    /// Static membership: an identity that survives a restart, unique per lane; nil for ordinary membership.
    package var groupInstanceID: String?
    /// What a commit promises.
    package var delivery = Delivery.exactlyOnce
    /// The transactional id is this, a hyphen and the lane. It must be unique per worker, or they fence each other. One
    /// that is stable over restarts settles at once what its predecessor left; else that takes the transaction timeout.
    /// Default: the group.
    package var transactionalIDPrefix: String
    /// Which of the worker's lanes this is, from 0.
    package var lane = 0
    /// What the topics are called.
    package var topics = TopicNames()
    /// After this long without a heartbeat the group gives a member's partitions away. Brokers accept 6 s to 30 min by
    /// default.
    package var sessionTimeout = Milliseconds.seconds(30)
    /// After this long the broker aborts an open transaction, which until then holds up every reader of its partitions.
    package var transactionTimeout = Milliseconds.seconds(15)
    /// The longest that any single call to the broker may take.
    package var operationTimeout = Milliseconds.seconds(5)
    /// The longest that closing may take, all steps together.
    package var closeTimeout = Milliseconds.seconds(4)
    /// How batches are compressed.
    package var compression = Compression.zstd1
    /// How long the producer waits for a batch to fill. Kafka's own default for librdkafka.
    package var linger = Milliseconds(5)
    /// What the producer may hold: few enough that a commit stays under 100 ms at full load (unbounded: 300 to 1,000
    /// ms).
    package var producerQueue = QueueBounds(messages: 20_000, kibibytes: 65_536)
    /// What the consumer may fetch ahead.
    package var consumerQueue = QueueBounds(messages: 100_000, kibibytes: 65_536)
    /// How long a broker may hold a fetch that finds nothing, or of a lane less than `fetchBytes`.
    package var fetchWait = Milliseconds(50)
    /// So many bytes a lane's fetch waits for: records that trickle in are taken together. Without it, every record that
    /// comes alone costs a fetch and a turn, ten times what judging it costs.
    package var fetchBytes = 32_768
    /// How many bytes of keys, values and headers one poll hands out at most, give or take one chunk of messages.
    package var batchBytes = 4 << 20
    /// How often librdkafka reports its statistics; zero for never.
    package var statisticsInterval = Milliseconds.seconds(5)
    /// What seals checkpoints and dead letters, and opens them; nil leaves them as they are.
    package var masterKeys: MasterKeys?
    /// Whether they are sealed; else what is sealed is only opened.
    package var seals = true
    /// Further properties of librdkafka, for every client; under `consumer.` or `producer.` for one side only.
    package var properties: [String: String] = [:]

    /// Settings with defaults for all but where and who.
    package init(bootstrapServers: String, groupID: String) {
        self.bootstrapServers = bootstrapServers
        self.groupID = groupID
        transactionalIDPrefix = groupID
    }

    /// The producer's transactional id, unless delivery is at least once.
    package var transactionalID: String { "\(transactionalIDPrefix)-\(lane)" }

    /// Checks every value, and every property against the linked librdkafka.
    ///
    /// How intervals and timeouts must relate to each other is checked where the commit interval is known.
    ///
    /// - Throws: `KafkaError` naming the setting and what it should be.
    package func validate() throws(KafkaError) {
        try validateNames()
        try validateNumbers()
        try topics.validate()
        for role in [KafkaRole.member, .side(seesUncommitted: false), .effects, .writer, .admin] {
            _ = try KafkaConfiguration(properties(for: role))
        }
    }

    private func validateNames() throws(KafkaError) {
        for (value, setting) in [
            (bootstrapServers, "bootstrap servers"), (groupID, "group id"), (clientID, "client id"),
            (transactionalIDPrefix, "transactional id prefix"),
        ] where value.isEmpty {
            throw KafkaError("The \(setting) must not be empty.")
        }
        if groupInstanceID?.isEmpty == true {
            throw KafkaError("The group instance id must not be empty: leave it out for ordinary membership.")
        }
    }

    private func validateNumbers() throws(KafkaError) {
        for (value, setting) in [
            (sessionTimeout, "session timeout"), (transactionTimeout, "transaction timeout"),
            (operationTimeout, "operation timeout"), (closeTimeout, "close timeout"), (fetchWait, "fetch wait"),
        ] where !(1...3_600_000).contains(value.count) {
            throw KafkaError("The \(setting) is \(value.count) ms: it must be between 1 ms and one hour.")
        }
        for (value, setting) in [
            (fetchBytes, "fetch bytes"), (producerQueue.messages, "producer queue, messages"),
            (producerQueue.kibibytes, "producer queue, KiB"),
            (consumerQueue.messages, "consumer queue, messages"), (consumerQueue.kibibytes, "consumer queue, KiB"),
            (batchBytes, "batch bytes"),
        ] where value < 1 {
            throw KafkaError("The setting '\(setting)' is \(value): it must be at least 1.")
        }
        if batchBytes > 1 << 30 { throw KafkaError("Batch bytes are \(batchBytes): they must be at most 1 GiB.") }
        if consumerQueue.kibibytes > 1 << 20 {
            throw KafkaError("The consumer queue is \(consumerQueue.kibibytes) KiB: it must be at most 1 GiB.")
        }
        if lane < 0 { throw KafkaError("The lane is \(lane): lanes count from 0.") }
    }
}
