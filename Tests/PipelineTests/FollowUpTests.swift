// Clocks that outlive their episodes, on their way through the evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Clocks that outlive their episodes")
struct FollowUpTests {
    private func bench(_ clocks: ClockPolicy..., version: String = "1") -> TaskBench {
        TaskBench(policies: PolicySet([.fixture(version: version, clocks: clocks)]))
    }

    private func clock(
        _ kind: ClockKind, _ target: Int64, alerts: Bool = true, approaching: Int64? = nil, ladder: [LadderStep] = []
    ) -> ClockPolicy {
        ClockPolicy(
            kind: kind, target: .seconds(target), alerts: alerts, receivers: ["leader"],
            approaching: approaching.map { .seconds($0) }, ladder: ladder)
    }

    private func lines(_ bench: TaskBench) -> [String] {
        bench.alerts.map { alert in
            let step = alert.step == .escalated ? "escalated \(alert.ladderStep)" : "\(alert.step)"
            return "\(alert.episode) \(alert.clock) \(alert.cycle) \(step) \((alert.atMs - epoch.milliseconds) / 1000)"
        }
    }

    private func clocks(_ bench: TaskBench) -> [[String]] {
        bench.evaluations.map { evaluation in
            evaluation.clocks.map { clock in
                "\(clock.clock) \(clock.cycle) \(clock.outcome)" + (clock.hasElapsedMs ? " \(clock.elapsedMs)" : "")
            }
        }
    }

    @Test("S3-051: an entry within the time after the end is in time, and a revision says so")
    func entryInTime() throws {
        let bench = bench(clock(.recordEntry, 1_800))
        var chat = Chat("c")
        try bench.apply(all: chat.complete(from: 0) + [chat.recorded(at: 620)])
        try bench.commit()
        #expect(clocks(bench) == [["record-entry 1 open"]])
        try bench.advance(to: at(620))
        try bench.commit()
        #expect(clocks(bench) == [["record-entry 1 open"], ["record-entry 1 met 600000"]])
        #expect(bench.evaluations[1].cause == .followUp && bench.evaluations[1].revision == 2)
        let facts = bench.facts.filter { $0.subject == "all" }.map(\.measures)
        #expect(facts.count == 2 && facts[1].conversations == 0 && facts[1].clocks.map(\.responses.met) == [1])
        try bench.advance(to: at(9_000))
        #expect(bench.alerts.isEmpty && bench.evaluations.count == 2)
    }

