// The envelope of a checkpoint: its layout and the input it reflects.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Writes and reads `Checkpoint` messages without generated code: a million are read when a partition is restored.
package enum CheckpointEnvelope {
    /// The version of the state's layout that is written.
    package static let layout: UInt64 = 6
    /// The oldest one that is read: it has no deadlines of ended clocks and no corrections that wait.
    package static let oldestLayout: UInt64 = 5

    /// Appends a checkpoint that reflects the conversations topic up to `next`; `state` appends the state to the bytes it
    /// is given.
    package static func write(
        next: Int64, appendingTo bytes: consuming [UInt8], _ state: (consuming [UInt8]) -> [UInt8]
    ) -> [UInt8] {
        var writer = ProtobufWriter(appendingTo: bytes)
        writer.unsigned(1, layout)
        writer.signed(2, next)
        writer.nested(3, state)
        return writer.takeBytes()
    }

    /// The offset that a checkpoint reflects the conversations topic up to, and where its state is.
    ///
    /// - Throws: `DecodeError` when the bytes are no checkpoint, or one of another layout.
    package static func read(_ bytes: [UInt8]) throws(DecodeError) -> (next: Int64, state: ByteRange) {
        try bytes.span.bytes.withUnsafeBytes { buffer throws(DecodeError) -> (next: Int64, state: ByteRange) in
            var reader = ProtobufReader(buffer, ByteRange(0..<buffer.count))
            var found: UInt64 = 0
            var next: Int64 = 0
            var state = ByteRange.empty
            while let tag = try reader.next() {
                switch tag.field {
                case 1:
                    try reader.expect(.varint, tag)
                    found = try reader.varint()
                case 2:
                    try reader.expect(.varint, tag)
                    next = Int64(bitPattern: try reader.varint())
                case 3:
                    try reader.expect(.lengthDelimited, tag)
                    state = try reader.bytes()
                default: try reader.skip(tag.type)
                }
            }
            guard (oldestLayout...layout).contains(found) else {
                throw .invalid(
                    "the checkpoint has layout \(found), and this version of Assay reads \(oldestLayout) to \(layout)")
            }
            return (next, state)
        }
    }
}
