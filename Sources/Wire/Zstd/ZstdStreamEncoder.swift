// Compresses a stream of bytes, pushed chunk by chunk, in bounded memory.
// SPDX-License-Identifier: Apache-2.0
import CZstd

/// Compresses bytes that arrive in chunks, such as those of a file, into one frame. Owns one context. Not Sendable.
///
///     try encoder.append(chunk, into: &output)  // again and again; write `output` out and empty it in between
///     try encoder.finish(into: &output)
package final class ZstdStreamEncoder {
    /// The room, in bytes, offered to libzstd at a time.
    private static let roomBytes = 1 << 16

    private let context: ZstdEncodingContext

    /// An encoder at `level`, whose frame ends in a checksum of its content if `checksum`.
    /// - Throws: `unsupportedLevel` if `level` is not one of `Zstd.levels`.
    package init(level: Int = Zstd.defaultLevel, checksum: Bool = true) throws(ZstdError) {
        context = ZstdEncodingContext(level: try Zstd.checked(level), checksum: checksum)
    }

    /// Takes in all of `chunk`, and appends to `output` what is ready: often nothing, at most a little more than
    /// `chunk` and the 128 KiB that wait inside.
    /// - Throws: `outOfMemory`, `compressionFailed`; the stream is then lost.
    package func append(_ chunk: RawSpan, into output: inout [UInt8]) throws(ZstdError) {
        var consumed = 0
        while consumed < chunk.byteCount {
            _ = try context.step(chunk, &consumed, ZSTD_e_continue, room: Self.roomBytes, appendingTo: &output)
        }
    }

    /// Takes in all of `chunk`: `append` for an array.
    /// - Throws: `outOfMemory`, `compressionFailed`; the stream is then lost.
    package func append(_ chunk: [UInt8], into output: inout [UInt8]) throws(ZstdError) {
        try append(chunk.span.bytes, into: &output)
    }

    /// Ends the frame and appends the rest of it to `output`. Whatever is appended later starts the next frame.
    /// - Throws: `outOfMemory`, `compressionFailed`; the stream is then lost.
    package func finish(into output: inout [UInt8]) throws(ZstdError) {
        var consumed = 0
        let nothing: [UInt8] = []
        while try context.step(
            nothing.span.bytes, &consumed, ZSTD_e_end, room: Self.roomBytes, appendingTo: &output) > 0
        {}
    }
}
