// Decompresses whole values of one or more zstd frames, with bounded output.
// SPDX-License-Identifier: Apache-2.0
import CZstd

/// Decompresses whole values: one frame or several in a row, skippable ones among them. Takes any bytes: what is not
/// sound is refused, and no more is decoded or allocated than the caller's limit allows. Owns one reused context. Not
/// Sendable: every lane has its own.
package final class ZstdDecompressor {
    /// The window, as a power of two in bytes, that a frame without a content size may need: 8 MiB, what RFC 8878
    /// (§3.1.1.1.2) asks every decoder to support. Frames that tell their size need no window.
    package static let windowLogLimit = 23

    private let context: ZstdDecodingContext

    /// A decompressor for frames without a dictionary and those that name one of `dictionaries`. A frame that names
    /// none is decoded without.
    package init(dictionaries: [ZstdDictionary] = []) {
        context = ZstdDecodingContext(dictionaries: dictionaries, windowLog: Self.windowLogLimit)
    }

    /// Appends the content of the frames in `source` to `output`, `limit` bytes at most.
    /// - Throws: what is wrong with the first frame that is not sound, does not fit in `limit` or names an unknown
    ///   dictionary; `output` is then as before.
    package func decompress(
        _ source: RawSpan, limit: Int, appendingTo output: inout [UInt8]
    ) throws(ZstdError) {
        precondition(limit >= 0, "a limit is a number of bytes")
        let start = output.count
        var offset = 0
        do throws(ZstdError) {
            repeat {
                let rest = source.extracting(offset...)
                let room = limit - (output.count - start)
                offset += try decompressFrame(in: rest, at: offset, Bounds(room: room, limit: limit), &output)
            } while offset < source.byteCount
        } catch {
            output.removeSubrange(start...)
            throw error
        }
    }

    /// Appends the content of the frames in the bytes of `source` in `range` (which must lie within it) to `output`,
    /// `limit` bytes at most. Offsets in errors count from the start of `range`.
    /// - Throws: what is wrong with the first frame that is not sound, does not fit in `limit` or names an unknown
    ///   dictionary; `output` is then as before.
    package func decompress(
        _ source: [UInt8], _ range: Range<Int>, limit: Int, appendingTo output: inout [UInt8]
    ) throws(ZstdError) {
        try decompress(source.span.bytes.extracting(range), limit: limit, appendingTo: &output)
    }

    /// The content, `limit` bytes at most, of the frames in `source`.
    /// - Throws: what is wrong with the first frame that is not sound, does not fit in `limit` or names an unknown
    ///   dictionary.
    package func decompress(_ source: [UInt8], limit: Int) throws(ZstdError) -> [UInt8] {
        var output: [UInt8] = []
        try decompress(source.span.bytes, limit: limit, appendingTo: &output)
        return output
    }

    /// How many bytes may still be appended, and how many were allowed in all.
    private struct Bounds {
        let room: Int
        let limit: Int
    }

    /// Decodes the frame at the start of `rest`, and tells its length.
    private func decompressFrame(
        in rest: RawSpan, at offset: Int, _ bounds: Bounds, _ output: inout [UInt8]
    ) throws(ZstdError) -> Int {
        switch ZstdFrameHeader.read(rest) {
        case .unknown: throw offset == 0 ? .notAFrame : .trailingBytes(offset: offset)
        case .incomplete: throw .truncated(offset: offset)
        case .skippable(let length):
            guard length <= rest.byteCount else { throw .truncated(offset: offset) }
            return length
        case .header(let header):
            let length = rest.withUnsafeBytes { ZSTD_findFrameCompressedSize($0.baseAddress, $0.count) }
            guard ZSTD_isError(length) == 0 else { throw ZstdError(decoding: length, offset: offset) }
            let frame = rest.extracting(first: length)
            if let declared = header.contentSize {
                try decompress(frame, at: offset, header, declared: declared, bounds, &output)
            } else {
                try stream(frame, at: offset, header, bounds, &output)
            }
            return length
        }
    }

    /// Decodes a frame that tells the size of its content in one go.
    private func decompress(
        _ frame: RawSpan, at offset: Int, _ header: ZstdFrameHeader, declared: UInt64, _ bounds: Bounds,
        _ output: inout [UInt8]
    ) throws(ZstdError) {
        guard declared <= UInt64(bounds.room) else { throw .tooLarge(declared: declared, limit: bounds.limit) }
        // A block takes at least its header of three bytes: a short frame that declares much would have it allocated.
        let possible = UInt64(frame.byteCount / 3) * UInt64(Zstd.blockBytes)
        guard declared <= possible else {
            throw .corrupt(offset: offset, reason: "\(frame.byteCount) bytes cannot hold the declared \(declared)")
        }
        try context.begin(dictionary: header.dictionaryID)
        try context.decompressFrame(frame, at: offset, contentSize: Int(declared), appendingTo: &output)
    }

    /// Decodes a frame that does not tell the size of its content, piece by piece until it ends or the room does.
    private func stream(
        _ frame: RawSpan, at offset: Int, _ header: ZstdFrameHeader, _ bounds: Bounds, _ output: inout [UInt8]
    ) throws(ZstdError) {
        guard header.windowSize <= context.windowLimit else {
            throw .windowTooLarge(window: header.windowSize, limit: context.windowLimit)
        }
        try context.begin(dictionary: header.dictionaryID)
        let start = output.count
        var consumed = 0
        var piece = min(4 * frame.byteCount, Zstd.blockBytes)
        while true {
            // One byte above the room shows that the content exceeds it.
            let room = min(piece, bounds.room - (output.count - start)) + 1
            switch try context.step(frame, &consumed, at: offset, room: room, appendingTo: &output) {
            case .frameEnded where output.count - start <= bounds.room: return
            case .inputUsed: throw .truncated(offset: offset)
            case .roomFilled where output.count - start <= bounds.room: piece = min(2 * piece, Zstd.blockBytes)
            case .frameEnded, .roomFilled: throw .tooLarge(declared: nil, limit: bounds.limit)
            }
        }
    }
}
