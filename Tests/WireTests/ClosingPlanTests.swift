// Closing of periods.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing
import Wire

@Suite("closing of periods")
struct ClosingPlanTests {
    static let kpi = """
        kpi: quality
        version: "1"
        effective-from: 2026-01-01T00:00:00+08:00
        indicators:
          quality:
            title: { zh: 质量, en: Quality }
            requirements: [S3-085]
            weight: 100
            of: { figure: csat-good-rate }
            points: percent
            least: 1
            when-fewer: block
        grades: [{ from: 0, grade: weak }, { from: 80, grade: good }]
        """
    static let pay = """
        pay: quality
        version: "1"
        effective-from: 2026-01-01T00:00:00+08:00
        currency: CNY
        performance-pay: { coefficients: { weak: 0.5, good: 1 } }
        percentages-of: performance-pay
        stacking: additive
        caps: { penalties: 20, rewards: 30 }
        rounding: half-even
        appeal: 5d
        adjustments:
          unrecorded:
            title: { zh: 未记录, en: Not recorded }
            requirements: [S3-067]
            payee: agent
            percent: -10
        """

    static func models(version: String = "1") throws -> ClosingPlan.Models {
        let kpiText = kpi.replacing(#"version: "1""#, with: "version: \"\(version)\"")
        guard case .kpi(let model) = try PayFile.decode(yaml: kpiText, file: "kpi.yaml"),
            case .pay(let paid) = try PayFile.decode(yaml: pay, file: "pay.yaml")
        else { throw PolicyError([]) }
        return ClosingPlan.Models(kpi: (model, kpiText), pay: (paid, pay))
    }

    private static let october = ReportingPeriod("2026-10")!
    private static let november = ReportingPeriod("2026-11")!
    /// Midnight of Shanghai.
    private static let months: [String: (Instant, Instant)] = [
        "2026-10": (Instant(milliseconds: 1_790_784_000_000), Instant(milliseconds: 1_793_462_400_000)),
        "2026-11": (Instant(milliseconds: 1_793_462_400_000), Instant(milliseconds: 1_796_054_400_000)),
    ]
    private static let octoberCut = Instant(milliseconds: 1_793_462_400_000 + 4 * 86_400_000)
    private static let novemberCut = Instant(milliseconds: 1_796_054_400_000 + 4 * 86_400_000)

    private static func tally(_ agent: String, _ month: String, good: Int64, bad: Int64, lateGood: Int64 = 0) -> Tally {
        let (start, end) = months[month] ?? (.epoch, .epoch)
        var tally = Tally(
            tenant: "acme", subject: "agent:\(agent)", kind: .month, start: start, end: end, measures: Measures(),
            nextFact: 0)
        var measures = Measures()
        measures.ratings = Ratings([bad, 0, 0, 0, good])
        tally.add(measures, isLate: false)
        if lateGood > 0 {
            var late = Measures()
            late.ratings = Ratings([0, 0, 0, 0, lateGood])
            tally.add(late, isLate: true)
        }
        return tally
    }

    private static func books(
        good: Int64 = 7, lateGood: Int64 = 0, november: (good: Int64, bad: Int64) = (9, 1),
        proposals: [AgentProposal] = []
    ) throws -> PayBooks {
        var books = PayBooks()
        books.take(tally("A1", "2026-10", good: good, bad: 3, lateGood: lateGood))
        books.take(tally("A2", "2026-10", good: 9, bad: 1))
        books.take(tally("A1", "2026-11", good: november.good, bad: november.bad))
        books.take(tally("A2", "2026-11", good: 5, bad: 5))
        for agent in ["A1", "A2"] {
            for period in ["2026-10", "2026-11"] {
                try books.take(Payee(agent: agent, period: period, baseAmount: Cents(300_000)))
            }
        }
        for proposal in proposals { books.take(proposal) }
        return books
    }

    private static func published(_ cards: [Scorecard]) throws -> [PublishedScorecard] {
        try cards.map { try PublishedScorecard.read($0.protobuf) }
    }

    private static func closeOctober(_ books: PayBooks) throws -> ClosingPlan {
        try ClosingPlan(of: october, cut: octoberCut, books: books, models: [try models()], published: [])
    }

    private static func closeNovember(
        _ books: PayBooks, after cards: [Scorecard], models: [ClosingPlan.Models]? = nil
    ) throws -> ClosingPlan {
        try ClosingPlan(
            of: november, cut: novemberCut, books: books, models: try models ?? [Self.models()],
            published: try published(cards))
    }

    @Test("A38: closing twice writes nothing the second time; the order of the books does not matter")
    func twice() throws {
        let first = try Self.closeOctober(try Self.books())
        #expect(first.scorecards.map(\.agent) == ["A1", "A2"])
        #expect(first.scorecards.allSatisfy { $0.state == .closed && $0.revision == 1 })
        #expect(first.scorecards.map { $0.pay?.total } == [Cents(150_000), Cents(300_000)])
        let again = try ClosingPlan(
            of: Self.october, cut: Self.octoberCut, books: try Self.books(), models: [try Self.models()],
            published: try Self.published(first.scorecards))
        #expect(again.scorecards.isEmpty && again.unchanged == ["A1", "A2"] && again.conflicts.isEmpty)
        #expect(try Self.closeOctober(try Self.books()).scorecards.map(\.protobuf) == first.scorecards.map(\.protobuf))
    }

    @Test("C24: what is late changes no closed scorecard, and closing again finds it unchanged")
    func late() throws {
        let first = try Self.closeOctober(try Self.books())
        let again = try ClosingPlan(
            of: Self.october, cut: Self.octoberCut, books: try Self.books(lateGood: 10), models: [try Self.models()],
            published: try Self.published(first.scorecards))
        #expect(again.scorecards.isEmpty && again.unchanged == ["A1", "A2"])
    }

    @Test("A39: a closed scorecard that cannot be made again is told, and nothing of that agent is written")
    func conflict() throws {
        let first = try Self.closeOctober(try Self.books())
        var books = PayBooks()
        books.take(Self.tally("A1", "2026-10", good: 8, bad: 2))
        books.take(Self.tally("A2", "2026-10", good: 9, bad: 1))
        for agent in ["A1", "A2"] {
            try books.take(Payee(agent: agent, period: "2026-10", baseAmount: Cents(300_000)))
        }
        let plan = try ClosingPlan(
            of: Self.october, cut: Self.octoberCut, books: books, models: [try Self.models()],
            published: try Self.published(first.scorecards))
        #expect(plan.conflicts == ["A1"] && plan.unchanged == ["A2"] && plan.scorecards.isEmpty)
    }

    @Test(
        "invariant 14: lines add up to totals, closing again changes nothing, adjustments are what is recomputed less what was paid",
        arguments: UInt64(1)...60)
    func anyMonth(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let late = Int64(random.number(0...25))
        let good = Int64(random.number(0...20))
        let november = (good: Int64(random.number(1...20)), bad: Int64(random.number(0...20)))
        let october = try Self.closeOctober(try Self.books(good: good))
        let books = try Self.books(good: good, lateGood: late, november: november)
        let plan = try Self.closeNovember(books, after: october.scorecards)
        for card in october.scorecards + plan.scorecards {
            let total = try #require(card.pay?.total)
            #expect(total.count == card.pay?.lines.reduce(0) { $0 + ($1.cents?.count ?? 0) })
        }
        // As if it had been known in time.
        let known = try Self.closeOctober(try Self.books(good: good + late))
        func paid(_ plan: ClosingPlan, _ agent: String) -> Int64 {
            plan.scorecards.first { $0.agent == agent }?.pay?.total?.count ?? 0
        }
        for agent in ["A1", "A2"] {
            let adjusted = plan.corrections.filter { $0.agent == agent }.reduce(0) { $0 + $1.cents }
            #expect(adjusted == paid(known, agent) - paid(october, agent))
        }
        let replaced = Set(plan.scorecards.map { "\($0.agent) \($0.period.label)" })
        let standing =
            october.scorecards.filter { !replaced.contains("\($0.agent) \($0.period.label)") } + plan.scorecards
        let again = try Self.closeNovember(books, after: standing)
        #expect(again.scorecards.isEmpty && again.corrections.isEmpty && again.unchanged == ["A1", "A2"])
    }

    @Test("A28, invariant 14: what came late is paid with the next period, once, and lines sum to the total")
    func adjustment() throws {
        let october = try Self.closeOctober(try Self.books())
        // Ten good answers came late: 17 of 20 are good, and the grade with them.
        let books = try Self.books(lateGood: 10)
        let plan = try Self.closeNovember(books, after: october.scorecards)
        #expect(
            plan.scorecards.map { "\($0.agent) \($0.period.label) \($0.state) \($0.revision)" } == [
                "A1 2026-10 adjusted 2", "A1 2026-11 closed 1", "A2 2026-11 closed 1",
            ])
        #expect(plan.corrections == [.init(agent: "A1", period: "2026-10", revision: 2, cents: 150_000)])
        let (adjusted, paid) = (plan.scorecards[0], plan.scorecards[1])
        #expect(adjusted.closedHash == october.scorecards[0].inputHash && adjusted.pay?.total == Cents(300_000))
        #expect(paid.pay?.lines.map(\.id) == ["performance-pay", "adjustment"])
        #expect(paid.pay?.lines[1].proposal == "2026-10" && paid.pay?.lines[1].cents == Cents(150_000))
        #expect(paid.pay?.lines[1].evidence == ["A1/2026-10 revision 1", "revision 2"])
        for card in plan.scorecards {
            #expect(card.pay?.total?.count == card.pay?.lines.reduce(0) { $0 + ($1.cents?.count ?? 0) })
        }
        // Recomputed minus paid: what was paid for October is now what would be paid for it.
        let october1 = october.scorecards[0].pay?.total?.count ?? 0
        #expect(october1 + 150_000 == adjusted.pay?.total?.count)
        // Once: neither November again nor December pays it a second time.
        let standing = [october.scorecards[1]] + plan.scorecards
        let again = try Self.closeNovember(books, after: standing)
        #expect(again.scorecards.isEmpty && again.corrections.isEmpty && again.unchanged == ["A1", "A2"])
        var december = books
        december.take(
            Tally(
                tenant: "acme", subject: "agent:A1", kind: .month, start: Instant(milliseconds: 1_796_054_400_000),
                end: Instant(milliseconds: 1_798_732_800_000),
                measures: Self.tally("A1", "2026-11", good: 9, bad: 1).measures,
                nextFact: 0))
        try december.take(Payee(agent: "A1", period: "2026-12", baseAmount: Cents(300_000)))
        let next = try ClosingPlan(
            of: try #require(ReportingPeriod("2026-12")), cut: Self.novemberCut + .hours(31 * 24), books: december,
            models: [try Self.models()], published: try Self.published(standing))
        #expect(next.corrections.isEmpty && next.scorecards.map(\.agent) == ["A1"])
        #expect(
            next.notes == [
                "A2, 2026-10: no payee of 2026-12: changes since then are not looked for",
                "A2, 2026-11: no payee of 2026-12: changes since then are not looked for",
            ])
    }

    @Test("A28: an appeal that is upheld after the closing gives the penalty back")
    func appeal() throws {
        var proposal = PayProposal(
            id: "u-1", adjustment: "unrecorded", evidence: ["c-1/1"],
            confirmedAt: Instant(milliseconds: 1_793_000_000_000), confirmedBy: "QA")
        // Confirmed on 26 October: five days for an appeal are over at the cut.
        func books(_ proposal: PayProposal) throws -> PayBooks {
            try Self.books(proposals: [AgentProposal(agent: "A1", period: "2026-10", proposal: proposal)])
        }
        let october = try Self.closeOctober(try books(proposal))
        #expect(october.scorecards[0].pay?.total == Cents(135_000))
        #expect(october.confirmations.map(\.agent) == ["A1"] && october.confirmations[0].proposal == proposal)
        proposal.appealedAt = Instant(milliseconds: 1_793_100_000_000)
        proposal.ruling = .upheld
        let plan = try Self.closeNovember(try books(proposal), after: october.scorecards)
        #expect(plan.corrections == [.init(agent: "A1", period: "2026-10", revision: 2, cents: 15_000)])
        #expect(plan.scorecards[1].pay?.total == Cents(315_000))
    }

    @Test("without pay there is nothing to adjust with: it waits for a period that pays")
    func blocked() throws {
        let october = try Self.closeOctober(try Self.books())
        let plan = try Self.closeNovember(
            try Self.books(lateGood: 10, november: (0, 0)), after: october.scorecards)
        #expect(plan.corrections.isEmpty)
        #expect(plan.notes == ["A1, 2026-10: 1500.00 to be adjusted when there is pay again"])
        #expect(plan.scorecards.map(\.period.label) == ["2026-11", "2026-11"])
    }

    @Test("earlier scorecards are made again by the models that made them, or that is told")
    func models() throws {
        let october = try Self.closeOctober(try Self.books())
        let books = try Self.books(lateGood: 10)
        let new = try Self.models(version: "2")
        let without = try Self.closeNovember(books, after: october.scorecards, models: [new])
        #expect(without.corrections.isEmpty && without.notes.count == 2)
        #expect(without.notes[0].contains("closed with quality@1 and quality@1, which is not among the models given"))
        let with = try Self.closeNovember(books, after: october.scorecards, models: [new, try Self.models()])
        #expect(with.corrections.map(\.cents) == [150_000] && with.notes.isEmpty)
        #expect(with.scorecards.map(\.kpiModel.version) == ["1", "2", "2"])
    }

    @Test("provisional scorecards are published when they say something new, and never behind a closed one")
    func provisional() throws {
        func cards(_ books: PayBooks, _ published: [Scorecard]) throws -> [Scorecard] {
            try ClosingPlan.provisional(
                of: Self.october, at: Self.octoberCut, books: books, models: try Self.models(),
                published: try Self.published(published))
        }
        let first = try cards(try Self.books(), [])
        #expect(first.map(\.state) == [.provisional, .provisional] && first.map(\.revision) == [1, 1])
        #expect(try cards(try Self.books(), first).isEmpty)
        let second = try cards(try Self.books(lateGood: 10), first)
        #expect(second.map(\.agent) == ["A1"] && second.map(\.revision) == [2])
        let closed = try ClosingPlan(
            of: Self.october, cut: Self.octoberCut, books: try Self.books(), models: [try Self.models()],
            published: try Self.published([second[0], first[1]]))
        #expect(closed.scorecards.map(\.revision) == [3, 2])
        #expect(try cards(try Self.books(lateGood: 10), closed.scorecards).isEmpty)
    }

    @Test("two different lines about a payee are refused; so are books of several tenants")
    func mistakes() throws {
        var books = try Self.books()
        #expect(throws: Complaint.self) { try books.take(Payee(agent: "A1", period: "2026-10", baseAmount: Cents(1))) }
        var other = Self.tally("A1", "2026-10", good: 1, bad: 0)
        other.tenant = "other"
        books.take(other)
        #expect(throws: Complaint.self) { try Self.closeOctober(books) }
    }
}
