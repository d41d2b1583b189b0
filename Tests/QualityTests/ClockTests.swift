// Clocks: cycles, targets, pauses, ladders, and what is said of them.
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

    @Test("F22: a question that comes late was answered by what came after it")
    func lateQuestion() {
        var bench = ClockBench([.clock(.nextResponse, 30)])
        bench.take(.agent, at: 1)
        bench.take(.agent, at: 100)
        bench.take(.customer, at: 90, isLate: true)
        bench.decide(at: 500)
        #expect(bench.lines.isEmpty && bench.results(endedAt: 500).isEmpty)
    }

    // MARK: Targets

    private let byClass = [
        TargetRule(conditions: [.init(kind: .urgencyClass, values: ["A"])], target: .seconds(600)),
        TargetRule(conditions: [.init(kind: .urgencyClass, values: ["D"])], target: nil),
    ]

    @Test("T45: another target keeps the time that went by")
    func retargeted() {
        var bench = ClockBench([.clock(.resolution, 7_200, rules: byClass)])
        bench.retarget(at: 300, .urgency("A"))
        bench.decide(at: 10_000)
        #expect(bench.lines == ["resolution 1 breached 600"])
        #expect(bench.said.allSatisfy { $0.clock.isRetargeted && $0.clock.startedAt == bench.time(0) })
    }

    @Test("T47: a class that is raised after its target has passed breaches at once, and not before")
    func raised() {
        var bench = ClockBench([.clock(.resolution, 7_200, rules: byClass)])
        bench.retarget(at: 2_400, .urgency("A"))
        bench.decide(at: 10_000)
        #expect(bench.lines == ["resolution 1 breached 2400"])
    }

    @Test("T45: what has been breached stays so; a clock that no longer runs is withdrawn")
    func relaxed() {
        var bench = ClockBench([.clock(.resolution, 600, rules: byClass)], contact: .urgency("A"))
        bench.retarget(at: 700, .urgency("D"))
        bench.decide(at: 10_000)
        #expect(bench.lines == ["resolution 1 breached 600", "resolution 1 cleared 700"])
        #expect(bench.results(endedAt: 10_000).map(\.outcome) == [.breached])
        var intime = ClockBench([.clock(.resolution, 600, rules: byClass)], contact: .urgency("A"))
        intime.retarget(at: 500, .urgency("D"))
        intime.decide(at: 10_000)
        #expect(intime.lines.isEmpty && intime.results(endedAt: 10_000).map(\.outcome) == [.cancelled])
    }

    @Test("X01: the first rule that matches holds, else the target for all")
    func rules() {
        let policy = ClockPolicy.clock(.resolution, 7_200, rules: byClass)
        #expect(policy.target(for: .urgency("A")) == .seconds(600))
        #expect(policy.target(for: .urgency("D")) == nil)
        #expect(policy.target(for: .urgency("B")) == .seconds(7_200))
        #expect(policy.target(for: .unknown) == .seconds(7_200))
    }

    @Test("T50: the clocks of a conversation that was merged are withdrawn")
    func merged() {
        var bench = ClockBench([.clock(.firstResponseHuman, 60), .clock(.resolution, 900)])
        bench.merge(at: 30)
        bench.decide(at: 5_000)
        #expect(bench.lines.isEmpty)
        #expect(bench.results(endedAt: 30).map(\.outcome) == [.cancelled, .cancelled])
    }

    // MARK: Pauses

    @Test("T67: while a clock stands still nothing is breached; what was left is left")
    func pauses() {
        var bench = ClockBench([.clock(.resolution, 900, pausesIn: 1)])
        bench.pause(0, at: 800)
        bench.decide(at: 5_000)
        #expect(bench.lines.isEmpty)
        bench.pause(nil, at: 6_000)
        bench.decide(at: 7_000)
        #expect(bench.lines == ["resolution 1 breached 6100"])
    }

    @Test("T23: a pause of two seconds is two seconds; T34: a reply in the same event counts before the state")
    func shortPause() {
        var bench = ClockBench([.clock(.resolution, 100, pausesIn: 1), .clock(.firstResponseHuman, 100, pausesIn: 1)])
        bench.take(.agent, at: 50)
        bench.pause(0, at: 50)
        bench.pause(nil, at: 52)
        bench.take(.end, at: 102)
        #expect(bench.results(endedAt: 102).map(\.elapsed) == [.seconds(100), .seconds(50)])
        #expect(bench.results(endedAt: 102).map(\.outcome) == [.met, .met])
    }

    @Test("pauses are off unless the policy names their reason; another reason ends one that lasts")
    func reasons() {
        var bench = ClockBench([.clock(.resolution, 100), .clock(.acceptance, 100, pausesIn: 2)])
        bench.pause(0, at: 10)
        bench.pause(1, at: 20)
        bench.pause(0, at: 60)
        bench.decide(at: 1_000)
        #expect(bench.lines == ["resolution 1 breached 100", "acceptance 1 breached 140"])
    }

    @Test("invariant 3: a pause never makes a deadline earlier")
    func pausesDelay() {
        for begin: Int64 in stride(from: 0, to: 200, by: 7) {
            var bench = ClockBench([.clock(.resolution, 100, pausesIn: 1)])
            bench.pause(0, at: begin)
            bench.pause(nil, at: begin + 13)
            #expect(bench.clocks.latest[0].deadline == bench.time(begin < 100 ? 113 : 100))
        }
    }

    // MARK: Alerts

    @Test("T05: that a deadline is near is told its business time before it")
    func approaching() {
        var bench = ClockBench([.clock(.resolution, 100, pausesIn: 1, approaching: 30)])
        bench.pause(0, at: 50)
        bench.pause(nil, at: 1_050)
        bench.decide(at: 1_069)
        #expect(bench.lines.isEmpty)
        bench.decide(at: 1_070)
        bench.decide(at: 1_200)
        #expect(bench.lines == ["resolution 1 approaching 1070", "resolution 1 breached 1100"])
    }

    @Test("T58, T59: the ladder goes on as long as the breach lasts, and ends with the answer")
    func ladder() {
        let ladder = [
            LadderStep(delay: .seconds(60), receivers: ["manager"]),
            LadderStep(delay: .seconds(120), receivers: ["director"]),
        ]
        var bench = ClockBench([.clock(.resolution, 100, ladder: ladder)])
        bench.decide(at: 165)
        bench.take(.end, at: 200)
        bench.decide(at: 1_000)
        #expect(
            bench.lines == ["resolution 1 breached 100", "resolution 1 escalated 1 160", "resolution 1 cleared 200"])
        let receivers = bench.said.map { bench.policies[0].receivers(of: $0.step) }
        #expect(receivers == [["leader"], ["manager"], ["leader"]])
    }

    @Test("what is said does not depend on how often time is looked at, nor on when")
    func steadiness() {
        let ladder = [LadderStep(delay: .seconds(50), receivers: ["manager"])]
        func lines(every step: Int64) -> [String] {
            var bench = ClockBench([
                .clock(.firstResponseHuman, 30, approaching: 10),
                .clock(.nextResponse, 20, approaching: 5, ladder: ladder),
            ])
            var time: Int64 = 0
            let replies: [Int64: ClockEvents] = [45: .agent, 60: .customer, 200: .agent, 210: .customer, 215: .agent]
            for second: Int64 in 1...400 {
                if second == time + step {
                    time = second
                    bench.decide(at: second - 1)
                }
                if let events = replies[second] { bench.take(events, at: second) }
            }
            bench.decide(at: 1_000)
            return bench.lines.sorted()
        }
        let all = lines(every: 1)
        #expect(all.count == 7)
        for step: Int64 in [2, 7, 50, 399] { #expect(lines(every: step) == all) }
    }

    @Test("a clock without alerts says nothing and is counted all the same")
    func silent() {
        var bench = ClockBench([.clock(.firstResponseHuman, 30, alerts: false)])
        bench.decide(at: 100)
        #expect(bench.lines.isEmpty && bench.clocks.nextMoment == .distantFuture)
        #expect(bench.results(endedAt: 100).map(\.outcome) == [.breached])
    }

    @Test("invariant 7: met, breached, cancelled, abandoned and open are all clocks that were started")
    func outcomesAddUp() {
        var random = SeededNumbers(7)
        for _ in 0..<300 {
            var bench = ClockBench([
                .clock(.firstResponseHuman, 30), .clock(.nextResponse, 20, pausesIn: 1), .clock(.progressUpdate, 40),
                .clock(.complaintClose, 60, rules: byClass),
            ])
            var time: Int64 = 0
            for _ in 0..<20 {
                time += Int64(random.next(30))
                switch random.next(9) {
                case 0, 1, 2: bench.take(.customer, at: time)
                case 3, 4: bench.take(.agent, at: time)
                case 5: bench.take(.complaint, at: time)
                case 6: bench.take(.complaintEnd, at: time)
                case 7: bench.pause(random.next(2) == 0 ? 0 : nil, at: time)
                default: bench.retarget(at: time, .urgency(["A", "B", "D"][random.next(3)]))
                }
            }
            let results = bench.results(endedAt: time)
            #expect(results.count == bench.clocks.cycles.count)
            #expect(results.allSatisfy { $0.outcome != .open })
            #expect(results.allSatisfy { ($0.elapsed ?? .zero) >= .zero })
            var measures = ClockMeasures()
            for result in results { measures.add(result, times: 1) }
            let sum = measures.entries.reduce(Int64(0)) {
                $0 + $1.responses.met + $1.responses.breached + $1.responses.abandoned + $1.responses.cancelled
            }
            #expect(sum == Int64(results.count))
        }
    }
}

/// Numbers that are the same every time.
private struct SeededNumbers {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
