// Writes saved state: numbers, texts and lists, one after the other.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

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
            value &>>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    /// A number has at most so many bytes.
    static let mostBytes = 10

    mutating func number(_ value: some UnsignedInteger & FixedWidthInteger) { number(UInt64(value)) }

    mutating func count(_ value: Int) { number(UInt64(value)) }

    /// A number that may be negative.
    mutating func signed(_ value: Int64) { number(UInt64(zigzag: value)) }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// A number of which all bits are random.
    mutating func bits(_ value: UInt64) { bytes.append(littleEndian: value) }

    /// Numbers of which all bits are random.
    mutating func bits(_ values: [UInt64]) { bytes.append(littleEndian: values) }

    /// An instant, as its distance from another one, which the reader knows.
    mutating func instant(_ value: Instant, from base: Instant) { number(StateWriter.number(of: value, from: base)) }

    /// The number that says an instant by its distance from another one.
    @inline(__always)
    fileprivate static func number(of value: Instant, from base: Instant) -> UInt64 {
        switch value {
        case .distantFuture: 0
        case .distantPast: 1
        default: UInt64(zigzag: value.milliseconds - base.milliseconds) + 2
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
        if !value.isEmpty { bytes.append(text: value) }
    }

    mutating func optional(_ value: Int64?) {
        flag(value != nil)
        if let value { signed(value) }
    }
}

/// Many values one after the other are written into room that was made for all of them.
extension OutputSpan<UInt8> {
    /// As `StateWriter.number(_:)`.
    @inline(__always)
    mutating func number(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            append(UInt8(truncatingIfNeeded: value) | 0x80)
            value &>>= 7
        }
        append(UInt8(truncatingIfNeeded: value))
    }

    /// As `StateWriter.signed(_:)`.
    @inline(__always)
    mutating func signed(_ value: Int64) { number(UInt64(zigzag: value)) }

    /// As `StateWriter.instant(_:from:)`.
    @inline(__always)
    mutating func instant(_ value: Instant, from base: Instant) { number(StateWriter.number(of: value, from: base)) }
}
