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

    @Test(
        "a record that is larger than a letter may be is cut: its size, its hash and its first part are there, its value is not"
    )
    func cut() throws {
        var source = SourceRecord(
            topic: "conversations", partition: 3, offset: 41, timestamp: 7, key: Array("acme/c-1".utf8),
            value: [UInt8](repeating: 0x61, count: SourceRecord.mostLetterBytes - 8 - 18),
            headers: [("a", [1])])
        let whole = source.deadLetter(Complaint(.invalid, "why"))
        #expect(try DeadLetter(whole).cut == nil && DeadLetter(whole).source.value == source.value)
        source.value?.append(0x62)
        let bytes = source.deadLetter(Complaint(.invalid, "why"))
        let letter = try DeadLetter(bytes)
        let cut = try #require(letter.cut)
        #expect(cut.valueBytes == source.value?.count && cut.keyBytes == 8 && cut.headers == 1)
        #expect(cut.valueStart == [UInt8](repeating: 0x61, count: SourceRecord.keptBytes))
        #expect(letter.source.value == nil && letter.source.key == source.key && letter.source.headers.count == 1)
        let hash = cut.valueHash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        // As sha256sum says of 20,971,494 letters a and one b.
        #expect(hash == "6c03c37ea8b621e94d348bc54185520a57cdc2e7118fe326e708a5ca111a9ce2")
        #expect(bytes.count < 2 * SourceRecord.keptBytes)
        let proto = try ProtoDeadLetter(protobuf: bytes)
        #expect(!proto.hasValue && proto.hasCut)
    }

    @Test("keys, headers and details have their bounds, too: no letter is larger than a record may be")
    func bounds() throws {
        func letter(key: Int, headers: [Int], value: [UInt8]? = nil, detail: String = "") throws -> DeadLetter {
            let source = SourceRecord(
                topic: "conversations", partition: 0, offset: 0, timestamp: 0,
                key: [UInt8](repeating: 0x6B, count: key), value: value,
                headers: headers.map { ("h", [UInt8](repeating: 0x68, count: $0)) })
            return try DeadLetter(source.deadLetter(Complaint(.invalid, detail)))
        }
        let key = try letter(key: SourceRecord.mostKeyBytes + 1, headers: [3])
        #expect(
            key.source.key?.count == SourceRecord.mostKeyBytes && key.cut?.keyBytes == SourceRecord.mostKeyBytes + 1)
        #expect(key.cut?.valueBytes == nil && key.cut?.valueHash == [] && key.source.headers.count == 1)
        let headers = try letter(key: 1, headers: [9, 21 << 20, 9], value: [7])
        #expect(headers.source.headers.count == 1 && headers.cut?.headers == 3 && headers.cut?.valueStart == [7])
        let detail = try letter(key: 1, headers: [], detail: "a" + String(repeating: "长", count: 2_000)).detail
        #expect(detail.utf8.count <= 4_096 && detail.hasSuffix("…") && detail.hasPrefix("a长长"))
    }

    @Test("every reason has a word of its own")
    func words() {
        #expect(Set(Complaint.Reason.allCases.map(\.word)).count == Complaint.Reason.allCases.count)
    }
}
