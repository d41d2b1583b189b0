// Facts of the subjects that a policy names.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Further subjects of tallies")
struct FurtherSubjectTests {
    private static let policies = PolicySet([
        .fixture(tallySubjects: [
            SubjectKind([.region]), SubjectKind([.channel, .region]), SubjectKind([.taskType, .urgencyClass]),
        ])
    ])

    private static func opened(_ chat: inout Chat, region: String) -> ProtoConversationEvent {
        var opened = ProtoOpened()
        opened.region = region
        return chat.event(at: 0, .opened(opened))
    }

    private static func classified(_ chat: inout Chat, _ taskType: String, _ urgency: String) -> ProtoConversationEvent
    {
        var classified = ProtoClassified()
        classified.taskType = taskType
        classified.urgencyClass = urgency
        return chat.event(at: 2, .classified(classified))
    }

    private static func further(_ facts: [ProtoFact]) -> [String: Int64] {
        facts.reduce(into: [:]) { counts, fact in
            let kind = SubjectKind(ofSubject: fact.subject)
            if kind.map({ !SubjectKind.standard.contains($0) }) ?? false {
                counts[fact.subject, default: 0] += fact.measures.conversations
            }
        }
    }

    @Test("S3-081, S4-023, S4-013: an episode counts with its region, channel and class; without a value it does not")
    func facts() throws {
        let bench = TaskBench(policies: Self.policies)
        var first = Chat("c1")
        try bench.apply(Self.opened(&first, region: "华东"))
        try bench.apply(Self.classified(&first, "fault", "A"))
        try bench.apply(all: first.complete(from: 5))
        var second = Chat("c2")
        try bench.apply(Self.opened(&second, region: "华东"))
        try bench.apply(all: second.complete(from: 5))
        try bench.commit()
        let channel = try #require(bench.evaluations.first?.channel)
        #expect(
            Self.further(bench.facts) == [
                "region:华东": 2, "channel+region:\(channel)+华东": 2, "class+task-type:A+fault": 1,
            ])
        #expect(bench.evaluations[0].attributes.map(\.name) == ["class", "task-type", "region"])
        #expect(bench.evaluations[1].attributes.map(\.value) == ["华东"])
    }

    @Test("nothing is added when the policy names none")
    func none() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(Self.opened(&chat, region: "华东"))
        try bench.apply(all: chat.complete(from: 5))
        try bench.commit()
        #expect(Self.further(bench.facts).isEmpty && bench.evaluations[0].attributes.isEmpty)
    }

    @Test(
        "a survey changes what the episode's own subjects say, whatever the conversation became and whoever has it now")
    func revisions() throws {
        let cluster = MemoryCluster(partitions: 1)
        func member() -> Member {
            let member = Member(cluster, policies: Self.policies)
            member.log.assign([TopicPartition(.conversations, 0)])
            return member
        }
        var chat = Chat("c1")
        cluster.append(Self.opened(&chat, region: "华东"))
        for event in chat.complete(from: 5) { cluster.append(event) }
        cluster.append(Self.opened(&chat, region: "华南"))
        try member().turns(10)
        cluster.append(chat.survey(5, at: 60))
        var other = Chat("other")
        cluster.append(other.customer(at: 90))
        try member().turns(20)
        let facts = try cluster.content(.facts).map { try ProtoFact(protobuf: $0.value ?? []) }
        let regions = facts.filter { $0.subject.hasPrefix("region:") }
        #expect(Set(regions.map(\.subject)) == ["region:华东"])
        #expect(regions.map(\.measures.conversations).reduce(0, +) == 1)
        #expect(regions.contains { $0.measures.ratings.last == 1 })
    }
}
