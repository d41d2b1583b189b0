// What a histogram says in spite of outliers, and which ones there are.
// SPDX-License-Identifier: Apache-2.0

extension Histogram {
    /// The percentiles that are published of a histogram, found together.
    package struct Percentiles: Hashable, Sendable {
        /// How many values there are.
        package let count: Int64
        /// No count of a bucket is further away from 0.
        fileprivate let bound: UInt64
        private var values = SIMD8<Int64>()

        fileprivate static let percents: [Int64] = [5, 25, 50, 75, 90, 95, 99]

        /// The percentiles of a histogram; nil when it is empty.
        fileprivate init?(_ histogram: Histogram) {
            var (count, bound): (Int64, UInt64) = (0, 0)
            for bucket in histogram.buckets {
                count &+= bucket.count
                bound |= bucket.count.magnitude
            }
            self.count = count
            self.bound = bound
            guard count > 0 else { return nil }
            // In numbers that 64 bits hold, nearly always.
            if bound < 1 << 48 { find(in: histogram, Int64.self) } else { find(in: histogram, Int128.self) }
        }

        private mutating func find<Sum: SignedInteger & FixedWidthInteger>(in histogram: Histogram, _: Sum.Type) {
            var place = 0
            var rank = Sum(Histogram.rank(Percentiles.percents[0], of: count))
            var (seen, last): (Sum, UInt32) = (0, 0)
            for bucket in histogram.buckets {
                seen += Sum(bucket.count)
                last = bucket.index
                while seen >= rank {
                    values[place] = Histogram.midpoint(of: last)
                    place += 1
                    if place == Percentiles.percents.count { return }
                    rank = Sum(Histogram.rank(Percentiles.percents[place], of: count))
                }
            }
            for place in place..<Percentiles.percents.count { values[place] = Histogram.midpoint(of: last) }
        }

        /// The 5th.
        package var fifth: Int64 { values[0] }
        /// The 25th, the lower quartile.
        package var lowerQuartile: Int64 { values[1] }
        /// The 50th.
        package var median: Int64 { values[2] }
        /// The 75th, the upper quartile.
        package var upperQuartile: Int64 { values[3] }
        /// The 90th.
        package var ninetieth: Int64 { values[4] }
        /// The 95th.
        package var ninetyFifth: Int64 { values[5] }
        /// The 99th.
        package var ninetyNinth: Int64 { values[6] }
    }

    /// The percentiles that are published; nil when it is empty.
    package var percentiles: Percentiles? { Percentiles(self) }

    /// The sum of the winsorised values: those below the lower percentile count as it, those above the upper one as that
    /// (F16). Each value counts as the midpoint of its bucket, so the sum is off by at most 1.6 %. Nil when empty, or when
    /// no number can hold it.
    package func winsorisedSum(_ percents: ClosedRange<Int64>) -> Int64? {
        guard let low = percentile(percents.lowerBound), let high = percentile(percents.upperBound) else { return nil }
        return sum(within: low, high, Int128.self)
    }

    /// The sum of the values winsorised at the 5th and the 95th percentile, which are known; nil when no number can hold it.
    package func winsorisedSum(_ percentiles: Percentiles) -> Int64? {
        let (low, high) = (percentiles.fifth, percentiles.ninetyFifth)
        // 1,184 buckets of less than 2^20 values of less than 2^32 each stay below 2^63.
        let isSmall = percentiles.bound < 1 << 20 && max(low, high) < 1 << 32
        return isSmall ? sum(within: low, high, Int64.self) : sum(within: low, high, Int128.self)
    }

    private func sum<Sum: SignedInteger & FixedWidthInteger>(within low: Int64, _ high: Int64, _: Sum.Type) -> Int64? {
        var sum: Sum = 0
        for bucket in buckets {
            let value = min(max(Histogram.midpoint(of: bucket.index), low), max(low, high))
            sum += Sum(bucket.count) * Sum(value)
        }
        return Int64(exactly: sum)
    }

    /// How many values are above a limit: those of the buckets that lie above its own one. A value that exceeds the limit by
    /// more than 1/32 counts for certain.
    package func count(above limit: Int64) -> Int64 {
        let last = Histogram.bucket(of: limit)
        return buckets.reduce(0) { $1.index > last ? $0 &+ $1.count : $0 }
    }

    /// The buckets that are far out by Tukey's rule: more than three times the interquartile range above the upper quartile.
    /// They are listed, and not dropped: every figure counts them, too (F16).
    package var farOut: Histogram { percentiles.map(farOut) ?? Histogram() }

    /// The same, with percentiles that are known.
    package func farOut(_ percentiles: Percentiles) -> Histogram {
        let (low, high) = (percentiles.lowerQuartile, percentiles.upperQuartile)
        let fence = high + 3 * (high - low)
        // They ascend: these are the last ones, and mostly none.
        let first = (buckets.lastIndex { Histogram.midpoint(of: $0.index) <= fence } ?? -1) + 1
        return first < buckets.count ? Histogram(ascending: Array(buckets[first...])) : Histogram()
    }
}
