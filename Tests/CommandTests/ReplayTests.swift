// What `assay deadletters replay` puts back.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Pipeline
import Quality
import Testing
import Wire

@testable import assay

@Suite("Replay of dead letters")
struct ReplayTests {
    private static let key = Array("acme/c-1".utf8)
    private static let headers: [(name: String, value: [UInt8]?)] = [
        ("traceparent", Array("00-1".utf8)), ("content-encoding", Array("zstd".utf8)),
    ]
    /// The partition of `acme/c-1` among two.
    private static let partition = KafkaWriter.partition(of: key, among: 2)

    /// Two letters of conversations (0:0 and 1:0), and one of a topic that is not there (1:1).
    private func bench() throws -> LetterBench {
        let bench = try LetterBench()
        try bench.write(
            [(LetterBench.source(value: [1], headers: ReplayTests.headers), Complaint(.malformed, "no zstd"))])
        try bench.write(
            [
                (LetterBench.source(value: [], key: nil), Complaint(.keyMismatch, "no key")),
                (LetterBench.source(value: [2], topic: "surveys"), Complaint(.orphan, "no conversation")),
            ], partition: 1)
        return bench
    }

    private func names(_ record: SourceRecord) -> [String] {
        record.headers.filter { $0.name == "replayed-from" }.map { String(decoding: $0.value ?? [], as: UTF8.self) }
    }

    @Test(
        "a record is put back once, as it was and with its letter's name; the second time it is told where it is",
        arguments: ["exactly-once", "at-least-once"])
    func once(delivery: String) async throws {
        let bench = try bench()
        let delivery = "--kafka-delivery=\(delivery)"
        let rehearsed = try await bench.run("replay", "0:0", "--dry-run", delivery)
        #expect(rehearsed.lines == ["0:0 would be replayed to conversations[\(ReplayTests.partition)]"])
        #expect(rehearsed.status == 0)
        #expect(try bench.content(of: .conversations).isEmpty)
        let first = try await bench.run("replay", "0:0", delivery)
        #expect(first.lines == ["0:0 replayed to conversations[\(ReplayTests.partition)]"], "\(first.errors)")
        #expect(first.complaints == ["1 replayed"])
        #expect(first.status == 0)
        let again = try await bench.run("replay", "0:0", "--key", "acme/other", delivery)
        #expect(again.lines == ["0:0 already replayed at conversations[\(ReplayTests.partition)]@0"])
        #expect(again.status == 0)
        let content = try bench.content(of: .conversations)
        #expect(content.count == 1)
        let record = try #require(content.first)
        #expect(record.partition == ReplayTests.partition)
        #expect(record.key == ReplayTests.key)
        #expect(record.value == [1])
        #expect(record.headers.map(\.name) == ["traceparent", "content-encoding", "replayed-from"])
        #expect(names(record) == ["cs.dead-letters/0/0"])
    }

