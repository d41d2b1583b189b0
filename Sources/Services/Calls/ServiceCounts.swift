// What the gateway counts of itself.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Calls by outcome and how long they took, refusals by reason, and streams. For the metrics.
package final class ServiceCounts: Sendable {
    /// The counts at a time.
    package struct Snapshot: Sendable {
        /// By call and outcome: "OK", or the status of a refusal as gRPC calls it.
        package var calls: [Pair: UInt64] = [:]
        /// How many calls took how long: by call, for each bound how many took no longer and more than the one before, and the rest.
        package var times: [String: (counts: [Int64], seconds: Double)] = [:]
        /// Refusals of access, by reason.
        package var refusals: [String: UInt64] = [:]
        /// Streams that run, by call.
        package var streams: [String: Int] = [:]
        /// Streams that were ended because their reader was too slow, by call.
        package var cut: [String: UInt64] = [:]
    }

    /// A call and its outcome.
    package struct Pair: Hashable, Sendable {
        package var call: String
        package var outcome: String
    }

    /// Upper bounds of the classes of times, in seconds.
    package static let bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 20]

    private let state = Mutex(Snapshot())

    /// The counts now.
    package var snapshot: Snapshot { state.withLock { $0 } }

    /// A call was answered, or refused, after so long.
    func note(_ call: Call, refusal: Refusal? = nil, after time: Duration) {
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
        state.withLock { state in
            state.note(call.rawValue, refusal)
            let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
            let none = (counts: Array(repeating: Int64(0), count: Self.bounds.count + 1), seconds: 0.0)
            state.times[call.rawValue, default: none].counts[place] += 1
            state.times[call.rawValue, default: none].seconds += seconds
        }
    }

    /// Nobody is known to call.
    func note(refusedToken refusal: Refusal) { state.withLock { $0.note("token", refusal) } }

    /// A stream was not begun.
    func refused(_ call: Call, _ refusal: Refusal) { state.withLock { $0.note(call.rawValue, refusal) } }

    func began(_ call: Call) { state.withLock { $0.streams[call.rawValue, default: 0] += 1 } }

    /// A stream ended, with a refusal or because its reader has gone; its time says nothing and is not counted.
    func ended(_ call: Call, _ refusal: Refusal?) {
        state.withLock { state in
            state.streams[call.rawValue, default: 0] -= 1
            state.note(call.rawValue, refusal, otherwise: "CANCELLED")
            if refusal?.isCut == true { state.cut[call.rawValue, default: 0] += 1 }
        }
    }
}

extension ServiceCounts.Snapshot {
    fileprivate mutating func note(_ call: String, _ refusal: Refusal?, otherwise word: String = "OK") {
        calls[ServiceCounts.Pair(call: call, outcome: refusal?.code.word ?? word), default: 0] += 1
        guard let refusal, refusal.code == .unauthenticated || refusal.code == .forbidden else { return }
        refusals[refusal.reason, default: 0] += 1
    }
}

extension Refusal.Code {
    /// Its name as a status of gRPC.
    fileprivate var word: String {
        switch self {
        case .unauthenticated: "UNAUTHENTICATED"
        case .forbidden: "PERMISSION_DENIED"
        case .notFound: "NOT_FOUND"
        case .invalid: "INVALID_ARGUMENT"
        case .gone: "OUT_OF_RANGE"
        case .busy, .full: "RESOURCE_EXHAUSTED"
        case .unavailable: "UNAVAILABLE"
        case .late: "DEADLINE_EXCEEDED"
        case .broken: "INTERNAL"
        }
    }
}
