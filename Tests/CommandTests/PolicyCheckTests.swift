// `assay policy check`: mistakes, what is in force, warnings.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import Wire

@testable import assay

@Suite("assay policy check")
struct PolicyCheckTests {
    private func warnings(_ text: String) throws -> [String] {
        try PolicyWarnings.all(yaml: text, file: "a.yaml").map(\.description)
    }

    @Test("every preset is without mistakes")
    func presets() async throws {
        for name in PolicyLoader.presets {
            let run = try await AssayProcess.run(["policy", "check", name])
            #expect(run.status == 0, "\(name): \(run.text)")
            #expect(run.lines.last?.hasPrefix("✓ no mistakes") == true)
        }
    }

    @Test("every mistake of every file is told with its place and remedy")
    func mistakes() async throws {
        try await Scratch.with { scratch in
            let directory = try scratch.directory(
                "shop",
                [
                    "a.yaml": PolicyFiles.plain(each: "50").replacing("requires: hello", with: "requires: helo"),
                    "b.yaml": PolicyFiles.plain(version: "2", points: ("60", "30")),
                ])
            let run = try await AssayProcess.run(["policy", "check", directory])
            #expect(run.status == 1)
            #expect(run.errors.isEmpty)
            let mistakes = run.lines.dropLast()
            #expect(
                mistakes.contains {
                    $0.contains("/a.yaml:20:") && $0.contains("unknown lexicon 'helo'; did you mean 'hello'?")
                })
            #expect(
                mistakes.contains {
                    $0.contains("/a.yaml:") && $0.contains("'each' of the criterion 'polite' is more than its points")
                })
            #expect(
                mistakes.contains { $0.contains("/b.yaml:") && $0.contains("sum to 90, not to 100; change one of") })
            #expect(run.lines.last == "✗ 3 mistakes, no warnings")
        }
    }

    @Test("a policy without mistakes is summed up: from when until when each version is in force")
    func summary() async throws {
        try await Scratch.with { scratch in
            let directory = try scratch.directory(
                "shop",
                [
                    "a.yaml": PolicyFiles.plain(),
                    "b.yaml": PolicyFiles.plain(version: "2", from: "2026-03-01T00:00:00+08:00"),
                ])
            let run = try await AssayProcess.run(["policy", "check", directory])
            #expect(run.status == 0)
            #expect(
                run.lines == [
                    "policy shop, zone Asia/Shanghai",
                    "  version 1, in force from 2020-01-01 00:00:00 +08:00 until 2026-03-01 00:00:00 +08:00",
                    "    1 dimension, 2 criteria, 0 of them for human review, 2 lexicons, no clocks",
                    "  version 2, in force from 2026-03-01 00:00:00 +08:00 on",
                    "    1 dimension, 2 criteria, 0 of them for human review, 2 lexicons, no clocks",
                    "  before the first of them the first is in force, too",
                    "✓ no mistakes, no warnings",
                ])
        }
    }

    @Test("warnings are told and fail only when --strict")
    func strict() async throws {
        try await Scratch.with { scratch in
            let text = PolicyFiles.plain().replacing(
                "requirements: [S0-010]\n        points: 60", with: "requirements: [S0-01O]\n        points: 60")
            let file = try scratch.text("a.yaml", text)
            let run = try await AssayProcess.run(["policy", "check", file])
            #expect(run.status == 0)
            #expect(
                run.lines[0].contains(
                    "/a.yaml:17:24: warning: 'S0-01O' is no requirement of the catalogue; did you mean 'S0-010'?"))
            #expect(run.lines.last == "✓ no mistakes, 1 warning")
            #expect(try await AssayProcess.run(["policy", "check", file, "--strict"]).status == 1)
        }
    }

    @Test("what is not there is told")
    func missing() async throws {
        let run = try await AssayProcess.run(["policy", "check", "pharma-v3"])
        #expect(run.status == 64)
        #expect(run.errors.contains("there is no preset 'pharma-v3'; did you mean 'pharma-v"))
        try await Scratch.with { scratch in
            let empty = try await AssayProcess.run(["policy", "check", try scratch.directory("empty", [:])])
            #expect(empty.status == 1)
            #expect(empty.text.contains("there is no policy; put at least one .yaml file into the directory"))
        }
    }

    @Test(
        "a criterion that can never apply is told",
        arguments: [
            "when: { all: [ { channel: [chat] }, { channel: [phone] } ] }",
            "when: { all: [ { said: hello }, { not: { said: hello } } ] }",
            "when: { message: agent, longer-than: 20, shorter-than: 21 }",
            "when: { message: customer, in: first 2, at-least: 3 }",
            "when: { said: hello, after: { message: agent, at-most: 0 } }",
            "when: { not: { any: [ { said: hello }, { not: { said: hello } } ] } }",
        ])
    func neverApplies(condition: String) throws {
        let text = PolicyFiles.policy(
            lexicons: "  hello: { phrases: [您好] }",
            criteria: PolicyFiles.criterion(
                "greets", points: "100", check: "{ requires: hello, in: first 2 }", more: condition))
        let warnings = try warnings(text)
        #expect(
            warnings.count == 1 && warnings[0].contains("the criterion 'greets' never applies: its 'when' cannot hold"),
            "\(warnings)")
    }

    @Test("a condition that can hold is not told")
    func applies() throws {
        for condition in [
            "when: { all: [ { channel: [chat, phone] }, { channel: [phone] } ] }", "when: { not: { said: hello } }",
            "when: { message: customer, in: first 2, at-least: 2 }", "when: { said: hello, at-most: 0 }",
        ] {
            let text = PolicyFiles.policy(
                lexicons: "  hello: { phrases: [您好] }",
                criteria: PolicyFiles.criterion(
                    "greets", points: "100", check: "{ requires: hello, in: first 2 }", more: condition))
            #expect(try warnings(text).isEmpty, "\(condition)")
        }
    }

    @Test("checks that always or never fail are told")
    func trivialChecks() throws {
        let text = PolicyFiles.policy(
            lexicons: "  hello: { phrases: [您好] }",
            criteria: PolicyFiles.criterion(
                "one", points: "40", check: "{ expects: { any: [ { said: hello }, { not: { said: hello } } ] } }"),
            PolicyFiles.criterion(
                "two", points: "30", check: "{ expects: { message: agent, in: last 1, at-least: 2 } }"),
            PolicyFiles.criterion(
                "three", points: "30", check: "{ avoids: { message: agent, in: last 1, at-least: 2 } }"))
        let warnings = try warnings(text)
        #expect(
            warnings.map { String($0.drop { $0 != "'" }.prefix { $0 != ":" }) } == [
                "'one' never fails", "'two' always fails", "'three' never fails",
            ])
    }

    @Test("fatal criteria on very short phrases are told")
    func shortPhrases() throws {
        let text = PolicyFiles.policy(
            lexicons: "  rude: { phrases: [滚, gg, 废话, wtf] }",
            criteria: PolicyFiles.criterion(
                "polite", points: "100", check: "{ forbids: [rude], each: 100 }", more: "fatal: true"))
        let warnings = try warnings(text)
        #expect(
            warnings.count == 1
                && warnings[0].contains("its lexicon 'rude' are very short: '滚', 'gg'; write longer ones"),
            "\(warnings)")
    }

    @Test("points that are too small to count are told")
    func smallPoints() throws {
        let text =
            PolicyFiles.plain(each: "0.01").replacing("weight: 100", with: "weight: 50")
            + "  rest:\n    weight: 50\n    criteria:\n"
            + PolicyFiles.criterion("small", points: "0.01", check: "{ requires: hello, in: last 1 }")
            + PolicyFiles.criterion("large", points: "99.99", check: "{ requires: hello, in: last 2 }")
        let warnings = try warnings(text)
        #expect(warnings.count == 2, "\(warnings)")
        #expect(warnings[0].contains("a place found for 'polite' costs less than a hundredth of a point of the total"))
        #expect(warnings[1].contains("the points of 'small' are less than a hundredth of a point of the total"))
    }

    @Test("phrases that count twice are told, and only where hits are counted")
    func sharedPhrases() throws {
        func text(_ check: String) -> String {
            PolicyFiles.policy(
                lexicons: "  rude: { phrases: [废话连篇] }\n  silly: { phrases: [废话, 歇菜] }",
                criteria: PolicyFiles.criterion("polite", points: "100", check: check))
        }
        let found = "the lexicons 'rude' and 'silly' of 'polite' share phrases, which count twice: '废话连篇'"
        for check in ["{ forbids: [rude, silly], each: 20 }", "{ expects: { said: [rude, silly], at-least: 2 } }"] {
            let warnings = try warnings(text(check))
            #expect(warnings.count == 1 && warnings[0].contains(found), "\(warnings)")
        }
        for check in ["{ forbids: [rude, silly], each: 100 }", "{ expects: { said: [rude, silly] } }"] {
            #expect(try warnings(text(check)).isEmpty)
        }
    }

    @Test("standard lexicons that are pinned for nothing, or not pinned where their names are used, are told")
    func standardLexicons() throws {
        let pinned = try warnings(PolicyFiles.plain().replacing("surveys:", with: "standard-lexicons: \"1\"\nsurveys:"))
        #expect(pinned.count == 1 && pinned[0].contains("a.yaml:6:1: no check names a standard lexicon"), "\(pinned)")
        let shadowed = try warnings(PolicyFiles.plain().replacing("hello", with: "greeting"))
        #expect(
            shadowed.count == 1 && shadowed[0].contains("own lexicons have names of theirs: 'greeting'"), "\(shadowed)")
    }
}
