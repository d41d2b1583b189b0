// One connection to the operations listener: a request, its answer, the end.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import FlyingSocks
import Foundation
import Glibc

/// Reads a request, writes the answer, and closes.
// Everything is touched on the listener's queue only.
final class OpsConnection: @unchecked Sendable {
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

    private let socket: Socket
    private let queue: DispatchQueue
    private let answer: (RequestHead) -> HTTPAnswer
    private let ended: (OpsConnection) -> Void
    private var stage = Stage.reading([])
    private var readable: (any DispatchSourceRead)?
    private var writable: (any DispatchSourceWrite)?
    /// Whether `readable` is suspended: it must not be let go of then.
    private var isReadingPaused = false

    /// A connection that is open; `ended` is called once it is closed.
    init(
        _ socket: Socket, _ queue: DispatchQueue, answer: @escaping (RequestHead) -> HTTPAnswer,
        ended: @escaping (OpsConnection) -> Void
    ) {
        self.socket = socket
        self.queue = queue
        self.answer = answer
        self.ended = ended
    }

    /// Begins to read. After so long it is closed, however far it is.
    func begin(patience: DispatchTimeInterval) {
        let source = DispatchSource.makeReadSource(fileDescriptor: socket.file.rawValue, queue: queue)
        source.setEventHandler { [weak self] in self?.read() }
        readable = source
        source.activate()
        // Closing needs no answer: who is that slow does not read it either.
        queue.asyncAfter(deadline: .now() + patience) { [weak self] in self?.close() }
    }

    /// Ends it. May be called again.
    func close() {
        if case .closed = stage { return }
        stage = .closed
        setReading(paused: false)
        // The descriptor may be used for something else as soon as it is closed: so not before the sources have let go of it.
        let sources = DispatchGroup()
        for source in [readable as (any DispatchSourceProtocol)?, writable].compactMap({ $0 }) {
            sources.enter()
            source.setCancelHandler { sources.leave() }
            source.cancel()
        }
        sources.notify(queue: queue) { [socket] in try? socket.close() }
        (readable, writable) = (nil, nil)
        ended(self)
    }

    private func read() {
        do {
            while true {
                switch stage {
                case .reading(let head): take(head + (try socket.read(atMost: RequestHead.mostBytes)))
                case .draining(let left):
                    let read = try socket.read(atMost: RequestHead.mostBytes).count
                    guard read < left else { return close() }
                    stage = .draining(left - read)
                case .writing, .closed: return
                }
            }
        } catch SocketError.blocked {
            return
        } catch {
            close()
        }
    }

    private func take(_ head: [UInt8]) {
        switch RequestHead.read(head) {
        case .incomplete: stage = .reading(head)
        case .refused(let answer): write(answer)
        case .head(let head): write(answer(head))
        }
    }

    private func write(_ answer: HTTPAnswer) {
        // Told again as soon as everything is written; until then it would be told of bytes that nobody reads.
        setReading(paused: true)
        stage = .writing(answer.bytes, from: 0)
        write()
    }

    private func write() {
        guard case .writing(let data, var place) = stage else { return }
        do {
            while place < data.count { place = try socket.write(data, from: place) }
            finishWriting()
        } catch SocketError.blocked {
            stage = .writing(data, from: place)
            waitUntilWritable()
        } catch {
            close()
        }
    }

    private func waitUntilWritable() {
        guard writable == nil else { return }
        let source = DispatchSource.makeWriteSource(fileDescriptor: socket.file.rawValue, queue: queue)
        source.setEventHandler { [weak self] in self?.write() }
        writable = source
        source.activate()
    }

    private func finishWriting() {
        shutdown(socket.file.rawValue, Int32(SHUT_WR))
        stage = .draining(OpsConnection.mostDrained)
        setReading(paused: false)
    }

    private func setReading(paused: Bool) {
        guard paused != isReadingPaused else { return }
        isReadingPaused = paused
        if paused { readable?.suspend() } else { readable?.resume() }
    }
}
