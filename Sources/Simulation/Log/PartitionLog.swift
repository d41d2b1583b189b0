// The records of one simulated partition, as its broker keeps them.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality

/// Records and transaction markers by offset. Markers take offsets of their own, and what is removed leaves gaps.
struct PartitionLog {
    /// What stands at an offset.
    private struct Entry {
        var offset: Int64
        /// Nil for the marker that ends a transaction in this partition.
        var record: MemoryCluster.Stored?
        var transaction: Int?
    }

    /// Where a read-committed reader stands after reading.
    struct Reading: Equatable {
        /// Behind the last record; where it began when there was none.
        var next: Int64
        /// The last stable offset, or the bound, when it came so far.
        var end: Int64?
    }

    private var entries: [Entry] = []
    /// The oldest offset that retention has left.
    private(set) var start: Int64 = 0
    /// The offset that the next entry gets.
    private(set) var end: Int64 = 0
    /// First offsets of transactions whose end is not known here.
    private var open: [Int: Int64] = [:]
    private var aborted: Set<Int> = []

    /// No reader gets behind the first record of a transaction whose end is not known.
    var lastStable: Int64 { open.values.min() ?? end }

    /// Appends a record, of a transaction or of none, and returns its offset.
    @discardableResult
    mutating func append(_ record: MemoryCluster.Stored, transaction: Int? = nil) -> Int64 {
        if let transaction, open[transaction] == nil { open[transaction] = end }
        var record = record
        record.offset = end
        return add(Entry(offset: end, record: record, transaction: transaction))
    }

    /// Ends a transaction: from here on its records are read, or passed over.
    mutating func mark(_ transaction: Int, isCommit: Bool) {
        open[transaction] = nil
        if !isCommit { aborted.insert(transaction) }
        add(Entry(offset: end, record: nil, transaction: transaction))
    }

    @discardableResult
    private mutating func add(_ entry: Entry) -> Int64 {
        entries.append(entry)
        end += 1
        return entry.offset
    }

    private func isVisible(_ entry: Entry) -> Bool {
        guard entry.record != nil, entry.offset < lastStable else { return false }
        return entry.transaction.map { !aborted.contains($0) } ?? true
    }

    /// Index of the first entry at or behind an offset.
    private func index(of offset: Int64) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Hands out what a read-committed reader gets from `offset` on and below `bound`, at most `limit` records. What
    /// retention has removed is passed over.
    func read(
        from offset: Int64, below bound: Int64 = .max, limit: Int, _ take: (MemoryCluster.Stored) -> Void
    ) -> Reading {
        let stable = lastStable
        var reading = Reading(next: offset)
        var left = limit
        var index = index(of: offset)
        while index < entries.count, entries[index].offset < min(stable, bound) {
            let entry = entries[index]
            index += 1
            guard let record = entry.record, isVisible(entry) else { continue }
            guard left > 0 else { return reading }
            left -= 1
            take(record)
            reading.next = entry.offset + 1
        }
        reading.end = min(stable, bound)
        return reading
    }

    /// All records that a read-committed reader gets.
    var content: [MemoryCluster.Stored] { entries.filter(isVisible).compactMap(\.record) }

    /// The offset of the last record that a read-committed reader gets.
    var last: Int64? { entries.last(where: isVisible)?.offset }

    /// What retention removed of what a read-committed reader gets.
    private(set) var removed: [MemoryCluster.Stored] = []

    /// Retention: removes what stands below an offset, up to the last stable one.
    mutating func removeOldest(before offset: Int64) {
        start = max(start, min(offset, lastStable))
        let gone = entries[..<index(of: start)]
        removed += gone.filter(isVisible).compactMap(\.record)
        entries.removeSubrange(gone.indices)
    }

    /// Compaction below an offset, up to the last stable one: of every key the latest value stays. What was aborted,
    /// markers, and latest tombstones from before `instant` go.
    mutating func compact(below offset: Int64, tombstonesBefore instant: Instant) {
        let bound = min(offset, lastStable)
        let cleaned = entries.filter { $0.offset < bound && isVisible($0) }
        var latest: [[UInt8]: Int64] = [:]
        for entry in cleaned { latest[entry.record?.key ?? []] = entry.offset }
        let kept = cleaned.filter { entry in
            guard let record = entry.record, latest[record.key ?? []] == entry.offset else { return false }
            return record.value != nil || record.timestamp >= instant
        }
        entries.replaceSubrange(..<index(of: bound), with: kept)
    }
}
