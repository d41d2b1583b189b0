// When a clock stands still.
// SPDX-License-Identifier: Apache-2.0

/// Pauses of a clock as half-open ranges: those that overlap, for two reasons at once, count once (T24), and empty ones not at all.
package struct PauseSet: Hashable, Sendable {
    /// The pauses in order; they neither overlap nor touch, and none is empty.
    let ranges: [Range<Instant>]

    /// No pause.
    package static var none: PauseSet { PauseSet() }

    private init() { ranges = [] }

    /// The union of pauses in any order. One that has not ended lasts until `Instant.distantFuture`.
    package init(_ pauses: [Range<Instant>]) {
        if pauses.count < 2 {
            ranges = pauses.first?.isEmpty == true ? [] : pauses
            return
        }
        var merged: [Range<Instant>] = []
        for pause in pauses.sorted(by: { $0.lowerBound < $1.lowerBound }) where !pause.isEmpty {
            if let last = merged.last, pause.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, pause.upperBound)
            } else {
                merged.append(pause)
            }
        }
        ranges = merged
    }

    /// Whether there is no pause.
    package var isEmpty: Bool { ranges.isEmpty }

    /// Whether an instant is in a pause.
    package func contains(_ instant: Instant) -> Bool { ranges.contains { $0.contains(instant) } }
}
