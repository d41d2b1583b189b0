// What a figure is computed from, and what single episodes add to it.
// SPDX-License-Identifier: Apache-2.0

extension Figure {
    /// All that a figure is computed from: equal bases give equal figures. Bases add up, as measures do, so what every episode adds can be
    /// held against what a tally has.
    package struct Basis: Hashable, Sendable {
        /// What stands above the line: how many, hundredths of a point, ratings added up, or milliseconds.
        package var sum: Int64 = 0
        /// What stands below it: how many clocks, answers or episodes.
        package var counted: Int64 = 0
        /// The histogram, of percentiles and winsorised means.
        package var histogram = Histogram()
        /// The teams that are compared.
        package var teams = TeamMeasures()
        /// Of episodes with a score, those that were invited, where these are compared: how many, and the sum of their scores.
        package var invited: Int64 = 0
        package var invitedSum: Int64 = 0

        /// Nothing.
        package init() {}

        /// So many of so many.
        package init(sum: Int64, counted: Int64) {
            self.sum = sum
            self.counted = counted
        }

        /// Whether it adds nothing.
        package var isZero: Bool { self == Basis() }

        /// Adds another one so many times; −1 takes it away. Sums wrap around, as those of figures do.
        package mutating func add(_ other: Basis, times: Int64 = 1) {
            sum &+= other.sum &* times
            counted &+= other.counted &* times
            histogram.merge(other.histogram, times: times)
            teams.add(other.teams, times: times)
            invited &+= other.invited &* times
            invitedSum &+= other.invitedSum &* times
        }

        /// Mean of those that were invited less that of the others, which rests on the fewer of both; nil without both, or when no number
        /// can hold it.
        var invitationGap: Sample? {
            let others = counted &- invited
            guard invited > 0, others > 0 else { return nil }
            let gap = Int128(invitedSum) * Int128(others) - Int128(sum &- invitedSum) * Int128(invited)
            guard let above = Int64(exactly: gap), let below = Int64(exactly: Int128(invited) * Int128(others)) else {
                return nil
            }
            return Sample(value: Fraction(above, over: below), counted: min(invited, others))
        }
    }

    /// What measures have for the figure. Of one that is computed from a histogram the sum is that of the times; of one that compares teams
    /// good ratings and answers are those of the teams that are compared.
    package func basis(of measures: Measures) -> Basis {
        var basis = Basis()
        if kind.isOfHistogram {
            let responses = responses(measures)
            basis = Basis(sum: responses.elapsed, counted: responses.answered)
            basis.histogram = responses.histogram
        } else if kind.comparesTeams {
            basis.teams = measures.teams
            for entry in measures.teams.entries {
                basis.sum &+= entry.good
                basis.counted &+= entry.answers
            }
        } else {
            let parts = parts(of: measures)
            basis = Basis(sum: parts.sum, counted: parts.counted)
            if kind == .invitationGap {
                let invited = measures.integrity[IntegritySignal.invited.word]
                (basis.invited, basis.invitedSum) = (invited.count, invited.sum)
            }
        }
        return basis
    }

    /// How the clocks that it is of went; nothing for figures that are of no clock.
    package func responses(of measures: Measures) -> ResponseMeasures { responses(measures) }

    /// The figure of a basis; nil when it rests on nothing.
    package func sample(of basis: Basis) -> Sample? {
        if let leastEach { return basis.teams.spread(least: leastEach) }
        if kind.isOfHistogram { return sample(of: basis.histogram) }
        if kind == .invitationGap { return basis.invitationGap }
        return sample(of: Parts(sum: basis.sum, counted: basis.counted), windows: 1)
    }

    /// The interval of 95 % confidence: Wilson's of shares of ratings, the adjusted Wald interval of a net promoter score (C02…C16); nil of
    /// other figures, and without answers.
    package func interval(of measures: Measures) -> ConfidenceInterval? {
        let entry = programme.map { measures.programmes[$0] }
        switch kind {
        case .goodRate, .badRate:
            let parts = parts(of: measures)
            return .wilson(parts.sum, of: parts.counted)
        case .netPromoters:
            return .netPromoters(
                promoters: entry?.promoters ?? measures.promoters, passives: entry?.passives ?? measures.passives,
                detractors: entry?.detractors ?? measures.detractors)
        default: return nil
        }
    }
}
