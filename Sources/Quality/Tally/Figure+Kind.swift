// The kinds of figures, their names and units.
// SPDX-License-Identifier: Apache-2.0

extension Figure {
    /// What is computed.
    package enum Kind: CaseIterable, Sendable {
        /// Clocks that were met, of those that ended (S3-100).
        case timeliness
        /// Clocks that were breached, of those that ended (S4-010…012, S4-067).
        case overtimeRate
        /// Episodes all of whose clocks were met, of those that had clocks which ended (F33).
        case episodeTimeliness
        /// Clocks that were never answered (F11).
        case unanswered
        /// Clocks that were never answered, of all that were started.
        case unansweredRate
        /// Mean business time of clocks that were answered (S0-040).
        case meanResponse
        /// The same mean, in which the slowest and the fastest twentieth count as the 95th and the 5th percentile (F16).
        case winsorisedResponse
        /// Median business time of clocks that were answered.
        case medianResponse
        /// Its 90th percentile.
        case response90
        /// Its 95th percentile.
        case response95
        /// Its 99th percentile.
        case response99
        /// Clocks that were answered after more than a limit (F16).
        case outliers
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
        /// Pauses of clocks that began shortly before the deadline, of all pauses (T68).
        case latePauseRate
        /// Empty replies just before a deadline, of all replies that met a clock (F17).
        case emptyReplyRate
        /// Hand-overs just before a deadline, of all hand-overs by a person.
        case lateHandOverRate
        /// Reopenings that end a cycle of closing and reopening, of all reopenings.
        case cycleRate
        /// Reopenings soon after an end just before a deadline, of all reopenings.
        case lateEndingRate
        /// Bad ratings whose case was given away afterwards, of all bad ratings (C27).
        case givenAwayRate
        /// Ratings that became better after the agent spoke again, of all that were changed (C22).
        case raisedRate
        /// Ratings that became worse after the agent spoke again, of all that were changed (C22).
        case loweredRate
        /// Answers of staff, which do not count, of all answers (C34).
        case staffAnswerRate
        /// Invitations whose answers were those of a machine, of all that were sent (C23).
        case quarantineRate
        /// Mean score of episodes that were invited to a survey less that of the others (C33).
        case invitationGap
        /// Episodes that ended, by the time of their start.
        case conversations
        /// Workload: episodes by the time of their end (F13).
        case handled
        /// Share of good ratings of the best team less that of the worst (S4-045, C40).
        case teamSpread
        /// Hand-overs of an episode (S4-029).
        case meanHandOvers
        /// Mean time in the queue (F09).
        case meanQueue
        /// Mean time from the assignment to a person to the acceptance or first word.
        case meanAssigned
        /// Mean time from the start to the acceptance or first word (S3-102).
        case meanWaiting
        /// Episodes that ended because they were resolved, of all (S1-052).
        case resolutionRate
        /// Episodes with a complaint that was not withdrawn, of all (X18).
        case complaintRate
        /// Complaints about the result of an earlier one, of all complaints (S4-068).
        case secondComplaintRate
        /// Invitations of a survey programme that were answered, of all that were sent (S4-078).
        case returnRate
        /// Episodes with an invitation, of all (S3-021, C42).
        case surveyCoverage
        /// Problems solved at first contact, of all that customers came with (S1-053, S3-101).
        case firstContactLoose
        /// Problems solved at first contact without a hand-over (S2-020).
        case firstContactStrict
        /// Contacts that repeat an earlier one, of all (S4-038).
        case repeatRate
        /// Contacts that were repeated, of all.
        case repeatedRate
        /// Best channel's mean rating less the worst one's, of customers who rated several (S4-044, C41).
        case channelGap
        /// Customers who complained about a theme in a calendar month (S3-122, C38).
        case themeCustomers

        /// The figure's name in policies and alerts.
        package var word: String {
            switch self {
            case .timeliness: "clock-timeliness"
            case .overtimeRate: "clock-overtime-rate"
            case .episodeTimeliness: "episode-timeliness"
            case .unanswered: "unanswered"
            case .unansweredRate: "unanswered-rate"
            case .meanResponse: "mean-response-answered-only"
            case .winsorisedResponse: "winsorised-mean-response-answered-only"
            case .medianResponse: "p50-response-answered-only"
            case .response90: "p90-response-answered-only"
            case .response95: "p95-response-answered-only"
            case .response99: "p99-response-answered-only"
            case .outliers: "outliers"
            case .goodRate: "csat-good-rate"
            case .badRate: "csat-bad-rate"
            case .meanRating: "csat-mean"
            case .netPromoters: "nps"
            case .meanScore: "mean-score"
            case .maskingCoverage: "masking-coverage"
            case .latePauseRate: "late-pause-rate"
            case .emptyReplyRate: "empty-late-reply-rate"
            case .lateHandOverRate: "late-hand-over-rate"
            case .cycleRate: "close-reopen-rate"
            case .lateEndingRate: "late-ending-rate"
            case .givenAwayRate: "given-away-rate"
            case .raisedRate: "raised-after-talk-rate"
            case .loweredRate: "lowered-after-talk-rate"
            case .staffAnswerRate: "staff-answer-rate"
            case .quarantineRate: "quarantine-rate"
            case .invitationGap: "invitation-score-gap"
            case .conversations: "conversations"
            case .handled: "handled"
            case .teamSpread: "team-spread"
            case .meanHandOvers: "mean-hand-overs"
            case .meanQueue: "mean-queue-time-assigned-only"
            case .meanAssigned: "mean-assigned-time-accepted-only"
            case .meanWaiting: "mean-waiting-time-accepted-only"
            case .resolutionRate: "resolution-rate"
            case .complaintRate: "complaint-rate"
            case .secondComplaintRate: "second-complaint-rate"
            case .returnRate: "return-rate"
            case .surveyCoverage: "survey-coverage"
            case .firstContactLoose: "first-contact-resolution-loose"
            case .firstContactStrict: "first-contact-resolution-strict"
            case .repeatRate: "repeat-contact-rate"
            case .repeatedRate: "repeated-contact-rate"
            case .channelGap: "channel-gap"
            case .themeCustomers: "theme-customers"
            }
        }

        /// What its numbers are.
        package var unit: Unit {
            switch self {
            case .timeliness, .overtimeRate, .episodeTimeliness, .unansweredRate, .goodRate, .badRate,
                .maskingCoverage, .latePauseRate, .teamSpread, .resolutionRate, .complaintRate, .secondComplaintRate,
                .returnRate, .surveyCoverage, .firstContactLoose, .firstContactStrict, .repeatRate, .repeatedRate,
                .emptyReplyRate, .lateHandOverRate, .cycleRate, .lateEndingRate, .givenAwayRate, .raisedRate,
                .loweredRate, .staffAnswerRate, .quarantineRate:
                .share
            case .netPromoters: .netShare
            case .meanResponse, .winsorisedResponse, .medianResponse, .response90, .response95, .response99, .meanQueue,
                .meanAssigned, .meanWaiting:
                .milliseconds
            case .meanHandOvers: .perEpisode
            case .meanRating: .rating
            case .channelGap: .ratingGap
            case .meanScore, .invitationGap: .hundredths
            case .conversations, .handled, .unanswered, .outliers, .themeCustomers: .number
            }
        }

        /// Whether it is better the higher it is.
        package var isBetterHigher: Bool {
            switch self {
            case .timeliness, .episodeTimeliness, .goodRate, .meanRating, .netPromoters, .meanScore, .maskingCoverage,
                .firstContactLoose, .firstContactStrict, .resolutionRate, .returnRate, .surveyCoverage:
                true
            default: false
            }
        }

        /// Whether it is the figure of a clock.
        package var isOfClock: Bool {
            switch self {
            case .timeliness, .overtimeRate, .unanswered, .unansweredRate, .outliers: true
            case .meanQueue, .meanAssigned, .meanWaiting: false
            default: unit == .milliseconds
            }
        }

        /// Whether it compares teams, of which each needs so many answers.
        package var comparesTeams: Bool { self == .teamSpread }

        /// Whether it is the figure of a survey programme.
        package var isOfProgramme: Bool { [.returnRate, .surveyCoverage, .quarantineRate].contains(self) }

        /// The integrity signal whose rate it is.
        package var signal: IntegritySignal? {
            switch self {
            case .emptyReplyRate: .emptyReplies
            case .lateHandOverRate: .lateHandOvers
            case .cycleRate: .cycles
            case .lateEndingRate: .lateEndings
            case .givenAwayRate: .givenAway
            case .raisedRate: .raised
            case .loweredRate: .lowered
            case .staffAnswerRate: .staffAnswers
            default: nil
            }
        }

        /// Whether it is a sign that figures are dressed up: for people to look into, and never for pay.
        package var isOfIntegrity: Bool {
            signal != nil || [.latePauseRate, .quarantineRate, .invitationGap].contains(self)
        }

        /// Whether it may be that of a single survey programme, too.
        package var mayBeOfProgramme: Bool {
            isOfProgramme || isOfAnswers
        }

        /// Whether it is computed from what customers answered.
        package var isOfAnswers: Bool { [.goodRate, .badRate, .meanRating, .netPromoters].contains(self) }

        /// Whether it holds a customer's contacts against each other.
        package var isOfContacts: Bool {
            isOfMonths || [.firstContactLoose, .firstContactStrict, .repeatRate, .repeatedRate].contains(self)
        }

        /// Whether it is of customers by calendar month, and only in the tallies of everything.
        package var isOfMonths: Bool { self == .channelGap || isOfTheme }

        /// Whether it is that of a theme of complaints.
        package var isOfTheme: Bool {
            self == .themeCustomers
        }

        /// Whether it is counted beyond a limit.
        package var hasLimit: Bool { self == .outliers }

        /// Whether it is computed from a histogram, and not from sums.
        package var isOfHistogram: Bool { self == .winsorisedResponse || percent != nil }

        /// Which percentile it is.
        var percent: Int64? {
            switch self {
            case .medianResponse: 50
            case .response90: 90
            case .response95: 95
            case .response99: 99
            default: nil
            }
        }

        /// Whether clocks whose episode ended first may count among those that ended.
        package var countsOutcomes: Bool { [.timeliness, .overtimeRate, .episodeTimeliness].contains(self) }
    }

    /// What the numbers of a figure are.
    package enum Unit: Sendable {
        /// 1 is 100 %.
        case share
        /// −1 to 1.
        case netShare
        /// Business time of clocks; else elapsed time.
        case milliseconds
        /// How many an episode has on the average.
        case perEpisode
        /// A rating from 1 to 5.
        case rating
        /// A difference of ratings, 0 to 4.
        case ratingGap
        /// Hundredths of a point.
        case hundredths
        /// How many.
        case number
    }
}
