// What the oracle says must be told.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension OracleStory {
    /// Something that must be told of a cycle of a clock.
    struct Alert {
        var episode: UInt32
        var clock: ClockPolicy
        var cycle: Int
        var step: ClockAnnouncement.Step
        var at: Instant
        var startedAt: Instant
        var deadline: Instant
        var policyVersion: String
        /// For one that is over: when it was answered.
        var answeredAt: Instant?
        /// When its clock stood still: that does not make it later.
        var pauses: [Range<Instant>] = []

        /// Of one that is over, the time behind the deadline.
        var lateBy: Milliseconds {
            guard let answeredAt else { return .zero }
            let paused = OraclePauses.pausedTime(from: deadline, to: answeredAt, pauses)
            return Milliseconds((answeredAt - deadline).count - paused.count)
        }
    }

    /// A message with words that are fatal.
    struct Fatal {
        var episode: UInt32
        var at: Instant
        var message: String
        var agent: String
        var policyVersion: String
    }
}
