// How a lane works.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// How a lane works.
package struct LaneSettings: Equatable, Sendable {
    /// At most so many records are taken at a time.
    package var batchLimit = 1_000
    /// What was caused is published and committed at this interval.
    package var commitInterval = Milliseconds(200)
    /// Or as soon as so many bytes wait to be published.
    package var commitBytes = 8 << 20
    /// Positions are committed again after so long without anything new: brokers forget offsets of topics that nobody
    /// subscribes to, as the companions are, some days after their last commit (`offsets.retention.minutes`).
    package var positionInterval = Milliseconds.hours(1)
    /// How often an idle partition with a due deadline is asked whether its backlog is empty.
    package var idleProbeInterval = Milliseconds(100)
    /// How often it is asked whether the backlog of a partition's companions is empty, while something waits for time there.
    package var companionProbeInterval = Milliseconds.seconds(1)
    /// How far event times may lie behind the broker's and still come (tricky-cases §0).
    package var allowedSkew = Milliseconds.seconds(5)
    /// At most so many records of a state topic are taken at a time.
    package var loadLimit = 10_000

    /// The lane's name, which no other lane has or had: it stands in the metadata of the positions that it commits. No
    /// blanks.
    package var owner = "lane"
    /// For how long a partition that was given up is kept in memory: when it comes back and nobody has committed
    /// anything for it since, it need not be restored.
    package var keepGivenUp = Milliseconds.minutes(1)

    /// When the tasks take more bytes of memory, about, the lane reads one partition at a time, until a tenth is free again.
    package var memory = 2 << 30
    /// For how long it then reads each.
    package var memoryTurn = Milliseconds.seconds(5)

    /// The defaults.
    package init() {}
}