    @Test("all letters of a choice are put back; those that cannot be are told with the reason, and the status is 1")
    func all() async throws {
        let bench = try bench()
        let chosen = try await bench.run("replay", "--all", "--reason", "key-mismatch")
        #expect(chosen.lines == ["1:0 replayed to conversations[0]"], "\(chosen.errors)")
        #expect(chosen.status == 0)
        let all = try await bench.run("replay", "--all")
        #expect(
            all.lines.sorted() == [
                "0:0 replayed to conversations[\(ReplayTests.partition)]",
                "1:0 already replayed at conversations[0]@0",
                "1:1 refused: topic 'cs.surveys' does not exist: create it, or set the topic's name",
            ])
        #expect(all.complaints == ["1 replayed, 1 already replayed, 1 refused"])
        #expect(all.status == 1)
        let none = try await bench.run("replay", "--all", "--reason", "future")
        #expect(none.status == 0)
        #expect(none.complaints == ["there are no such dead letters on 'cs.dead-letters': nothing to replay"])
    }

    @Test("a replay that another one has fenced off puts nothing back and says so; the next call does the work")
    func fenced() async throws {
        let bench = try bench()
        bench.cluster.answer(.addPartitionsToTransaction, with: [.producerFenced])
        let fenced = try await bench.run("replay", "0:0")
        #expect(fenced.status == 1)
        let line = try #require(fenced.lines.first)
        #expect(line.hasPrefix("0:0 refused: "), "\(line)")
        #expect(line.contains("cs.dead-letters-replay-0: another writer with this id has begun since"), "\(line)")
        #expect(line.hasSuffix("and run the command again: nothing is put there twice."))
        let again = try await bench.run("replay", "0:0")
        #expect(again.complaints == ["1 replayed"])
        #expect(try bench.content(of: .conversations).count == 1)
    }

    @Test("a record that the broker refuses is told with the reason, and the next one is put back")
    func refused() async throws {
        let bench = try bench()
        bench.cluster.answer(.produce, with: [.messageTooLarge])
        let outcome = try await bench.run("replay", "0:0", "1:0")
        #expect(outcome.status == 1)
        // librdkafka logs it as well.
        #expect(outcome.complaints.last == "1 replayed, 1 refused")
        let line = outcome.lines.first { $0.contains("refused") }
        #expect(line?.contains("Not delivered to cs.conversations[") == true, "\(outcome.lines)")
        #expect(line?.contains("too large") == true, "\(outcome.lines)")
        let again = try await bench.run("replay", "0:0", "1:0")
        #expect(again.complaints == ["1 replayed, 1 already replayed"])
    }

    @Test("a repaired value goes back under a repaired key; one that does not decode is refused")
    func repair() async throws {
        let bench = try bench()
        let json = #"{"tenant":"acme","conversationId":"c-9"}"#
        try await Scratch.with { scratch in
            let file = try scratch.file("value", Array(json.utf8)).path
            let refused = try await bench.run("replay", "0:0", "--value-from", file)
            #expect(refused.status == 1)
            #expect(refused.lines.first?.hasPrefix("0:0 refused: the repaired value cannot be used: ") == true)
            #expect(refused.lines.first?.hasSuffix("or say with --content-type what it is written in") == true)
            let replayed = try await bench.run(
                "replay", "0:0", "--value-from", file, "--key", "acme/c-9", "--content-type", "application/json")
            #expect(replayed.status == 0, "\(replayed.errors)")
            let missing = try await bench.run("replay", "0:0", "--value-from", scratch.path + "/none")
            #expect(missing.status == 66)
        }
        let record = try #require(try bench.content(of: .conversations).first)
        #expect(record.key == Array("acme/c-9".utf8))
        #expect(record.partition == KafkaWriter.partition(of: Array("acme/c-9".utf8), among: 2))
        #expect(record.value == Array(json.utf8))
        #expect(record.headers.map(\.name) == ["traceparent", "content-type", "replayed-from"])
    }

    @Test(
        "a letter that has only the first part of its record is never put back as if it were whole, nor as a tombstone; with the value from a file it is"
    )
    func cut() async throws {
        let bench = try LetterBench()
        let value = [UInt8](repeating: 0x61, count: SourceRecord.mostLetterBytes + 1)
        let many = Array(repeating: (name: "h", value: Optional([UInt8](repeating: 0x68, count: 9 << 20))), count: 3)
        try bench.write(
            [
                (LetterBench.source(value: value), Complaint(.invalid, "too large")),
                (LetterBench.source(value: nil, headers: many), Complaint(.tombstone, "no value")),
            ])
        let all = try await bench.run("replay", "--all")
        #expect(all.status == 1 && all.lines.count == 2)
        #expect(
            all.lines[0].hasPrefix(
                "0:0 refused: the letter has only the first parts of its record: the whole record stands at conversations[0]@41"
            ))
        #expect(all.lines[1].hasPrefix("0:1 refused: the letter has 0 of 3 headers of its record: the whole record"))
        #expect(try bench.content(of: .conversations).isEmpty)
        try await Scratch.with { scratch in
            let shown = try await bench.run("show", "0:0", "--value-to", scratch.path + "/value")
            #expect(shown.status == 66 && shown.errors.contains("has only the first parts of its record"))
            #expect(shown.text.contains("value:     the first 65,536 of 20,971,521 bytes, SHA-256 "))
            #expect(!FileManager.default.fileExists(atPath: scratch.path + "/value"))
            let list = try await bench.run("list", "--json")
            #expect(list.lines.first?.contains(#""cut":true,"valueBytes":20971521,"reason":"invalid""#) == true)
            let json = try scratch.file("part", Array(#"{"tenant":"acme","conversationId":"c-1"}"#.utf8)).path
            let part = try await bench.run(
                "replay", "0:0", "--value-from", json, "--content-type", "application/json")
            #expect(part.status == 0, "\(part.errors)")
            let tombstone = try await bench.run("replay", "0:1", "--value-from", json)
            #expect(tombstone.status == 1)
        }
        #expect(try bench.content(of: .conversations).count == 1)
    }

    @Test("a record that failed again names both letters, and neither is put back a second time")
    func replayedAgain() async throws {
        let bench = try bench()
        let header = (name: "replayed-from", value: Optional(Array("cs.dead-letters/0/0".utf8)))
        try bench.write([(LetterBench.source(value: [1], headers: [header]), Complaint(.malformed, "still"))])
        let replayed = try await bench.run("replay", "0:1")
        #expect(replayed.status == 0, "\(replayed.errors)")
        let record = try #require(try bench.content(of: .conversations).first)
        #expect(names(record) == ["cs.dead-letters/0/0", "cs.dead-letters/0/1"])
        let both = try await bench.run("replay", "0:0", "0:1")
        #expect(both.complaints == ["2 already replayed"])
    }

    @Test("ids that name no letter are refused, and do not keep others from being put back")
    func unknown() async throws {
        let bench = try bench()
        let outcome = try await bench.run("replay", "0:9", "5:0", "0:0")
        #expect(outcome.status == 1)
        #expect(
            outcome.lines == [
                "0:9 refused: there is no such letter yet: partition 0 of 'cs.dead-letters' ends before offset 1",
                "5:0 refused: there is no partition 5 of 'cs.dead-letters': it has 2, from 0",
                "0:0 replayed to conversations[\(ReplayTests.partition)]",
            ])
    }

    @Test(
        "what contradicts itself is wrong usage",
        arguments: [
            (["0:x"], "'0:x' is no id of a dead letter"), ([], "say which letters"),
            (["--all", "0:0"], "either --all or which letters"),
            (["--all", "--key", "k"], "say which instead of --all"),
            (["0:0", "0:1", "--key", "k"], "replay each by itself"),
            (["0:0", "--reason", "orphan"], "write --all, too"),
            (["--all", "--topic", "conversation"], "did you mean 'conversations'?"),
        ] as [([String], String)])
    func usage(arguments: [String], text: String) async throws {
        let outcome = try await AssayProcess.run(["deadletters", "replay"] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
    }
}
