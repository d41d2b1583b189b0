// Pay models: from a grade to money, and what is added or taken away.
// SPDX-License-Identifier: Apache-2.0

/// Money in whole cents, or the hundredth part of another currency.
package struct Cents: Comparable, Hashable, Sendable {
    /// How many cents.
    package var count: Int64

    /// So many cents.
    package init(_ count: Int64) { self.count = count }

    package static func < (left: Cents, right: Cents) -> Bool { left.count < right.count }

    /// "-1234.50".
    package var written: String {
        let (whole, part) = count.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(count < 0 ? "-" : "")\(whole).\(part < 10 ? "0" : "")\(part)"
    }
}

/// One version of a pay model. What the handbooks leave open, base, stacking, caps, rounding and the time for appeals (X34), it always says.
package struct PayModel: Hashable, Sendable {
    /// Its name, the same in all its versions.
    package var name: String
    /// Its version, in every scorecard.
    package var version: String
    /// Periods that start at or after it are paid by this version.
    package var effectiveFrom: Instant
    /// ISO 4217 code of the currency.
    package var currency: String
    /// What grades are worth.
    package var performancePay: PerformancePay
    /// What percentages of adjustments are of.
    package var percentagesOf: PercentageBase
    /// How several percentages act together (A30).
    package var stacking: Stacking
    /// The most that all penalties together take, in percent of the same base.
    package var penaltyCap: Points
    /// The most that all rewards together give, in percent of the same base.
    package var rewardCap: Points
    /// How the total becomes whole cents (A36).
    package var rounding: Rational.Rounding
    /// How long after its confirmation an adjustment can be appealed against; it counts after that.
    package var appeal: Milliseconds
    /// What is added or taken away, in the order in which it is applied.
    package var adjustments: [Adjustment]

    /// A model.
    package init(
        name: String, version: String, effectiveFrom: Instant, currency: String, performancePay: PerformancePay,
        percentagesOf: PercentageBase, stacking: Stacking, penaltyCap: Points, rewardCap: Points,
        rounding: Rational.Rounding, appeal: Milliseconds, adjustments: [Adjustment]
    ) {
        self.name = name
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.currency = currency
        self.performancePay = performancePay
        self.percentagesOf = percentagesOf
        self.stacking = stacking
        self.penaltyCap = penaltyCap
        self.rewardCap = rewardCap
        self.rounding = rounding
        self.appeal = appeal
        self.adjustments = adjustments
    }

    /// What grades are worth.
    package enum PerformancePay: Hashable, Sendable {
        /// An amount for each grade, by name ascending.
        case amounts([Grade<Cents>])
        /// The payee's base amount times a coefficient for each grade, by name ascending.
        case coefficients([Grade<Rational>])

        /// The grades that are worth something.
        package var grades: [String] {
            switch self {
            case .amounts(let grades): grades.map(\.name)
            case .coefficients(let grades): grades.map(\.name)
            }
        }

        /// Whether it needs a base amount for each payee.
        package var needsBaseAmount: Bool { if case .coefficients = self { true } else { false } }
    }

    /// A grade and what it is worth.
    package struct Grade<Value: Hashable & Sendable>: Hashable, Sendable {
        /// The grade's name, as in the KPI model.
        package var name: String
        /// What it is worth.
        package var value: Value

        /// A grade.
        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// What percentages are of.
    package enum PercentageBase: String, CaseIterable, Hashable, Sendable {
        /// The performance pay of the period, after the grade.
        case performancePay = "performance-pay"
        /// The payee's base amount, whatever the grade.
        case baseAmount = "base-amount"
    }

    /// How several percentages act together.
    package enum Stacking: String, CaseIterable, Hashable, Sendable {
        /// −5 % and −10 % are −15 %.
        case additive
        /// −5 % and −10 % are −14.5 %.
        case multiplicative
    }

    /// A penalty, below 0, or a reward, above.
    package struct Adjustment: Hashable, Sendable {
        /// Its name in scorecards.
        package var id: String
        /// Its title.
        package var title: Criterion.Title
        /// The handbooks' requirements that it stands for.
        package var requirements: [String]
        /// Whom it can concern.
        package var payee: Payee
        /// How much it is.
        package var size: Size
        /// The rule that proposes it from records; nil where only people do (S3-068: intent is for people to judge).
        package var streak: StreakRule?

        /// An adjustment.
        package init(
            id: String, title: Criterion.Title, requirements: [String] = [], payee: Payee, size: Size,
            streak: StreakRule? = nil
        ) {
            self.id = id
            self.title = title
            self.requirements = requirements
            self.payee = payee
            self.size = size
            self.streak = streak
        }
    }

    /// Whom an adjustment can concern.
    package enum Payee: String, CaseIterable, Hashable, Sendable {
        /// Whoever serves customers.
        case agent
        /// Whoever leads a department (S3-121).
        case headOfDepartment = "head-of-department"
    }

    /// How much an adjustment is.
    package enum Size: Hashable, Sendable {
        /// Hundredths of a percent of the base; not 0.
        case percent(Int64)
        /// Money; not 0.
        case amount(Cents)

        /// Whether it takes away.
        package var isPenalty: Bool {
            switch self {
            case .percent(let hundredths): hundredths < 0
            case .amount(let cents): cents.count < 0
            }
        }
    }
}
