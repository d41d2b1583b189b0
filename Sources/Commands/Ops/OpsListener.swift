// Tells operators and their machines how the process is: /metrics, /livez, /readyz.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import FlyingSocks
import Foundation
import Glibc
package import Quality
import Synchronization

/// Answers GET (and HEAD) of three paths over HTTP/1.1, a request a connection, on a thread of its own:
///
/// - `/metrics`: the registry in the text format of Prometheus;
/// - `/livez`: 200 while the process is worth keeping, else 503: whoever started it should start it anew;
/// - `/readyz`: 200 while it does its work, else 503.
///
/// There is neither encryption nor a password: it belongs on an address that only the cluster's own machines reach. It tells counts and
/// reasons, never what stands in records.
package final class OpsListener: Sendable {
    /// What it answers from.
    private struct Sources: Sendable {
        var registry: MetricsRegistry
        var live: @Sendable () -> ProbeAnswer
        var ready: @Sendable () -> ProbeAnswer
    }

    /// A thread that serves: what it is told to end by, and what it tells when it has.
    private struct Running {
        var end: Int32
        var ended: DispatchSemaphore
    }

    private let address: OpsAddress
    private let sources: Sources
    private let patience: Milliseconds
    private let running = Mutex<Running?>(nil)

    /// A listener that does not listen yet. `live` and `ready` are called from its thread and answer without waiting for anything. A
    /// connection that takes longer than `patience` is closed.
    package init(
        address: OpsAddress, registry: MetricsRegistry, live: @escaping @Sendable () -> ProbeAnswer,
        ready: @escaping @Sendable () -> ProbeAnswer, patience: Milliseconds = .seconds(5)
    ) {
        self.address = address
        sources = Sources(registry: registry, live: live, ready: ready)
        self.patience = patience
    }

    deinit { stop() }

    /// Begins to listen, until `stop`; to be called once.
    ///
    /// - Returns: the address with the port that it listens at.
    /// - Throws: `CommandFailure` with status 78 when the address is not this machine's or its port is taken.
    package func start() throws(CommandFailure) -> OpsAddress {
        StandardStreams.ignoreBrokenPipes()
        do {
            let socket = try OpsListener.socket(at: address)
            var bound = address
            switch try socket.sockname() {
            case .ip4(_, let port), .ip6(_, let port): bound.port = port
            case .unix: break
            }
            try serve(socket)
            return bound
        } catch let error as SocketError {
            throw .configuration(
                "ops.listen: \(address) cannot be listened at: \(error.plainReason); choose another port (0 lets the system choose one), or \(OpsAddress.remedy)"
            )
        } catch {
            throw .configuration("ops.listen: \(address) cannot be listened at: \(error.localizedDescription)")
        }
    }

    /// Ends it, connections included; returns when nothing more is answered. May be called again.
    package func stop() {
        let thread = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let thread else { return }
        // Its end of the pipe can be read as soon as this one is closed.
        _ = close(thread.end)
        thread.ended.wait()
    }

    /// Serves the socket on a thread of its own.
    private func serve(_ socket: Socket) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            let error = SocketError.makeFailed("pipe")
            try? socket.close()
            throw error
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (theirs, ours) = (ends[0], ends[1])
        let ended = DispatchSemaphore(value: 0)
        let thread = Thread { [sources, patience] in
            var loop = OpsLoop(
                socket, end: theirs, patience: .milliseconds(patience.count), answer: { Self.answer($0, sources) })
            loop.run()
            _ = close(theirs)
            ended.signal()
        }
        thread.name = "assay.ops"
        running.withLock { $0 = Running(end: ours, ended: ended) }
        thread.start()
    }

    private static func socket(at address: OpsAddress) throws -> Socket {
        let socket = try Socket(domain: address.isIPv6 ? AF_INET6 : AF_INET)
        do {
            try socket.setValue(true, for: .localAddressReuse)
            if address.isIPv6 {
                try socket.bind(to: .inet6(ip6: address.host, port: address.port))
            } else {
                try socket.bind(to: .inet(ip4: address.host, port: address.port))
            }
            try socket.setFlags(.nonBlocking)
        } catch {
            try? socket.close()
            throw error
        }
        // Closes the socket itself when it fails.
        try socket.listen()
        return socket
    }

    /// What a request is answered.
    private static func answer(_ request: RequestHead, _ sources: Sources) -> HTTPAnswer {
        var answer: HTTPAnswer
        switch (request.path, request.method) {
        case ("/metrics", "GET"), ("/metrics", "HEAD"):
            answer = HTTPAnswer(200, "OK", contentType: MetricText.contentType, body: sources.registry.text)
        case ("/livez", "GET"), ("/livez", "HEAD"): answer = probe(sources.live())
        case ("/readyz", "GET"), ("/readyz", "HEAD"): answer = probe(sources.ready())
        case ("/metrics", _), ("/livez", _), ("/readyz", _):
            answer = HTTPAnswer(405, "Method Not Allowed")
            answer.allowed = "GET, HEAD"
        default:
            answer = HTTPAnswer(404, "Not Found")
            answer.body = "There are /metrics, /livez and /readyz.\n"
        }
        answer.isHeadOnly = request.method == "HEAD"
        return answer
    }

    private static func probe(_ probe: ProbeAnswer) -> HTTPAnswer {
        let (status, reason) = probe.isGood ? (200, "OK") : (503, "Service Unavailable")
        return HTTPAnswer(status, reason, contentType: "application/json", body: probe.json)
    }
}

extension SocketError {
    /// What the system says, in words.
    fileprivate var plainReason: String {
        if case .failed(_, _, let message) = self { message } else { "\(self)" }
    }
}
