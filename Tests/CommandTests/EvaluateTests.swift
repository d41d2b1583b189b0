// `assay evaluate` on inputs of transcripts: what comes out, in which order, and how it is called.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import Wire

@Suite("assay evaluate")
struct EvaluateTests {
    /// So many transcripts, one a line, of different lengths.
    static func transcripts(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in 0..<count {
            let turns = (0...(number * 7 % 23)).map { turn in
                let text = ["您好，请问有什么可以帮您？", "我要退货", "亲爱哒，绝对没有副作用", "1. 打开页面\\n2. 点退货"][(turn * 5 + number) % 4]
                return #"{"role":"\#(turn % 2 == 0 ? "customer" : "agent")","text":"\#(text)","at_ms":null}"#
            }
            bytes += #"{"id":"c-\#(number)","lang":"zh","turns":[\#(turns.joined(separator: ","))]}\#n"#.utf8
        }
        return bytes
    }

    /// The directory of shared data beside the package; nobody but its authors need have it.
    private static let sharedData = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../shared/data").standardizedFileURL
    private static var dialogues: URL { sharedData.appendingPathComponent("dialogues.zh.ndjson") }

    @Test(
        "1,707 real dialogues give 1,707 evaluations, the same bytes on every run and for every number of threads",
        .enabled(
            if: FileManager.default.fileExists(atPath: dialogues.path),
            "../shared/data/dialogues.zh.ndjson is not there"))
    func realDialogues() async throws {
        var runs: [AssayProcess.Outcome] = []
        for arguments in [["--threads", "1"], ["--threads", "2"], ["--threads", "7"], []] {
            runs.append(try await AssayProcess.run(["evaluate", Self.dialogues.path] + arguments))
        }
        #expect(runs.map(\.status) == [0, 0, 0, 0])
        #expect(runs.map(\.errors) == Array(repeating: "1,707 evaluations, 0 errors\n", count: 4))
        #expect(runs.allSatisfy { $0.output == runs[0].output })
        #expect(runs[0].lines.count == 1707)
    }

    @Test("every transcript gives one evaluation in the order of the input, for every number of threads")
    func order() async throws {
        let input = Self.transcripts(1200)
        var runs: [AssayProcess.Outcome] = []
        for threads in ["1", "2", "5"] {
            runs.append(try await AssayProcess.run(["evaluate", "-", "--threads", threads], input: input))
        }
        #expect(runs.map(\.status) == [0, 0, 0])
        #expect(runs[0].errors == "1,200 evaluations, 0 errors\n")
        #expect(runs.allSatisfy { $0.output == runs[0].output })
        let ids = try EvaluationLine.all(runs[0].lines).map(\.conversationId)
        #expect(ids == (0..<1200).map { "c-\($0)" })
    }

    @Test("an evaluation has the fields that were promised")
    func fields() async throws {
        let line = #"{"id":"x","turns":[{"role":"customer","text":"在吗"},{"role":"agent","text":"亲爱哒"}]}"#
        let run = try await AssayProcess.run(["evaluate", "-"], input: Array(line.utf8))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        #expect(object["conversationId"] as? String == "x")
        #expect(object["score"] is NSNumber)
        #expect(object["policy"] as? String == "pharma-v2")
        #expect(object["policyVersion"] is String)
        #expect(object["timesEstimated"] as? Bool == true)
        #expect(object["dimensions"] is [Any])
        let deductions = try #require(object["deductions"] as? [[String: Any]])
        #expect(deductions.allSatisfy { $0["evidence"] is [String: Any] })
    }

    @Test("a score is null when nothing applied (A14)")
    func nothingApplied() async throws {
        let run = try await AssayProcess.run(
            ["evaluate", "-"], input: Array(#"{"id":"x","turns":[{"role":"customer"}]}"#.utf8))
        #expect(run.status == 0)
        #expect(String(decoding: run.output, as: UTF8.self).contains(#""score":null"#))
    }

    @Test("a compressed input gives the same bytes as the plain one, from a file and from standard input")
    func compressed() async throws {
        let plain = Self.transcripts(1000)
        let half = plain.count / 2
        let compressor = try ZstdCompressor()
        let frames = try compressor.compress(Array(plain[..<half])) + compressor.compress(Array(plain[half...]))
        try await Scratch.with { scratch in
            let expected = try await AssayProcess.run(["evaluate", scratch.file("plain", plain).path])
            #expect(expected.lines.count == 1000)
            for name in ["a.ndjson.zst", "b.ndjson"] {
                #expect(
                    try await AssayProcess.run(["evaluate", scratch.file(name, frames).path]).output == expected.output)
            }
            #expect(try await AssayProcess.run(["evaluate", "-"], input: frames).output == expected.output)
        }
    }

    @Test("the ends of lines do not matter: a last one without, carriage returns, a byte order mark")
    func lineEnds() async throws {
        let plain = Self.transcripts(3)
        let expected = try await AssayProcess.run(["evaluate", "-"], input: plain)
        let text = String(decoding: plain, as: UTF8.self)
        for variant in [String(text.dropLast()), text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text] {
            let run = try await AssayProcess.run(["evaluate", "-"], input: Array(variant.utf8))
            #expect(run.status == 0)
            #expect(run.output == expected.output)
        }
    }

    @Test("whoever stops reading early, as head does, ends the command quietly")
    func closedOutput() async throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let input = Self.transcripts(1000)
        let run = try await AssayProcess.run(["evaluate", "-"], input: input, output: pipe.fileHandleForWriting)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
    }
}
