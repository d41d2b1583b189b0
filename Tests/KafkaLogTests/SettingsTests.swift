// Settings are checked before anything connects.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Testing
import Wire

@Suite("Kafka settings")
struct SettingsTests {
    private static let good = KafkaSettings(bootstrapServers: "127.0.0.1:1", groupID: "group")

    /// What the settings are refused with; nil when they are accepted.
    private static func refusal(_ change: (inout KafkaSettings) -> Void) -> String? {
        var settings = good
        change(&settings)
        do throws(KafkaError) {
            try settings.validate()
            return nil
        } catch { return error.message }
    }

    @Test("the defaults are accepted, for either delivery")
    func defaults() {
        #expect(Self.refusal { _ in } == nil)
        #expect(Self.refusal { $0.delivery = .atLeastOnce } == nil)
        #expect(Self.refusal { $0.groupInstanceID = "lane-0" } == nil)
    }

    @Test("a property that librdkafka does not know is refused by its name, with librdkafka's own words")
    func unknownProperty() throws {
        for key in ["fetch.wait.max", "consumer.fetch.wait.max", "producer.fetch.wait.max"] {
            let refusal = try #require(Self.refusal { $0.properties = [key: "1"] })
            #expect(refusal.contains("'fetch.wait.max'"))
            #expect(refusal.contains("No such configuration property"))
        }
    }

    @Test("a value that librdkafka does not take is refused with the range it takes")
    func badValue() throws {
        let refusal = try #require(Self.refusal { $0.properties = ["fetch.wait.max.ms": "-5"] })
        #expect(refusal.contains("'-5'"))
        #expect(refusal.contains("fetch.wait.max.ms"))
        #expect(refusal.contains("300000"))
    }

    @Test("security properties reach every client")
    func security() throws {
        // A mechanism that does not exist is refused by the first client that is given it; a side alone is not enough.
        #expect(
            Self.refusal { $0.properties = ["security.protocol": "nonsense"] }?.contains("security.protocol") == true)
        #expect(Self.refusal { $0.properties = ["security.protocol": "plaintext", "ssl.ca.pem": ""] } == nil)
    }

    @Test("A08: the conversations of one shop spread over all partitions, since they are keyed by conversation")
    func hotShop() {
        var counts = Array(repeating: 0, count: 12)
        for number in 0..<12_000 {
            let key = RecordKey.bytes(tenant: "hot-shop", name: "c-\(number)")
            counts[Int(KafkaWriter.partition(of: key, among: 12))] += 1
        }
        #expect(counts.allSatisfy { (850...1_150).contains($0) }, "\(counts)")
    }

    @Test(
        "A05: a property on which a promise rests cannot be passed through, read_committed among them",
        arguments: [
            "enable.auto.commit", "consumer.isolation.level", "producer.enable.idempotence", "transactional.id",
            "partitioner",
        ])
    func reserved(key: String) throws {
        let refusal = try #require(Self.refusal { $0.properties = [key: "x"] })
        #expect(refusal.contains("'\(key)'"))
    }

    @Test("empty names, times out of range and clashing topics are refused by name")
    func names() {
        #expect(Self.refusal { $0.bootstrapServers = "" } == "The bootstrap servers must not be empty.")
        #expect(Self.refusal { $0.groupID = "" } == "The group id must not be empty.")
        #expect(Self.refusal { $0.operationTimeout = .zero }?.contains("operation timeout is 0 ms") == true)
        #expect(Self.refusal { $0.lane = -1 }?.contains("lane is -1") == true)
        #expect(Self.refusal { $0.producerQueue.messages = 0 }?.contains("producer queue, messages") == true)
        #expect(
            Self.refusal { $0.topics = TopicNames([.facts: "x", .alerts: "x"]) }
                == "Topics facts and alerts are both named 'x': give each a name of its own.")
        #expect(Self.refusal { $0.topics = TopicNames(prefix: "a b.") }?.contains("'a b.conversations'") == true)
    }

    @Test("topics are named by their words behind a prefix, unless they are given a name")
    func topicNames() {
        let names = TopicNames(prefix: "qa.", [.facts: "numbers"])
        #expect(names[.conversations] == "qa.conversations")
        #expect(names[.deadLetters] == "qa.dead-letters")
        #expect(names[.facts] == "numbers")
        #expect(names.topic(named: "numbers") == .facts)
        #expect(names.topic(named: "facts") == nil)
    }

    @Test("a log is not made from settings that are wrong")
    func refusedLog() {
        var settings = Self.good
        settings.properties = ["nonsense": "1"]
        let error = #expect(throws: LogError.self) { try KafkaEventLog(settings, logger: quietLogger) }
        guard case .fatal(let reason) = error else {
            Issue.record("expected a fatal error, not \(String(describing: error))")
            return
        }
        #expect(reason.contains("'nonsense'"))
    }

    @Test("a broker that does not answer is told within the operation timeout, with the reason")
    func noBroker() async throws {
        try await onOwnThread {
            var settings = Self.good
            settings.operationTimeout = Milliseconds(700)
            let error = #expect(throws: LogError.self) { try KafkaEventLog(settings, logger: quietLogger) }
            guard case .retriable(let reason) = error else {
                Issue.record("expected a retriable error, not \(String(describing: error))")
                return
            }
            #expect(reason.contains("group-0"))
            #expect(reason.contains("latest trouble"))
        }
    }
}

