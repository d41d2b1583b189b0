// Calls whose requests and answers are JSON.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftProtobuf
import Wire

/// The calls that answer at once, as functions from JSON to JSON.
enum JSONCalls {
    typealias Handler = @Sendable (ResultsService, Data, Caller) async throws(Refusal) -> [UInt8]

    static let handlers: [Call: Handler] = [
        .evaluate: handler { service, request, caller throws(Refusal) in try await service.evaluate(request, caller) },
        .getConversation: handler { service, request, caller throws(Refusal) in
            try await service.getConversation(request, caller)
        },
        .explain: handler { service, request, caller throws(Refusal) in try service.explain(request, caller) },
        .listFigures: handler { service, request, caller throws(Refusal) in try service.listFigures(request, caller) },
        .listEvaluations: handler { service, request, caller throws(Refusal) in
            try service.listEvaluations(request, caller)
        },
        .listAlerts: handler { service, request, caller throws(Refusal) in try service.listAlerts(request, caller) },
        .listReviews: handler { service, request, caller throws(Refusal) in try service.listReviews(request, caller) },
        .listScorecards: handler { service, request, caller throws(Refusal) in
            try service.listScorecards(request, caller)
        },
        .submitReview: handler { service, request, caller throws(Refusal) in
            try await service.submitReview(request, caller)
        },
        .getStatus: handler { (service, _: ProtoGetStatusRequest, caller) throws(Refusal) in try service.status(caller)
        },
    ]

    private static func handler<I: Message, O: Message>(
        _ body: @escaping @Sendable (ResultsService, I, Caller) async throws(Refusal) -> O
    ) -> Handler {
        { service, json, caller throws(Refusal) in
            let request: I = try decoded(json)
            return try encoded(try await body(service, request, caller))
        }
    }

    /// A request of JSON.
    ///
    /// - Throws: `Refusal` when it is none.
    static func decoded<I: Message>(_ json: Data) throws(Refusal) -> I {
        do {
            return try I(jsonUTF8Data: json)
        } catch {
            throw .invalid("", "The request is no proto3 JSON of \(I.protoMessageName): \(error).")
        }
    }

    /// An answer as JSON.
    static func encoded(_ message: some Message) throws(Refusal) -> [UInt8] {
        do {
            return try message.jsonUTF8Bytes()
        } catch {
            throw .broken("The answer cannot be written as JSON.")
        }
    }
}
