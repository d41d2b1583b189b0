// Corrections of clocks of ended episodes, on their way through the evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Corrections of clocks")
struct ClockCorrectionTests {
    /// A first answer after so many seconds, and the end 20 s later; the target is 30 s.
    private func events(_ chat: inout Chat, answerAt seconds: Int) -> [ProtoConversationEvent] {
        [chat.customer(at: 0), chat.agent(at: seconds), chat.resolved(at: seconds + 20)]
    }

    private func correction(
        _ chat: Chat, at seconds: Int, id: String = "k1", clock: String = "first-response-human", episode: UInt32 = 1,
        start: Int = 0, deadline: Int, fulfilled: Int? = nil, elapsed: Int = 0, _ outcome: ProtoClockResult.Outcome,
        holder: (agent: String, team: String)? = nil
    ) -> ProtoConversationEvent {
        var corrected = ProtoCorrected()
        corrected.episode = episode
        corrected.result.deadlineMs = at(deadline).milliseconds
        corrected.result.clock = clock
        corrected.result.cycle = 1
        corrected.result.startedAtMs = at(start).milliseconds
        corrected.result.outcome = outcome
        if let fulfilled {
            corrected.result.fulfilledAtMs = at(fulfilled).milliseconds
            corrected.result.elapsedMs = Int64(elapsed) * 1_000
        }
        if let holder {
            corrected.result.holder.agentID = holder.agent
            corrected.result.holder.teamID = holder.team
        }
        corrected.reason = "holiday"
        var event = ProtoConversationEvent()
        event.tenant = chat.tenant
        event.conversationID = chat.id
        event.eventID = id
        event.atMs = at(seconds).milliseconds
        event.corrected = corrected
        return event
    }

    private func correct(_ bench: TaskBench, _ event: ProtoConversationEvent) throws {
        try bench.apply(event)
        try bench.advance(to: Instant(milliseconds: event.atMs))
        try bench.commit()
    }

    /// Steps with their deadlines and moments in seconds, and the revision that corrected.
    private func lines(_ bench: TaskBench) -> [String] {
        bench.alerts.map { alert in
            func seconds(_ time: Int64) -> Int64 { (time - epoch.milliseconds) / 1000 }
            return
                "\(alert.clock) \(alert.step) \(seconds(alert.deadlineMs)) at \(seconds(alert.atMs)) r\(alert.revision)"
        }
    }

    private func clocks(_ evaluation: ProtoEvaluation?) -> [String] {
        evaluation?.clocks.map {
            "\($0.clock) \($0.outcome)" + ($0.hasElapsedMs ? " \($0.elapsedMs / 1000)" : "")
                + ($0.hasHolder ? " \($0.holder.agentID)/\($0.holder.teamID)" : "")
        } ?? []
    }

    /// The sums of the facts of a subject: met and breached of the human's first response, conversations, records.
    private func sums(_ bench: TaskBench, _ subject: String) -> [Int64] {
        bench.facts.filter { $0.subject == subject }.reduce(into: [0, 0, 0, 0]) { sums, fact in
            sums[0] += fact.measures.firstResponseHuman.met
            sums[1] += fact.measures.firstResponseHuman.breached
            sums[2] += fact.measures.conversations
            sums[3] += fact.measures.records
        }
    }

