// The thread of the operations listener.
// SPDX-License-Identifier: Apache-2.0

import FlyingSocks
import Foundation
import Glibc

/// Accepts connections and serves them, all on the thread that runs it, until it is told to end.
///
/// Not by Dispatch: on Linux, sources of sockets whose other side hangs up leave freed memory behind (see swift-corelibs-libdispatch issue
/// 949), and some thousand probes end the process.
struct OpsLoop {
    /// Connections beyond so many are closed at once.
    private static let mostConnections = 64
    /// For so long no connection is accepted after one could not be: the process has no descriptor left, as a rule.
    private static let acceptPause = Duration.milliseconds(200)

    private let listening: Socket
    private let end: Int32
    private let patience: Duration
    private let answer: (RequestHead) -> HTTPAnswer
    private var connections: [OpsConnection] = []
    /// No connection is accepted before that.
    private var pausedUntil: ContinuousClock.Instant?

    /// A loop for a socket that listens and whose calls do not wait. It ends as soon as `end`, a descriptor, can be read. A connection that
    /// takes longer than `patience` is closed.
    init(_ listening: Socket, end: Int32, patience: Duration, answer: @escaping (RequestHead) -> HTTPAnswer) {
        self.listening = listening
        self.end = end
        self.patience = patience
        self.answer = answer
    }

    /// Serves until the end; closes the socket and all connections.
    mutating func run() {
        while serve() {}
        for index in connections.indices { connections[index].close() }
        try? listening.close()
    }

    /// Waits for something to do, and does it. Returns whether to go on.
    private mutating func serve() -> Bool {
        let read = Int16(POLLIN)
        var watched = [pollfd(fd: end, events: read, revents: 0)]
        // Of a negative descriptor nothing is told.
        watched.append(pollfd(fd: pausedUntil == nil ? listening.file.rawValue : -1, events: read, revents: 0))
        watched += connections.map(\.watched)
        let count = poll(&watched, nfds_t(watched.count), timeout(ContinuousClock.now))
        guard count >= 0 || errno == EINTR else { return false }
        guard watched[0].revents == 0 else { return false }
        let now = ContinuousClock.now
        for index in connections.indices {
            if count > 0, watched[index + 2].revents != 0 { connections[index].goOn() }
            if connections[index].ends <= now { connections[index].close() }
        }
        connections.removeAll(where: \.isClosed)
        if let pause = pausedUntil, pause <= now { pausedUntil = nil }
        if count > 0, watched[1].revents != 0 { accept(now) }
        return true
    }

    /// Milliseconds until something ends by itself, rounded up; -1 when nothing does.
    private func timeout(_ now: ContinuousClock.Instant) -> Int32 {
        guard let next = (connections.map(\.ends) + (pausedUntil.map { [$0] } ?? [])).min() else { return -1 }
        let wait = max(.zero, next - now) / Duration.milliseconds(1)
        return Int32(min(wait.rounded(.up), 3_600_000))
    }

    private mutating func accept(_ now: ContinuousClock.Instant) {
        do {
            while true { try take(Socket(file: try listening.accept().file), now) }
        } catch SocketError.blocked {
            return
        } catch {
            pausedUntil = now + OpsLoop.acceptPause
        }
    }

    private mutating func take(_ socket: Socket, _ now: ContinuousClock.Instant) throws {
        guard connections.count < OpsLoop.mostConnections else { return try socket.close() }
        do {
            try socket.setFlags(.nonBlocking)
        } catch {
            return try socket.close()
        }
        connections.append(OpsConnection(socket, until: now + patience, answer: answer))
    }
}
