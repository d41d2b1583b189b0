// The listeners.
// SPDX-License-Identifier: Apache-2.0

import Commands
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Hummingbird
import Logging
import Services
import Synchronization

/// Serves gRPC and HTTP.
final class Servers: Sendable {
    private let service: ResultsService
    private let gate: Gate
    private let addresses: ListenAddresses
    private let tls: ServerTLS
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var tasks: [Task<Void, Never>] = []
        var failure: String?
        var grpc: (@Sendable () -> Void)?
    }

    /// A request over gRPC has no more bytes.
    private static let mostBytes = 6 << 20

    init(_ service: ResultsService, gate: Gate, addresses: ListenAddresses, tls: ServerTLS, logger: Logger) {
        self.service = service
        self.gate = gate
        self.addresses = addresses
        self.tls = tls
        self.logger = logger
    }

    /// Why a listener ended, when one did.
    var failure: String? { state.withLock(\.failure) }

    /// Begins to listen.
    ///
    /// - Throws: when an address cannot be listened on.
    func start() async throws {
        try await startGRPC()
        try await startHTTP()
    }

    private func startGRPC() async throws {
        let address = addresses.grpc
        let transport = HTTP2ServerTransport.Posix(
            address: address.host.contains(":")
                ? .ipv6(host: address.host, port: address.port)
                : .ipv4(host: address.host == "localhost" ? "127.0.0.1" : address.host, port: address.port),
            transportSecurity: tls.grpc,
            config: .defaults { config in
                config.rpc.maxRequestPayloadSize = Self.mostBytes
                config.connection.maxIdleTime = .seconds(3600)
            })
        let server = GRPCServer(
            transport: transport,
            services: [GRPCResults(service, gate: gate), GRPCHealth(service)] as [any RegistrableRPCService])
        run("gRPC") { try await server.serve() }
        state.withLock { $0.grpc = { server.beginGracefulShutdown() } }
        do {
            let bound = try await transport.listeningAddress
            let port = bound.ipv4?.port ?? bound.ipv6?.port ?? address.port
            logger.info("gRPC at \(address.host):\(port)")
        } catch {
            throw CommandFailure.configuration(
                "gateway.grpc: \(address.host):\(address.port) cannot be listened on: \(error)")
        }
    }

    private func startHTTP() async throws {
        let address = addresses.http
        let (isEncrypted, logger) = (tls.http != nil, logger)
        let bound = AsyncStream<Int>.makeStream()
        let application = try HTTPGateway(service, gate: gate, isSecure: tls.isSecure).application(
            host: address.host, port: address.port, tls: tls.http, logger: quiet
        ) { port in
            bound.continuation.yield(port)
            bound.continuation.finish()
        }
        run("HTTP") {
            defer { bound.continuation.finish() }
            try await application.run()
        }
        for await port in bound.stream {
            logger.info("dashboard at \(isEncrypted ? "https" : "http")://\(address.host):\(port)/")
            return
        }
        throw CommandFailure.configuration(
            "gateway.http: \(address.host):\(address.port) cannot be listened on: \(failure ?? "it was closed")")
    }

    /// The server's own words about connections are for debugging.
    private var quiet: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    private func run(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
        let task = Task {
            do {
                try await body()
            } catch is CancellationError {
            } catch {
                state.withLock { $0.failure = $0.failure ?? "\(name) ended: \(error)" }
            }
        }
        state.withLock { $0.tasks.append(task) }
    }

    /// Ends both; who is being answered gets a moment.
    func stop() async {
        let (tasks, grpc) = state.withLock { ($0.tasks, $0.grpc) }
        grpc?()
        try? await Task.sleep(for: .milliseconds(500))
        for task in tasks { task.cancel() }
    }
}
