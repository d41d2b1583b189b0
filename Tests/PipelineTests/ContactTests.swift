// Contacts on their way from the conversation to the tallies of others.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Repeated contacts")
struct ContactTests {
    private static func policies(countsBots: Bool = true) -> PolicySet {
        let rules = RepeatRules(
            window: .hours(24), keys: [.order, .issueClass], unknownIsSame: true, countsBots: countsBots)
        return PolicySet([.fixture(repeats: rules)])
    }

    private static func opened(
        _ chat: inout Chat, _ customer: String, orders: [String] = [], kind: ProtoContactKind = .unspecified
    ) -> ProtoConversationEvent {
        var opened = ProtoOpened()
        opened.customerID = customer
        opened.orderIds = orders
        opened.contactKind = kind
        return chat.event(at: 0, .opened(opened))
    }

    /// The facts of two conversations of a customer, an hour apart.
    private static func facts(_ policies: PolicySet = policies(), combinesFacts: Bool = true) throws -> [ProtoFact] {
        var settings = EvaluationSettings()
        settings.combinesFacts = combinesFacts
        let bench = TaskBench(policies: policies, settings: settings)
        var first = Chat("c1")
        try bench.apply(opened(&first, "k1", orders: ["o1"]))
        try bench.apply(all: first.complete(from: 5))
        try bench.commit()
        var second = Chat("c2")
        try bench.apply(opened(&second, "k1", orders: ["o2", "o1"]))
        try bench.apply(all: second.complete(from: 3_600))
        try bench.answer(second.survey(2, at: 3_700))
        try bench.commit()
        return bench.facts
    }

    /// A tally task, and the facts that it is given: those of others and its own.
    private struct Bench {
        let task: TallyTask
        var offset: Int64 = 0
        var tallies: [String: ProtoTally] = [:]
        var customers: [ProtoTally] = []
        var tombstones = 0
        var own: [ProtoFact] = []

        init(_ policies: PolicySet = ContactTests.policies(), combinesFacts: Bool = true) {
            task = TallyTask(partition: 0, policies: policies, combinesFacts: combinesFacts)
            _ = task.begin(at: [])
        }

        mutating func apply(_ facts: [ProtoFact]) throws {
            var batch = RecordBatch()
            for fact in facts {
                batch.append(
                    origin: TopicPartition(.facts, 0), offset: offset, timestamp: at(0),
                    key: Array("acme/\(fact.subject)".utf8), value: fact.protobuf)
                offset += 1
            }
            var outbox = Outbox()
            task.apply(&batch, batch.records.indices, into: &outbox)
            try take(outbox)
        }

        mutating func commit() throws {
            var outbox = Outbox()
            task.prepareCommit(into: &outbox)
            task.commit()
            try take(outbox)
        }

        /// Applies what it wrote itself, until nothing comes any more.
        mutating func settle() throws {
            try commit()
            while !own.isEmpty {
                let facts = own
                own = []
                try apply(facts)
                try commit()
            }
        }

        private mutating func take(_ outbox: Outbox) throws {
            for effect in outbox.effects {
                guard let range = effect.value else {
                    tombstones += 1
                    continue
                }
                let value = Array(outbox.bytes[range])
                switch effect.topic {
                case .facts: own.append(try ProtoFact(protobuf: value))
                case .tallies:
                    let tally = try ProtoTally(protobuf: value)
                    if tally.hasCustomer {
                        customers.append(tally)
                    } else if tally.window == .day {
                        tallies[tally.subject] = tally
                    }
                default: Issue.record("an effect to \(effect.topic.word)")
                }
            }
        }
    }

    private static func line(_ tally: ProtoTally?) -> [Int64] {
        let contacts = tally?.measures.contacts ?? ProtoContacts()
        return [contacts.problems, contacts.repeats, contacts.solved, contacts.solvedDirectly, contacts.repeated]
    }

    @Test(
        "S1-053, S4-038, F30: the customer's task tells the tallies of others what came of a contact",
        arguments: [
            true, false,
        ])
    func throughTheTasks(combinesFacts: Bool) throws {
        var bench = Bench(combinesFacts: combinesFacts)
        let facts = try Self.facts(combinesFacts: combinesFacts)
        let split = try #require(facts.firstIndex { $0.contact.conversationID == "c2" })
        try bench.apply(Array(facts[..<split]))
        try bench.settle()
        #expect(Self.line(bench.tallies["all"]) == [1, 0, 1, 1, 0])
        #expect(bench.tallies["all"]?.provisionalUntilMs == at(25 + 86_400).milliseconds)
        try bench.apply(Array(facts[split...]))
        try bench.settle()
        for subject in ["all", "agent:A17", "channel:chat"] {
            #expect(Self.line(bench.tallies[subject]) == [1, 1, 0, 0, 1])
        }
        #expect(bench.tallies["all"]?.measures.conversations == 2)
        #expect(bench.customers.last?.customer.contacts.map(\.ratings) == [0, 1])
        #expect(bench.customers.allSatisfy { $0.subject == "customer:k1" && $0.window == .unspecified })
    }

