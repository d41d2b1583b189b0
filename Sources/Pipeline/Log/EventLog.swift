// The one seam: a partitioned log with consumer groups and transactions.
// SPDX-License-Identifier: Apache-2.0

/// What a poll brought.
package enum LogEvent: Equatable, Sendable {
    /// The batch holds what waited, possibly nothing.
    case records
    /// The group gave these partitions to this member: leading ones and their companions. Nothing is read from them before
    /// `start`.
    case assigned([TopicPartition])
    /// The group takes these partitions away: leading ones and their companions. Unless they are lost, this member still owns
    /// them until it calls `release`: it commits first. Lost ones belong to somebody else already.
    case revoked([TopicPartition], lost: Bool)
}

/// How far a consumer group has come in one partition.
package struct Position: Equatable, Sendable {
    /// The partition.
    package var partition: TopicPartition
    /// The next offset to be read (never the last one read).
    package var next: Int64
    /// What the task wants to find there after a restart; at most 4 KiB of ASCII.
    package var metadata: String

    /// A position.
    package init(partition: TopicPartition, next: Int64, metadata: String = "") {
        self.partition = partition
        self.next = next
        self.metadata = metadata
    }
}

/// What went wrong with the log, by what must happen next.
package enum LogError: Error, Equatable, Sendable {
    /// Nothing happened; the same call may be made again in the next turn.
    case retriable(String)
    /// A commit was asked for and its outcome is not known: call `commit` again with the same positions, and nothing
    /// else, until it is.
    case undecided(String)
    /// The transaction cannot be committed: call `abort`, roll back, rewind and go on.
    case aborted(String)
    /// Another member or a newer instance has taken over: forget the tasks and join the group anew.
    case fenced(String)
    /// The log cannot be used any more: the process ends and is restarted.
    case fatal(String)
}

/// A partitioned log as a lane uses it: one consumer group member and one producer. Used from one queue, never blocking for longer
/// than the timeouts of its configuration.
package protocol EventLog: AnyObject {
    /// Replaces the batch's content by what waits, at most `limit` records and the log's own byte bound, without waiting for more;
    /// or tells of a rebalance, in line with the records.
    ///
    /// - Throws: `LogError` when the consumer failed.
    func poll(limit: Int, into batch: inout RecordBatch) throws(LogError) -> LogEvent

    /// The group's committed positions of the partitions; partitions without one are left out.
    func committed(_ partitions: [TopicPartition]) throws(LogError) -> [Position]

    /// Takes up partitions after `assigned`; reading begins at the given offsets, nil meaning the oldest record there is.
    func start(_ partitions: [(partition: TopicPartition, offset: Int64?)]) throws(LogError)

    /// Gives up partitions after `revoked`; nothing more is read from them.
    func release(_ partitions: [TopicPartition]) throws(LogError)

    /// Stops reading a partition until `resume`; what was fetched ahead is read again then.
    func pause(_ partitions: [TopicPartition]) throws(LogError)

    /// Goes on reading.
    func resume(_ partitions: [TopicPartition]) throws(LogError)

    /// Reads a partition again from an offset.
    func rewind(_ partition: TopicPartition, to offset: Int64) throws(LogError)

    /// The next offset that a record appended now would get, as a reader of this log sees it, asked of the broker just now.
    func endOffset(_ partition: TopicPartition) throws(LogError) -> Int64

    /// Whether `poll` has delivered everything that stood in the partition when this was asked: the proof that the backlog is empty.
    func isCaughtUp(_ partition: TopicPartition) throws(LogError) -> Bool

    /// Reads a partition outside the group, for restoring state: appends records from `offset` on and below `end` to the batch, about
    /// `limit` at most, and returns the offset to go on from; nil when there are no more below `end`.
    func read(
        _ partition: TopicPartition, from offset: Int64, until end: Int64, limit: Int, into batch: inout RecordBatch
    ) throws(LogError) -> Int64?

    /// Hands effects to the producer, within the transaction of the next `commit`.
    func send(_ outbox: borrowing Outbox) throws(LogError)

    /// Makes everything sent since the last commit and the positions durable: in one transaction, or, at least once, the effects
    /// before the positions.
    ///
    /// - Throws: `LogError.undecided` when the transaction may or may not have been committed; `.retriable` only when
    ///   it was not and effects may still be added.
    func commit(_ positions: [Position]) throws(LogError)

    /// Drops what was sent since the last commit. `positions` are where that stands: without transactions a commit that failed may
    /// have been made all the same, and then the group goes back to them before any state does.
    func abort(to positions: [Position]) throws(LogError)

    /// Leaves the group and ends; commits nothing.
    func close()
}
