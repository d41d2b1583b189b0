// The chain of the audit.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Testing
import Wire

@Suite("audit")
struct AuditTests {
    private static func entries(_ count: Int) -> [AuditEntry] {
        var entries: [AuditEntry] = []
        for number in 0..<count {
            entries.append(
                AuditEntry(
                    after: entries.last, at: Instant(milliseconds: 1_796_000_000_000 + Int64(number)), .periodClosed,
                    tenant: "acme", subject: "2026-\(number + 1)",
                    details: [.init("total-cents", "\(number * 100)"), .init("currency", "CNY")]))
        }
        return entries
    }

    private static func faults(_ values: [[UInt8]]) -> [String] {
        var chain = AuditChain()
        return values.compactMap { chain.take($0) }
    }

    @Test("a whole chain has no fault, and reads as the schema says")
    func whole() throws {
        let entries = Self.entries(5)
        #expect(Self.faults(entries.map(\.protobuf)).isEmpty)
        #expect(try AuditEntry.read(entries[3].protobuf) == entries[3])
        let proto = try ProtoAuditEntry(serializedBytes: entries[1].protobuf)
        #expect(proto.sequence == 2 && Array(proto.previousHash) == entries[0].hash && proto.kind == .periodClosed)
        #expect(entries[1]["total-cents"] == "100" && entries[1]["nothing"] == nil)
        let bytes: [UInt8] = try proto.serializedBytes()
        #expect(bytes == entries[1].protobuf)
    }

    @Test("what is changed, taken out, put in, repeated or put elsewhere is found")
    func broken() throws {
        let entries = Self.entries(5)
        let values = entries.map(\.protobuf)
        // A changed byte, wherever it is.
        for index in values[2].indices {
            var changed = values
            changed[2][index] ^= 1
            #expect(!Self.faults(changed).isEmpty, "byte \(index)")
        }
        // A changed entry with a hash of its own.
        var other = entries[2]
        other.details[0].value = "1"
        #expect(
            Self.faults(Array(values[..<2]) + [other.protobuf] + Array(values[3...])) == [
                "entry 4 does not follow on entry 3: one of them was changed"
            ])
        #expect(Self.faults(Array(values[..<2]) + Array(values[3...])) == ["entry 4 stands where entry 3 should be"])
        #expect(Self.faults(Array(values[..<3]) + Array(values[2...])).count == 1)
        #expect(Self.faults([values[1], values[0], values[2], values[3]]).count >= 2)
    }
}
