// A trained dictionary, digested once for compressing and for decompressing.
// SPDX-License-Identifier: Apache-2.0
import CZstd

/// A trained dictionary: what small records of one kind have in common, so that a frame need not repeat it. It is
/// digested when created: at 16 KiB that takes 125 kB of memory at level 1 and 485 kB at level 3. Share
/// one instance among all who compress and decompress.
///
/// Sendable without a lock: every property is a constant set in `init`. libzstd does not change a digested dictionary
/// after creating it and documents that several threads may use it at once; it is freed when the last user is gone.
package final class ZstdDictionary: Sendable {
    /// The sizes a dictionary may have, in bytes: libzstd's least (`ZDICT_DICTSIZE_MIN`), and about ten times what the
    /// `zstd` tool trains by default (112,640).
    package static let sizes: ClosedRange<Int> = 256...1 << 20

    /// The id that frames written with this dictionary carry; never 0.
    package let id: UInt32
    /// The dictionary as trained: what is stored, and what the `zstd` tool takes with `-D`.
    package let bytes: [UInt8]
    /// The level at which this dictionary compresses; it makes no difference to decompressing.
    package let level: Int

    /// A `ZSTD_CDict`: constant and read-only after creation, see above.
    nonisolated(unsafe) let digestForCompressing: OpaquePointer
    /// A `ZSTD_DDict`: constant and read-only after creation, see above.
    nonisolated(unsafe) let digestForDecompressing: OpaquePointer

    /// Digests `bytes`, which came from `train` or `zstd --train`.
    /// - Throws: `unusableDictionary` if the size is out of bounds, or the bytes are not a trained dictionary with an
    ///   id (libzstd would take any bytes as history, and frames would not name what they need); `unsupportedLevel`.
    package init(bytes: [UInt8], level: Int = Zstd.defaultLevel) throws(ZstdError) {
        let checkedLevel = try Zstd.checked(level)
        guard Self.sizes.contains(bytes.count) else {
            throw .unusableDictionary(
                reason: "it has \(bytes.count) bytes, \(Self.sizes.lowerBound) to \(Self.sizes.upperBound) are allowed")
        }
        id = ZSTD_getDictID_fromDict(bytes, bytes.count)
        guard id != 0 else { throw .unusableDictionary(reason: "it has no id: these bytes were not trained") }
        guard let compressing = ZSTD_createCDict(bytes, bytes.count, checkedLevel) else {
            throw .unusableDictionary(reason: "its tables are corrupt")
        }
        guard let decompressing = ZSTD_createDDict(bytes, bytes.count) else {
            ZSTD_freeCDict(compressing)
            throw .unusableDictionary(reason: "its tables are corrupt")
        }
        self.bytes = bytes
        self.level = level
        digestForCompressing = compressing
        digestForDecompressing = decompressing
    }

    deinit {
        ZSTD_freeCDict(digestForCompressing)
        ZSTD_freeDDict(digestForDecompressing)
    }
}

extension ZstdDictionary {
    /// Trains a dictionary of at most `capacity` bytes on `samples`, records of the kind that is to be compressed.
    /// About a hundred times `capacity` of samples is a good measure; half a second for 2 MB. The same samples in the
    /// same order give the same dictionary.
    /// - Throws: `trainingFailed` if `capacity` is out of bounds, or the samples are too few, too small or too alike.
    package static func train(
        samples: [[UInt8]], capacity: Int, level: Int = Zstd.defaultLevel
    ) throws(ZstdError) -> ZstdDictionary {
        guard sizes.contains(capacity) else {
            throw .trainingFailed(
                reason: "the capacity is \(capacity) bytes, choose \(sizes.lowerBound) to \(sizes.upperBound)")
        }
        let sampleSizes = samples.map(\.count)
        var bytes = [UInt8](repeating: 0, count: capacity)
        let result = ZDICT_trainFromBuffer(
            &bytes, capacity, Array(samples.joined()), sampleSizes, UInt32(clamping: samples.count))
        guard ZDICT_isError(result) == 0 else {
            throw .trainingFailed(
                reason: "\(samples.count) samples with \(sampleSizes.reduce(0, +)) bytes give none of \(capacity) bytes"
                    + " (\(String(cString: ZDICT_getErrorName(result)))); give more, and more varied, samples")
        }
        bytes.removeSubrange(result...)
        return try ZstdDictionary(bytes: bytes, level: level)
    }
}
