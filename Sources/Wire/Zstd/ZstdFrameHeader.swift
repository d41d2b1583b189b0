// What a zstd frame says of itself before its first block.
// SPDX-License-Identifier: Apache-2.0

/// The header of a frame (RFC 8878 §3.1.1.1), read before libzstd sees the frame, so that limits and dictionaries are
/// decided before anything is allocated, and frames of the formats before version 0.8 never reach their decoders.
struct ZstdFrameHeader: Equatable {
    /// What the first bytes of a frame turn out to be.
    enum Reading: Equatable {
        /// The header of a frame with content.
        case header(ZstdFrameHeader)
        /// A skippable frame (§3.1.2) of `length` bytes in all.
        case skippable(length: Int)
        /// The start of a frame, but not all of its header.
        case incomplete
        /// No frame.
        case unknown
    }

    /// The length of the longest header, in bytes.
    static let maximumLength = 18
    /// The length of a skippable frame's header, in bytes.
    static let skippableLength = 8

    /// The length of the header, magic number included, in bytes.
    let length: Int
    /// The size of the content in bytes, if the frame tells it.
    let contentSize: UInt64?
    /// The memory of past content that decoding by streaming needs, in bytes.
    let windowSize: UInt64
    /// The dictionary the frame was written with; 0 if it names none.
    let dictionaryID: UInt32

    /// Reads the header at the start of `bytes`.
    static func read(_ bytes: RawSpan) -> Reading {
        guard mayStartFrame(bytes) else { return .unknown }
        guard bytes.byteCount >= 5 else { return .incomplete }
        if bytes.littleEndian(at: 0, byteCount: 4) != UInt64(Zstd.magicNumber) {
            guard bytes.byteCount >= skippableLength else { return .incomplete }
            return .skippable(length: skippableLength + Int(bytes.littleEndian(at: 4, byteCount: 4)))
        }
        return ZstdFrameHeader(bytes).map { .header($0) } ?? .incomplete
    }

    /// Whether `bytes` agree with a magic number as far as they go.
    private static func mayStartFrame(_ bytes: RawSpan) -> Bool {
        if bytes.byteCount >= 4 { return Zstd.isFrame(bytes) }
        let mask = UInt64(1) << (8 * UInt64(bytes.byteCount)) - 1
        let start = bytes.littleEndian(at: 0, byteCount: bytes.byteCount)
        if start == UInt64(Zstd.magicNumber) & mask { return true }
        // The free bits of a skippable magic number are in its first byte.
        return (start ^ UInt64(Zstd.skippableMagicNumbers.lowerBound) & mask) & ~0xF == 0
    }

    /// Reads the fields after the magic number; nil if `bytes`, at least five, do not hold them all.
    private init?(_ bytes: RawSpan) {
        let descriptor = Int(bytes.littleEndian(at: 4, byteCount: 1))
        let isSingleSegment = descriptor & 0x20 != 0
        let windowBytes = isSingleSegment ? 0 : 1
        let dictionaryBytes = (1 << (descriptor & 3)) >> 1  // 0, 1, 2, 4
        let contentSizeFlag = descriptor >> 6
        let contentSizeBytes = contentSizeFlag == 0 && isSingleSegment ? 1 : (1 << contentSizeFlag) & ~1  // 0, 2, 4, 8
        length = 5 + windowBytes + dictionaryBytes + contentSizeBytes
        guard bytes.byteCount >= length else { return nil }

        dictionaryID = UInt32(bytes.littleEndian(at: 5 + windowBytes, byteCount: dictionaryBytes))
        let size = bytes.littleEndian(at: length - contentSizeBytes, byteCount: contentSizeBytes)
        switch contentSizeBytes {
        case 0: contentSize = nil
        case 2: contentSize = size + 256
        default: contentSize = size
        }
        if isSingleSegment {
            windowSize = size + (contentSizeBytes == 2 ? 256 : 0)
        } else {
            let window = bytes.littleEndian(at: 5, byteCount: 1)
            let base = UInt64(1) << (10 + window >> 3)
            windowSize = base + base / 8 * (window & 7)
        }
    }
}
