// What holds of every score.
// SPDX-License-Identifier: Apache-2.0

import Simulation
import Testing

@testable import Quality

@Suite("Invariants of scores")
struct ScoreInvariantTests {
    /// A rubric of two or three dimensions, perhaps with a bonus section and fatal criteria, and what was found.
    private struct Sample {
        var policy: Policy
        var findings: [[Finding]]

        init(_ random: inout SeededRandom) {
            /// Parts of 100 percent.
            func parts(_ count: Int) -> [Points] {
                var rest = 10_000
                return (1...count).map { place in
                    let part = place == count ? rest : random.number(1...(rest - count + place))
                    rest -= part
                    return Points(hundredths: Int32(part))
                }
            }
            func criteria(_ dimension: String, _ points: [Points], mayBeFatal: Bool) -> [Criterion] {
                points.enumerated().map { place, points in
                    Criterion(
                        id: "\(dimension)\(place)", title: .init(chinese: "", english: ""), requirements: [],
                        points: points, isFatal: mayBeFatal && random.chance(perMille: 100), check: .handOverNote)
                }
            }
            var dimensions = parts(random.number(2...3)).enumerated().map { place, weight in
                Dimension(
                    id: "d\(place)", weight: weight,
                    criteria: criteria("d\(place)", parts(random.number(1...3)), mayBeFatal: true))
            }
            if random.chance(perMille: 400) {
                let points = (0..<2).map { _ in Points(hundredths: Int32(random.number(1...500))) }
                dimensions.append(
                    Dimension(
                        id: "bonus", weight: .zero, bonusCap: Points(hundredths: 600),
                        criteria: criteria("bonus", points, mayBeFatal: false)))
            }
            policy = Policy(
                name: "p", version: "1", effectiveFrom: .distantPast, zone: .utc,
                rubric: Rubric(dimensions: dimensions), lexicons: [], clocks: [],
                surveys: SurveyPolicy(window: .hours(1)),
                scoring: ScoringPolicy(
                    notApplicable: random.chance(perMille: 300) ? .blank : .redistribute,
                    fatalScore: Points(hundredths: Int32(random.number(0...3_000)))), allowedSkew: .zero)
            var number = 0
            findings = dimensions.map { dimension in
                dimension.criteria.map { criterion in
                    guard random.chance(perMille: 850) else { return .notApplicable }
                    let losses = (0..<random.number(0...3)).map { _ in
                        number += 1
                        let points = random.number(1...max(1, Int(criterion.points.hundredths)))
                        return Finding.Loss(
                            points: Points(hundredths: Int32(points)), evidence: Evidence(message: "m\(number)"))
                    }
                    return Finding(applies: true, losses: losses)
                }
            }
        }

        var score: Score { Score(findings: findings, policy: policy) }

        /// Whether a dimension awards points and takes none.
        func isBonus(_ dimension: Int) -> Bool { policy.rubric.dimensions[dimension].bonusCap != nil }
    }

    @Test(
        "invariant 11: a score stays within its bounds, each loss has one evidence, and what they cost is what is missing",
        arguments: UInt64(1)...400)
    func evidence(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let sample = Sample(&random)
        let score = sample.score
        // Nobody is told of a loss without what shows it, and of none twice.
        let shown = sample.findings.indices.filter { !sample.isBonus($0) }.flatMap { dimension in
            sample.findings[dimension].filter(\.applies).flatMap { $0.losses.map(\.evidence.message) }
        }
        #expect(score.deductions.map(\.evidence.message) == shown)
        #expect(score.deductions.allSatisfy { $0.points >= .zero })
        guard let total = score.total else { return }
        let cap = sample.policy.rubric.dimensions.compactMap(\.bonusCap).reduce(Points.zero) { $0 + $1 }
        #expect(.zero <= total && total <= .hundred + cap)
        let cost = score.deductions.reduce(Points.zero) { $0 + $1.points }
        #expect(cost == .hundred - (total - score.bonus), "the evidence adds up to what is missing")
    }

    @Test("invariant 11: removing an evidence lowers no score", arguments: UInt64(1)...400)
    func removed(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var sample = Sample(&random)
        let before = sample.score.total
        for _ in 0..<4 {
            let places = sample.findings.indices.flatMap { dimension in
                sample.findings[dimension].indices.compactMap { criterion in
                    sample.findings[dimension][criterion].losses.isEmpty ? nil : (dimension, criterion)
                }
            }
            guard !places.isEmpty else { return }
            let (dimension, criterion) = places[random.number(0...(places.count - 1))]
            let losses = sample.findings[dimension][criterion].losses.count
            sample.findings[dimension][criterion].losses.remove(at: random.number(0...(losses - 1)))
            let after = sample.score.total
            #expect((before == nil) == (after == nil), "whether there is a score does not rest on what was lost")
            if let before, let after { #expect(before <= after) }
        }
    }
}
