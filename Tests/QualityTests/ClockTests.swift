// Clocks: cycles, and what comes late.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Clocks")
struct ClockTests {
    // MARK: Cycles

    @Test("T42: the clock of the next response runs from the oldest unanswered message")
    func oldestUnanswered() {
        var bench = ClockBench([.clock(.nextResponse, 60)])
        bench.take(.agent, at: 5)
        bench.take(.customer, at: 100)
        bench.take(.customer, at: 130)
        bench.take(.customer, at: 150)
        bench.take(.agent, at: 165)
        let results = bench.results(endedAt: 200)
        #expect(results.map(\.elapsed) == [.seconds(65)])
        #expect(results.map(\.outcome) == [.breached])
    }

    @Test("T43: a second message of the agent in a row answers nothing")
    func twiceInARow() {
        var bench = ClockBench([.clock(.firstResponseHuman, 60), .clock(.nextResponse, 60)])
        bench.take(.agent, at: 5)
        bench.take(.agent, at: 9)
        bench.take(.customer, at: 20)
        bench.take(.agent, at: 30)
        bench.take(.agent, at: 90)
        #expect(bench.results(endedAt: 100).map(\.elapsed) == [.seconds(5), .seconds(10)])
    }

    @Test("T44: there is no next response before the first one")
    func nextNeedsFirst() {
        var bench = ClockBench([.clock(.firstResponseHuman, 300), .clock(.nextResponse, 10)])
        bench.take(.customer, at: 30)
        bench.decide(at: 200)
        #expect(bench.lines.isEmpty)
        bench.take(.agent, at: 210)
        bench.take(.customer, at: 220)
        bench.decide(at: 300)
        #expect(bench.lines == ["next-response 1 breached 230"])
    }

