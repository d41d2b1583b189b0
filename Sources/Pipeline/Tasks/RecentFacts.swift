// The facts that a tally task took lately, to recognise those that come twice.
// SPDX-License-Identifier: Apache-2.0

/// Remembers the causes of the latest facts: without transactions, what was published shortly before a crash is published
/// again, at other offsets.
struct RecentFacts {
    /// So many are remembered: what comes again comes within a few commits.
    static let capacity = 1 << 18

    private var causes: Set<UInt64> = []
    /// In the order in which they came.
    private var order: [(cause: UInt64, offset: Int64)] = []
    private var head = 0
    /// How many of them are durable.
    private var committed = 0

    /// Adds the cause of a fact; false when it is known.
    mutating func insert(_ cause: UInt64, at offset: Int64) -> Bool {
        guard causes.insert(cause).inserted else { return false }
        order.append((cause, offset))
        return true
    }

    mutating func commit(next: Int64) {
        while head < order.count,
            order.count - head > RecentFacts.capacity || order[head].offset < next - 2 * Int64(RecentFacts.capacity)
        {
            causes.remove(order[head].cause)
            head += 1
        }
        if head > RecentFacts.capacity {
            order.removeFirst(head)
            head = 0
        }
        committed = order.count
    }

    mutating func rollBack() {
        for (cause, _) in order[committed...] { causes.remove(cause) }
        order.removeLast(order.count - committed)
    }

    /// What a successor needs to remember the same: the oldest offset. Empty when nothing is remembered.
    var metadata: String { head < order.count ? "v1 \(order[head].offset)" : "" }

    /// The oldest offset in the metadata of a position; nil when there is none.
    static func oldest(in metadata: String) -> Int64? {
        let words = metadata.split(separator: " ")
        guard words.count >= 2, words[0] == "v1" else { return nil }
        return Int64(words[1])
    }
}
