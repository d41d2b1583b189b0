// `assay explain`: one evaluation as a person reads it.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Quality
import Testing
import Wire

@testable import Commands
@testable import assay

@Suite("assay explain")
struct ExplainTests {
    private static func event(_ number: Int, at seconds: Int, _ body: String, conversation: String = "c-1") -> String {
        let time = 1_795_000_000_000 + seconds * 1000
        return
            #"{"tenant":"acme","conversationId":"\#(conversation)","eventId":"e\#(number)","atMs":"\#(time)",\#(body)}"#
    }

    private static func message(
        _ number: Int, at seconds: Int, _ role: String, _ text: String, conversation: String = "c-1"
    ) -> String {
        let body =
            #""message":{"messageId":"m\#(number)","role":"ROLE_\#(role)","agentId":"\#(role == "AGENT" ? "a-7" : "")","text":"\#(text)"}"#
        return event(number, at: seconds, body, conversation: conversation)
    }

    /// A conversation of two episodes, of which the second is open, among others.
    private static let lines = [
        message(1, at: 0, "CUSTOMER", "药还没到<b>，怀孕能吃吗"), message(1, at: 1, "CUSTOMER", "别人", conversation: "c-2"),
        message(2, at: 9, "AGENT", "亲爱的，绝对没有副作用"),
        event(3, at: 60, #""transferred":{"fromAgentId":"a-7","toTeamId":"second","escalation":true}"#),
        event(4, at: 70, #""message":{"messageId":"m4","role":"ROLE_AGENT","internal":true,"text":"内部备注"}"#),
        event(5, at: 80, #""resolved":{}"#), message(6, at: 200, "CUSTOMER", "还在吗"),
        #"{"id":"x","turns":[{"role":"customer","text":"在吗"},{"role":"agent","text":"亲爱的，您好"}]}"#, "{",
    ]

    private static func explain(_ arguments: String..., lines: [String] = lines) async throws -> AssayProcess.Outcome {
        try await AssayProcess.run(
            ["explain"] + arguments + ["--from", "-"], input: Array(lines.joined(separator: "\n").utf8))
    }

    @Test("what events are is told in the page's language, and in both where it has both")
    func languages() async throws {
        for (language, words) in [
            ("zh", "事件 a-7 (升级给 团队 second，无交接说明)"),
            ("both", "(升级给 团队 second，无交接说明 · escalated to team second, without a note)"),
        ] {
            let run = try await Self.explain("c-1", "--episode", "1", "--lang", language)
            #expect(run.text.contains(words), "\(run.text)")
        }
    }

    @Test("an episode of events has its dialogue, its points with rule and passage, scores, clocks and the rest")
    func episode() async throws {
        let run = try await Self.explain("c-1", "--episode", "1", "--lang", "en")
        #expect(run.status == 0)
        #expect(run.errors == "assay: 1 line of standard input cannot be used; 'assay evaluate' says why\n")
        let text = run.text
        #expect(text.hasPrefix("acme/c-1 · episode 1 / 2\n"))
        for part in [
            "  Score    0.00\n", "fatal failure (misleading-medication): the total is at most 0",
            "   19:06:40  customer\n      药还没到<b>，[[4: 怀孕]]能吃吗\n", "[[3: 亲爱的]]，[[5: 绝对]][[5,6: 没有副作用]]\n",
            "event a-7 (escalated to team second, without a note)", "(internal note)\n      内部备注\n",
            "event (resolved)\n",
            "misleading-medication · No misleading cure claims, no talking out of seeing a doctor (expertise, critical, fatal)\n"
                + "      “绝对没有副作用” · message m2, bytes 12–33 · lexicon 'absolute-medical-claim'\n"
                + "      No message of a human agent has words of 'absolute-medical-claim' or 'discouraged-care'.",
            "      This includes what the fatal failure takes off the total.\n",
            "      S0-022 Nothing unverified, no own experience, no banned drug advice\n",
            "  first-response-human: met (9 s / 30 s)\n",
            "  escalation-told · Tells progress and a contact when a matter is escalated (communication, minor)\n      event e3\n",
            "\nDid not apply\n", "      It is not so that words of 'delay-notice' occur in messages of human agents.\n",
            "\nLeft to human review\n  personal-advice",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("别人") && !text.contains("还在吗") && !text.contains("\u{1B}"))
    }

    @Test("deductions on the page are those of `assay evaluate`, and add up to what is missing")
    func sums() async throws {
        let input = Array(Self.lines.dropLast().joined(separator: "\n").utf8)
        let lines = try await AssayProcess.run(["evaluate", "-"], input: input).lines
        for line in lines where line.contains("c-1") || line.contains("\"x\"") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let deductions = (object["deductions"] as? [[String: Any]] ?? []).compactMap { $0["points"] as? Double }
            let episode = try #require(object["episode"] as? Int)
            let run = try await Self.explain(
                try #require(object["conversationId"] as? String), "--episode", "\(episode)", "--lang", "en")
            let shown = run.text.matches(of: #/\[\[\d+\]\] (-\d+\.\d\d)  /#).compactMap { Double($0.output.1) }
            #expect(shown == deductions.map { -$0 })
            if let score = object["score"] as? Double, !shown.isEmpty {
                let lost = shown.reduce(Int64(0)) { $0 + $1.hundredths }
                #expect(10_000 + lost == score.hundredths)
                #expect(run.text.contains("  Score    \(score.hundredths.writtenHundredths)\n"))
            }
        }
    }

    @Test("without a number the latest episode is explained, as far as it came")
    func latest() async throws {
        let run = try await Self.explain("acme/c-1", "--lang", "en")
        #expect(run.text.hasPrefix("acme/c-1 · episode 2 / 2\n"))
        #expect(run.text.contains("Open, latest event"))
        #expect(run.text.contains("还在吗"))
    }

    @Test("a transcript without times says that they were estimated")
    func transcript() async throws {
        let run = try await Self.explain("x")
        #expect(run.text.contains("时间为推定 · times were estimated"))
        #expect(run.text.contains("  ~08:00:10  客服 agent"))
        #expect(run.text.contains("[[1: 亲爱的]]") || run.text.contains(": 亲爱的]]，您好"))
        #expect(run.text.contains("人工客服的任何消息都不得含有词库“intimate-address”的用语"))
    }

    @Test("the HTML page marks the passages, is escaped and closes what it opens")
    func html() async throws {
        let run = try await Self.explain("c-1", "--episode", "1", "--format", "html")
        #expect(run.text.contains("<mark>没有副作用</mark><sup><a href=\"#p-5\">5</a>,<a href=\"#p-6\">6</a></sup>"))
        #expect(run.text.contains("药还没到&lt;b&gt;，"))
        try HTMLCheck.expectWellFormed(run.text)
        for link in Set(run.text.matches(of: #/href="#([^"]+)"/#).map { $0.output.1 }) {
            #expect(run.text.contains("id=\"\(link)\""))
        }
    }

    @Test("compressed files are read, too")
    func compressed() async throws {
        try await Scratch.with { scratch in
            let bytes = Array(Self.lines.joined(separator: "\n").utf8)
            let file = try scratch.file("a.zst", try ZstdCompressor().compress(bytes)).path
            let run = try await AssayProcess.run(["explain", "c-1", "--from", file, "--episode", "1"])
            let plain = try await AssayProcess.run(["explain", "c-1", "--from", "-", "--episode", "1"], input: bytes)
            #expect(run.status == 0 && run.output == plain.output)
        }
    }

    @Test("what is not there is told, with what is nearest")
    func missing() async throws {
        let none = try await Self.explain("c-11")
        #expect(none.status == 66)
        #expect(none.errors.contains("there is no conversation 'c-11' in standard input; did you mean 'c-1'?"))
        let episode = try await Self.explain("c-1", "--episode", "3")
        #expect(episode.status == 64)
        #expect(episode.errors.contains("the conversation 'c-1' has no episode 3; there are: 1, 2"))
        let unserved = try await Self.explain(
            "c-9", lines: [Self.message(1, at: 0, "AGENT", "您好", conversation: "c-9")])
        #expect(unserved.errors.contains("nobody was served in the conversation 'c-9'"))
        let twice = [Self.lines[0], Self.lines[0].replacing("acme", with: "umbra")]
        #expect(try await Self.explain("c-1", lines: twice).errors.contains("name one of acme/c-1, umbra/c-1"))
    }

    @Test("probes tell which criteria applied, and change no score", arguments: PolicyLoader.presets)
    func probes(name: String) async throws {
        let policies = try PolicyLoader.preset(name)
        let probed = ProbedPolicies(policies, ofConditions: true).policies
        var (judge, prober) = (EpisodeBench(policies), EpisodeBench(probed))
        for line in String(decoding: EvaluateTests.transcripts(60), as: UTF8.self).split(separator: "\n") {
            let plain = try judge.evaluation(line)
            var evaluation = try prober.evaluation(line)
            let findings = ProbedPolicies.takeProbes(of: &evaluation)
            #expect(evaluation == plain)
            for (dimension, score) in zip(policies.versions[0].rubric.dimensions, plain.dimensions) {
                #expect(dimension.criteria.count { findings.applied.contains($0.id) } == Int(score.applied))
            }
        }
    }
}
