// The calls over gRPC.
// SPDX-License-Identifier: Apache-2.0

package import GRPCCore
import Quality
import Wire

/// `assay.v1.Results`: finds out who calls, and hands the call on.
package struct GRPCResults: ProtoResults.ServiceProtocol {
    private let service: ResultsService
    private let gate: Gate

    /// The calls of a service, behind a gate.
    package init(_ service: ResultsService, gate: Gate) {
        self.service = service
        self.gate = gate
    }

    private func caller(_ metadata: Metadata) async throws(Refusal) -> Caller {
        try await service.caller(gate, authorization: metadata[stringValues: "authorization"].first { _ in true })
    }

    private func unary<I: Sendable, O: Sendable>(
        _ call: Call, _ request: ServerRequest<I>,
        _ body: (ResultsService, I, Caller) async throws(Refusal) -> O
    ) async throws -> ServerResponse<O> {
        do throws(Refusal) {
            let caller = try await caller(request.metadata)
            let answer = try await service.answer(call, caller) { service throws(Refusal) in
                try await body(service, request.message, caller)
            }
            return ServerResponse(message: answer)
        } catch {
            throw error.status
        }
    }

    private func stream<I: Sendable, O: Sendable>(
        _ request: ServerRequest<I>,
        _ body: @escaping @Sendable (ResultsService, I, Caller, RPCWriter<O>) async throws -> Void
    ) async throws -> StreamingServerResponse<O> {
        let caller: Caller
        do throws(Refusal) { caller = try await self.caller(request.metadata) } catch { throw error.status }
        let (service, message) = (service, request.message)
        return StreamingServerResponse { writer in
            do {
                try await body(service, message, caller, writer)
            } catch let refusal as Refusal {
                throw refusal.status
            }
            return [:]
        }
    }

    // MARK: Calls

    package func evaluate(
        request: ServerRequest<ProtoEvaluateRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoEvaluateResponse> {
        try await unary(.evaluate, request) { service, message, caller throws(Refusal) in
            try await service.evaluate(message, caller)
        }
    }

    package func watchEvaluations(
        request: ServerRequest<ProtoWatchEvaluationsRequest>, context: ServerContext
    ) async throws -> StreamingServerResponse<ProtoWatchEvaluationsResponse> {
        try await stream(request) { service, message, caller, writer in
            try await service.watchEvaluations(message, caller) { try await writer.write($0) }
        }
    }

    package func watchAlerts(
        request: ServerRequest<ProtoWatchAlertsRequest>, context: ServerContext
    ) async throws -> StreamingServerResponse<ProtoWatchAlertsResponse> {
        try await stream(request) { service, message, caller, writer in
            try await service.watchAlerts(message, caller) { try await writer.write($0) }
        }
    }

    package func watchTallies(
        request: ServerRequest<ProtoWatchTalliesRequest>, context: ServerContext
    ) async throws -> StreamingServerResponse<ProtoWatchTalliesResponse> {
        try await stream(request) { service, message, caller, writer in
            try await service.watchTallies(message, caller) { try await writer.write($0) }
        }
    }

    package func getConversation(
        request: ServerRequest<ProtoGetConversationRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoConversationPage> {
        try await unary(.getConversation, request) { service, message, caller throws(Refusal) in
            try await service.getConversation(message, caller)
        }
    }

    package func explain(
        request: ServerRequest<ProtoExplainRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoExplainResponse> {
        try await unary(.explain, request) { service, message, caller throws(Refusal) in
            try service.explain(message, caller)
        }
    }

    package func listFigures(
        request: ServerRequest<ProtoListFiguresRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoListFiguresResponse> {
        try await unary(.listFigures, request) { service, message, caller throws(Refusal) in
            try service.listFigures(message, caller)
        }
    }

    package func listEvaluations(
        request: ServerRequest<ProtoListEvaluationsRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoListEvaluationsResponse> {
        try await unary(.listEvaluations, request) { service, message, caller throws(Refusal) in
            try service.listEvaluations(message, caller)
        }
    }

    package func listAlerts(
        request: ServerRequest<ProtoListAlertsRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoListAlertsResponse> {
        try await unary(.listAlerts, request) { service, message, caller throws(Refusal) in
            try service.listAlerts(message, caller)
        }
    }

    package func listReviews(
        request: ServerRequest<ProtoListReviewsRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoListReviewsResponse> {
        try await unary(.listReviews, request) { service, message, caller throws(Refusal) in
            try service.listReviews(message, caller)
        }
    }

    package func listScorecards(
        request: ServerRequest<ProtoListScorecardsRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoListScorecardsResponse> {
        try await unary(.listScorecards, request) { service, message, caller throws(Refusal) in
            try service.listScorecards(message, caller)
        }
    }

    package func submitReview(
        request: ServerRequest<ProtoSubmitReviewRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoSubmitReviewResponse> {
        try await unary(.submitReview, request) { service, message, caller throws(Refusal) in
            try await service.submitReview(message, caller)
        }
    }

    package func getStatus(
        request: ServerRequest<ProtoGetStatusRequest>, context: ServerContext
    ) async throws -> ServerResponse<ProtoGetStatusResponse> {
        try await unary(.getStatus, request) { service, message, caller throws(Refusal) in
            try service.status(caller)
        }
    }
}
