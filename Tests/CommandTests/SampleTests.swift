// `assay sample`: what is drawn, how it is proven, and what is wrong said clearly.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Wire

@Suite("assay sample")
struct SampleTests {
    private static let secret = Array("0123456789abcdef\n".utf8)
    private static let hashOfC5 = "86b86f777a3f6f81"

    /// Evaluations of November 2026, Chinese time, of ten agents; the first ones are open, excluded and of October.
    private static func evaluations(_ count: Int) -> [UInt8] {
        var lines: [UInt8] = []
        for number in 0..<count {
            var evaluation = ProtoEvaluation()
            evaluation.tenant = "acme"
            evaluation.conversationID = "c\(number)"
            evaluation.episode = 1
            evaluation.revision = 1
            evaluation.agentID = "A\(number % 10)"
            evaluation.channel = "chat"
            evaluation.ended = number != 0
            evaluation.excluded = number == 1
            // 2026-10-31T16:00:00Z is the first instant of November in Shanghai.
            evaluation.startedAtMs = 1_793_462_400_000 - (number == 2 ? 1 : 0)
            lines += EvaluationJSON.line(evaluation)
        }
        return lines
    }

    private func run(
        _ input: [UInt8], secret: [UInt8] = secret, _ arguments: [String]
    ) async throws -> AssayProcess.Outcome {
        try await Scratch.with { scratch in
            let file = try scratch.file("secret", secret)
            return try await AssayProcess.run(
                ["sample", "-", "--secret-file", file.path] + arguments, input: input)
        }
    }

    @Test("S0-050, X39: the same draw from any order, by ratio and quota, with hashes that anybody can compute")
    func draw() async throws {
        let arguments = ["--period", "2026-11", "--ratio", "2%", "--quota", "agent=3"]
        let input = Self.evaluations(1_000)
        let first = try await run(input, arguments)
        let lines = String(decoding: input, as: UTF8.self).split(separator: "\n").reversed().joined(separator: "\n")
        let second = try await run(Array(lines.utf8), arguments)
        #expect(first.status == 0 && first.output == second.output)
        #expect(first.errors.contains("of 997 conversations drawn for 2026-11"))
        #expect(first.errors.contains("1 not ended, 1 not of customers, 1 of other periods"))
        let fields = first.lines.map { $0.split(separator: "\t") }
        #expect(fields.count >= 30 && fields.allSatisfy { $0.count == 3 && $0[0].count == 16 })
        for agent in 0..<10 {
            #expect((1...3).allSatisfy { rank in fields.contains { $0[2].contains("agent A\(agent) #\(rank)") } })
        }
        // printf '2026-11\nacme/c5' | openssl dgst -sha256 -hmac 0123456789abcdef
        let proof = try await run(input, arguments + ["--prove", "c5"])
        #expect(proof.status == 0 && proof.lines[1].contains("hash \(Self.hashOfC5):"), "\(proof.lines)")
    }

    @Test("a proof says why a conversation was drawn, was not, or could not be")
    func proofs() async throws {
        let arguments = ["--period", "2026-11", "--ratio", "0.01%", "--quota", "channel=1"]
        let input = Self.evaluations(100)
        let drawn = try await run(input, arguments)
        let key = try #require(drawn.lines.first?.split(separator: "\t")[1])
        let yes = try await run(input, arguments + ["--prove", String(key)])
        #expect(
            yes.lines[0] == "\(key): drawn" && yes.lines.contains { $0.contains("the quota draws the first 1: it is") })
        let all = (3..<100).map { "acme/c\($0)" }.first { $0 != key } ?? ""
        let no = try await run(input, arguments + ["--prove", all])
        #expect(no.status == 0 && no.lines[0] == "\(all): not drawn" && no.lines[2].contains("it is not"))
        let open = try await run(input, arguments + ["--prove", "c0"])
        #expect(open.status == 1 && open.lines[0].contains("its episodes are not ended"))
        let absent = try await run(input, arguments + ["--prove", "nobody"])
        #expect(absent.status == 1 && absent.lines[0].contains("is not among the evaluations"))
    }

    @Test("wrong usage says how it is written")
    func mistakes() async throws {
        let good = ["--period", "2026-11", "--ratio", "2%"]
        let input = Self.evaluations(5)
        for (arguments, part) in [
            (["--period", "November", "--ratio", "2%"], "neither a month nor a day"),
            (["--period", "2026-13", "--ratio", "2%"], "neither a month nor a day"),
            (["--period", "2026-11", "--ratio", "0.02"], "write for instance 2%"),
            (["--period", "2026-11", "--ratio", "101%"], "from 0% to 100%"),
            (good + ["--quota", "agents=3"], "agent=3"),
            (good + ["--quota", "agent=3", "--quota", "agent=4"], "says twice"),
        ] {
            let outcome = try await run(input, arguments)
            #expect(outcome.status == 64 && outcome.errors.contains(part), "\(outcome.errors)")
        }
        let short = try await run(input, secret: Array("secret\n".utf8), good)
        #expect(short.status == 64 && short.errors.contains("has 6 bytes"))
        let missing = try await AssayProcess.run(["sample", "/nowhere", "--secret-file", "/nowhere/either"] + good)
        #expect(missing.status == 66 && missing.errors.contains("/nowhere/either cannot be read"))
        let noise = try await run(Array("{\"a\":1}\nnoise\n".utf8) + input, good)
        #expect(noise.status == 1 && noise.errors.contains("-:1:") && noise.errors.contains("-:2:"))
    }
}
