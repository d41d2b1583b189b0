// Spearman's correlation against values computed by hand, and SHA-256 against its standard.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import loadtest

@Suite("rank correlation")
struct RankCorrelationTests {
    @Test("equal figures share the average of their ranks")
    func ties() {
        #expect(RankCorrelation.ranks([30, 10, 20]) == [3, 1, 2])
        #expect(RankCorrelation.ranks([1, 5, 5, 9]) == [1, 2.5, 2.5, 4])
        #expect(RankCorrelation.ranks([7, 7, 7]) == [2, 2, 2])
        #expect(RankCorrelation.ranks([2, 1, 2, 1, 2]) == [4, 1.5, 4, 1.5, 4])
        #expect(RankCorrelation.ranks([]).isEmpty)
    }

    @Test("without ties: 1 − 6 Σd² / n(n² − 1)")
    func untied() throws {
        // d = 0, −1, 1, −1, 1: Σd² = 4, and 1 − 24/120 = 0.8.
        let figure = try #require(RankCorrelation.of([(10, 1), (20, 3), (30, 2), (40, 5), (50, 4)]))
        #expect(abs(figure - 0.8) < 1e-12)
        #expect(RankCorrelation.of([(1, 1), (2, 4), (3, 9), (4, 16)]) == 1)
        #expect(RankCorrelation.of([(1, 16), (2, 9), (3, 4), (4, 1)]) == -1)
    }

    @Test("with ties: the product moment of average ranks")
    func tied() throws {
        // Ranks 1, 2.5, 2.5, 4 and 1.5, 1.5, 3, 4. Deviations −1.5, 0, 0, 1.5 and −1, −1, 0.5, 1.5:
        // products 1.5 + 2.25 = 3.75, squares 4.5 and 4.5.
        let figure = try #require(RankCorrelation.of([(1, 2), (5, 2), (5, 3), (9, 4)]))
        #expect(abs(figure - 3.75 / 4.5) < 1e-12)
    }

    @Test("where one side is always the same there is no correlation")
    func undefined() {
        #expect(RankCorrelation.of([]) == nil)
        #expect(RankCorrelation.of([(1, 2)]) == nil)
        #expect(RankCorrelation.of([(1, 2), (1, 3), (1, 4)]) == nil)
        #expect(RankCorrelation.interval([], resamples: 10, seed: 1) == nil)
    }

    @Test("the interval is the same for a seed, and lies around the figure")
    func interval() throws {
        let pairs = (0..<60).map { (Double($0), Double($0 * 37 % 60 + $0)) }
        let figure = try #require(RankCorrelation.of(pairs))
        let interval = try #require(RankCorrelation.interval(pairs, resamples: 400, seed: 5))
        #expect(interval == RankCorrelation.interval(pairs, resamples: 400, seed: 5))
        #expect(interval != RankCorrelation.interval(pairs, resamples: 400, seed: 6))
        #expect(interval.contains(figure))
        #expect(interval.upperBound - interval.lowerBound < 0.6)
        #expect(RankCorrelation.interval([(1, 1), (2, 2)], resamples: 40, seed: 1) == 1...1)
    }
}
