// Breaches: told when they are certain, once, and never otherwise.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Alerts of the first-response clock")
struct AlertTests {
    @Test("a deadline that has passed before its message is read is told with that message, not with the next")
    func deadlineInThePast() throws {
        let bench = TaskBench()
        var early = Chat("early")
        var late = Chat("late")
        try bench.apply(early.customer(at: 100), early.agent(at: 101))
        try bench.apply(late.customer(at: 5))
        #expect(bench.alerts.map(\.conversationID) == ["late"])
        #expect(bench.alerts.map(\.deadlineMs) == [at(35).milliseconds])
        try bench.apply(late.agent(at: 20))
        #expect(bench.alerts.map(\.step) == [.breached, .retracted])
    }

    @Test("T54: a breach is told when the partition's time has passed the deadline by the allowed skew")
    func toldByStreamTime() throws {
        let bench = TaskBench()
        var waiting = Chat("c1")
        var other = Chat("c2")
        try bench.apply(waiting.customer(at: 0), other.customer(at: 34))
        #expect(bench.alerts.isEmpty)
        try bench.apply(other.agent(at: 35))
        let alert = try #require(bench.alerts.first)
        #expect(bench.alerts.count == 1)
        #expect(alert.step == .breached && alert.conversationID == "c1" && alert.clock == "first-response-human")
        #expect(alert.deadlineMs == at(30).milliseconds && alert.receivers == ["leader"])
    }

    @Test("T57: one breach a cycle")
    func toldOnce() throws {
        let bench = TaskBench()
        var waiting = Chat("c1")
        try bench.apply(waiting.customer(at: 0))
        for time in [40, 50, 60] { try bench.advance(to: at(time)) }
        try bench.apply(waiting.customer(at: 70))
        #expect(bench.alerts.map(\.step) == [.breached])
    }

