// From a figure in its own unit to points of 100.
// SPDX-License-Identifier: Apache-2.0

/// How a number becomes points. All are named, as they give different points for the same number (X14).
package enum Normalisation: Hashable, Sendable {
    /// A percentage, or points, as it is; below 0 counts as 0 and above 100 as 100 (X29).
    case percent
    /// A rating of 1 to 5 times 20: 4.5 is 90 and 1 is 20 (S4-072).
    case timesTwenty
    /// Linear from the worst number, 0 points, to the best one, 100 points, and not beyond; the best may be the smaller one.
    case minMax(worst: Rational, best: Rational)
    /// The share of a target in percent, at most `cap` (X36: 13.5 of 15 is 90).
    case target(Rational, cap: Rational)
    /// By bands, on the unrounded number.
    case bands(Bands<Worth>)

    /// What a band is worth.
    package enum Worth: Hashable, Sendable {
        /// So many points.
        case points(Points)
        /// The number itself as points, within 0 to 100.
        case itself
    }

    /// The points of a number.
    package func points(_ number: Rational) throws(Rational.Overflow) -> Rational {
        switch self {
        case .percent: return Normalisation.clamped(number)
        case .timesTwenty: return try number * Rational(20)
        case .minMax(let worst, let best):
            return Normalisation.clamped(try (number - worst) / (best - worst) * .hundred)
        case .target(let target, let cap):
            return Normalisation.clamped(try number / target * .hundred, most: cap)
        case .bands(let bands):
            switch bands.value(at: number) {
            case .points(let points): return Rational(hundredths: Int64(points.hundredths))
            case .itself: return Normalisation.clamped(number)
            }
        }
    }

    /// The formula in words, as scorecards show it.
    package var formula: String {
        switch self {
        case .percent: "as it is"
        case .timesTwenty: "× 20"
        case .minMax(let worst, let best): "minmax from \(worst.written) to \(best.written)"
        case .target(let target, let cap): "/ \(target.written) × 100, at most \(cap.written)"
        case .bands(let bands):
            "bands "
                + bands.list.map { band in
                    switch band.value {
                    case .points(let points):
                        "≥ \(band.from.written): \(Rational(hundredths: Int64(points.hundredths)).written)"
                    case .itself: "≥ \(band.from.written): itself"
                    }
                }.joined(separator: ", ")
        }
    }

    private static func clamped(_ number: Rational, most: Rational = .hundred) -> Rational {
        max(.zero, min(most, number))
    }
}

extension Figure.Unit {
    /// A number of a figure as people write it: percent, points, a rating, seconds, how many.
    package func natural(_ number: Fraction) throws(Rational.Overflow) -> Rational {
        let exact = Rational(number)
        switch self {
        case .share, .netShare: return try exact * .hundred
        case .milliseconds: return try exact / Rational(1_000)
        case .hundredths: return try exact / .hundred
        case .perEpisode, .rating, .ratingGap, .number: return exact
        }
    }

    /// The least number there can be, in the same unit: where bands begin.
    package var lowest: Rational {
        switch self {
        case .netShare: Rational(-100)
        case .rating: Rational(1)
        default: .zero
        }
    }
}
