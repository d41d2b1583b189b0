// Splits a stream of bytes, pushed chunk by chunk, into lines.
// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Splits bytes that arrive in chunks into numbered lines, which end in `\n` or `\r\n`; the last one may lack its end.
/// A line above the limit is skipped, not kept: memory is bounded by the limit and the chunk.
package struct LineSplitter {
    /// One line.
    package struct Line: Equatable, Sendable {
        /// What a line holds.
        package enum Content: Equatable, Sendable {
            /// The bytes of the line without its end.
            case bytes([UInt8])
            /// The line has more bytes than allowed: `length`, without its end.
            case tooLong(length: Int)
        }

        /// The number of the line in its stream, from 1; empty lines count.
        package let number: Int
        /// What the line holds.
        package let content: Content

        /// A line with its number.
        package init(number: Int, content: Content) {
            self.number = number
            self.content = content
        }
    }

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// The most bytes a line may have, without its end.
    package let limit: Int

    private var nextNumber = 1
    /// The bytes so far of the line that a chunk left unfinished: up to the limit and a carriage return, else none.
    private var pending: [UInt8] = []
    /// How many bytes the unfinished line has so far.
    private var pendingLength = 0
    /// Whether the last of them is a carriage return, which may turn out to belong to the end of the line.
    private var pendingEndsInReturn = false

    /// A splitter at the start of a stream, for lines of at most `limit` (at least 1) bytes.
    package init(limit: Int) {
        precondition(limit > 0 && limit < Int.max, "a limit is a number of bytes")
        self.limit = limit
    }

    /// Appends the lines that end in `chunk` to `lines`, and keeps the rest of it.
    package mutating func append(_ chunk: RawSpan, into lines: inout [Line]) {
        chunk.withUnsafeBytes { chunk in
            var rest = chunk
            while let start = rest.baseAddress, let found = memchr(start, Int32(Self.newline), rest.count) {
                let length = UnsafeRawPointer(found) - start
                end(UnsafeRawBufferPointer(rebasing: rest[..<length]), into: &lines)
                rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
            }
            keep(rest)
        }
    }

    /// Appends the lines that end in `chunk` to `lines`: `append` for an array.
    package mutating func append(_ chunk: [UInt8], into lines: inout [Line]) {
        append(chunk.span.bytes, into: &lines)
    }

    /// Appends the last line to `lines` if its end is missing. The splitter is then at the start of the next stream.
    package mutating func finish(into lines: inout [Line]) {
        if pendingLength > 0 { emitPending(length: pendingLength, into: &lines) }
        nextNumber = 1
    }

    /// Ends the line whose last bytes are `piece`.
    private mutating func end(_ piece: UnsafeRawBufferPointer, into lines: inout [Line]) {
        if pendingLength > 0 {
            keep(piece)
            emitPending(length: pendingEndsInReturn ? pendingLength - 1 : pendingLength, into: &lines)
        } else {
            let length = piece.last == Self.carriageReturn ? piece.count - 1 : piece.count
            emit(length <= limit ? .bytes([UInt8](piece[..<length])) : .tooLong(length: length), into: &lines)
        }
    }

    /// Adds `piece` to the unfinished line, which is dropped once it is certain to be too long.
    private mutating func keep(_ piece: UnsafeRawBufferPointer) {
        guard let last = piece.last else { return }
        pendingLength += piece.count
        pendingEndsInReturn = last == Self.carriageReturn
        if pendingLength <= limit + 1 {
            pending.append(contentsOf: piece)
        } else {
            pending.removeAll(keepingCapacity: true)
        }
    }

    /// Appends the unfinished line, which has `length` bytes without its end.
    private mutating func emitPending(length: Int, into lines: inout [Line]) {
        emit(length <= limit ? .bytes([UInt8](pending[..<length])) : .tooLong(length: length), into: &lines)
        pending.removeAll(keepingCapacity: true)
        pendingLength = 0
        pendingEndsInReturn = false
    }

    private mutating func emit(_ content: Line.Content, into lines: inout [Line]) {
        lines.append(Line(number: nextNumber, content: content))
        nextNumber += 1
    }
}