    @Test("T55: a reply exactly at the deadline meets it")
    func replyAtTheDeadline() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.agent(at: 30), chat.resolved(at: 50))
        #expect(bench.alerts.isEmpty)
        #expect(bench.evaluations.first?.clocks.map(\.outcome) == [.met, .met])
    }

    @Test("T56, T59: a late reply leaves the breach and clears it")
    func lateReply() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0))
        try bench.advance(to: at(31))
        try bench.apply(chat.agent(at: 45), chat.resolved(at: 50))
        #expect(bench.alerts.map(\.step) == [.breached, .cleared])
        #expect(bench.alerts[1].lateByMs == 15_000)
        let human = try #require(bench.evaluations.first?.clocks.first)
        #expect(human.outcome == .breached && human.elapsedMs == 45_000)
    }

    @Test("a late reply tells the breach when no earlier one can come any more")
    func lateReplyWithoutWarning() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.agent(at: 31))
        #expect(bench.alerts.isEmpty, "an earlier reply may still be on its way")
        try bench.advance(to: at(30))
        #expect(bench.alerts.map(\.step) == [.breached, .cleared])
    }

    @Test("T60: a reply that arrives late but was written in time retracts the breach")
    func retraction() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0))
        try bench.advance(to: at(60))
        try bench.apply(chat.agent(at: 20), chat.resolved(at: 70))
        #expect(bench.alerts.map(\.step) == [.breached, .retracted])
        #expect(bench.evaluations.first?.clocks.first?.outcome == .met)
    }

    @Test("F01: a bot's greeting answers the clock of anyone and not the human one")
    func botGreeting() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(
            chat.customer(at: 0), chat.message(.bot, "您好", at: 1, by: "bot"), chat.agent(at: 20), chat.resolved(at: 30))
        let clocks = try #require(bench.evaluations.first?.clocks)
        #expect(clocks.map(\.clock) == ["first-response-human", "first-response-any"])
        #expect(clocks.map(\.elapsedMs) == [20_000, 1_000])
    }

    @Test("T52: an episode that ends before the deadline without an answer is abandoned, not breached")
    func abandoned() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.resolved(at: 29))
        #expect(bench.alerts.isEmpty)
        #expect(bench.evaluations.first?.clocks.map(\.outcome) == [.abandoned, .abandoned])
    }

    @Test("an episode that ends after the deadline without an answer is breached")
    func closedUnanswered() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.resolved(at: 31))
        #expect(bench.alerts.map(\.step) == [.breached])
        #expect(bench.evaluations.first?.clocks.map(\.outcome) == [.breached, .breached])
    }

    @Test("invariant 7: met, breached, abandoned and cancelled are all clocks that ended")
    func outcomesAddUp() throws {
        let bench = TaskBench()
        for (number, reply) in [5, 30, 31, 90].enumerated() {
            var chat = Chat("c\(number)")
            try bench.apply(chat.customer(at: 0), chat.agent(at: reply), chat.resolved(at: 100))
        }
        var unanswered = Chat("c9")
        try bench.apply(unanswered.customer(at: 100), unanswered.resolved(at: 110))
        try bench.commit()
        let all = try #require(bench.facts.first { $0.subject == "all" }?.measures.firstResponseHuman)
        #expect(all.met == 2 && all.breached == 2 && all.abandoned == 1)
        #expect(all.answered == 4 && all.elapsedMs == 156_000)
    }

    private var fatalPolicy: PolicySet {
        let policy = Policy.fixture(reviews: nil)
        var rubric = policy.rubric
        rubric.dimensions[0].criteria[1].isFatal = true
        return PolicySet([policy.changed(rubric: rubric, scoring: ScoringPolicy(fatalReceivers: ["supervisor"]))])
    }

    @Test("S0-022, S4-048: a fatal failure is told with its message, once an episode, and stands in the evaluation")
    func fatalFailure() throws {
        let bench = TaskBench(policies: fatalPolicy)
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.agent("您好", at: 5))
        #expect(bench.alerts.isEmpty)
        try bench.apply(chat.agent("真是yyds", at: 10), chat.agent("yyds", at: 12))
        let alert = try #require(bench.alerts.first)
        #expect(bench.alerts.count == 1 && alert.criterion == "slang" && alert.step == .raised && alert.clock.isEmpty)
        #expect(alert.atMs == at(10).milliseconds && alert.receivers == ["supervisor"] && alert.agentID == "A17")
        #expect(alert.evidence.messageID == "m3" && alert.evidence.byteStart == 6 && alert.evidence.lexicon == "slang")
        let second = try bench.restored()
        try second.apply(chat.agent("yyds", at: 15), chat.resolved(at: 20))
        #expect(second.alerts.isEmpty && second.evaluations.map(\.fatal) == [["slang"]])
    }

    @Test("A16: what the end shows to be no failure is retracted; what is missing is told at the end")
    func fatalAtEnd() throws {
        let policy = Policy.fixture()
        var rubric = policy.rubric
        let greeting = Selection(subject: .words(LexiconSet([0]), by: .agent, needsAll: false))
        let slang = Selection(subject: .words(LexiconSet([1]), by: .agent, needsAll: false))
        rubric.dimensions[0].criteria[0].isFatal = true
        rubric.dimensions[0].criteria[1].isFatal = true
        rubric.dimensions[0].criteria[1].check = .avoids(
            .all([.finds(slang), .not(.finds(greeting))]), each: Points(hundredths: 4_000))
        let scoring = ScoringPolicy(fatalReceivers: ["supervisor"])
        let policies = PolicySet([policy.changed(rubric: rubric, scoring: scoring)])
        let bench = TaskBench(policies: policies)
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.agent("yyds", at: 5), chat.agent("您好", at: 8), chat.resolved(at: 9))
        #expect(bench.alerts.map(\.criterion) == ["slang", "greeting", "slang"])
        #expect(bench.alerts.map(\.step) == [.raised, .raised, .retracted])
        #expect(bench.evaluations.map(\.fatal) == [["greeting"]])
    }
}
