// Hashing and comparing keys in place.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Hashes and compares ranges of bytes without copying them.
package enum ByteHash {
    /// A 64-bit hash of the range: the same in every process, for tables in memory that verify equality.
    package static func hash(_ bytes: [UInt8], _ range: ByteRange) -> UInt64 {
        precondition(Int(range.end) <= bytes.count, "the range lies within the bytes")
        return bytes.withUnsafeBytes { hash(UnsafeRawBufferPointer(rebasing: $0[range.indices])) }
    }

    /// As `hash(_:_:)`, of all bytes.
    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            state = fold(state ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0xA076_1D64_78BD_642F)
            index += 8
        }
        var tail: UInt64 = 0
        if index >= 8, index < bytes.count {
            // The last bytes, the first of them the highest, out of the word that ends with the text.
            let word = bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self).bigEndian
            tail = word & (1 &<< UInt64(truncatingIfNeeded: 8 &* (bytes.count &- index)) &- 1)
            index = bytes.count
        }
        while index < bytes.count {
            tail = tail << 8 | UInt64(bytes[index])
            index += 1
        }
        return fold(state ^ tail, 0xE703_7ED1_A0B4_28DB)
    }

    /// Multiplies to 128 bits and folds the halves, so that every input bit reaches every output bit.
    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (high, low) = left.multipliedFullWidth(by: right)
        return high ^ low
    }

    /// The first 32 bytes of the range, padded with zeros: for comparing most keys without leaving the object that holds them.
    package static func head(_ bytes: [UInt8], _ range: ByteRange) -> SIMD4<UInt64> {
        precondition(Int(range.end) <= bytes.count, "the range lies within the bytes")
        var head = SIMD4<UInt64>(repeating: 0)
        bytes.withUnsafeBytes { source in
            withUnsafeMutableBytes(of: &head) { target in
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[range.indices.prefix(headBytes)]))
            }
        }
        return head
    }

    /// How many bytes a head holds.
    package static var headBytes: Int { 32 }

    /// Whether two ranges hold the same bytes.
    package static func equal(_ left: [UInt8], _ range: ByteRange, _ right: [UInt8], _ other: ByteRange) -> Bool {
        precondition(Int(range.end) <= left.count && Int(other.end) <= right.count, "the ranges lie within the bytes")
        guard range.count == other.count else { return false }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in equal(left, Int(range.start), right, Int(other.start), range.count) }
        }
    }

    /// Whether so many bytes at two places are the same.
    @inline(__always)
    static func equal(
        _ left: UnsafeRawBufferPointer, _ first: Int, _ right: UnsafeRawBufferPointer, _ second: Int, _ count: Int
    ) -> Bool {
        func difference(_ place: Int) -> UInt64 {
            left.loadUnaligned(fromByteOffset: first &+ place, as: UInt64.self)
                ^ right.loadUnaligned(fromByteOffset: second &+ place, as: UInt64.self)
        }
        var index = 0
        while index &+ 8 <= count {
            guard difference(index) == 0 else { return false }
            index &+= 8
        }
        let rest = count &- index
        guard rest > 0 else { return true }
        // The last eight bytes, some of them again.
        if index > 0 { return difference(count &- 8) == 0 }
        if first &+ 8 <= left.count, second &+ 8 <= right.count {
            // What stands behind the few there are is shifted out.
            return difference(0).littleEndian &<< UInt64(truncatingIfNeeded: 64 &- 8 &* rest) == 0
        }
        while index < count {
            guard left[first &+ index] == right[second &+ index] else { return false }
            index &+= 1
        }
        return true
    }
}
