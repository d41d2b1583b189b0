// Latencies, counted.
// SPDX-License-Identifier: Apache-2.0

import Histogram
import Quality

/// Milliseconds in an HdrHistogram of three significant digits: percentiles up to p99.99 are exact to 0.1 %.
struct Latencies: Sendable {
    private var histogram = Histogram<UInt64>(highestTrackableValue: 86_400_000, numberOfSignificantValueDigits: .three)

    /// None yet.
    init() {}

    /// These.
    init(_ values: [Int64]) { for value in values { add(value) } }

    /// How many there are.
    var count: Int { Int(histogram.totalCount) }

    /// Takes one; below zero (clocks of two machines that differ) counts as zero.
    mutating func add(_ milliseconds: Int64) {
        _ = histogram.record(UInt64(clamping: max(0, min(milliseconds, 86_400_000))))
    }

    /// The value that so many in ten thousand do not exceed; nil when there is none.
    func value(share: Int) -> Int64? {
        count == 0 ? nil : Int64(histogram.valueAtPercentile(Double(share) / 100))
    }

    /// The largest; nil when there is none.
    var largest: Int64? { count == 0 ? nil : Int64(histogram.max) }

    /// "p50 12 ms, p99 40 ms, largest 80 ms".
    var text: String {
        guard let largest, let median = value(share: 5_000), let high = value(share: 9_900) else { return "none" }
        return "p50 \(median) ms, p99 \(high) ms, largest \(largest) ms"
    }

    /// Forgets all.
    mutating func removeAll() { histogram.reset() }
}
