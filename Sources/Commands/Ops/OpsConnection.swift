// One connection to the operations listener: a request, its answer, the end.
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks
import Foundation
import Glibc

/// Reads a request, writes the answer, and closes.
struct OpsConnection {
    /// How far it is.
    private enum Stage {
        /// Reads the head of the request.
        case reading([UInt8])
        /// Writes the answer, from that place on.
        case writing(Data, from: Int)
        /// Has said everything and waits for the other side to close: closing first may cost it the answer while there is something that
        /// was not read. So many bytes of that are read at most.
        case draining(Int)
        case closed
    }

    /// What comes behind the head of a request is not read beyond 64 KiB.
    private static let mostDrained = 65_536

    /// When it is closed, however far it is. Closing needs no answer: who is that slow does not read it either.
    let ends: ContinuousClock.Instant
    private let socket: Socket
    private let answer: (RequestHead) -> HTTPAnswer
    private var stage = Stage.reading([])

    /// A connection that is open, to a socket whose calls do not wait.
    init(_ socket: Socket, until ends: ContinuousClock.Instant, answer: @escaping (RequestHead) -> HTTPAnswer) {
        self.socket = socket
        self.ends = ends
        self.answer = answer
    }

    /// Whether it has ended.
    var isClosed: Bool { if case .closed = stage { true } else { false } }

    /// What it waits for.
    var watched: pollfd {
        // While it writes it would be told of bytes that nobody reads.
        let events = if case .writing = stage { POLLOUT } else { POLLIN }
        return pollfd(fd: socket.file.rawValue, events: Int16(events), revents: 0)
    }

    /// Does what it can without waiting.
    mutating func goOn() {
        do {
            while true {
                switch stage {
                case .reading(let head): take(head + (try socket.read(atMost: RequestHead.mostBytes)))
                case .writing(let data, let place):
                    guard place < data.count else {
                        shutdown(socket.file.rawValue, Int32(SHUT_WR))
                        stage = .draining(OpsConnection.mostDrained)
                        continue
                    }
                    stage = .writing(data, from: try socket.write(data, from: place))
                case .draining(let left):
                    let read = try socket.read(atMost: RequestHead.mostBytes).count
                    guard read < left else { return close() }
                    stage = .draining(left - read)
                case .closed: return
                }
            }
        } catch SocketError.blocked {
            return
        } catch {
            close()
        }
    }

    /// Ends it. May be called again.
    mutating func close() {
        guard !isClosed else { return }
        stage = .closed
        try? socket.close()
    }

    private mutating func take(_ head: [UInt8]) {
        switch RequestHead.read(head) {
        case .incomplete: stage = .reading(head)
        case .refused(let answer): stage = .writing(answer.bytes, from: 0)
        case .head(let head): stage = .writing(answer(head).bytes, from: 0)
        }
    }
}
