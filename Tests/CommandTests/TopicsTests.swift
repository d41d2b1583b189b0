// The topics as they should be, and what became of them.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Logging
import Pipeline
import Testing

@testable import Commands
@testable import assay

@Suite("Topics")
struct TopicsTests {
    private func plan(_ set: String...) throws -> [PlannedTopic] { PlannedTopic.all(try settings(set: set)) }

    @Test("all topics but the audit, which is one chain, have as many partitions")
    func partitions() throws {
        let plan = try plan("topics.partitions=6")
        #expect(plan.map(\.topic) == Topic.allCases)
        #expect(plan.count == 13)
        #expect(plan.allSatisfy { $0.creation.partitions == ($0.topic == .audit ? 1 : 6) })
    }

    @Test("A10: states are compacted, everything else is deleted when it is old")
    func cleanup() throws {
        let plan = try plan(
            "topics.retention.inputs=1d", "topics.retention.results=2d", "topics.retention.dead-letters=3d")
        let days: [Topic: String] = [
            .conversations: "1", .surveys: "1", .reviews: "1", .facts: "1", .supplements: "1", .evaluations: "2",
            .alerts: "2",
            .deadLetters: "3",
        ]
        let audit = plan.first { $0.topic == .audit }?.creation.properties
        #expect(audit?["cleanup.policy"] == "delete" && audit?["retention.ms"] == "-1")
        let keys = plan.first { $0.topic == .dataKeys }?.creation.properties
        #expect(keys?["cleanup.policy"] == "compact,delete" && keys?["retention.ms"] == String(10 * 86_400_000))
        for planned in plan where planned.topic != .audit && planned.topic != .dataKeys {
            let properties = planned.creation.properties
            let retention = days[planned.topic].flatMap { Int($0) }.map { String($0 * 86_400_000) }
            #expect(properties["cleanup.policy"] == (retention == nil ? "compact" : "delete"))
            #expect(properties["retention.ms"] == retention)
        }
    }

    @Test("what workers read carries the broker's time")
    func brokerTime() throws {
        for planned in try plan() {
            let isRead = Topic.leading.contains { $0 == planned.topic || $0.companions.contains(planned.topic) }
            #expect(planned.creation.properties["message.timestamp.type"] == (isRead ? "LogAppendTime" : nil))
        }
    }

    @Test(
        "from three copies on two must be written",
        arguments: [(1, nil), (2, nil), (3, "2"), (5, "2")] as [(Int, String?)])
    func copies(replication: Int, least: String?) throws {
        for planned in try plan("topics.replication=\(replication)") {
            #expect(planned.creation.replication == replication)
            #expect(planned.creation.properties["min.insync.replicas"] == least)
        }
    }

    @Test("dead letters, checkpoints and evaluations may be as large as workers write them; the plan says why")
    func sizes() throws {
        for planned in try plan() {
            let isLarge = [Topic.deadLetters, .checkpoints, .evaluations].contains(planned.topic)
            let most = isLarge ? String(KafkaSettings.mostRecordBytes) : nil
            #expect(planned.creation.properties["max.message.bytes"] == most)
        }
        #expect(PlannedTopic.explanation.contains("max.message.bytes=\(KafkaSettings.mostRecordBytes): a dead letter"))
    }

