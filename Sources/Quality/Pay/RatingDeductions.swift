// Points of 100 from which ratings take some away, in another way where they are few.
// SPDX-License-Identifier: Apache-2.0

/// Few ratings make a bad rate of chance (C49): up to so many of them, each bad one takes points away; of more, each percent that the good
/// rate lies below its target does. Points are never below 0.
package struct RatingDeductions: Hashable, Sendable {
    /// The survey programme; nil for all answers that count.
    package var programme: String?
    /// The most ratings that are few.
    package var few: Int64
    /// The points that each bad rating takes away while they are few.
    package var eachBad: Points
    /// The good rate that takes nothing away when they are more, in percent.
    package var target: Rational
    /// The points that each percent below it takes away, and a part of a percent in proportion.
    package var eachPercent: Points

    /// A rule.
    package init(programme: String? = nil, few: Int64, eachBad: Points, target: Rational, eachPercent: Points) {
        self.programme = programme
        self.few = few
        self.eachBad = eachBad
        self.target = target
        self.eachPercent = eachPercent
    }

    /// What ratings come to.
    struct Outcome {
        var points: Rational
        /// How many ratings there are.
        var ratings: Int64
        /// How many of them are bad.
        var bad: Rational
        /// The good rate in percent.
        var good: Rational
    }

    /// The points of ratings; nil when there are none.
    func outcome(of measures: Measures) throws(Rational.Overflow) -> Outcome? {
        guard let good = Figure(.goodRate, programme: programme).sample(of: measures),
            let bad = Figure(.badRate, programme: programme).sample(of: measures)
        else { return nil }
        let percent = try Rational(good.value) * .hundred
        let count = try Rational(bad.value) * Rational(bad.counted)
        let lost =
            good.counted <= few
            ? try count * Rational(hundredths: Int64(eachBad.hundredths))
            : try max(.zero, target - percent) * Rational(hundredths: Int64(eachPercent.hundredths))
        return Outcome(points: max(.zero, try .hundred - lost), ratings: good.counted, bad: count, good: percent)
    }

    /// The formula in words, as scorecards show it.
    var formula: String {
        func written(_ points: Points) -> String { Rational(hundredths: Int64(points.hundredths)).written }
        return "100 − \(written(eachBad)) × bad ratings of up to \(few)\(programme.map { " of \($0)" } ?? ""); of more "
            + "100 − \(written(eachPercent)) × (\(target.written) − csat-good-rate), at least 0"
    }
}
