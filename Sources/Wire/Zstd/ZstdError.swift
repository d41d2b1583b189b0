// Why a frame or dictionary was refused.
// SPDX-License-Identifier: Apache-2.0
import CZstd

/// Why bytes could not be compressed or decompressed. Offsets are in bytes of compressed input, from its first byte,
/// and name the start of the frame concerned.
package enum ZstdError: Error, Equatable, Sendable {
    /// The input does not start with a zstd frame.
    case notAFrame
    /// Whole frames are followed by something that is not a frame.
    case trailingBytes(offset: Int)
    /// The input ends before the frame does. An empty input is an instance: it holds no frame at all.
    case truncated(offset: Int)
    /// The frame contradicts the format; `reason` is libzstd's.
    case corrupt(offset: Int, reason: String)
    /// The frame decodes, but not to what its writer put in.
    case checksumMismatch(offset: Int)
    /// The frame was written with a dictionary that is not among those at hand.
    case unknownDictionary(id: UInt32, known: [UInt32])
    /// The content is larger than allowed. `declared`, in bytes, is what the frame says of itself; nil if it was
    /// decoded up to the limit.
    case tooLarge(declared: UInt64?, limit: Int)
    /// Decoding would need a window, in bytes, larger than allowed.
    case windowTooLarge(window: UInt64, limit: UInt64)
    /// The bytes given as a dictionary are none.
    case unusableDictionary(reason: String)
    /// No dictionary came out of the samples.
    case trainingFailed(reason: String)
    /// libzstd has no such level.
    case unsupportedLevel(Int)
    /// libzstd could not get memory.
    case outOfMemory
    /// libzstd refused to compress for `reason`; input alone does not lead here.
    case compressionFailed(reason: String)
}

extension ZstdError: CustomStringConvertible {
    /// One sentence: what is wrong, where, and how to mend it.
    package var description: String {
        switch self {
        case .notAFrame:
            "zstd: the input starts with no zstd frame (28 B5 2F FD); check that it was compressed with zstd"
        case .trailingBytes(let offset):
            "zstd: a whole frame ends at byte \(offset), and no other follows; cut the input there or compress it again"
        case .truncated(let offset):
            "zstd: the input ends inside the frame that starts at byte \(offset); fetch the rest of it"
        case .corrupt(let offset, let reason):
            "zstd: the frame that starts at byte \(offset) is corrupt: \(reason); fetch or compress it again"
        case .checksumMismatch(let offset):
            "zstd: the frame that starts at byte \(offset) fails its checksum; fetch or compress it again"
        case .unknownDictionary(let id, let known):
            "zstd: the frame needs dictionary \(id), at hand are \(known); configure the one it was written with"
        case .tooLarge(let declared?, let limit):
            "zstd: the frame declares \(declared) bytes, \(limit) are allowed; split the content or raise the limit"
        case .tooLarge(nil, let limit):
            "zstd: the frame holds more than the allowed \(limit) bytes; split the content or raise the limit"
        case .windowTooLarge(let window, let limit):
            "zstd: the frame needs a window of \(window) bytes, \(limit) are allowed; compress without --long"
        case .unusableDictionary(let reason):
            "zstd: unusable dictionary: \(reason); train one with `zstd --train`"
        case .trainingFailed(let reason):
            "zstd: no dictionary could be trained: \(reason)"
        case .unsupportedLevel(let level):
            "zstd: there is no level \(level); choose one of \(Zstd.levels.lowerBound)…\(Zstd.levels.upperBound)"
        case .outOfMemory:
            "zstd: out of memory"
        case .compressionFailed(let reason):
            "zstd: compression failed: \(reason)"
        }
    }
}

extension ZstdError {
    /// The error that libzstd's `result` stands for, told while decoding the frame at `offset`.
    init(decoding result: Int, offset: Int) {
        switch ZSTD_getErrorCode(result) {
        case ZSTD_error_checksum_wrong: self = .checksumMismatch(offset: offset)
        case ZSTD_error_srcSize_wrong: self = .truncated(offset: offset)
        case ZSTD_error_memory_allocation: self = .outOfMemory
        default: self = .corrupt(offset: offset, reason: String(cString: ZSTD_getErrorName(result)))
        }
    }

    /// The error that libzstd's `result` stands for, told while compressing.
    init(encoding result: Int) {
        switch ZSTD_getErrorCode(result) {
        case ZSTD_error_memory_allocation: self = .outOfMemory
        default: self = .compressionFailed(reason: String(cString: ZSTD_getErrorName(result)))
        }
    }
}
