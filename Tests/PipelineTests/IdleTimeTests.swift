// Time that no record has moved, and what comes after it.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Idle time")
struct IdleTimeTests {
    private let cluster = MemoryCluster(partitions: 1)

    private func member() -> Member {
        let member = Member(cluster)
        member.log.assign([TopicPartition(.conversations, 0)])
        return member
    }

    /// A member in whose partition nothing has come for ten minutes.
    private func idleMember() throws -> Member {
        var first = Chat("first")
        cluster.append(first.customer(at: 0))
        let member = member()
        try member.turns(10)
        for _ in 0..<10 {
            member.wait(.minutes(1))
            try member.turns(4)
        }
        return member
    }

    @Test(
        "events of long ago, out of their order, are taken by a replay as they were taken before",
        arguments: [true, false])
    func replayEqualsTheRun(counted: Bool) throws {
        let first = try idleMember()
        var chat = Chat("c1")
        var events = [chat.customer(at: 158), chat.resolved(at: 160)]
        if !counted { for index in events.indices { events[index].sequence = 0 } }
        cluster.append(events[1])
        cluster.append(events[0])
        try first.turns(10)
        let successor = member()
        try successor.turns(10)
        try rest(successor)
        #expect(try cluster.evaluations.filter { $0.conversationID == "c1" }.count <= 1)
        #expect(successor.lane.isLive)
    }

    @Test("an event that is refused as late is refused by nobody else, and counted nowhere")
    func lateOnce() throws {
        let first = try idleMember()
        var chat = Chat("c1")
        for event in [chat.customer(at: 150), chat.agent(at: 152), chat.resolved(at: 155)] {
            var uncounted = event
            uncounted.sequence = 0
            cluster.append(uncounted)
        }
        try first.turns(10)
        try rest(first)
        var late = chat.customer(at: 153)
        late.sequence = 0
        cluster.append(late)
        try first.turns(10)
        let successor = member()
        try rest(successor)
        #expect(try cluster.evaluations.filter { $0.conversationID == "c1" }.map(\.episode) == [1])
        #expect(cluster.content(.deadLetters).count == 1)
        #expect(successor.lane.statistics.open == 1, "the first conversation alone")
    }

    @Test("a burst after a silence tells no breach that its own replies take back")
    func burst() throws {
        let member = try idleMember()
        let before = try cluster.alerts.count
        var chat = Chat("c1")
        cluster.append(chat.customer(at: 400))
        cluster.append(chat.agent(at: 405))
        try rest(member)
        #expect(try cluster.alerts.count == before)
    }

    @Test("C35: in an idle partition an answer counts once the skew has passed, however far the next deadline is")
    func surveyInAnIdlePartition() throws {
        var chat = Chat("c1")
        for event in chat.complete(from: 0) { cluster.append(event) }
        // Nobody has written yet: it is kept for an hour, which is the task's next deadline.
        var other = Chat("other")
        cluster.append(other.event(at: 20, .assigned(ProtoAssigned())))
        let member = member()
        try member.turns(10)
        // Then the timers of clocks that were stopped are gone.
        member.wait(.seconds(60))
        try member.turns(10)
        cluster.append(chat.survey(5, at: 100))
        try member.turns(10)
        #expect(try cluster.evaluations.map(\.revision) == [1], "the skew has not passed")
        member.wait(.seconds(6))
        try member.turns(10)
        #expect(try cluster.evaluations.map(\.revision) == [1, 2])
    }

    @Test("a survey is not an orphan because the conversations were read beyond its window first")
    func surveyBehindItsWindow() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        for second in stride(from: 100, through: 9_000, by: 100) {
            var other = Chat("other\(second)")
            try bench.apply(other.customer(at: second))
        }
        try bench.answer(chat.survey(5, at: 60))
        #expect(bench.letters.isEmpty)
        #expect(bench.evaluations.filter { $0.conversationID == "c1" }.map(\.revision) == [1, 2])
    }

    @Test("a survey whose window ends while its topic is not read on waits for that, and does not hold up the others")
    func surveysBehind() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.answer(chat.survey(5, at: 10))
        // The conversations are hours further than the surveys are known.
        var outbox = Outbox()
        bench.task.advance(to: at(20_000), into: &outbox)
        #expect(outbox.effects.isEmpty)
        try bench.advance(to: at(20_000))
        #expect(bench.letters.map(\.reason) == [.orphan])
        try bench.apply(all: chat.complete(from: 20_000))
        #expect(bench.evaluations.count == 1)
    }

    @Test("sources that do not count are bounded like others")
    func uncountedMessages() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        for number in 0..<(Episode.mostMessages + 5) {
            var message = chat.customer("", at: number / 10)
            message.sequence = 0
            try bench.apply(message)
        }
        #expect(bench.letters.count == 5 && bench.letters.allSatisfy { $0.reason == .refused })
    }

    @Test("so many surveys of a conversation wait and no more")
    func waitingSurveys() throws {
        let bench = TaskBench()
        let chat = Chat("c1")
        for number in 0..<70 { try bench.apply(chat.survey(5, at: 1, event: "s\(number)", survey: "sv\(number)")) }
        #expect(bench.letters.count == 6 && bench.letters.allSatisfy { $0.reason == .refused })
    }
}
