// Surveys: joined to their episode, parked, refused.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Surveys in the evaluation task")
struct SurveyTests {
    @Test("an answer gives the next revision and its figures")
    func answerRevises() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.commit()
        try bench.answer(chat.survey(4, at: 60))
        try bench.commit()
        #expect(bench.evaluations.map(\.revision) == [1, 2])
        let revised = bench.evaluations[1]
        #expect(revised.cause == .survey && revised.surveys.map(\.rating) == [4] && revised.counts.records == 4)
        let facts = bench.facts.filter { $0.subject == "all" }
        #expect(facts.count == 2)
        #expect(facts[1].measures.conversations == 0 && facts[1].measures.ratings == [0, 0, 0, 1, 0])
        #expect(facts[1].measures.records == 1)
    }

    @Test("C35: an answer before its conversation waits for it")
    func parkedAnswer() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let events = chat.complete(from: 0)
        try bench.answer(chat.survey(5, at: 30))
        #expect(bench.evaluations.isEmpty && bench.letters.isEmpty)
        try bench.apply(all: events)
        #expect(bench.evaluations.map(\.revision) == [1, 2])
        #expect(bench.evaluations[1].surveys.map(\.rating) == [5])
    }

    @Test("C35: an answer whose conversation never comes is a dead letter when the window ends")
    func orphan() throws {
        let bench = TaskBench()
        let chat = Chat("c1")
        let answer = chat.survey(5, at: 30)
        try bench.apply(answer)
        try bench.advance(to: at(30 + 3_600))
        #expect(bench.letters.map(\.reason) == [.orphan])
        #expect(Array(bench.letters[0].value) == answer.protobuf)
        try bench.advance(to: at(30 + 3_601))
        for _ in 0..<3 { try bench.commit() }
        #expect(bench.task.statistics.held == 0)
    }

    @Test("C26: an answer without an episode number judges the latest that ended before it, however late it is read")
    func answerToAnEarlierEpisode() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0) + chat.complete(from: 100))
        try bench.answer(chat.survey(2, at: 60))
        try bench.answer(chat.survey(4, at: 130, event: "s2", survey: "sv2"))
        try bench.answer(chat.survey(1, at: 10, event: "s3", survey: "sv3", programme: "monthly"))
        let revised = bench.evaluations.filter { $0.cause == .survey }
        #expect(revised.map(\.episode) == [1, 2, 1])
        #expect(revised.map { $0.surveys.map(\.rating) } == [[2], [4], [2, 1]])
    }

    @Test("surveys that are read before the conversations do not let their clocks run out")
    func surveysDoNotMoveTime() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let events = chat.complete(from: 0)
        try bench.apply(events[0])
        try bench.apply(Chat("c2").survey(5, at: 600))
        try bench.apply(all: Array(events[1...]))
        #expect(bench.alerts.isEmpty)
        #expect(bench.evaluations.count == 1)
    }

    @Test(
        "C27, C28, C29: a rating is that of who answered last, else of who it was assigned to, whoever closes it; of bots alone the bot's"
    )
    func credit() throws {
        func assigned(_ chat: inout Chat, _ agent: String, at seconds: Int) -> ProtoConversationEvent {
            var assigned = ProtoAssigned()
            assigned.agentID = agent
            return chat.event(at: seconds, .assigned(assigned))
        }
        func rated(
            _ credit: EpisodeCredit = .lastAnswerer, _ between: (inout Chat) -> [ProtoConversationEvent]
        ) throws -> [String] {
            let bench = TaskBench(policies: PolicySet([.fixture(episodeCredit: credit)]))
            var chat = Chat("c")
            var events = [chat.customer(at: 0), chat.message(.bot, "您好", at: 5, by: "robot")]
            events += between(&chat)
            events.append(chat.closed(.idle, at: 100))
            events.append(assigned(&chat, "X", at: 110))
            try bench.apply(all: events)
            try bench.answer(chat.survey(1, at: 130))
            try bench.commit()
            return bench.facts.filter { $0.measures.ratings == [1, 0, 0, 0, 0] }.map(\.subject).sorted()
        }
        #expect(try rated { _ in [] } == ["all", "bot", "channel:chat"])
        #expect(try rated { [assigned(&$0, "A", at: 10)] } == ["agent:A", "all", "channel:chat"])
        func answered(_ chat: inout Chat) -> [ProtoConversationEvent] {
            [
                assigned(&chat, "A", at: 10), chat.message(.agent, "您好", at: 20, by: "F"),
                chat.message(.agent, "稍等", at: 25, by: "B"), chat.message(.bot, "再见", at: 30, by: "robot"),
                assigned(&chat, "C", at: 40),
            ]
        }
        #expect(try rated(.lastAnswerer, answered) == ["agent:B", "all", "channel:chat"])
        // S4-066: who was asked first stays responsible.
        #expect(try rated(.firstAnswerer, answered) == ["agent:F", "all", "channel:chat"])
        #expect(try rated(.firstAnswerer) { [assigned(&$0, "A", at: 10)] } == ["agent:A", "all", "channel:chat"])
    }

    @Test("S4-066: who was asked first is credited, and who took over goes on with the conversation")
    func takenOver() throws {
        let bench = TaskBench(policies: PolicySet([.fixture(episodeCredit: .firstAnswerer)]))
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.message(.agent, "您好", at: 5, by: "A"),
            chat.message(.agent, "稍等", at: 10, by: "B"),
            chat.resolved(at: 20))
        try bench.apply(chat.customer("又坏了", at: 600))
        try bench.advance(to: at(700))
        let breach = try #require(bench.alerts.first { $0.step == .breached && $0.episode == 2 })
        #expect(bench.evaluations.map(\.agentID) == ["A"] && breach.agentID == "B")
    }

    @Test("C21, C25: a change is taken for as long as 'edit' says, also behind the window of first answers")
    func changedBehindTheWindow() throws {
        for (edit, second, rating) in [(600, 4_000, 5), (300, 4_000, 2), (nil, 4_000, 2), (nil, 3_620, 5)]
            as [(Int64?, Int, Int32)]
        {
            let surveys = SurveyPolicy(window: .hours(1), edit: edit.map { .seconds($0) })
            let bench = TaskBench(policies: PolicySet([.fixture(surveys: surveys)]))
            var chat = Chat("c1")
            try bench.apply(all: chat.complete(from: 0))
            try bench.answer(chat.survey(2, at: 3_500))
            try bench.answer(chat.survey(5, at: second, event: "s2", step: .changed))
            #expect(bench.evaluations.last?.surveys.map(\.rating) == [rating], "\(String(describing: edit)) \(second)")
            #expect(bench.letters.count == (rating == 2 ? 1 : 0))
        }
    }

    @Test(
        "C25: an answer after the window is kept, tells why it does not count, and changes no figure",
        arguments: [true, false])
    func tooLate(isInTime: Bool) throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.commit()
        let answer = chat.survey(1, at: 20 + 3_600 + (isInTime ? 0 : 1))
        try bench.answer(answer)
        try bench.advance(to: at(20 + 7_300))
        try bench.commit()
        let rated = bench.facts.filter { $0.subject == "all" && $0.measures.ratings.contains(1) }
        #expect(rated.count == (isInTime ? 1 : 0))
        #expect(bench.letters.count == (isInTime ? 0 : 1))
        if let letter = bench.letters.first {
            #expect(
                Array(letter.value) == answer.protobuf && !letter.detail.isEmpty, "\(letter.reason) \(letter.detail)")
        }
    }

    @Test("C36: one answer counts a programme and episode")
    func secondAnswer() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.answer(chat.survey(5, at: 60))
        try bench.answer(chat.survey(1, at: 70, event: "s2", survey: "sv2"))
        try bench.answer(chat.survey(3, at: 80, event: "s3", survey: "sv3", programme: "monthly"))
        #expect(bench.letters.map(\.reason) == [.refused])
        #expect(bench.evaluations.last?.surveys.map(\.rating) == [5, 3])
    }

    @Test("C20: the same answer twice counts once")
    func doubleClick() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.answer(chat.survey(5, at: 60))
        try bench.answer(chat.survey(5, at: 60))
        #expect(bench.evaluations.count == 2 && bench.task.statistics.duplicates == 1)
    }

    @Test("C21: a changed answer replaces the first and takes its figures back")
    func changedAnswer() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.answer(chat.survey(2, at: 60))
        try bench.answer(chat.survey(5, at: 90, event: "s2", step: .changed))
        try bench.commit()
        let all = try #require(bench.facts.first { $0.subject == "all" })
        #expect(bench.evaluations.last?.surveys.map(\.changes) == [1])
        #expect(all.measures.ratings == [0, 0, 0, 0, 1])
    }

    @Test("C09: a rating outside its scale is a dead letter")
    func outsideTheScale() throws {
        let bench = TaskBench()
        let chat = Chat("c1")
        for (number, rating) in [Int32(0), 6].enumerated() {
            try bench.answer(chat.survey(rating, at: 1, event: "s\(number)"))
        }
        #expect(bench.letters.map(\.reason) == [.invalid, .invalid])
    }

    @Test("C34: test answers never count")
    func testAnswers() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        var answer = chat.survey(1, at: 60)
        answer.test = true
        try bench.answer(answer)
        #expect(bench.evaluations.count == 1 && bench.letters.isEmpty)
    }

    @Test("C26: a reopened conversation is rated episode by episode")
    func oneAnswerAnEpisode() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.apply(all: chat.complete(from: 40))
        var first = chat.survey(2, at: 100)
        first.episode = 1
        try bench.answer(first)
        try bench.answer(chat.survey(5, at: 101, event: "s2", survey: "sv2"))
        #expect(bench.evaluations.suffix(2).map(\.episode) == [1, 2])
        #expect(bench.evaluations.suffix(2).map { $0.surveys[0].rating } == [2, 5])
    }
}
