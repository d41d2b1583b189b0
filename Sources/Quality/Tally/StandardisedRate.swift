// Rates that do not depend on who works where.
// SPDX-License-Identifier: Apache-2.0

/// A rate as it would be if a subject's work were spread over the strata, channels for instance, as that of everything together is: the mean
/// of its rates by stratum, each weighing as much as the stratum counts for everything in the same period (C39). Who is better in every
/// stratum is better by it.
package struct StandardisedRate: Hashable, Sendable {
    /// One stratum.
    package struct Stratum: Hashable, Sendable {
        /// The channel, task type and so on.
        package let name: String
        /// What stands above the line of the subject's rate.
        package let sum: Int64
        /// What stands below it.
        package let counted: Int64
        /// How much the stratum weighs: what stands below the line of everything together.
        package let weight: Int64

        /// The rate; nil when it rests on nothing.
        package var rate: Fraction? { counted > 0 ? Fraction(sum, over: counted) : nil }
    }

    /// The strata that weigh something, by name ascending.
    package let strata: [Stratum]
    /// The rate, with how much it rests on; nil when a stratum is missing, or there is none. It is found exactly and rounded once, half up, to the
    /// billionth: so equal rates are equal, whatever they were computed from.
    package let sample: Figure.Sample?
    /// Wilson's intervals of the strata put together, of ratings (Zou and Donner); nil without a rate, and of other figures.
    package let interval: ConfidenceInterval?

    /// The strata in which the subject has nothing, though everything together has: without these there is no rate that could be compared.
    package var missing: [String] { strata.filter { $0.counted <= 0 }.map(\.name) }

    /// Rates are rounded to one part of so many.
    package static let parts: Int64 = 1_000_000_000

    /// Whether a figure has such rates: those that are so much of so many, and not below 0.
    package static func isDefined(for figure: Figure) -> Bool {
        guard !figure.kind.isOfHistogram, !figure.kind.comparesTeams else { return false }
        switch figure.kind.unit {
        case .share, .rating, .hundredths, .perEpisode: return true
        case .netShare, .milliseconds, .ratingGap, .number: return false
        }
    }

    /// The rate of a figure for which it is defined.
    ///
    /// - Parameter strata: the measures of the subject in each stratum, nil where it has none, and those of everything there.
    package init(_ figure: Figure, _ strata: [(name: String, own: Measures?, all: Measures)]) {
        precondition(StandardisedRate.isDefined(for: figure), "the figure is so much of so many, and not below 0")
        let kept = strata.map { part in
            let own = part.own.map(figure.basis) ?? Figure.Basis()
            return Stratum(
                name: part.name, sum: own.sum, counted: own.counted, weight: figure.basis(of: part.all).counted)
        }.filter { $0.weight > 0 }.sorted { $0.name < $1.name }
        self.strata = kept
        sample = StandardisedRate.sample(of: kept)
        let isOfRatings = figure.kind == .goodRate || figure.kind == .badRate
        interval = isOfRatings ? sample.flatMap { .standardised(kept, $0.value) } : nil
    }

    private static func sample(of strata: [Stratum]) -> Figure.Sample? {
        guard !strata.isEmpty, strata.allSatisfy({ $0.counted > 0 && $0.sum >= 0 }) else { return nil }
        // The sum of weight · sum / counted as one fraction.
        var (above, below) = (Natural(0), Natural(1))
        var (weights, counted): (UInt64, Int64) = (0, 0)
        for stratum in strata {
            let share = Natural(stratum.sum.magnitude).times(stratum.weight.magnitude)
            above = above.times(stratum.counted.magnitude).plus(share.times(below))
            below = below.times(stratum.counted.magnitude)
            weights &+= stratum.weight.magnitude
            counted &+= stratum.counted
        }
        let rate = above.times(parts.magnitude).divided(by: below.times(weights))
        return rate.map { Figure.Sample(value: Fraction($0, over: parts), counted: counted) }
    }
}

extension ConfidenceInterval {
    /// The interval of shares put together: from the share as far as the weighted distances of the strata's bounds together reach. Of a single
    /// stratum it is Wilson's.
    fileprivate static func standardised(
        _ strata: [StandardisedRate.Stratum], _ share: Fraction
    ) -> ConfidenceInterval? {
        let weights = strata.reduce(0.0) { $0 + Double($1.weight) }
        var (below, above) = (0.0, 0.0)
        for stratum in strata {
            guard let interval = wilson(stratum.sum, of: stratum.counted) else { return nil }
            let (weight, rate) = (Double(stratum.weight) / weights, 100 * Double(stratum.sum) / Double(stratum.counted))
            below += weight * weight * (rate - interval.lower) * (rate - interval.lower)
            above += weight * weight * (interval.upper - rate) * (interval.upper - rate)
        }
        let rate = 100 * Double(share.numerator) / Double(share.denominator)
        return ConfidenceInterval(
            lower: max(0, rate - below.squareRoot()), upper: min(100, rate + above.squareRoot()))
    }
}
