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
