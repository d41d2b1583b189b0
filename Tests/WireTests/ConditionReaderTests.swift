// Mistakes in conditions, lexicons and scoring, each with its line and how to mend it.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("mistakes in conditions")
struct ConditionReaderTests {
    private func issues(
        check: String, lexicons: String = "sorry: { phrases: [抱歉] }", top: String = ""
    ) -> [PolicyError.Issue] {
        let yaml = """
            policy: t
            version: "1"
            effective-from: 2020-01-01T00:00:00+08:00
            zone: Asia/Shanghai
            allowed-skew: 5s
            surveys: { window: 24h }
            \(top)
            lexicons:
              \(lexicons)
            rubric:
              d:
                weight: 100
                criteria:
                  c:
                    title: { zh: 一, en: One }
                    requirements: [S0-010]
                    points: 100
                    check: \(check)
            """
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: yaml, file: "t.yaml")
            return []
        } catch {
            return error.issues
        }
    }

    private func expectOne(_ issues: [PolicyError.Issue], _ problem: String, _ remedy: String, line: Int?) {
        #expect(issues.count == 1, "\(issues)")
        guard let issue = issues.first else { return }
        #expect(issue.problem.contains(problem), "\(issue)")
        #expect(issue.remedy.contains(remedy), "\(issue)")
        if let line { #expect(issue.place?.line == line, "\(issue)") }
    }

    @Test("right ones are read")
    func right() {
        #expect(issues(check: "{ expects: { said: sorry, by: anyone, in: last 30s, at-least: 2 } }").isEmpty)
        #expect(
            issues(check: "{ avoids: { all: [ { not: { said: sorry } }, { event: transfer, note: false } ] } }").isEmpty
        )
        #expect(issues(check: "{ expects: { said: [sorry, greeting] } }", top: "standard-lexicons: \"1\"").isEmpty)
    }

    @Test(
        "what conditions may have wrong",
        arguments: [
            ("{ expects: { sayd: sorry } }", "unknown condition 'sayd'", "did you mean 'said'?"),
            ("{ expects: { by: agent } }", "has no condition", "write one, or join several"),
            ("{ expects: { said: sorry, event: lookup } }", "said and event at once", "join several"),
            ("{ expects: { said: sory } }", "unknown lexicon 'sory'", "did you mean 'sorry'?"),
            ("{ expects: { said: sorry, by: agnet } }", "unknown speaker 'agnet'", "did you mean 'agent'?"),
            ("{ expects: { said: sorry, in: middle } }", "is 'middle'", "write 'first 2'"),
            ("{ expects: { said: sorry, within: 3 } }", "says how far, but not from what", "add 'after' or 'before'"),
            ("{ expects: { said: sorry, after: { not: { said: sorry } } } }", "finds no place", "name something said"),
            ("{ expects: { said: sorry, at-least: 3, at-most: 2 } }", "less than 'at-least'", "no number of places"),
            (
                "{ expects: { all: [ { said: sorry }, { event: transferred } ] } }", "unknown event 'transferred'",
                "valid: transfer"
            ),
            (
                "{ expects: { any: [ { said: sorry }, { wait: customer } ] } }", "has no 'longer-than'",
                "add for instance"
            ),
            (
                "{ expects: { any: [ { said: sorry }, { stage: [presale] } ] } }", "unknown stage 'presale'",
                "did you mean 'pre-sale'?"
            ),
            ("{ avoids: { said: sorry }, each: 200 }", "is not a number of points", "write a number above 0"),
            ("{ avoids: { said: sorry, of: some } }", "unknown choice 'some'", "valid: any, all"),
        ])
    func conditions(_ mistake: (String, String, String)) {
        expectOne(issues(check: mistake.0), mistake.1, mistake.2, line: 18)
    }

    @Test("conditions are nested eight deep at most, and the stack is not used up")
    func depth() {
        let deep = String(repeating: "{ not: ", count: 40) + "{ said: sorry }" + String(repeating: " }", count: 40)
        expectOne(issues(check: "{ expects: \(deep) }"), "nested too deep", "split them", line: 18)
    }

    @Test(
        "what lexicons may have wrong",
        arguments: [
            ("sorry: { quoted: counts }", "looks for nothing", "give it 'phrases'"),
            ("sorry: { patterns: ['抱{..0}歉'] }", "cannot be read: the gap {..0}", "see PolicyFile"),
            ("sorry: { detects: passports }", "unknown detector 'passports'", "did you mean 'passport'?"),
            ("sorry: { phrases: [抱歉], unless: { within: 3 } }", "names no lexicons", "write 'before' or 'after'"),
            (
                "sorry: { phrases: [抱歉], unless: { before: [nope], within: 3 } }", "unknown lexicon 'nope'",
                "valid: sorry"
            ),
            (
                "sorry: { phrases: [抱歉], unless: { before: [sorry], within: 99 } }", "'within'",
                "a whole number from 0 to 20"
            ),
            ("sorry: { phrases: [為您, 为您] }", "is twice", "traditional and simplified characters are alike"),
        ])
    func lexicons(_ mistake: (String, String, String)) {
        expectOne(issues(check: "{ expects: { said: sorry } }", lexicons: mistake.0), mistake.1, mistake.2, line: 9)
    }

    @Test("scoring and the library")
    func top() {
        let check = "{ expects: { said: sorry } }"
        expectOne(
            issues(check: check, top: "scoring: { not-applicable: zero }"), "unknown rule 'zero'", "valid", line: 7)
        expectOne(
            issues(check: check, top: "standard-lexicons: \"2\""), "unknown version of the standard lexicons '2'",
            "valid: 1", line: 7)
    }

    @Test("aliases within aliases are refused before they are read a billion times")
    func aliases() {
        var top = "a0: &a0 [x, x, x, x, x, x, x, x, x]"
        for level in 1..<12 {
            top += "\na\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]"
        }
        let issues = issues(check: "{ expects: { said: sorry } }", top: top)
        #expect(issues.map(\.problem) == ["the file has more than 100000 values"])
    }

    @Test("every preset loads, and what its guards name comes along", arguments: PolicyLoader.presets)
    func presets(name: String) throws {
        let policy = try PolicyLoader.preset(name).versions[0]
        #expect(policy.name == name && policy.lexicons.count <= LexiconSet.mostLexicons)
        for lexicon in policy.lexicons {
            for rule in lexicon.guards { #expect(!rule.lexicons.isEmpty, "\(lexicon.name)") }
        }
    }
}
