// `assay evaluate` on events, and on events and transcripts in one input.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import Wire

@Suite("assay evaluate: events")
struct EvaluateEventsTests {
    private static func event(_ id: String, _ number: Int, at seconds: Int, _ body: String) -> String {
        let time = 1_700_000_000_000 + seconds * 1000
        return #"{"tenant":"t","conversationId":"\#(id)","eventId":"e\#(number)","atMs":"\#(time)",\#(body)}"#
    }

    private static func message(_ id: String, _ number: Int, at seconds: Int, _ role: String, _ text: String) -> String
    {
        let body = #""message":{"messageId":"m\#(number)","role":"ROLE_\#(role)","text":"\#(text)"}"#
        return event(id, number, at: seconds, body)
    }

    private static func evaluations(_ lines: [String], _ arguments: [String] = []) async throws -> [EvaluationLine] {
        let input = Array(lines.joined(separator: "\n").utf8)
        let run = try await AssayProcess.run(["evaluate", "-"] + arguments, input: input)
        #expect(run.status == 0)
        return try EvaluationLine.all(run.lines)
    }

    @Test("an evaluation stands where its episode ended, among those of transcripts; open ones stand last")
    func order() async throws {
        let lines = [
            Self.message("open", 1, at: 0, "CUSTOMER", "在吗"),
            Self.message("ended", 1, at: 1, "CUSTOMER", "在吗"),
            #"{"id":"first","turns":[{"role":"customer"}]}"#,
            Self.message("ended", 2, at: 40, "AGENT", "您好"),
            Self.event("ended", 3, at: 41, #""resolved":{}"#),
            #"{"id":"last","turns":[{"role":"customer"}]}"#,
        ]
        let evaluations = try await Self.evaluations(lines)
        #expect(evaluations.map(\.conversationId) == ["first", "ended", "last", "open"])
        #expect(evaluations.map(\.ended) == [true, true, true, false])
        let late = try #require(evaluations[1].clocks?.first { $0.clock == "first-response-human" })
        #expect(late.outcome == "OUTCOME_BREACHED")
        #expect(late.elapsedMs == "39000")
    }

    @Test("events are applied in the order of the lines, however many there are and threads read them")
    func manyThreads() async throws {
        let conversations = 700
        var lines: [String] = []
        for step in 0..<4 {
            for number in 0..<conversations {
                let time = step * conversations + number
                lines.append(
                    step < 3
                        ? Self.message("c\(number)", step, at: time, step == 0 ? "CUSTOMER" : "AGENT", "好")
                        : Self.event("c\(number)", step, at: time, #""closed":{}"#))
            }
        }
        let one = try await Self.evaluations(lines, ["--threads", "1"])
        #expect(one.map(\.conversationId) == (0..<conversations).map { "c\($0)" })
        #expect(one.allSatisfy { $0.counts.records == 4 && $0.counts.agentMessages == 2 })
        #expect(try await Self.evaluations(lines, ["--threads", "3"]) == one)
    }

    @Test("the policy of a directory judges, by the version in force when the episode started")
    func policyDirectory() async throws {
        try await Scratch.with { scratch in
            let preset = try PolicyLoader.presetText("pharma-v2")
            _ = try scratch.file("a.yaml", Array(preset.utf8))
            let next = preset.replacing(/version: .*/, with: "version: \"9.9\"")
                .replacing(/effective-from: .*/, with: "effective-from: 2023-11-14T00:00:00Z")
            _ = try scratch.file("b.yaml", Array(next.utf8))
            _ = try scratch.file("readme.txt", Array("not a policy".utf8))
            let lines = [
                Self.message("x", 1, at: -400_000, "CUSTOMER", "在吗"), Self.event("x", 2, at: -399_999, #""closed":{}"#),
                Self.message("y", 1, at: 0, "CUSTOMER", "在吗"), Self.event("y", 2, at: 1, #""closed":{}"#),
            ]
            let evaluations = try await Self.evaluations(lines, ["--policy", scratch.path])
            #expect(evaluations.map(\.policyVersion) == [evaluations[0].policyVersion, "9.9"])
            #expect(evaluations[0].policyVersion != "9.9")
        }
    }

    @Test("a directory whose policy is not valid ends with status 78 and its mistakes")
    func invalidPolicy() async throws {
        try await Scratch.with { scratch in
            _ = try scratch.file("a.yaml", Array("policy: x\n".utf8))
            let run = try await AssayProcess.run(["evaluate", "-", "--policy", scratch.path])
            #expect(run.status == 78)
            #expect(run.errors.contains("a.yaml:1:"))
        }
    }
}
