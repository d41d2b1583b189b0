// How long commits take.
// SPDX-License-Identifier: Apache-2.0

/// The time from the call of a commit to its success: delivery of what was sent, offsets, the end of the transaction.
package struct CommitTimes: Equatable, Sendable {
    /// How many commits succeeded.
    package private(set) var count: Int64 = 0
    /// The longest, in nanoseconds.
    package private(set) var longest: UInt64 = 0
    /// All of them by their length.
    package private(set) var histogram = TimeHistogram.commits
    private var total: UInt64 = 0

    /// None yet.
    package init() {}

    /// The mean in nanoseconds; nil without commits.
    package var mean: UInt64? { count == 0 ? nil : total / UInt64(count) }

    /// Takes one of so many nanoseconds.
    package mutating func add(_ nanoseconds: UInt64) {
        count += 1
        total += nanoseconds
        longest = max(longest, nanoseconds)
        histogram.add(seconds: Double(nanoseconds) / 1e9)
    }

    /// Takes those of another lane.
    package mutating func add(_ other: CommitTimes) {
        count += other.count
        total += other.total
        longest = max(longest, other.longest)
        histogram.add(other.histogram)
    }
}
