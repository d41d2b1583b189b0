// Spearman's rank correlation, and how sure one can be of it.
// SPDX-License-Identifier: Apache-2.0

/// Spearman's rank correlation of pairs of figures.
enum RankCorrelation {
    /// The correlation of the ranks; ties have the average of their ranks. Nil where it is not defined: fewer than two
    /// pairs, or one side always the same.
    static func of(_ pairs: [(Double, Double)]) -> Double? {
        product(ranks(pairs.map(\.0)), ranks(pairs.map(\.1)))
    }

    /// The ranks of figures, from 1; equal figures share the average of their ranks.
    static func ranks(_ figures: [Double]) -> [Double] {
        let order = figures.indices.sorted { figures[$0] < figures[$1] }
        var ranks = Array(repeating: 0.0, count: figures.count)
        var first = 0
        while first < order.count {
            var end = first + 1
            while end < order.count, figures[order[end]] == figures[order[first]] { end += 1 }
            // The places first+1 … end.
            for place in first..<end { ranks[order[place]] = Double(first + 1 + end) / 2 }
            first = end
        }
        return ranks
    }

    /// Pearson's product-moment correlation.
    private static func product(_ left: [Double], _ right: [Double]) -> Double? {
        guard left.count > 1 else { return nil }
        let count = Double(left.count)
        let (leftMean, rightMean) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
        var (both, leftSquares, rightSquares) = (0.0, 0.0, 0.0)
        for (x, y) in zip(left, right) {
            both += (x - leftMean) * (y - rightMean)
            leftSquares += (x - leftMean) * (x - leftMean)
            rightSquares += (y - rightMean) * (y - rightMean)
        }
        guard leftSquares > 0, rightSquares > 0 else { return nil }
        return both / (leftSquares * rightSquares).squareRoot()
    }

    /// The middle 95 % of the correlations of resamples: pairs are drawn with replacement, `count` times as many as there are.
    static func interval(_ pairs: [(Double, Double)], resamples: Int, seed: UInt64) -> ClosedRange<Double>? {
        var dice = Dice(seed: seed)
        let drawn = (0..<resamples).compactMap { _ in
            of(pairs.indices.map { _ in pairs[dice.next(below: pairs.count)] })
        }.sorted()
        guard let least = drawn.first else { return nil }
        let low = drawn.indices.contains(drawn.count / 40) ? drawn[drawn.count / 40] : least
        return low...drawn[max(drawn.count / 40, drawn.count - 1 - drawn.count / 40)]
    }
}

/// Seeded random numbers: SplitMix64.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to a bound, which is above 0.
    mutating func next(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
