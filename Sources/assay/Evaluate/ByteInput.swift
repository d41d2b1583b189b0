// Reads the bytes of a file or of standard input.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc

/// An open file. Not Sendable.
final class ByteInput {
    /// What stands for standard input in place of a path.
    static let standardInput = "-"

    private let path: String
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: `CommandFailure` when it cannot be opened.
    init(path: String) throws(CommandFailure) {
        self.path = path
        descriptor = path == ByteInput.standardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
    }

    deinit {
        if descriptor > STDIN_FILENO { close(descriptor) }
    }

    /// Replaces the first bytes of `buffer` by the next ones of the file, and returns how many: 0 at its end, else at least one. Waits.
    ///
    /// - Throws: `CommandFailure` when it cannot be read.
    func read(into buffer: inout [UInt8]) throws(CommandFailure) -> Int {
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: _ = isReady(within: -1)
            default: throw failure(errno)
            }
        }
    }

    /// Whether `read` would return at once.
    var isReady: Bool { isReady(within: 0) }

    private func isReady(within milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, milliseconds) > 0
    }

    private func failure(_ number: Int32) -> CommandFailure {
        let name = path == ByteInput.standardInput ? "standard input" : path
        return .noInput("\(name) cannot be read: \(String(cString: strerror(number)))")
    }
}
