// From Swift concurrency to calls that wait.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Logging
import Services
import Synchronization

/// Whether somebody still waits for the result.
final class Interest: Sendable {
    private let isLost = Mutex(false)

    func lose() { isLost.withLock { $0 = true } }

    /// Whether nobody waits any more: work can be broken off.
    var isGone: Bool { isLost.withLock { $0 } }
}

/// Threads for calls that wait for the cluster: as many as turnstiles let in at a time.
private let waitingCalls = DispatchQueue(label: "assay.gateway.waiting", attributes: .concurrent)

/// Runs a call that waits, off the threads of Swift concurrency.
func blocking<R: Sendable>(
    on queue: DispatchQueue? = nil, _ body: @escaping @Sendable (Interest) throws -> R
) async throws -> R {
    let interest = Interest()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            (queue ?? waitingCalls).async { continuation.resume(with: Result { try body(interest) }) }
        }
    } onCancel: {
        interest.lose()
    }
}

/// The same for a call that nobody breaks off.
func blocking<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await blocking { _ in try body() }
}

/// Runs a call that waits for the cluster, and says in a refusal that it does not answer. Why is for the log: brokers and topics are
/// nothing that callers are told of.
func refusing<R: Sendable>(
    _ logger: Logger, on queue: DispatchQueue? = nil, _ body: @escaping @Sendable (Interest) throws -> R
) async throws(Refusal) -> R {
    do {
        return try await blocking(on: queue, body)
    } catch let refusal as Refusal {
        throw refusal
    } catch is CancellationError {
        throw .late("Nobody waits for the answer any more.")
    } catch {
        logger.warning("a call cannot be answered: \(error)")
        throw .unavailable("The cluster does not answer.", retryAfter: .seconds(5))
    }
}
