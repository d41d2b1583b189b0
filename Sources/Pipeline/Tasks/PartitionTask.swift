// What a lane runs: the state machine of one partition.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The state machine of one partition of a leading topic and its companions. Deterministic: no clock, no randomness, no I/O; what leaves
/// it goes to the outbox, and everything since the last commit can be rolled back.
package protocol PartitionTask: AnyObject {
    /// The partition's number.
    var partition: Int32 { get }

    /// The topics it reads: the leading one first.
    var sources: [Topic] { get }

    /// The compacted topic whose partition holds its state; nil when replaying its sources is enough.
    var stateTopic: Topic? { get }

    /// Takes records of the state topic, before anything else.
    func load(_ batch: RecordBatch) throws(LogError)

    /// Takes up the group's committed positions and returns where to begin reading, source by source; nil means the oldest record. What
    /// lies between is replayed: applied without effect.
    func begin(at positions: [Position]) -> [(partition: TopicPartition, offset: Int64?)]

    /// The offset at which replaying a source ends; nil when it has nothing to replay.
    func replayEnd(_ topic: Topic) -> Int64?

    /// State is loaded and sources are replayed: from now on effects leave the task. May be called again.
    ///
    /// - Throws: `LogError.fatal` when what was found contradicts itself.
    func endRestore() throws(LogError)

    /// Applies records of one of the sources, in order.
    func apply(_ batch: inout RecordBatch, _ indices: Range<Int>, into outbox: inout Outbox)

    /// Time is known to have come as far as `time` in this partition.
    func advance(to time: Instant, into outbox: inout Outbox)

    /// Time is known to have come as far as `time` in a companion of this partition.
    func advance(_ companion: Topic, to time: Instant, into outbox: inout Outbox)

    /// As far as time is known to have come in a companion of this partition.
    func known(_ companion: Topic) -> Instant

    /// The next instant that something waits for in the companions; nil when nothing does.
    var nextWait: Instant? { get }

    /// The next instant at which something would have to be said without a further record; nil when there is none.
    var nextDeadline: Instant? { get }

    /// As far as time is known to have come in this partition: the broker's clock is there at least. Nil when it does not
    /// matter.
    var timeReached: Instant? { get }

    /// How far time has come by its records or, where it was needed, by the broker's clock; nil when it has seen none, or when that does
    /// not matter. For display.
    var watermark: Instant? { get }

    /// Puts what has been summed up since the last commit into the outbox.
    func prepareCommit(into outbox: inout Outbox)

    /// How far it has come in each source that has been read.
    var positions: [Position] { get }

    /// Everything up to the positions is durable.
    func commit()

    /// The transaction failed: everything since the last commit is undone.
    func rollBack()

    /// Bytes of memory it takes, about, that reading on sets free in the end.
    var footprint: Int { get }

    /// What it has done and holds.
    var statistics: TaskStatistics { get }
}

extension PartitionTask {
    package var watermark: Instant? { nil }

    /// Time is known to have come as far as `time` in all companions of this partition.
    package func advanceCompanions(to time: Instant, into outbox: inout Outbox) {
        for companion in sources.dropFirst() { advance(companion, to: time, into: &outbox) }
    }
}

/// What a task has done since it began, and what it holds. For display, never for decisions.
package struct TaskStatistics: Equatable, Sendable {
    /// Records applied, replayed ones not counted.
    package var records: Int64 = 0
    /// Of these, facts.
    package var factRecords: Int64 = 0
    /// Records applied a second time and dropped (F19).
    package var duplicates: Int64 = 0
    /// Facts that count in some of their windows alone, as the policy keeps the others no longer.
    package var leftOut: Int64 = 0
    /// Dead letters written.
    package var deadLetters: Int64 = 0
    /// Evaluations written.
    package var evaluations: Int64 = 0
    /// Alerts written.
    package var alerts: Int64 = 0
    /// Facts written.
    package var facts: Int64 = 0
    /// Tallies written.
    package var tallies: Int64 = 0
    /// Checkpoints written, tombstones included.
    package var checkpoints: Int64 = 0
    /// Conversations or tallies in memory.
    package var held: Int = 0
    /// Of these, conversations with an open episode.
    package var open: Int = 0
    /// Input records that conversations in memory hold and no evaluation contains yet.
    package var heldRecords: Int = 0
    /// Bytes of events and surveys that wait.
    package var waitingBytes: Int = 0

    /// Nothing done.
    package init() {}

    /// What was done, without what is held: of a task that was given away.
    package var withoutHeld: TaskStatistics {
        var copy = self
        copy.held = 0
        copy.open = 0
        copy.heldRecords = 0
        copy.waitingBytes = 0
        return copy
    }

    /// Adds another task's.
    package mutating func add(_ other: TaskStatistics) {
        records += other.records
        factRecords += other.factRecords
        duplicates += other.duplicates
        leftOut += other.leftOut
        deadLetters += other.deadLetters
        evaluations += other.evaluations
        alerts += other.alerts
        facts += other.facts
        tallies += other.tallies
        checkpoints += other.checkpoints
        held += other.held
        open += other.open
        heldRecords += other.heldRecords
        waitingBytes += other.waitingBytes
    }
}
