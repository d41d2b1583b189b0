// What a histogram says in spite of outliers, and which ones there are.
// SPDX-License-Identifier: Apache-2.0

extension Histogram {
    /// The sum of the winsorised values: those below the lower percentile count as it, those above the upper one as that
    /// (F16). Each value counts as the midpoint of its bucket, so the sum is off by at most 1.6 %. Nil when empty, or when
    /// no number can hold it.
    package func winsorisedSum(_ percents: ClosedRange<Int64>) -> Int64? {
        guard let low = percentile(percents.lowerBound), let high = percentile(percents.upperBound) else { return nil }
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
    package var farOut: Histogram {
        var list = Histogram()
        guard let low = percentile(25), let high = percentile(75) else { return list }
        let fence = high + 3 * (high - low)
        for bucket in buckets where Histogram.midpoint(of: bucket.index) > fence {
            list.add(bucket.count, to: bucket.index)
        }
        return list
    }
}