    @Test("the table is aligned")
    func table() throws {
        let text = TopicTable.text(Array(try plan("kafka.topic-prefix=cs.").prefix(1)))
        #expect(
            text == """
                TOPIC          NAME              PARTITIONS  REPLICATION  CLEANUP  RETENTION  TIMESTAMPS     MIN-INSYNC  MAX-BYTES
                conversations  cs.conversations  12          3            delete   7d         LogAppendTime  2           -

                """)
    }

    @Test("the JSON has an object a topic")
    func json() throws {
        let objects = try JSONSerialization.jsonObject(with: Data(TopicTable.json(try plan()).utf8)) as? [[String: Any]]
        #expect(objects?.map { $0["topic"] as? String } == Topic.allCases.map(\.word))
        #expect((objects?.first?["properties"] as? [String: String])?["cleanup.policy"] == "delete")
    }

    @Test("each topic is created, was there, or was refused; another number of partitions is named")
    func outcomes() throws {
        let outcomes = TopicOutcome.outcomes(
            Array(try plan().prefix(4)), before: ["surveys": 12, "reviews": 6],
            creations: ["conversations": .created, "facts": .refused("no \"space\"")])
        #expect(outcomes.map(\.word) == ["created", "existed", "existed", "refused"])
        #expect(outcomes.map(\.isRefused) == [false, false, false, true])
        #expect(
            outcomes.map(\.detail) == [
                "", "", "has 6 partitions, planned were 12: set topics.partitions to 6, or give it another name",
                "no \"space\"",
            ])
        let json =
            try JSONSerialization.jsonObject(
                with: Data(TopicTable.json(outcomes.map(\.planned), outcomes: outcomes).utf8)) as? [[String: Any]]
        #expect(json?.last?["detail"] as? String == "no \"space\"")
    }

    @Test(
        "what is not as planned about topics that are there is told, with what to do; retention and copies are the operator's own"
    )
    func findings() throws {
        let plan = try plan("topics.partitions=2")
        let counts = Dictionary(uniqueKeysWithValues: plan.map { ($0.creation.name, $0.creation.partitions) })
        var properties = Dictionary(uniqueKeysWithValues: plan.map { ($0.creation.name, $0.creation.properties) })
        for name in properties.keys { properties[name]?["retention.ms"] = "1" }
        properties["data-keys"]?["cleanup.policy"] = "delete,compact"
        properties["checkpoints"]?["max.message.bytes"] = "100000000"
        #expect(TopicFinding.all(plan, counts: counts, properties: properties).isEmpty)
        #expect(TopicNotices.times(plan, properties).isEmpty)
        properties["surveys"]?["message.timestamp.type"] = "CreateTime"
        properties["dead-letters"]?["max.message.bytes"] = "1048588"
        properties["tallies"]?["cleanup.policy"] = "delete"
        var fewer = counts
        fewer["facts"] = 3
        fewer["alerts"] = nil
        let findings = TopicFinding.all(plan, counts: fewer, properties: properties)
        #expect(Set(findings.map(\.topic)) == ["surveys", "dead-letters", "tallies", "facts", "alerts"])
        #expect(
            findings.first { $0.topic == "surveys" }?.text.hasPrefix(
                "message.timestamp.type is CreateTime and not LogAppendTime: its records carry producers' clocks")
                == true)
        #expect(
            findings.first { $0.topic == "surveys" }?.text.hasSuffix(
                "kafka-configs --alter --topic surveys --add-config message.timestamp.type=LogAppendTime") == true)
        let notices = TopicNotices.times(plan, properties)
        #expect(notices.count == 1 && notices[0].level == .warning && notices[0].text.hasPrefix("topic 'surveys': "))
        // Results carry whatever time they like.
        properties["evaluations"]?["message.timestamp.type"] = "CreateTime"
        #expect(TopicNotices.times(plan, properties).count == 1)
    }

    @Test("a cluster that does not tell the properties of topics is said to, and a worker goes on")
    func untold() async throws {
        let cluster = try MockCluster()
        for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: topic == .audit ? 1 : 2) }
        let made = try settings(set: ["kafka.bootstrap-servers=\(cluster.bootstrapServers)", "topics.partitions=2"])
        let notices = TopicNotices.times(made)
        #expect(notices.count == 1 && notices[0].level == .notice)
        #expect(notices[0].text.contains("is not known: Asking for properties of topics: "), "\(notices)")
        let check = try await AssayProcess.run([
            "topics", "check", "--kafka-bootstrap-servers", cluster.bootstrapServers,
        ])
        #expect(check.status == 69 && check.errors.contains("Asking for properties of topics"))
    }

    @Test("topics that are there stay as they are")
    func existing() throws {
        let cluster = try MockCluster()
        for topic in Topic.allCases {
            try cluster.createTopic(topic.word, partitions: topic == .facts ? 3 : topic == .audit ? 1 : 2)
        }
        let made = try settings(set: ["kafka.bootstrap-servers=\(cluster.bootstrapServers)", "topics.partitions=2"])
        let outcomes = try TopicOutcome.create(PlannedTopic.all(made), try KafkaAdmin(made.kafka, logger: .silent))
        #expect(outcomes.allSatisfy { $0.creation == .existed })
        #expect(outcomes.filter { !$0.detail.isEmpty }.map(\.planned.topic) == [.facts])
    }
}

extension Logger {
    /// Says nothing.
    static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
