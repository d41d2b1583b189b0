// Reads saved state.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Reads what `StateWriter` wrote, in the same order. Takes any bytes: what is not whole is refused.
struct StateReader {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    /// A reader of a range, which lies within the bytes.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(range.upperBound <= bytes.count, "the range lies within the bytes")
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    init(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count) }

    var isAtEnd: Bool { position == end }

    mutating func byte() throws(DecodeError) -> UInt8 {
        guard position < end else { throw .malformed("the state ends inside a value") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() throws(DecodeError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
        throw .malformed("a number of the state has more than ten bytes")
    }

    /// A number that fits the type.
    mutating func number<Value: FixedWidthInteger>(as type: Value.Type = Value.self) throws(DecodeError) -> Value {
        guard let value = Value(exactly: try number()) else { throw .malformed("a number of the state is too large") }
        return value
    }

    /// How many elements follow: each takes at least `bytesEach` bytes, so that no more is reserved than is there.
    mutating func count(bytesEach: Int = 1) throws(DecodeError) -> Int {
        let value = try number()
        guard value <= UInt64((end - position) / bytesEach) else {
            throw .malformed("a list of the state is longer than the state")
        }
        return Int(value)
    }

    mutating func signed() throws(DecodeError) -> Int64 {
        let raw = try number()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    mutating func flag() throws(DecodeError) -> Bool { try byte() != 0 }

    mutating func bits() throws(DecodeError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 8) { value |= UInt64(try byte()) << shift }
        return value
    }

    mutating func instant(from base: Instant) throws(DecodeError) -> Instant {
        let raw = try number()
        guard raw > 1 else { return raw == 0 ? .distantFuture : .distantPast }
        let distance = Int64(bitPattern: (raw - 2) >> 1) ^ -Int64(bitPattern: (raw - 2) & 1)
        return Instant(milliseconds: base.milliseconds &+ distance)
    }

    /// The range of bytes whose length stands before them.
    mutating func range() throws(DecodeError) -> Range<Int> {
        let length = try count()
        defer { position += length }
        return position..<position + length
    }

    /// So many bytes.
    mutating func raw(_ length: Int) throws(DecodeError) -> [UInt8] {
        guard length <= end - position else { throw .malformed("the state ends inside a list") }
        defer { position += length }
        return Array(bytes[position..<position + length])
    }

    mutating func raw() throws(DecodeError) -> [UInt8] { Array(bytes[try range()]) }

    mutating func optionalRaw() throws(DecodeError) -> [UInt8]? { try flag() ? try raw() : nil }

    mutating func text() throws(DecodeError) -> String { String(decoding: bytes[try range()], as: UTF8.self) }

    /// The number of a name in a task's table.
    mutating func name(_ names: inout NameTable) throws(DecodeError) -> NameID {
        let range = try range()
        return names.name(bytes, ByteRange(range))
    }

    mutating func optional() throws(DecodeError) -> Int64? { try flag() ? try signed() : nil }

    /// A value of an enumeration by its raw value.
    mutating func choice<Value: RawRepresentable>(_ type: Value.Type) throws(DecodeError) -> Value
    where Value.RawValue == UInt8 {
        let raw = try byte()
        guard let value = Value(rawValue: raw) else { throw .malformed("the state has no \(type) \(raw)") }
        return value
    }
}
