// From settings to the properties of one client.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension KafkaSettings {
    /// The largest record that is written or read, in bytes: 32 MiB.
    ///
    /// A value has at most 16 MiB, and a dead letter has at most 21 MiB of a record and its headers and says what
    /// was wrong with it; librdkafka's own bound of 1,000,000 bytes would end a worker at the first large dead letter.
    /// Consumers need no bound: a broker hands out a first record of any size, and what they may receive at once
    /// (librdkafka's `receive.message.max.bytes`) is 100,000,000 bytes.
    package static let mostRecordBytes = 32 << 20

    /// The properties of a client in that role: ours first, then the operator's, which may change tuning but no
    /// promise.
    ///
    /// - Throws: `KafkaError` when the operator's properties name one that only the settings may set.
    func properties(for role: KafkaRole) throws(KafkaError) -> [(name: String, value: String)] {
        var properties = common(role)
        switch role {
        case .member:
            properties += consumer(wait: fetchWait, seesUncommitted: false) + membership
            properties.append(("fetch.min.bytes", String(fetchBytes)))
        case .side(let seesUncommitted): properties += consumer(wait: fetchWait, seesUncommitted: seesUncommitted)
        case .groupOffsets: properties += consumer(wait: fetchWait, seesUncommitted: true) + [("group.id", groupID)]
        case .effects: properties += producer + promise
        case .writer: properties += producer + [("enable.idempotence", "true")]
        case .admin: break
        }
        return properties + (try passedThrough(role))
    }

    private func common(_ role: KafkaRole) -> [(String, String)] {
        var properties = [
            ("bootstrap.servers", bootstrapServers),
            ("client.id", clientID),
            ("allow.auto.create.topics", "false"),
            ("statistics.interval.ms", role == .admin ? "0" : String(statisticsInterval.count)),
        ]
        // The calls of these clients are not all bounded by their own timeout, but each request is by the socket's.
        switch role {
        case .side, .groupOffsets, .admin:
            properties.append(("socket.timeout.ms", String(max(operationTimeout.count, 1000))))
        case .member, .effects, .writer: break
        }
        return properties
    }

    private func consumer(wait: Milliseconds, seesUncommitted: Bool) -> [(String, String)] {
        [
            ("enable.auto.commit", "false"),
            ("enable.auto.offset.store", "false"),
            ("enable.partition.eof", "true"),
            ("isolation.level", seesUncommitted ? "read_uncommitted" : "read_committed"),
            ("auto.offset.reset", "earliest"),
            ("fetch.wait.max.ms", String(wait.count)),
            ("queued.min.messages", String(min(consumerQueue.messages, 10_000_000))),
            ("queued.max.messages.kbytes", String(consumerQueue.kibibytes)),
        ]
    }

    private var membership: [(String, String)] {
        var properties = [
            ("group.id", groupID),
            ("session.timeout.ms", String(sessionTimeout.count)),
            ("heartbeat.interval.ms", String(min(3000, max(1, sessionTimeout.count / 3)))),
            ("max.poll.interval.ms", String(max(300_000, sessionTimeout.count))),
            ("partition.assignment.strategy", assignor(KafkaVersion.linked)),
        ]
        if let groupInstanceID { properties.append(("group.instance.id", groupInstanceID)) }
        return properties
    }

    private var producer: [(String, String)] {
        var properties = [
            ("partitioner", "murmur2_random"),
            ("compression.codec", compression.codec),
            ("linger.ms", String(linger.count)),
            ("queue.buffering.max.messages", String(producerQueue.messages)),
            ("queue.buffering.max.kbytes", String(producerQueue.kibibytes)),
            ("delivery.report.only.error", "true"),
            ("message.timeout.ms", String(transactionTimeout.count)),
            ("message.max.bytes", String(Self.mostRecordBytes)),
        ]
        if let level = compression.level { properties.append(("compression.level", String(level))) }
        return properties
    }

    private var promise: [(String, String)] {
        var properties = [("enable.idempotence", "true")]
        if delivery == .exactlyOnce {
            properties.append(("transactional.id", transactionalID))
            properties.append(("transaction.timeout.ms", String(transactionTimeout.count)))
        }
        return properties
    }

    /// Whether the linked librdkafka is told to rebalance cooperatively.
    var isCooperative: Bool { assignor(KafkaVersion.linked) == "cooperative-sticky" }

    /// The assignor: cooperative, unless this version of librdkafka may lose an assignment that way.
    func assignor(_ version: KafkaVersion) -> String {
        switch delivery {
        case .exactlyOnce: "cooperative-sticky"
        case .atLeastOnce: version.losesAssignmentOnConsumerCommit ? "range" : "cooperative-sticky"
        }
    }

    private func passedThrough(_ role: KafkaRole) throws(KafkaError) -> [(String, String)] {
        var passed: [(String, String)] = []
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            let (side, name) = Self.split(key)
            if let setting = Self.reserved[name] {
                throw KafkaError("The property '\(key)' cannot be passed through: \(setting).")
            }
            switch side {
            case .both: passed.append((name, value))
            case .consumer where role.isConsumer: passed.append((name, value))
            case .producer where role == .effects || role == .writer: passed.append((name, value))
            case .consumer, .producer: break
            }
        }
        return passed
    }

    private enum Side { case both, consumer, producer }

    private static func split(_ key: String) -> (Side, String) {
        if key.hasPrefix("consumer.") { return (.consumer, String(key.dropFirst("consumer.".count))) }
        if key.hasPrefix("producer.") { return (.producer, String(key.dropFirst("producer.".count))) }
        return (.both, key)
    }

    /// Properties on which a promise rests, or for which there is a setting, with what to do instead.
    private static let reserved: [String: String] = {
        let fixed = "its value is fixed, Assay's guarantees rest on it"
        return [
            "bootstrap.servers": "use the setting for bootstrap servers",
            "metadata.broker.list": "use the setting for bootstrap servers",
            "group.id": "use the setting for the group id",
            "group.instance.id": "use the setting for the group instance id",
            "group.protocol": fixed,
            "client.id": "use the setting for the client id",
            "transactional.id": "use the setting for the transactional id prefix",
            "transaction.timeout.ms": "use the setting for the transaction timeout",
            "session.timeout.ms": "use the setting for the session timeout",
            "partition.assignment.strategy": "it follows from the setting for delivery",
            "enable.idempotence": fixed,
            "enable.auto.commit": fixed,
            "enable.auto.offset.store": fixed,
            "enable.partition.eof": fixed,
            "isolation.level": fixed,
            "auto.offset.reset": fixed,
            "partitioner": fixed,
            "delivery.report.only.error": fixed,
            "acks": fixed,
            "request.required.acks": fixed,
        ]
    }()
}
