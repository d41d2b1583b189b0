// How many streams there may be, and how long one waits for its reader.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Bounds of streams, over gRPC and as server-sent events together.
package struct StreamLimits: Hashable, Sendable {
    /// So many are open at a time, each about 55 KiB of memory.
    package var most: Int
    /// So many of them by one caller: the subject of a tenant's token.
    package var mostOfCaller: Int
    /// A reader that takes nothing for so long, while something waits for it, is cut.
    package var patience: Duration

    /// Bounds.
    package init(most: Int = 4096, mostOfCaller: Int = 256, patience: Duration = .seconds(120)) {
        self.most = most
        self.mostOfCaller = mostOfCaller
        self.patience = patience
    }
}

/// The streams that are open, and by whom.
final class StreamPlaces: Sendable {
    private struct Owner: Hashable {
        var tenant: String
        var subject: String
    }

    private struct State {
        var count = 0
        var byOwner: [Owner: Int] = [:]
        var places: [ObjectIdentifier: Weak] = [:]
    }

    private struct Weak {
        weak var place: StreamPlace?
    }

    let limits: StreamLimits
    private let state = Mutex(State())

    init(_ limits: StreamLimits) { self.limits = limits }

    /// A place for one more stream; it is given back when nobody holds it any more.
    ///
    /// - Throws: `Refusal` when the caller, or the gateway, has no room for one more.
    func enter(_ caller: Caller) throws(Refusal) -> StreamPlace {
        let owner = Owner(tenant: caller.tenant, subject: caller.subject)
        let place = StreamPlace { [weak self] id in self?.leave(owner, id) }
        let refusal = state.withLock { state -> Refusal? in
            guard state.byOwner[owner, default: 0] < limits.mostOfCaller else {
                return .tooManyStreams(
                    "This token's subject has \(limits.mostOfCaller) streams open, and may have no more "
                        + "(gateway.streams-per-subject): close some, or read several things in one stream.")
            }
            guard state.count < limits.most else {
                return .full(
                    "The gateway has \(limits.most) streams open, and takes no more (gateway.streams): try another gateway, or later."
                )
            }
            state.count += 1
            state.byOwner[owner, default: 0] += 1
            state.places[ObjectIdentifier(place)] = Weak(place: place)
            return nil
        }
        guard let refusal else { return place }
        place.neverEntered()
        throw refusal
    }

    private func leave(_ owner: Owner, _ id: ObjectIdentifier) {
        state.withLock { state in
            state.count -= 1
            state.places[id] = nil
            let rest = (state.byOwner[owner] ?? 1) - 1
            state.byOwner[owner] = rest > 0 ? rest : nil
        }
    }

    /// Cuts the streams whose readers have been waited for long enough.
    func cut(at now: ContinuousClock.Instant) {
        // Held for the moment, so that none leaves while the lock is held.
        let places = state.withLock { $0.places.values.compactMap(\.place) }
        for place in places { place.cut(at: now) }
    }

    /// How many streams are open.
    var count: Int { state.withLock { $0.count } }
}

/// The place of one stream.
package final class StreamPlace: Sendable {
    private struct State {
        /// Until when the reader may take what waits for it; nil while nothing does.
        var deadline: ContinuousClock.Instant?
        var isCut = false
        var waiter: CheckedContinuation<Void, Never>?
        var isEntered = true
    }

    private let state = Mutex(State())
    private let leave: @Sendable (ObjectIdentifier) -> Void

    init(_ leave: @escaping @Sendable (ObjectIdentifier) -> Void) { self.leave = leave }

    deinit { if state.withLock({ $0.isEntered }) { leave(ObjectIdentifier(self)) } }

    fileprivate func neverEntered() { state.withLock { $0.isEntered = false } }

    /// Sends something; whoever does not take it for longer than `patience` is cut.
    func send(within patience: Duration, _ body: () async throws -> Void) async throws {
        state.withLock { $0.deadline = ContinuousClock.now + patience }
        defer { state.withLock { $0.deadline = nil } }
        try await body()
    }

    fileprivate func cut(at now: ContinuousClock.Instant) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let deadline = state.deadline, deadline <= now else { return nil }
            state.isCut = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Waits until the stream is cut, or the task is cancelled.
    ///
    /// - Throws: `Refusal` when it is cut.
    func untilCut() async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isCut || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume()
        }
        if state.withLock({ $0.isCut }) { throw Refusal.readerTooSlow }
    }
}
