// `assay keys`, and dead letters that are sealed.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Sealing
import Testing
import Wire

@testable import assay

@Suite("assay keys")
struct KeysTests {
    /// A cluster in which a lane has written two dead letters and a checkpoint.
    private struct Scene {
        let bench: LetterBench
        let file: String
        let scratch: Scratch

        init(_ scratch: Scratch) async throws {
            self.scratch = scratch
            bench = try LetterBench(topics: [.conversations, .deadLetters, .dataKeys, .checkpoints])
            file = scratch.path + "/keys"
            #expect(try await AssayProcess.run(["keys", "new", file, "--id", "first"]).status == 0)
            var kafka = bench.kafka
            kafka.delivery = .atLeastOnce
            kafka.masterKeys = try MasterKeys(text: try String(contentsOfFile: file, encoding: .utf8))
            let log = SealedLog(try KafkaEventLog(kafka, logger: .silent), kafka.masterKeys)
            defer { log.close() }
            var outbox = Outbox()
            func append(_ topic: Topic, _ key: String, _ value: [UInt8]) {
                let name = outbox.bytes.appendRange(key.utf8)
                let range = outbox.bytes.appendRange(value)
                outbox.effects.append(Effect(topic: topic, partition: 0, key: name, value: range))
            }
            for conversation in ["c-1", "c-2"] {
                let source = LetterBench.source(
                    value: Array("我的卡号是 6222".utf8), key: Array("acme/\(conversation)".utf8))
                append(.deadLetters, "acme/\(conversation)", source.deadLetter(Complaint(.malformed, "no event")))
            }
            append(.checkpoints, "acme/c-1", Array("state".utf8))
            try log.send(outbox)
            try log.commit([])
        }

        func keys(_ arguments: String...) async throws -> AssayProcess.Outcome {
            var line = bench.commandLine(arguments)
            line[0] = "keys"
            return try await AssayProcess.run(line + ["--sensitive-keys", file])
        }
    }

    @Test("a master key is added to a file that only its owner reads; the last one is current")
    func new() async throws {
        try await Scratch.with { scratch in
            let file = scratch.path + "/keys"
            let first = try await AssayProcess.run(["keys", "new", file])
            #expect(first.status == 0 && first.text.contains("is current now, 1 keys"))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            let again = try await AssayProcess.run(["keys", "new", file, "--id", "b"])
            #expect(again.status == 0 && again.text.contains("'b' is current now, 2 keys"))
            let keys = try MasterKeys(text: try String(contentsOfFile: file, encoding: .utf8))
            #expect(keys.current == "b" && keys.ids.count == 2)
            let standby = try await AssayProcess.run(["keys", "new", file, "--id", "c", "--standby"])
            #expect(standby.status == 0 && standby.text.contains("'c' only opens"))
            let waiting = try MasterKeys(text: try String(contentsOfFile: file, encoding: .utf8))
            #expect(waiting.current == "b" && waiting.ids.count == 3 && waiting.ids[1] == "c")
            let comments = try scratch.text("comments", "# ours\n\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: comments)
            #expect(try await AssayProcess.run(["keys", "new", comments, "--id", "a"]).status == 0)
            #expect(try String(contentsOfFile: comments, encoding: .utf8).hasPrefix("# ours\n\na "))
            let kept = try FileManager.default.attributesOfItem(atPath: comments)[.posixPermissions] as? NSNumber
            #expect(kept?.intValue == 0o640)
            let twice = try await AssayProcess.run(["keys", "new", file, "--id", "b"])
            #expect(twice.status == 64 && twice.errors.contains("has a key 'b' already"))
            let other = try scratch.text("other", "not a key\n")
            let refused = try await AssayProcess.run(["keys", "new", other, "--id", "c"])
            #expect(refused.status == 66 && refused.errors.contains("line 1"))
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "not a key\n")
        }
    }

