// Every mistake a policy file can have, with its line and how to mend it.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

/// The sample with one passage spoilt, and what is said about it.
struct PolicyMistake: CustomTestStringConvertible, Sendable {
    var passage: String
    var spoilt: String
    /// What the problem says.
    var problem: String
    /// What the remedy says.
    var remedy: String
    /// A passage of the line that is blamed; the spoilt one when it is nil.
    var line: String?

    var testDescription: String { problem }

    init(_ passage: String, _ spoilt: String, _ problem: String, _ remedy: String, line: String? = nil) {
        self.passage = passage
        self.spoilt = spoilt
        self.problem = problem
        self.remedy = remedy
        self.line = line
    }
}

@Suite("mistakes in a policy file")
struct PolicyMistakeTests {
    private static func issues(of text: String) -> [PolicyError.Issue] {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: text, file: "sample.yaml")
            return []
        } catch {
            return error.issues
        }
    }

    private static func expectOne(_ mistake: PolicyMistake, _ location: SourceLocation = #_sourceLocation) {
        let text = PolicySample.with(mistake.passage, as: mistake.spoilt)
        let issues = issues(of: text)
        #expect(text != PolicySample.text, sourceLocation: location)
        #expect(issues.count == 1, "\(issues)", sourceLocation: location)
        guard let issue = issues.first else { return }
        #expect(issue.problem.contains(mistake.problem), "\(issue)", sourceLocation: location)
        #expect(issue.remedy.contains(mistake.remedy), "\(issue)", sourceLocation: location)
        #expect(issue.place?.file == "sample.yaml", sourceLocation: location)
        let line = PolicySample.line(of: mistake.line ?? mistake.spoilt, in: text)
        #expect(issue.place?.line == line, "\(issue)", sourceLocation: location)
    }

    @Test(
        "keys",
        arguments: [
            PolicyMistake("surveys:", "survey:", "unknown key 'survey'", "did you mean 'surveys'?"),
            PolicyMistake(
                "weight: 60.5", "wieght: 60.5", "unknown key 'wieght'", "did you mean 'weight'? valid: weight, criteria"
            ),
            PolicyMistake("{ window: 24h }", "{ window: 24h, days: 1 }", "unknown key 'days'", "valid: window"),
            PolicyMistake("in: first 2 }", "in: first 2, each: 5 }", "unknown key 'each'", "valid: requires, in"),
            PolicyMistake("{ zh: 问候, en: Greets }", "{ zh: 问候 }", "has no 'en'", "add 'en: …'"),
            PolicyMistake(", in: first 2", "", "has no 'in'", "add 'in: …'", line: "{ requires: greeting }"),
            PolicyMistake("{ window: 24h }", "24h", "surveys is not a mapping", "key: value", line: "surveys: 24h"),
            PolicyMistake(
                "{ window: 24h }", "{ [a]: 24h, window: 24h }", "a key of surveys is not a word", "key: value"),
        ])
    func keys(mistake: PolicyMistake) { Self.expectOne(mistake) }

    @Test(
        "the head",
        arguments: [
            PolicyMistake(
                "policy: sample", "policy: My Policy", "the policy 'My Policy' is not a name", "lower-case letters"),
            PolicyMistake("\"1.0.0\"", "\"1 0\"", "the version '1 0'", "write for instance \"2.0.0\""),
            PolicyMistake("\"1.0.0\"", "\"\"", "the version is empty", "behind the colon"),
            PolicyMistake(
                "2026-01-01T00:00:00+08:00", "2026-01-01", "'2026-01-01' is not a date and time",
                "2026-01-01T00:00:00+08:00"),
            PolicyMistake(
                "2026-01-01T", "2026-02-29T", "is not a date and time with its offset", "or 2025-12-31T16:00:00Z"),
            PolicyMistake(
                "Asia/Shanghai", "Asia/Shangai", "unknown zone 'Asia/Shangai'", "did you mean 'Asia/Shanghai'?"),
            PolicyMistake("Asia/Shanghai", "GMT+8", "unknown zone 'GMT+8'", "write an IANA name"),
            PolicyMistake("allowed-skew: 5s", "allowed-skew: 0s", "'allowed-skew' '0s'", "500ms, 30s, 2m, 2h or 1d"),
            PolicyMistake(
                "allowed-skew: 5s", "allowed-skew: 5 s", "is not a length of time above zero",
                "a whole number and its unit"),
            PolicyMistake("window: 24h", "window: 9999d", "of ten years at most", "a whole number and its unit"),
        ])
    func head(mistake: PolicyMistake) { Self.expectOne(mistake) }

    @Test(
        "clocks",
        arguments: [
            PolicyMistake(
                "first-response-any:", "first-respons-any:", "unknown clock 'first-respons-any'",
                "did you mean 'first-response-any'?"),
            PolicyMistake(
                "target: 30s", "target: -30s", "the target of the clock 'first-response-human' '-30s'", "30s"),
            PolicyMistake(
                "alerts: false", "alerts: no", "'alerts' of the clock 'first-response-any' is 'no'",
                "write true or false"),
            PolicyMistake(
                "alerts: false", "alerts: true", "alerts nobody", "add 'receivers: [leader]'",
                line: "first-response-any"),
            PolicyMistake("receivers: [leader]", "receivers: []", "is empty", "name at least one"),
            PolicyMistake("receivers: [leader]", "receivers: leader", "is not a list", "[a, b]"),
            PolicyMistake("[leader]", "[Team Leader]", "a receiver of the clock", "lower-case letters"),
        ])
    func clocks(mistake: PolicyMistake) { Self.expectOne(mistake) }

    @Test(
        "lexicons",
        arguments: [
            PolicyMistake(
                "[您好, Hello]", "[您好, '']", "a phrase in 'phrases' of the lexicon 'greeting' is empty",
                "behind the colon"),
            PolicyMistake("[您好, Hello]", "[您好, '  ']", "is empty", "behind the colon"),
            PolicyMistake("[您好, Hello]", "[]", "'phrases' of the lexicon 'greeting' is empty", "name at least one"),
            PolicyMistake("[您好, Hello]", "[您好, [Hello]]", "is not a text", "on the line of its key"),
            PolicyMistake(
                "[您好, Hello]", "[Hello, 您好, hello]", "the phrase 'hello' is twice", "a to z and A to Z"),
            PolicyMistake("[给力气]", "[给力]", "the phrase '给力' is twice", "drop one"),
            PolicyMistake("[给力气]", "[好给]", "the exempt phrase '好给' contains no phrase", "it prevents nothing"),
            PolicyMistake("[投诉]", "[\(String(repeating: "诉", count: 86))]", "has 258 bytes", "has 255 at most"),
            PolicyMistake("anger: {", "anger: { exmpt: [],", "unknown key 'exmpt'", "did you mean 'exempt'?"),
            PolicyMistake(
                "  anger: {", "  spare: { phrases: [a] }\n  anger: {", "no check uses the lexicon 'spare'",
                "or drop it", line: "spare"),
        ])
    func lexicons(mistake: PolicyMistake) { Self.expectOne(mistake) }

    @Test("129 lexicons are too many")
    func tooManyLexicons() {
        let names = (1...124).map { "x\($0)" }
        let more = names.map { "  \($0): { phrases: [\($0)] }" }.joined(separator: "\n")
        let text = PolicySample.with("  anger: {", as: more + "\n  anger: {")
            .replacing("[slang]", with: "[slang, \(names.joined(separator: ", "))]")
        let issues = Self.issues(of: text)
        #expect(issues.map(\.problem) == ["there are 129 lexicons"])
        #expect(issues.first?.remedy == "merge some: a policy has 128 at most")
    }

    @Test("128 lexicons are not too many")
    func mostLexicons() throws {
        let names = (1...123).map { "x\($0)" }
        let more = names.map { "  \($0): { phrases: [\($0)] }" }.joined(separator: "\n")
        let text = PolicySample.with("  anger: {", as: more + "\n  anger: {")
            .replacing("[slang]", with: "[slang, \(names.joined(separator: ", "))]")
        #expect(try PolicyFile.decode(yaml: text, file: "sample.yaml").lexicons.count == 128)
    }

    @Test("10,001 phrases are too many")
    func tooManyPhrases() {
        let phrases = (0..<10_000).map { "x\($0)" }.joined(separator: ", ")
        let issues = Self.issues(of: PolicySample.with("[投诉]", as: "[\(phrases)]"))
        #expect(issues.map(\.problem) == ["there are 10007 phrases"])
    }

    @Test(
        "weights and points",
        arguments: [
            PolicyMistake(
                "weight: 39.5", "weight: 39.4", "the weights of the dimensions sum to 99.9, not to 100",
                "change one of attitude 60.5 + efficiency 39.4", line: "  attitude:"),
            PolicyMistake(
                "weight: 39.5", "weight: 39.51", "sum to 100.01, not to 100", "efficiency 39.51", line: "  attitude:"),
            PolicyMistake(
                "points: 33.34", "points: 33.33",
                "the points of the criteria of the dimension 'attitude' sum to 99.99, not to 100",
                "empathy 33.33", line: "      greeting:"),
            PolicyMistake(
                "weight: 39.5", "weight: 39.500", "the weight of the dimension 'efficiency' '39.500'",
                "at most two decimals"),
            PolicyMistake(
                "weight: 39.5", "weight: 0", "the weight of the dimension 'efficiency' '0'", "above 0, up to 100"),
            PolicyMistake(
                "points: 33.34", "points: 100.01", "the points of the criterion 'empathy' '100.01'",
                "above 0, up to 100"),
            PolicyMistake(
                "points: 33.34", "points: -5", "the points of the criterion 'empathy' '-5'", "above 0, up to 100"),
            PolicyMistake(
                "points: 33.34", "points: many", "the points of the criterion 'empathy' 'many'", "write a number"),
        ])
    func weights(mistake: PolicyMistake) { Self.expectOne(mistake) }

    @Test("A12: weights that sum to 99.9 are refused")
    func weightsOf99Point9() {
        let issues = Self.issues(of: PolicySample.with("weight: 60.5", as: "weight: 60.4"))
        #expect(issues.map(\.problem) == ["the weights of the dimensions sum to 99.9, not to 100"])
    }

    @Test(
        "criteria",
        arguments: [
            PolicyMistake(
                "{ zh: 问候, en: Greets }", "{ zh: '', en: Greets }",
                "the Chinese title of the criterion 'greeting' is empty", "behind"),
            PolicyMistake("[S0-013]", "[]", "'requirements' of the criterion 'wording' is empty", "name at least one"),
            PolicyMistake("[S0-013]", "S0-013", "is not a list", "in brackets"),
            PolicyMistake("      replies:", "      Replies:", "the criterion 'Replies' is not a name", "lower-case"),
            PolicyMistake(
                "      replies:", "      wording:", "the criterion 'wording' is in two dimensions", "rename one",
                line: nil),
        ])
    func criteria(mistake: PolicyMistake) {
        // The last one blames the second of two equal lines.
        guard mistake.spoilt != "      wording:" else {
            let issues = Self.issues(of: PolicySample.with(mistake.passage, as: mistake.spoilt))
            #expect(issues.map(\.problem) == [mistake.problem])
            #expect(issues.first?.place?.line == PolicySample.line(of: "      replies:"))
            return
        }
        Self.expectOne(mistake)
    }

    @Test(
        "checks",
        arguments: [
            PolicyMistake(
                "{ requires: greeting,", "{ require: greeting,", "unknown check 'require'", "did you mean 'requires'?"),
            PolicyMistake("{ hand-over-note: true }", "{}", "has no check", "write exactly one of requires, forbids"),
            PolicyMistake(
                "{ hand-over-note: true }", "{ hand-over-note: true, clock: first-response-any }", "has 2 checks",
                "exactly one"),
            PolicyMistake(
                "{ hand-over-note: true }", "{ hand-over-note: false }", "is false", "leave the criterion out"),
            PolicyMistake(
                "requires: greeting,", "requires: greetings,", "unknown lexicon 'greetings'", "did you mean 'greeting'?"
            ),
            PolicyMistake("in: first 2", "in: first", "'in' of the criterion 'greeting' is 'first'", "'first 2'"),
            PolicyMistake("in: first 2", "in: first 0", "is 'first 0'", "1 to 1000"),
            PolicyMistake("in: first 2", "in: middle 2", "is 'middle 2'", "'anywhere'"),
            PolicyMistake(
                "forbids: [slang]", "forbids: [slang, slangs]", "unknown lexicon 'slangs'", "did you mean 'slang'?"),
            PolicyMistake("forbids: [slang]", "forbids: [slang, slang]", "names a lexicon twice", "drop one"),
            PolicyMistake("forbids: [slang]", "forbids: { slang: 1 }", "is not a list", "in brackets"),
            PolicyMistake(
                "each: 5", "each: 40", "'each' of the criterion 'wording' is more than its points", "at most 33.33"),
            PolicyMistake("each: 5", "each: 0", "'each' of the criterion 'wording' '0'", "above 0"),
            PolicyMistake("by: customer", "by: costumer", "unknown role 'costumer'", "did you mean 'customer'?"),
            PolicyMistake("within: 3", "within: -1", "'within' of the criterion 'empathy' is '-1'", "from 0 to 1000"),
            PolicyMistake("within: 3", "within: 0", "customers do not answer themselves", "at least 1"),
            PolicyMistake(
                "before: [solution]", "before: [solution, soothing]", "share a lexicon", "different lexicons"),
            PolicyMistake(
                "clock: first-response-human", "clock: first-response", "unknown clock 'first-response'",
                "valid: first-response-human"),
            PolicyMistake(
                "replies-within: 2m", "replies-within: 2", "'replies-within' of the criterion 'replies' '2'", "2m"),
            PolicyMistake("structured-above: 200", "structured-above: 127", "is '127'", "from 128 to 1048576"),
        ])
    func checks(mistake: PolicyMistake) { Self.expectOne(mistake) }

    @Test("a clock that is not defined cannot be a criterion")
    func undefinedClock() {
        let text = PolicySample.with(
            "  first-response-human: { target: 30s, alerts: true, receivers: [leader] }\n", as: "")
        let issues = Self.issues(of: text)
        #expect(issues.map(\.problem) == ["unknown clock 'first-response-human'"])
        #expect(issues.first?.remedy.hasSuffix("valid: first-response-any") == true)
    }

    @Test(
        "what is not YAML is refused with its line",
        arguments: [
            ("policy: [a", 2), ("policy: a\npolicy: b\n", 1), ("a: b\n c: d: e\n", 2), ("a: \"\\q\"", 1), ("a: *b", 1),
            ("---\na: b\n---\nc: d\n", 3),
        ])
    func notYAML(text: String, line: Int) {
        let issues = Self.issues(of: text)
        #expect(issues.count == 1 && issues[0].problem.hasPrefix("this is not YAML: "), "\(issues)")
        #expect(issues.first?.place?.line == line, "\(issues)")
    }

    @Test("an empty file, a list and a huge file are refused")
    func notPolicies() {
        #expect(Self.issues(of: "# nothing\n").map(\.problem) == ["the file is empty"])
        #expect(Self.issues(of: "- a\n").map(\.problem) == ["a policy is not a mapping"])
        let huge = PolicySample.text + String(repeating: "#", count: 1 << 20)
        #expect(Self.issues(of: huge).map(\.problem) == ["the file has more than 1048576 bytes"])
    }

    @Test("all mistakes of a file are said at once, in the order of its lines")
    func allAtOnce() {
        let text = PolicySample.with("allowed-skew: 5s", as: "allowed-skew: soon")
            .replacing("[投诉]", with: "[]").replacing("weight: 39.5", with: "weight: 39")
            .replacing("points: 33.34", with: "points: 33").replacing("within: 3", with: "within: x")
        let issues = Self.issues(of: text)
        #expect(issues.count == 5, "\(issues)")
        #expect(issues.compactMap(\.place?.line) == issues.compactMap(\.place?.line).sorted())
    }

    @Test("a mistake is printed as file, line, column, problem and remedy")
    func printed() {
        let issues = Self.issues(of: PolicySample.with("within: 3", as: "within: x"))
        #expect(
            PolicyError(issues).description
                == "sample.yaml:34:76: 'within' of the criterion 'empathy' is 'x'; write a whole number from 0 to 1000")
    }

    @Test("no cut or garbled file crashes the reader")
    func garbled() {
        let bytes = Array(PolicySample.text.utf8)
        for end in stride(from: 0, to: bytes.count, by: 7) {
            _ = Self.issues(of: String(decoding: bytes[..<end], as: UTF8.self))
            var changed = bytes
            changed[end] = [0x5B, 0x7D, 0x3A, 0x0A, 0x2D, 0x22, 0xC3][end / 7 % 7]
            _ = Self.issues(of: String(decoding: changed, as: UTF8.self))
        }
        _ = Self.issues(of: String(repeating: "[", count: 5_000))
        _ = Self.issues(of: String(repeating: "- ", count: 5_000))
    }
}