    @Test("S3-051: without an entry it is near, breached and escalated at its moments, cleared by a late one (T56)")
    func lateEntry() throws {
        let ladder = [
            LadderStep(delay: .seconds(60), receivers: ["manager"]),
            LadderStep(delay: .seconds(600), receivers: ["director"]),
        ]
        let bench = bench(clock(.recordEntry, 1_800, approaching: 300, ladder: ladder))
        var chat = Chat("c")
        try bench.apply(all: chat.complete(from: 0))
        try bench.advance(to: at(1_900))
        try bench.apply(chat.recorded(at: 1_950))
        try bench.advance(to: at(4_000))
        #expect(
            lines(bench) == [
                "1 record-entry 1 approaching 1520", "1 record-entry 1 breached 1820",
                "1 record-entry 1 escalated 1 1880",
                "1 record-entry 1 cleared 1950",
            ])
        #expect(bench.alerts.map(\.receivers) == [["leader"], ["leader"], ["manager"], ["leader"]])
        #expect(bench.alerts.map(\.agentID) == ["A17", "A17", "A17", "A17"] && bench.alerts[3].lateByMs == 130_000)
        #expect(
            clocks(bench) == [
                ["record-entry 1 open"], ["record-entry 1 breached"], ["record-entry 1 breached 1930000"],
            ])
    }

    @Test("S3-051: an entry that was made in the episode is in time; nobody's episode starts no clock")
    func earlyEntry() throws {
        let bench = bench(clock(.recordEntry, 60))
        var chat = Chat("c")
        try bench.apply(chat.customer(at: 0), chat.agent(at: 5), chat.recorded(at: 8), chat.resolved(at: 10))
        try bench.apply(chat.customer(at: 20), chat.resolved(at: 30))
        try bench.advance(to: at(500))
        #expect(clocks(bench) == [["record-entry 1 open"], [], ["record-entry 1 met 0"]])
        #expect(bench.alerts.isEmpty)
    }

    @Test("an entry belongs to the episode that has waited longest, even when the next one is open (T42)")
    func entriesOfTwoEpisodes() throws {
        let bench = bench(clock(.recordEntry, 60))
        var chat = Chat("c")
        try bench.apply(all: chat.complete(from: 0))
        try bench.apply(chat.customer(at: 30), chat.agent(at: 35), chat.recorded(at: 40), chat.resolved(at: 50))
        try bench.advance(to: at(500))
        #expect(lines(bench) == ["2 record-entry 1 breached 110"])
        let last = bench.evaluations.filter { $0.cause == .followUp }
        #expect(last.map(\.episode) == [1, 2] && last.map { $0.clocks[0].outcome } == [.met, .breached])
    }

    @Test("T60: an entry that was in time and comes late retracts the breach and corrects the figures")
    func lateArrival() throws {
        let bench = bench(clock(.recordEntry, 60))
        var chat = Chat("c")
        try bench.apply(all: chat.complete(from: 0))
        try bench.advance(to: at(100))
        try bench.apply(chat.recorded(at: 70), arrivingAfter: .seconds(40))
        try bench.commit()
        #expect(lines(bench) == ["1 record-entry 1 breached 80", "1 record-entry 1 retracted 70"])
        #expect(clocks(bench).last == ["record-entry 1 met 50000"])
        let sums = bench.facts.filter { $0.subject == "all" }.flatMap(\.measures.clocks).map(\.responses)
        #expect(sums.reduce(0) { $0 + $1.met } == 1 && sums.reduce(0) { $0 + $1.breached } == 0)
    }

    @Test("S3-020: a call-back after a complaint's close, in the episode or behind it, once for each complaint")
    func complaintCallBack() throws {
        let bench = bench(clock(.complaintCallBack, 172_800))
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.agent(at: 5), chat.complaint(.received, at: 6), chat.complaint(.closed, at: 10),
            chat.agent(at: 15), chat.resolved(at: 20))
        #expect(clocks(bench) == [["complaint-call-back 1 open"]])
        try bench.apply(chat.complaint(.received, at: 50), chat.complaint(.closed, at: 100))
        try bench.apply(chat.agent("您好，回访", at: 1_000))
        try bench.advance(to: at(172_799))
        #expect(clocks(bench).last == ["complaint-call-back 1 met 990000", "complaint-call-back 2 open"])
        try bench.advance(to: at(172_900))
        #expect(lines(bench) == ["1 complaint-call-back 2 breached 172900"])
        try bench.apply(chat.agent("您好，回访", at: 175_000))
        try bench.advance(to: at(175_000))
        #expect(
            clocks(bench).last == ["complaint-call-back 1 met 990000", "complaint-call-back 2 breached 174900000"])
    }

    @Test("S3-017: three working days for a call-back, over the make-up Saturday (T07)")
    func callBackInWorkingDays() throws {
        var clock = clock(.callBack, 27 * 3_600)
        clock.calendar = CalendarLibrary.builtIn.calendar(named: "cn-office")
        let bench = bench(clock)
        var chat = Chat("c")
        // Friday 2026-10-09, 18:00 in Shanghai; Saturday the 10th is worked.
        let end = try #require(Instant(iso: "2026-10-09T10:00:00Z"))
        let offset = Int((end.milliseconds - epoch.milliseconds) / 1_000)
        try bench.apply(all: chat.complete(from: offset - 20))
        try bench.advance(to: end + .hours(24 * 10))
        let deadline = try #require(Instant(iso: "2026-10-13T10:00:00Z"))
        #expect(bench.alerts.map(\.deadlineMs) == [deadline.milliseconds])
    }

    @Test("S4-078: an invitation in another topic fulfils the clock of its episode, however that topic is read")
    func surveySend() throws {
        for isEarly in [false, true] {
            let bench = bench(clock(.surveySend, 600))
            var chat = Chat("c")
            let invitation = chat.invitation(at: 320)
            if isEarly { try bench.apply(invitation) }
            try bench.apply(all: chat.complete(from: 0))
            if !isEarly { try bench.apply(invitation) }
            try bench.answer(chat.survey(4, at: 400, event: "s2"))
            try bench.advance(to: at(2_000))
            #expect(bench.evaluations.map(\.cause) == [.ended, .followUp, .survey])
            #expect(clocks(bench).last == ["survey-send 1 met 300000"])
            #expect(bench.evaluations.map(\.counts.records) == [3, 3, 5] && bench.letters.isEmpty)
        }
    }

    @Test("S4-078: while the surveys are not known up to the deadline nothing is told")
    func surveysLag() throws {
        let bench = bench(clock(.surveySend, 600))
        var chat = Chat("c")
        try bench.apply(all: chat.complete(from: 0))
        try bench.advanceConversations(to: at(3_000))
        #expect(bench.alerts.isEmpty)
        try bench.advance(to: at(3_000))
        #expect(lines(bench) == ["1 survey-send 1 breached 620"])
        try bench.apply(chat.invitation(at: 700))
        try bench.advance(to: at(3_001))
        #expect(lines(bench).last == "1 survey-send 1 cleared 700")
    }

    @Test("T50: a merged conversation waits for nothing more")
    func merged() throws {
        let bench = bench(clock(.recordEntry, 600))
        var chat = Chat("c")
        try bench.apply(all: chat.complete(from: 0))
        try bench.apply(chat.customer(at: 100), chat.closed(.merged, at: 110))
        try bench.advance(to: at(5_000))
        #expect(bench.alerts.isEmpty)
        #expect(bench.evaluations.last?.clocks.map(\.outcome) == [.cancelled])
    }

    @Test("what waits is in the checkpoint: a task that is restored tells the rest and nothing twice")
    func restored() throws {
        let ladder = [LadderStep(delay: .seconds(60), receivers: ["manager"])]
        let first = bench(clock(.recordEntry, 60, ladder: ladder), clock(.surveySend, 600))
        var chat = Chat("c")
        try first.apply(all: chat.complete(from: 0))
        try first.advance(to: at(100))
        let second = try first.restored()
        try second.apply(chat.invitation(at: 120))
        try second.apply(chat.recorded(at: 200))
        try second.advance(to: at(5_000))
        #expect(lines(first) == ["1 record-entry 1 breached 80"])
        #expect(lines(second) == ["1 record-entry 1 escalated 1 140", "1 record-entry 1 cleared 200"])
        #expect(clocks(second).last == ["record-entry 1 breached 180000", "survey-send 1 met 100000"])
    }

    @Test("a silent clock's breach is in the evaluation and the figures, too")
    func silent() throws {
        let bench = bench(clock(.callBack, 60, alerts: false))
        var chat = Chat("c")
        try bench.apply(all: chat.complete(from: 0))
        try bench.advance(to: at(79))
        #expect(bench.evaluations.count == 1)
        try bench.advance(to: at(80))
        #expect(clocks(bench).last == ["call-back 1 breached"] && bench.alerts.isEmpty)
    }

    @Test(
        "invariant 7: clocks that outlive are met, breached, cancelled or open, and the tallies have the decided ones")
    func addUp() throws {
        let bench = bench(clock(.recordEntry, 60))
        for (number, entry) in [nil, 70, 90, 30].enumerated() {
            var chat = Chat("c\(number)")
            try bench.apply(all: chat.complete(from: 0))
            if let entry { try bench.apply(chat.recorded(at: entry)) }
        }
        try bench.advance(to: at(1_000))
        try bench.commit()
        let sums = bench.facts.filter { $0.subject == "all" }.flatMap(\.measures.clocks).map(\.responses)
        #expect(sums.reduce(0) { $0 + $1.met } == 2 && sums.reduce(0) { $0 + $1.breached } == 2)
        #expect(sums.reduce(0) { $0 + $1.answered } == 3)
    }
}
