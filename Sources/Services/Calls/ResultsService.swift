// The calls, whatever protocol they come by.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf
import Synchronization
import Wire

/// Answers calls from the view: what gRPC and HTTP have in common. Every call is checked against the role of its caller, and every
/// record against what the caller may see; refusals and sensitive readings are noted before the answer leaves.
package final class ResultsService: Sendable {
    /// What is served.
    package let view: View
    let sources: ServiceSources
    let log: AccessLog
    /// Streams that read old results of their topics again, at a time.
    let turnstile = Turnstile(most: 8)
    /// Streams that are open.
    let places: StreamPlaces
    /// Dialogues that are read from the cluster, at a time.
    let dialogues = Turnstile(most: 8)
    /// Evaluations that are read again for a call, at a time.
    let lookups = Turnstile(most: 8)
    /// Transcripts that are scored, at a time.
    let scorers = Turnstile(most: 4)
    /// What is counted of all this.
    package let counts = ServiceCounts()
    private let stopping = Mutex(false)

    /// A service over a view.
    package init(view: View, sources: ServiceSources, log: AccessLog, limits: StreamLimits = StreamLimits()) {
        self.view = view
        places = StreamPlaces(limits)
        self.sources = sources
        self.log = log
    }

    /// Ends all streams: each is told to go on elsewhere.
    package func stop() {
        stopping.withLock { $0 = true }
        view.evaluationFeed.wakeAll()
        view.alertFeed.wakeAll()
        view.tallyFeed.wakeAll()
    }

    /// Whether streams are being ended.
    package var isStopping: Bool { stopping.withLock { $0 } }

    /// Wakes streams whose heartbeat is due, and cuts those whose readers take nothing. To be called about every second.
    package func tick(at now: ContinuousClock.Instant = .now) {
        places.cut(at: now)
        view.evaluationFeed.wake(at: now)
        view.alertFeed.wake(at: now)
        view.tallyFeed.wake(at: now)
    }

    // MARK: Access

    /// What the caller gets to see, when it may make the call at all.
    ///
    /// - Throws: `Refusal`: the role does not allow it, or the view is not there yet.
    func sight(_ call: Call, _ caller: Caller) throws(Refusal) -> Sight {
        guard call.roles.contains(caller.role) else {
            let words = CallerRole.allCases.filter(call.roles.contains).map(\.rawValue).joined(separator: ", ")
            throw .forbidden(
                "ROLE_NOT_ALLOWED",
                "\(call.rawValue) is for the roles \(words); the token's is \(caller.role.rawValue).")
        }
        guard view.isRestored || call == .getStatus || call == .evaluate else {
            throw .unavailable("The gateway still reads what there is.", retryAfter: .seconds(2))
        }
        let view = view
        return Sight(caller: caller) { view.team(of: $0, tenant: caller.tenant) }
    }

    /// Notes that something sensitive was read.
    ///
    /// - Throws: `Refusal` when it cannot be noted: then it is not served.
    func noteReading(_ call: Call, _ caller: Caller, _ names: [String]) throws(Refusal) {
        guard call.isSensitive, !names.isEmpty else { return }
        try log.note(
            AccessEntry(
                at: sources.now(), call: call.rawValue, caller: caller, outcome: "served",
                names: Array(names.prefix(AccessEntry.mostNames)), count: names.count))
    }

    /// Makes a call and notes when it is refused.
    package func answer<R>(
        _ call: Call, _ caller: Caller, _ body: (ResultsService) async throws(Refusal) -> R
    ) async throws(Refusal) -> R {
        let start = ContinuousClock.now
        do {
            let answer = try await body(self)
            counts.note(call, after: .now - start)
            return answer
        } catch {
            counts.note(call, refusal: error, after: .now - start)
            try refused(call.rawValue, caller, error)
        }
    }

    /// Notes a refusal and throws it. Wrong requests and things that are not there are no refusals of access, and not noted.
    func refused(_ call: String, _ caller: Caller?, _ refusal: Refusal) throws(Refusal) -> Never {
        switch refusal.code {
        case .unauthenticated, .forbidden:
            try log.note(
                AccessEntry(
                    at: sources.now(), call: call, caller: caller, outcome: refusal.reason, names: [], count: 0))
        case .notFound, .invalid, .gone, .busy, .full, .unavailable, .late, .broken: break
        }
        throw refusal
    }

    /// Who calls with this text of an `authorization` header; a refusal is noted.
    func caller(_ gate: Gate, authorization: String?) async throws(Refusal) -> Caller {
        do {
            return try await gate.caller(authorization: authorization, now: sources.now())
        } catch {
            try refused(error)
        }
    }

    /// Refuses somebody who is not known, and notes it.
    func refused(_ refusal: Refusal) throws(Refusal) -> Never {
        counts.note(refusedToken: refusal)
        try refused("token", nil, refusal)
    }

    // MARK: Small things

    /// A number within bounds; the fallback when it is not set.
    static func limit(
        _ number: UInt32, most: Int, otherwise fallback: Int, field: String = "limit"
    ) throws(Refusal) -> Int {
        guard number > 0 else { return fallback }
        guard number <= most else { throw .invalid(field, "At most \(most) at a time.") }
        return Int(number)
    }

    /// Who is asking, and how far the gateway has read.
    package func status(_ caller: Caller) throws(Refusal) -> ProtoGetStatusResponse {
        _ = try sight(.getStatus, caller)
        let now = sources.now()
        let readings = view.topics
        let latest = view.latestEvent
        return ProtoGetStatusResponse.with {
            $0.caller = ProtoCaller.with {
                $0.tenant = caller.tenant
                $0.role = caller.role.rawValue
                $0.subject = caller.subject
                $0.agentID = caller.agent
                $0.teamIds = caller.teams.sorted()
            }
            $0.topics = ResultTopic.allCases.map { topic in
                ProtoTopicStatus.with {
                    $0.topic = topic.rawValue
                    $0.records = readings[topic]?.records ?? 0
                    $0.lag = readings[topic]?.lag ?? 0
                    $0.held = UInt64(view.held(topic))
                }
            }
            $0.latestEventMs = latest > .epoch ? latest.milliseconds : 0
            $0.nowMs = now.milliseconds
            $0.zone = sources.zone.identifier
            $0.recordsPerSecond = view.rate(at: now)
        }
    }
}
