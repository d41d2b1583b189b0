// What the gateway counts of itself.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Calls by outcome, refusals by reason, and streams. For the metrics.
package final class ServiceCounts: Sendable {
    /// The counts at a time.
    package struct Snapshot: Sendable {
        /// By call and outcome: "OK", or the reason of a refusal.
        package var calls: [Pair: UInt64] = [:]
        /// Refusals of access, by reason.
        package var refusals: [String: UInt64] = [:]
        /// Streams that run, by call.
        package var streams: [String: Int] = [:]
        /// Streams that were ended by the gateway, by call.
        package var cut: [String: UInt64] = [:]
    }

    /// A call and its outcome.
    package struct Pair: Hashable, Sendable {
        package var call: String
        package var outcome: String
    }

    private let state = Mutex(Snapshot())

    /// The counts now.
    package var snapshot: Snapshot { state.withLock { $0 } }

    func note(_ call: Call, outcome: String) {
        state.withLock { $0.calls[Pair(call: call.rawValue, outcome: outcome), default: 0] += 1 }
    }

    func note(refused call: String, _ refusal: Refusal) {
        state.withLock { state in
            state.calls[Pair(call: call, outcome: refusal.reason), default: 0] += 1
            if refusal.code == .unauthenticated || refusal.code == .forbidden {
                state.refusals[refusal.reason, default: 0] += 1
            }
        }
    }

    func began(_ call: Call) { state.withLock { $0.streams[call.rawValue, default: 0] += 1 } }

    func ended(_ call: Call, isCut: Bool) {
        state.withLock { state in
            state.streams[call.rawValue, default: 0] -= 1
            if isCut { state.cut[call.rawValue, default: 0] += 1 }
        }
    }
}
