// Clocks: targets, pauses, ladders, and what is said of them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Clocks: targets, pauses and alerts")
struct ClockAlertTests {
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

    @Test("T45, T46: what has been breached stays so; a clock that no rule asks for any more is withdrawn")
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
        #expect(policy.goal(for: .urgency("A"))?.target == .seconds(600))
        #expect(policy.goal(for: .urgency("D")) == nil)
        #expect(policy.goal(for: .urgency("B"))?.target == .seconds(7_200))
        #expect(policy.goal(for: .unknown)?.target == .seconds(7_200))
    }

    @Test("T50: the clocks of a conversation that was merged are withdrawn")
    func merged() {
        var bench = ClockBench([.clock(.firstResponseHuman, 60), .clock(.resolution, 900)])
        bench.merge(at: 30)
        bench.decide(at: 5_000)
        #expect(bench.lines.isEmpty)
        #expect(bench.results(endedAt: 30).map(\.outcome) == [.cancelled, .cancelled])
    }

    @Test(
        "a clock that has no target at first gets one with the class, from the episode's start, unless somebody has replied"
    )
    func lateGoal() {
        let rules = [TargetRule(conditions: [.init(kind: .urgencyClass, values: ["A"])], target: .seconds(600))]
        var bench = ClockBench([.clock(.resolution, nil, rules: rules)])
        #expect(bench.clocks.cycles.isEmpty)
        bench.retarget(at: 100, .urgency("A"))
        bench.decide(at: 2_000)
        #expect(bench.lines == ["resolution 1 breached 600"])
        var late = ClockBench([.clock(.resolution, nil, rules: rules)])
        late.retarget(at: 900, .urgency("A"))
        late.decide(at: 2_000)
        #expect(late.lines == ["resolution 1 breached 900"], "not before the class was known (T47)")
        var raised = ClockBench([.clock(.resolution, 7_200, rules: byClass)])
        raised.retarget(at: 10, .urgency("D"))
        raised.retarget(at: 20, .urgency("A"))
        #expect(raised.results(endedAt: nil, known: 30).map(\.outcome) == [.cancelled, .open])
        var answered = ClockBench([
            .clock(.firstResponseHuman, nil, rules: rules), .clock(.acceptance, nil, rules: rules),
            .clock(.resolution, nil, rules: rules),
        ])
        answered.take(.agent, at: 5)
        answered.retarget(at: 100, .urgency("A"))
        answered.decide(at: 2_000)
        #expect(answered.lines == ["resolution 1 breached 600"], "of the others it is not known")
    }

    @Test(
        "T60: a change that is dated before a breach which was told retracts it; of the new deadline all is told anew")
    func changesInThePast() {
        var paused = ClockBench([.clock(.resolution, 600, pausesIn: 1, approaching: 60)])
        paused.decide(at: 700)
        paused.pause(0, at: 500)
        paused.pause(nil, at: 1_500)
        paused.decide(at: 5_000)
        #expect(
            paused.lines == [
                "resolution 1 approaching 540", "resolution 1 breached 600", "resolution 1 retracted 500",
                "resolution 1 approaching 1540", "resolution 1 breached 1600",
            ])
        #expect(paused.said[2].clock.deadline == paused.time(600), "of the deadline that was told")
        var withdrawn = ClockBench([.clock(.resolution, 600)])
        withdrawn.decide(at: 700)
        withdrawn.merge(at: 550)
        #expect(withdrawn.lines == ["resolution 1 breached 600", "resolution 1 retracted 550"])
        #expect(withdrawn.results(endedAt: 700).map(\.outcome) == [.cancelled])
    }

    @Test("T55: what changes at the deadline itself tells no breach before the reply of that instant")
    func changeAtTheDeadline() {
        var bench = ClockBench([.clock(.firstResponseHuman, 30, rules: byClass, pausesIn: 1)])
        bench.retarget(at: 30, .urgency("B"))
        bench.pause(0, at: 30)
        bench.take(.agent, at: 30)
        bench.decide(at: 900)
        #expect(bench.lines.isEmpty && bench.results(endedAt: 900).map(\.outcome) == [.met])
    }

    @Test("a rule with the same target moves no deadline and tells nothing twice")
    func sameTarget() {
        let rules = [
            TargetRule(conditions: [.init(kind: .urgencyClass, values: ["B"])], target: .seconds(100), receivers: ["b"])
        ]
        var bench = ClockBench([.clock(.resolution, 100, rules: rules, approaching: 20)])
        bench.decide(at: 85)
        bench.retarget(at: 90, .urgency("B"))
        bench.decide(at: 500)
        #expect(bench.lines == ["resolution 1 approaching 80", "resolution 1 breached 100"])
    }

    @Test(
        "what was breached, or withdrawn by an event, does not start over with the class; nor the first resolution later on"
    )
    func noStartOver() {
        var breached = ClockBench([.clock(.resolution, 600, rules: byClass)], contact: .urgency("A"))
        breached.retarget(at: 700, .urgency("D"))
        breached.retarget(at: 800, .urgency("A"))
        breached.decide(at: 5_000)
        #expect(breached.results(endedAt: 5_000).map(\.outcome) == [.breached])
        var policy = ClockPolicy.clock(.resolution, 7_200, rules: byClass)
        policy.conditions.cancels = .note
        var withdrawn = ClockBench([policy])
        withdrawn.take(.note, at: 50)
        withdrawn.retarget(at: 60, .urgency("A"))
        #expect(withdrawn.results(endedAt: nil, known: 70).map(\.outcome) == [.cancelled])
        let only = [TargetRule(conditions: [.init(kind: .urgencyClass, values: ["A"])], target: .seconds(600))]
        var second = ClockBench([.clock(.firstResolution, nil, rules: only)], episode: 2)
        second.retarget(at: 60, .urgency("A"))
        #expect(second.clocks.cycles.isEmpty)
    }

    // MARK: Pauses

    @Test("T67: a change of state that comes later than the one after it changes nothing any more")
    func lateStates() {
        var bench = ClockBench([.clock(.resolution, 600, pausesIn: 1)])
        bench.pause(nil, at: 100)
        bench.pause(0, at: 50, isLate: true)
        bench.decide(at: 5_000)
        #expect(bench.lines == ["resolution 1 breached 600"])
        var paused = ClockBench([.clock(.resolution, 600, pausesIn: 1)])
        paused.pause(0, at: 100)
        paused.pause(nil, at: 50, isLate: true)
        paused.decide(at: 5_000)
        #expect(paused.lines.isEmpty)
    }

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
