// The additive figures of pauses.
// SPDX-License-Identifier: Apache-2.0

/// How often clocks were paused by changes of the state, and how often late (T68).
package struct PauseMeasures: Hashable, Sendable {
    /// How often a clock that ran was paused.
    package var pauses: Int64 = 0
    /// Of these, how often with little of its target left.
    package var late: Int64 = 0

    /// Nothing.
    package init() {}

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: PauseMeasures, times: Int64) {
        pauses += other.pauses * times
        late += other.late * times
    }

    /// Adds a holder's pauses so many times.
    package mutating func add(_ count: PauseCount, times: Int64) {
        pauses += Int64(count.pauses) * times
        late += Int64(count.late) * times
    }
}
