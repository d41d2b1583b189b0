// The thresholds of a policy file: read, worded, and what can be wrong with them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("thresholds of a policy file")
struct PolicyThresholdsTests {
    private static let line = "surveys: { window: 24h }"

    private static let timely =
        "{ figure: clock-timeliness, clock: first-response-human, abandoned: counted, of: [team, channel], windows: [day, month], "
        + "target: 95, alert: 90, clear: 92.5, least: 50, receivers: [leader, quality] }"
    private static let slow =
        "{ figure: mean-response-answered-only, clock: first-response-any, of: [team], windows: [hour], weeks: 4, worse-by: 50, clear: 20, "
        + "least: 30, receivers: [quality] }"

    private static func text(_ threshold: String) -> String {
        PolicySample.with(line, as: "\(line)\nthresholds:\n  it: \(threshold)")
    }

    private static func threshold(_ text: String) throws -> Threshold {
        try #require(try PolicyFile.decode(yaml: Self.text(text), file: "sample.yaml").thresholds.first)
    }

    @Test("lines against a target are read in the unit of the figure")
    func targets() throws {
        func percent(_ hundredths: Int64) -> Fraction { Fraction(hundredths, over: 10_000) }
        #expect(
            try Self.threshold(Self.timely)
                == Threshold(
                    name: "it", figure: Figure(.timeliness, of: .firstResponseHuman, countsAbandoned: true),
                    subjects: [.team, .channel], windows: [.day, .month],
                    yardstick: .target(percent(9_500), alert: percent(9_000), clear: percent(9_250)), least: 50,
                    receivers: ["leader", "quality"]))
        func yardstick(_ figure: String, _ target: String, _ alert: String) throws -> Threshold.Yardstick {
            try Self.threshold(
                "{ figure: \(figure), of: [all], windows: [day], target: \(target), alert: \(alert), least: 1, receivers: [x] }"
            ).yardstick
        }
        func lines(_ target: Int64, _ alert: Int64, over unit: Int64) -> Threshold.Yardstick {
            let target = Fraction(target, over: unit)
            return .target(target, alert: Fraction(alert, over: unit), clear: target)
        }
        #expect(try yardstick("csat-bad-rate", "0", "2.5") == lines(0, 250, over: 10_000))
        #expect(try yardstick("nps", "50", "-10.25") == lines(5_000, -1_025, over: 10_000))
        #expect(try yardstick("csat-mean", "4.5", "4.25") == lines(450, 425, over: 100))
        #expect(try yardstick("mean-score", "85", "80") == lines(8_500, 8_000, over: 1))
        #expect(try yardstick("conversations", "100", "200") == lines(100, 200, over: 1))
        #expect(
            try yardstick("mean-response-answered-only, clock: first-response-human", "30s", "1m")
                == lines(30_000, 60_000, over: 1))
    }

    @Test("lines against earlier weeks are factors of what is usual")
    func earlierWeeks() throws {
        func factor(_ hundredths: Int64) -> Fraction { Fraction(hundredths, over: 10_000) }
        let slow = try Self.threshold(Self.slow)
        #expect(slow.yardstick == .earlierWeeks(4, alert: factor(15_000), clear: factor(12_000)))
        #expect(slow.figure == Figure(.meanResponse, of: .firstResponseAny))
        let worse = Self.slow.replacing("mean-response-answered-only, clock: first-response-any", with: "csat-mean")
        #expect(
            try Self.threshold(worse).yardstick == .earlierWeeks(4, alert: factor(5_000), clear: factor(8_000)),
            "what is better the higher it is gets worse downwards")
        let usual = Self.slow.replacing("clear: 20, ", with: "")
        #expect(try Self.threshold(usual).yardstick == .earlierWeeks(4, alert: factor(15_000), clear: factor(10_000)))
    }

    @Test("every figure may have a threshold")
    func figures() throws {
        for kind in Figure.Kind.allCases {
            let clock = kind.isOfClock ? ", clock: first-response-any" : ""
            let abandoned = kind.countsOutcomes ? ", abandoned: left-out" : ""
            let each = kind.comparesTeams ? ", each: 9" : ""
            let above = kind.hasLimit ? ", above: 1d" : ""
            let window = kind.isOfMonths ? "month" : "hour"
            let theme = kind.isOfTheme ? ", theme: slow" : ""
            let themes = kind.isOfTheme ? "themes: \(PolicyThemesTests.right)\n" : ""
            let programme = kind.isOfProgramme ? ", programme: instant" : ""
            let repeats = kind.isOfContacts ? "repeat-contacts: { window: 3d, bots: counted }\n" : ""
            let isOfSignals = kind.signal != nil || kind == .invitationGap
            let integrity = isOfSignals ? "integrity: \(PolicyIntegrityTests.right)\n" : ""
            let number = kind.unit == .milliseconds ? "30s" : "3"
            let text =
                "{ figure: \(kind.word)\(clock)\(abandoned)\(above)\(each)\(programme)\(theme), of: [all], windows: [\(window)], target: \(number), alert: \(number), "
                + "least: 1, receivers: [x] }"
            let teams = kind.comparesTeams ? "tallies: { compare-teams: [A, B] }\n" : ""
            let policy = try PolicyFile.decode(
                yaml: (teams + themes + repeats + integrity + Self.text(text)).replacing(
                    "{ window: 24h }", with: "{ window: 24h, programmes: { instant: { answers: counted } } }"),
                file: "sample.yaml")
            #expect(policy.thresholds.first?.figure.kind == kind)
        }
    }

    @Test("F16: outliers are counted beyond a limit, which the policy has to give")
    func outliers() throws {
        let text =
            "{ figure: outliers, clock: first-response-human, above: 9d, of: [all], windows: [week], target: 0, alert: 3, "
            + "least: 1, receivers: [x] }"
        let threshold = try Self.threshold(text)
        #expect(threshold.figure == Figure(.outliers, of: .firstResponseHuman, above: .hours(9 * 24)))
        #expect(threshold.windows == [.week])
        let policy = try PolicyFile.decode(yaml: Self.text(text), file: "sample.yaml")
        #expect(
            CheckWording(policy, in: .english).threshold(threshold).hasPrefix(
                "outliers first-response-human, above 777600 s, of all, windows week, target 0, alert beyond 3"))
        expectOne(text.replacing("above: 9d, ", with: ""), "has no 'above'", "answers that took longer are outliers")
        expectOne(text.replacing("9d", with: "long"), "'above' of the threshold 'it'", "")
    }

    @Test("left out, there are none")
    func leftOut() throws {
        #expect(try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml").thresholds.isEmpty)
    }

    @Test("a threshold in a line, in both languages")
    func wording() throws {
        let policy = try PolicyFile.decode(yaml: Self.text(Self.timely), file: "sample.yaml")
        #expect(
            CheckWording(policy, in: .english).threshold(try Self.threshold(Self.timely))
                == "clock-timeliness first-response-human, abandoned counted, of team/channel, windows day/month, target 95 %, "
                + "alert beyond 90 %, cleared at 92.5 %, at least 50, tells leader, quality")
        #expect(
            CheckWording(policy, in: .chinese).threshold(try Self.threshold(Self.slow))
                == "mean-response-answered-only first-response-any, 对象 team, 窗口 hour, 超出前 4 周同期的 150 % 告警, 回到 120 % 解除, "
                + "样本至少 30, 通知 quality")
    }

    @Test("figures are written with two decimals at most, rounded exactly")
    func numbers() {
        #expect(Figure.Unit.share.written(Fraction(15, over: 17)) == "88.24 %")
        #expect(Figure.Unit.share.written(Fraction(1, over: 1)) == "100 %")
        #expect(Figure.Unit.netShare.written(Fraction(-1, over: 8)) == "-12.5")
        #expect(Figure.Unit.netShare.written(Fraction(-1, over: .max)) == "0")
        #expect(Figure.Unit.milliseconds.written(Fraction(94_515, over: 3)) == "31.51 s")
        #expect(Figure.Unit.hundredths.written(Fraction(25_001, over: 3)) == "83.34")
        #expect(Figure.Unit.rating.written(Fraction(55, over: 15)) == "3.67")
        #expect(Figure.Unit.number.written(Fraction(.max, over: 1)) == "9223372036854775807")
    }

    @Test(
        "every mistake is named",
        arguments: [
            (
                "figure: clock-timeliness", "figure: clock-timelines", "unknown figure 'clock-timelines'",
                "did you mean 'clock-timeliness'?"
            ),
            ("clock: first-response-human, ", "", "has no 'clock'", "one of the policy's"),
            ("first-response-human", "greeting", "unknown clock 'greeting'", "valid: first-response-human"),
            ("abandoned: counted, ", "abandoned: counted, above: 2h, ", "has 'above'", "drop 'above'"),
            ("abandoned: counted, ", "", "has no 'abandoned'", "abandoned: left-out"),
            ("abandoned: counted", "abandoned: maybe", "is 'maybe'", "write counted or left-out"),
            ("[team, channel]", "[teams]", "unknown subject 'teams'", "did you mean 'team'?"),
            ("[team, channel]", "[]", "'of' of the threshold 'it' is empty", "name at least one"),
            ("[day, month]", "[fortnight]", "unknown window 'fortnight'", "valid: hour, day, week, month"),
            ("least: 50, ", "", "has no 'least'", "add 'least: …'"),
            ("least: 50", "least: 0", "'least' of the threshold 'it' is '0'", "whole number from 1"),
            (", receivers: [leader, quality]", "", "has no 'receivers'", "add 'receivers: …'"),
            ("[leader, quality]", "[]", "'receivers' of the threshold 'it' is empty", "name at least one"),
            ("alert: 90", "alert: 96", "is better than its target", "clock-timeliness is the better the higher it is"),
            ("clear: 92.5", "clear: 89", "is worse than its alert line", "at the alert line or before it"),
            ("target: 95", "target: 101", "the target of the threshold 'it' is '101'", "from 0 to 100"),
            ("target: 95, ", "", "has no 'target'", "both may be the same"),
            ("target: 95, alert: 90, clear: 92.5, ", "", "is held against nothing", "'weeks: …' and 'worse-by: …'"),
            ("least: 50", "least: 50, weeks: 4, worse-by: 5", "a target and against earlier weeks", "make two of it"),
        ])
    func mistakes(part: String, spoilt: String, problem: String, remedy: String) {
        expectOne(Self.timely.replacing(part, with: spoilt), problem, remedy)
    }

    @Test(
        "and of thresholds against earlier weeks",
        arguments: [
            ("[hour]", "[month]", "holds months against earlier weeks", "only hours, days and weeks"),
            (
                "mean-response-answered-only, clock: first-response-any", "nps", "holds nps against earlier weeks",
                "give a target"
            ),
            ("worse-by: 50, ", "", "has no 'worse-by'", "add 'worse-by: …'"),
            ("weeks: 4", "weeks: 27", "'weeks' of the threshold 'it' is '27'", "from 1 to 26"),
            ("worse-by: 50", "worse-by: 0.5", "'worse-by' of the threshold 'it' is '0.5'", "percent of what is usual"),
            ("clear: 20", "clear: 51", "is worse than its alert line", "at most what 'worse-by' says"),
            ("clock: first-response-any", "clock: first-response-any, abandoned: counted", "has 'abandoned'", "drop"),
            (
                "mean-response-answered-only, clock: first-response-any, of: [team], windows: [hour], weeks: 4, worse-by: 50",
                "csat-mean, of: [team], windows: [hour], weeks: 4, worse-by: 101", "is '101'", "from 1 to 100"
            ),
        ])
    func mistakesOfWeeks(part: String, spoilt: String, problem: String, remedy: String) {
        expectOne(Self.slow.replacing(part, with: spoilt), problem, remedy)
    }

    @Test("names are names, and there are so many at most")
    func names() {
        func problems(_ text: String) -> [String] {
            do throws(PolicyError) {
                _ = try PolicyFile.decode(yaml: text, file: "sample.yaml")
                return []
            } catch {
                return error.issues.map(\.problem)
            }
        }
        let named = Self.text(Self.timely).replacing("  it: ", with: "  It is: ")
        #expect(problems(named) == ["the threshold 'It is' is not a name"])
        let many = (0..<65).map { "  t\($0): \(Self.timely)" }.joined(separator: "\n")
        #expect(
            problems(Self.text(Self.timely).replacing("  it: \(Self.timely)", with: many)) == [
                "there are 65 thresholds"
            ])
    }

    private func expectOne(_ threshold: String, _ problem: String, _ remedy: String) {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: Self.text(threshold), file: "sample.yaml")
            Issue.record("it was read")
        } catch {
            #expect(error.issues.count == 1 && error.issues[0].problem.contains(problem), "\(error)")
            #expect(remedy.isEmpty || error.issues[0].remedy.contains(remedy), "\(error)")
        }
    }
}
