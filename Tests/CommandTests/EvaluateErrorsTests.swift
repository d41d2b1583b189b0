// `assay evaluate` on inputs that cannot be used as they are: every error names its line, and the rest is evaluated.
// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import Wire

@testable import Commands
@testable import assay

@Suite("assay evaluate: errors")
struct EvaluateErrorsTests {
    private static func transcript(_ id: String) -> [UInt8] {
        Array(#"{"id":"\#(id)","turns":[{"role":"customer","text":"你好"},{"role":"agent","text":"您好"}]}"#.utf8)
    }

    private static func input(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined(separator: [0x0A])) + [0x0A] }

    @Test("each bad line is named with its number and reason, and does not stop the others")
    func badLines() async throws {
        let good = Self.transcript("x")
        var notText = good
        notText[7] = 0xFF
        let lines = [
            good, [], Array(good.dropLast(20)), notText, good, Array(#"{"id":"x","turns":[]}"#.utf8),
            Array(#"{"tenant":"t","conversationId":"c","eventId":"e","atMs":"1"}"#.utf8), Array("[]".utf8), good,
            Array(#"{"id":"x","turns":[{"role":"a\u000a\u001b[1mb"}]}"#.utf8),
        ]
        let run = try await AssayProcess.run(["evaluate", "-"], input: Self.input(lines))
        #expect(run.status == 1)
        #expect(run.lines.count == 3)
        #expect(
            run.complaints == [
                "<stdin>:2: the line is empty; remove it",
                "<stdin>:3: the line ends in the middle of the JSON; it was cut short, or its quotes or brackets do not match",
                "<stdin>:4: byte 8 of the line is not UTF-8; convert the input to UTF-8",
                "<stdin>:6: the transcript has no turns; drop the line",
                "<stdin>:7: the event has no body: set one of opened, message, assigned, …",
                "<stdin>:8: the line is not a JSON object; write one object a line",
                #"<stdin>:10: turn 1 has the unknown role "a  [1mb"; use customer, agent, bot or system"#,
                "3 evaluations, 7 errors",
            ])
    }

    @Test("a line of 50 MB is named with its length, and does not stop the others")
    func longLine() async throws {
        let long = Array(#"{"id":""#.utf8) + [UInt8](repeating: 0x61, count: 50_000_000 - 9) + Array(#""}"#.utf8)
        let run = try await AssayProcess.run(
            ["evaluate", "-"], input: Self.input([Self.transcript("a"), long, Self.transcript("b")]))
        #expect(run.status == 1)
        #expect(run.lines.count == 2)
        let lengths = "50,000,000 bytes, more than the 16,777,216 allowed"
        #expect(run.complaints[0] == "<stdin>:2: the line has \(lengths); raise --max-line-bytes or split it")
    }

    @Test("the longest line is an option, to the byte")
    func lineLimit() async throws {
        let line = Self.transcript("a")
        for (limit, status) in [(line.count, Int32(0)), (line.count - 1, 1)] {
            let run = try await AssayProcess.run(["evaluate", "-", "--max-line-bytes", "\(limit)"], input: line)
            #expect(run.status == status)
        }
    }

    @Test("an empty input is an error that says so, plain or compressed")
    func empty() async throws {
        let run = try await AssayProcess.run(["evaluate", "-"])
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(
            run.complaints == [
                "<stdin>: the input is empty; give it conversations, one JSON object a line", "0 evaluations, 1 error",
            ])
        let compressed = try await AssayProcess.run(["evaluate", "-"], input: ZstdCompressor().compress([]))
        #expect(compressed.complaints == run.complaints)
        try await Scratch.with { scratch in
            let file = try scratch.file("a.zst", []).path
            #expect(
                try await AssayProcess.run(["evaluate", file]).complaints[0].hasPrefix("\(file): the input is empty;"))
        }
    }

    @Test("a frame cut short is named with its place; the complete lines before are evaluated, a line begun is not")
    func cutFrame() async throws {
        let lines = (0..<4000).map { Self.transcript("c-\($0)") }
        let whole = try ZstdCompressor(level: 1).compress(Self.input(lines))
        let cut = Array(whole[..<(whole.count * 3 / 4)])
        let run = try await AssayProcess.run(["evaluate", "-"], input: cut)
        #expect(run.status == 1)
        #expect((1..<4000).contains(run.lines.count))
        #expect(
            run.complaints == [
                "<stdin>:\(run.lines.count + 1): \(ZstdError.truncated(offset: 0)); "
                    + "\(cut.count.grouped) bytes were read, and the lines before this one evaluated",
                "\(run.lines.count.grouped) evaluations, 1 error",
            ])
    }

    @Test("something else after a frame is named with its place")
    func trailingBytes() async throws {
        let frame = try ZstdCompressor().compress(Self.input([Self.transcript("a")]))
        let run = try await AssayProcess.run(["evaluate", "-"], input: frame + Array("hello".utf8))
        #expect(run.status == 1)
        #expect(run.lines.count == 1)
        #expect(run.complaints[0].hasPrefix("<stdin>:2: \(ZstdError.trailingBytes(offset: frame.count));"))
    }

    @Test("a file named .zst that is none is refused as such")
    func notAFrame() async throws {
        try await Scratch.with { scratch in
            let file = try scratch.file("a.zst", Self.transcript("a")).path
            let run = try await AssayProcess.run(["evaluate", file])
            #expect(run.status == 1)
            #expect(run.complaints[0].hasPrefix("\(file):1: \(ZstdError.notAFrame);"))
        }
    }

    @Test("a file that cannot be read ends with status 66 and the reason")
    func unreadable() async throws {
        try await Scratch.with { scratch in
            let missing = "\(scratch.path)/missing"
            let run = try await AssayProcess.run(["evaluate", missing])
            #expect(run.status == 66)
            #expect(run.errors == "assay: \(missing) cannot be read: No such file or directory\n")
            #expect(try await AssayProcess.run(["evaluate", scratch.path]).status == 66)
        }
    }

    @Test("wrong usage ends with status 64")
    func usage() async throws {
        for arguments in [
            [], ["-", "--threads", "0"], ["-", "--max-line-bytes", "0"], ["-", "--max-line-bytes", "2000000000"],
            ["-", "--policy", "nobody"], ["-", "--nonsense"],
        ] {
            let run = try await AssayProcess.run(["evaluate"] + arguments, input: Self.transcript("a"))
            #expect(run.status == 64)
            #expect(run.output.isEmpty)
        }
    }

    @Test("an output that cannot be written ends with status 74")
    func fullOutput() async throws {
        let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
        let run = try await AssayProcess.run(["evaluate", "-"], input: Self.transcript("a"), output: full)
        #expect(run.status == 74)
        #expect(run.errors == "assay: standard output cannot be written: No space left on device\n")
    }
}
