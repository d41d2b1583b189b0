// Krippendorff's alpha from sums, against its definition and a published example.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Quality

@Suite("Agreement of raters")
struct AgreementTests {
    /// Alpha by its definition, over the matrix of coincidences: o(c, k) sums, over the units, the ordered pairs of values
    /// c and k divided by the number of the unit's values less 1.
    private func byDefinition(_ units: [[Int64]]) -> Double? {
        var coincidences: [Int64: [Int64: Double]] = [:]
        for unit in units where unit.count > 1 {
            for (first, left) in unit.enumerated() {
                for (second, right) in unit.enumerated() where first != second {
                    coincidences[left, default: [:]][right, default: 0] += 1 / Double(unit.count - 1)
                }
            }
        }
        let totals = coincidences.mapValues { $0.values.reduce(0, +) }
        let count = totals.values.reduce(0, +)
        var observed = 0.0
        var expected = 0.0
        for (left, leftTotal) in totals {
            for (right, rightTotal) in totals {
                let distance = Double((left - right) * (left - right))
                observed += (coincidences[left]?[right] ?? 0) * distance
                expected += leftTotal * rightTotal * distance
            }
        }
        return expected > 0 ? 1 - (count - 1) * observed / expected : nil
    }

    private func measures(_ units: [[Int64]]) -> AgreementMeasures {
        units.reduce(into: AgreementMeasures()) { $0.add(AgreementMeasures(unit: $1)) }
    }

    /// Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers and twelve units, with
    /// values missing; interval alpha 0.849. A unit of four is more than an episode has, so its sums are made here.
    @Test("the example with four observers of Krippendorff's paper: interval alpha is 0.849")
    func published() throws {
        let observers: [[Int64?]] = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
            [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
        ]
        let units = (0..<12).map { unit in observers.compactMap { $0[unit] } }
        let defined = try #require(byDefinition(units))
        #expect((defined * 1_000).rounded() == 849)
        // The same formula from sums, with the fractions of a unit of four tripled.
        var sums = AgreementMeasures()
        for unit in units where unit.count > 1 {
            sums.values += Int64(unit.count)
            sums.sum += unit.reduce(0, +)
            sums.squares += unit.reduce(0) { $0 + $1 * $1 }
        }
        let tripled = units.reduce(Int64(0)) { sum, unit in
            guard unit.count > 1 else { return sum }
            let pairs = unit.indices.reduce(Int64(0)) { sum, index in
                unit[(index + 1)...].reduce(sum) { $0 + (unit[index] - $1) * (unit[index] - $1) }
            }
            return sum + 6 * pairs / Int64(unit.count - 1)
        }
        // Everything tripled leaves the quotient as it is: alpha = 1 − (n − 1) · p / (2 · (n · q − s²)).
        let variation = 6 * (sums.values * sums.squares - sums.sum * sums.sum)
        let alpha = 1 - Double((sums.values - 1) * tripled) / Double(variation)
        #expect(abs(alpha - defined) < 1e-12)
    }

    @Test("two and three raters, of random units: the sums say what the definition says")
    func random() throws {
        var state: UInt64 = 3
        func number(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for _ in 0..<300 {
            let units = (0..<1 + number(12)).map { _ in
                (0..<number(4)).map { _ in Int64(number(number(3) == 0 ? 10_000 : 5)) }
            }
            let found = measures(units).krippendorffAlpha
            let defined = byDefinition(units)
            #expect((found == nil) == (defined == nil))
            guard let found, let defined else { continue }
            #expect(abs(found - defined) < 1e-9, "\(units)")
        }
    }

    @Test("perfect agreement is 1, and without any variation there is no alpha")
    func edges() {
        #expect(measures([[0, 0], [600, 600], [300, 300, 300]]).krippendorffAlpha == 1)
        #expect(measures([[5, 5], [5, 5]]).krippendorffAlpha == nil)
        #expect(measures([]).krippendorffAlpha == nil && measures([[1], [2]]).krippendorffAlpha == nil)
        #expect(measures([[0, 100], [100, 0]]).krippendorffAlpha == -0.5)
    }

    @Test("a billion values of the whole score are no problem")
    func large() {
        var measures = AgreementMeasures()
        measures.add(AgreementMeasures(unit: [0, 0]), times: 500_000_000)
        measures.add(AgreementMeasures(unit: [10_000, 10_000]), times: 500_000_000)
        #expect(measures.krippendorffAlpha == 1)
    }

    @Test("what is taken away again leaves nothing: corrections compensate")
    func additive() {
        var measures = AgreementMeasures()
        measures.add(AgreementMeasures(unit: [3, 5, 9]))
        measures.add(AgreementMeasures(unit: [3, 5, 9]), times: -1)
        #expect(measures == AgreementMeasures())
    }

    @Test("automatic points against people's: too strict, too lenient, false alarms and misses")
    func accuracy() throws {
        var bench = ReviewBench()
        bench.take(.scored, by: "Q1", ["greeting": 0, "wording": 4])
        bench.take(.scored, by: "Q2", ["greeting": 0, "wording": 6, "thanks": 1])
        let measures = Dictionary(
            uniqueKeysWithValues: bench.evaluation.criterionMeasures(bench.policy).map {
                ($0.criterion, $0.measures)
            })
        let greeting = try #require(measures["greeting"]?.accuracy)
        #expect(greeting.compared == 1 && greeting.difference == 600 && greeting.falsePositives == 1)
        let wording = try #require(measures["wording"]?.accuracy)
        #expect(wording.difference == -500 && wording.absolute == 500 && wording.falseNegatives == 1)
        #expect(measures["wording"]?.agreement.values == 2 && measures["wording"]?.agreement.pairs == 2 * 200 * 200)
        #expect(measures["thanks"]?.agreement.values == 0, "it applied to one of both")
        #expect(measures["answer"]?.agreement.values == 2 && measures["answer"]?.accuracy.difference == 0)
    }
}
