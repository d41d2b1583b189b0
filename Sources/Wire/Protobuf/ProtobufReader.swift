// Reads protobuf fields from bytes, for the hot records.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Why bytes could not be decoded, with the offset in the value where it showed.
package enum DecodeError: Error, Equatable, Sendable {
    /// The bytes are not a message of the schema.
    case malformed(String)
    /// A required field is missing or out of its bounds.
    case invalid(String)
}

/// Reads the fields of one protobuf message in place. Any bytes may be given: the reader stays within its range, needs linear time and
/// never traps. Unknown fields are skipped.
struct ProtobufReader {
    private let base: UnsafeRawBufferPointer
    private(set) var position: Int
    private let end: Int
    /// Where the outermost message starts: errors tell the byte within it.
    private let start: Int

    /// A reader of `range`, which lies within the buffer. The buffer must outlive the reader.
    init(_ base: UnsafeRawBufferPointer, _ range: ByteRange) { self.init(base, range, start: Int(range.start)) }

    private init(_ base: UnsafeRawBufferPointer, _ range: ByteRange, start: Int) {
        precondition(Int(range.end) <= base.count && range.start <= range.end, "the range lies within the buffer")
        self.base = base
        self.start = start
        position = Int(range.start)
        end = Int(range.end)
    }

    /// Wire type of a field.
    enum WireType: UInt8 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case fixed32 = 5
    }

    /// A field's number and wire type.
    struct Tag {
        var field: UInt32
        var type: WireType
    }

    /// The next field's tag; nil at the end of the message.
    @inline(__always)
    mutating func next() throws(DecodeError) -> Tag? {
        guard position < end else { return nil }
        let raw = try varint()
        guard raw &- 8 < 1 << 32 - 8, let type = WireType(rawValue: UInt8(truncatingIfNeeded: raw & 7)) else {
            throw ProtobufReader.noTag(at: position &- start)
        }
        return Tag(field: UInt32(truncatingIfNeeded: raw &>> 3), type: type)
    }

    @inline(never)
    private static func noTag(at byte: Int) -> DecodeError { .malformed("no field tag at byte \(byte)") }

    /// What has not been read of the message.
    var rest: ByteRange { ByteRange(position..<end) }

    /// Whether the message ends here.
    var isAtEnd: Bool { position == end }

    /// A base-128 varint of at most ten bytes.
    @inline(__always)
    mutating func varint() throws(DecodeError) -> UInt64 {
        guard position < end else { throw truncated }
        let first = base[position]
        if first < 0x80 {
            position &+= 1
            return UInt64(first)
        }
        return try longVarint()
    }

    private mutating func longVarint() throws(DecodeError) -> UInt64 {
        if position &+ 8 <= end {
            let word = base.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
            let ends = ~word & 0x8080_8080_8080_8080
            if ends != 0 {
                position &+= (ends.trailingZeroBitCount &+ 1) &>> 3
                return ProtobufReader.joined(word & (ends ^ (ends &- 1)))
            }
        }
        return try varintByByte()
    }

    /// The number of a varint of at most eight bytes: seven bits of each, put together two, four and eight at a time.
    @inline(__always)
    private static func joined(_ bytes: UInt64) -> UInt64 {
        let two = bytes & 0x007F_007F_007F_007F | (bytes & 0x7F00_7F00_7F00_7F00) &>> 1
        let four = two & 0x0000_3FFF_0000_3FFF | (two & 0x3FFF_0000_3FFF_0000) &>> 2
        return four & 0x0FFF_FFFF | (four & 0x0FFF_FFFF_0000_0000) &>> 4
    }

    private mutating func varintByByte() throws(DecodeError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 70 {
            let byte = base[position]
            position += 1
            value |= shift < 64 ? UInt64(byte & 0x7F) << shift : 0
            if byte < 0x80 { return value }
            shift += 7
        }
        throw position < end
            ? .malformed("a varint of more than ten bytes ends at byte \(position - start)") : truncated
    }

    /// A zigzag-encoded varint.
    mutating func signedVarint() throws(DecodeError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// The range of a length-delimited value.
    @inline(__always)
    mutating func bytes() throws(DecodeError) -> ByteRange {
        let length = try varint()
        // Both are at most the end, which has 32 bits: nothing below can overflow.
        guard length <= UInt64(truncatingIfNeeded: end &- position) else {
            throw ProtobufReader.truncated(at: end &- start)
        }
        let start = position
        position &+= Int(truncatingIfNeeded: length)
        return ByteRange(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: position))
    }

    /// The range of a string, which must be UTF-8.
    @inline(__always)
    mutating func string() throws(DecodeError) -> ByteRange {
        let range = try bytes()
        if !UTF8Scan.isASCII(base, range) { try ProtobufReader.checkUTF8(base, range, start: start) }
        return range
    }

    @inline(never)
    private static func checkUTF8(
        _ base: UnsafeRawBufferPointer, _ range: ByteRange, start: Int
    ) throws(DecodeError) {
        guard UTF8Scan.scalars(in: UnsafeRawBufferPointer(rebasing: base[range.indices])) != nil else {
            throw .malformed("the text at byte \(Int(range.start) - start) is not UTF-8")
        }
    }

    /// The bytes of a string, which must be UTF-8.
    mutating func stringBytes() throws(DecodeError) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: base[try string().indices])
    }

    /// A string field.
    mutating func text(_ tag: Tag) throws(DecodeError) -> String {
        try expect(.lengthDelimited, tag)
        return String(decoding: UnsafeRawBufferPointer(rebasing: base[try string().indices]), as: UTF8.self)
    }

    /// Eight bytes, the lowest first.
    mutating func fixed64() throws(DecodeError) -> UInt64 {
        let start = position
        try advance(8)
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }

    /// Skips a field that is not known.
    mutating func skip(_ type: WireType) throws(DecodeError) {
        switch type {
        case .varint: _ = try varint()
        case .fixed64: try advance(8)
        case .lengthDelimited: _ = try bytes()
        case .fixed32: try advance(4)
        }
    }

    /// A reader of a nested message.
    @inline(__always)
    mutating func nested() throws(DecodeError) -> ProtobufReader { ProtobufReader(base, try bytes(), start: start) }

    /// Refuses a known field of another wire type than the schema's.
    @inline(__always)
    func expect(_ type: WireType, _ tag: Tag) throws(DecodeError) {
        guard tag.type == type else { throw ProtobufReader.wrongType(tag.field, at: position &- start) }
    }

    /// Of numbers and not of the reader: that would lie in memory for its sake.
    @inline(never)
    private static func wrongType(_ field: UInt32, at byte: Int) -> DecodeError {
        .malformed("field \(field) at byte \(byte) has the wrong wire type")
    }

    private mutating func advance(_ count: Int) throws(DecodeError) {
        guard count <= end - position else { throw truncated }
        position += count
    }

    private var truncated: DecodeError { ProtobufReader.truncated(at: end &- start) }

    @inline(never)
    private static func truncated(at byte: Int) -> DecodeError {
        .malformed("the value ends inside a field, at byte \(byte)")
    }
}
