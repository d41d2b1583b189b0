// Figures: rates and means that are computed from measures.
// SPDX-License-Identifier: Apache-2.0

/// A figure of a subject and window, exactly, from its measures.
package struct Figure: Hashable, Sendable {
    /// What is computed.
    package enum Kind: CaseIterable, Sendable {
        /// Clocks that were met, of those that ended (S3-100).
        case timeliness
        /// Clocks that were breached, of those that ended (S4-010…012, S4-067).
        case overtimeRate
        /// Mean business time of clocks that were answered (S0-040).
        case meanResponse
        /// Ratings of 4 and 5, of all answers (S3-103, X15).
        case goodRate
        /// Ratings of 1 and 2, of all answers.
        case badRate
        /// Mean rating (S4-019, S4-057).
        case meanRating
        /// Promoters less detractors, of all who said whether they would recommend (S3-104, C17).
        case netPromoters
        /// Mean score.
        case meanScore
        /// Masked ones of all sensitive numbers (S4-064).
        case maskingCoverage
        /// Episodes that ended.
        case conversations

        /// The figure's name in policies and alerts.
        package var word: String {
            switch self {
            case .timeliness: "timeliness"
            case .overtimeRate: "overtime-rate"
            case .meanResponse: "mean-response"
            case .goodRate: "csat-good-rate"
            case .badRate: "csat-bad-rate"
            case .meanRating: "csat-mean"
            case .netPromoters: "nps"
            case .meanScore: "mean-score"
            case .maskingCoverage: "masking-coverage"
            case .conversations: "conversations"
            }
        }

        /// What its numbers are.
        package var unit: Unit {
            switch self {
            case .timeliness, .overtimeRate, .goodRate, .badRate, .maskingCoverage: .share
            case .netPromoters: .netShare
            case .meanResponse: .milliseconds
            case .meanRating: .rating
            case .meanScore: .hundredths
            case .conversations: .number
            }
        }

        /// Whether it is better the higher it is.
        package var isBetterHigher: Bool {
            switch self {
            case .timeliness, .goodRate, .meanRating, .netPromoters, .meanScore, .maskingCoverage: true
            case .overtimeRate, .meanResponse, .badRate, .conversations: false
            }
        }

        /// Whether it is the figure of a clock.
        package var isOfClock: Bool { [.timeliness, .overtimeRate, .meanResponse].contains(self) }

        /// Whether clocks whose episode ended first may count among those that ended.
        package var countsOutcomes: Bool { [.timeliness, .overtimeRate].contains(self) }
    }

    /// What the numbers of a figure are.
    package enum Unit: Sendable {
        /// 1 is 100 %.
        case share
        /// −1 to 1.
        case netShare
        /// Business time.
        case milliseconds
        /// A rating from 1 to 5.
        case rating
        /// Hundredths of a point.
        case hundredths
        /// How many.
        case number
    }

    /// What is computed.
    package var kind: Kind
    /// Of which clock, where it is a clock's.
    package var clock: ClockKind?
    /// Whether clocks whose episode ended first are among those that ended: neither met nor breached.
    package var countsAbandoned: Bool

    /// A figure.
    package init(_ kind: Kind, of clock: ClockKind? = nil, countsAbandoned: Bool = false) {
        precondition(kind.isOfClock == (clock != nil), "figures of clocks, and no others, name their clock")
        self.kind = kind
        self.clock = clock
        self.countsAbandoned = countsAbandoned
    }

    /// A figure as it stands.
    package struct Sample: Hashable, Sendable {
        /// The figure, in its unit.
        package var value: Fraction
        /// How many clocks, answers or conversations it rests on: above 0.
        package var counted: Int64

        /// A figure that rests on so many.
        package init(value: Fraction, counted: Int64) {
            self.value = value
            self.counted = counted
        }
    }

    /// The figure of measures; nil when it rests on nothing.
    package func sample(of measures: Measures) -> Sample? { sample(parts(of: measures), windows: 1) }

    /// The figure of several windows together, each weighing as much as it counted; of those in which nothing happened there
    /// are no measures. Of conversations it is the mean over `windows`.
    package func sample(of measures: [Measures], windows: Int) -> Sample? {
        var sum = Parts(sum: 0, counted: 0)
        for part in measures.lazy.map(parts) {
            sum.sum &+= part.sum
            sum.counted &+= part.counted
        }
        return sample(sum, windows: windows)
    }

    private struct Parts {
        var sum: Int64
        var counted: Int64
    }

    private func sample(_ parts: Parts, windows: Int) -> Sample? {
        guard parts.counted > 0 else { return nil }
        let divisor = kind == .conversations ? Int64(windows) : parts.counted
        return Sample(value: Fraction(parts.sum, over: divisor), counted: parts.counted)
    }

    /// Sums wrap around: facts beyond all numbers make a figure wrong, and must not stop a partition.
    private func parts(of measures: Measures) -> Parts {
        switch kind {
        case .timeliness: outcomes(measures, \.met)
        case .overtimeRate: outcomes(measures, \.breached)
        case .meanResponse:
            Parts(sum: responses(measures).elapsed, counted: responses(measures).answered)
        case .goodRate: ratings(measures, [0, 0, 0, 1, 1])
        case .badRate: ratings(measures, [1, 1, 0, 0, 0])
        case .meanRating: ratings(measures, [1, 2, 3, 4, 5])
        case .netPromoters:
            Parts(
                sum: measures.promoters &- measures.detractors,
                counted: measures.promoters &+ measures.passives &+ measures.detractors)
        case .meanScore: Parts(sum: measures.scoreHundredths, counted: measures.scored)
        case .maskingCoverage:
            Parts(sum: measures.sensitiveMasked, counted: measures.sensitiveClear &+ measures.sensitiveMasked)
        case .conversations: Parts(sum: measures.conversations, counted: measures.conversations)
        }
    }

    private func responses(_ measures: Measures) -> ResponseMeasures {
        switch clock {
        case .none: ResponseMeasures()
        case .firstResponseHuman: measures.firstResponseHuman
        case .firstResponseAny: measures.firstResponseAny
        case .some(let kind): measures.otherClocks[kind]
        }
    }

    private func outcomes(_ measures: Measures, _ part: KeyPath<ResponseMeasures, Int64>) -> Parts {
        let responses = responses(measures)
        let decided = responses.met &+ responses.breached
        return Parts(
            sum: responses[keyPath: part], counted: countsAbandoned ? decided &+ responses.abandoned : decided)
    }

    private func ratings(_ measures: Measures, _ weights: [Int64]) -> Parts {
        var parts = Parts(sum: 0, counted: 0)
        for (count, weight) in zip(measures.ratings.list, weights) {
            parts.sum &+= count &* weight
            parts.counted &+= count
        }
        return parts
    }
}
