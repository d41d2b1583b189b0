// Score sheets: exact, and the automatic score's own arithmetic.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Quality

@Suite("Score sheets")
struct ScoreSheetTests {
    private let policy = ReviewBench.policy(.oneRater(window: .hours(1)))

    /// Losses in points of the total; nil where the criterion does not apply.
    private func sheet(_ lost: Double?...) -> ScoreSheet {
        ScoreSheet(
            losses: lost.map {
                $0.map { Int32($0 * 100) * Int32(ScoreSheet.unitsPerHundredth) } ?? ScoreSheet.notApplicable
            })
    }

    @Test("where everything applies, a score is 100 less the points lost")
    func whole() {
        let score = sheet(12.34, 0, 0.01, 5).score(policy)
        #expect(score.total?.decimal == 82.65 && score.costs.map { $0?.decimal } == [12.34, 0, 0.01, 5])
    }

    @Test("A13: a dimension of which nothing applies gives its weight to the others, and scores neither 0 nor 100")
    func dimensionThatDoesNotApply() {
        let score = sheet(15, 0, nil, nil).score(policy)
        #expect(score.total?.decimal == 75, "15 of 60 is a quarter")
        #expect(score.costs.map { $0?.decimal } == [25, 0, nil, nil])
        #expect(sheet(nil, nil, nil, nil).score(policy).total == nil)
        #expect(sheet(0, nil, 30, nil).score(policy).total?.decimal == 60, "no dimension costs more than its weight")
    }

    /// Rubrics and findings of all kinds, by a generator of the test's own.
    @Test("a sheet without changes comes to the automatic score, whatever the weights and whatever applied")
    func automatic() {
        var state: UInt64 = 7
        func number(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        /// Parts of 100 percent.
        func parts() -> [Points] {
            let first = 1 + number(4_000)
            let second = 1 + number(4_000)
            return [first, second, 10_000 - first - second].map { Points(hundredths: Int32($0)) }
        }
        for _ in 0..<2_000 {
            let dimensions = parts().enumerated().map { index, weight in
                Dimension(
                    id: "d\(index)", weight: weight,
                    criteria: parts().enumerated().map { place, points in
                        Criterion(
                            id: "c\(index)\(place)", title: .init(chinese: "", english: ""), requirements: [],
                            points: points, check: .handOverNote)
                    })
            }
            let policy = Policy(
                name: "p", version: "1", effectiveFrom: .distantPast, zone: .utc,
                rubric: Rubric(dimensions: dimensions),
                lexicons: [], clocks: [], surveys: SurveyPolicy(window: .hours(1)), allowedSkew: .zero)
            let findings = dimensions.map { dimension in
                dimension.criteria.map { criterion in
                    Finding(
                        applies: number(4) > 0,
                        losses: (0..<number(3)).map { _ in
                            Finding.Loss(
                                points: Points(hundredths: criterion.points.hundredths / Int32(2 + number(2))),
                                evidence: Evidence(message: "m"))
                        })
                }
            }
            let scored = Score(findings: findings, policy: policy)
            let sheet = ScoreSheet(findings, policy).score(policy)
            #expect(sheet.total == scored.total)
            let costs = sheet.costs.reduce(Points.zero) { $0 + ($1 ?? .zero) }
            #expect(scored.total == nil || costs == .hundred - (scored.total ?? .zero))
        }
    }

    @Test("criteria that half of the raters call applicable apply, and count for those who do")
    func applicability() {
        let sheets = [sheet(6, nil, 0, nil), sheet(3, 2, 0, nil)]
        let combined = ScoreSheet.combined(sheets, by: .mean)
        #expect((0..<4).map { combined.lost($0)?.decimal } == [4.5, 2, 0, nil])
        let three = ScoreSheet.combined(sheets + [sheet(0, nil, 0, nil)], by: .mean)
        #expect((0..<4).map { three.lost($0)?.decimal } == [3, nil, 0, nil])
    }
}
