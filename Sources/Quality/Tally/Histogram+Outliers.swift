// What a histogram says in spite of outliers, and which ones there are.
// SPDX-License-Identifier: Apache-2.0

extension Histogram {
    /// The percentiles that are published of a histogram, found together.
    package struct Percentiles: Hashable, Sendable {
        /// How many values there are.
        package let count: Int64
        private var values = SIMD8<Int64>()

        fileprivate static let percents: [Int64] = [5, 25, 50, 75, 90, 95, 99]

        /// The percentiles of a histogram; nil when it is empty.
        fileprivate init?(_ histogram: Histogram) {
            count = histogram.count
            guard count > 0, let last = histogram.buckets.last else { return nil }
            var ranks = SIMD8<Int64>()
            for (place, percent) in Percentiles.percents.enumerated() {
                ranks[place] = Histogram.rank(percent, of: count)
                values[place] = Histogram.midpoint(of: last.index)
            }
            var place = 0
            var seen: Int128 = 0
            for bucket in histogram.buckets {
                seen += Int128(bucket.count)
                while place < Percentiles.percents.count, seen >= Int128(ranks[place]) {
                    values[place] = Histogram.midpoint(of: bucket.index)
                    place += 1
                }
                if place == Percentiles.percents.count { break }
            }
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
        return sum(within: low, high)
    }

    /// The sum of the values winsorised at the 5th and the 95th percentile, which are known; nil when no number can hold it.
    package func winsorisedSum(_ percentiles: Percentiles) -> Int64? {
        sum(within: percentiles.fifth, percentiles.ninetyFifth)
    }

    private func sum(within low: Int64, _ high: Int64) -> Int64? {
        let sum = buckets.reduce(into: Int128(0)) { sum, bucket in
            let value = min(max(Histogram.midpoint(of: bucket.index), low), max(low, high))
            sum += Int128(bucket.count) * Int128(value)
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
        return Histogram(ascending: buckets.filter { Histogram.midpoint(of: $0.index) > fence })
    }
}
