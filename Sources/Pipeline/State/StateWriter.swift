// Writes saved state: numbers, texts and lists, one after the other.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Writes values without tags, in the order of the calls: `StateReader` reads them in the same order. Numbers are base-128
/// varints, so that small ones are short.
struct StateWriter {
    /// What was written.
    var bytes: [UInt8]

    /// A writer that appends to `bytes`.
    init(appendingTo bytes: consuming [UInt8] = []) { self.bytes = bytes }

    @inline(__always)
    mutating func number(_ value: UInt64) {
        if value < 0x80 { bytes.append(UInt8(truncatingIfNeeded: value)) } else { longNumber(value) }
    }

    private mutating func longNumber(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func number(_ value: some UnsignedInteger & FixedWidthInteger) { number(UInt64(value)) }

    mutating func count(_ value: Int) { number(UInt64(value)) }

    /// A number that may be negative.
    mutating func signed(_ value: Int64) { number(UInt64(bitPattern: value << 1 ^ value >> 63)) }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// A number of which all bits are random.
    mutating func bits(_ value: UInt64) {
        bytes.append(addingCapacity: 8) { room in
            var rest = value
            for _ in 0..<8 {
                room.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
            }
        }
    }

    /// An instant, as its distance from another one, which the reader knows.
    mutating func instant(_ value: Instant, from base: Instant) {
        switch value {
        case .distantFuture: byte(0)
        case .distantPast: byte(1)
        default:
            let distance = value.milliseconds - base.milliseconds
            number(UInt64(bitPattern: distance << 1 ^ distance >> 63) + 2)
        }
    }

    mutating func raw(_ value: some Collection<UInt8>) {
        count(value.count)
        bytes.append(contentsOf: value)
    }

    mutating func raw(_ value: [UInt8]?) {
        flag(value != nil)
        if let value { raw(value) }
    }

    mutating func text(_ value: String) {
        count(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func optional(_ value: Int64?) {
        flag(value != nil)
        if let value { signed(value) }
    }
}
