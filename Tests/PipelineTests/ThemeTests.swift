// Bursts of a theme of complaints, from the conversations to the alert.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("themes of complaints")
struct ThemeTests {
    private static let theme = ComplaintTheme(name: "process-complex", lexicons: LexiconSet([0]), reasons: ["complex"])

    private static let policies: PolicySet = {
        let zone = ZoneRules(identifier: "Asia/Shanghai", first: .hours(8))
        let repeats = RepeatRules(window: .hours(24), keys: [], unknownIsSame: true, countsBots: true)
        let surveys = SurveyPolicy(
            window: .hours(48), programmes: [SurveyProgramme(name: "instant", isCounted: true, reasons: ["complex"])])
        return PolicySet([
            Policy(
                name: "themes", version: "1", effectiveFrom: .distantPast, zone: zone, rubric: Rubric(dimensions: []),
                lexicons: [Lexicon(name: "complex", phrases: ["流程太复杂"], exempt: [])], clocks: [], surveys: surveys,
                thresholds: [theme.burst(of: 10, receivers: ["committee"])], repeats: repeats, themes: [theme],
                allowedSkew: .seconds(5))
        ])
    }()

    /// From the conversations to the tallies, each fact given back to the task that made it.
    private final class Bench {
        let first = TaskBench(policies: ThemeTests.policies)
        private var tallies = TallyTask(partition: 0, policies: ThemeTests.policies)
        private var offset: Int64 = 0
        private var taken = 0
        private var topic: [(key: [UInt8], value: [UInt8])] = []
        private(set) var alerts: [ProtoAlert] = []
        private var own: [ProtoFact] = []

        init() { _ = tallies.begin(at: []) }

        /// The customers who complained about the theme, by month's start.
        var customers: [Int64: Int64] {
            topic.reduce(into: [:]) { customers, record in
                guard let tally = try? ProtoTally(protobuf: record.value), tally.window == .month,
                    tally.subject == "all"
                else { return }
                customers[tally.startMs] = tally.measures.contacts.themes.first?.count ?? 0
            }
        }

        /// Lets the tallies take what the conversations have told.
        func settle() throws {
            try first.commit()
            own += first.facts[taken...]
            taken = first.facts.count
            repeat {
                let facts = own
                own = []
                for fact in facts { try apply(fact) }
                var outbox = Outbox()
                tallies.prepareCommit(into: &outbox)
                tallies.commit()
                try hear(outbox)
            } while !own.isEmpty
        }

        private func apply(_ fact: ProtoFact) throws {
            var batch = RecordBatch()
            batch.append(
                origin: TopicPartition(.facts, 0), offset: offset, timestamp: at(0),
                key: Array("acme/\(fact.subject)".utf8), value: fact.protobuf)
            offset += 1
            var outbox = Outbox()
            tallies.apply(&batch, batch.records.indices, into: &outbox)
            try hear(outbox)
        }

        private func hear(_ outbox: Outbox) throws {
            for effect in outbox.effects {
                guard let range = effect.value else { continue }
                let value = Array(outbox.bytes[range])
                switch effect.topic {
                case .facts: own.append(try ProtoFact(protobuf: value))
                case .alerts: alerts.append(try ProtoAlert(protobuf: value))
                case .tallies: topic.append((Array(outbox.bytes[effect.key ?? .empty]), value))
                default: Issue.record("an effect to \(effect.topic.word)")
                }
            }
        }

        /// A successor takes the tallies over.
        func restore() throws {
            let positions = tallies.positions
            tallies = TallyTask(partition: 0, policies: ThemeTests.policies)
            var batch = RecordBatch()
            for (number, record) in topic.enumerated() {
                batch.append(
                    origin: TopicPartition(.tallies, 0), offset: Int64(number), timestamp: at(0), key: record.key,
                    value: record.value)
            }
            try tallies.load(batch)
            _ = tallies.begin(at: positions)
            try tallies.endRestore()
        }

        /// A conversation of a customer, with a complaint, that ends.
        @discardableResult
        func complain(
            _ name: String, _ customer: String, _ text: String = "我要投诉，流程太复杂了", at seconds: Int,
            isComplaint: Bool = true
        ) throws -> Chat {
            var chat = Chat(name)
            var opened = ProtoOpened()
            opened.customerID = customer
            try first.apply(chat.event(at: seconds, .opened(opened)), chat.customer(text, at: seconds + 1))
            if isComplaint { try first.apply(chat.complaint(.received, at: seconds + 2)) }
            try first.apply(chat.agent(at: seconds + 3), chat.resolved(at: seconds + 4))
            return chat
        }
    }

    private static func steps(_ bench: Bench) -> [String] {
        bench.alerts.map { "\($0.figure.threshold) \($0.step) \($0.cycle) \($0.figure.value.numerator)" }
    }

