// The themes of complaints of a policy file: read, and what can be wrong with them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("themes of complaints of a policy file")
struct PolicyThemesTests {
    private static let line = "surveys: { window: 24h }"
    private static let repeats = "repeat-contacts: { window: 3d, bots: counted }"
    static let right =
        "{ slow: { lexicons: [anger], reasons: [slow], burst: { customers: 10, receivers: [committee] } } }"

    private static func text(_ themes: String, more: String = repeats) -> String {
        PolicySample.with(line, as: "\(line)\n\(more)\nthemes: \(themes)")
    }

    private static func issues(_ text: String) -> [PolicyError.Issue] {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: text, file: "sample.yaml")
            return []
        } catch {
            return error.issues
        }
    }

    @Test("S3-122: they are read, and each has a line that its burst crosses")
    func read() throws {
        let policy = try PolicyFile.decode(yaml: Self.text(Self.right), file: "sample.yaml")
        let theme = ComplaintTheme(name: "slow", lexicons: LexiconSet([2]), reasons: ["slow"])
        #expect(policy.themes == [theme])
        #expect(policy.thresholds == [theme.burst(of: 10, receivers: ["committee"])])
        let words = CheckWording(policy, in: .english).threshold(policy.thresholds[0])
        #expect(words.contains("theme, by words alone: slow") && words.contains("alert beyond 9"))
        #expect(try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml").themes.isEmpty)
    }

    @Test(
        "every mistake is named",
        arguments: [
            ("customers: 10", "customers: 1", "is '1'", "from 2 to"),
            ("lexicons: [anger], reasons: [slow], ", "", "is known by nothing", "add 'lexicons"),
            ("[anger]", "[angry]", "unknown lexicon 'angry'", "valid: "),
            (", receivers: [committee]", "", "has no 'receivers'", "add 'receivers"),
            (", burst: { customers: 10, receivers: [committee] }", "", "has no 'burst'", "add 'burst"),
        ])
    func mistakes(part: String, spoilt: String, problem: String, remedy: String) {
        let issues = Self.issues(Self.text(Self.right.replacing(part, with: spoilt)))
        #expect(issues.contains { $0.problem.contains(problem) && $0.remedy.contains(remedy) }, "\(issues)")
    }

    @Test("customers must be told apart, and thresholds of one's own name a theme, everything and the month")
    func fitting() {
        #expect(
            Self.issues(Self.text(Self.right, more: "")).map(\.problem) == [
                "'themes' counts customers, who are not told apart"
            ])
        func own(_ theme: String, _ of: String = "all", _ window: String = "month", name: String = "own") -> String {
            Self.text(Self.right)
                + "\nthresholds:\n  \(name): { figure: theme-customers\(theme), of: [\(of)], windows: [\(window)], target: 3, alert: 5, "
                + "least: 3, receivers: [quality] }\n"
        }
        #expect(Self.issues(own(", theme: slow")).isEmpty)
        #expect(Self.issues(own("")).map(\.remedy).contains("add 'theme: …', one of the policy's"))
        #expect(Self.issues(own(", theme: fast")).contains { $0.problem.contains("'fast', which is not named") })
        #expect(Self.issues(own(", theme: slow", "team")).contains { $0.problem.contains("once a month") })
        #expect(Self.issues(own(", theme: slow", "all", "week")).contains { $0.problem.contains("once a month") })
        #expect(
            Self.issues(own(", theme: slow", name: "theme-burst-slow")).contains { $0.problem.contains("of a burst") })
    }
}
