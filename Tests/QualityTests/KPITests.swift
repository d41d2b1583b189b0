// KPI models: composites, grades, small samples and what is missing.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("KPI models")
struct KPITests {
    private static func composite(_ model: KPIModel, _ inputs: PayInputs) -> String? {
        model.result(inputs).composite?.written
    }

    @Test("A31: 96, 88 % → 80, 13.5 of 15 → 90 and 85 by 20/30/30/20 are exactly 87.20, good")
    func workedExample() {
        let result = PaySamples.process().result(PaySamples.inputs())
        #expect(result.composite == Rational(hundredths: 8_720))
        #expect(result.shownHundredths == 8_720)
        #expect(result.grade == "good")
        #expect(result.lines.map { $0.points?.written } == ["96", "80", "90", "85"])
        #expect(result.lines.map(\.n) == [1, 25, 270, 5])
        #expect(result.lines.map { $0.share?.written } == ["20", "30", "30", "20"])
        #expect(result.lines.allSatisfy { $0.state == .counted })
        #expect(
            result.lines[2].inputs == [
                KPIResult.Input(name: "handled", value: Rational(270)),
                KPIResult.Input(name: "effective-hours", value: Rational(160)),
            ])
        #expect(result.lines[2].formula == "handled / effective-hours × 8 / 15 × 100, at most 100")
    }

    @Test("S3-070: the 40 % of the process are 20/10/10, beside 60 of the house's own")
    func process40() {
        let model = PaySamples.model([
            PaySamples.indicator("timeliness", 20, .statement("timeliness", .latest)),
            PaySamples.indicator("first-contact", 10, .statement("first-contact", .latest)),
            PaySamples.indicator("completeness", 10, .statement("completeness", .latest)),
            PaySamples.indicator("others", 60, .statement("others", .latest)),
        ])
        let inputs = PaySamples.inputs(
            and: [
                PaySamples.statement("timeliness", 9_500), PaySamples.statement("first-contact", 8_500),
                PaySamples.statement("completeness", 10_000), PaySamples.statement("others", 9_000),
            ])
        #expect(Self.composite(model, inputs) == "91.5")
    }

    private static let exam = PaySamples.model([
        PaySamples.indicator(
            "exam", 100,
            .parts(
                "exam",
                [
                    Indicator.Part(name: "theory", weight: Points(hundredths: 4_000)),
                    Indicator.Part(name: "practice", weight: Points(hundredths: 6_000)),
                ], .latest), missing: .block)
    ])

    @Test(
        "S3-063: theory 40 % and practice 60 % are an exam, passed from 80 on by the unrounded sum",
        arguments: [
            (8_000, 8_000, "80", "good"), (9_500, 7_000, "80", "good"), (7_999, 8_000, "79.996", "weak"),
            (10_000, 6_666, "79.996", "weak"), (0, 10_000, "60", "weak"),
        ] as [(Int64, Int64, String, String)])
    func exam(theory: Int64, practice: Int64, sum: String, grade: String) throws {
        let earlier = PaySamples.statement("exam/theory", 100, id: "first try", at: -1)
        let result = Self.exam.result(
            PaySamples.inputs(
                and: [
                    earlier, PaySamples.statement("exam/theory", theory),
                    PaySamples.statement("exam/practice", practice),
                ]))
        let exact = try Rational(theory * 4 + practice * 6) / Rational(1_000)
        #expect(result.composite == exact && result.grade == grade)
        #expect(result.lines[0].inputs.map(\.name) == ["exam/theory", "exam/practice", "exam"])
        #expect(result.lines[0].formula.contains("exam = 40 % theory + 60 % practice (latest)"))
        #expect(sum == "80" || exact < Rational(80))
    }

    @Test("S3-063, A37: a part of an exam that is missing blocks; it is not 0, and an exam without parts is no part")
    func missingPart() {
        for given in [["exam/theory"], ["exam/practice"], ["exam"], []] {
            let result = Self.exam.result(PaySamples.inputs(and: given.map { PaySamples.statement($0, 10_000) }))
            #expect(result.composite == nil && result.grade == nil)
            #expect(result.lines[0].state == .blockedMissing && result.lines[0].points == nil)
            #expect(result.lines[0].inputs.map(\.name) == given.filter { $0 != "exam" })
        }
    }

    @Test(
        "C44, X13: bands are closed below and open above, on the unrounded value",
        arguments: [
            (0, "weak"), (7_999, "weak"), (8_000, "good"), (8_900, "good"), (8_950, "good"), (8_999, "good"),
            (9_000, "excellent"), (10_000, "excellent"),
        ] as [(Int64, String)])
    func bands(hundredths: Int64, grade: String) {
        #expect(PaySamples.grades.value(at: Rational(hundredths: hundredths)) == grade)
    }

    @Test("C45: 89.995 is shown as 89.99 and graded good: display never rounds across a border")
    func display() throws {
        let almost = try Rational(89_995) / Rational(1_000)
        #expect(PaySamples.grades.value(at: almost) == "good")
        #expect(try PaySamples.grades.shownHundredths(almost) == 8_999)
        let inside = try Rational(85_555) / Rational(1_000)
        #expect(try PaySamples.grades.shownHundredths(inside) == 8_556)
        #expect(try PaySamples.grades.shownHundredths(Rational(90)) == 9_000)
    }

    @Test("C46: ten tenths are one, and thirds add up to the whole")
    func exact() throws {
        var sum = Rational.zero
        for _ in 0..<10 { sum = try sum + Rational(hundredths: 10) }
        #expect(sum == Rational(1))
        let third = try Rational(100) / Rational(3)
        #expect(try third + third + third == .hundred)
        #expect(try third.rounded(.halfEven, scale: 100) == 3_333)
        #expect(throws: Rational.Overflow.self) {
            var product = Rational(.max)
            for _ in 0..<4 { product = try product * Rational(.max) }
        }
    }

    @Test(
        "X14: the same rating is worth what the named normalisation says",
        arguments: [
            (Normalisation.timesTwenty, 450, "90"), (.timesTwenty, 100, "20"),
            (.minMax(worst: Rational(1), best: Rational(5)), 450, "87.5"),
            (.minMax(worst: Rational(1), best: Rational(5)), 100, "0"),
            (.minMax(worst: Rational(5), best: Rational(0)), 100, "80"),
            (.minMax(worst: Rational(5), best: Rational(0)), 700, "0"),
            (.percent, 12_000, "100"), (.percent, -500, "0"), (.percent, 8_888, "88.88"),
            (.target(Rational(15), cap: .hundred), 1_350, "90"), (.target(Rational(15), cap: .hundred), 1_800, "100"),
            (.target(Rational(15), cap: Rational(110)), 1_800, "110"),
            (PaySamples.csat, 9_000, "100"), (PaySamples.csat, 8_999, "80"), (PaySamples.csat, 7_999, "50"),
        ] as [(Normalisation, Int64, String)])
    func normalisation(_ normalisation: Normalisation, hundredths: Int64, points: String) throws {
        #expect(try normalisation.points(Rational(hundredths: hundredths)).written == points)
    }

    @Test("A32, X12: bands that do not begin at the least value, or do not ascend, are none")
    func holes() {
        #expect(PaySamples.bands([(80, "good"), (90, "excellent")]) == nil)
        #expect(PaySamples.bands([(0, "weak"), (90, "excellent"), (80, "good")]) == nil)
        #expect(PaySamples.bands([(0, "weak"), (0, "good")]) == nil)
        #expect(PaySamples.bands([] as [(Int64, String)]) == nil)
    }

    @Test("A37: what nobody stated blocks the composite or leaves its weight to others, and is never 0")
    func missing() {
        let inputs = PaySamples.inputs(without: "sampled-pass-rate")
        let blocked = PaySamples.process().result(inputs)
        #expect(blocked.composite == nil && blocked.grade == nil)
        #expect(blocked.lines[0].state == .blockedMissing)
        let redistributed = PaySamples.process(exam: .redistribute).result(inputs)
        // (24 + 27 + 17) of 80 %.
        #expect(redistributed.composite == Rational(85))
        #expect(redistributed.lines[0].state == .redistributedMissing && redistributed.lines[0].share == nil)
        #expect(redistributed.lines.map { $0.share?.written } == [nil, "37.5", "37.5", "25"])
        #expect(PaySamples.process().result(PaySamples.inputs(without: "effective-hours")).composite == nil)
    }

    @Test("where nothing counts there is no composite")
    func nothing() {
        let model = PaySamples.model([
            PaySamples.indicator("exam", 100, .statement("exam", .mean), missing: .redistribute)
        ])
        let result = model.result(PayInputs(agent: "A1", measures: Measures()))
        #expect(result.composite == nil && result.grade == nil)
    }

    @Test("a small sample blocks, is left to the others, or counts as the team's, and at the least number counts")
    func smallSamples() {
        let few = PaySamples.measures(good: 24, bad: 0)
        #expect(PaySamples.process().result(PaySamples.inputs(few)).lines[1].state == .blockedTooFew)
        let redistributed = PaySamples.process(quality: .redistribute).result(PaySamples.inputs(few))
        // (19.2 + 27 + 17) of 70 %.
        #expect(redistributed.composite?.written == "632/7")
        #expect(redistributed.lines[1].state == .redistributedTooFew && redistributed.lines[1].n == 24)
        let team = PaySamples.measures(good: 95, bad: 5)
        let asTeam = PaySamples.process(quality: .team).result(PaySamples.inputs(few, team: team))
        #expect(asTeam.lines[1].state == .team && asTeam.lines[1].n == 100)
        #expect(asTeam.composite == Rational(hundredths: 9_320))
        #expect(PaySamples.process(quality: .team).result(PaySamples.inputs(few, team: few)).composite == nil)
        #expect(PaySamples.process(quality: .team).result(PaySamples.inputs(few)).composite == nil)
        let enough = PaySamples.process().result(PaySamples.inputs(PaySamples.measures(good: 25, bad: 0)))
        #expect(enough.lines[1].state == .counted)
    }

    @Test(
        "C49: of 50 ratings each bad one takes a point away, of 51 each percent below the target takes two, never below 0",
        arguments: [
            // Good, neither, bad; the target is 90.
            (45, 3, 2, 9_800), (50, 0, 0, 10_000), (0, 0, 50, 5_000), (46, 3, 2, 10_000), (51, 0, 0, 10_000),
            (0, 0, 51, 0), (500, 0, 500, 2_000), (89, 11, 0, 9_800),
        ] as [(Int64, Int64, Int64, Int64)])
    func ratingDeductions(good: Int64, neither: Int64, bad: Int64, hundredths: Int64) {
        var measures = Measures()
        measures.ratings = Ratings([bad, 0, neither, 0, good])
        let rule = RatingDeductions(
            few: 50, eachBad: PaySamples.points(1), target: Rational(90), eachPercent: PaySamples.points(2))
        let model = PaySamples.model([PaySamples.indicator("ratings", 100, .ratings(rule), least: 1, missing: nil)])
        let result = model.result(PayInputs(agent: "A1", measures: measures))
        #expect(result.composite == Rational(hundredths: hundredths))
        #expect(result.lines[0].n == good + neither + bad && result.lines[0].state == .counted)
        #expect(result.lines[0].inputs.map(\.name) == ["csat-good-rate", "bad-ratings"])
        #expect(result.lines[0].inputs[1].value == Rational(bad))
        #expect(model.result(PayInputs(agent: "A1", measures: Measures())).composite == nil)
    }

    @Test("X37: raters count once each, never for themselves, and outliers are trimmed")
    func teamwork() {
        let model = PaySamples.process()
        let again = PaySamples.statement("teamwork", 9_000, source: "C", id: "later", at: 1)
        #expect(model.result(PaySamples.inputs(and: [again])).lines[3].points?.written == "265/3")
        let own = PaySamples.statement("teamwork", 10_000, source: "A1")
        let unnamed = PaySamples.statement("teamwork", 10_000, source: "")
        let result = model.result(PaySamples.inputs(and: [own, unnamed]))
        #expect(result.lines[3].n == 5 && result.lines[3].points == Rational(85))
        let four = PayInputs(
            agent: "A1", measures: PaySamples.measures(), statements: PaySamples.statements.filter { $0.source != "F" })
        #expect(model.result(four).lines[3].state == .blockedTooFew)
        #expect(PaySamples.process(teamwork: .redistribute).result(four).lines[3].state == .redistributedTooFew)
    }

    @Test("A33: who works half the hours needs half the tickets; hours of several statements add up")
    func partTime() {
        let half = PaySamples.inputs(
            PaySamples.measures(handled: 135), without: "effective-hours",
            and: [
                PaySamples.statement("effective-hours", 3_000, id: "week-1"),
                PaySamples.statement("effective-hours", 5_000, id: "week-2"),
            ])
        #expect(Self.composite(PaySamples.process(), half) == "87.2")
        let corrected = PaySamples.statement("effective-hours", 10_000, id: "week-2", at: 5)
        let inputs = PayInputs(agent: "A1", measures: half.measures, statements: half.statements + [corrected])
        #expect(PaySamples.process().result(inputs).lines[2].inputs.last?.value == Rational(130))
    }

    @Test("several statements are combined as the model says", arguments: Indicator.Combination.allCases)
    func combinations(_ combination: Indicator.Combination) {
        let model = PaySamples.model([PaySamples.indicator("exam", 100, .statement("exam", combination))])
        let inputs = PaySamples.inputs(
            and: [
                PaySamples.statement("exam", 3_000, id: "b", at: 9),
                PaySamples.statement("exam", 4_000, id: "a", at: 1),
            ])
        let expected = [Indicator.Combination.latest: "30", .mean: "35", .sum: "70"]
        #expect(Self.composite(model, inputs) == expected[combination])
    }

    @Test("results do not depend on the order of the input", arguments: 0..<50 as Range<UInt64>)
    func order(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var statements = PaySamples.statements
        for name in ["teamwork", "effective-hours", "sampled-pass-rate", "exam"] {
            for _ in 0..<6 {
                statements.append(
                    PaySamples.statement(
                        name, Int64(random.next(below: 10_000)), source: "S\(random.next(below: 4))",
                        id: "\(name)-\(random.next(below: 3))", at: Int64(random.next(below: 2))))
            }
        }
        let model = PaySamples.process()
        let expected = model.result(PayInputs(agent: "A1", measures: PaySamples.measures(), statements: statements))
        for _ in 0..<8 {
            for index in statements.indices.reversed() { statements.swapAt(index, random.next(below: index + 1)) }
            let inputs = PayInputs(agent: "A1", measures: PaySamples.measures(), statements: statements)
            #expect(model.result(inputs) == expected)
        }
    }

    @Test(
        "bands are total, monotone in their order, and shares of any mix of lines sum to 100",
        arguments: 0..<200 as Range<UInt64>)
    func totality(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let number = try Rational(Int64(random.next(below: 1_000_000))) / Rational(Int64(1 + random.next(below: 9_999)))
        let borders = Set((0..<5).map { _ in Int64(1 + random.next(below: 99)) }).sorted()
        let bands = try #require(PaySamples.bands([(0, 0)] + borders.enumerated().map { ($0.element, $0.offset + 1) }))
        #expect(bands.value(at: number) == borders.count { Rational($0) <= number })
        let shown = Rational(hundredths: try bands.shownHundredths(number))
        #expect(bands.value(at: shown) == bands.value(at: number))
        var left: Int32 = 100
        var indicators: [Indicator] = []
        while left > 0 {
            let weight = min(left, Int32(1 + random.next(below: 40)))
            left -= weight
            indicators.append(
                PaySamples.indicator(
                    "i\(indicators.count)", weight, .statement("s\(indicators.count)", .latest), missing: .redistribute)
            )
        }
        let statements = indicators.indices.filter { $0 == 0 || random.next(below: 2) == 0 }.map {
            PaySamples.statement("s\($0)", Int64(random.next(below: 10_001)))
        }
        let result = PaySamples.model(indicators).result(
            PayInputs(agent: "A1", measures: Measures(), statements: statements))
        var sum = Rational.zero
        for line in result.lines { sum = try sum + (line.share ?? .zero) }
        #expect(sum == .hundred)
        let composite = try #require(result.composite)
        #expect(.zero <= composite && composite <= .hundred && result.grade != nil)
    }
}
