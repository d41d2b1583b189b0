// What `assay deadletters list` and `show` tell.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Pipeline
import Quality
import Testing
import Wire

@testable import assay

@Suite("Dead letters")
struct DeadLettersTests {
    private static let event: ProtoConversationEvent = {
        var event = ProtoConversationEvent()
        event.tenant = "acme"
        event.conversationID = "c-1"
        return event
    }()

    /// A cluster with a letter of each kind: 0:0 malformed, 0:1 invalid, 0:2 no letter at all, 1:0 a tombstone.
    private func bench() throws -> LetterBench {
        let bench = try LetterBench()
        try bench.write(
            [
                (
                    LetterBench.source(
                        value: Array("{ not JSON".utf8),
                        headers: [("content-type", Array("application/json".utf8)), ("trace", [0xFF]), ("none", nil)]),
                    Complaint(.malformed, "the value is not JSON;\nmend line 1")
                ),
                (LetterBench.source(value: DeadLettersTests.event.protobuf), Complaint(.invalid, "no event id")),
            ])
        try bench.write([KafkaWriter.Record(key: [0xFF], value: [0xFF, 0xFF])], partition: 0)
        try bench.write(
            [(LetterBench.source(value: nil, key: nil, topic: "surveys"), Complaint(.tombstone, "no value"))],
            partition: 1)
        return bench
    }

