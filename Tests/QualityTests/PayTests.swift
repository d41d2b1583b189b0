// Pay models: money, proposals and streaks.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("pay models")
struct PayTests {
    private static let now = PaySamples.time + .hours(24 * 30)

    private static func model(
        stacking: PayModel.Stacking = .additive, cap: Int32 = 100, rounding: Rational.Rounding = .halfEven,
        of percentagesOf: PayModel.PercentageBase = .performancePay, pay: PayModel.PerformancePay? = nil
    ) -> PayModel {
        PayModel(
            name: "process", version: "1", effectiveFrom: PaySamples.time, currency: "CNY",
            performancePay: pay
                ?? .coefficients([
                    .init("excellent", Rational(hundredths: 120)), .init("good", Rational(1)), .init("weak", .zero),
                ]),
            percentagesOf: percentagesOf, stacking: stacking, penaltyCap: PaySamples.points(cap),
            rewardCap: PaySamples.points(cap), rounding: rounding, appeal: .hours(24 * 5),
            adjustments: [
                adjustment("unrecorded", .percent(-500)), adjustment("delay", .percent(-1_000)),
                adjustment("best-agent", .amount(Cents(50_000))),
                adjustment("not-mended", .percent(-500), payee: .headOfDepartment),
            ])
    }

    private static func adjustment(
        _ id: String, _ size: PayModel.Size, payee: PayModel.Payee = .agent
    ) -> PayModel.Adjustment {
        PayModel.Adjustment(id: id, title: PaySamples.title, payee: payee, size: size)
    }

    private static func confirmed(_ adjustment: String, id: String = "p", after: Milliseconds = .zero) -> PayProposal {
        PayProposal(
            id: id, adjustment: adjustment, evidence: ["c-1/1"], confirmedAt: PaySamples.time + after, confirmedBy: "QA"
        )
    }

    private static func pay(
        _ model: PayModel, _ proposals: [PayProposal], base: Int64? = 300_000, grade: String? = "good",
        payee: PayModel.Payee = .agent
    ) -> PayResult {
        model.result(
            grade: grade, payee: payee, agent: "A1", baseAmount: base.map { Cents($0) }, proposals: proposals, at: now)
    }

    @Test(
        "A30: −5 % and −10 % are −15 % when added and −14.5 % when multiplied, of the base that is stated, capped",
        arguments: [
            (PayModel.Stacking.additive, 100, "2550.00"), (.multiplicative, 100, "2565.00"), (.additive, 12, "2640.00"),
            (.multiplicative, 14, "2580.00"),
        ] as [(PayModel.Stacking, Int32, String)])
    func stacking(stacking: PayModel.Stacking, cap: Int32, total: String) {
        let result = Self.pay(
            Self.model(stacking: stacking, cap: cap), [Self.confirmed("unrecorded"), Self.confirmed("delay")])
        #expect(result.total?.written == total)
    }

    @Test("the base of percentages is the one that the model states")
    func bases() {
        let proposals = [Self.confirmed("delay")]
        #expect(Self.pay(Self.model(), proposals, grade: "excellent").total?.written == "3240.00")
        #expect(Self.pay(Self.model(of: .baseAmount), proposals, grade: "excellent").total?.written == "3300.00")
        let amounts = PayModel.PerformancePay.amounts([.init("good", Cents(100_001))])
        #expect(Self.pay(Self.model(pay: amounts), [], base: nil).total?.written == "1000.01")
    }

    @Test(
        "A36: the total is rounded as the model says",
        arguments: [
            (Rational.Rounding.halfEven, 10, "0.10"), (.halfEven, 30, "0.28"), (.halfUp, 30, "0.29"),
            (.down, 30, "0.28"),
            (.halfEven, 50, "0.48"),
        ] as [(Rational.Rounding, Int64, String)])
    func rounding(rounding: Rational.Rounding, base: Int64, total: String) {
        let proposals = base == 10 ? [] : [Self.confirmed("unrecorded")]
        #expect(Self.pay(Self.model(rounding: rounding), proposals, base: base).total?.written == total)
    }

