// What a lane is doing, as others may see it.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
package import Quality

/// What a lane is doing, for display.
package struct LaneSnapshot: Sendable {
    /// Life of a lane.
    package enum State: Equatable, Sendable {
        /// Connects and joins the group.
        case starting
        /// Works.
        case running
        /// Ended as it was told to.
        case stopped
        /// Cannot go on: the process ends and is restarted.
        case failed(String)
    }

    /// Life of the lane.
    package var state = State.starting
    /// The leading partitions it works on.
    package var partitions: [TopicPartition] = []
    /// Whether all of them publish: restored and replayed.
    package var isLive = false
    /// What its tasks did and hold.
    package var statistics = TaskStatistics()
    /// The leading partitions that are not read for want of memory.
    package var heldBack: [TopicPartition] = []
    /// How many commits succeeded.
    package var commits: Int64 = 0
    /// How long these took.
    package var commitTimes = CommitTimes()
    /// How many transactions were rolled back.
    package var aborts: Int64 = 0
    /// What it has committed; only ever grows.
    package var totals = LaneTotals()
    /// From the instants that alerts speak of to their commits.
    package var alertDelays = TimeHistogram.alerts
    /// Whether it is a member of its group and no rebalance is under way, as far as the group has told.
    package var isMember = false
    /// How many of the partitions are being restored.
    package var restoring = 0
    /// How far time has come in the slowest of them; nil while none has seen any.
    package var slowestTime: Instant?
    /// Why its turns fail; nil while they do not.
    package var trouble: String?
    /// When it last began a turn, by the uptime of the machine in nanoseconds; nil before that.
    package var lastTurn: UInt64?

    /// A lane that has done nothing yet.
    package init() {}
}
