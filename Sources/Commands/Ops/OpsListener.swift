// Tells operators and their machines how the process is: /metrics, /livez, /readyz.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import FlyingSocks
import Foundation
import Glibc
package import Quality

/// Answers GET (and HEAD) of three paths over HTTP/1.1, a request a connection, on a queue of its own:
///
/// - `/metrics`: the registry in the text format of Prometheus;
/// - `/livez`: 200 while the process is worth keeping, else 503: whoever started it should start it anew;
/// - `/readyz`: 200 while it does its work, else 503.
///
/// There is neither encryption nor a password: it belongs on an address that only the cluster's own machines reach. It tells counts and
/// reasons, never what stands in records.
// Everything that changes is touched on `queue` only.
package final class OpsListener: @unchecked Sendable {
    /// Connections beyond so many are closed at once.
    private static let mostConnections = 64
    /// For so long no connection is accepted after one could not be: the process has no descriptor left, as a rule.
    private static let acceptPause = DispatchTimeInterval.milliseconds(200)

    private let address: OpsAddress
    private let registry: MetricsRegistry
    private let live: @Sendable () -> ProbeAnswer
    private let ready: @Sendable () -> ProbeAnswer
    private let patience: Milliseconds
    private let queue = DispatchQueue(label: "assay.ops", qos: .utility)
    private var socket: Socket?
    private var accepting: (any DispatchSourceRead)?
    private var isPaused = false
    private var connections: [ObjectIdentifier: OpsConnection] = [:]

    /// A listener that does not listen yet. `live` and `ready` are called from its queue and answer without waiting for anything. A
    /// connection that takes longer than `patience` is closed.
    package init(
        address: OpsAddress, registry: MetricsRegistry, live: @escaping @Sendable () -> ProbeAnswer,
        ready: @escaping @Sendable () -> ProbeAnswer, patience: Milliseconds = .seconds(5)
    ) {
        self.address = address
        self.registry = registry
        self.live = live
        self.ready = ready
        self.patience = patience
    }

    deinit {
        goOn()
        accepting?.cancel()
    }

    /// Begins to listen, until `stop`; to be called once.
    ///
    /// - Returns: the address with the port that it listens at.
    /// - Throws: `CommandFailure` with status 78 when the address is not this machine's or its port is taken.
    package func start() throws(CommandFailure) -> OpsAddress {
        StandardStreams.ignoreBrokenPipes()
        do {
            let socket = try OpsListener.socket(at: address)
            let source = DispatchSource.makeReadSource(fileDescriptor: socket.file.rawValue, queue: queue)
            source.setEventHandler { [weak self] in self?.accept() }
            source.setCancelHandler { try? socket.close() }
            queue.sync {
                self.socket = socket
                accepting = source
            }
            source.activate()
            var bound = address
            switch try socket.sockname() {
            case .ip4(_, let port), .ip6(_, let port): bound.port = port
            case .unix: break
            }
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
        queue.sync {
            goOn()
            accepting?.cancel()
            accepting = nil
            socket = nil
            for connection in connections.values { connection.close() }
        }
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

    private func accept() {
        do {
            while let socket { take(Socket(file: try socket.accept().file)) }
        } catch SocketError.blocked {
            return
        } catch {
            pause()
        }
    }

    private func pause() {
        guard let accepting else { return }
        accepting.suspend()
        isPaused = true
        queue.asyncAfter(deadline: .now() + OpsListener.acceptPause) { [weak self] in self?.goOn() }
    }

    /// A source that is suspended must not be let go of, nor is it cancelled.
    private func goOn() {
        guard isPaused else { return }
        isPaused = false
        accepting?.resume()
    }

    private func take(_ socket: Socket) {
        do {
            guard connections.count < OpsListener.mostConnections else { return try socket.close() }
            try socket.setFlags(.nonBlocking)
        } catch {
            return
        }
        let connection = OpsConnection(
            socket, queue, answer: { [weak self] in self?.answer($0) ?? HTTPAnswer(503, "Service Unavailable") },
            ended: { [weak self] in self?.connections[ObjectIdentifier($0)] = nil })
        connections[ObjectIdentifier(connection)] = connection
        connection.begin(patience: .milliseconds(Int(patience.count)))
    }

    /// What a request is answered.
    func answer(_ request: RequestHead) -> HTTPAnswer {
        var answer: HTTPAnswer
        switch (request.path, request.method) {
        case ("/metrics", "GET"), ("/metrics", "HEAD"):
            answer = HTTPAnswer(200, "OK", contentType: MetricText.contentType, body: registry.text)
        case ("/livez", "GET"), ("/livez", "HEAD"): answer = OpsListener.answer(live())
        case ("/readyz", "GET"), ("/readyz", "HEAD"): answer = OpsListener.answer(ready())
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

    private static func answer(_ probe: ProbeAnswer) -> HTTPAnswer {
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
