// What a lane has committed since it began.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Sums that only ever grow: what was rolled back is not in them. For display, never for decisions.
package struct LaneTotals: Equatable, Sendable {
    /// What its tasks did, former ones included; what they hold is not in it.
    package var work = TaskStatistics()
    /// How often criteria were judged and failed, of episodes that ended.
    package var criteria = CriterionCounts()
    /// How many commits succeeded.
    package var commits: Int64 = 0
    /// How many transactions were rolled back.
    package var aborts: Int64 = 0

    /// Nothing done.
    package init() {}

    /// Adds those of another lane by the same policies.
    package mutating func add(_ other: LaneTotals) {
        work.add(other.work)
        criteria.add(other.criteria)
        commits += other.commits
        aborts += other.aborts
    }
}

/// Notes about what was sent, which count once it is committed.
struct CommitNotes {
    /// What tasks had done at the last commit.
    private(set) var work = TaskStatistics()
    /// Criteria of committed evaluations.
    private(set) var criteria = CriterionCounts()
    /// The instants that the alerts of this turn's commits speak of.
    private(set) var told: [Instant] = []
    private var sentCriteria = CriterionCounts()
    private var sentAlerts: [Instant] = []

    /// A turn begins: what was told in the one before has been looked at.
    mutating func beginTurn() { if !told.isEmpty { told.removeAll(keepingCapacity: true) } }

    /// These effects were handed to the log.
    mutating func take(_ outbox: borrowing Outbox) {
        sentCriteria.add(outbox.criteria)
        sentAlerts += outbox.alertTimes
    }

    /// Everything that was sent is committed; this is what the tasks have done.
    mutating func commit(_ work: TaskStatistics) {
        self.work = work.withoutHeld
        criteria.add(sentCriteria)
        told += sentAlerts
        rollBack()
    }

    /// What was sent since the last commit does not count.
    mutating func rollBack() {
        sentCriteria.removeAll()
        sentAlerts.removeAll(keepingCapacity: true)
    }
}

extension Lane {
    /// What it has committed since it began.
    package var totals: LaneTotals {
        var totals = LaneTotals()
        (totals.work, totals.criteria) = (notes.work, notes.criteria)
        (totals.commits, totals.aborts) = (commits, aborts)
        return totals
    }

    /// The instants that the alerts speak of which were committed in the latest turn. Alerts about figures speak of windows and are
    /// not among them.
    package var toldAlerts: [Instant] { notes.told }

    /// How many of its leading partitions are being restored and do not publish yet.
    package var restoring: Int { tasks.values.count { !$0.isLive } }

    /// How far time has come in its slowest partition; nil while none has seen any. It stands still while nothing comes.
    package var slowestTime: Instant? { tasks.values.compactMap(\.task.watermark).min() }
}
