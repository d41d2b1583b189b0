// The oracle on small inputs whose outcome can be told by hand.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Oracle")
struct OracleTests {
    /// One conversation, written event by event; times are seconds.
    private struct Talk {
        var records: [InputRecord] = []
        private var sequence: UInt32 = 0

        mutating func customer(at time: Int64) { say(.customer, at: time) }
        mutating func agent(at time: Int64) { say(.agent, at: time) }
        mutating func resolved(at time: Int64) { add(.resolved(ProtoResolved()), at: time) }

        private mutating func say(_ role: ProtoRole, at time: Int64) {
            var message = ProtoMessage()
            message.messageID = "m\(sequence)"
            message.role = role
            message.text = "您好，再见"
            if role == .agent { message.agentID = "A1" }
            add(.message(message), at: time)
        }

        private mutating func add(_ body: ProtoConversationEvent.OneOf_Body, at time: Int64) {
            sequence += 1
            var event = ProtoConversationEvent()
            event.tenant = "acme"
            event.conversationID = "c"
            event.eventID = "e\(sequence)"
            event.sequence = sequence
            event.atMs = time * 1_000
            event.body = body
            append(.conversations, event.protobuf)
        }

        mutating func answer(_ id: String, at time: Int64, episode: UInt32 = 0, programme: String = "instant") {
            var answer = ProtoSurveyEvent()
            answer.tenant = "acme"
            answer.conversationID = "c"
            answer.eventID = id
            answer.atMs = time * 1_000
            answer.surveyID = id
            answer.programme = programme
            answer.episode = episode
            answer.step = .answered
            answer.scale = .stars5
            answer.rating = 5
            append(.surveys, answer.protobuf)
        }

        private mutating func append(_ topic: Topic, _ value: [UInt8]) {
            let record = MemoryCluster.Stored(
                offset: Int64(records.count), timestamp: Instant(milliseconds: 1_000_000),
                key: Array("acme/c".utf8), value: value, headers: [:])
            records.append(InputRecord(origin: TopicPartition(topic, 0), record: record))
        }
    }

    private let policies = PolicySet.history(secondFrom: Instant(milliseconds: 500_000), surveyWindow: .hours(1))

    private func outcome(_ records: [InputRecord]) throws -> Outcome {
        try Oracle.outcome(of: records, policies: policies)
    }

    private func identities(_ records: [InputRecord], _ kind: String) throws -> [String] {
        try outcome(records).identities.filter { $0.hasPrefix(kind) }
    }

    @Test("an episode from the first message to the end, told in any order and any number of times")
    func anyOrder() throws {
        var talk = Talk()
        talk.customer(at: 1)
        talk.agent(at: 3)
        talk.resolved(at: 9)
        let told = try outcome(talk.records)
        // Besides, nothing is done behind the end: that is told of the clocks that go on there.
        let behind = ["call-back", "record-entry", "survey-send"]
        let said = told.identities.filter { identity in
            !identity.hasPrefix("tally") && !behind.contains { identity.contains($0) }
        }
        #expect(said.allSatisfy { $0.hasPrefix("evaluation acme/c episode 1 revision ") } && said.count == 4)
        #expect(try outcome(talk.records.reversed() + talk.records).differences(from: told) == [])
    }

    @Test("T55: an answer at the deadline is in time; a later one clears the breach, and without one it stays")
    func deadlines() throws {
        var inTime = Talk()
        inTime.customer(at: 1)
        inTime.agent(at: 5)
        #expect(try identities(inTime.records, "alert") == [])
        var late = Talk()
        late.customer(at: 1)
        late.agent(at: 6)
        let any = "alert acme/c episode 1 first-response-any 1"
        let human = "alert acme/c episode 1 first-response-human 1"
        #expect(try identities(late.records, "alert") == ["\(any) breached", "\(any) cleared"])
        var never = Talk()
        never.customer(at: 1)
        never.resolved(at: 7)
        let expected = ["\(any) breached", "\(human) approaching"]
        #expect(try identities(never.records, "alert") == expected, "the other clock ends with the episode")
        var open = Talk()
        open.customer(at: 1)
        #expect(
            try identities(open.records, "alert") == [
                "\(any) breached", "\(human) approaching", "\(human) breached", "\(human) escalated 1",
                "\(human) escalated 2",
            ])
    }

    @Test("T42, T59: a next response is told by its cycle, with the ladder until the late answer")
    func cycles() throws {
        var talk = Talk()
        talk.customer(at: 1)
        talk.agent(at: 3)
        talk.customer(at: 10)
        talk.customer(at: 12)
        talk.agent(at: 16)
        talk.customer(at: 20)
        talk.agent(at: 21)
        let next = "alert acme/c episode 1 next-response 1"
        #expect(
            try identities(talk.records, "alert") == ["\(next) breached", "\(next) cleared", "\(next) escalated 1"])
    }

    @Test("C26, C35, C36: the episode that an answer judges, and what becomes of answers that judge none")
    func answers() throws {
        var talk = Talk()
        talk.customer(at: 1)
        talk.resolved(at: 2)
        talk.customer(at: 10)
        talk.resolved(at: 20)
        var first = talk
        first.answer("between", at: 15)
        #expect(try identities(first.records, "evaluation").contains("evaluation acme/c episode 1 revision 2"))
        var early = talk
        early.answer("early", at: 1)
        #expect(try identities(early.records, "evaluation").contains("evaluation acme/c episode 1 revision 2"))
        var late = talk
        late.answer("late", at: 20)
        late.answer("again", at: 21)
        #expect(try identities(late.records, "evaluation").contains("evaluation acme/c episode 2 revision 2"))
        #expect(try identities(late.records, "dead letter") == ["dead letter surveys[0]@5"])
        var named = talk
        named.answer("third", at: 30, episode: 3)
        #expect(try identities(named.records, "dead letter") == ["dead letter surveys[0]@4"])
    }

    @Test("what is lost, too much, doubled or wrong is said as such")
    func differences() throws {
        var talk = Talk()
        talk.customer(at: 1)
        talk.agent(at: 6)
        talk.resolved(at: 9)
        let expected = try outcome(talk.records)
        let fewer = try outcome([talk.records[0], talk.records[2]])
        let differences = fewer.differences(from: expected)
        #expect(differences.contains("lost: alert acme/c episode 1 first-response-any 1 cleared"))
        let wrong = try #require(differences.first { $0.hasPrefix("wrong: evaluation") })
        #expect(wrong.contains("by agents is 0, not 1") && wrong.contains("records is 2, not 3"))
        #expect(expected.differences(from: fewer).contains { $0.hasPrefix("too much: alert") })
    }
}