@Suite("Partition counts")
struct PartitionCountTests {
    @Test("topics that are read together must have as many partitions; the error names both and what to do")
    func unequal() throws {
        let names = TopicNames()
        var counts = PartitionCounts(Dictionary(uniqueKeysWithValues: PartitionCounts.topics.map { ($0.word, 12) }))
        try counts.check(names)
        for topic in PartitionCounts.topics where !Topic.leading.contains(topic) {
            counts.counts[topic.word] = 8
            let leading = [.supplements, .tallies].contains(topic) ? "facts" : "conversations"
            let error = #expect(throws: KafkaError.self) { try counts.check(names) }
            #expect(error?.message.hasPrefix("Topic '\(leading)' has 12 partitions and '\(topic.word)' has 8") == true)
            #expect(error?.message.contains("Create '\(topic.word)' anew with 12 partitions") == true)
            counts.counts[topic.word] = 12
        }
    }

    @Test("a topic that does not exist is told with the partitions it should have")
    func missing() {
        let error = #expect(throws: KafkaError.self) { try PartitionCounts(["conversations": 6]).check(TopicNames()) }
        #expect(
            error?.message == "Topic 'surveys' does not exist: create it with 6 partitions, as 'conversations' has.")
    }

    @Test("counts are asked of the cluster")
    func asked() async throws {
        try await onOwnThread {
            let cluster = try MockCluster()
            let settings = KafkaSettings.brief(cluster.bootstrapServers, .exactlyOnce)
            for topic in PartitionCounts.topics {
                try cluster.createTopic(topic.word, partitions: topic == .reviews ? 3 : 4)
            }
            let admin = try KafkaAdmin(settings, logger: quietLogger)
            #expect(try admin.partitionCounts(["conversations", "reviews"]) == ["conversations": 4, "reviews": 3])
            let error = #expect(throws: KafkaError.self) { try admin.checkPartitionCounts() }
            #expect(error?.message.hasPrefix("Topic 'conversations' has 4 partitions and 'reviews' has 3") == true)
        }
    }

    @Test("a cluster that does not answer is told of, within the operation timeout")
    func silent() async throws {
        try await onOwnThread {
            var settings = KafkaSettings(bootstrapServers: "127.0.0.1:1", groupID: "group")
            settings.operationTimeout = Milliseconds(500)
            let admin = try KafkaAdmin(settings, logger: quietLogger)
            let asked = #expect(throws: KafkaError.self) { try admin.partitionCounts(["facts"]) }
            #expect(asked?.message.hasPrefix("Describing topics: ") == true)
            #expect(throws: KafkaError.self) { try admin.create([.init(name: "facts", partitions: 1)]) }
            let illegal = #expect(throws: KafkaError.self) { try admin.create([.init(name: "facts", partitions: -3)]) }
            #expect(illegal?.message.contains("num_partitions") == true)
        }
    }
}
