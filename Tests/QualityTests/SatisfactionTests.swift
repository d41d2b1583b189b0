// Intervals and figures of answers to surveys.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing

@Suite("Satisfaction")
struct SatisfactionTests {
    /// Rounded to hundredths, as the cases state them.
    private static func hundredths(_ interval: ConfidenceInterval?) -> [Int] {
        interval.map { [Int(($0.lower * 100).rounded()), Int(($0.upper * 100).rounded())] } ?? []
    }

    @Test(
        "C02, C03, C04, C05, C06, C07: Wilson's interval of a share",
        arguments: [
            (1, 1, [2_065, 10_000]), (0, 1, [0, 7_935]), (8, 9, [5_650, 9_801]), (13, 15, [6_212, 9_626]),
            (45, 50, [7_864, 9_565]), (49, 50, [8_950, 9_965]), (90, 100, [8_256, 9_448]), (475, 500, [9_272, 9_659]),
            (900, 1_000, [8_798, 9_171]),
        ] as [(Int64, Int64, [Int])])
    func wilson(good: Int64, all: Int64, bounds: [Int]) {
        #expect(Self.hundredths(.wilson(good, of: all)) == bounds)
    }

    @Test(
        "C12, C13, C14, C15, C16: the adjusted Wald interval of a net promoter score",
        arguments: [
            ([1, 0, 0], [-4_850, 9_850]), ([5, 3, 2], [-1_905, 6_520]), ([50, 30, 20], [1_405, 4_420]),
            ([600, 300, 100], [4_569, 5_401]), ([0, 10, 0], [-1_847, 1_847]),
        ] as [([Int64], [Int])])
    func netPromoters(answers: [Int64], bounds: [Int]) {
        let interval = ConfidenceInterval.netPromoters(
            promoters: answers[0], passives: answers[1], detractors: answers[2])
        // The cases are rounded from bounds with 1.96.
        for (found, due) in zip(Self.hundredths(interval), bounds) { #expect(abs(found - due) <= 1) }
        #expect(interval != nil)
    }

    @Test("C01, C11: without answers there is no figure, and no interval")
    func nothing() {
        #expect(ConfidenceInterval.wilson(0, of: 0) == nil && ConfidenceInterval.wilson(2, of: 1) == nil)
        #expect(ConfidenceInterval.netPromoters(promoters: 0, passives: 0, detractors: 0) == nil)
        #expect(SurveySummary().ratings.answers == 0 && SurveySummary().recommendations == 0)
    }

    @Test(
        "C08, C17, C19: 3 is neither good nor bad; 6 detracts, 7 and 8 are passive, 9 promotes; the parts are the whole"
    )
    func boundaries() {
        var summary = SurveySummary()
        for rating in 1...5 { summary.add(rating: rating) }
        for answer in 0...10 { summary.add(recommend: answer) }
        #expect(summary.good == 2 && summary.bad == 2 && summary.ratings.answers == 5 && summary.ratingSum == 15)
        #expect(summary.promoters == 2 && summary.passives == 2 && summary.detractors == 7)
        #expect(summary.recommendations == 11)
    }

    @Test(
        "invariant 9: an interval contains its estimate, stays in bounds, and shrinks with more answers of the same share"
    )
    func invariant9() throws {
        var random = SeededRandom(seed: 9)
        for _ in 0..<2_000 {
            let all = Int64(random.number(1...500))
            let good = Int64(random.number(0...Int(all)))
            let one = try #require(ConfidenceInterval.wilson(good, of: all))
            let share = 100 * Double(good) / Double(all)
            #expect(0 <= one.lower && one.lower <= share && share <= one.upper && one.upper <= 100)
            let four = try #require(ConfidenceInterval.wilson(4 * good, of: 4 * all))
            #expect(four.upper - four.lower < one.upper - one.lower)
            let minus = Int64(random.number(0...Int(all - good)))
            let net = try #require(
                ConfidenceInterval.netPromoters(promoters: good, passives: all - good - minus, detractors: minus))
            #expect(-100 <= net.lower && net.lower < net.upper && net.upper <= 100)
        }
    }
}