    @Test("each unanswered message is a cycle, counted and told by its number (T57)")
    func cyclesAreNumbered() {
        var bench = ClockBench([.clock(.nextResponse, 10)])
        bench.take(.bot, at: 1)
        for start: Int64 in [100, 200, 300] {
            bench.take(.customer, at: start)
            bench.decide(at: start + 15)
            bench.decide(at: start + 16)
            bench.take(.agent, at: start + 20)
        }
        #expect(
            bench.lines == [
                "next-response 1 breached 110", "next-response 1 cleared 120", "next-response 2 breached 210",
                "next-response 2 cleared 220", "next-response 3 breached 310", "next-response 3 cleared 320",
            ])
        #expect(bench.results(endedAt: 400).map(\.cycle) == [1, 2, 3])
    }

    @Test("S0-035: progress is due from one word of an agent to the next, and again")
    func progress() {
        var bench = ClockBench([.clock(.progressUpdate, 100)])
        bench.take(.agent, at: 50)
        bench.take(.agent, at: 140)
        bench.decide(at: 500)
        let results = bench.results(endedAt: 500)
        #expect(results.map(\.outcome) == [.met, .met, .breached])
        #expect(bench.lines == ["progress-update 3 breached 240"])
    }

    @Test("T65: within the session gap a question goes on; behind it the first response is asked for again")
    func sessionGap() {
        var inside = ClockBench([.clock(.firstResponseHuman, 30, gap: 600)])
        inside.take(.agent, at: 10)
        inside.take(.customer, at: 9 * 60 + 10)
        #expect(inside.results(endedAt: 2_000).count == 1)
        var outside = ClockBench([.clock(.firstResponseHuman, 30, gap: 600)])
        outside.take(.agent, at: 10)
        outside.take(.customer, at: 11 * 60 + 10)
        outside.take(.agent, at: 11 * 60 + 30)
        #expect(outside.results(endedAt: 2_000).map(\.elapsed) == [.seconds(10), .seconds(20)])
    }

    @Test("S4-029, S3-015: a hand-over and an escalation wait for the next word of an agent")
    func handOvers() {
        var bench = ClockBench([.clock(.handOverResponse, 900), .clock(.technicalSupport, 7_200)])
        bench.take(.agent, at: 10)
        bench.take(.handOver, at: 100)
        bench.take(.agent, at: 400)
        bench.take([.handOver, .escalation], at: 500)
        bench.take(.agent, at: 8_000)
        #expect(bench.results(endedAt: 9_000).map(\.elapsed) == [.seconds(300), .seconds(7_500), .seconds(7_500)])
        #expect(bench.results(endedAt: 9_000).map(\.outcome) == [.met, .breached, .breached])
    }

    @Test("S3-018, S3-019, S4-067: a complaint is accepted, answered and closed; C48: one that is withdrawn is none")
    func complaints() {
        let policies: [ClockPolicy] = [
            .clock(.complaintAcceptance, 600), .clock(.complaintPlan, 86_400), .clock(.complaintClose, 172_800),
        ]
        var bench = ClockBench(policies)
        bench.take(.complaint, at: 100)
        bench.take(.complaintAcceptance, at: 400)
        bench.take(.complaintAnswer, at: 4_000)
        bench.take(.complaintEnd, at: 300_000)
        #expect(bench.results(endedAt: 400_000).map(\.outcome) == [.met, .met, .breached])
        var withdrawn = ClockBench(policies)
        withdrawn.take(.complaint, at: 100)
        withdrawn.take(.complaintWithdrawal, at: 200)
        #expect(withdrawn.results(endedAt: 400_000).map(\.outcome) == [.cancelled, .cancelled, .cancelled])
        #expect(withdrawn.lines.isEmpty)
    }

    @Test("T36: each episode has its resolution; the first one's is the conversation's for ever")
    func resolutions() {
        let policies: [ClockPolicy] = [.clock(.resolution, 900), .clock(.firstResolution, 900)]
        var first = ClockBench(policies)
        first.take(.end, at: 700)
        #expect(first.results(endedAt: 700).map(\.outcome) == [.met, .met])
        var second = ClockBench(policies, episode: 2)
        second.take(.end, at: 1_000)
        #expect(second.results(endedAt: 1_000).map(\.kind) == [.resolution])
        #expect(second.results(endedAt: 1_000).map(\.outcome) == [.breached])
    }

    @Test("T35: what ends the episode with the first reply settles all clocks")
    func replyAndEnd() {
        var bench = ClockBench([.clock(.firstResponseHuman, 30), .clock(.nextResponse, 30), .clock(.resolution, 900)])
        bench.take([.agent, .end], at: 20)
        #expect(bench.results(endedAt: 20).map(\.outcome) == [.met, .met])
        #expect(bench.results(endedAt: 20).map(\.elapsed) == [.seconds(20), .seconds(20)])
    }

    @Test("F01, F02: from the message and from the hand-over of the bot are two figures; a policy may want either")
    func handOverFromBot() {
        var fromHandOver = ClockPolicy.clock(.handOverResponse, 30)
        fromHandOver.conditions.starts = .handOverFromBot
        var bench = ClockBench([.clock(.firstResponseHuman, 30), .clock(.firstResponseAny, 30), fromHandOver])
        bench.take(.bot, at: 1)
        bench.take([.handOver, .handOverFromBot], at: 600)
        bench.take(.agent, at: 620)
        #expect(bench.results(endedAt: 700).map(\.elapsed) == [.seconds(620), .seconds(1), .seconds(20)])
    }

    @Test("F03: the bot's answer ends the waiting; what is asked days later is a new one")
    func contentForDays() {
        var bench = ClockBench([.clock(.nextResponse, 30)])
        bench.take(.bot, at: 2)
        let day: Int64 = 86_400
        bench.take(.customer, at: 14 * day)
        bench.take(.agent, at: 14 * day + 9 * 3_600)
        #expect(bench.results(endedAt: 15 * day).map(\.elapsed) == [.hours(9)])
    }

    @Test("F17: words of courtesy are no substance")
    func substance() {
        var bench = ClockBench([.clock(.firstResponseHuman, 30), .clock(.firstSubstantiveResponse, 60)])
        bench.take(.agent, at: 5)
        bench.take([.agent, .substance], at: 50)
        #expect(bench.results(endedAt: 60).map(\.elapsed) == [.seconds(5), .seconds(50)])
    }

    @Test("F26: handling counts from the acceptance")
    func handling() {
        var bench = ClockBench([.clock(.acceptance, 60), .clock(.handling, 300)])
        bench.take(.acceptance, at: 40)
        bench.take(.acceptance, at: 90)
        bench.take(.end, at: 300)
        #expect(bench.results(endedAt: 300).map(\.elapsed) == [.seconds(40), .seconds(260)])
    }

    @Test("S3-010, S3-011: words of an agent fulfil what waits for them")
    func words() {
        var need = ClockPolicy.clock(.needIdentification, 60)
        need.words = LexiconSet([3])
        var bench = ClockBench([need, .clock(.firstResponseHuman, 60)])
        bench.take(.agent, at: 5, said: LexiconSet([2]))
        bench.take(.agent, at: 50, said: LexiconSet([1, 3]))
        #expect(bench.results(endedAt: 60).map(\.elapsed) == [.seconds(50), .seconds(5)])
    }

    @Test("T40: an internal note answers nothing, unless the policy lets it end the waiting for progress")
    func notes() {
        var allowing = ClockPolicy.clock(.progressUpdate, 100)
        allowing.conditions.fulfils = [.agent, .note]
        var bench = ClockBench([.clock(.firstResponseHuman, 100), .clock(.progressUpdate, 100), allowing])
        bench.take(.note, at: 40)
        #expect(bench.results(endedAt: 50).map(\.outcome) == [.abandoned, .abandoned, .met])
    }

    // MARK: Lateness

    @Test("T61: a reply that is dated before its question takes no time")
    func skew() {
        var bench = ClockBench([.clock(.nextResponse, 30)])
        bench.take(.agent, at: 1)
        bench.take(.customer, at: 100)
        bench.take(.agent, at: 95)
        #expect(bench.results(endedAt: 200).map(\.elapsed) == [.zero])
        #expect(bench.results(endedAt: 200).map(\.outcome) == [.met])
    }

    @Test("T60: a reply that comes late and was in time retracts the breach; a breach that was cleared, too")
    func retraction() {
        var bench = ClockBench([.clock(.nextResponse, 30)])
        bench.take(.agent, at: 1)
        bench.take(.customer, at: 100)
        bench.decide(at: 140)
        bench.take(.agent, at: 150)
        bench.take(.agent, at: 120, isLate: true)
        bench.decide(at: 500)
        #expect(
            bench.lines == [
                "next-response 1 breached 130", "next-response 1 cleared 150", "next-response 1 retracted 120",
            ])
        #expect(bench.results(endedAt: 500).map(\.outcome) == [.met])
    }

    @Test("T60: a late reply answers the cycle that waited then, not the one that waits now")
    func lateReplyToAnEarlierCycle() {
        var bench = ClockBench([.clock(.nextResponse, 30)])
        bench.take(.agent, at: 1)
        bench.take(.customer, at: 100)
        bench.take(.agent, at: 150)
        bench.take(.customer, at: 200)
        bench.take(.agent, at: 110, isLate: true)
        bench.decide(at: 500)
        #expect(bench.results(endedAt: 500).map(\.outcome) == [.met, .breached])
        #expect(bench.lines == ["next-response 2 breached 230"])
    }

    @Test("a complaint that comes late has its clocks all the same; its late withdrawal leaves a newer one alone")
    func lateComplaints() {
        var bench = ClockBench([.clock(.complaintClose, 600), .clock(.acceptance, 60, gap: 5)])
        bench.take(.agent, at: 100)
        bench.take(.complaint, at: 98, isLate: true)
        bench.take(.complaintEnd, at: 200)
        bench.take(.complaint, at: 300)
        bench.take(.complaintWithdrawal, at: 150, isLate: true)
        bench.decide(at: 5_000)
        #expect(bench.lines.contains("complaint-close 2 breached 900"))
        #expect(
            bench.results(endedAt: 5_000).filter { $0.kind == .complaintClose }.map(\.outcome) == [.met, .breached])
    }

    @Test("T65: without a reply there is no session whose gap could end")
    func gapWithoutReply() {
        var bench = ClockBench([.clock(.acceptance, 60, gap: 600)])
        bench.take(.acceptance, at: 20)
        bench.take(.customer, at: 30)
        #expect(bench.clocks.cycles.count == 1)
    }

    @Test("F22: a question that comes late was answered by what came after it")
    func lateQuestion() {
        var bench = ClockBench([.clock(.nextResponse, 30)])
        bench.take(.agent, at: 1)
        bench.take(.agent, at: 100)
        bench.take(.customer, at: 90, isLate: true)
        bench.decide(at: 500)
        #expect(bench.lines.isEmpty && bench.results(endedAt: 500).isEmpty)
    }

    @Test("F22, T42: an older question that comes late moves the waiting back, unless a reply lies between")
    func olderQuestion() {
        var bench = ClockBench([.clock(.nextResponse, 30)])
        bench.take(.agent, at: 1)
        bench.take(.customer, at: 50)
        bench.decide(at: 79)
        bench.take(.customer, at: 20, isLate: true)
        bench.decide(at: 79)
        #expect(bench.lines == ["next-response 1 breached 50"])
        bench.take(.agent, at: 60)
        bench.take(.customer, at: 100)
        bench.take(.customer, at: 55, isLate: true)
        bench.take(.agent, at: 105)
        #expect(bench.results(endedAt: 200).map(\.elapsed) == [.seconds(40), .seconds(5)])
    }
}