    @Test("a worker with a file that has no keys does not start, and says what is wrong with it")
    func settings() async throws {
        try await Scratch.with { scratch in
            let file = try scratch.text("keys", "a QUJD\n")
            let run = try await AssayProcess.run(["worker", "--sensitive-keys", file])
            #expect(
                run.status == 78 && run.errors.contains("sensitive.keys") && run.errors.contains("line 1 has no key"))
            #expect(!run.errors.contains("QUJD"))
            let missing = try await AssayProcess.run(["worker", "--sensitive-keys", file + "x"])
            #expect(missing.status == 78 && missing.errors.contains("there is no file"))
            // Who needs no keys is not asked for them.
            let report = try await AssayProcess.run(["topics", "plan", "--sensitive-keys", file])
            #expect(report.status == 0)
            let none = try await AssayProcess.run(["keys", "list"])
            #expect(none.status == 78 && none.errors.contains("name their file in sensitive.keys"))
        }
    }

    @Test("S3-053: only who has the master keys sees what a dead letter quotes")
    func show() async throws {
        try await Scratch.with { scratch in
            let scene = try await Scene(scratch)
            let blind = try await scene.bench.run("show", "0:0")
            #expect(
                blind.status == 0 && blind.text.contains("value:     sealed, the record in it is sealed: name the file")
            )
            #expect(!blind.text.contains("6222") && blind.text.contains("detail:    sealed"))
            let seeing = try await scene.bench.run("show", "0:0", "--sensitive-keys", scene.file)
            #expect(seeing.text.contains("我的卡号是 6222") && seeing.text.contains("detail:    no event"))
            let list = try await scene.bench.run("list")
            #expect(
                list.status == 0 && list.lines.count == 2 && list.lines.allSatisfy { $0.hasSuffix("malformed\tsealed") }
            )
            let unread = try await scene.bench.run("replay", "0:0", "--kafka-delivery", "at-least-once")
            #expect(unread.status != 0 && (unread.text + unread.errors).contains("sealed"))
        }
    }

    @Test("keys are counted by their master key, and data keys brought under the current one")
    func rotation() async throws {
        try await Scratch.with { scratch in
            let scene = try await Scene(scratch)
            #expect(try await AssayProcess.run(["keys", "new", scene.file, "--id", "second"]).status == 0)
            let before = try await scene.keys("list")
            #expect(before.lines.contains("first\topens\t2\t1") && before.lines.contains("second\tcurrent\t0\t0"))
            let rewrap = try await scene.keys("rewrap", "--kafka-delivery", "at-least-once")
            #expect(rewrap.status == 0 && rewrap.text.contains("2 of 2 data keys are under 'second' now"))
            let after = try await scene.keys("list")
            #expect(after.lines.contains("first\topens\t0\t1") && after.lines.contains("second\tcurrent\t2\t0"))
            let shown = try await scene.bench.run("show", "0:1", "--sensitive-keys", scene.file)
            #expect(shown.text.contains("我的卡号是 6222"))
            let line = try String(contentsOfFile: scene.file, encoding: .utf8).split(separator: "\n")[1]
            let rest = try scratch.text("rest", line + "\n")
            let missing = try await AssayProcess.run(
                scene.bench.commandLine(["list"]).with(first: "keys") + ["--sensitive-keys", rest])
            #expect(missing.lines.contains("first\tMISSING\t0\t1"))
        }
    }

    @Test("A44: a conversation whose keys are forgotten has no readable letter any more")
    func forget() async throws {
        try await Scratch.with { scratch in
            let scene = try await Scene(scratch)
            let wrong = try await scene.keys("forget", "c-1")
            #expect(wrong.status == 64 && wrong.errors.contains("names no tenant"))
            let forget = try await scene.keys("forget", "acme/c-1", "acme/c-9", "--kafka-delivery", "at-least-once")
            #expect(forget.status == 0)
            #expect(
                forget.lines == [
                    "acme/c-1: 1 keys forgotten",
                    "acme/c-9: 0 keys forgotten; letters under another key have to be named with --letter",
                ])
            let gone = try await scene.bench.run("show", "0:0", "--sensitive-keys", scene.file)
            #expect(gone.text.contains("is forgotten, or was never written"))
            let other = try await scene.bench.run("show", "0:1", "--sensitive-keys", scene.file)
            #expect(other.text.contains("我的卡号是 6222"))
            let named = try await scene.keys("forget", "--letter", "0:1", "--kafka-delivery", "at-least-once")
            #expect(named.status == 0 && named.lines == ["0:1: its key is forgotten"])
            let both = try await scene.bench.run("show", "0:1", "--sensitive-keys", scene.file)
            #expect(!both.text.contains("6222"))
            let none = try await scene.keys("forget", "--letter", "0:9", "--kafka-delivery", "at-least-once")
            #expect(none.status == 66)
        }
    }
}

extension [String] {
    fileprivate func with(first: String) -> [String] { [first] + dropFirst() }
}
