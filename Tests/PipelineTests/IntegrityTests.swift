// Signs that figures are dressed up, through the whole task.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("integrity signals")
struct IntegrityTests {
    private static let rules = IntegrityPolicy(
        lastPercent: 20, leastLetters: 3, courtesies: LexiconSet([0]), reopenedWithin: .seconds(60), reopenedTimes: 2,
        givenAwayWithin: .minutes(10), invitations: "instant")

    private static func bench(
        _ rules: IntegrityPolicy? = rules, burst: Milliseconds? = nil,
        settings: EvaluationSettings = EvaluationSettings()
    ) -> TaskBench {
        let clocks = [ClockKind.firstResponseHuman, .resolution].map {
            ClockPolicy(
                kind: $0, target: .seconds($0 == .resolution ? 100 : 30), alerts: true, receivers: ["leader"])
        }
        return TaskBench(
            policies: PolicySet([
                .fixture(
                    clocks: clocks, integrity: rules,
                    surveys: SurveyPolicy(
                        window: .hours(1), burst: burst, programmes: [SurveyProgramme(name: "instant", isCounted: true)]
                    ))
            ]), settings: settings)
    }

    private static func assigned(_ chat: inout Chat, to agent: String, at seconds: Int) -> ProtoConversationEvent {
        var assigned = ProtoAssigned()
        (assigned.agentID, assigned.teamID) = (agent, "T1")
        return chat.event(at: seconds, .assigned(assigned))
    }

    private static func transferred(
        _ chat: inout Chat, to agent: String, at seconds: Int, isEscalation: Bool = false
    ) -> ProtoConversationEvent {
        var transferred = ProtoTransferred()
        (transferred.toAgentID, transferred.escalation) = (agent, isEscalation)
        return chat.event(at: seconds, .transferred(transferred))
    }

    /// The measures of a subject, over all facts.
    private static func measures(_ bench: TaskBench, _ subject: String) throws -> Measures {
        try bench.commit()
        return try bench.facts.filter { $0.subject == subject }.reduce(into: Measures()) { sum, fact in
            let bytes = fact.protobuf
            sum.add(try Fact.read(bytes, ByteRange(0..<bytes.count)).measures)
        }
    }

    /// How often a signal could have been seen, and how often it was.
    private static func counts(_ bench: TaskBench, _ subject: String, _ signal: IntegritySignal) throws -> [Int64] {
        let entry = try measures(bench, subject).integrity[signal.word]
        return [entry.count, entry.sum]
    }

    @Test(
        "F17: an empty reply just before the deadline is counted; one that says something, or comes in good time, is not"
    )
    func emptyReplies() throws {
        let bench = Self.bench()
        for (name, text, at) in [
            ("late", "您好。", 29), ("last", "好的您好", 30), ("full", "您好，已为您退款", 29), ("early", "您好", 10),
            ("edge", "您好", 24),
        ] {
            var chat = Chat(name)
            try bench.apply(chat.customer(at: 0), chat.message(.agent, text, at: at, by: "A"), chat.resolved(at: 40))
        }
        #expect(try Self.counts(bench, "agent:A", .emptyReplies) == [5, 2])
        #expect(try Self.counts(bench, "all", .emptyReplies) == [5, 2])
        let figure = Figure(.emptyReplyRate)
        #expect(figure.sample(of: try Self.measures(bench, "agent:A"))?.value == Fraction(2, over: 5))
        #expect(bench.evaluations.allSatisfy { $0.clocks[0].outcome == .met }, "allowed by rule: no penalty")
    }

    @Test("hand-overs just before a deadline count with who handed over, by no escalation, also behind a restart")
    func lateHandOvers() throws {
        var chat = Chat("c")
        var settings = EvaluationSettings()
        settings.checkpointInterval = .seconds(1)
        let first = Self.bench(settings: settings)
        try first.apply(
            chat.customer(at: 0), Self.assigned(&chat, to: "A", at: 1), Self.transferred(&chat, to: "B", at: 26))
        let bench = try first.restored()
        try bench.apply(
            chat.message(.agent, "您好", at: 27, by: "B"), Self.transferred(&chat, to: "C", at: 40),
            Self.transferred(&chat, to: "", at: 95, isEscalation: true), chat.resolved(at: 99))
        #expect(try Self.counts(bench, "agent:A", .lateHandOvers) == [1, 1])
        #expect(try Self.counts(bench, "agent:B", .lateHandOvers) == [1, 0])
        #expect(try Self.counts(bench, "agent:C", .lateHandOvers) == [0, 0])
        #expect(try Self.counts(bench, "team:T1", .lateHandOvers) == [1, 1])
        #expect(try Self.counts(bench, "all", .lateHandOvers) == [2, 1])
    }

