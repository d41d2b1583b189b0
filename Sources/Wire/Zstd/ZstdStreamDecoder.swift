// Decompresses a stream of zstd frames, pushed chunk by chunk, in bounded memory.
// SPDX-License-Identifier: Apache-2.0

/// Decompresses bytes that arrive in chunks, such as those of a file: one frame or several in a row, skippable ones
/// among them. Memory is bounded by the window limit and the output limit, however much a chunk expands. Owns one
/// context. Not Sendable.
///
///     var consumed = 0
///     while consumed < chunk.byteCount {
///         consumed += try decoder.decode(chunk.extracting(consumed...), into: &output)
///         … // use and empty `output`
///     }
package final class ZstdStreamDecoder {
    /// The largest window, as a power of two in bytes, that a frame may need: 128 MiB, as in the `zstd` tool without
    /// `--long` above 27.
    package static let windowLogLimit = 27
    /// How many bytes one call of `decode` appends before it returns, if not told otherwise.
    package static let standardOutputLimit = 1 << 20

    private enum State {
        /// Before a frame, or in its header, of which `header` holds the bytes so far.
        case header
        /// In the blocks of a frame.
        case content
        /// In a skippable frame, of which `remaining` bytes are still to come.
        case skipping(remaining: Int)
        /// A frame was refused; so is all that follows.
        case failed(ZstdError)
    }

    private let context: ZstdDecodingContext
    private let outputLimit: Int
    private var state = State.header
    private var header: [UInt8] = []
    /// How many bytes have been consumed.
    private var position = 0
    /// The value of `position` at which the current frame started.
    private var frameStart = 0

    /// A decoder for frames without a dictionary and those that name one of `dictionaries`, which need at most
    /// `1 << windowLog` (10…31) bytes of window. One call of `decode` appends `outputLimit` bytes and up to two blocks
    /// (256 KiB) more.
    package init(
        dictionaries: [ZstdDictionary] = [], windowLog: Int = ZstdStreamDecoder.windowLogLimit,
        outputLimit: Int = ZstdStreamDecoder.standardOutputLimit
    ) {
        precondition(outputLimit > 0, "an output limit is a number of bytes")
        context = ZstdDecodingContext(dictionaries: dictionaries, windowLog: windowLog)
        self.outputLimit = outputLimit
    }

    /// Decodes `chunk` from its start, and appends the content to `output`.
    /// - Returns: how many bytes of `chunk` were consumed. It is less than all when the output limit was reached: use
    ///   `output`, then go on with the rest.
    /// - Throws: what is wrong with the frame, now and on every later call. What was appended before is as the frame
    ///   has it, but its checksum was not reached.
    package func decode(_ chunk: RawSpan, into output: inout [UInt8]) throws(ZstdError) -> Int {
        if case .failed(let error) = state { throw error }
        let start = output.count
        var used = 0
        do throws(ZstdError) {
            while used < chunk.byteCount, output.count - start < outputLimit {
                used += try advance(chunk.extracting(used...), start: start, &output)
            }
        } catch {
            state = .failed(error)
            throw error
        }
        return used
    }

    /// Decodes `chunk` from its start: `decode` for an array.
    /// - Returns: how many bytes of `chunk` were consumed.
    /// - Throws: what is wrong with the frame, now and on every later call.
    package func decode(_ chunk: [UInt8], into output: inout [UInt8]) throws(ZstdError) -> Int {
        try decode(chunk.span.bytes, into: &output)
    }

    /// Tells that the input has ended.
    /// - Throws: `truncated` if it ended inside a frame or before the first one; what was wrong with it if it was
    ///   refused.
    package func finish() throws(ZstdError) {
        if case .failed(let error) = state { throw error }
        guard case .header = state, header.isEmpty, position > 0 else { throw .truncated(offset: frameStart) }
    }

    /// Consumes bytes of `input`, which is not empty, as the state asks for, and tells how many.
    private func advance(_ input: RawSpan, start: Int, _ output: inout [UInt8]) throws(ZstdError) -> Int {
        let used: Int
        switch state {
        case .failed(let error): throw error
        case .header: used = try readHeader(input, &output)
        case .content: used = try readContent(input, start: start, &output)
        case .skipping(let remaining):
            used = min(remaining, input.byteCount)
            state = .skipping(remaining: remaining - used)
        }
        position += used
        if case .skipping(remaining: 0) = state { state = .header }
        if case .header = state, header.isEmpty { frameStart = position }
        return used
    }

    /// Collects bytes of `input` until the header of a frame is complete, and begins the frame.
    private func readHeader(_ input: RawSpan, _ output: inout [UInt8]) throws(ZstdError) -> Int {
        let before = header.count
        let start = input.extracting(first: ZstdFrameHeader.maximumLength - before)
        start.withUnsafeBytes { header.append(contentsOf: $0) }
        switch ZstdFrameHeader.read(header.span.bytes) {
        case .unknown: throw frameStart == 0 ? .notAFrame : .trailingBytes(offset: frameStart)
        case .incomplete: return header.count - before
        case .skippable(let length):
            state = .skipping(remaining: length - ZstdFrameHeader.skippableLength)
            header.removeAll(keepingCapacity: true)
            return ZstdFrameHeader.skippableLength - before
        case .header(let frame):
            header.removeSubrange(frame.length...)
            try begin(frame, &output)
            header.removeAll(keepingCapacity: true)
            return frame.length - before
        }
    }

    /// Begins a frame whose header has been read, and hands the header to libzstd.
    private func begin(_ frame: ZstdFrameHeader, _ output: inout [UInt8]) throws(ZstdError) {
        guard frame.windowSize <= context.windowLimit else {
            throw .windowTooLarge(window: frame.windowSize, limit: context.windowLimit)
        }
        try context.begin(dictionary: frame.dictionaryID)
        var consumed = 0
        let whole = header  // a span of the property itself would bar access to it
        _ = try context.step(whole.span.bytes, &consumed, at: frameStart, room: 1, appendingTo: &output)
        precondition(consumed == whole.count, "libzstd reads the header as ZstdFrameHeader does")
        state = .content
    }

    /// Decodes blocks until the frame ends, `input` does or `output`, which had `start` bytes, reaches the limit. Once
    /// all of `input` is consumed nothing waits inside: the last block is appended even beyond the limit.
    private func readContent(_ input: RawSpan, start: Int, _ output: inout [UInt8]) throws(ZstdError) -> Int {
        var used = 0
        repeat {
            let step = try context.step(input, &used, at: frameStart, room: Zstd.blockBytes, appendingTo: &output)
            switch step {
            case .frameEnded:
                state = .header
                return used
            case .inputUsed: return used
            case .roomFilled: continue
            }
        } while used == input.byteCount || output.count - start < outputLimit
        return used
    }
}
