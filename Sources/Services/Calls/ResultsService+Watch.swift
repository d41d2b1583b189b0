// The streams.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftProtobuf
import Wire

extension ResultsService {
    /// Evaluations as they are published; each is noted as read.
    package func watchEvaluations(
        _ request: ProtoWatchEvaluationsRequest, _ caller: Caller, _ place: StreamPlace? = nil,
        _ send: @escaping @Sendable (ProtoWatchEvaluationsResponse) async throws -> Void
    ) async throws {
        try await watching(.watchEvaluations, caller, place) { [self] sight, place in
            let watch = Watch(
                topic: .evaluations, feed: view.evaluationFeed, filter: try request.filter.filter(sight),
                heartbeat: try Watch<EvaluationTraits>.heartbeat(request.options.heartbeatMs), sources: sources,
                caller: caller, place: place, patience: places.limits.patience, again: sources.evaluationsAgain,
                turnstile: turnstile)
            try await watch.run(request.options, isStopping: { isStopping }) { [self] held, token in
                if let traits = held?.traits {
                    try noteReading(.watchEvaluations, caller, ["\(traits.conversation)/\(traits.episode)"])
                }
                try await send(
                    ProtoWatchEvaluationsResponse.with {
                        if let held, let evaluation = try? held.message(ProtoEvaluation.self) {
                            $0.evaluation = evaluation
                        }
                        $0.resumeToken = .init(token.bytes)
                    })
            }
        }
    }

    /// Alerts as they are published.
    package func watchAlerts(
        _ request: ProtoWatchAlertsRequest, _ caller: Caller, _ place: StreamPlace? = nil,
        _ send: @escaping @Sendable (ProtoWatchAlertsResponse) async throws -> Void
    ) async throws {
        try await watching(.watchAlerts, caller, place) { [self] sight, place in
            let watch = Watch(
                topic: .alerts, feed: view.alertFeed, filter: try request.filter.filter(sight),
                heartbeat: try Watch<AlertTraits>.heartbeat(request.options.heartbeatMs), sources: sources,
                caller: caller, place: place, patience: places.limits.patience, again: sources.alertsAgain,
                turnstile: turnstile)
            try await watch.run(request.options, isStopping: { isStopping }) { [self] held, token in
                if let traits = held?.traits { try noteReading(.watchAlerts, caller, [traits.readingName]) }
                try await send(
                    ProtoWatchAlertsResponse.with {
                        if let held, let alert = try? held.message(ProtoAlert.self) { $0.alert = alert }
                        $0.resumeToken = .init(token.bytes)
                    })
            }
        }
    }

    /// Tallies as they are published.
    package func watchTallies(
        _ request: ProtoWatchTalliesRequest, _ caller: Caller, _ place: StreamPlace? = nil,
        _ send: @escaping @Sendable (ProtoWatchTalliesResponse) async throws -> Void
    ) async throws {
        try await watching(.watchTallies, caller, place) { [self] sight, place in
            let watch = Watch(
                topic: .tallies, feed: view.tallyFeed, filter: try request.filter.filter(sight),
                heartbeat: try Watch<TallyTraits>.heartbeat(request.options.heartbeatMs), sources: sources,
                caller: caller, place: place, patience: places.limits.patience, again: sources.talliesAgain,
                turnstile: turnstile)
            try await watch.run(request.options, isStopping: { isStopping }) { held, token in
                try await send(
                    ProtoWatchTalliesResponse.with {
                        if let held, let tally = try? held.message(ProtoTally.self) { $0.tally = tally }
                        $0.resumeToken = .init(token.bytes)
                    })
            }
        }
    }

    /// A place for a stream, for who must know of a refusal before the stream begins.
    ///
    /// - Throws: `Refusal` when there is no room for one more.
    func place(_ call: Call, _ caller: Caller) throws(Refusal) -> StreamPlace {
        do {
            return try places.enter(caller)
        } catch {
            counts.refused(call, error)
            throw error
        }
    }

    /// Runs a stream, counted while it runs, until its reader is cut off; a refusal is noted.
    private func watching(
        _ call: Call, _ caller: Caller, _ place: StreamPlace?,
        _ body: @escaping @Sendable (Sight, StreamPlace) async throws -> Void
    ) async throws {
        let place = try place ?? self.place(call, caller)
        counts.began(call)
        do {
            let sight = try sight(call, caller)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await body(sight, place) }
                group.addTask { try await place.untilCut() }
                defer { group.cancelAll() }
                try await group.next()
            }
            counts.ended(call, nil)
        } catch let refusal as Refusal {
            counts.ended(call, refusal)
            try refused(call.rawValue, caller, refusal)
        } catch {
            counts.ended(call, nil)
            throw error
        }
    }
}
