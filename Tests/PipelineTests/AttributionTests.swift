// Who is credited with how clocks went, and with pauses.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Attribution of clocks and pauses")
struct AttributionTests {
    private static func assigned(
        _ chat: inout Chat, to agent: String, _ team: String = "T1", at seconds: Int
    ) -> ProtoConversationEvent {
        var assigned = ProtoAssigned()
        (assigned.agentID, assigned.teamID) = (agent, team)
        return chat.event(at: seconds, .assigned(assigned))
    }

    private static func transferred(
        _ chat: inout Chat, to agent: String, _ team: String = "T1", at seconds: Int
    ) -> ProtoConversationEvent {
        var transferred = ProtoTransferred()
        (transferred.toAgentID, transferred.toTeamID) = (agent, team)
        return chat.event(at: seconds, .transferred(transferred))
    }

    /// What the facts say together, by subject.
    private static func sums(_ bench: TaskBench) -> [String: Sums] {
        bench.facts.reduce(into: [:]) { sums, fact in
            sums[fact.subject, default: Sums()].add(fact.measures)
        }.filter { $0.value != Sums() }
    }

    private struct Sums: Equatable {
        var met: Int64 = 0
        var breached: Int64 = 0
        var abandoned: Int64 = 0
        var answered: Int64 = 0
        var elapsed: Int64 = 0
        var conversations: Int64 = 0
        var pauses: Int64 = 0
        var late: Int64 = 0

        mutating func add(_ measures: ProtoMeasures) {
            for clock in [measures.firstResponseHuman, measures.firstResponseAny] + measures.clocks.map(\.responses) {
                met += clock.met
                breached += clock.breached
                abandoned += clock.abandoned
                answered += clock.answered
                elapsed += clock.elapsedMs
            }
            conversations += measures.conversations
            pauses += measures.pauses.pauses
            late += measures.pauses.late
        }

        static func + (left: Sums, right: Sums) -> Sums {
            Sums(
                met: left.met + right.met, breached: left.breached + right.breached,
                abandoned: left.abandoned + right.abandoned, answered: left.answered + right.answered,
                elapsed: left.elapsed + right.elapsed, conversations: left.conversations + right.conversations,
                pauses: left.pauses + right.pauses, late: left.late + right.late)
        }
    }

    private static func bench(
        _ credit: ClockCredit = .holder, kinds: [SubjectKind] = [], clocks: [ClockKind] = [.firstResponseHuman],
        pausesIn: UInt32 = 0
    ) -> TaskBench {
        let clocks = clocks.map {
            ClockPolicy(kind: $0, target: .seconds(30), pausesIn: pausesIn, alerts: true, receivers: ["leader"])
        }
        return TaskBench(
            policies: PolicySet([
                .fixture(
                    clocks: clocks, pauseReasons: pausesIn == 0 ? [] : ["waiting"], tallySubjects: kinds, credit: credit
                )
            ]))
    }

