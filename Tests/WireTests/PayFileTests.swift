// KPI and pay models as files: read, and what can be wrong with them.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

@Suite("KPI and pay models as files")
struct PayFileTests {
    /// The YAML examples of the manual: a KPI model and a pay model.
    static func examples(_ language: String = "yaml") throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("deploy/pay.md"), encoding: .utf8)
        return text.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }

    private static func kpi(_ yaml: String) throws -> KPIModel {
        guard case .kpi(let model) = try PayFile.decode(yaml: yaml, file: "kpi.yaml") else {
            throw PolicyError([])
        }
        return model
    }

    private static func pay(_ yaml: String) throws -> PayModel {
        guard case .pay(let model) = try PayFile.decode(yaml: yaml, file: "pay.yaml") else { throw PolicyError([]) }
        return model
    }

    @Test("the KPI model of the manual is valid as it stands, and A31 is 87.20 by it")
    func manual() throws {
        let model = try Self.kpi(try #require(try Self.examples().first))
        #expect(model.indicators.map(\.weight.hundredths) == [2_000, 3_000, 3_000, 2_000])
        #expect(model.indicators[2].source == .perHours(Figure(.handled), Rational(8)))
        #expect(model.indicators[3].source == .raters("teamwork", trim: 1))
        #expect(model.indicators.map(\.whenMissing) == [.block, nil, .block, nil])
        var measures = Measures()
        measures.ratings = Ratings([3, 0, 0, 0, 22])
        measures.handling.handled = 270
        func statement(_ name: String, _ hundredths: Int64, _ source: String) -> PayInputs.Statement {
            PayInputs.Statement(
                id: "\(name)/\(source)", name: name, hundredths: hundredths, at: .epoch, source: source)
        }
        let statements =
            [statement("sampled-pass-rate", 9_600, "qa"), statement("effective-hours", 16_000, "hr")]
            + ["B", "C", "D", "E", "F"].map { statement("teamwork", 8_500, $0) }
        let result = model.result(PayInputs(agent: "A1", measures: measures, statements: statements))
        #expect(result.composite == Rational(hundredths: 8_720) && result.grade == "good")
    }

    @Test("the pay model of the manual is valid as it stands")
    func payManual() throws {
        let model = try Self.pay(try #require(try Self.examples().last))
        #expect(
            model.performancePay
                == .coefficients([
                    .init("excellent", Rational(hundredths: 120)), .init("good", Rational(1)),
                    .init("weak", Rational(hundredths: 50)),
                ]))
        #expect(model.adjustments.map(\.size) == [.percent(-500), .percent(-500), .amount(Cents(50_000))])
        let failure = StreakRule.Failure(criteria: ["record-in-time", "record-concrete"], clocks: [.recordEntry])
        #expect(
            model.adjustments[0].streak
                == StreakRule(length: 3, reset: .never, counting: .onceARow, failedBy: failure))
        #expect(model.appeal == .hours(120) && model.rounding == .halfEven && model.stacking == .additive)
    }

    @Test(
        "the presets have the handbooks' numbers, and everything that these leave open has to be filled in",
        arguments: PayFile.presets)
    func presets(name: String) throws {
        let text = try PayFile.presetText(name)
        let open = text.split(separator: "\n").map { $0.prefix { $0 != "#" } }
            .reduce(0) { $0 + $1.matches(of: /: open\b/).count }
        #expect(open > 0)
        let error = #expect(throws: PolicyError.self) { try PayFile.decode(yaml: text, file: name) }
        #expect(error?.issues.count == open, "\(String(describing: error))")
        for issue in error?.issues ?? [] {
            #expect(issue.problem.contains("is open") && (issue.place?.line ?? 0) > 1, "\(issue)")
        }
    }

    /// A preset with everything filled in.
    private static func filled(_ name: String) throws -> String {
        try PayFile.presetText(name)
            .replacing(" of: open", with: " of: { own: others, combine: latest }")
            .replacing("combine: open", with: "combine: latest").replacing(
                "abandoned: open", with: "abandoned: counted"
            )
            .replacing("least: open", with: "least: 30").replacing(/when-(\w+): open/) { "when-\($0.1): block" }
            .replacing("per-hours: open", with: "per-hours: 8").replacing("cap: open", with: "cap: 100")
            .replacing("points: open", with: "points: 0").replacing("trim: open", with: "trim: 1")
            .replacing("grade: open", with: "grade: 待改进").replacing(
                "percentages-of: open", with: "percentages-of: performance-pay"
            )
            .replacing("stacking: open", with: "stacking: additive").replacing(
                "rounding: open", with: "rounding: half-even"
            )
            .replacing("appeal: open", with: "appeal: 5d").replacing("reset: open", with: "reset: never")
            .replacing("failed-by: open", with: "failed-by: { clocks: [record-entry] }")
            .replacing("counts: open", with: "counts: once-a-row").replacing("amount: open", with: "amount: 500")
            .replacing(/: open\b/, with: ": 10")
    }

    @Test("a completed preset is valid: S3-070 20/10/10 of 40, S3-085 20/30/30/20, S4-071 30/25")
    func completed() throws {
        #expect(
            try Self.kpi(Self.filled("kpi/process-40")).indicators.map(\.weight.written) == ["20", "10", "10", "60"])
        #expect(
            try Self.kpi(Self.filled("kpi/process-20-30-30-20")).indicators.map(\.weight.written) == [
                "20", "30", "30", "20",
            ])
        let platform = try Self.kpi(Self.filled("kpi/platform"))
        #expect(platform.indicators.map(\.weight.written) == ["30", "25", "45"])
        #expect(platform.indicators[0].normalisation == .timesTwenty)
        #expect(platform.grades.list.map(\.from) == [.zero, Rational(80), Rational(90)])
        let process = try Self.pay(Self.filled("pay/process"))
        #expect(process.adjustments.map(\.size) == [.percent(-500), .percent(-1_000), .percent(-500)])
        #expect(process.adjustments.map(\.payee) == [.agent, .agent, .headOfDepartment])
        #expect(try Self.pay(Self.filled("pay/platform")).performancePay.grades == ["优秀", "良好"].sorted())
    }

    @Test("C49: the preset for few ratings has its borders, and what it lacks is told")
    func ratingDeductions() throws {
        let model = try Self.kpi(Self.filled("kpi/rating-deductions"))
        guard case .ratings(let rule) = model.indicators[0].source else {
            Issue.record("\(model.indicators[0].source)")
            return
        }
        #expect(rule.few == 50 && rule.eachBad.written == "1" && rule.eachPercent.written == "2")
        let without = try Self.filled("kpi/rating-deductions").replacing("few: 50, ", with: "")
        #expect(throws: PolicyError.self) { try Self.kpi(without) }
    }

    @Test("S3-063: the exam of the manual and of the preset is in parts that sum to 100, and a missing part blocks")
    func exam() throws {
        let preset = try Self.kpi(Self.filled("kpi/process-exam"))
        let parts = [
            Indicator.Part(name: "theory", weight: Points(hundredths: 4_000)),
            Indicator.Part(name: "practice", weight: Points(hundredths: 6_000)),
        ]
        #expect(preset.indicators.map(\.source) == [.parts("exam", parts, .latest)])
        #expect(preset.grades.list.map(\.from) == [.zero, Rational(80)])
        let alone = try #require(try Self.examples("yml").first)
        let lines = alone.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        let sample = try Self.examples()[0].replacing(
            "    weight: 20\n    of: { own", with: "    weight: 0.01\n    of: { own"
        )
        .replacing("grades: [", with: lines.replacing("weight: 20", with: "weight: 19.99") + "\ngrades: [")
        let model = try Self.kpi(sample)
        #expect(model.indicators.last?.source == .parts("exam", parts, .latest))
        expectOne(
            sample.replacing("practice: 60", with: "practice: 50"), "sum to 90 in 2", "theory: 40, practice: 60")
        expectOne(
            sample.replacing("theory: 40, practice: 60", with: "theory: 100"), "sum to 100 in 1", "two parts or more")
        expectOne(
            sample.replacing("passed\n    when-missing: block", with: "passed\n    when-missing: redistribute"),
            "has parts", "write block")
    }

    @Test("A32, X12: a band that the handbook does not define is a mistake at load, not at month's end")
    func undefinedBand() throws {
        let sample = try Self.examples()[0]
        expectOne(
            sample.replacing("{ from: 0, points: 50 }, ", with: ""), "begin at 80: values from 0 on belong to none",
            "add the band '{ from: 0, points: … }'")
        expectOne(
            sample.replacing("{ from: 0, points: 50 }", with: "{ from: 0, points: open }"), "is open", "decide it")
        expectOne(sample.replacing("{ from: 0, grade: weak }, ", with: ""), "the grades begin at 80", "add the band")
    }

    @Test(
        "every mistake of a KPI model is named",
        arguments: [
            (
                "weight: 20\n    of: { own", "weight: 21\n    of: { own", "the weights sum to 101, not to 100",
                "change one of process-execution 21"
            ),
            (
                "figure: csat-good-rate", "figure: csat-goodrate", "unknown figure 'csat-goodrate'",
                "did you mean 'csat-good-rate'?"
            ),
            ("figure: csat-good-rate", "figure: channel-gap", "is no figure of an agent", "name another"),
            (
                "figure: csat-good-rate", "figure: conversations", "counts conversations whatever the hours are",
                "per-hours: 8"
            ),
            (
                "{ figure: csat-good-rate }", "{ figure: csat-good-rate, per-hours: 8 }", "is no number of cases",
                "drop 'per-hours'"
            ),
            (
                "    least: 25                            # so many answers it takes\n", "", "has no 'least'",
                "so many cases"
            ),
            ("    when-fewer: team ", "    # ", "has no 'when-fewer'", "add 'when-fewer: block'"),
            (
                "when-missing: block                  # or", "when-missing: zero # or", "is 'zero'",
                "write block, redistribute"
            ),
            ("    when-missing: block                  # or", "    # or", "has no 'when-missing'", "add 'when-missing"),
            (
                "when-fewer: team ", "when-fewer: team\n    when-missing: block ", "says nothing here",
                "drop 'when-missing'"
            ),
            (
                "when-fewer: redistribute", "when-fewer: team", "has no figure of the team",
                "write block or redistribute"
            ),
            ("trim: 1", "trim: 3", "when 3 are trimmed at each end", "write 7 at least"),
            (", trim: 1", "", "has no 'trim'", "add 'trim: …'"),
            ("combine: latest", "combine: last", "is 'last'", "write latest, mean, sum"),
            ("raters: teamwork", "raters: teamworks", "unknown supplement 'teamworks'", "did you mean 'teamwork'?"),
            ("{ target: 15, cap: 100 }", "{ target: 15 }", "has no 'cap'", "add 'cap: 100'"),
            ("{ target: 15, cap: 100 }", "x20", "is no rating of 1 to 5", "minmax"),
            ("{ target: 15, cap: 100 }", "percents", "unknown normalisation 'percents'", "did you mean 'percent'?"),
            ("{ target: 15, cap: 100 }", "{ minmax: { worst: 5, best: 5 } }", "are the same", "what 100 are"),
            (
                "{ from: 80, points: 80 }", "{ from: 95, points: 80 }", "begins at 90, and the one before at 95",
                "ascending"
            ),
            ("grade: good", "grade: weak", "two grades have the same name", "give each its own"),
            (
                "requirements: [S3-085]               #", "requirements: [S3-999] #", "'S3-999' is no requirement",
                "[] for none"
            ),
        ])
    func mistakes(part: String, spoilt: String, problem: String, remedy: String) throws {
        let sample = try Self.examples()[0]
        #expect(sample.contains(part))
        let text = sample.replacing(part, with: spoilt, maxReplacements: 1)
        let error = #expect(throws: PolicyError.self) { try PayFile.decode(yaml: text, file: "kpi.yaml") }
        let issue = error?.issues.first { $0.problem.contains(problem) && $0.remedy.contains(remedy) }
        #expect(issue?.place?.line ?? 0 > 0, "\(String(describing: error))")
    }

    @Test(
        "every mistake of a pay model is named",
        arguments: [
            ("currency: CNY", "currency: yuan", "the currency is 'yuan'", "ISO 4217"),
            ("stacking: additive", "stacking: added", "'stacking' is 'added'", "additive"),
            ("rounding: half-even", "rounding: open", "'rounding' of a pay model is open", "decide it"),
            ("penalties: 20, ", "", "has no 'penalties'", "add 'penalties: …'"),
            ("appeal: 5d", "appeal: 5", "is not a length of time", "whole number and its unit"),
            ("percent: -5  ", "percent: 0  ", "is 0", "leave the adjustment out"),
            ("percent: -5  ", "percent: -500  ", "is '-500'", "from -100 to 100"),
            (
                "    amount: 500.00", "    amount: 500.00\n    percent: 5", "not one of a percentage and an amount",
                "below 0 for penalties"
            ),
            ("of: 3, ", "of: 1, ", "is '1'", "from 2 to 1000"),
            ("[record-entry]", "[record-entri]", "unknown clock 'record-entri'", "did you mean 'record-entry'?"),
            (
                "{ criteria: [record-in-time, record-concrete], clocks: [record-entry] }", "{}",
                "names no criterion and no clock", "criteria: [record-in-time]"
            ),
            ("clocks: [record-entry]", "clock: [record-entry]", "unknown key 'clock'", "did you mean 'clocks'?"),
            ("payee: agent", "payee: agents", "is 'agents'", "did you mean 'agent'?"),
            ("weak: 0.5", "weak: open", "the coefficient of 'weak' is open", "decide it"),
            ("{ coefficients:", "{ coefficient:", "unknown key 'coefficient'", "did you mean 'coefficients'?"),
        ])
    func payMistakes(part: String, spoilt: String, problem: String, remedy: String) throws {
        let sample = try Self.examples()[1]
        #expect(sample.contains(part))
        expectOne(sample.replacing(part, with: spoilt, maxReplacements: 1), problem, remedy)
    }

    @Test("a text cut anywhere or without any line is a mistake and no crash")
    func cuts() throws {
        for sample in try Self.examples() {
            let lines = sample.split(separator: "\n", omittingEmptySubsequences: false)
            for index in lines.indices {
                var rest = lines
                rest.remove(at: index)
                for text in [rest.joined(separator: "\n"), lines[..<index].joined(separator: "\n")] {
                    do throws(PolicyError) { _ = try PayFile.decode(yaml: text, file: "cut.yaml") } catch {
                        #expect(!error.issues.isEmpty)
                    }
                }
            }
        }
    }

    private func expectOne(_ text: String, _ problem: String, _ remedy: String) {
        let error = #expect(throws: PolicyError.self) { try PayFile.decode(yaml: text, file: "model.yaml") }
        #expect(error?.issues.count == 1, "\(String(describing: error))")
        let issue = error?.issues.first
        #expect(issue?.problem.contains(problem) == true, "\(String(describing: issue))")
        #expect(issue?.remedy.contains(remedy) == true, "\(String(describing: issue))")
        #expect((issue?.place?.line ?? 0) > 1)
    }
}
