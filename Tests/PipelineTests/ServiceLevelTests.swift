// Clocks on their way through the evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Service levels in the evaluation task")
struct ServiceLevelTests {
    private static func clock(
        _ kind: ClockKind, _ target: Int64, rules: [TargetRule] = [], pausesIn: UInt32 = 0,
        approaching: Int64? = nil, ladder: [LadderStep] = []
    ) -> ClockPolicy {
        ClockPolicy(
            kind: kind, target: .seconds(target), rules: rules, pausesIn: pausesIn, alerts: true, receivers: ["leader"],
            approaching: approaching.map { .seconds($0) }, ladder: ladder)
    }

    private func bench(_ clocks: [ClockPolicy], pauseReasons: [String] = []) -> TaskBench {
        TaskBench(policies: PolicySet([.fixture(clocks: clocks, pauseReasons: pauseReasons)]))
    }

    private func lines(_ bench: TaskBench) -> [String] {
        bench.alerts.map { alert in
            let step = alert.step == .escalated ? "escalated \(alert.ladderStep)" : "\(alert.step)"
            return "\(alert.clock) \(alert.cycle) \(step) \((alert.atMs - epoch.milliseconds) / 1000)"
        }
    }

    private let byClass = [TargetRule(conditions: [.init(kind: .urgencyClass, values: ["A"])], target: .seconds(60))]

    @Test("T42, T57: next responses are told by their cycles")
    func nextResponses() throws {
        let bench = bench([Self.clock(.nextResponse, 20)])
        var chat = Chat("c")
        try bench.apply(chat.customer(at: 0), chat.agent(at: 5), chat.customer(at: 100), chat.customer(at: 110))
        try bench.advance(to: at(125))
        try bench.apply(chat.agent(at: 130), chat.customer(at: 200), chat.agent(at: 210), chat.resolved(at: 220))
        #expect(lines(bench) == ["next-response 1 breached 120", "next-response 1 cleared 130"])
        let clocks = try #require(bench.evaluations.first?.clocks)
        #expect(clocks.map(\.cycle) == [1, 2] && clocks.map(\.outcome) == [.breached, .met])
        #expect(clocks.map(\.elapsedMs) == [30_000, 10_000])
        try bench.commit()
        let measures = try #require(bench.facts.first { $0.subject == "all" }?.measures)
        #expect(measures.clocks.map(\.clock) == ["next-response"])
        #expect(measures.clocks[0].responses.met == 1 && measures.clocks[0].responses.breached == 1)
    }