    @Test("a letter is a line with its id, time, source, key, reason and detail; the numbers come last")
    func list() async throws {
        let outcome = try await bench().run("list")
        #expect(outcome.status == 0)
        let time = "2027-01-15T08:00:00.250Z"
        #expect(
            outcome.lines.filter { !$0.hasPrefix("0:2") }.sorted() == [
                "0:0\t\(time)\tconversations[0]@41\tacme/c-1\tmalformed\tthe value is not JSON; mend line 1",
                "0:1\t\(time)\tconversations[0]@41\tacme/c-1\tinvalid\tno event id",
                "1:0\t\(time)\tsurveys[0]@41\t-\ttombstone\tno value",
            ])
        #expect(
            outcome.lines.contains {
                $0.hasPrefix("0:2\t\(time)\t-\t0xff\tunreadable\tthe value is no assay.v1.DeadLetter")
            })
        #expect(
            outcome.complaints == [
                "4 dead letters on 'cs.dead-letters': 1 invalid, 1 malformed, 1 tombstone, 1 unreadable"
            ])
    }

    @Test("letters are chosen by reason and topic, and at most so many are listed; JSON has every field")
    func choice() async throws {
        let bench = try bench()
        let json = try await bench.run("list", "--reason", "REASON_INVALID", "--topic", "conversations", "--json")
        #expect(
            json.lines == [
                #"{"id":"0:1","timestamp":"2027-01-15T08:00:00.250Z","topic":"conversations","partition":0,"offset":41,"#
                    + #""sourceTimestamp":"2027-01-15T08:00:00.250Z","key":"acme/c-1","reason":"invalid","detail":"no event id"}"#
            ])
        let cut = try await bench.run("list", "--limit", "1", "--topic", "cs.conversations")
        #expect(cut.lines.count == 1)
        #expect(cut.complaints == ["the first 1 dead letter on 'cs.dead-letters': 1 malformed"])
        let none = try await bench.run("list", "--reason", "orphan")
        #expect(none.status == 0)
        #expect(none.lines.isEmpty)
        #expect(none.complaints == ["none of the 4 dead letters on 'cs.dead-letters' has this reason and topic"])
        let misspelt = try await bench.run("list", "--reason", "malfromed")
        #expect(misspelt.status == 64)
        #expect(misspelt.errors.contains("there is no reason 'malfromed'; did you mean 'malformed'?"))
    }

    @Test("none is told as none; no topic and no broker are told with what to do")
    func nothing() async throws {
        let empty = try await LetterBench().run("list")
        #expect(empty.status == 0)
        #expect(empty.lines.isEmpty)
        #expect(empty.complaints == ["there are no dead letters on 'cs.dead-letters'"])
        let missing = try await LetterBench(topics: [.conversations]).run("list")
        #expect(missing.status == 69)
        #expect(missing.errors.contains("Topic 'cs.dead-letters' does not exist: create it, or set the topic's name."))
        let away = try await AssayProcess.run([
            "deadletters", "list", "--kafka-bootstrap-servers", "127.0.0.1:1", "--kafka-operation-timeout", "300ms",
        ])
        #expect(away.status == 69)
        #expect(away.errors.contains("assay: Describing topics: "))
    }

    @Test("a page has everything about a letter, and its value goes to a file byte for byte")
    func show() async throws {
        let bench = try bench()
        try await Scratch.with { scratch in
            let file = scratch.path + "/value"
            let shown = try await bench.run("show", "0:0", "--value-to", file)
            #expect(shown.status == 0)
            #expect(
                shown.lines.prefix(13) == [
                    "id:        0:0",
                    "written:   2027-01-15T08:00:00.250Z",
                    "source:    conversations[0]@41, on the broker 'cs.conversations'",
                    "timestamp: 2027-01-15T08:00:00.250Z",
                    "key:       acme/c-1",
                    "reason:    malformed",
                    "detail:    the value is not JSON;", "mend line 1",
                    "headers:", "  content-type: application/json", "  trace: 0xff", "  none: -",
                    "value:     10 bytes",
                ])
            #expect(shown.lines.dropFirst(13).first == "  { not JSON")
            #expect(shown.lines.last?.hasPrefix("decoded:   no, the value is no assay.v1.ConversationEvent") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data("{ not JSON".utf8))
        }
        let decoded = try await bench.run("show", "0:1")
        #expect(
            decoded.lines.suffix(2) == [
                "decoded as assay.v1.ConversationEvent:", #"  {"tenant":"acme","conversationId":"c-1"}"#,
            ])
        let tombstone = try await bench.run("show", "1:0")
        #expect(tombstone.lines.suffix(2) == ["headers:   none", "value:     none, a tombstone"])
    }

    @Test("long values are cut, and what is no text is in hexadecimal")
    func bounds() throws {
        func page(_ value: [UInt8]) throws -> String {
            let letter = LetterBench.source(value: value).deadLetter(Complaint(.malformed, "x"))
            var batch = RecordBatch()
            batch.append(
                origin: TopicPartition(.deadLetters, 0), offset: 0, timestamp: LetterBench.time, key: nil, value: letter
            )
            let stored = StoredLetter(try #require(batch.records.first), of: batch)
            return LetterPage(letter: stored, content: try DeadLetter(letter), names: TopicNames()).text
        }
        let binary = try page([UInt8](repeating: 0xFE, count: 600))
        #expect(binary.contains("value:     600 bytes\n  0xfefe"))
        #expect(binary.contains("fe… and 88 bytes more: write all with --value-to FILE\n"))
        let text = try page([UInt8](repeating: UInt8(ascii: "a"), count: LetterPage.mostShown + 7))
        #expect(text.contains("a… and 7 bytes more: write all with --value-to FILE\n"))
        #expect(try page([0x1B]).contains("value:     1 bytes\n  \u{FFFD}\n"))
    }

    @Test("ids that are none or name no letter are told, with what to do")
    func ids() async throws {
        let bench = try bench()
        let complaints = [
            ("0-1", 64, "'0-1' is no id of a dead letter: write PARTITION:OFFSET"),
            ("7:0", 66, "7:0: there is no partition 7 of 'cs.dead-letters': it has 2, from 0"),
            ("0:99", 66, "0:99: there is no such letter yet: partition 0 of 'cs.dead-letters' ends before offset 3"),
            ("0:2", 66, "0:2 on 'cs.dead-letters' cannot be shown: the value is no assay.v1.DeadLetter"),
        ]
        for (id, status, text) in complaints {
            let outcome = try await bench.run("show", id)
            #expect(outcome.status == Int32(status))
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
        }
    }

    @Test("a letter above librdkafka's own bound of a million bytes is listed as any other")
    func large() async throws {
        let bench = try LetterBench(partitions: 1)
        try bench.write(
            [(LetterBench.source(value: [UInt8](repeating: 1, count: 1_500_000)), Complaint(.malformed, "large"))])
        let outcome = try await bench.run("list")
        #expect(outcome.lines.count == 1)
    }
}
