// Survey programmes: steps, answers and figures that are kept apart.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Survey programmes")
struct SurveyProgrammeTests {
    private static let programmes = [
        SurveyProgramme(name: "instant", isCounted: true, items: ["speed", "attitude"], reasons: ["slow", "rude"]),
        SurveyProgramme(name: "monthly", isCounted: false),
    ]

    private static func bench(
        edit: Milliseconds? = nil, needsSubmission: Bool = false, burst: Milliseconds? = nil,
        programmes: [SurveyProgramme] = programmes
    ) -> TaskBench {
        TaskBench(
            policies: PolicySet([
                .fixture(
                    surveys: SurveyPolicy(
                        window: .hours(48), edit: edit, needsSubmission: needsSubmission, burst: burst,
                        programmes: programmes))
            ]))
    }

    private static func step(_ step: ProtoSurveyEvent.Step, _ chat: Chat, at seconds: Int) -> ProtoSurveyEvent {
        var event = chat.survey(1, at: seconds, event: "\(step)\(seconds)", step: step)
        event.clearRating()
        return event
    }

    /// The figures of a programme by subject "all", added up, hour by hour.
    private static func figures(_ bench: TaskBench, _ programme: String = "instant") -> [[Int64]] {
        let facts = bench.facts.filter { $0.subject == "all" }
        return Set(facts.map(\.hourStartMs)).sorted().map { hour in
            facts.filter { $0.hourStartMs == hour }.flatMap(\.measures.programmes).filter { $0.programme == programme }
                .reduce(into: [0, 0, 0, 0, 0, 0, 0]) { sums, entry in
                    let parts = [
                        entry.sent, entry.delivered, entry.opened, entry.answered, entry.changed, entry.expired,
                        entry.invited,
                    ]
                    for index in parts.indices { sums[index] += parts[index] }
                }
        }
    }

    @Test(
        "C30, C32: sent, delivered, opened and answered are four counts, of the hour in which the invitation was sent")
    func steps() throws {
        let bench = Self.bench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.answer(Self.step(.sent, chat, at: 3_700))
        try bench.answer(Self.step(.delivered, chat, at: 3_701))
        try bench.answer(Self.step(.delivered, chat, at: 3_702))
        try bench.answer(Self.step(.opened, chat, at: 3_703))
        try bench.answer(chat.survey(4, at: 7_300))
        try bench.answer(chat.survey(5, at: 7_400, event: "s2", step: .changed))
        try bench.commit()
        #expect(bench.evaluations.count == 6, "a step that is told again is no revision")
        #expect(Self.figures(bench) == [[0, 0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 0, 0]])
        let last = try #require(bench.evaluations.last)
        #expect(last.invitations.map(\.sentAtMs) == [at(3_700).milliseconds] && last.counts.records == 9)
        let ratings = bench.facts.filter { $0.subject == "all" && $0.hourStartMs == epoch.milliseconds }
            .flatMap(\.measures.programmes).map(\.ratings)
        #expect(ratings.filter { !$0.isEmpty } == [[0, 0, 0, 0, 1]])
    }

    @Test(
        "X06: answers of a programme that is kept apart count in its own figures alone; of unknown ones they are refused"
    )
    func apart() throws {
        let bench = Self.bench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.answer(chat.survey(1, at: 60, survey: "m", programme: "monthly"))
        try bench.answer(chat.survey(5, at: 70, event: "s2"))
        try bench.answer(chat.survey(2, at: 80, event: "s3", survey: "x", programme: "other"))
        try bench.commit()
        let all = bench.facts.filter { $0.subject == "all" }.map(\.measures)
        #expect(all.map(\.ratings) == [[0, 0, 0, 0, 1]])
        #expect(all[0].programmes.map(\.programme) == ["instant", "monthly"])
        #expect(all[0].programmes.map(\.ratings) == [[0, 0, 0, 0, 1], [1, 0, 0, 0, 0]])
        #expect(bench.letters.map(\.reason) == [.refused] && bench.letters[0].detail.contains("programme other"))
    }

    @Test(
        "S3-114, S0-057, C37: ratings of questions and reasons that the policy names are counted, several reasons allowed"
    )
    func itemsAndReasons() throws {
        let bench = Self.bench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        var answer = chat.survey(2, at: 60)
        answer.items = [("speed", 1), ("price", 5)].map { name, rating in
            var item = ProtoItemRating()
            item.item = name
            item.rating = Int32(rating)
            return item
        }
        answer.reasons = ["rude", "slow", "other"]
        try bench.answer(answer)
        try bench.commit()
        let entry = try #require(bench.facts.first { $0.subject == "agent:A17" }?.measures.programmes.first)
        #expect(entry.items.map { [$0.count, $0.sum] } == [[1, 1]] && entry.items[0].name == "speed")
        #expect(entry.reasons.map(\.name) == ["rude", "slow"] && entry.reasoned == 1)
        #expect(bench.evaluations.last?.surveys.first?.reasons == ["slow", "rude"])
        answer.eventID = "s2"
        answer.items[1].item = "speed"
        try bench.answer(answer)
        #expect(bench.letters.last?.reason == .invalid)
    }

