// Timers of conversations, checked lazily.
// SPDX-License-Identifier: Apache-2.0

import HeapModule
import Quality

/// A heap of timers. Timers are derived from state: whoever takes one looks at the conversation to see whether it still holds.
struct Deadlines {
    /// One timer.
    struct Timer: Comparable {
        var at: Instant
        var slot: Int32
        var generation: UInt32

        /// By time; equal times by the order in which the conversations came.
        static func < (left: Timer, right: Timer) -> Bool {
            (left.at, left.generation) < (right.at, right.generation)
        }
    }

    private var heap = Heap<Timer>()

    /// The earliest timer, possibly one that no longer holds.
    var next: Instant? { heap.min?.at }

    mutating func set(_ timer: Timer) { heap.insert(timer) }

    /// Takes the earliest timer that is due at `time`.
    mutating func popDue(at time: Instant) -> Timer? {
        guard let first = heap.min, first.at <= time else { return nil }
        return heap.popMin()
    }
}
