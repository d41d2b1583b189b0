// The additive figures of episodes as cases, whatever the number of their clocks.
// SPDX-License-Identifier: Apache-2.0

/// How the clocks of each episode went together: the unit is the episode, where that of `ResponseMeasures` is the clock (F33).
/// Every episode of which a clock was met, breached or abandoned counts in one of the four.
package struct EpisodeMeasures: Hashable, Sendable {
    /// Episodes all of whose clocks were met.
    package var timely: Int64 = 0
    /// Episodes of which some clocks were met, none were breached, and some were abandoned.
    package var partlyAbandoned: Int64 = 0
    /// Episodes of which a clock was breached.
    package var late: Int64 = 0
    /// Episodes that ended before any of their clocks was decided.
    package var abandoned: Int64 = 0

    /// Nothing.
    package init() {}

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: EpisodeMeasures, times: Int64) {
        timely += other.timely * times
        partlyAbandoned += other.partlyAbandoned * times
        late += other.late * times
        abandoned += other.abandoned * times
    }

    /// Adds one episode so many times. Clocks that were withdrawn measure nothing.
    package mutating func add(_ evaluation: Evaluation, times: Int64) {
        var (isBreached, isMet, isAbandoned) = (false, false, false)
        // By their places: a result that is named is copied.
        for place in evaluation.clocks.indices {
            switch evaluation.clocks[place].outcome {
            case .breached: isBreached = true
            case .met: isMet = true
            case .abandoned: isAbandoned = true
            default: break
            }
        }
        switch (isBreached, isMet, isAbandoned) {
        case (true, _, _): late += times
        case (false, true, false): timely += times
        case (false, true, true): partlyAbandoned += times
        case (false, false, true): abandoned += times
        case (false, false, false): break
        }
    }
}