    @Test("A36: the lines sum to the total, whatever is rounded", arguments: 1..<120 as Range<Int64>)
    func lines(base: Int64) {
        let proposals = (0..<3).map { Self.confirmed("unrecorded", id: "u\($0)") } + [Self.confirmed("delay")]
        for stacking in PayModel.Stacking.allCases {
            for rounding in Rational.Rounding.allCases {
                let result = Self.pay(
                    Self.model(stacking: stacking, cap: 17, rounding: rounding), proposals, base: base)
                #expect(result.lines.reduce(0) { $0 + ($1.cents?.count ?? 0) } == result.total?.count)
                #expect(
                    Self.pay(
                        Self.model(stacking: stacking, cap: 17, rounding: rounding), proposals.reversed(), base: base)
                        == result)
            }
        }
    }

    @Test(
        "a proposal counts only when another person confirmed it and the time for appeals is over, or the appeal was rejected"
    )
    func standing() {
        let window = Milliseconds.hours(24 * 5)
        func standing(_ change: (inout PayProposal) -> Void, at hours: Int64) -> PayProposal.Standing {
            var proposal = Self.confirmed("delay")
            change(&proposal)
            return proposal.standing(at: PaySamples.time + .hours(hours), appeal: window, payee: "A1")
        }
        let appealed = PaySamples.time + .hours(119)
        #expect(standing({ $0.confirmedAt = nil }, at: 999) == .proposed)
        #expect(standing({ $0.confirmedBy = "A1" }, at: 999) == .proposed)
        #expect(standing({ $0.evidence = [] }, at: 999) == .unproven)
        #expect(standing({ _ in }, at: 119) == .appealable)
        #expect(standing({ _ in }, at: 120) == .counts)
        #expect(standing({ $0.appealedAt = appealed }, at: 999) == .appealed)
        #expect(standing({ ($0.appealedAt, $0.ruling) = (appealed, .upheld) }, at: 999) == .dropped)
        #expect(standing({ ($0.appealedAt, $0.ruling) = (appealed, .rejected) }, at: 999) == .counts)
        #expect(standing({ $0.appealedAt = PaySamples.time + window }, at: 999) == .counts)
        let open = Self.pay(Self.model(), [Self.confirmed("delay", after: .hours(24 * 29))])
        #expect(open.total?.written == "3000.00" && open.lines[1].standing == .appealable && open.lines[1].cents == nil)
        #expect(open.lines[1].exact == Rational(-30_000))
    }

    @Test("S3-121: the rule for heads of departments concerns these alone")
    func heads() {
        #expect(Self.pay(Self.model(), [Self.confirmed("not-mended")]).total?.written == "3000.00")
        let head = Self.pay(
            Self.model(), [Self.confirmed("not-mended"), Self.confirmed("delay")], payee: .headOfDepartment)
        #expect(head.total?.written == "2850.00")
    }

    @Test("one proposal counts once, and rewards are added")
    func once() {
        let reward = Self.confirmed("best-agent")
        #expect(Self.pay(Self.model(), [reward, reward]).total?.written == "3500.00")
    }

    @Test("without a grade, its amount or a base there is no pay")
    func blocked() {
        #expect(Self.pay(Self.model(), [], grade: nil).blockedBy == .noGrade)
        #expect(Self.pay(Self.model(), [], grade: "superb").blockedBy == .unknownGrade)
        #expect(Self.pay(Self.model(), [], base: nil).blockedBy == .noBaseAmount)
        #expect(Self.pay(Self.model(), [], base: nil).total == nil)
    }

    private static func ticket(
        _ id: String, _ hours: Int64, month: String = "2026-11", failed: Bool = true
    ) -> StreakRule.Ticket {
        StreakRule.Ticket(closedAt: PaySamples.time + .hours(hours), month: month, id: id, failed: failed)
    }

    private static func ids(_ rule: StreakRule, _ tickets: [StreakRule.Ticket]) -> [String] {
        rule.streaks(in: tickets).map { $0.map(\.id).joined() }
    }

    @Test("A29, X35: three in a row by the time of closing; across a month as the model says; one in between breaks it")
    func streaks() {
        let tickets = [
            Self.ticket("a", 1), Self.ticket("b", 2), Self.ticket("c", 3, month: "2026-12"),
            Self.ticket("d", 4, month: "2026-12"), Self.ticket("e", 5, month: "2026-12"),
        ]
        let running = StreakRule(length: 3, reset: .never, counting: .onceARow)
        let monthly = StreakRule(length: 3, reset: .month, counting: .onceARow)
        #expect(Self.ids(running, tickets.reversed()) == ["abc"])
        #expect(Self.ids(monthly, tickets) == ["cde"])
        let late = Self.ticket("x", 2, failed: false)
        #expect(Self.ids(running, tickets + [late]) == ["cde"], "closed in the same instant as b, after it by its id")
        #expect(Self.ids(running, Array(tickets.prefix(3)) + [late]) == [], "what was proposed is found no longer")
        #expect(Self.ids(running, tickets + tickets) == ["abc"], "a ticket counts once")
    }

    @Test("a longer row counts once, or each full length, as the model says")
    func longRows() {
        let tickets = (0..<7).map { Self.ticket("\($0)", Int64($0)) }
        #expect(Self.ids(StreakRule(length: 3, reset: .never, counting: .onceARow), tickets) == ["012"])
        #expect(Self.ids(StreakRule(length: 3, reset: .never, counting: .eachFull), tickets) == ["012", "345"])
        let broken =
            tickets + [Self.ticket("good", 7, failed: false)] + (8..<11).map { Self.ticket("\($0)", Int64($0)) }
        #expect(Self.ids(StreakRule(length: 3, reset: .never, counting: .onceARow), broken) == ["012", "8910"])
    }

    @Test(
        "periods are months and sums of months",
        arguments: [
            ("2026-02", 1, "2026-02-01", "2026-02-28"), ("2028-02", 1, "2028-02-01", "2028-02-29"),
            ("2026-Q4", 3, "2026-10-01", "2026-12-31"), ("2026", 12, "2026-01-01", "2026-12-31"),
        ])
    func periods(label: String, months: Int, first: String, last: String) throws {
        let period = try #require(ReportingPeriod(label))
        #expect(period.months.count == months)
        #expect(CivilDate(dayNumber: period.firstDay).label == first)
        #expect(CivilDate(dayNumber: period.lastDay).label == last)
    }

    @Test(
        "a period is compared with as many months before it",
        arguments: [("2026-01", ["2025-12"]), ("2026-Q1", ["2025-10", "2025-11", "2025-12"])])
    func before(label: String, months: [String]) throws {
        #expect(try #require(ReportingPeriod(label)).monthsBefore == months)
    }

    @Test(
        "other words are no periods",
        arguments: ["2026-13", "2026-1", "2026-00", "26-11", "2026-W46", "", "2026-11-01"])
    func noPeriods(label: String) { #expect(ReportingPeriod(label) == nil) }
}
