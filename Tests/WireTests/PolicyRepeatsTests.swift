// What a policy file says of repeated contacts: read, and what can be wrong with it.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("repeat-contacts of a policy file")
struct PolicyRepeatsTests {
    private static let line = "surveys: { window: 24h }"
    private static let rules =
        "{ window: 3d, same-issue: [order, issue-class], unknown-issue: different, bots: left-out }"

    private static func text(_ rules: String, _ more: String = "") -> String {
        PolicySample.with(line, as: "\(line)\nrepeat-contacts: \(rules)") + more
    }

    private static func issues(_ text: String) -> [String] {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: text, file: "sample.yaml")
            return []
        } catch {
            return error.issues.map(\.problem)
        }
    }

    @Test("X16, F31: they are read and worded; left out, contacts are not told apart")
    func read() throws {
        let policy = try PolicyFile.decode(yaml: Self.text(Self.rules), file: "sample.yaml")
        #expect(
            policy.repeats
                == RepeatRules(
                    window: .hours(72), keys: [.order, .issueClass], unknownIsSame: false, countsBots: false))
        let wording = CheckWording(policy, in: .english)
        #expect(
            policy.repeats.map(wording.repeats)
                == "within 3 d after the end, same issue by order, issue-class, unknown issues are different, bots left out"
        )
        let any = try PolicyFile.decode(yaml: Self.text("{ window: 24h, bots: counted }"), file: "sample.yaml")
        #expect(any.repeats == RepeatRules(window: .hours(24), keys: [], unknownIsSame: false, countsBots: true))
        #expect(try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml").repeats == nil)
    }

    @Test(
        "S3-101, S4-038, S4-044: lines for their figures need them, and the gap between channels a month of everything")
    func thresholds() throws {
        func line(_ figure: String, _ of: String, _ window: String, _ target: String) -> String {
            "\nthresholds:\n  it: { figure: \(figure), of: [\(of)], windows: [\(window)], target: \(target), alert: \(target), "
                + "least: 9, receivers: [leader] }\n"
        }
        for figure in ["first-contact-resolution-loose", "repeat-contact-rate"] {
            let line = line(figure, "all, team", "day", "10")
            #expect(Self.issues(Self.text(Self.rules, line)).isEmpty)
            #expect(
                Self.issues(PolicySample.text + line) == [
                    "the threshold 'it' is about contacts, which are not held against each other"
                ])
        }
        #expect(Self.issues(Self.text(Self.rules, line("channel-gap", "all", "month", "0.5"))).isEmpty)
        for (of, window) in [("team", "month"), ("all", "day")] {
            #expect(
                Self.issues(Self.text(Self.rules, line("channel-gap", of, window, "0.5"))) == [
                    "the threshold 'it' compares the channels of each customer"
                ])
        }
    }

    @Test("what is wrong is told with what to write instead")
    func wrong() {
        let cases: [(String, String)] = [
            ("{ window: 93d, bots: counted }", "'window' of 'repeat-contacts' is longer than 92 days"),
            ("{ window: 3d, bots: yes }", "'bots' of 'repeat-contacts' is 'yes'"),
            (
                "{ window: 3d, bots: counted, same-issue: [order] }",
                "'repeat-contacts' has only one of 'same-issue' and 'unknown-issue'"
            ),
            (
                "{ window: 3d, bots: counted, same-issue: [order, order], unknown-issue: same }",
                "'same-issue' names a key twice"
            ),
            ("{ window: 3d, bots: counted, same-issue: [topic], unknown-issue: same }", "unknown key 'topic'"),
            (
                "{ window: 3d, bots: counted, same-issue: [order], unknown-issue: maybe }",
                "'unknown-issue' of 'repeat-contacts' is 'maybe'"
            ),
        ]
        for (rules, problem) in cases { #expect(Self.issues(Self.text(rules)) == [problem]) }
        #expect(Self.issues(Self.text("{ bots: counted }")).count == 1)
    }
}
