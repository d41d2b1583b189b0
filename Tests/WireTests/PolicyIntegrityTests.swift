// The integrity signals of a policy file: read, and what can be wrong with them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("integrity signals of a policy file")
struct PolicyIntegrityTests {
    private static let line = "surveys: { window: 24h }"
    private static let surveys = "surveys: { window: 24h, programmes: { instant: { answers: counted } } }"
    static let right =
        "{ just-before: 10%, empty-reply: { below: 4, courtesies: [greeting] }, reopened: { within: 30m, times: 2 }, "
        + "given-away-within: 3d, invitations-of: instant }"

    private static func text(_ integrity: String, threshold figure: String? = nil) -> String {
        let lines = figure.map {
            "\nthresholds:\n  it: { figure: \($0), of: [agent], windows: [month], target: 5, alert: 20, least: 9, receivers: [quality] }"
        }
        return PolicySample.with(line, as: "\(surveys)\nintegrity: \(integrity)\(lines ?? "")")
    }

    private static func issues(_ text: String) -> [PolicyError.Issue] {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: text, file: "sample.yaml")
            return []
        } catch {
            return error.issues
        }
    }

    @Test("they are read, in words, too; left out, there are none")
    func read() throws {
        let policy = try PolicyFile.decode(yaml: Self.text(Self.right), file: "sample.yaml")
        let rules = try #require(policy.integrity)
        #expect(rules.lastPercent == 10 && rules.leastLetters == 4 && rules.courtesies == LexiconSet([0]))
        #expect(rules.reopenedWithin == .minutes(30) && rules.reopenedTimes == 2)
        #expect(rules.givenAwayWithin == .hours(72) && rules.invitations == "instant")
        let words = CheckWording(policy, in: .english).integrity(rules)
        #expect(words.contains("less than 10% left") && words.contains("for 2 times"))
        #expect(try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml").integrity == nil)
    }

    @Test(
        "every mistake is named",
        arguments: [
            ("10%", "0%", "'just-before' of 'integrity' is '0%'", "from 1% to 99%"),
            ("below: 4", "below: 0", "is '0'", "from 1 to 1000"),
            ("[greeting]", "[greetings]", "unknown lexicon 'greetings'", "did you mean 'greeting'?"),
            ("within: 30m", "within: 30", "not a length of time", "for instance"),
            (", times: 2", "", "has no 'times'", "add 'times"),
            ("given-away-within: 3d, ", "", "has no 'given-away-within'", "add 'given-away-within"),
            ("invitations-of: instant", "invitations-of: monthly", "is not named", "'surveys: { programmes: { monthly"),
        ])
    func mistakes(part: String, spoilt: String, problem: String, remedy: String) {
        let issues = Self.issues(Self.text(Self.right.replacing(part, with: spoilt)))
        #expect(issues.contains { $0.problem.contains(problem) && $0.remedy.contains(remedy) }, "\(issues)")
    }

    @Test("a threshold may be about every signal that is counted, and about no other")
    func thresholds() throws {
        for kind in Figure.Kind.allCases where kind.signal != nil || kind == .invitationGap {
            let policy = try PolicyFile.decode(yaml: Self.text(Self.right, threshold: kind.word), file: "sample.yaml")
            #expect(policy.thresholds[0].figure == Figure(kind) && !kind.isBetterHigher)
            let text = PolicySample.with(Self.line, as: Self.surveys)
            let alone = Self.text(Self.right, threshold: kind.word).replacing("integrity: \(Self.right)\n", with: "")
            #expect(Self.issues(text).isEmpty)
            #expect(Self.issues(alone).map(\.remedy) == ["add 'integrity: …' to the policy"])
        }
        let without = Self.text(
            Self.right.replacing(", invitations-of: instant", with: ""), threshold: "invitation-score-gap")
        #expect(Self.issues(without).map(\.remedy) == ["add 'invitations-of: …' to 'integrity' of the policy"])
    }

    @Test("no KPI model takes a signal: never automatic penalties")
    func neverPay() throws {
        for kind in Figure.Kind.allCases where kind.isOfIntegrity {
            let source = "{ figure: \(kind.word)\(kind.isOfProgramme ? ", programme: instant" : "") }"
            let text = """
                kpi: it
                version: "1"
                effective-from: 2026-01-01T00:00:00+08:00
                indicators:
                  one: { title: { zh: 一, en: One }, requirements: [], weight: 100, of: \(source), points: percent, least: 1, when-fewer: block }
                grades: [{ from: 0, grade: weak }]
                """
            let error = #expect(throws: PolicyError.self) { try PayFile.decode(yaml: text, file: "kpi.yaml") }
            let issue = error?.issues.first { $0.problem.contains("computed from \(kind.word), an integrity signal") }
            #expect(
                issue?.remedy.contains("never grade or pay anybody by themselves") == true,
                "\(String(describing: error))")
        }
    }
}
