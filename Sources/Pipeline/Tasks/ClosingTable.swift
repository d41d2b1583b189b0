// How far months are closed in one partition of the tallies.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// How many tasks of each kind there are: each tells all tally tasks when a month is closed.
package struct TaskCounts: Equatable, Sendable {
    /// Partitions of the conversations topic.
    package var evaluation: Int32
    /// Partitions of the facts topic.
    package var tally: Int32

    /// So many of each.
    package init(evaluation: Int32, tally: Int32) {
        self.evaluation = evaluation
        self.tally = tally
    }
}

/// Collects what the tasks tell of closed months. When all evaluation tasks have told of a month, no contact is still to come that
/// happened before its closing: then the tally task tells the same of the facts that it makes of contacts.
struct ClosingTable {
    private let partition: Int32
    private let counts: TaskCounts?
    private var closing: ClosingRecord
    private var savedClosing: ClosingRecord
    /// Whether the topic has something else than what is known.
    private var mustWrite = false
    /// Whether the transaction under way writes it.
    private var isWriting = false

    init(partition: Int32, counts: TaskCounts?) {
        self.partition = partition
        self.counts = counts
        closing = ClosingRecord(partition: partition)
        savedClosing = closing
    }

    /// Months that end at this instant or before are closed for the facts that the task makes itself.
    var told: Instant { closing.told }

    /// As far as time has come in the tasks that told something; nil when none did.
    var timeReached: Instant? { closing.known > .distantPast ? closing.known : nil }

    /// Takes a record of the state topic.
    mutating func load(_ record: ClosingRecord) {
        // Without transactions an older record may stand behind a newer one.
        var merged = record
        for (source, closedBefore) in closing.marks {
            let tasks = source.isTally ? closing.tallyTasks : closing.evaluationTasks
            let mark = ClosingMark(
                source: source, sources: tasks, closedBefore: closedBefore, known: closing.known)
            _ = merged.take(mark)
        }
        merged.told = max(merged.told, closing.told)
        mustWrite = merged != record
        closing = merged
    }

    mutating func take(_ mark: ClosingMark) {
        if closing.take(mark) { mustWrite = true }
    }

    /// Tells the tally tasks what all evaluation tasks have told, behind the facts that come of it, and writes what changed. Returns how many
    /// facts.
    mutating func prepareCommit(into outbox: inout Outbox) -> Int64 {
        var facts: Int64 = 0
        if let counts, closing.closedAtEvaluations > closing.told {
            closing.told = closing.closedAtEvaluations
            mustWrite = true
            let mark = ClosingMark(
                source: ClosingMark.Source(isTally: true, partition: partition), sources: counts.tally,
                closedBefore: closing.told, known: closing.known)
            facts = outbox.append(mark, toAll: counts)
        }
        isWriting = mustWrite
        if mustWrite {
            outbox.append(.tallies, partition: partition, key: closing.key) { closing.write(appendingTo: &$0) }
        }
        return facts
    }

    mutating func commit() {
        savedClosing = closing
        if isWriting { mustWrite = false }
        isWriting = false
    }

    mutating func rollBack() {
        closing = savedClosing
        isWriting = false
    }
}

extension Outbox {
    /// Appends a mark to every partition of the facts. Returns how many.
    mutating func append(_ mark: ClosingMark, toAll counts: TaskCounts) -> Int64 {
        let source = "\(mark.source.isTally ? "tallies" : "evaluations"):\(mark.source.partition)"
        for partition in 0..<counts.tally {
            append(.facts, partition: partition, key: RecordKey.bytes(tenant: "", name: source)) {
                Fact(mark).write(appendingTo: &$0)
            }
        }
        return Int64(counts.tally)
    }
}
