// What figures are, in words.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// A figure in words: what it is, and what stands above and below the line.
package struct MetricWords {
    /// What it is.
    package var meaning: String
    /// What is counted or added up.
    package var above: String
    /// Of what; empty for numbers of something.
    package var below: String

    private init(_ meaning: String, _ above: String, _ below: String = "") {
        self.meaning = meaning
        self.above = above
        self.below = below
    }

    /// The words of a metric.
    package init(_ metric: Metric) {
        switch metric {
        case .reason(let reason, let programme):
            self.init(
                "how often the reason '\(reason)' was given in the survey programme '\(programme)'; several are allowed in one answer",
                "answers with this reason", "answers with a reason")
        case .figure(let figure):
            self = MetricWords.ofClock(figure) ?? MetricWords.ofIntegrity(figure) ?? MetricWords.ofEpisodes(figure)
        }
    }

    private static func ofClock(_ figure: Figure) -> MetricWords? {
        let ended = figure.countsAbandoned ? "clocks met, breached or abandoned" : "clocks met or breached"
        let clock = figure.clock.map { " of \($0.word)" } ?? ""
        let answered = "business time of clocks\(clock) that were answered, in time or late"
        switch figure.kind {
        case .timeliness: return MetricWords("clocks\(clock) that were met, of those that ended", "clocks met", ended)
        case .overtimeRate:
            return MetricWords("clocks\(clock) that were breached, of those that ended", "clocks breached", ended)
        case .episodeTimeliness:
            return MetricWords(
                "episodes all of whose clocks were met, of those with clocks that ended", "episodes in time",
                figure.countsAbandoned ? "episodes with clocks that ended" : "episodes with clocks met or breached")
        case .unanswered:
            return MetricWords("clocks\(clock) that are over and were never answered", "clocks never answered")
        case .unansweredRate:
            return MetricWords(
                "clocks\(clock) that were never answered, of all that are over", "clocks never answered",
                "clocks that are over")
        case .meanResponse: return MetricWords("mean \(answered)", "business time", "clocks answered")
        case .winsorisedResponse:
            return MetricWords(
                "mean \(answered); the slowest and the fastest twentieth count as the 95th and the 5th percentile",
                "winsorised business time", "clocks answered")
        case .medianResponse, .response90, .response95, .response99:
            return MetricWords(
                "\(figure.kind.word.prefix { $0 != "-" }) of the \(answered), by buckets of at most 1/32",
                "business time",
                "clocks answered")
        case .outliers:
            return MetricWords(
                "clocks\(clock) that were answered after more than \(Figure.Unit.milliseconds.written(Fraction(figure.limit?.count ?? 0, over: 1))) of business time",
                "clocks answered later")
        default: return nil
        }
    }

    private static func ofIntegrity(_ figure: Figure) -> MetricWords? {
        let programme = figure.programme.map { " of the survey programme '\($0)'" } ?? ""
        switch figure.kind {
        case .emptyReplyRate:
            return MetricWords(
                "replies just before a deadline that say hardly anything, of all that met a clock; a sign, no verdict",
                "empty replies just before a deadline", "replies that met a clock")
        case .lateHandOverRate:
            return MetricWords(
                "hand-overs just before a deadline, of all by a person; a sign, no verdict",
                "hand-overs just before a deadline", "hand-overs")
        case .cycleRate:
            return MetricWords(
                "reopenings that end a cycle of closing and reopening, of all; a sign, no verdict", "cycles",
                "reopenings")
        case .lateEndingRate:
            return MetricWords(
                "reopenings soon after an end just before a deadline, of all; a sign, no verdict",
                "soon after such an end", "reopenings")
        case .givenAwayRate:
            return MetricWords(
                "bad ratings whose case was given away afterwards, of all bad ones; a sign, no verdict",
                "cases given away", "bad ratings")
        case .raisedRate:
            return MetricWords(
                "ratings that became better after the agent spoke again, of all that were changed; a sign, no verdict",
                "ratings raised", "changes of ratings")
        case .loweredRate:
            return MetricWords(
                "ratings that became worse after the agent spoke again, of all that were changed; a sign, no verdict",
                "ratings lowered", "changes of ratings")
        case .staffAnswerRate:
            return MetricWords(
                "answers of staff, which do not count, of all answers; a sign, no verdict", "answers of staff",
                "answers")
        case .quarantineRate:
            return MetricWords(
                "invitations\(programme) whose answers were those of a machine, of all sent; a sign, no verdict",
                "in quarantine", "invitations sent")
        case .invitationGap:
            return MetricWords(
                "mean score of episodes that were invited to a survey less that of the others; a sign, no verdict",
                "scores added up", "episodes with a score")
        default: return nil
        }
    }

    private static func ofEpisodes(_ figure: Figure) -> MetricWords {
        let programme = figure.programme.map { " of the survey programme '\($0)'" } ?? ""
        switch figure.kind {
        case .goodRate:
            return MetricWords("ratings of 4 and 5, of all\(programme)", "ratings of 4 and 5", "answers with a rating")
        case .badRate:
            return MetricWords("ratings of 1 and 2, of all\(programme)", "ratings of 1 and 2", "answers with a rating")
        case .meanRating:
            return MetricWords("mean rating, 1 to 5\(programme)", "ratings added up", "answers with a rating")
        case .netPromoters:
            return MetricWords(
                "answers of 9 and 10 to \"would you recommend us\" less those of 0 to 6, of all\(programme)",
                "promoters − detractors", "answers from 0 to 10")
        case .meanScore: return MetricWords("mean score of episodes", "scores added up", "episodes with a score")
        case .maskingCoverage:
            return MetricWords("masked ones of all sensitive numbers", "masked numbers", "sensitive numbers")
        case .latePauseRate:
            return MetricWords(
                "pauses of clocks that began shortly before the deadline, of all pauses", "late pauses", "pauses")
        case .conversations: return MetricWords("episodes that ended, by the time of their start", "episodes")
        case .handled: return MetricWords("workload: episodes by the time of their end", "episodes that ended")
        case .teamSpread:
            return MetricWords(
                "share of good ratings of the best team less that of the worst, of teams with at least \(figure.leastEach ?? 0) answers",
                "best share − worst share")
        case .meanHandOvers: return MetricWords("hand-overs of an episode", "hand-overs", "episodes")
        case .meanQueue:
            return MetricWords("mean time in the queue", "time in the queue", "episodes that were assigned")
        case .meanAssigned:
            return MetricWords(
                "mean time from the assignment to the acceptance or first word", "time until accepted",
                "episodes accepted or answered")
        case .meanWaiting:
            return MetricWords(
                "mean time from the start to the acceptance or first word", "time of waiting",
                "episodes accepted or answered")
        case .resolutionRate:
            return MetricWords(
                "episodes that ended because they were resolved, of all", "episodes resolved", "episodes")
        case .complaintRate:
            return MetricWords(
                "episodes with a complaint that was not withdrawn, of all", "episodes with a complaint", "episodes")
        case .secondComplaintRate:
            return MetricWords(
                "complaints about the result of an earlier one, of all", "second complaints", "complaints")
        case .returnRate:
            return MetricWords(
                "invitations that were answered, of all sent\(programme)", "answered", "invitations sent")
        case .surveyCoverage:
            return MetricWords("episodes with an invitation\(programme), of all", "episodes invited", "episodes")
        case .firstContactLoose:
            return MetricWords("problems solved at first contact, of all", "problems solved", "problems")
        case .firstContactStrict:
            return MetricWords(
                "problems solved at first contact without a hand-over, of all", "problems solved directly", "problems")
        case .repeatRate: return MetricWords("contacts that repeat an earlier one, of all", "repetitions", "contacts")
        case .repeatedRate: return MetricWords("contacts that were repeated, of all", "contacts repeated", "contacts")
        case .channelGap:
            return MetricWords(
                "best channel's mean rating less the worst one's, of customers who rated several in a month",
                "gaps in hundredths", "customers compared")
        case .themeCustomers:
            return MetricWords(
                "customers who complained about '\(figure.theme ?? "")' in a month, each once; a heuristic, by words and codes",
                "customers")
        default: return MetricWords(figure.kind.word, "sum", "n")
        }
    }

    /// By what time an episode belongs to the period.
    package static func cohort(of metric: Metric) -> String {
        switch metric.figure?.kind {
        case .handled: "by the time of their end"
        case .returnRate, .quarantineRate: "invitations by the time at which they were sent"
        case .conversations, .none: "by the time of their start"
        default: "by the time of their start, whenever answers and decisions came"
        }
    }
}
