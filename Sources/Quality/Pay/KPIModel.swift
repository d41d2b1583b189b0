// KPI models: which figures make the composite that people are graded by.
// SPDX-License-Identifier: Apache-2.0

/// One version of a KPI model (S3-070, S3-085, S4-071…073). Its weights sum to exactly 100 and its grades are total: a reader sees to it.
package struct KPIModel: Hashable, Sendable {
    /// Its name, the same in all its versions.
    package var name: String
    /// Its version, in every scorecard.
    package var version: String
    /// Periods that start at or after it are judged by this version.
    package var effectiveFrom: Instant
    /// What the composite is made of, in the order of the file.
    package var indicators: [Indicator]
    /// The grades of composites.
    package var grades: Bands<String>

    /// A model.
    package init(
        name: String, version: String, effectiveFrom: Instant, indicators: [Indicator], grades: Bands<String>
    ) {
        self.name = name
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.indicators = indicators
        self.grades = grades
    }
}

/// One line of a KPI model.
package struct Indicator: Hashable, Sendable {
    /// Its name in scorecards.
    package var id: String
    /// Its title.
    package var title: Criterion.Title
    /// The handbooks' requirements that it stands for.
    package var requirements: [String]
    /// Its share of the composite, in percent.
    package var weight: Points
    /// What it is computed from.
    package var source: Source
    /// How that becomes points.
    package var normalisation: Normalisation
    /// What it takes to count, for figures and ratings by colleagues.
    package var sample: SmallSample?
    /// What happens when something is not there that only people can state (A37); nil where nothing is needed.
    package var whenMissing: Absence?

    /// A line.
    package init(
        id: String, title: Criterion.Title, requirements: [String] = [], weight: Points, source: Source,
        normalisation: Normalisation, sample: SmallSample? = nil, whenMissing: Absence? = nil
    ) {
        self.id = id
        self.title = title
        self.requirements = requirements
        self.weight = weight
        self.source = source
        self.normalisation = normalisation
        self.sample = sample
        self.whenMissing = whenMissing
    }

    /// What a line is computed from.
    package enum Source: Hashable, Sendable {
        /// A figure of the agent's tallies.
        case figure(Figure)
        /// A number of something for each so many effective hours (S3-085, S4-027, X36, A33): whoever works half the hours needs half of it.
        case perHours(Figure, Rational)
        /// What somebody stated (S0-071, S1-056, S4-060).
        case statement(String, Combination)
        /// What somebody stated in parts that weigh differently: theory 40 % and practice 60 % of an exam (S3-063). Without all parts it is missing.
        case parts(String, [Part], Combination)
        /// The trimmed mean of what colleagues stated, each once: so many of the highest and of the lowest are left out (S2-054, X37).
        case raters(String, trim: Int)
        /// 100 points less what ratings take away (C49).
        case ratings(RatingDeductions)
    }

    /// A part of what is stated in parts.
    package struct Part: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its weight, in percent.
        package var weight: Points

        /// A part.
        package init(name: String, weight: Points) {
            self.name = name
            self.weight = weight
        }
    }

    /// How several statements of one period become one number.
    package enum Combination: String, CaseIterable, Hashable, Sendable {
        /// The one that was stated last.
        case latest
        /// Their mean.
        case mean
        /// Their sum.
        case sum
    }

    /// What happens to a line without a value: it is never 0.
    package enum Absence: String, CaseIterable, Hashable, Sendable {
        /// There is no composite until it is there.
        case block
        /// The others get its weight, in proportion.
        case redistribute
    }

    /// What a figure takes to count.
    package struct SmallSample: Hashable, Sendable {
        /// So many cases, answers or raters at least.
        package var least: Int64
        /// What happens with fewer.
        package var otherwise: Otherwise

        /// A rule.
        package init(least: Int64, otherwise: Otherwise) {
            self.least = least
            self.otherwise = otherwise
        }

        /// What happens with fewer.
        package enum Otherwise: String, CaseIterable, Hashable, Sendable {
            /// There is no composite.
            case block
            /// The others get the weight.
            case redistribute
            /// The team's figure counts, when it has enough; else there is no composite.
            case team
        }
    }

    /// The formula in words, as scorecards show it.
    package var formula: String { "\(source.formula) \(normalisation.formula)" }
}

extension Indicator.Source {
    /// The formula in words.
    package var formula: String {
        switch self {
        case .figure(let figure): figure.formula
        case .perHours(let figure, let hours): "\(figure.formula) / effective-hours × \(hours.written)"
        case .statement(let name, let combination): "\(name) (\(combination.rawValue))"
        case .parts(let name, let parts, let combination):
            "\(name) = "
                + parts.map { "\(Rational(hundredths: Int64($0.weight.hundredths)).written) % \($0.name)" }.joined(
                    separator: " + ")
                + " (\(combination.rawValue))"
        case .raters(let name, let trim): "\(name) (mean of raters without the \(trim) highest and lowest)"
        case .ratings(let deductions): deductions.formula
        }
    }
}

extension Figure {
    fileprivate var formula: String {
        var words = [kind.word]
        if let clock { words.append(clock.word) }
        if kind.countsOutcomes { words.append(countsAbandoned ? "(abandoned counted)" : "(abandoned left out)") }
        if let programme { words.append("of \(programme)") }
        if let limit { words.append("(above \(limit.count) ms)") }
        return words.joined(separator: " ")
    }
}
