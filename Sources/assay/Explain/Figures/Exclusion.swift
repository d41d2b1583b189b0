// Why an episode does not count in a figure.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

/// Why an episode of the subject and period adds nothing to a figure, as far as its evaluation says it.
enum Exclusion: Hashable, Comparable {
    /// It has not ended.
    case notEnded
    /// It stays out of customer figures, because of a review of that kind, or as its conversation said.
    case notOfCustomers(String)
    /// It was judged by a version that is not loaded, or has what is not known here.
    case unusable(String)
    /// The figure does not apply to it, for the reason given.
    case notApplicable(String)

    /// Why an episode that counts with a subject adds nothing to a metric.
    init(of evaluation: Evaluation, from metric: Metric) {
        self = .notApplicable(Exclusion.reason(evaluation, metric))
    }

    /// The reason in words.
    var text: String {
        switch self {
        case .notEnded: "not ended"
        case .notOfCustomers(""):
            "not of customers: spam, test, staff, mystery shopper or simulation, as the conversation said"
        case .notOfCustomers(let kind): "not of customers: reviewed as \(kind)"
        case .unusable(let why): "not usable: \(why)"
        case .notApplicable(let why): "not applicable: \(why)"
        }
    }

    private static func reason(_ evaluation: Evaluation, _ metric: Metric) -> String {
        guard let figure = metric.figure else { return "no answer with a reason in the programme" }
        if let clock = figure.clock { return reason(evaluation, clock, figure) }
        switch figure.kind {
        case .goodRate, .badRate, .meanRating, .netPromoters, .teamSpread: return answer(evaluation, figure)
        case .meanScore: return "no score, as no criterion applied"
        case .episodeTimeliness:
            return evaluation.clocks.isEmpty ? "no clock was started" : "no clock was met or breached"
        case .meanQueue: return "never assigned to a person"
        case .meanAssigned, .meanWaiting: return "never accepted, and no word of a person"
        case .secondComplaintRate: return "no complaint"
        case .returnRate, .quarantineRate: return "no invitation was sent in the period"
        case .maskingCoverage: return "no sensitive numbers"
        case .latePauseRate: return "no pause"
        case .emptyReplyRate: return "no reply of its agent met a clock"
        case .lateHandOverRate: return "its agent handed nothing over"
        case .cycleRate, .lateEndingRate: return "it takes up nothing that its agent ended"
        case .givenAwayRate: return "no bad rating"
        case .raisedRate, .loweredRate: return "no rating was changed"
        case .staffAnswerRate: return "no answer"
        case .invitationGap: return "no score"
        case .handled: return "it ended in another period"
        default: return "it started in another period"
        }
    }

    private static func reason(_ evaluation: Evaluation, _ clock: ClockKind, _ figure: Figure) -> String {
        let clocks = evaluation.clocks.filter { $0.kind == clock }
        guard !clocks.isEmpty else {
            return evaluation.hasEstimatedTimes
                ? "its times were set by rule, so no clock counts" : "no such clock was started"
        }
        let outcomes = Set(clocks.map(\.outcome))
        if outcomes == [.cancelled], figure.kind.countsOutcomes { return "the clock was withdrawn by rule" }
        if outcomes == [.open] { return "the clock still runs" }
        if outcomes == [.abandoned], figure.kind.countsOutcomes, !figure.countsAbandoned {
            return "the episode ended before the clock did"
        }
        if clocks.contains(where: { $0.holder != nil }) {
            return "the clock is credited to who held the conversation then"
        }
        return figure.kind.unit == .milliseconds || figure.kind.hasLimit
            ? "the clock was never answered" : "the clock was withdrawn, or the episode ended first"
    }

    private static func answer(_ evaluation: Evaluation, _ figure: Figure) -> String {
        let wanted = evaluation.surveys.filter { figure.programme == nil || $0.programme == figure.programme }
        func says(_ answer: SurveyAnswer) -> Bool {
            figure.kind == .netPromoters ? answer.recommend != nil : answer.rating != nil
        }
        if let answer = wanted.first(where: says), figure.programme == nil, !answer.isCounted {
            return "answered only in survey programmes that are kept apart, as '\(answer.programme)'"
        }
        let invitations = evaluation.invitations.filter {
            figure.programme == nil || $0.programme == figure.programme
        }
        if invitations.contains(where: \.isQuarantined) { return "answers of a machine, in quarantine" }
        if invitations.contains(where: \.isExpired) { return "the invitation expired without an answer" }
        return figure.kind == .netPromoters ? "no answer from 0 to 10" : "no rating"
    }
}
