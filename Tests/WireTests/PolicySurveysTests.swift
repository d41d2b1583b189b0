// How a policy file takes surveys: read, and what can be wrong with it.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("surveys of a policy file")
struct PolicySurveysTests {
    private static func text(_ surveys: String, _ more: String = "") -> String {
        PolicySample.with("surveys: { window: 24h }", as: "surveys: \(surveys)") + more
    }

    private static func issues(_ text: String) -> [String] {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: text, file: "sample.yaml")
            return []
        } catch {
            return error.issues.map(\.problem)
        }
    }

    @Test("X06, C21, C23: programmes, changes, submission and bursts are read and worded")
    func read() throws {
        let policy = try PolicyFile.decode(
            yaml: Self.text(
                "{ window: 72h, edit: 24h, submission: required, burst: 2s, programmes: { quarterly: { answers: apart }, "
                    + "instant: { answers: counted, items: [speed], reasons: [slow, rude] } } }"), file: "sample.yaml")
        let surveys = policy.surveys
        #expect(surveys.edit == .hours(24) && surveys.needsSubmission && surveys.burst == .seconds(2))
        #expect(surveys.programmes.map(\.name) == ["instant", "quarterly"])
        #expect(surveys.programme("instant")?.reasons == ["slow", "rude"] && surveys.programme("other") == nil)
        #expect(
            CheckWording(policy, in: .english).surveys(surveys)
                == "window 3 d, changes within 1 d, submitted answers only, different answers within 2 s void, "
                + "instant counted (speed/slow/rude), quarterly apart")
        let plain = try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml")
        #expect(plain.surveys == SurveyPolicy(window: .hours(24)))
    }

    @Test(
        "S4-078, S3-114, S4-079, C43: the presets bring programmes, the clock and lines; what a file has itself stays")
    func presets() throws {
        let all = "survey/instant: { least: 30 }, survey/monthly: { least: 100 }, survey/quarterly-nps: {}"
        let policy = try PolicyFile.decode(
            yaml: Self.text("{ window: 72h, presets: { \(all) } }"), file: "sample.yaml")
        #expect(policy.surveys.programmes.map(\.name) == ["instant", "monthly", "quarterly-nps"])
        #expect(policy.surveys.programmes.map(\.isCounted) == [true, false, false])
        #expect(policy.surveys.programmes.map(\.least) == [1, 1, 1_000])
        let clock = try #require(policy.followUps.first { $0.kind == .surveySend })
        #expect(clock.target == .minutes(10) && clock.receivers == ["operations"])
        #expect(policy.thresholds.map(\.name) == ["instant-returns", "monthly-coverage"])
        #expect(policy.thresholds.map(\.least) == [30, 100])
        #expect(policy.surveys.least(for: Figure(.netPromoters, programme: "quarterly-nps")) == 1_000)
        #expect(
            policy.surveys.least(for: Figure(.netPromoters)) == 1 && policy.surveys.least(for: Figure(.meanScore)) == 1)
        let own = try PolicyFile.decode(
            yaml: Self.text(
                "{ window: 72h, presets: { \(all) }, programmes: { quarterly-nps: { answers: counted, least: 500 } } }"
            ).replacing("first-response-any: { target: 2m,", with: "survey-send: { target: 5m,"), file: "sample.yaml")
        #expect(own.surveys.least(for: Figure(.netPromoters)) == 500)
        #expect(own.followUps.first { $0.kind == .surveySend }?.target == .minutes(5))
        for (presets, problem) in [
            ("survey/instant: {}", "'survey/instant' has no 'least'"),
            (
                "survey/quarterly-nps: { least: 3 }, survey/instant: { least: 1 }",
                "'survey/quarterly-nps' has no settings"
            ),
            ("survey/weekly: {}", "unknown preset of surveys 'survey/weekly'"), ("", "'presets' of surveys names none"),
        ] {
            let issues = Self.issues(Self.text("{ window: 72h, presets: { \(presets) } }"))
            #expect(issues.count == 1 && issues[0].contains(problem), "\(issues)")
        }
    }

    @Test("S4-078, C42: lines for returns and coverage name their programme, those for satisfaction may")
    func thresholds() throws {
        func line(_ figure: String) -> String {
            "\nthresholds:\n  it: { figure: \(figure), of: [team], windows: [month], target: 60, alert: 60, least: 9, "
                + "receivers: [leader] }\n"
        }
        let surveys = "{ window: 24h, programmes: { instant: { answers: counted } } }"
        let policy = try PolicyFile.decode(
            yaml: Self.text(surveys, line("return-rate, programme: instant")), file: "sample.yaml")
        let threshold = try #require(policy.thresholds.first)
        #expect(threshold.figure == Figure(.returnRate, programme: "instant"))
        #expect(
            CheckWording(policy, in: .english).threshold(threshold).hasPrefix("return-rate, programme instant, of team")
        )
        #expect(Self.issues(Self.text(surveys, line("nps, programme: instant"))).isEmpty)
        #expect(Self.issues(Self.text(surveys, line("nps"))).isEmpty)
        #expect(Self.issues(Self.text(surveys, line("survey-coverage"))) == ["the threshold 'it' has no 'programme'"])
        #expect(
            Self.issues(Self.text(surveys, line("return-rate, programme: monthly"))) == [
                "the threshold 'it' is about the survey programme 'monthly', which is not named"
            ])
        #expect(
            Self.issues(Self.text(surveys, line("resolution-rate, programme: instant"))) == [
                "the threshold 'it' has 'programme', and resolution-rate has none"
            ])
    }

    @Test("what is wrong is told")
    func wrong() {
        let cases: [(String, String)] = [
            ("{ window: 24h, submission: no }", "'submission' of surveys is 'no'"),
            ("{ window: 24h, programmes: { } }", "'programmes' of surveys has 0 programmes"),
            ("{ window: 24h, programmes: { monthly: { answers: apart } } }", "no programme of surveys counts"),
            (
                "{ window: 24h, programmes: { monthly: { answers: maybe } } }",
                "'answers' of the survey programme 'monthly' is 'maybe'"
            ),
            (
                "{ window: 24h, programmes: { m: { answers: counted, reasons: [a, a] } } }",
                "'reasons' of the survey programme 'm' does not name at most 32 different things"
            ),
            ("{ window: 24h, programmes: { m: { } } }", "the survey programme 'm' has no 'answers'"),
        ]
        for (surveys, problem) in cases { #expect(Self.issues(Self.text(surveys)) == [problem]) }
    }
}