    @Test(
        "S3-122, C38: ten customers who complain about a theme in a month are a burst, told once; each customer counts once"
    )
    func burst() throws {
        let bench = Bench()
        for number in 1...9 { try bench.complain("c\(number)", "k\(number)", at: number * 100) }
        // The same customers again, a customer who is not known, no complaint, and another theme.
        try bench.complain("again", "k1", at: 2_000)
        try bench.complain("nobody", "", at: 2_100)
        try bench.complain("asks", "k20", at: 2_200, isComplaint: false)
        try bench.complain("other", "k21", "我要投诉，太贵了", at: 2_300)
        try bench.settle()
        #expect(bench.customers.values.first == 9 && bench.alerts.isEmpty)
        try bench.restore()
        try bench.complain("tenth", "k10", at: 3_000)
        try bench.settle()
        #expect(Self.steps(bench) == ["theme-burst-process-complex \(ProtoAlert.Step.raised) 1 10"])
        let alert = try #require(bench.alerts.first)
        #expect(alert.receivers == ["committee"] && alert.figure.figure == "theme-customers")
        #expect(alert.conversationID == "all" && alert.figure.counted == 10)
        try bench.restore()
        for number in 11...13 { try bench.complain("c\(number)", "k\(number)", at: 3_000 + number * 100) }
        try bench.settle()
        #expect(bench.customers.values.first == 13 && bench.alerts.count == 1)
    }

    @Test(
        "C48: a complaint that is withdrawn takes its customer away, behind the end of the episode, too, and the burst is not told again"
    )
    func withdrawn() throws {
        let bench = Bench()
        var chats: [Chat] = []
        for number in 1...10 { chats.append(try bench.complain("c\(number)", "k\(number)", at: number * 100)) }
        try bench.complain("again", "k2", at: 2_000)
        try bench.settle()
        #expect(bench.alerts.count == 1 && bench.customers.values.first == 10)
        // One who complained twice is still there with the other complaint.
        for index in [0, 1] {
            try bench.first.apply(chats[index].complaint(.withdrawn, at: 3_000 + index))
            try bench.first.apply(chats[index].complaint(.withdrawn, at: 3_010 + index))
        }
        try bench.first.advance(to: at(3_100))
        try bench.settle()
        #expect(bench.customers.values.first == 9 && bench.alerts.count == 1)
        #expect(bench.first.evaluations.filter { $0.cause == .lateEvent }.map(\.revision) == [2, 2])
        try bench.complain("eleventh", "k11", at: 4_000)
        try bench.settle()
        #expect(bench.customers.values.first == 10 && bench.alerts.count == 1, "raised since, so not raised anew")
        // No more is left of it when every complaint is withdrawn.
        for index in 2..<10 { try bench.first.apply(chats[index].complaint(.withdrawn, at: 5_000 + index)) }
        try bench.first.advance(to: at(6_000))
        try bench.settle()
        #expect(bench.customers.values.first == 2 && bench.alerts.count == 1)
    }

    @Test("surveys tell themes by reasons and comments, when they rate badly or not; a better answer takes it back")
    func surveys() throws {
        let bench = Bench()
        var answers: [(name: String, event: ProtoSurveyEvent)] = []
        for (name, rating, reason, comment) in [
            ("reason", Int32(1), "complex", ""), ("comment", 2, "", "流程太复杂"), ("content", 5, "complex", ""),
            ("other", 1, "rude", "太贵"),
        ] {
            let chat = try bench.complain(name, "k-\(name)", "在吗", at: 100, isComplaint: false)
            var answer = chat.survey(rating, at: 200)
            if !reason.isEmpty { answer.reasons = [reason] }
            answer.comment = comment
            answers.append((name, answer))
            try bench.first.answer(answer)
        }
        try bench.settle()
        #expect(bench.customers.values.first == 2)
        #expect(bench.first.evaluations.flatMap(\.surveys).filter { !$0.themes.isEmpty }.count == 2)
        var better = answers[0].event
        (better.eventID, better.step, better.rating, better.atMs) = ("s2", .changed, 4, at(300).milliseconds)
        try bench.first.answer(better)
        try bench.settle()
        #expect(bench.customers.values.first == 1)
    }

    @Test("a month begins and ends in the tenant's zone")
    func monthBorder() throws {
        let bench = Bench()
        let month = Window(.month, containing: at(0), zone: Self.policies.zone)
        let end = Int((month.end - at(0)).count / 1_000)
        try bench.complain("before", "k1", at: end - 60)
        try bench.complain("after", "k1", at: end + 60)
        try bench.complain("also", "k2", at: end + 120)
        try bench.settle()
        #expect(bench.customers == [month.start.milliseconds: 1, month.end.milliseconds: 2])
        #expect((month.end.milliseconds + 8 * 3_600_000) % 86_400_000 == 0, "midnight in Shanghai")
    }
}
