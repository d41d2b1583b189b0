// A mergeable histogram of milliseconds.
// SPDX-License-Identifier: Apache-2.0

/// Counts of values by bucket. Values below 32 have a bucket each; above, a bucket is at most 1/32 of its value wide, so a midpoint is
/// off by at most 1.6 %. Merging and subtracting are exact (F14).
package struct Histogram: Hashable, Sendable {
    /// One bucket.
    package struct Bucket: Hashable, Sendable {
        /// Which one.
        package var index: UInt32
        /// How many values; negative only in a difference.
        package var count: Int64

        /// A bucket with a count.
        package init(index: UInt32, count: Int64) {
            self.index = index
            self.count = count
        }
    }

    /// The buckets that are not empty, ascending.
    package private(set) var buckets: [Bucket] = []

    /// An empty histogram.
    package init() {}

    /// The largest value that has a bucket of its own: about 34 years. Larger ones count there.
    package static let largest: Int64 = 1 << 40

    /// Bucket numbers are below this.
    package static let mostBuckets = 1184

    /// The bucket of a value; negative values count as 0.
    package static func bucket(of value: Int64) -> UInt32 {
        let value = min(max(value, 0), largest)
        guard value >= 32 else { return UInt32(value) }
        let shift = 58 - value.leadingZeroBitCount
        return UInt32(32 * (shift + 1)) + UInt32((value >> Int64(shift)) - 32)
    }

    /// The middle of a bucket.
    package static func midpoint(of bucket: UInt32) -> Int64 {
        guard bucket >= 32 else { return Int64(bucket) }
        let shift = Int64(bucket / 32 - 1)
        return (Int64(32 + bucket % 32) << shift) + ((1 << shift) - 1) / 2
    }

    /// Adds to the count of one bucket. Counts wrap around: those of facts are bounded (`Measures.isAddable`).
    package mutating func add(_ count: Int64, to index: UInt32) {
        let position = position(of: index)
        guard position < buckets.count, buckets[position].index == index else {
            if count != 0 { buckets.insert(Bucket(index: index, count: count), at: position) }
            return
        }
        buckets[position].count &+= count
        if buckets[position].count == 0 { buckets.remove(at: position) }
    }

    /// The place of the first bucket that is not below an index.
    private func position(of index: UInt32) -> Int {
        guard let last = buckets.last, last.index >= index else { return buckets.count }
        var (low, high) = (0, buckets.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The histogram of buckets that ascend; empty ones are left out.
    package init(ascending buckets: [Bucket]) {
        self.buckets = buckets.contains { $0.count == 0 } ? buckets.filter { $0.count != 0 } : buckets
    }

    /// Adds a value so many times.
    package mutating func record(_ value: Int64, times: Int64 = 1) { add(times, to: Histogram.bucket(of: value)) }

    /// Adds all counts of another histogram, so many times.
    package mutating func merge(_ other: Histogram, times: Int64 = 1) {
        for bucket in other.buckets { add(bucket.count &* times, to: bucket.index) }
    }

    /// How many values.
    package var count: Int64 { buckets.reduce(0) { $0 &+ $1.count } }

    /// How many values lie at or below a percentile of so many, at least 1.
    static func rank(_ percent: Int64, of total: Int64) -> Int64 {
        // Products that 64 bits hold: nearly always.
        let rank = total < 1 << 55 ? (total * percent + 99) / 100 : Int64((Int128(total) * Int128(percent) + 99) / 100)
        return max(1, rank)
    }

    /// The least value that at least `percent` percent of the values do not exceed, as its bucket's midpoint; nil when empty.
    package func percentile(_ percent: Int64) -> Int64? {
        let total = count
        guard total > 0 else { return nil }
        let rank = Int128(Histogram.rank(percent, of: total))
        var seen: Int128 = 0
        for bucket in buckets {
            seen += Int128(bucket.count)
            if seen >= rank { return Histogram.midpoint(of: bucket.index) }
        }
        return buckets.last.map { Histogram.midpoint(of: $0.index) }
    }
}
