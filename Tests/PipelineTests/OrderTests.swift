// The order of a conversation's events: by sequence, by time, with gaps and repetitions.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Order of events")
struct OrderTests {
    /// What came out for good, whatever the order between conversations.
    private struct Outcome: Equatable {
        var evaluations: [[UInt8]]
        var alerts: [String]
        var records: Int64

        init(_ bench: TaskBench) {
            evaluations = bench.evaluations.map(\.protobuf).sorted { $0.lexicographicallyPrecedes($1) }
            alerts = bench.alerts.map { "\($0.conversationID) \($0.clock) \($0.step) \($0.deadlineMs)" }.sorted()
            records = bench.facts.filter { $0.subject == "all" }.reduce(0) { $0 + $1.measures.records }
        }
    }

    /// A record and when the broker gets it.
    fileprivate enum Arrival {
        case event(ProtoConversationEvent, Milliseconds)
        case survey(ProtoSurveyEvent, Milliseconds)

        var order: Int64 {
            switch self {
            case .event(let event, let delay): event.atMs + delay.count
            case .survey(let survey, let delay): survey.atMs + delay.count
            }
        }
    }

    /// Conversations that overlap: answered in time or late, one reopened, one never answered.
    private static func records(counted: Bool) -> (events: [ProtoConversationEvent], surveys: [ProtoSurveyEvent]) {
        var events: [ProtoConversationEvent] = []
        var surveys: [ProtoSurveyEvent] = []
        for number in 0..<8 {
            var chat = Chat("c\(number)")
            let start = number * 7
            events += [chat.customer(at: start), chat.customer("急", at: start + 1)]
            events.append(chat.agent(number % 3 == 0 ? "yyds" : "您好", at: start + (number % 2 == 0 ? 28 : 33)))
            events += [chat.customer("好", at: start + 35), chat.resolved(at: start + 36)]
            surveys.append(chat.survey(Int32(1 + number % 5), at: start + 38, event: "s\(number)"))
            if number == 3 {
                events += chat.complete(from: start + 60)
                surveys.append(chat.survey(4, at: start + 82, event: "later", survey: "sv2"))
            }
        }
        var silent = Chat("silent")
        events.append(silent.customer(at: 5))
        if !counted { for index in events.indices { events[index].sequence = 0 } }
        return (events, surveys)
    }

    private static func run(_ arrivals: [Arrival]) throws -> Outcome {
        let bench = TaskBench()
        for (index, arrival) in arrivals.enumerated() {
            switch arrival {
            case .event(let event, let delay): try bench.apply(event, arrivingAfter: delay)
            case .survey(let survey, _): try bench.apply(survey)
            }
            if index % 11 == 10 { try bench.commit() }
        }
        try bench.advance(to: at(600))
        try bench.commit()
        return Outcome(bench)
    }

    @Test(
        "invariant 5, F21: arrivals in any order within the allowed lateness, and any repetition, give the same records",
        arguments: [true, false])
    func anyOrder(counted: Bool) throws {
        let (events, surveys) = OrderTests.records(counted: counted)
        let inOrder = events.map { Arrival.event($0, .zero) } + surveys.map { Arrival.survey($0, .zero) }
        let expected = try OrderTests.run(inOrder.sorted { $0.order < $1.order })
        #expect(expected.evaluations.count == 9 + 9 && expected.alerts.count == 9)
        for seed in UInt64(1)...60 {
            var random = SeededRandom(seed: seed)
            func delay() -> Milliseconds { Milliseconds(Int64(random.number(0...4_999))) }
            var arrivals = events.map { Arrival.event($0, delay()) } + surveys.map { Arrival.survey($0, delay()) }
            for event in events where random.chance(perMille: 200) {
                arrivals.append(.event(event, Milliseconds(Int64(random.number(0...200_000)))))
            }
            for survey in surveys where random.chance(perMille: 200) {
                arrivals.append(.survey(survey, Milliseconds(Int64(random.number(0...200_000)))))
            }
            // Topics are read independently of each other: surveys may be far ahead of the conversations.
            if seed % 3 == 0 { arrivals = arrivals.filter(\.isSurvey) + arrivals.filter { !$0.isSurvey } }
            let outcome = try OrderTests.run(
                arrivals.enumerated().sorted { left, right in
                    if seed % 3 == 0, left.element.isSurvey != right.element.isSurvey { return left.element.isSurvey }
                    return (left.element.order, left.offset) < (right.element.order, right.offset)
                }.map(\.element))
            #expect(outcome == expected, "seed \(seed)")
        }
    }

    @Test("a gap is waited for as long as its events may still come, then it is passed and said so")
    func gap() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let events = [chat.customer(at: 0), chat.customer("急", at: 2), chat.agent(at: 10), chat.resolved(at: 14)]
        try bench.apply(events[0], events[2], events[3])
        var other = Chat("other")
        try bench.apply(other.customer(at: 14))
        #expect(bench.evaluations.isEmpty)
        try bench.apply(other.agent(at: 15))
        let evaluation = try #require(bench.evaluations.first)
        #expect(evaluation.hasGaps_p && evaluation.counts.records == 3 && evaluation.endedAtMs == at(14).milliseconds)
        #expect(bench.alerts.isEmpty)
    }

    @Test("an event that fills a gap too late is counted in its episode, or a dead letter when that is judged")
    func tooLate() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let events = [chat.customer(at: 0), chat.customer("急", at: 2), chat.agent(at: 10), chat.resolved(at: 20)]
        var other = Chat("other")
        try bench.apply(events[0], events[2], other.customer(at: 16))
        try bench.apply(events[1])
        #expect(bench.letters.isEmpty)
        try bench.apply(events[3])
        #expect(bench.evaluations.first?.counts.records == 4 && bench.evaluations.first?.hasGaps_p == true)
        var second = Chat("c2")
        let late = second.customer(at: 1)
        let rest = [second.customer(at: 3), second.agent(at: 4), second.resolved(at: 12)]
        for event in rest { try bench.apply(event) }
        try bench.apply(other.agent(at: 40))
        #expect(bench.evaluations.count == 2)
        try bench.apply(late)
        #expect(bench.letters.map(\.reason) == [.late] && bench.evaluations.count == 2)
    }

    @Test("a breach is not told while the answer is there and waits for an event before it")
    func answerBehindAGap() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        let events = [chat.customer(at: 0), chat.customer("急", at: 2), chat.agent(at: 29)]
        try bench.apply(events[0], events[2])
        try bench.advance(to: at(100))
        #expect(bench.alerts.isEmpty)
    }

    @Test("so many events wait in a conversation and no more")
    func mostPending() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        try bench.apply(chat.customer(at: 0))
        _ = chat.customer(at: 0)
        for _ in 0..<300 { try bench.apply(chat.customer("急", at: 1)) }
        try bench.apply(chat.agent(at: 2), chat.resolved(at: 3))
        #expect(bench.evaluations.first?.counts.records == 303 && bench.evaluations.first?.hasGaps_p == true)
    }

    @Test("an episode takes so many messages, and the rest are dead letters: others go on")
    func mostMessages() throws {
        let bench = TaskBench()
        var chat = Chat("c1")
        for _ in 0..<Episode.mostMessages { try bench.apply(chat.customer("", at: 0)) }
        try bench.apply(chat.customer(at: 1), chat.customer(at: 1))
        #expect(bench.letters.map(\.reason) == [.refused, .refused])
        try bench.apply(chat.resolved(at: 2))
        #expect(bench.evaluations.count == 1)
    }
}

extension OrderTests.Arrival {
    fileprivate var isSurvey: Bool { if case .survey = self { true } else { false } }
}
