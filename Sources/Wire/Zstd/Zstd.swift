// What is common to all zstd frames: magic numbers, levels, limits.
// SPDX-License-Identifier: Apache-2.0
import CZstd

/// The zstd frame format (RFC 8878): its magic numbers, the levels of the library, and the bounds this module sets.
package enum Zstd {
    /// The first four bytes of a frame, read little-endian: `28 B5 2F FD` (RFC 8878 §3.1.1).
    package static let magicNumber: UInt32 = 0xFD2F_B528

    /// The first four bytes of a skippable frame, whose lowest four bits are free (RFC 8878 §3.1.2).
    package static let skippableMagicNumbers: ClosedRange<UInt32> = 0x184D_2A50...0x184D_2A5F

    /// The levels that libzstd offers: negative ones are faster than 1 and compress less, 0 is libzstd's own default
    /// (3).
    package static var levels: ClosedRange<Int> { Int(ZSTD_minCLevel())...Int(ZSTD_maxCLevel()) }

    /// The level used unless another is asked for. Measured on 500-byte results with a dictionary: level 3 takes a
    /// third more time than level 1 and saves 3 to 5 % of the bytes.
    package static let defaultLevel = 1

    /// Whether `bytes` start with the magic number of a zstd frame or of a skippable frame. Four bytes decide; fewer
    /// are never a frame. That the rest of the frame is sound only decoding can tell.
    package static func isFrame(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 4 else { return false }
        let magic = bytes.littleEndian(at: 0, byteCount: 4)
        return magic == UInt64(magicNumber) || skippableMagicNumbers.contains(UInt32(magic))
    }

    /// Whether `bytes` start with the magic number of a zstd frame or of a skippable frame: `isFrame` for an array.
    package static func isFrame(_ bytes: [UInt8]) -> Bool {
        isFrame(bytes.span.bytes)
    }

    /// The largest content of one block, in bytes (RFC 8878 §3.1.1.2.4).
    static let blockBytes = 1 << 17

    /// `level`, if libzstd has it.
    static func checked(_ level: Int) throws(ZstdError) -> Int32 {
        guard levels.contains(level) else { throw .unsupportedLevel(level) }
        return Int32(level)
    }
}

extension RawSpan {
    /// The unsigned number in `byteCount` (at most 8) bytes from `offset`, least significant byte first.
    func littleEndian(at offset: Int, byteCount: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in (0..<byteCount).reversed() {
            value = value << 8 | UInt64(unsafeLoad(fromByteOffset: offset + index, as: UInt8.self))
        }
        return value
    }
}
