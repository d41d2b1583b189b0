// The latest results of a topic, in the order in which they were read, for any number of readers.
// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Quality
import Synchronization

/// A bounded piece of a topic in memory. Readers pull: a feed keeps nothing for anyone but a place to wait, so a slow reader costs
/// nothing, and falls out of it.
package final class Feed<Traits: Sendable>: Sendable {
    /// A part of the feed.
    struct Chunk {
        var entries: [Held<Traits>]
        /// The number of the entry behind the last one.
        var next: UInt64
    }

    private struct Waiter {
        var continuation: CheckedContinuation<Void, Never>
        var deadline: ContinuousClock.Instant
    }

    private struct State {
        var entries: Deque<Held<Traits>> = []
        /// The number of the first entry: entries are numbered as they come.
        var first: UInt64 = 0
        var memory = 0
        /// By partition, from where on everything that was read is still there.
        var floor: [Int64] = []
        /// By partition, what is read next.
        var next: [Int64] = []
        var waiters: [UInt64: Waiter] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let state: Mutex<State>
    private let budget: Int

    /// A feed that begins with these offsets, by partition, and takes about so many bytes.
    package init(beginning: [Int64], budget: Int) {
        var state = State()
        state.floor = beginning
        state.next = beginning
        self.state = Mutex(state)
        self.budget = budget
    }

    /// Takes what was read, in its order, and wakes those who wait.
    ///
    /// - Parameter next: how far partitions were read, where that is beyond the last entry: offsets that hold nothing for readers.
    package func append(_ entries: [Held<Traits>], next: [Int32: Int64] = [:]) {
        let woken = state.withLock { state in
            // Partitions that came after the start are read from the next start on: tokens name those that there were.
            let entries = entries.filter { state.next.indices.contains(Int($0.partition)) }
            for entry in entries {
                state.memory += entry.memory
                state.next[Int(entry.partition)] = entry.offset + 1
            }
            for (partition, offset) in next where state.next.indices.contains(Int(partition)) {
                state.next[Int(partition)] = max(state.next[Int(partition)], offset)
            }
            state.entries.append(contentsOf: entries)
            while state.memory > budget, state.entries.count > 1 {
                let gone = state.entries.removeFirst()
                state.memory -= gone.memory
                state.first += 1
                state.floor[Int(gone.partition)] = gone.offset + 1
            }
            let woken = entries.isEmpty ? [] : Array(state.waiters.values)
            if !entries.isEmpty { state.waiters = [:] }
            return woken
        }
        for waiter in woken { waiter.continuation.resume() }
    }

    /// Wakes those who have waited long enough.
    package func wake(at now: ContinuousClock.Instant) {
        let woken = state.withLock { state in
            let due = state.waiters.filter { $0.value.deadline <= now }
            for key in due.keys { state.waiters[key] = nil }
            return due.values
        }
        for waiter in woken { waiter.continuation.resume() }
    }

    /// Wakes everybody: the gateway ends.
    package func wakeAll() {
        let woken = state.withLock { state in
            let all = Array(state.waiters.values)
            state.waiters = [:]
            return all
        }
        for waiter in woken { waiter.continuation.resume() }
    }

    /// Where somebody who reads from now on begins.
    var end: (number: UInt64, positions: [Int64]) {
        state.withLock { ($0.first + UInt64($0.entries.count), $0.next) }
    }

    /// Where everything begins that is still there.
    var floor: [Int64] { state.withLock(\.floor) }

    /// How many entries there are.
    package var count: Int { state.withLock { $0.entries.count } }

    /// How many are waiting.
    package var waiting: Int { state.withLock { $0.waiters.count } }

    /// The number of the oldest entry, when everything from these positions on is still there; nil when some of it is gone.
    func start(from positions: [Int64]) -> UInt64? {
        state.withLock { state in
            guard positions.count == state.floor.count else { return nil }
            return zip(positions, state.floor).allSatisfy { $0 >= $1 } ? state.first : nil
        }
    }

    /// At most so many entries from a number on; nil when they are gone.
    func read(from number: UInt64, limit: Int) -> Chunk? {
        state.withLock { state in
            guard number >= state.first else { return nil }
            let start = Int(number - state.first)
            let end = min(state.entries.count, start + limit)
            guard start < end else { return Chunk(entries: [], next: number) }
            return Chunk(entries: Array(state.entries[start..<end]), next: number + UInt64(end - start))
        }
    }

    /// Waits until there is an entry of this number, until a time, or until the task is cancelled.
    func wait(for number: UInt64, until deadline: ContinuousClock.Instant) async {
        let key = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if Task.isCancelled || state.first + UInt64(state.entries.count) > number { return true }
                    state.waiters[key] = Waiter(continuation: continuation, deadline: deadline)
                    return false
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: key) }?.continuation.resume()
        }
    }
}