    @Test("T58, T59: near, breached, escalated, cleared: each with its own receivers, and none twice")
    func ladder() throws {
        let ladder = [
            LadderStep(delay: .seconds(30), receivers: ["manager"]),
            LadderStep(delay: .seconds(90), receivers: ["director"]),
        ]
        let bench = bench([Self.clock(.resolution, 100, approaching: 20, ladder: ladder)])
        var chat = Chat("c")
        try bench.apply(chat.customer(at: 0), chat.agent(at: 5))
        for time in [79, 80, 81, 100, 129, 130, 131] { try bench.advance(to: at(time)) }
        try bench.apply(chat.resolved(at: 150))
        try bench.advance(to: at(400))
        #expect(
            lines(bench) == [
                "resolution 1 approaching 80", "resolution 1 breached 100", "resolution 1 escalated 1 130",
                "resolution 1 cleared 150",
            ])
        #expect(bench.alerts.map(\.receivers) == [["leader"], ["leader"], ["manager"], ["leader"]])
        #expect(bench.alerts.last?.lateByMs == 50_000)
        #expect(bench.alerts.allSatisfy { $0.deadlineMs == at(100).milliseconds })
    }

    @Test("T45, T47: a class that is raised sets another target, and breaches no sooner than it was raised")
    func raisedClass() throws {
        let policy = Self.clock(.resolution, 7_200, rules: byClass)
        let early = bench([policy])
        var first = Chat("c")
        try early.apply(first.customer(at: 0), first.classified("A", at: 30))
        try early.advance(to: at(70))
        #expect(lines(early) == ["resolution 1 breached 60"] && early.alerts[0].reason == .retargeted)
        #expect(early.alerts[0].targetMs == 60_000)
        let late = bench([policy])
        var second = Chat("c")
        try late.apply(second.customer(at: 0), second.classified("A", at: 2_400))
        try late.advance(to: at(2_500))
        #expect(lines(late) == ["resolution 1 breached 2400"])
    }

    @Test("a class that is known before the first message chooses the target from the start")
    func knownClass() throws {
        let bench = bench([Self.clock(.resolution, 7_200, rules: byClass)])
        var chat = Chat("c")
        try bench.apply(chat.classified("A", at: 0), chat.customer(at: 10))
        try bench.advance(to: at(100))
        #expect(lines(bench) == ["resolution 1 breached 70"] && bench.alerts[0].reason == .unspecified)
    }

    @Test("T67, T68: while the state stops a clock nothing is breached, and it goes on with what was left")
    func pauses() throws {
        let bench = bench([Self.clock(.resolution, 100, pausesIn: 1)], pauseReasons: ["waiting-for-customer"])
        var chat = Chat("c")
        try bench.apply(chat.customer(at: 0), chat.state("waiting-for-customer", at: 60))
        try bench.advance(to: at(5_000))
        #expect(bench.alerts.isEmpty)
        try bench.apply(chat.state("", at: 6_000), chat.resolved(at: 6_040))
        #expect(bench.alerts.isEmpty)
        let clock = try #require(bench.evaluations.first?.clocks.first)
        #expect(clock.outcome == .met && clock.elapsedMs == 100_000)
    }

    @Test("T50: the clocks of a conversation that was merged are withdrawn, and counted as such")
    func merged() throws {
        let bench = bench([Self.clock(.firstResponseHuman, 60), Self.clock(.resolution, 100)])
        var chat = Chat("c")
        try bench.apply(chat.customer(at: 0), chat.closed(.merged, at: 20))
        try bench.advance(to: at(500))
        #expect(bench.alerts.isEmpty)
        #expect(bench.evaluations.first?.clocks.map(\.outcome) == [.cancelled, .cancelled])
    }

    @Test("S3-018, S4-067, C48: complaints")
    func complaints() throws {
        let bench = bench([Self.clock(.complaintAcceptance, 600), Self.clock(.complaintClose, 1_000)])
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.complaint(.received, at: 10), chat.complaint(.accepted, at: 300),
            chat.complaint(.closed, at: 800), chat.complaint(.received, at: 900), chat.complaint(.withdrawn, at: 950),
            chat.resolved(at: 960))
        let clocks = try #require(bench.evaluations.first?.clocks)
        #expect(
            clocks.map { "\($0.clock) \($0.cycle)" }.sorted() == [
                "complaint-acceptance 1", "complaint-acceptance 2", "complaint-close 1", "complaint-close 2",
            ])
        #expect(clocks.map(\.outcome) == [.met, .cancelled, .met, .cancelled])
        #expect(clocks.first?.elapsedMs == 290_000)
    }

    @Test("S4-028, S3-015: an escalation waits for the next word of an agent")
    func escalation() throws {
        let bench = bench([Self.clock(.technicalSupport, 1_800), Self.clock(.handOverResponse, 900)])
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.agent(at: 5), chat.transferred(at: 10), chat.agent(at: 20),
            chat.transferred(at: 30, isEscalation: true), chat.agent(at: 40), chat.resolved(at: 50))
        #expect(
            bench.evaluations.first?.clocks.map { "\($0.clock) \($0.elapsedMs / 1000)" } == [
                "technical-support 10", "hand-over-response 10", "hand-over-response 10",
            ])
    }

    @Test("T34: a reply and a state in one instant: the reply counts first, as the source counts")
    func replyAndState() throws {
        let bench = bench(
            [Self.clock(.firstResponseHuman, 60, pausesIn: 1)], pauseReasons: ["waiting-for-customer"])
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.agent(at: 20), chat.state("waiting-for-customer", at: 20),
            chat.resolved(at: 30))
        let clock = try #require(bench.evaluations.first?.clocks.first)
        #expect(clock.outcome == .met && clock.elapsedMs == 20_000)
    }

    @Test("T37: an episode that is taken up again after 30 days has clocks of its own")
    func reopened() throws {
        let bench = bench([Self.clock(.resolution, 900), Self.clock(.firstResolution, 900)])
        var chat = Chat("c")
        let days = 30 * 86_400
        try bench.apply(chat.customer(at: 0), chat.resolved(at: 100))
        try bench.apply(chat.customer(at: days), chat.resolved(at: days + 60))
        #expect(bench.alerts.isEmpty)
        #expect(bench.evaluations.map { $0.clocks.map(\.elapsedMs) }.first == [100_000, 100_000])
    }

    @Test("a source that changes the state for ever is refused with a reason, and the clocks go on")
    func loop() throws {
        let bench = bench([Self.clock(.resolution, 100, pausesIn: 3)], pauseReasons: ["a", "b"])
        var chat = Chat("c")
        try bench.apply(chat.customer(at: 0))
        for second in 0..<(EpisodeClocks.mostPauses + 5) {
            try bench.apply(chat.state(second % 2 == 0 ? "a" : "b", at: 10 + second))
        }
        #expect(bench.letters.count == 5)
        #expect(bench.letters.first?.detail.contains("has 1000 pauses already") == true)
        try bench.apply(chat.resolved(at: 5_000))
        #expect(bench.evaluations.first?.clocks.first?.elapsedMs == 10_000)
    }

    @Test("F10: an alert names who held the conversation at the deadline, whoever holds it when the breach is told")
    func holder() throws {
        let bench = bench([Self.clock(.firstResponseHuman, 30)])
        var chat = Chat("c")
        var assigned = ProtoAssigned()
        assigned.agentID = "A1"
        assigned.teamID = "T1"
        try bench.apply(chat.customer(at: 0), chat.event(at: 5, .assigned(assigned)))
        try bench.apply(chat.message(.agent, "您好", at: 33, by: "A2"))
        try bench.advance(to: at(40))
        #expect(lines(bench) == ["first-response-human 1 breached 30", "first-response-human 1 cleared 33"])
        #expect(bench.alerts.map(\.agentID) == ["A1", "A1"] && bench.alerts.map(\.teamID) == ["T1", "T1"])
        try bench.apply(chat.resolved(at: 50))
        #expect(bench.evaluations.first?.agentID == "A2", "the credit is that of who answered (C27)")
    }

    @Test(
        "T38: thanks after the end begin no episode, where the policy says so; a question does, and so do late thanks")
    func gratitude() throws {
        let gratitude = GratitudePolicy(window: .minutes(10), lexicons: LexiconSet([1]))
        func episodes(_ text: String, after seconds: Int, _ gratitude: GratitudePolicy?) throws -> Int {
            // The fixture's second lexicon stands for thanks.
            let bench = TaskBench(policies: PolicySet([.fixture(gratitude: gratitude)]))
            var chat = Chat("c")
            try bench.apply(chat.customer(at: 0), chat.agent(at: 5), chat.resolved(at: 10))
            try bench.apply(chat.customer(text, at: 10 + seconds), chat.resolved(at: 20 + seconds))
            return bench.evaluations.count
        }
        #expect(try episodes("yyds！", after: 60, gratitude) == 1)
        #expect(try episodes("yyds", after: 60, nil) == 2)
        #expect(try episodes("yyds", after: 601, gratitude) == 2)
        #expect(try episodes("yyds，那我的退款呢", after: 60, gratitude) == 2)
    }

    @Test("clocks survive a checkpoint in every state")
    func checkpoints() throws {
        let clocks = [
            Self.clock(.firstResponseHuman, 60), Self.clock(.nextResponse, 20, approaching: 5),
            Self.clock(
                .resolution, 600, rules: byClass, pausesIn: 1,
                ladder: [
                    LadderStep(delay: .seconds(30), receivers: ["manager"])
                ]),
        ]
        let policies = PolicySet([.fixture(clocks: clocks, pauseReasons: ["waiting"])])
        var chat = Chat("c")
        let events = [
            chat.customer(at: 0), chat.agent(at: 30), chat.customer(at: 100), chat.agent(at: 130),
            chat.customer(at: 140), chat.state("waiting", at: 150), chat.state("", at: 300), chat.agent(at: 310),
            chat.classified("A", at: 320), chat.customer(at: 400), chat.agent(at: 410), chat.resolved(at: 500),
        ]
        let whole = TaskBench(policies: policies)
        for event in events {
            try whole.apply(event)
            try whole.advance(to: Instant(milliseconds: event.atMs))
        }
        #expect(whole.alerts.count > 5)
        for cut in 1..<events.count {
            let bench = TaskBench(policies: policies)
            for (index, event) in events.enumerated() {
                try bench.apply(event)
                try bench.advance(to: Instant(milliseconds: event.atMs))
                if index == cut {
                    try bench.commit()
                    // What is frozen is read back from its checkpoint with the next event.
                    try bench.commit()
                }
            }
            #expect(lines(bench) == lines(whole))
            #expect(bench.evaluations == whole.evaluations)
        }
    }

    @Test("F22: a first message that comes late moves the episode's start back, and the reply was late after all")
    func lateFirstMessage() throws {
        let bench = bench([Self.clock(.firstResponseHuman, 30)])
        var chat = Chat("c")
        let (first, second, reply) = (chat.customer(at: 85), chat.customer(at: 100), chat.agent(at: 120))
        try bench.apply(second, reply)
        try bench.advance(to: at(130))
        #expect(bench.alerts.isEmpty)
        try bench.apply(first, arrivingAfter: .seconds(60))
        try bench.apply(chat.resolved(at: 150))
        try bench.advance(to: at(200))
        #expect(lines(bench) == ["first-response-human 1 breached 115", "first-response-human 1 cleared 120"])
        let evaluation = try #require(bench.evaluations.first)
        #expect(evaluation.startedAtMs == at(85).milliseconds && evaluation.clocks.map(\.elapsedMs) == [35_000])
        #expect(evaluation.clocks.map(\.outcome) == [.breached])
    }

    @Test("T51: a conversation that was split off waits since its first message, and its breach is the deadline's")
    func split() throws {
        let bench = bench([Self.clock(.firstResponseHuman, 600)])
        var parent = Chat("parent")
        var child = Chat("child")
        try bench.apply(parent.customer(at: 0), parent.agent(at: 60), parent.customer("退款呢", at: 100))
        // At 400 the second question becomes a conversation of its own; its message keeps its time.
        try bench.apply(parent.agent(at: 400))
        try bench.apply(child.customer("退款呢", at: 100), arrivingAfter: .seconds(300))
        try bench.advance(to: at(699))
        #expect(bench.alerts.isEmpty)
        try bench.advance(to: at(700))
        #expect(bench.alerts.map(\.conversationID) == ["child"])
        #expect(bench.alerts.map(\.startedAtMs) == [at(100).milliseconds])
        #expect(bench.alerts.map(\.deadlineMs) == [at(700).milliseconds])
    }

    @Test("T45: a transfer to a team with another target re-targets what runs: the time that went by counts")
    func transferToATeam() throws {
        let rule = TargetRule(conditions: [.init(kind: .team, values: ["T2"])], target: .seconds(90))
        let bench = bench([Self.clock(.resolution, 300, rules: [rule])])
        var chat = Chat("c")
        func hand(to team: String, at time: Int) -> ProtoConversationEvent {
            var transferred = ProtoTransferred()
            transferred.toTeamID = team
            return chat.event(at: time, .transferred(transferred))
        }
        try bench.apply(chat.customer(at: 0), hand(to: "T1", at: 5), hand(to: "T2", at: 60))
        try bench.advance(to: at(89))
        #expect(bench.alerts.isEmpty)
        try bench.advance(to: at(95))
        try bench.apply(hand(to: "T1", at: 100))
        try bench.advance(to: at(200))
        #expect(lines(bench) == ["resolution 1 breached 90"])
        #expect(bench.alerts[0].teamID == "T2" && bench.alerts[0].targetMs == 90_000)
        // A message of another team's agent is no less a change of hands.
        var other = Chat("other")
        var message = ProtoMessage()
        message.messageID = "m"
        message.role = .agent
        message.agentID = "A2"
        message.teamID = "T2"
        message.text = "您好"
        try bench.apply(other.customer(at: 200), other.event(at: 210, .message(message)))
        try bench.advance(to: at(400))
        #expect(bench.alerts.last?.deadlineMs == at(290).milliseconds)
    }

    @Test("T69: a promise is a clock of its own: the time that was named, until the agent writes again")
    func promises() throws {
        var policy = Self.clock(.promise, 86_400)
        policy.words = LexiconSet([0])
        let lexicons = [
            Lexicon(name: "wait", patterns: try Pattern.read("<duration>{内|之内}{..10}回复")),
            Lexicon(name: "slang", phrases: ["yyds"]),
        ]
        let policies = PolicySet([.fixture(clocks: [policy], lexicons: lexicons)])
        let bench = TaskBench(policies: policies)
        var chat = Chat("c")
        try bench.apply(
            chat.customer(at: 0), chat.agent("我们在2小时内回复您", at: 10), chat.agent("已查到", at: 3_610),
            chat.agent("半小时内给您回复", at: 4_000), chat.agent("三个工作日内回复", at: 6_000), chat.agent("两天内回复", at: 6_100),
            chat.resolved(at: 6_200))
        try bench.advance(to: at(7_000))
        #expect(lines(bench) == ["promise 2 breached 5800", "promise 2 cleared 6000"])
        let clocks = try #require(bench.evaluations.first?.clocks)
        #expect(clocks.map(\.targetMs) == [7_200_000, 1_800_000])
        #expect(clocks.map(\.outcome) == [.met, .breached])
    }
}
