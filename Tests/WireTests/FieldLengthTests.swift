// Fields of any length, for which the hot reader has ways of its own.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Lengths of fields")
struct FieldLengthTests {
    private func event(at: [UInt8], id: [UInt8], behind: [UInt8]) -> [UInt8] {
        [0x0A, 1, 0x74, 0x12, 1, 0x63, 0x28] + at + [0x82, 1, 0, 0x1A, UInt8(id.count)] + id + behind
    }

    @Test("varints are read whatever their length")
    func varints() throws {
        for bits in 0..<44 {
            let time = Int64(1) << bits | Int64(bits)
            for padding in 0...2 {
                var at: [UInt8] = []
                var rest = time
                while rest > 0 {
                    at.append(UInt8(rest & 0x7F) | 0x80)
                    rest >>= 7
                }
                at += Array(repeating: 0x80, count: padding) + [0]
                let bytes = event(at: at, id: [0x65], behind: [])
                guard time > 0, time < ConversationReader.Limit.time else { continue }
                let read = try ConversationReader.read(bytes, ByteRange(0..<bytes.count))
                #expect(read.at.milliseconds == time)
            }
        }
    }

    @Test("names are checked whatever their length, and nothing around them")
    func names() throws {
        for length in 1...40 {
            for place in 0..<length {
                var id = Array(repeating: UInt8(0x61), count: length)
                // Nothing behind the name, or bytes that are no text.
                for behind in [[], [0xA2, 6, 2, 0xFF, 0xFF]] as [[UInt8]] {
                    id[place] = 0x61
                    let good = event(at: [1], id: id, behind: behind)
                    _ = try ConversationReader.read(good, ByteRange(0..<good.count))
                    id[place] = 0x80
                    let bad = event(at: [1], id: id, behind: behind)
                    #expect(throws: DecodeError.self) { try ConversationReader.read(bad, ByteRange(0..<bad.count)) }
                }
            }
        }
    }
}
