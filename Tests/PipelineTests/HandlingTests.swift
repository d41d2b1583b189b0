// Waiting and handling: what episodes contribute, and to which hours.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Waiting and handling")
struct HandlingTests {
    private func assigned(
        _ chat: inout Chat, _ agent: String, at seconds: Int, accepted: Int? = nil
    ) -> ProtoConversationEvent {
        var assigned = ProtoAssigned()
        assigned.agentID = agent
        if let accepted { assigned.acceptedAtMs = at(accepted).milliseconds }
        return chat.event(at: seconds, .assigned(assigned))
    }

    private func published(_ events: [ProtoConversationEvent]) throws -> TaskBench {
        let bench = TaskBench()
        try bench.apply(all: events)
        try bench.commit()
        return bench
    }

    /// The stages of the first evaluation, in seconds; −1 for one that is not set.
    private func spans(_ bench: TaskBench) throws -> [Int64] {
        let told = try #require(bench.evaluations.first).waiting
        return [
            told.hasQueueMs ? told.queueMs / 1_000 : -1, told.hasAssignedMs ? told.assignedMs / 1_000 : -1,
            told.hasWaitingMs ? told.waitingMs / 1_000 : -1, told.hasRespondedMs ? told.respondedMs / 1_000 : -1,
        ]
    }

    private func sum(_ facts: [ProtoFact], _ subject: String = "all") -> ProtoHandling {
        facts.filter { $0.subject == subject }.reduce(into: ProtoHandling()) { sum, fact in
            let part = fact.measures.handling
            sum.queue.count += part.queue.count
            sum.queue.sumMs += part.queue.sumMs
            sum.handOvers += part.handOvers
            sum.handled += part.handled
            sum.resolved += part.resolved
            sum.distinctConversations += part.distinctConversations
        }
    }

    @Test("F09: the queue, the assignment and the response are told apart; the sender is credited")
    func stages() throws {
        var chat = Chat("c1")
        let bench = try published([
            chat.customer(at: 0), assigned(&chat, "A1", at: 20), chat.message(.agent, "您好", at: 50, by: "A2"),
            chat.resolved(at: 60),
        ])
        #expect(try spans(bench) == [20, 30, 50, 50])
        #expect(bench.evaluations[0].agentID == "A2")
        func measures(_ agent: String) throws -> ProtoMeasures {
            try #require(bench.facts.first { $0.subject == "agent:" + agent }?.measures)
        }
        let (holder, sender) = (try measures("A1"), try measures("A2"))
        #expect(sender.conversations == 1 && sender.handling.responded.count == 1)
        #expect(holder.conversations == 0 && !holder.hasHandling)
        // The deadline of 30 s passed before the sender took over (F10).
        #expect(holder.firstResponseHuman.breached == 1 && !sender.hasFirstResponseHuman)
    }

    @Test("F25, F26: who accepts ends the waiting, whenever the first word comes")
    func acceptance() throws {
        var chat = Chat("c1")
        let bench = try published([
            chat.customer(at: 0), assigned(&chat, "A1", at: 20, accepted: 12), chat.message(.agent, "您好", at: 50),
            assigned(&chat, "A1", at: 55, accepted: 55), chat.resolved(at: 60),
        ])
        #expect(try spans(bench) == [20, 0, 12, 50], "the source's clocks contradict each other")
    }

    @Test("what was not reached is not set, and counts in no mean; assigned before the start there was no queue")
    func unreached() throws {
        var left = Chat("c1")
        #expect(try spans(published([left.customer(at: 0), left.resolved(at: 9)])) == [-1, -1, -1, -1])
        var waited = Chat("c2")
        let bench = try published([
            waited.customer(at: 0), assigned(&waited, "A1", at: 5), waited.message(.bot, "您好", at: 6),
            waited.resolved(at: 9),
        ])
        #expect(try spans(bench) == [5, -1, -1, -1])
        var known = Chat("c3")
        let before = try published([
            assigned(&known, "A1", at: 0), known.customer(at: 3), known.agent(at: 7), known.resolved(at: 9),
        ])
        #expect(try spans(before) == [0, 4, 4, 4])
    }

