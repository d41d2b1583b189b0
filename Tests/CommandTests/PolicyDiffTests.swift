// `assay policy diff`.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import Wire

@Suite("assay policy diff")
struct PolicyDiffTests {
    @Test("a policy does not differ from itself, and every preset from every other one does")
    func presets() async throws {
        let same = try await AssayProcess.run(["policy", "diff", "pharma-v2", "pharma-v2@2.2.0"])
        #expect(same.status == 0)
        #expect(same.text == "pharma-v2 2.2.0 → pharma-v2 2.2.0\n\nthey do not differ\n")
        let other = try await AssayProcess.run(["policy", "diff", "pharma-v1", "pharma-v2"])
        #expect(
            other.lines.contains {
                $0.hasPrefix("  + soothe-first (Soothes first, then solves): communication, 12 points")
            })
        #expect(other.lines.contains("  attitude: 40 % → 30 %"))
        #expect(other.lines.contains("  + efficiency-and-compliance: 10 %"))
    }

    @Test("criteria that came, went and changed are told, with their checks before and after")
    func criteria() async throws {
        try await Scratch.with { scratch in
            let before = PolicyFiles.policy(
                lexicons: "  hello: { phrases: [您好] }\n  rude: { phrases: [废话] }",
                criteria: PolicyFiles.criterion("greets", points: "60", check: "{ requires: hello, in: first 2 }"),
                PolicyFiles.criterion("polite", points: "40", check: "{ forbids: [rude], each: 20 }"))
            let after = PolicyFiles.policy(
                version: "2", from: "2026-03-01T00:00:00+08:00",
                head: "clocks: { first-response-human: { target: 30s, alerts: false } }\n"
                    + "thresholds: { liked: { figure: csat-mean, of: [all], windows: [day], target: 4.5, alert: 4, least: 9, receivers: [x] } }",
                lexicons: "  hello: { phrases: [您好] }",
                criteria: PolicyFiles.criterion(
                    "greets", points: "70", check: "{ requires: hello, in: first 1 }", requirements: "S0-011",
                    more: "severity: critical\n        fatal: true"),
                PolicyFiles.criterion("fast", points: "30", check: "{ clock: first-response-human }"))
            let directory = try scratch.directory("shop", ["a.yaml": before, "b.yaml": after])
            let run = try await AssayProcess.run(["policy", "diff", "\(directory)@1", "\(directory)@2"])
            #expect(run.status == 0)
            for line in [
                "  version: 1 → 2", "  in force from: 2020-01-01 00:00:00 +08:00 → 2026-03-01 00:00:00 +08:00",
                "  + first-response-human: target 30 s, no alerts",
                "  + liked: csat-mean, of all, windows day, target 4.5, alert beyond 4, cleared at 4.5, at least 9, tells x",
                "  - polite (English polite): manners, 40 points, minor, S0-010",
                "      No message of a human agent has words of 'rude'. Each place costs 20 points, all together at most 40 points.",
                "  ~ greets (English greets)", "      points: 60 → 70", "      severity: minor → critical",
                "      fatal: false → true", "      requirements: S0-010 → S0-011",
                "      check before: At least one of the first 2 messages of human agents has words of 'hello'. Otherwise all 60 points are lost.",
                "      check after:  The first message of human agents has words of 'hello'. Otherwise all 70 points are lost.",
                "  + fast (English fast): manners, 30 points, minor, S0-010",
                "  - rude: 1 phrases, 0 patterns, 0 exempt",
            ] {
                #expect(run.lines.contains(Substring(line)), "\(line)")
            }
        }
    }

    @Test("X24, C27, C24: what is done with tallies is told on the page, and when it changes")
    func tallies() async throws {
        try await Scratch.with { scratch in
            func policy(_ tallies: String) -> String {
                PolicyFiles.policy(
                    head: "tallies: { \(tallies) }", lexicons: "  hello: { phrases: [您好] }",
                    criteria: PolicyFiles.criterion("greets", points: "100", check: "{ requires: hello, in: first 2 }"))
            }
            let before = try scratch.text("a.yaml", policy("close-months-after: 4d"))
            let after = try scratch.text(
                "b.yaml",
                policy("close-months-after: 5d, credit-episodes: first-answerer, keep: { hour: 60d, month: 1100d }"))
            let run = try await AssayProcess.run(["policy", "diff", before, after])
            for line in [
                "  episodes are credited to: last-answerer → first-answerer",
                "  a month is closed after its end: 4 d → 5 d",
                "  tallies are kept: for ever → hour 60 d, month 1100 d",
            ] {
                #expect(run.lines.contains(Substring(line)), "\(line)")
            }
            let page = try await AssayProcess.run(["policy", "show", after])
            for part in ["会话责任人", "first-answerer", "统计保留", "小时 60 天，月 1100 天", "hour 60 d, month 1100 d"] {
                #expect(page.text.contains(part), "\(part)")
            }
        }
    }

    @Test("entries of lexicons are counted, and the first twenty shown")
    func lexicons() async throws {
        try await Scratch.with { scratch in
            let many = (1...25).map { "您好\($0)" }
            let before = try scratch.text("a.yaml", PolicyFiles.plain())
            let after = try scratch.text("b.yaml", PolicyFiles.plain(greetings: "您好, " + many.joined(separator: ", ")))
            let run = try await AssayProcess.run(["policy", "diff", before, after])
            let added = many.prefix(20).joined(separator: " · ")
            #expect(
                run.text == """
                    shop 1 → shop 1

                    lexicons
                      ~ hello
                          +25 phrases: \(added) … and 5 more
                          -1 phrases: 你好

                    """)
        }
    }
}