    @Test("a successor goes on with the customer's record; a rolled back fact is as if it had not come")
    func restored() throws {
        let facts = try Self.facts().filter { $0.hasContact }
        var first = Bench()
        try first.apply([facts[0]])
        try first.commit()
        let saved = try #require(first.customers.last)
        var second = Bench()
        var batch = RecordBatch()
        batch.append(
            origin: TopicPartition(.tallies, 0), offset: 0, timestamp: at(0), key: Array("acme/customer:k1".utf8),
            value: saved.protobuf)
        try second.task.load(batch)
        second.offset = 1
        try second.apply([facts[1]])
        second.task.rollBack()
        second.offset = 1
        try second.apply(Array(facts[1...]))
        try second.settle()
        #expect(Self.line(second.tallies["all"]) == [0, 1, -1, -1, 1])
        // What it contains already is not taken again.
        second.offset = 0
        try second.apply([facts[0]])
        try second.commit()
        #expect(second.own.isEmpty)
    }

    @Test("A01: without transactions the facts of a fact have the same identities when it is taken again")
    func identities() throws {
        let facts = try Self.facts(combinesFacts: false).filter { $0.hasContact }
        let causes = try (0..<2).map { _ in
            var bench = Bench(combinesFacts: false)
            try bench.apply(facts)
            return bench.own.map(\.cause)
        }
        #expect(causes[0] == causes[1] && Set(causes[0]).count == causes[0].count && !causes[0].contains(0))
    }

    @Test("customers who do not come back are forgotten, and their records deleted")
    func forgotten() throws {
        var bench = Bench()
        let facts = try Self.facts().filter { $0.hasContact }
        try bench.apply([facts[0]])
        try bench.commit()
        var other = facts[0]
        other.subject = "customer:k2"
        other.contact.startedAtMs += 100 * 86_400_000
        other.contact.endedAtMs += 100 * 86_400_000
        try bench.apply([other])
        try bench.commit()
        #expect(bench.tombstones == 1 && bench.task.statistics.held == 1)
    }

    @Test("T53, X16: excluded contacts, unknown customers and, where the policy says so, bots alone make no contact")
    func noContacts() throws {
        let bench = TaskBench(policies: Self.policies(countsBots: false))
        var mystery = Chat("c1")
        try bench.apply(Self.opened(&mystery, "k1", kind: .mystery))
        try bench.apply(all: mystery.complete(from: 5))
        var unknown = Chat("c2")
        try bench.apply(all: unknown.complete(from: 5))
        var robot = Chat("c3")
        try bench.apply(Self.opened(&robot, "k1"))
        try bench.apply(robot.customer(at: 5), robot.message(.bot, "您好", at: 6), robot.resolved(at: 7))
        try bench.commit()
        #expect(bench.evaluations.count == 3 && !bench.facts.contains { $0.hasContact })
        let counting = TaskBench(policies: Self.policies())
        var again = Chat("c3")
        try counting.apply(Self.opened(&again, "k1"))
        try counting.apply(again.customer(at: 5), again.message(.bot, "您好", at: 6), again.resolved(at: 7))
        #expect(counting.facts.filter(\.hasContact).count == 1)
    }

    @Test("a conversation that is restored still knows whose it is, and a revision that changes no contact tells none")
    func checkpoint() throws {
        let bench = TaskBench(policies: Self.policies())
        var chat = Chat("c1")
        try bench.apply(Self.opened(&chat, "k1", orders: ["o2", "o1"]))
        var classified = ProtoClassified()
        classified.issueClass = "refund"
        try bench.apply(chat.event(at: 1, .classified(classified)))
        let start = chat.complete(from: 5)
        try bench.apply(all: Array(start.dropLast()))
        // Saved for its age.
        try bench.advance(to: at(4_000))
        let next = try bench.restored()
        try next.apply(chat.resolved(at: 4_100))
        try next.answer(chat.survey(4, at: 4_200))
        try next.answer(chat.survey(4, at: 4_300, event: "s2", step: .changed))
        let contacts = next.facts.filter(\.hasContact)
        #expect(contacts.map(\.contact.orderIds) == [["o1", "o2"], ["o1", "o2"]])
        #expect(
            contacts.map(\.contact.issueClass) == ["refund", "refund"]
                && contacts.map(\.contact.first) == [true, false])
        #expect(contacts.allSatisfy { $0.subject == "customer:k1" })
    }
}
