// The calls and the dashboard over HTTP.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
package import NIOSSL
import Quality
import SwiftProtobuf
import Wire

/// Serves the dashboard's files, the calls as POST with proto3 JSON, and the streams as server-sent events.
///
/// A browser sends its token once and gets it back as a cookie that no script can read and no other site can use.
package struct HTTPGateway: Sendable {
    private let service: ResultsService
    private let gate: Gate
    private let isSecure: Bool

    /// A request has no more bytes.
    private static let mostBytes = 6 << 20
    /// Browsers keep no longer cookies.
    private static let mostCookie = 4096
    /// A connection over which nothing comes, and nothing is being answered, is closed after so long.
    private static let connections = HTTP1Channel.Configuration(idleTimeout: .seconds(60))

    /// The calls of a service, behind a gate.
    ///
    /// - Parameter isSecure: whether it is served over TLS, also by a proxy: cookies then travel over TLS only.
    package init(_ service: ResultsService, gate: Gate, isSecure: Bool) {
        self.service = service
        self.gate = gate
        self.isSecure = isSecure
    }

    /// The server.
    ///
    /// - Parameter onRunning: is told the port.
    /// - Throws: when the TLS configuration cannot be used.
    package func application(
        host: String, port: Int, tls: TLSConfiguration?, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        Application(
            router: router(),
            server: try tls.map { try .tls(.http1(configuration: Self.connections), tlsConfiguration: $0) }
                ?? .http1(configuration: Self.connections),
            configuration: .init(address: .hostname(host, port: port), serverName: "assay-gateway"),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) }, logger: logger)
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: SecurityHeaders(isSecure: isSecure))
        for asset in DashboardAsset.all {
            router.get(RouterPath(asset.path)) { request, _ in asset.response(to: request) }
        }
        router.post("session") { request, _ in try await begin(request) }
        router.delete("session") { _, _ in ended }
        router.post("api/v1/:call") { request, context in
            await call(context.parameters.get("call") ?? "", request)
        }
        router.get("api/v1/:call") { request, context in
            await stream(context.parameters.get("call") ?? "", request)
        }
        return router
    }

    // MARK: Sessions

    /// The name of the cookie. Over TLS it is one that no neighbour, on another port or below the same domain, can set.
    private var cookie: String { isSecure ? "__Host-assay-token" : "assay-token" }

    /// Takes a token and gives it back as a cookie, when it is good.
    private func begin(_ request: Request) async throws -> Response {
        do throws(Refusal) {
            let body = try await body(of: request, most: Tokens.mostBytes + 64)
            guard let token = (try? JSONDecoder().decode([String: String].self, from: body))?["token"] else {
                throw .invalid("token", "Send {\"token\": \"…\"}.")
            }
            try checkHost(request)
            _ = try await caller("Bearer \(token)")
            var response = Response(status: .noContent)
            // Without tokens nobody has looked at it.
            guard !gate.isOpen else { return response }
            guard cookie.utf8.count + 1 + token.utf8.count <= Self.mostCookie else {
                throw .invalid(
                    "token", "Browsers keep no token of more than \(Self.mostCookie - cookie.utf8.count - 1) bytes.")
            }
            response.headers[.setCookie] = "\(cookie)=\(token); \(attributes)"
            return response
        } catch {
            return error.response
        }
    }

    private var ended: Response {
        var response = Response(status: .noContent)
        response.headers[.setCookie] = "\(cookie)=; \(attributes); Max-Age=0"
        return response
    }

    private var attributes: String { "Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "") }

    /// Without tokens, only who calls this machine by a name of its own is let in: a page from elsewhere whose name was made to point
    /// here (DNS rebinding) is not.
    private func checkHost(_ request: Request) throws(Refusal) {
        guard gate.isOpen else { return }
        let authority = request.head.authority ?? ""
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        guard
            host == "localhost" || host == "[::1]"
                || host.hasPrefix("127.") && host.allSatisfy({ ".0123456789".contains($0) })
        else {
            let refusal = Refusal.forbidden(
                "HOST_NOT_LOCAL", "The gateway is open for this machine only: call it by localhost or 127.0.0.1.")
            try service.refused(refusal)
        }
    }

    private func caller(_ request: Request) async throws(Refusal) -> Caller {
        try checkHost(request)
        if let authorization = request.headers[.authorization] { return try await caller(authorization) }
        return try await caller(request.cookies[cookie].map { "Bearer \($0.value)" })
    }

    private func caller(_ authorization: String?) async throws(Refusal) -> Caller {
        try await service.caller(gate, authorization: authorization)
    }

    private func body(of request: Request, most: Int = HTTPGateway.mostBytes) async throws(Refusal) -> Data {
        // A form of another site can send anything but this without asking first.
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw .invalid("content-type", "Send application/json.")
        }
        do {
            let buffer = try await request.body.collect(upTo: most)
            return Data(buffer.readableBytesView)
        } catch {
            throw .invalid("", "The request has more than \(most) bytes, or was cut off.")
        }
    }

    // MARK: Calls

    private func call(_ name: String, _ request: Request) async -> Response {
        do throws(Refusal) {
            let caller = try await caller(request)
            guard let call = Call(rawValue: name), let handler = JSONCalls.handlers[call] else {
                throw .notFound("call", name, "There is no call of this name that answers at once.")
            }
            let body = try await body(of: request)
            let service = service
            let json = try await service.answer(call, caller) { service throws(Refusal) in
                try await handler(service, body, caller)
            }
            var response = Response(status: .ok, body: .init(byteBuffer: .init(bytes: json)))
            response.headers[.contentType] = "application/json; charset=utf-8"
            return response
        } catch {
            return error.response
        }
    }

    private func stream(_ name: String, _ request: Request) async -> Response {
        do throws(Refusal) {
            let caller = try await caller(request)
            guard let call = Call(rawValue: name), let handler = EventStreams.handlers[call] else {
                throw .notFound("call", name, "There is no stream of this name.")
            }
            let json = request.uri.queryParameters["request"].map(String.init) ?? "{}"
            let latest = request.headers[.init("Last-Event-ID")!] ?? ""
            let place = try service.place(call, caller)
            let body = try handler(service, json, latest, caller, place)
            var response = Response(status: .ok, body: ResponseBody { writer in try await body(&writer) })
            response.headers[.contentType] = "text/event-stream; charset=utf-8"
            return response
        } catch {
            return error.response
        }
    }
}

/// What every answer tells browsers: nothing from elsewhere, nowhere embedded, nothing kept.
private struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    let isSecure: Bool

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        response.headers[.init("Referrer-Policy")!] = "no-referrer"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.init("Cross-Origin-Opener-Policy")!] = "same-origin"
        response.headers[.init("Cross-Origin-Resource-Policy")!] = "same-origin"
        response.headers[.init("Permissions-Policy")!] = "camera=(), microphone=(), geolocation=()"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }
}
