// The one owner of a libzstd compression context.
// SPDX-License-Identifier: Apache-2.0
import CZstd

/// A `ZSTD_CCtx` with its parameters set: 34 to 40 kB at level 1, reused for every frame. One thread at a time.
struct ZstdEncodingContext: ~Copyable {
    private let pointer: OpaquePointer
    /// Kept alive for as long as the context refers to its digest.
    private let dictionary: ZstdDictionary?

    /// A context for frames of `level` with or without a checksum.
    init(level: Int32, checksum: Bool) {
        self.init(checksum: checksum, dictionary: nil)
        set(ZSTD_c_compressionLevel, to: level)
    }

    /// A context for frames that refer to `dictionary`, at its level.
    init(dictionary: ZstdDictionary, checksum: Bool) {
        self.init(checksum: checksum, dictionary: dictionary)
        precondition(ZSTD_isError(ZSTD_CCtx_refCDict(pointer, dictionary.digestForCompressing)) == 0)
    }

    private init(checksum: Bool, dictionary: ZstdDictionary?) {
        guard let context = ZSTD_createCCtx() else { preconditionFailure("no memory for a zstd context") }
        pointer = context
        self.dictionary = dictionary
        set(ZSTD_c_checksumFlag, to: checksum ? 1 : 0)
        set(ZSTD_c_contentSizeFlag, to: 1)
        set(ZSTD_c_dictIDFlag, to: 1)
    }

    deinit {
        ZSTD_freeCCtx(pointer)
    }

    /// Sets a parameter whose value is known to be in bounds.
    private func set(_ parameter: ZSTD_cParameter, to value: Int32) {
        precondition(ZSTD_isError(ZSTD_CCtx_setParameter(pointer, parameter, value)) == 0)
    }

    /// Appends one frame that holds `source` and tells its size.
    /// - Throws: `outOfMemory`, `compressionFailed`; `output` is then as before.
    func compressFrame(_ source: RawSpan, appendingTo output: inout [UInt8]) throws(ZstdError) {
        let context = pointer
        var result = 0
        output.append(addingCapacity: ZSTD_compressBound(source.byteCount)) { free in
            free.withUnsafeMutableBufferPointer { free, initializedCount in
                source.withUnsafeBytes { source in
                    result = ZSTD_compress2(context, free.baseAddress, free.count, source.baseAddress, source.count)
                }
                initializedCount = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        guard ZSTD_isError(result) == 0 else { throw ZstdError(encoding: result) }
    }

    /// Takes in bytes of `source` from `consumed` on, which moves, and appends at most `room` bytes of frame.
    /// - Returns: how many bytes wait inside for room, at least; with `ZSTD_e_end`, 0 means that the frame is complete.
    /// - Throws: `outOfMemory`, `compressionFailed`.
    func step(
        _ source: RawSpan, _ consumed: inout Int, _ directive: ZSTD_EndDirective, room: Int,
        appendingTo output: inout [UInt8]
    ) throws(ZstdError) -> Int {
        let context = pointer
        var position = consumed
        var result = 0
        output.append(addingCapacity: room) { free in
            free.withUnsafeMutableBufferPointer { free, initializedCount in
                source.withUnsafeBytes { source in
                    var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: position)
                    var buffer = ZSTD_outBuffer(dst: free.baseAddress, size: room, pos: 0)
                    result = ZSTD_compressStream2(context, &buffer, &input, directive)
                    position = input.pos
                    initializedCount = buffer.pos
                }
            }
        }
        consumed = position
        guard ZSTD_isError(result) == 0 else { throw ZstdError(encoding: result) }
        return result
    }
}