    @Test("F13: workload is counted in the hour of the end, the cohort in that of the start, under two names")
    func workload() throws {
        var chat = Chat("c1")
        let bench = try published([chat.customer(at: 0), chat.agent(at: 10), chat.resolved(at: 7_300)])
        let all = bench.facts.filter { $0.subject == "all" }
        #expect(all.count == 2)
        let start = try #require(all.first { $0.hourStartMs == at(0).milliseconds / 3_600_000 * 3_600_000 })
        let end = try #require(all.first { $0.hourStartMs != start.hourStartMs })
        #expect(start.measures.conversations == 1 && start.measures.handling.handled == 0)
        var workload = ProtoMeasures()
        workload.handling.handled = 1
        #expect(end.measures == workload)
        #expect((end.hourStartMs - start.hourStartMs) / 3_600_000 == 2)
    }

    @Test(
        "A01, F13: without transactions, the facts of both hours have identities of their own; a survey repeats no workload"
    )
    func identities() throws {
        var settings = EvaluationSettings()
        settings.combinesFacts = false
        let bench = TaskBench(settings: settings)
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0), chat.agent(at: 10), chat.resolved(at: 3_700))
        try bench.commit()
        #expect(Set(bench.facts.map(\.cause)).count == bench.facts.count)
        try bench.answer(chat.survey(4, at: 3_760))
        try bench.commit()
        #expect(sum(bench.facts).handled == 1)
    }

    @Test("F27: resolutions, episodes and conversations are three numbers")
    func resolutions() throws {
        var again = Chat("c1")
        var once = Chat("c2")
        let bench = TaskBench()
        try bench.apply(all: again.complete(from: 0))
        try bench.apply(all: again.complete(from: 100))
        try bench.apply(once.customer(at: 200), once.closed(.unspecified, at: 210))
        try bench.commit()
        let sum = sum(bench.facts)
        #expect(bench.facts.filter { $0.subject == "all" }.map(\.measures.conversations).reduce(0, +) == 3)
        #expect(sum.resolved == 2 && sum.distinctConversations == 2 && sum.handled == 3)
    }

    @Test("S4-029: hand-overs are counted, and their mean is a figure")
    func handOvers() throws {
        var chat = Chat("c1")
        let bench = try published([
            chat.customer(at: 0), chat.transferred(at: 5), chat.transferred(at: 6), chat.transferred(at: 7),
            chat.resolved(at: 9),
        ])
        #expect(sum(bench.facts).handOvers == 3)
        var measures = Measures()
        measures.handling.handOvers = 3
        measures.conversations = 2
        let sample = try #require(Figure(.meanHandOvers).sample(of: measures))
        #expect(sample == Figure.Sample(value: Fraction(3, over: 2), counted: 2))
        #expect(Figure.Unit.perEpisode.written(sample.value) == "1.5")
    }

    @Test("F15, S3-102: the waiting time of phone and online, as it is written and weighted")
    func waiting() throws {
        func measures(_ count: Int64, _ seconds: Int64) -> Measures {
            var measures = Measures()
            measures.handling.waiting = SpanMeasures(count: count, sum: count * seconds * 1_000)
            return measures
        }
        let (phone, online) = (measures(10, 300), measures(90, 20))
        let figure = Figure(.meanWaiting)
        let means = try [phone, online].map { part in try #require(figure.sample(of: part)?.value) }
        let literal = means.map { $0.numerator / $0.denominator }.reduce(0, +) / 2
        #expect(literal == 160_000, "(phone + online) / 2")
        let weighted = try #require(figure.sample(of: [phone, online], windows: 2))
        #expect(weighted == Figure.Sample(value: Fraction(4_800_000, over: 100), counted: 100), "48 s")
    }
}