    @Test(
        "closing and reopening in a row is a cycle, and an end just before a deadline that did not hold is told apart")
    func cycles() throws {
        var chat = Chat("c")
        var bench = Self.bench()
        for (start, end) in [(0, 95), (100, 110), (120, 130), (200, 210), (215, 220)] {
            bench = try bench.restored()
            try bench.apply(
                chat.customer(at: start), chat.message(.agent, "您好", at: start + 2, by: "A"), chat.resolved(at: end))
            try bench.commit()
            if start == 0 { #expect(try Self.counts(bench, "agent:A", .cycles) == [0, 0]) }
            // The first one taken up again is no cycle yet; a pause of more than a minute begins anew.
            if start == 100 {
                #expect(try Self.counts(bench, "agent:A", .cycles) == [1, 0])
                #expect(try Self.counts(bench, "agent:A", .lateEndings) == [1, 1])
            }
            if start == 120 { #expect(try Self.counts(bench, "agent:A", .cycles) == [1, 1]) }
            if start >= 200 {
                #expect(try Self.counts(bench, "agent:A", .cycles) == [1, 0])
                #expect(try Self.counts(bench, "agent:A", .lateEndings) == [1, 0])
            }
        }
    }

    @Test(
        "C27: a case that is handed over after its bad rating is counted, and the rating stays with who served",
        arguments: [false, true])
    func givenAway(isSurveyReadLater: Bool) throws {
        var chat = Chat("c")
        let first = Self.bench()
        try first.apply(
            chat.customer(at: 0), chat.message(.agent, "您好", at: 10, by: "A"), chat.resolved(at: 20))
        let rating = chat.survey(1, at: 50)
        if !isSurveyReadLater { try first.answer(rating) }
        try first.apply(Self.transferred(&chat, to: "B", at: 60))
        // What waits until the surveys are known survives a restart.
        let bench = try first.restored()
        if isSurveyReadLater { try bench.apply(rating) }
        try bench.advance(to: at(70))
        let newest = try #require(bench.evaluations.last)
        #expect(newest.cause == .integrity && newest.revision == 3 && newest.agentID == "A")
        #expect(newest.surveys.map(\.rating) == [1] && newest.integrity.contains { $0.signal == "given-away" })
        let facts = try (first.facts + bench.facts).reduce(into: [String: Measures]()) { sums, fact in
            let bytes = fact.protobuf
            sums[fact.subject, default: Measures()].add(try Fact.read(bytes, ByteRange(0..<bytes.count)).measures)
        }
        try bench.commit()
        let all = try Self.measures(bench, "agent:A")
        #expect(all.integrity["given-away"].sum == 1)
        #expect(facts["agent:B"] == nil)
        #expect(try Self.measures(bench, "agent:B") == Measures())
    }

    @Test(
        "C27: nothing is given away by a hand-over after a good rating, before the rating, too late, or by somebody else"
    )
    func notGivenAway() throws {
        let bench = Self.bench()
        for (name, rating, at, rated) in [("good", Int32(5), 60, 50), ("before", 1, 40, 50), ("late", 1, 651, 50)] {
            var chat = Chat(name)
            try bench.apply(
                chat.customer(at: 0), chat.message(.agent, "您好", at: 10, by: "A"), chat.resolved(at: 20))
            try bench.apply(chat.survey(rating, at: rated))
            try bench.apply(Self.transferred(&chat, to: "B", at: at))
        }
        var chat = Chat("other")
        try bench.apply(
            chat.customer(at: 0), chat.message(.agent, "您好", at: 10, by: "A"), chat.resolved(at: 20))
        try bench.apply(chat.survey(1, at: 50))
        try bench.apply(
            chat.customer(at: 60), chat.message(.agent, "您好", at: 65, by: "C"), Self.transferred(&chat, to: "B", at: 70)
        )
        try bench.advance(to: at(700))
        #expect(try Self.counts(bench, "agent:A", .givenAway) == [3, 0])
        #expect(bench.evaluations.allSatisfy { $0.cause != .integrity })
    }

    @Test(
        "C22: a rating that is changed after the agent spoke again is counted by its direction; one changed before is not"
    )
    func changedAfterTalk() throws {
        let bench = Self.bench()
        for (name, before, after, talk) in [("down", Int32(5), Int32(1), 60), ("up", 2, 4, 60), ("own", 2, 5, 90)] {
            var chat = Chat(name)
            try bench.apply(
                chat.customer(at: 0), chat.message(.agent, "您好", at: 10, by: "A"), chat.resolved(at: 20))
            try bench.apply(chat.survey(before, at: 50))
            try bench.apply(chat.survey(after, at: 80, event: "s2", step: .changed))
            try bench.apply(chat.message(.agent, "请您改一下", at: talk, by: "A"))
        }
        try bench.advance(to: at(100))
        #expect(try Self.counts(bench, "agent:A", .raised) == [3, 1])
        #expect(try Self.counts(bench, "agent:A", .lowered) == [3, 1])
        let measures = try Self.measures(bench, "agent:A")
        #expect(measures.ratings.list == [1, 0, 0, 1, 1], "the last answer counts, whatever led to it")
        #expect(Figure(.loweredRate).sample(of: measures)?.value == Fraction(1, over: 3))
    }

    @Test("C34, C23: answers of staff never count, and are counted; those of a machine are in quarantine")
    func staffAndBursts() throws {
        let bench = Self.bench(burst: .seconds(2))
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.message(.agent, "您好", at: 10, by: "A"), chat.resolved(at: 20))
        var own = chat.survey(5, at: 30, event: "own", survey: "own")
        own.test = true
        try bench.answer(own)
        try bench.answer(own)
        #expect(try Self.counts(bench, "agent:A", .staffAnswers) == [1, 1])
        #expect(try Self.measures(bench, "agent:A").ratings == Ratings())
        try bench.answer(chat.invitation(at: 40))
        try bench.answer(chat.survey(4, at: 50))
        #expect(try Self.counts(bench, "agent:A", .staffAnswers) == [2, 1])
        try bench.answer(chat.survey(1, at: 51, event: "s2"))
        let measures = try Self.measures(bench, "agent:A")
        #expect(Figure(.quarantineRate, programme: "instant").sample(of: measures)?.value == Fraction(1, over: 1))
        #expect(measures.ratings == Ratings() && measures.integrity["staff-answers"].count == 1)
    }

    @Test("C33: who invites only where the work was good has a gap between the scores of both")
    func selectiveInvitations() throws {
        let bench = Self.bench()
        for number in 0..<5 {
            var chat = Chat("c\(number)")
            try bench.apply(
                chat.customer(at: 0), chat.message(.agent, number < 2 ? "您好" : "嗯", at: 10, by: "A"),
                chat.resolved(at: 20))
            if number < 2 { try bench.apply(chat.invitation(at: 30)) }
        }
        try bench.advance(to: at(40))
        let measures = try Self.measures(bench, "agent:A")
        let sample = try #require(Figure(.invitationGap).sample(of: measures))
        #expect(Figure.Kind.invitationGap.unit.written(sample.value) == "60" && sample.counted == 2)
        #expect(Figure(.surveyCoverage, programme: "instant").sample(of: measures)?.value == Fraction(2, over: 5))
        // A month is the sum of its days.
        #expect(Figure(.invitationGap).sample(of: [measures, measures], windows: 2)?.counted == 4)
    }

    @Test("nothing is counted where the policy does not ask for it")
    func notAsked() throws {
        let bench = Self.bench(nil)
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.message(.agent, "您好", at: 29, by: "A"), chat.resolved(at: 40))
        try bench.answer(chat.survey(1, at: 50))
        var own = chat.survey(5, at: 55, event: "own", survey: "own")
        own.test = true
        try bench.answer(own)
        try bench.apply(Self.transferred(&chat, to: "B", at: 60), chat.customer(at: 70), chat.resolved(at: 80))
        try bench.advance(to: at(100))
        #expect(bench.evaluations.count == 3 && bench.evaluations.allSatisfy(\.integrity.isEmpty))
        #expect(try Self.measures(bench, "all").integrity == NamedSums())
    }
}
