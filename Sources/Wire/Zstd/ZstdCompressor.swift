// Compresses whole values, one zstd frame each.
// SPDX-License-Identifier: Apache-2.0

/// Compresses whole values into one zstd frame each, which tells the size of its content. Owns one reused context:
/// making one per record takes several times as long as compressing it. Not Sendable: every lane has its own.
package final class ZstdCompressor {
    /// The level of libzstd it compresses at.
    package let level: Int
    /// The dictionary that its frames name, if any.
    package let dictionary: ZstdDictionary?

    private let context: ZstdEncodingContext

    /// A compressor without a dictionary. With `checksum` (four bytes a frame) a reader finds out about damage.
    /// - Throws: `unsupportedLevel` if `level` is not one of `Zstd.levels`.
    package init(level: Int = Zstd.defaultLevel, checksum: Bool = true) throws(ZstdError) {
        context = ZstdEncodingContext(level: try Zstd.checked(level), checksum: checksum)
        self.level = level
        dictionary = nil
    }

    /// A compressor with `dictionary`, at the level it was digested for. With `checksum` (four bytes a frame) a reader
    /// finds out about damage.
    package init(dictionary: ZstdDictionary, checksum: Bool = true) {
        context = ZstdEncodingContext(dictionary: dictionary, checksum: checksum)
        level = dictionary.level
        self.dictionary = dictionary
    }

    /// Appends a frame that holds `source` to `output`.
    /// - Throws: `outOfMemory`, `compressionFailed`; `output` is then as before.
    package func compress(_ source: RawSpan, appendingTo output: inout [UInt8]) throws(ZstdError) {
        try context.compressFrame(source, appendingTo: &output)
    }

    /// Appends a frame that holds the bytes of `source` in `range` (which must lie within it) to `output`.
    /// - Throws: `outOfMemory`, `compressionFailed`; `output` is then as before.
    package func compress(
        _ source: [UInt8], _ range: Range<Int>, appendingTo output: inout [UInt8]
    ) throws(ZstdError) {
        try compress(source.span.bytes.extracting(range), appendingTo: &output)
    }

    /// A frame that holds `source`.
    /// - Throws: `outOfMemory`, `compressionFailed`.
    package func compress(_ source: [UInt8]) throws(ZstdError) -> [UInt8] {
        var output: [UInt8] = []
        try compress(source.span.bytes, appendingTo: &output)
        return output
    }
}
