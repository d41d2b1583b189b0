// Dead letters, written and read back.
// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite("Dead letters")
struct DeadLetterTests {
    @Test("what was written is read back, absent things as absent", arguments: Complaint.Reason.allCases)
    func readBack(reason: Complaint.Reason) throws {
        let source = SourceRecord(
            topic: "surveys", partition: 3, offset: 41, timestamp: 1_800_000_000_250, key: nil, value: [],
            headers: [("a", [0xFF]), ("b", nil), ("a", [])])
        let letter = try DeadLetter(source.deadLetter(Complaint(reason, "why")))
        #expect(letter.reason == reason)
        #expect(letter.detail == "why")
        #expect(letter.source.topic == "surveys")
        #expect((letter.source.partition, letter.source.offset) == (3, 41))
        #expect(letter.source.timestamp == 1_800_000_000_250)
        #expect(letter.source.key == nil)
        #expect(letter.source.value == [])
        #expect(letter.source.headers.map(\.name) == ["a", "b", "a"])
        #expect(letter.source.headers.map(\.value) == [[0xFF], nil, []])
    }

    @Test("reasons of other versions are not known, and other bytes are no letter")
    func foreign() throws {
        var letter = ProtoDeadLetter()
        #expect(try DeadLetter(letter.protobuf).reason == nil)
        letter.reason = .UNRECOGNIZED(99)
        #expect(try DeadLetter(letter.protobuf).reason == nil)
        let complaint = #expect(throws: Complaint.self) { try DeadLetter([0xFF, 0xFF]) }
        #expect(complaint?.detail.hasPrefix("the value is no assay.v1.DeadLetter: ") == true)
    }

    @Test("every reason has a word of its own")
    func words() {
        #expect(Set(Complaint.Reason.allCases.map(\.word)).count == Complaint.Reason.allCases.count)
    }
}
