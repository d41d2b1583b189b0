// Reads an input chunk by chunk, as numbered lines.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Wire

/// The lines of an input, decompressed when it is compressed with zstd. Memory is bounded by the chunk, the limit of a line and the window of
/// the compression, however long the input is.
struct LineInput {
    /// Some lines, in order.
    struct Chunk {
        /// The lines; possibly none.
        var lines: [LineSplitter.Line] = []
        /// How the input ended, when these are its last lines.
        var end: End?
    }

    /// How an input ended.
    enum End: Equatable {
        /// With its last line.
        case complete
        /// Before its first byte.
        case empty
        /// In the line of that number, since the compression is damaged.
        case damaged(line: Int, ZstdError)
        /// In the line of that number, since it could not be read on.
        case unreadable(line: Int, CommandFailure)
    }

    /// A chunk is full with so many lines or bytes, and with what the last piece read adds to them.
    private static let chunkLines = 1024
    private static let chunkBytes = 4 << 20
    private static let pieceBytes = 256 << 10
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let source: ByteInput
    private let decoder: ZstdStreamDecoder?
    private var splitter: LineSplitter
    /// What was read last.
    private var piece: [UInt8]
    /// The part of it that is not split yet.
    private var rest: Range<Int>
    private var isEmpty = true
    private var nextLine = 1
    /// How many bytes of the file were read.
    private(set) var readBytes = 0

    /// Opens a file, or standard input for `-`; a line has at most `lineLimit` bytes.
    ///
    /// - Throws: `CommandFailure` when it cannot be opened or its first bytes cannot be read.
    init(path: String, lineLimit: Int) throws(CommandFailure) {
        source = try ByteInput(path: path)
        splitter = LineSplitter(limit: lineLimit)
        piece = [UInt8](repeating: 0, count: LineInput.pieceBytes)
        var start: [UInt8] = []
        // Four bytes tell a zstd frame; a pipe may bring them one by one.
        while start.count < 4 {
            let count = try source.read(into: &piece)
            guard count > 0 else { break }
            start += piece[..<count]
        }
        decoder = Zstd.isFrame(start) || path.hasSuffix(".zst") ? ZstdStreamDecoder() : nil
        rest = 0..<start.count
        readBytes = start.count
        piece = start + piece.dropFirst(start.count)
    }

    /// The next lines: a full chunk, or as many as there are before the input makes wait.
    mutating func next() -> Chunk {
        var chunk = Chunk()
        var bytes = 0
        while chunk.end == nil, bytes < LineInput.chunkBytes, chunk.lines.count < LineInput.chunkLines {
            if rest.isEmpty {
                guard chunk.lines.isEmpty || source.isReady else { break }
                refill(&chunk)
            } else {
                bytes += split(&chunk)
            }
        }
        return chunk
    }

    private mutating func refill(_ chunk: inout Chunk) {
        do throws(CommandFailure) {
            rest = 0..<(try source.read(into: &piece))
            readBytes += rest.count
            if rest.isEmpty { chunk.end = finish(&chunk) }
        } catch {
            chunk.end = .unreadable(line: nextLine, error)
        }
    }

    /// Splits what was read, or as much of it as one step of the decompression takes, and returns how many bytes of lines that were.
    private mutating func split(_ chunk: inout Chunk) -> Int {
        let piece = piece
        guard let decoder else {
            defer { rest = rest.upperBound..<rest.upperBound }
            return append(piece.span.bytes.extracting(rest), to: &chunk)
        }
        var content: [UInt8] = []
        do throws(ZstdError) {
            let used = try decoder.decode(piece.span.bytes.extracting(rest), into: &content)
            rest = (rest.lowerBound + used)..<rest.upperBound
            return append(content.span.bytes, to: &chunk)
        } catch {
            // What came out before the damage is sound.
            let count = append(content.span.bytes, to: &chunk)
            chunk.end = .damaged(line: nextLine, error)
            return count
        }
    }

    private mutating func append(_ bytes: RawSpan, to chunk: inout Chunk) -> Int {
        if bytes.byteCount > 0 { isEmpty = false }
        splitter.append(bytes, into: &chunk.lines)
        noteLines(&chunk)
        return bytes.byteCount
    }

    /// The input ended where it may end, unless a frame is unfinished: then a line begun is not complete, and dropped.
    private mutating func finish(_ chunk: inout Chunk) -> End {
        do throws(ZstdError) {
            try decoder?.finish()
        } catch {
            return isEmpty && error == .truncated(offset: 0) ? .empty : .damaged(line: nextLine, error)
        }
        splitter.finish(into: &chunk.lines)
        noteLines(&chunk)
        return isEmpty ? .empty : .complete
    }

    private mutating func noteLines(_ chunk: inout Chunk) {
        guard let last = chunk.lines.last else { return }
        nextLine = last.number + 1
        if chunk.lines[0].number == 1, case .bytes(let bytes) = chunk.lines[0].content,
            bytes.starts(with: LineInput.byteOrderMark)
        {
            chunk.lines[0] = LineSplitter.Line(number: 1, content: .bytes(Array(bytes.dropFirst(3))))
        }
    }
}

extension LineInput {
    /// Hands out the lines of a file that are not blank; what is said of one goes to `complain`, which may throw it.
    ///
    /// - Throws: `CommandFailure` when the file cannot be read to its end, and what `complain` throws.
    static func lines(
        of file: String, lineLimit: Int, _ body: ([UInt8]) throws(Complaint) -> Void,
        complain: (String) throws(CommandFailure) -> Void
    ) throws(CommandFailure) {
        var input = try LineInput(path: file, lineLimit: lineLimit)
        while true {
            let chunk = input.next()
            for line in chunk.lines {
                do throws(Complaint) {
                    guard case .bytes(let bytes) = line.content else {
                        throw Complaint(.malformed, "the line has more than \(lineLimit.grouped) bytes")
                    }
                    if bytes.contains(where: { $0 > 0x20 }) { try body(bytes) }
                } catch {
                    try complain("\(file):\(line.number): \(error.detail.onOneLine)")
                }
            }
            switch chunk.end {
            case nil: break
            case .complete, .empty: return
            case .damaged(let line, let error): throw .noInput("\(file):\(line): \(error)")
            case .unreadable(_, let failure): throw failure
            }
        }
    }
}
