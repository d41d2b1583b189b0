// From when on customers wait, and what ends it.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Waiting")
struct WaitingTests {
    private func clocks(_ events: [ProtoConversationEvent], _ policy: Policy = .fixture()) throws -> [ProtoClockResult]
    {
        let bench = TaskBench(policies: PolicySet([policy]))
        try bench.apply(all: events)
        #expect(bench.letters.isEmpty)
        return try #require(bench.evaluations.last).clocks
    }

    private func message(
        _ chat: inout Chat, _ role: ProtoRole, at seconds: Int, _ change: (inout ProtoMessage) -> Void
    ) -> ProtoConversationEvent {
        var event = chat.message(role, "您好", at: seconds)
        change(&event.message)
        return event
    }

    @Test("F04: who asked while a bot had the conversation waits since then, not since the hand-over")
    func silentBot() throws {
        var chat = Chat("c")
        let human = try clocks([
            chat.customer(at: 0), chat.transferred(at: 60), chat.agent(at: 70), chat.resolved(at: 90),
        ])[0]
        #expect(human.clock == "first-response-human" && human.elapsedMs == 70_000)
    }

    @Test("F05: two hand-overs are two waits, each with its own answer")
    func twoHandOvers() throws {
        let clock = ClockPolicy(kind: .handOverResponse, target: .seconds(10), alerts: false, receivers: [])
        var chat = Chat("c")
        let results = try clocks(
            [
                chat.customer(at: 0), chat.agent(at: 5), chat.transferred(at: 10), chat.agent(at: 15),
                chat.customer(at: 20), chat.transferred(at: 25), chat.agent(at: 40), chat.resolved(at: 50),
            ], .fixture(clocks: [clock]))
        #expect(results.map(\.cycle) == [1, 2] && results.map(\.elapsedMs) == [5_000, 15_000])
        #expect(results.map(\.outcome) == [.met, .breached])
    }

    @Test("F06: an answer to a campaign two days later is waited for since the customer wrote")
    func campaign() throws {
        let day = 86_400
        var chat = Chat("c")
        var opened = ProtoOpened()
        opened.origin = .campaign
        let results = try clocks([
            chat.event(at: 0, .opened(opened)), message(&chat, .agent, at: 1) { $0.solicitation = true },
            chat.customer(at: 2 * day), chat.agent(at: 2 * day + 300), chat.resolved(at: 2 * day + 400),
        ])
        #expect(results.map(\.elapsedMs) == [300_000, 300_000])
    }

    @Test("F07: where an agent writes first, nothing is waited for until the customer writes")
    func agentFirst() throws {
        var chat = Chat("c")
        let results = try clocks([
            chat.agent(at: 0), chat.customer(at: 100), chat.agent(at: 110), chat.resolved(at: 120),
        ])
        #expect(results.map(\.cycle) == [1, 1] && results.map(\.elapsedMs) == [10_000, 10_000])
    }

    @Test("F18: the first version of a message counts for the time, and a change of one answers nothing")
    func changedMessages() throws {
        var chat = Chat("c")
        let answered = try clocks([
            chat.customer(at: 0), chat.agent(at: 10), message(&chat, .agent, at: 40) { $0.change = .edited },
            message(&chat, .agent, at: 41) { $0.change = .deleted }, chat.resolved(at: 50),
        ])
        #expect(answered[0].outcome == .met && answered[0].elapsedMs == 10_000)
        var other = Chat("d")
        let silent = try clocks([
            other.customer(at: 0), message(&other, .agent, at: 5) { $0.change = .edited }, other.agent(at: 20),
            other.resolved(at: 25),
        ])
        #expect(silent[0].elapsedMs == 20_000)
    }

    @Test(
        "F20: a message that its client sends again under another event id is one message; without a token they are two"
    )
    func retries() throws {
        func counts(_ token: String) throws -> ProtoCounts {
            let bench = TaskBench()
            var chat = Chat("c")
            try bench.apply(chat.customer(at: 0))
            for _ in 0..<2 {
                try bench.apply(message(&chat, .agent, at: 10) { $0.clientToken = token })
            }
            // The customer's client has tokens of its own.
            try bench.apply(message(&chat, .customer, at: 12) { $0.clientToken = token })
            try bench.apply(chat.resolved(at: 20))
            #expect(bench.letters.isEmpty && bench.task.statistics.duplicates == 0)
            return try #require(bench.evaluations.last).counts
        }
        #expect(try counts("").agentMessages == 2)
        #expect(try counts("t1").agentMessages == 1)
        #expect(try counts("t1").customerMessages == 2)
        #expect(try counts("t1").records == counts("").records, "every record is accounted for")
    }

    @Test("F23: of two customers in one conversation the one who wrote first is waited for")
    func twoCustomers() throws {
        let clock = ClockPolicy(kind: .nextResponse, target: .seconds(30), alerts: false, receivers: [])
        var chat = Chat("c")
        let results = try clocks(
            [
                chat.customer(at: 0), chat.agent(at: 1), chat.customer("我也要", at: 10), chat.customer(at: 18),
                chat.agent(at: 30), chat.resolved(at: 40),
            ], .fixture(clocks: [clock]))
        #expect(results.map(\.elapsedMs) == [20_000])
    }

    @Test("F24, T41: a whisper between agents answers nothing; a note that the customer sees does")
    func whisper() throws {
        var chat = Chat("c")
        let results = try clocks([
            chat.customer(at: 0), message(&chat, .agent, at: 5) { $0.internal = true },
            message(&chat, .agent, at: 20) { $0.internal = false }, chat.resolved(at: 25),
        ])
        #expect(results[0].elapsedMs == 20_000)
    }

    @Test("invariant 13: no breach is told of a conversation whose answer in time was read before", arguments: 1...40)
    func neverBehindAnAnswer(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var answeredAt: [String: Int] = [:]
        var events: [(arrives: Int, event: ProtoConversationEvent)] = []
        for number in 0..<60 {
            var chat = Chat("c\(number)")
            let asked = random.number(0...600)
            let answered = asked + random.number(1...45)
            events.append((asked + random.number(0...4), chat.customer(at: asked)))
            // A little late at times, though in time as it was written.
            events.append((max(answered + random.number(0...4), events.last?.arrives ?? 0), chat.agent(at: answered)))
            answeredAt[chat.id] = answered - asked
        }
        let bench = TaskBench()
        var read: Set<String> = []
        for (_, event) in events.sorted(by: {
            ($0.arrives, $0.event.conversationID) < ($1.arrives, $1.event.conversationID)
        }) {
            if event.message.role == .agent { read.insert(event.conversationID) }
            let before = bench.alerts.count
            try bench.apply(event, arrivingAfter: .seconds(4))
            for alert in bench.alerts[before...] where alert.step == .breached {
                let isInTime = answeredAt[alert.conversationID, default: 99] <= 30
                #expect(!(isInTime && read.contains(alert.conversationID)), "\(alert.conversationID)")
            }
        }
        try bench.advance(to: at(2_000))
        let breached = Set(bench.alerts.filter { $0.step == .breached }.map(\.conversationID))
        let retracted = Set(bench.alerts.filter { $0.step == .retracted }.map(\.conversationID))
        #expect(breached.subtracting(retracted) == Set(answeredAt.filter { $0.value > 30 }.keys))
        #expect(!breached.isEmpty)
    }
}
