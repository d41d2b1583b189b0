// The health service.
// SPDX-License-Identifier: Apache-2.0

package import GRPCCore

/// `grpc.health.v1.Health`: serves when the view is there and the gateway does not stop. It needs no token: it tells nothing else.
package struct GRPCHealth: ProtoHealthHealth.ServiceProtocol {
    private let service: ResultsService

    /// The services that are asked about; the empty one is the server as a whole.
    private static let names: Set<String> = ["", ProtoResults.descriptor.fullyQualifiedService]
    /// A change is told within so long.
    private static let lookInterval = Duration.milliseconds(100)

    /// The health of a service.
    package init(_ service: ResultsService) { self.service = service }

    private var status: ProtoHealthHealthCheckResponse.ServingStatus {
        service.view.isRestored && !service.isStopping ? .serving : .notServing
    }

    package func check(
        request: ServerRequest<ProtoHealthHealthCheckRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoHealthHealthCheckResponse> {
        guard Self.names.contains(request.message.service) else {
            throw RPCError(code: .notFound, message: "There is no service of that name.")
        }
        var response = ProtoHealthHealthCheckResponse()
        response.status = status
        return ServerResponse(message: response)
    }

    package func watch(
        request: ServerRequest<ProtoHealthHealthCheckRequest>, context: ServerContext
    ) async throws -> StreamingServerResponse<ProtoHealthHealthCheckResponse> {
        let isKnown = Self.names.contains(request.message.service)
        return StreamingServerResponse { writer in
            var last: ProtoHealthHealthCheckResponse.ServingStatus?
            while !Task.isCancelled {
                let now = isKnown ? status : .serviceUnknown
                if now != last {
                    var response = ProtoHealthHealthCheckResponse()
                    response.status = now
                    try await writer.write(response)
                    last = now
                }
                if service.isStopping { break }
                try await Task.sleep(for: Self.lookInterval)
            }
            return [:]
        }
    }
}