    @Test(
        "F10: a breach counts with who held the conversation at the deadline, as its alert says; the episode with its agent"
    )
    func holderAtDeadline() throws {
        let bench = Self.bench(kinds: [SubjectKind([.agent, .channel]), SubjectKind([.team, .channel])])
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), Self.assigned(&chat, to: "A", at: 1),
            Self.transferred(&chat, to: "B", "T2", at: 35),
            chat.message(.agent, "您好", at: 40, by: "B"), chat.resolved(at: 50))
        try bench.commit()
        let evaluation = try #require(bench.evaluations.first)
        #expect(evaluation.agentID == "B" && evaluation.teamID == "T2")
        #expect(evaluation.clocks[0].holder.agentID == "A" && evaluation.clocks[0].holder.teamID == "T1")
        #expect(bench.alerts.first?.agentID == "A")
        let breach = Sums(breached: 1, answered: 1, elapsed: 40_000)
        let episode = Sums(conversations: 1)
        #expect(
            Self.sums(bench) == [
                "all": breach + episode, "channel:chat": breach + episode, "agent:A": breach, "team:T1": breach,
                "agent:B": episode, "team:T2": episode, "agent+channel:A+chat": breach, "agent+channel:B+chat": episode,
                "team+channel:T1+chat": breach, "team+channel:T2+chat": episode,
            ])
    }

    @Test("F10: by another policy all clocks count with the agent of the episode")
    func agentOfEpisode() throws {
        let bench = Self.bench(.agent)
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), Self.assigned(&chat, to: "A", at: 1), Self.transferred(&chat, to: "B", at: 35),
            chat.message(.agent, "您好", at: 40, by: "B"), chat.resolved(at: 50))
        try bench.commit()
        #expect(bench.evaluations.first?.clocks[0].hasHolder == false)
        let all = Sums(breached: 1, answered: 1, elapsed: 40_000, conversations: 1)
        #expect(Self.sums(bench) == ["all": all, "channel:chat": all, "agent:B": all, "team:T1": all])
    }

    @Test(
        "F10, invariant 8: what was breached in the queue counts with the queue, and with its team where that is known")
    func queue() throws {
        let bench = Self.bench()
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), Self.transferred(&chat, to: "", "T9", at: 5),
            chat.message(.agent, "您好", at: 40, by: "B"), chat.resolved(at: 50))
        try bench.commit()
        let breach = Sums(breached: 1, answered: 1, elapsed: 40_000)
        let sums = Self.sums(bench)
        #expect(sums["queue"] == breach && sums["team:T9"] == breach && sums["agent:B"] == Sums(conversations: 1))
        let evaluation = try #require(bench.evaluations.first)
        #expect(evaluation.clocks[0].hasHolder && evaluation.clocks[0].holder.agentID.isEmpty)
    }

    @Test("F09: an answer in time counts with who gave it, not with whom it was assigned to")
    func answerer() throws {
        let bench = Self.bench(clocks: [.firstResponseHuman, .resolution])
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), Self.assigned(&chat, to: "A", at: 1),
            chat.message(.agent, "您好", at: 10, by: "B"), Self.transferred(&chat, to: "C", at: 12),
            chat.message(.agent, "好的", at: 14, by: "C"), chat.resolved(at: 20))
        try bench.commit()
        let sums = Self.sums(bench)
        #expect(sums["agent:A"] == nil)
        #expect(sums["agent:B"] == Sums(met: 1, answered: 1, elapsed: 10_000))
        #expect(sums["agent:C"] == Sums(met: 1, answered: 1, elapsed: 20_000, conversations: 1))
    }

    @Test("F10: a clock that was abandoned counts with who had the conversation at the end")
    func abandoned() throws {
        let bench = Self.bench()
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), Self.assigned(&chat, to: "A", at: 1), Self.assigned(&chat, to: "B", at: 10),
            chat.resolved(at: 20))
        try bench.commit()
        #expect(Self.sums(bench)["agent:B"] == Sums(abandoned: 1, conversations: 1))
        #expect(Self.sums(bench)["agent:A"] == nil)
    }

    @Test("F10: a later revision takes nothing from the holder, and gives the episode's agent what is new")
    func revision() throws {
        let bench = Self.bench()
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), Self.assigned(&chat, to: "A", at: 1), Self.transferred(&chat, to: "B", at: 35),
            chat.message(.agent, "您好", at: 40, by: "B"), chat.resolved(at: 50))
        try bench.commit()
        let before = Self.sums(bench)
        try bench.apply(chat.survey(5, at: 60))
        try bench.advance(to: at(100))
        try bench.commit()
        #expect(bench.evaluations.count == 2 && bench.evaluations[1].clocks[0].holder.agentID == "A")
        #expect(Self.sums(bench) == before)
        let ratings = bench.facts.filter { $0.measures.ratings == [0, 0, 0, 0, 1] }.map(\.subject).sorted()
        #expect(ratings == ["agent:B", "all", "channel:chat", "team:T1"])
    }

    @Test("invariant 8: the clocks and pauses of all agents and of the queue are those of all", arguments: [1, 2, 3])
    func sumOfAgents(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for credit in ClockCredit.allCases {
            let bench = Self.bench(
                credit, clocks: [.firstResponseHuman, .firstResponseAny, .nextResponse, .resolution], pausesIn: 1)
            for number in 0..<40 {
                var chat = Chat("c\(number)")
                var now = number * 100
                try bench.apply(chat.customer(at: now))
                for _ in 0..<random.number(0...8) {
                    now += random.number(1...25)
                    let agent = random.pick(["A", "B", "C", ""])
                    switch random.number(below: 6) {
                    case 0: try bench.apply(Self.assigned(&chat, to: agent, random.pick(["T1", "T2", ""]), at: now))
                    case 1: try bench.apply(Self.transferred(&chat, to: agent, random.pick(["T1", "T2"]), at: now))
                    case 2: try bench.apply(chat.customer(at: now))
                    case 3: try bench.apply(chat.state(random.pick(["waiting", ""]), at: now))
                    default: try bench.apply(chat.message(.agent, "您好", at: now, by: random.pick(["A", "B", "C"])))
                    }
                }
                try bench.apply(chat.resolved(at: now + random.number(1...30)))
                try bench.commit()
            }
            let sums = Self.sums(bench)
            var agents = sums.filter { $0.key == "queue" || $0.key.hasPrefix("agent:") }.values.reduce(Sums(), +)
            var all = try #require(sums["all"])
            // Episodes that nobody had count with no agent.
            (agents.conversations, all.conversations) = (0, 0)
            #expect(agents == all && all.breached > 10 && all.pauses > 3)
            #expect(sums["queue"] != nil)
        }
    }

    @Test("T68: a pause with less than a tenth of the target left is late, and counts with who held the conversation")
    func latePauses() throws {
        let bench = Self.bench(clocks: [.resolution], pausesIn: 1)
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), Self.assigned(&chat, to: "A", at: 1),
            // 20 of 30 s left: early. Going on, 3 s left: just not late. 2 s left: late, by B.
            chat.state("waiting", at: 10), chat.state("", at: 100), chat.state("waiting", at: 117),
            chat.state("", at: 200), Self.transferred(&chat, to: "B", at: 200), chat.state("waiting", at: 201),
            chat.state("", at: 300), chat.resolved(at: 301))
        try bench.commit()
        let evaluation = try #require(bench.evaluations.first)
        #expect(evaluation.clocks.map(\.outcome) == [.met], "it is allowed by rule: no penalty")
        let sums = Self.sums(bench)
        #expect(sums["agent:A"]?.pauses == 2 && sums["agent:A"]?.late == 0)
        #expect(sums["agent:B"]?.pauses == 1 && sums["agent:B"]?.late == 1)
        #expect(sums["all"]?.pauses == 3 && sums["all"]?.late == 1)
        #expect(evaluation.pauses.map(\.pauses) == [2, 1] && evaluation.pauses.map(\.late) == [0, 1])
    }

    @Test(
        "T68: what does not stop a running clock is no pause: after the deadline, after the answer, for another reason")
    func noPauses() throws {
        let bench = Self.bench(clocks: [.firstResponseHuman], pausesIn: 1)
        var late = Chat("late")
        try bench.apply(
            late.customer(at: 0), late.state("waiting", at: 30), late.message(.agent, "您好", at: 40, by: "A"),
            late.resolved(at: 50))
        var answered = Chat("answered")
        try bench.apply(
            answered.customer(at: 100), answered.message(.agent, "您好", at: 110, by: "A"),
            answered.state("waiting", at: 115), answered.state("other", at: 118), answered.resolved(at: 120))
        try bench.commit()
        #expect(bench.evaluations.count == 2 && bench.evaluations.allSatisfy(\.pauses.isEmpty))
    }
}
