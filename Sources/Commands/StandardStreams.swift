// Writes to standard output and standard error.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The output of a command, written without a buffer: a command collects what it has to say, and says it at once.
package enum StandardStreams {
    /// Why writing failed.
    package enum WriteError: Error, Equatable {
        /// Whoever read it has gone, as `head` does.
        case closed
        /// Anything else, with the system's reason.
        case failed(String)
    }

    /// Lets a closed pipe be an error of `write` instead of the end of the process.
    package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Writes bytes to standard output: one system call unless the system takes fewer.
    package static func write(_ bytes: [UInt8]) throws(WriteError) { try write(bytes, to: STDOUT_FILENO) }

    /// Writes text to standard error. When nobody hears it, nothing can be said about that.
    package static func complain(_ text: String) {
        do throws(WriteError) {
            try write(Array(text.utf8), to: STDERR_FILENO)
        } catch {}
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest, rest.count)
            if written >= 0 {
                rest.removeFirst(written)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: waitUntilWritable(descriptor)
            case EPIPE: throw .closed
            default: throw .failed(String(cString: strerror(errno)))
            }
        }
    }

    private static func waitUntilWritable(_ descriptor: Int32) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
    }
}
