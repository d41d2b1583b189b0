// The additive figures of a criterion: how far raters agree, and the automatic score with them.
// SPDX-License-Identifier: Apache-2.0

/// Agreement of raters about a criterion, as sums of whole numbers. A value is what a rater took off, in hundredths of a
/// point of the total as the rubric is written; the raters of one episode form a unit.
package struct AgreementMeasures: Hashable, Sendable {
    /// How many values: of units with two raters or three.
    package var values: Int64 = 0
    /// Sum of the values.
    package var sum: Int64 = 0
    /// Sum of their squares.
    package var squares: Int64 = 0
    /// Twice the sum, over the units, of the squared differences of all pairs divided by the number of raters less 1.
    package var pairs: Int64 = 0

    /// Nothing.
    package init() {}

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: AgreementMeasures, times: Int64 = 1) {
        values += other.values * times
        sum += other.sum * times
        squares += other.squares * times
        pairs += other.pairs * times
    }

    /// The measures of one unit; nothing when it has fewer than two values. It has at most three: then everything stays a
    /// whole number.
    package init(unit: [Int64]) {
        precondition(unit.count <= 3, "an episode has at most three raters")
        guard unit.count > 1 else { return }
        values = Int64(unit.count)
        for (index, value) in unit.enumerated() {
            sum += value
            squares += value * value
            for other in unit[(index + 1)...] { pairs += (value - other) * (value - other) }
        }
        // Twice, divided by one or by two.
        if unit.count == 2 { pairs *= 2 }
    }

    /// Krippendorff's alpha with the interval metric: 1 when all agree, 0 when they agree as by chance, negative when less.
    /// Nil when it is not defined: without values, or when all of them are equal.
    ///
    /// By definition 1 − D_o/D_e, with D_o the mean squared difference of the pairs within units, each unit weighing as many
    /// values as it has, and D_e that of all pairs of values. Exact until the last division.
    package var krippendorffAlpha: Double? {
        let variation = 2 * (Int128(values) * Int128(squares) - Int128(sum) * Int128(sum))
        guard values > 1, variation > 0 else { return nil }
        return Double(variation - Int128(values - 1) * Int128(pairs)) / Double(variation)
    }
}

/// Automatic points against those of people, of one criterion, in hundredths of a point of the total as they weigh.
package struct AccuracyMeasures: Hashable, Sendable {
    /// How many episodes were compared.
    package var compared: Int64 = 0
    /// Sum of the absolute differences.
    package var absolute: Int64 = 0
    /// Sum of the differences, automatic minus human.
    package var difference: Int64 = 0
    /// Lost automatically, and not to people.
    package var falsePositives: Int64 = 0
    /// Lost to people, and not automatically.
    package var falseNegatives: Int64 = 0

    /// Nothing.
    package init() {}

    /// The measures of one episode.
    package init(automatic: Points, human: Points) {
        compared = 1
        difference = Int64(automatic.hundredths) - Int64(human.hundredths)
        absolute = abs(difference)
        falsePositives = automatic > .zero && human == .zero ? 1 : 0
        falseNegatives = automatic == .zero && human > .zero ? 1 : 0
    }

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: AccuracyMeasures, times: Int64 = 1) {
        compared += other.compared * times
        absolute += other.absolute * times
        difference += other.difference * times
        falsePositives += other.falsePositives * times
        falseNegatives += other.falseNegatives * times
    }
}

extension Evaluation {
    /// What the review contributes to the figures of each criterion, in the rubric's order; those without anything are left
    /// out. Episodes that stay out of customer figures contribute, too: these figures are about raters and the automatic
    /// score.
    package func criterionMeasures(_ policy: Policy) -> [(criterion: String, measures: Measures)] {
        guard let review, isEnded else { return [] }
        let costs = review.final?.sheet.score(policy).costs
        var found: [(criterion: String, measures: Measures)] = []
        var index = 0
        for (dimension, part) in policy.rubric.dimensions.enumerated() {
            for (place, criterion) in part.criteria.enumerated() {
                var measures = Measures()
                let sheets = review.raters.map(\.sheet)
                let unit = sheets.compactMap { sheet in sheet.lost(index).map { Int64($0.hundredths) } }
                measures.agreement = AgreementMeasures(unit: unit)
                if let costs, criterion.hasAutomaticFigure(in: part) {
                    let automatic = deductions.reduce(Points.zero) { sum, deduction in
                        deduction.dimension == dimension && deduction.criterion == place ? sum + deduction.points : sum
                    }
                    if let human = costs[index] ?? (automatic > .zero ? .zero : nil) {
                        measures.accuracy = AccuracyMeasures(automatic: automatic, human: human)
                    }
                }
                if !measures.isZero { found.append((criterion.id, measures)) }
                index += 1
            }
        }
        return found
    }
}

extension Criterion {
    /// Whether it has an automatic figure that people's can be held against: not what only people can tell or what only awards.
    package func hasAutomaticFigure(in dimension: Dimension) -> Bool { check != .human && dimension.bonusCap == nil }
}