    @Test(
        "T30: a holiday that is entered after the fact retracts the breach, revises the evaluation and compensates the figures"
    )
    func holiday() throws {
        let bench = TaskBench(policies: PolicySet([.fixture(credit: .agent)]))
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 40))
        try bench.commit()
        #expect(
            lines(bench) == ["first-response-human breached 30 at 30 r0", "first-response-human cleared 30 at 40 r0"])
        #expect(sums(bench, "agent:A17") == [0, 1, 1, 3])
        try correct(bench, correction(chat, at: 600, deadline: 3_600, fulfilled: 40, elapsed: 0, .met))
        #expect(bench.letters.isEmpty)
        let revised = try #require(bench.evaluations.last)
        #expect(revised.revision == 2 && revised.cause == .correction && revised.counts.records == 4)
        #expect(clocks(revised) == ["first-response-human met 0", "first-response-any breached 40"])
        #expect(revised.score == bench.evaluations[0].score)
        #expect(lines(bench).dropFirst(2) == ["first-response-human retracted 30 at 600 r2"])
        let retracted = try #require(bench.alerts.last)
        #expect(retracted.reason == .corrected && retracted.agentID == "A17" && retracted.receivers == ["leader"])
        #expect(retracted.fulfilledAtMs == at(40).milliseconds)
        #expect(sums(bench, "agent:A17") == [1, 0, 1, 4] && sums(bench, "all") == [1, 0, 1, 4])
    }

    @Test("T30: a working day that was forgotten adds a breach, which is told with the late answer")
    func addedBreach() throws {
        let bench = TaskBench()
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 25))
        try correct(bench, correction(chat, at: 100, deadline: 10, fulfilled: 25, elapsed: 45, .breached))
        #expect(
            lines(bench) == ["first-response-human breached 10 at 10 r2", "first-response-human cleared 10 at 25 r2"])
        #expect(bench.alerts.allSatisfy { $0.reason == .corrected } && bench.alerts[1].lateByMs == 15_000)
        #expect(clocks(bench.evaluations.last) == ["first-response-human breached 45", "first-response-any met 25"])
        #expect(sums(bench, "all") == [0, 1, 1, 4])
    }

    @Test("T30: a correction of a correction is told with its own revision, also at the deadline there was at first")
    func twice() throws {
        let bench = TaskBench()
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 40))
        try correct(bench, correction(chat, at: 100, deadline: 50, fulfilled: 40, elapsed: 20, .met))
        try correct(bench, correction(chat, at: 200, id: "k2", deadline: 30, fulfilled: 40, elapsed: 40, .breached))
        #expect(
            lines(bench).dropFirst(2) == [
                "first-response-human retracted 30 at 100 r2", "first-response-human breached 30 at 30 r3",
                "first-response-human cleared 30 at 40 r3",
            ])
        // What says the same again changes nothing and counts with the next revision.
        try correct(bench, correction(chat, at: 300, id: "k3", deadline: 30, fulfilled: 40, elapsed: 40, .breached))
        #expect(bench.evaluations.count == 3 && bench.alerts.count == 5 && bench.letters.isEmpty)
        try bench.answer(chat.survey(5, at: 310))
        #expect(bench.evaluations.last?.revision == 4 && bench.evaluations.last?.counts.records == 7)
        #expect(bench.task.statistics.heldRecords == 0)
    }

    @Test("a deadline that moves and stays missed is told anew (T30)")
    func movedDeadline() throws {
        let bench = TaskBench()
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 40))
        try correct(bench, correction(chat, at: 100, deadline: 35, fulfilled: 40, elapsed: 35, .breached))
        #expect(
            lines(bench).dropFirst(2) == [
                "first-response-human retracted 30 at 100 r2", "first-response-human breached 35 at 35 r2",
                "first-response-human cleared 35 at 40 r2",
            ])
    }

    @Test("F10: a correction may credit somebody else; one that names nobody leaves that as it was")
    func credit() throws {
        let bench = TaskBench()
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 40))
        try correct(
            bench,
            correction(
                chat, at: 100, deadline: 30, fulfilled: 40, elapsed: 40, .breached, holder: ("B2", "T9")))
        // Breached in a queue: nobody held it at the deadline.
        #expect(clocks(bench.evaluations.first)[0] == "first-response-human breached 40 /")
        #expect(clocks(bench.evaluations.last)[0] == "first-response-human breached 40 B2/T9")
        #expect(bench.alerts.count == 2 && sums(bench, "agent:B2") == [0, 1, 0, 0])
        try correct(bench, correction(chat, at: 200, id: "k2", deadline: 50, fulfilled: 40, elapsed: 40, .met))
        #expect(clocks(bench.evaluations.last)[0] == "first-response-human met 40 B2/T9")
        #expect(sums(bench, "agent:B2") == [1, 0, 0, 0] && bench.alerts.last?.agentID == "B2")
    }

    @Test("a correction of an open episode waits for its end, in the order of time with surveys (T30)")
    func open() throws {
        let bench = TaskBench()
        var chat = Chat("c")
        let all = events(&chat, answerAt: 40)
        try bench.apply(all: Array(all.prefix(2)))
        try correct(bench, correction(chat, at: 50, deadline: 60, fulfilled: 40, elapsed: 40, .met))
        #expect(bench.evaluations.isEmpty && bench.letters.isEmpty && bench.task.statistics.heldRecords == 3)
        let next = try bench.restored()
        try next.apply(all[2])
        try next.advance(to: at(70))
        #expect(next.evaluations.map(\.cause) == [.ended, .correction])
        #expect(lines(next) == ["first-response-human retracted 30 at 50 r2"])
    }

    @Test("what cannot be corrected is a dead letter that says why (T30)", arguments: 0..<7)
    func refused(_ kind: Int) throws {
        let bench = TaskBench()
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 40))
        try bench.commit()
        let event =
            switch kind {
            case 0: correction(chat, at: 100, clock: "next-response", deadline: 60, .abandoned)
            case 1: correction(chat, at: 100, start: 1, deadline: 60, fulfilled: 40, elapsed: 40, .met)
            case 2: correction(chat, at: 100, episode: 2, deadline: 60, fulfilled: 40, elapsed: 40, .met)
            case 3: correction(chat, at: 100, clock: "call-back", deadline: 60, .abandoned)
            case 4: correction(chat, at: 100, deadline: 90, .breached)
            case 5: correction(chat, at: 100, deadline: 30, fulfilled: 40, elapsed: 40, .met)
            default: correction(chat, at: 100, clock: "first", deadline: 60, fulfilled: 40, elapsed: 40, .met)
            }
        try correct(bench, event)
        let letter = try #require(bench.letters.last)
        let reasons: [ProtoDeadLetter.Reason] = [
            .refused, .refused, .orphan, .refused, .refused, .invalid, .invalid,
        ]
        let words = [
            "has no cycle 1", "is the number of the episode right", "has no episode 2", "outlives its episode",
            "abandoned", "the outcome is met", "there is no clock 'first'",
        ]
        #expect(letter.reason == reasons[kind] && letter.detail.contains(words[kind]), "\(letter.detail)")
        #expect(letter.topic == "conversations" && bench.evaluations.count == 1 && bench.alerts.count == 2)
        #expect(bench.task.statistics.heldRecords == 0)
    }

    @Test("a counted correction and one without its time are no corrections")
    func malformed() throws {
        let bench = TaskBench()
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 40))
        var counted = correction(chat, at: 100, deadline: 60, fulfilled: 40, elapsed: 40, .met)
        counted.sequence = 4
        try bench.apply(counted)
        var untimed = correction(chat, at: 100, id: "k2", deadline: 60, fulfilled: 40, elapsed: 40, .met)
        untimed.corrected.clearResult()
        untimed.corrected.result.clock = "first-response-human"
        try bench.apply(untimed)
        #expect(bench.letters.map(\.reason) == [.invalid, .invalid])
        #expect(bench.letters[0].detail.contains("sequence must be 0"))
    }

    @Test("a repetition is dropped, and a replay is silent (T30, A01)")
    func again() throws {
        let bench = TaskBench()
        var chat = Chat("c")
        try bench.apply(all: events(&chat, answerAt: 40))
        let event = correction(chat, at: 100, deadline: 60, fulfilled: 40, elapsed: 40, .met)
        try correct(bench, event)
        try bench.apply(event)
        #expect(bench.evaluations.count == 2 && bench.task.statistics.duplicates == 1)
        let next = try bench.restored()
        try correct(next, event)
        #expect(next.evaluations.isEmpty && next.alerts.isEmpty && next.task.statistics.duplicates == 1)
        try correct(next, correction(chat, at: 200, id: "k2", deadline: 30, fulfilled: 40, elapsed: 40, .breached))
        #expect(next.evaluations.map(\.revision) == [3])
        #expect(
            lines(next) == ["first-response-human breached 30 at 30 r3", "first-response-human cleared 30 at 40 r3"])
    }
}
