// Streams as server-sent events.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import SwiftProtobuf
import Wire

/// The streams, each event with its resume token as its id: a browser that comes back sends the last one, and goes on behind it.
enum EventStreams {
    typealias Body = @Sendable (inout any ResponseBodyWriter) async throws -> Void
    typealias Handler =
        @Sendable (ResultsService, _ request: String, _ latest: String, Caller, StreamPlace) throws(Refusal) -> Body

    static let handlers: [Call: Handler] = [
        .watchEvaluations: { service, json, latest, caller, place throws(Refusal) in
            var request: ProtoWatchEvaluationsRequest = try JSONCalls.decoded(Data(json.utf8))
            try resume(&request.options, latest)
            let final = request
            return events { writer in
                try await service.watchEvaluations(final, caller, place) { response in
                    try await writer.send(
                        response.hasEvaluation ? response.evaluation : nil, token: response.resumeToken)
                }
            }
        },
        .watchAlerts: { service, json, latest, caller, place throws(Refusal) in
            var request: ProtoWatchAlertsRequest = try JSONCalls.decoded(Data(json.utf8))
            try resume(&request.options, latest)
            let final = request
            return events { writer in
                try await service.watchAlerts(final, caller, place) { response in
                    try await writer.send(response.hasAlert ? response.alert : nil, token: response.resumeToken)
                }
            }
        },
        .watchTallies: { service, json, latest, caller, place throws(Refusal) in
            var request: ProtoWatchTalliesRequest = try JSONCalls.decoded(Data(json.utf8))
            try resume(&request.options, latest)
            let final = request
            return events { writer in
                try await service.watchTallies(final, caller, place) { response in
                    try await writer.send(response.hasTally ? response.tally : nil, token: response.resumeToken)
                }
            }
        },
    ]

    private static func resume(_ options: inout ProtoWatchOptions, _ latest: String) throws(Refusal) {
        guard !latest.isEmpty else { return }
        guard let token = Data(base64Encoded: latest) else {
            throw .invalid("last-event-id", "This is no id of an event; send one back as it came.")
        }
        options.resumeToken = token
    }

    /// Runs a stream; a refusal is its last event, of the type `refusal`.
    private static func events(
        _ body: @escaping @Sendable (EventWriter) async throws -> Void
    ) -> Body {
        { writer in
            let events = EventWriter(writer)
            do {
                try await events.begin()
                try await body(events)
            } catch let refusal as Refusal {
                // Who takes nothing takes no last event either: the connection ends.
                if refusal.isCut { throw refusal }
                try await events.end(refusal)
            }
            try await writer.finish(nil)
        }
    }
}

/// Writes events; used by one stream, which waits for each.
// Only the stream's own task writes, one event after the other: no lock is needed, and no other thread has it.
private final class EventWriter: @unchecked Sendable {
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// Sends the headers on their way, and tells how soon to come back.
    func begin() async throws { try await write("retry: 1000\n\n") }

    /// Sends a message, or a comment when there is none, which still has the token.
    func send(_ message: (any Message)?, token: Data) async throws {
        let json = try message.map { try $0.jsonString() }
        let name = json == nil ? "event: heartbeat\n" : ""
        try await write("id: \(token.base64EncodedString())\n\(name)data: \(json ?? "{}")\n\n")
    }

    func end(_ refusal: Refusal) async throws {
        try await write("event: refusal\ndata: \(refusal.json)\n\n")
    }

    private func write(_ text: String) async throws { try await writer.write(ByteBuffer(string: text)) }
}
