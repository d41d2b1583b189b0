// How an evaluation task works.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// How an evaluation task works.
package struct EvaluationSettings: Equatable, Sendable {
    /// A conversation is saved when its oldest unsaved change is older than this, in the time of the stream: a replay is
    /// as long at most.
    package var checkpointInterval = Milliseconds.seconds(60)
    /// Also when so many records have come since: time stands still while a source sends what is long past.
    package var mostReplayed: Int64 = 500_000
    /// At most so many conversations are saved for their age with one commit; the others come with the next ones.
    package var mostSavedForAge = 20_000
    /// Whether events wait for those that the source counted before them, or, where it does not count, for those that
    /// happened before them. Otherwise they are taken as they come.
    package var ordersEvents = true
    /// What revises an episode that has ended.
    package enum Revisions: Sendable {
        /// Surveys, reviews, corrections and what follows, in the order of their times.
        case inTurn
        /// Corrections alone, as they come.
        case corrections
        /// Nothing.
        case none
    }

    /// What revises an episode that has ended.
    package var revisions = Revisions.inTurn
    /// At most so many events of a conversation wait for others, with at most so many bytes.
    package var mostPending = 256
    package var mostPendingBytes = 1 << 20
    /// At most so many surveys and reviews of a conversation wait, with at most so many bytes.
    package var mostParked = 64
    package var mostParkedBytes = 1 << 20

    /// Whether the facts of a commit are summed up. Without transactions they are not: what is published again must be
    /// recognised, revision by revision.
    package var combinesFacts = true
    /// How many tasks there are, to be told of closed months; nil when none is told.
    package var counts: TaskCounts?
    /// Whether there is a topic of checkpoints.
    package var writesCheckpoints = true

    /// The defaults.
    package init() {}

    /// For evaluating without a log: events are taken in the order of the input, and nothing is restored.
    static func offline(_ revisions: Revisions) -> EvaluationSettings {
        var settings = EvaluationSettings()
        settings.ordersEvents = false
        settings.revisions = revisions
        settings.writesCheckpoints = false
        return settings
    }
}
