// A range of bytes inside a batch.
// SPDX-License-Identifier: Apache-2.0

/// A half-open range of bytes in an array that is known from the context, usually the bytes of a record batch.
///
/// Half the size of `Range<Int>`, and no reference to the array: a decoded event is plain data.
@usableFromInline
package struct ByteRange: Hashable, Sendable {
    /// Index of the first byte.
    @usableFromInline package var start: UInt32
    /// One past the index of the last byte.
    @usableFromInline package var end: UInt32

    /// The bytes from `start` up to, not including, `end`.
    @inlinable package init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }

    /// The same range in the wider type; the bounds must fit 32 bits.
    @inlinable package init(_ range: Range<Int>) {
        self.init(start: UInt32(range.lowerBound), end: UInt32(range.upperBound))
    }

    /// No bytes.
    @inlinable package static var empty: ByteRange { ByteRange(start: 0, end: 0) }

    /// How many bytes.
    @inlinable package var count: Int { Int(end) - Int(start) }

    /// Whether there are none.
    @inlinable package var isEmpty: Bool { start == end }

    /// The indices of the bytes.
    @inlinable package var indices: Range<Int> { Int(start)..<Int(end) }
}

extension [UInt8] {
    /// The bytes of the range.
    @inlinable package subscript(range: ByteRange) -> ArraySlice<UInt8> { self[range.indices] }

    /// The text of the range; bytes that are not UTF-8 become U+FFFD.
    package func string(_ range: ByteRange) -> String { String(decoding: self[range.indices], as: UTF8.self) }

    /// Appends the bytes and returns where they are.
    @inlinable package mutating func appendRange(_ bytes: some Collection<UInt8>) -> ByteRange {
        let start = count
        append(contentsOf: bytes)
        return ByteRange(start..<count)
    }
}
