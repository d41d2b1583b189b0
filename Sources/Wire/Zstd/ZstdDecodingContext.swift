// The one owner of a libzstd decompression context.
// SPDX-License-Identifier: Apache-2.0
import CZstd

/// A `ZSTD_DCtx` (96 kB, plus the window when streaming), reused for every frame, with the dictionaries that its frames
/// may name. One thread at a time.
struct ZstdDecodingContext: ~Copyable {
    /// What one step of streaming brought about.
    enum Step {
        /// The frame is decoded to its end, and all of it appended.
        case frameEnded
        /// All room was used: more content may wait inside.
        case roomFilled
        /// More input is needed.
        case inputUsed
    }

    private let pointer: OpaquePointer
    private let dictionaries: [ZstdDictionary]
    /// The largest window accepted in streaming, in bytes.
    let windowLimit: UInt64

    /// A context whose streaming needs at most `1 << windowLog` bytes for past content.
    init(dictionaries: [ZstdDictionary], windowLog: Int) {
        let bounds = ZSTD_dParam_getBounds(ZSTD_d_windowLogMax)
        precondition((Int(bounds.lowerBound)...Int(bounds.upperBound)).contains(windowLog))
        guard let context = ZSTD_createDCtx() else { preconditionFailure("no memory for a zstd context") }
        precondition(ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(windowLog))) == 0)
        pointer = context
        self.dictionaries = dictionaries
        windowLimit = 1 << UInt64(windowLog)
    }

    deinit {
        ZSTD_freeDCtx(pointer)
    }

    /// Forgets what was begun and makes ready for a frame with the dictionary named `id`, or with none if it is 0.
    /// - Throws: `unknownDictionary`; `outOfMemory`.
    func begin(dictionary id: UInt32) throws(ZstdError) {
        precondition(ZSTD_isError(ZSTD_DCtx_reset(pointer, ZSTD_reset_session_only)) == 0)
        let dictionary = id == 0 ? nil : dictionaries.first { $0.id == id }
        guard id == 0 || dictionary != nil else { throw .unknownDictionary(id: id, known: dictionaries.map(\.id)) }
        let result = ZSTD_DCtx_refDDict(pointer, dictionary?.digestForDecompressing)
        guard ZSTD_isError(result) == 0 else { throw .outOfMemory }
    }

    /// Appends the content, exactly `contentSize` bytes, of the one whole frame in `source`.
    /// - Throws: what is wrong with the frame at `offset`; `output` is then as before.
    func decompressFrame(
        _ source: RawSpan, at offset: Int, contentSize: Int, appendingTo output: inout [UInt8]
    ) throws(ZstdError) {
        let context = pointer
        var result = 0
        output.append(addingCapacity: contentSize) { free in
            free.withUnsafeMutableBufferPointer { free, initializedCount in
                source.withUnsafeBytes { source in
                    result = ZSTD_decompressDCtx(
                        context, free.baseAddress, contentSize, source.baseAddress, source.count)
                }
                initializedCount = ZSTD_isError(result) == 0 ? result : 0
            }
        }
        guard ZSTD_isError(result) == 0 else { throw ZstdError(decoding: result, offset: offset) }
    }

    /// Takes in bytes of `source` from `consumed` on, which moves, and appends at most `room` (at least 1) bytes.
    /// - Throws: what is wrong with the frame at `offset`.
    func step(
        _ source: RawSpan, _ consumed: inout Int, at offset: Int, room: Int, appendingTo output: inout [UInt8]
    ) throws(ZstdError) -> Step {
        let context = pointer
        let before = output.count
        var position = consumed
        var result = 0
        output.append(addingCapacity: room) { free in
            free.withUnsafeMutableBufferPointer { free, initializedCount in
                source.withUnsafeBytes { source in
                    var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: position)
                    var buffer = ZSTD_outBuffer(dst: free.baseAddress, size: room, pos: 0)
                    result = ZSTD_decompressStream(context, &buffer, &input)
                    position = input.pos
                    initializedCount = buffer.pos
                }
            }
        }
        consumed = position
        guard ZSTD_isError(result) == 0 else { throw ZstdError(decoding: result, offset: offset) }
        if result == 0 { return .frameEnded }
        return output.count - before == room ? .roomFilled : .inputUsed
    }
}
