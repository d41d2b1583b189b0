// How long things took, by classes of length.
// SPDX-License-Identifier: Apache-2.0

/// Counts of durations by upper bounds, as Prometheus has histograms.
package struct TimeHistogram: Equatable, Sendable {
    /// The upper bounds of the classes in seconds, ascending; longer ones stand in a class of their own.
    package let bounds: [Double]
    /// How many are in each class, the one without a bound last.
    package private(set) var counts: [Int64]
    /// All of them together, in seconds.
    package private(set) var sum = 0.0

    /// An empty one with these bounds, ascending.
    package init(bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds are ascending")
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many there are.
    package var count: Int64 { counts.reduce(0, +) }

    /// Takes one of so many seconds; what clocks that disagree make negative counts as none.
    package mutating func add(seconds: Double) {
        let seconds = max(0, seconds)
        counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
        sum += seconds
    }

    /// Takes those of another one with the same bounds.
    package mutating func add(_ other: TimeHistogram) {
        precondition(bounds == other.bounds, "only histograms of the same bounds add up")
        for index in counts.indices { counts[index] += other.counts[index] }
        sum += other.sum
    }
}

extension TimeHistogram {
    /// For commits: 5 ms to 10 s.
    package static let commits = TimeHistogram(
        bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10])
    /// For alerts, from the instant that they speak of to their commit: 100 ms to an hour.
    package static let alerts = TimeHistogram(
        bounds: [0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600])
}
