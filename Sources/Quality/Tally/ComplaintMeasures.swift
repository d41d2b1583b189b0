// The additive figures of complaints.
// SPDX-License-Identifier: Apache-2.0

/// How many complained. Complaints are not bad ratings: a customer may do one without the other (X18, C47).
package struct ComplaintMeasures: Hashable, Sendable {
    /// Episodes with a complaint that was not withdrawn.
    package var episodes: Int64 = 0
    /// Complaints that came in.
    package var received: Int64 = 0
    /// Of these, complaints about the result of an earlier one (S4-068).
    package var second: Int64 = 0
    /// Complaints that were withdrawn (C48).
    package var withdrawn: Int64 = 0

    /// Nothing.
    package init() {}

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: ComplaintMeasures, times: Int64) {
        episodes += other.episodes * times
        received += other.received * times
        second += other.second * times
        withdrawn += other.withdrawn * times
    }

    /// Adds those of an episode so many times.
    package mutating func add(_ counts: EpisodeCounts, times: Int64) {
        if counts.complaints > counts.withdrawnComplaints { episodes += times }
        received += Int64(counts.complaints) * times
        second += Int64(counts.secondComplaints) * times
        withdrawn += Int64(counts.withdrawnComplaints) * times
    }
}
