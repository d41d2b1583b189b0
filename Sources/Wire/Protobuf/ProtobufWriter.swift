// Writes protobuf fields into a growing buffer, for the hot records.
// SPDX-License-Identifier: Apache-2.0

/// Writes the fields of a message in the order of the calls, which is the order of the field numbers; fields with their default value
/// are left out, as proto3 wants. The bytes are those the generated code writes.
struct ProtobufWriter {
    /// What was written, after whatever the buffer held before.
    private(set) var bytes: [UInt8]

    /// A writer that appends to `bytes`.
    init(appendingTo bytes: consuming [UInt8]) { self.bytes = bytes }

    /// Writes a varint without a tag.
    @inline(__always)
    mutating func varint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    @inline(__always)
    private mutating func tag(_ field: UInt32, _ type: UInt32) { varint(UInt64(field << 3 | type)) }

    /// An unsigned, enum or Boolean field. Most are 0, and looked at where they stand.
    @inline(__always)
    mutating func unsigned(_ field: UInt32, _ value: UInt64) {
        if value != 0 { present(field, value) }
    }

    @inline(never)
    private mutating func present(_ field: UInt32, _ value: UInt64) {
        tag(field, 0)
        varint(value)
    }

    /// An int32 or int64 field.
    @inline(__always)
    mutating func signed(_ field: UInt32, _ value: Int64) { unsigned(field, UInt64(bitPattern: value)) }

    /// An int64 field with presence.
    mutating func optionalSigned(_ field: UInt32, _ value: Int64?) {
        guard let value else { return }
        tag(field, 0)
        varint(UInt64(bitPattern: value))
    }

    /// A sint32 or sint64 field.
    @inline(__always)
    mutating func zigzag(_ field: UInt32, _ value: Int64) { unsigned(field, UInt64(zigzag: value)) }

    /// A sint32 or sint64 field with presence.
    mutating func optionalZigzag(_ field: UInt32, _ value: Int64?) {
        guard let value else { return }
        tag(field, 0)
        varint(UInt64(zigzag: value))
    }

    /// A double field.
    mutating func double(_ field: UInt32, _ value: Double) {
        // The default that is left out is +0 alone: −0 has other bits.
        guard value.bitPattern != 0 else { return }
        optionalDouble(field, value)
    }

    /// A double field with presence.
    mutating func optionalDouble(_ field: UInt32, _ value: Double?) {
        guard let value else { return }
        tag(field, 1)
        bytes.append(littleEndian: value.bitPattern)
    }

    /// A fixed64 field.
    mutating func fixed(_ field: UInt32, _ value: UInt64) {
        guard value != 0 else { return }
        tag(field, 1)
        bytes.append(littleEndian: value)
    }

    /// A string field.
    mutating func string(_ field: UInt32, _ value: String) {
        guard !value.isEmpty else { return }
        repeatedString(field, value)
    }

    /// One element of a repeated string field.
    mutating func repeatedString(_ field: UInt32, _ value: String) {
        tag(field, 2)
        varint(UInt64(value.utf8.count))
        if !value.isEmpty { bytes.append(text: value) }
    }

    /// A packed repeated field of varints that are encoded already; nothing when there are none.
    @inline(__always)
    mutating func packed(_ field: UInt32, count: Int, _ value: (Int) -> UInt64) {
        guard count > 0 else { return }
        tag(field, 2)
        // Its length is found first, and then its place is filled at once.
        var length = 0
        for index in 0..<count { length += ProtobufWriter.length(value(index)) }
        varint(UInt64(length))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { buffer in
            var place = 0
            for index in 0..<count {
                var value = value(index)
                while value >= 0x80 {
                    buffer[place] = UInt8(truncatingIfNeeded: value) | 0x80
                    value >>= 7
                    place += 1
                }
                buffer[place] = UInt8(truncatingIfNeeded: value)
                place += 1
            }
            bytes.append(contentsOf: buffer)
        }
    }

    /// How many bytes a varint has.
    @inline(__always)
    private static func length(_ value: UInt64) -> Int { (70 - (value | 1).leadingZeroBitCount) / 7 }

    /// A packed repeated field of zigzag numbers; nothing when there are none.
    @inline(__always)
    mutating func packedZigzag(_ field: UInt32, count: Int, _ value: (Int) -> Int64) {
        packed(field, count: count) { UInt64(zigzag: value($0)) }
    }

    /// A nested message, written even when it is empty.
    @inline(__always)
    mutating func message(_ field: UInt32, _ content: (inout ProtobufWriter) -> Void) {
        tag(field, 2)
        let place = bytes.count
        bytes.append(0)
        content(&self)
        closeMessage(at: place)
    }

    /// A nested message or bytes that `content` appends to the bytes it is given.
    mutating func nested(_ field: UInt32, _ content: (consuming [UInt8]) -> [UInt8]) {
        tag(field, 2)
        let place = bytes.count
        bytes.append(0)
        bytes = content(exchange(&bytes, with: []))
        closeMessage(at: place)
    }

    /// The bytes, without a copy; the writer is at its end.
    consuming func takeBytes() -> [UInt8] { bytes }

    /// Puts the length of what was written behind `place` there.
    private mutating func closeMessage(at place: Int) {
        let end = bytes.count
        var length = UInt64(end - place - 1)
        guard length >= 0x80 else {
            bytes[place] = UInt8(length)
            return
        }
        // The length needs more bytes than the one that was kept free: what was written moves.
        let more = ProtobufWriter.length(length) - 1
        for _ in 0..<more { bytes.append(0) }
        bytes.withUnsafeMutableBytes { buffer in
            let content = UnsafeRawBufferPointer(rebasing: buffer[(place + 1)..<end])
            UnsafeMutableRawBufferPointer(rebasing: buffer[(place + 1 + more)...]).copyMemory(from: content)
            for index in place..<(place + more) {
                buffer[index] = UInt8(truncatingIfNeeded: length) | 0x80
                length >>= 7
            }
            buffer[place + more] = UInt8(length)
        }
    }
}