    @Test("C23: a link that is only opened is no answer where answers are submitted")
    func submission() throws {
        let bench = Self.bench(needsSubmission: true)
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.answer(chat.survey(1, at: 60))
        var answer = chat.survey(5, at: 90, event: "s2")
        answer.submitted = true
        try bench.answer(answer)
        #expect(bench.evaluations.map { $0.surveys.map(\.rating) } == [[], [], [5]])
        #expect(bench.evaluations[1].invitations.map(\.opened) == [true] && bench.letters.isEmpty)
    }

    @Test(
        "C20, C23: ten links opened within a second quarantine the invitation: none of its ratings counts",
        arguments: [
            [SurveyProgramme](), programmes,
        ])
    func burst(programmes: [SurveyProgramme]) throws {
        let bench = Self.bench(burst: .seconds(2), programmes: programmes)
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        for rating in 1...5 { try bench.answer(chat.survey(Int32(rating), at: 60, event: "s\(rating)")) }
        try bench.answer(chat.survey(5, at: 600, event: "s9", step: .changed))
        try bench.commit()
        #expect(bench.evaluations.map(\.surveys.count) == [0, 1, 0])
        #expect(bench.evaluations.last?.invitations.map(\.quarantined) == [true])
        #expect(bench.letters.map(\.reason) == Array(repeating: .refused, count: 4))
        #expect(bench.facts.filter { $0.subject == "all" }.flatMap(\.measures.ratings).allSatisfy { $0 == 0 })
        var twice = Chat("c2")
        try bench.apply(all: twice.complete(from: 700))
        try bench.answer(twice.survey(4, at: 760, event: "a"))
        try bench.answer(twice.survey(4, at: 760, event: "b"))
        #expect(bench.evaluations.last?.surveys.map(\.rating) == [4], "the same rating twice is a double click")
    }

    @Test("C21: the last change within the edit window counts; what comes later is refused")
    func edit() throws {
        let bench = Self.bench(edit: .seconds(600))
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        try bench.answer(chat.survey(2, at: 60))
        try bench.answer(chat.survey(3, at: 500, event: "s2", step: .changed))
        try bench.answer(chat.survey(5, at: 660, event: "s3", step: .changed))
        try bench.answer(chat.survey(1, at: 661, event: "s4", step: .changed))
        #expect(bench.evaluations.last?.surveys.map(\.rating) == [5])
        #expect(bench.letters.map(\.reason) == [.refused] && bench.letters[0].detail.contains("longer ago"))
    }

    @Test("invitations are saved with their conversation, and bounded")
    func saved() throws {
        let bench = Self.bench(burst: .seconds(2))
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: 0))
        var sent = Self.step(.sent, chat, at: 30)
        for number in 0...SurveyInvitation.most {
            sent.surveyID = "v\(number + 10)"
            sent.eventID = "i\(number)"
            try bench.answer(sent)
        }
        #expect(bench.letters.map(\.reason) == [.refused])
        let next = try bench.restored()
        try next.answer(chat.survey(4, at: 60, survey: "v12"))
        let evaluation = try #require(next.evaluations.last)
        #expect(evaluation.invitations.count == SurveyInvitation.most && evaluation.surveys.map(\.rating) == [4])
        #expect(evaluation.invitations.allSatisfy { $0.sentAtMs == at(30).milliseconds })
    }

    @Test("X18, C47, C48, S4-068: complaints are counted apart from ratings; withdrawn ones and second ones are told")
    func complaints() throws {
        let bench = Self.bench()
        var chat = Chat("c1")
        let start = chat.complete(from: 0)
        try bench.apply(start[0], chat.complaint(.received, at: 5))
        var second = ProtoComplaint()
        second.repeated = true
        try bench.apply(chat.event(at: 6, .complaint(second)), chat.complaint(.withdrawn, at: 7))
        try bench.apply(chat.agent(at: 8), chat.resolved(at: 20))
        try bench.answer(chat.survey(5, at: 60))
        var other = Chat("c2")
        try bench.apply(all: other.complete(from: 100))
        try bench.commit()
        let all = try #require(bench.facts.first { $0.subject == "all" }?.measures)
        #expect(all.complaints.episodes == 1 && all.complaints.received == 2 && all.complaints.second == 1)
        #expect(all.complaints.withdrawn == 1 && all.ratings == [0, 0, 0, 0, 1])
    }
}
