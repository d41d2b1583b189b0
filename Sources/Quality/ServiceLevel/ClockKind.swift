// The clocks of the handbooks: what starts, fulfils and cancels each.
// SPDX-License-Identifier: Apache-2.0

/// What a clock measures. A policy gives each its target; what starts, fulfils and cancels it is the kind's unless the policy says
/// otherwise.
package enum ClockKind: UInt8, Sendable, CaseIterable {
    /// The first public reply of a human agent in the episode.
    case firstResponseHuman = 0
    /// The first public reply of an agent or a bot in the episode (X02: both are always published).
    case firstResponseAny = 1
    /// The greeting of S3-041 and S4-010: likewise, with a target of its own.
    case greeting = 2
    /// The first public reply of an agent that is more than words of courtesy (F17).
    case firstSubstantiveResponse = 3
    /// From the oldest unanswered message of the customer to its reply, once there was a first one (T42, T44).
    case nextResponse = 4
    /// From the episode's start until an agent accepts it.
    case acceptance = 5
    /// From one public word of an agent to the next, and from the episode's start to the first (S0-035).
    case progressUpdate = 6
    /// From the episode's start to its resolution (T36).
    case resolution = 7
    /// The same of the conversation's first episode alone: it never changes (T36).
    case firstResolution = 8
    /// From a complaint to its acceptance (S4-012).
    case complaintAcceptance = 9
    /// From a complaint to a plan, that is, an answer with a solution (S3-019).
    case complaintPlan = 10
    /// From a complaint to its close (S3-088, S4-067).
    case complaintClose = 11
    /// From a hand-over to the first public word of an agent behind it (S4-029).
    case handOverResponse = 12
    /// From an escalation likewise (S3-015, S4-028).
    case technicalSupport = 13
    /// From the episode's start until an agent says words that show that the need is identified (S3-010).
    case needIdentification = 14
    /// From the episode's start until an agent says words that recommend a plan (S3-011).
    case planRecommendation = 15
    /// From an agent's acceptance to the episode's end (F26, S1-051, S4-020 to S4-022).
    case handling = 16
    /// From the episode's end until an entry is made in the customer file; one that was made in the episode is in time (S3-051).
    case recordEntry = 17
    /// From the episode's end until an agent gets in touch again (S0-037, S3-017).
    case callBack = 18
    /// From a complaint's close likewise (S3-020).
    case complaintCallBack = 19
    /// From the episode's end until a survey's invitation is sent (S4-078).
    case surveySend = 20
    /// From an agent's words that promise to answer within a time to the agent's side's next public message: the target is that time
    /// (T69). A heuristic.
    case promise = 21

    /// The clock's name in results and policies.
    package var word: String {
        switch self {
        case .firstResponseHuman: "first-response-human"
        case .firstResponseAny: "first-response-any"
        case .greeting: "greeting"
        case .firstSubstantiveResponse: "first-substantive-response"
        case .nextResponse: "next-response"
        case .acceptance: "acceptance"
        case .progressUpdate: "progress-update"
        case .resolution: "resolution"
        case .firstResolution: "first-resolution"
        case .complaintAcceptance: "complaint-acceptance"
        case .complaintPlan: "complaint-plan"
        case .complaintClose: "complaint-close"
        case .handOverResponse: "hand-over-response"
        case .technicalSupport: "technical-support"
        case .needIdentification: "need-identification"
        case .planRecommendation: "plan-recommendation"
        case .handling: "handling"
        case .recordEntry: "record-entry"
        case .callBack: "call-back"
        case .complaintCallBack: "complaint-call-back"
        case .surveySend: "survey-send"
        case .promise: "promise"
        }
    }

    /// Whether it goes on when the episode has ended: see `FollowUps`.
    package var outlivesEpisode: Bool {
        switch self {
        case .recordEntry, .callBack, .complaintCallBack, .surveySend: true
        default: false
        }
    }

    /// What starts, fulfils and cancels it where a policy says nothing.
    package var conditions: ClockConditions {
        switch self {
        case .firstResponseHuman: ClockConditions(starts: .start, fulfils: .agent)
        case .firstResponseAny, .greeting: ClockConditions(starts: .start, fulfils: [.agent, .bot])
        case .firstSubstantiveResponse: ClockConditions(starts: .start, fulfils: .substance)
        case .nextResponse:
            ClockConditions(starts: .customer, fulfils: [.agent, .bot], startsAgain: true, needsReply: true)
        case .acceptance: ClockConditions(starts: .start, fulfils: .acceptance)
        case .progressUpdate: ClockConditions(starts: [.start, .agent], fulfils: .agent, startsAgain: true)
        case .resolution: ClockConditions(starts: .start, fulfils: .end)
        case .firstResolution: ClockConditions(starts: .start, fulfils: .end, isFirstEpisodeOnly: true)
        case .complaintAcceptance:
            ClockConditions(
                starts: .complaint, fulfils: .complaintAcceptance, cancels: .complaintWithdrawal, startsAgain: true)
        case .complaintPlan:
            ClockConditions(
                starts: .complaint, fulfils: .complaintAnswer, cancels: .complaintWithdrawal, startsAgain: true)
        case .complaintClose:
            ClockConditions(
                starts: .complaint, fulfils: .complaintEnd, cancels: .complaintWithdrawal, startsAgain: true)
        case .handOverResponse: ClockConditions(starts: .handOver, fulfils: .agent, startsAgain: true)
        case .technicalSupport: ClockConditions(starts: .escalation, fulfils: .agent, startsAgain: true)
        case .handling: ClockConditions(starts: .acceptance, fulfils: .end)
        case .needIdentification, .planRecommendation: ClockConditions(starts: .start, fulfils: [])
        case .promise: ClockConditions(starts: [], fulfils: .agent, startsAgain: true)
        case .recordEntry: ClockConditions(starts: .end, fulfils: .entry, needsReply: true)
        case .callBack: ClockConditions(starts: .end, fulfils: .callBack, needsReply: true)
        case .complaintCallBack: ClockConditions(starts: .complaintEnd, fulfils: .callBack, startsAgain: true)
        case .surveySend: ClockConditions(starts: .end, fulfils: .surveySent, needsReply: true)
        }
    }
}

/// What happens in an episode that clocks may wait for: a set, as one event may be several of these.
package struct ClockEvents: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The episode starts.
    package static let start = ClockEvents(rawValue: 1)
    /// A public message of the customer.
    package static let customer = ClockEvents(rawValue: 1 << 1)
    /// A public message of a human agent (T41).
    package static let agent = ClockEvents(rawValue: 1 << 2)
    /// A public message of a bot.
    package static let bot = ClockEvents(rawValue: 1 << 3)
    /// A public message of a human agent that is more than words of courtesy (F17).
    package static let substance = ClockEvents(rawValue: 1 << 4)
    /// A note that the customer does not see (T40).
    package static let note = ClockEvents(rawValue: 1 << 5)
    /// The conversation got an agent.
    package static let assignment = ClockEvents(rawValue: 1 << 6)
    /// An agent accepted it.
    package static let acceptance = ClockEvents(rawValue: 1 << 7)
    /// It was handed over.
    package static let handOver = ClockEvents(rawValue: 1 << 8)
    /// A bot handed it over to people (F02).
    package static let handOverFromBot = ClockEvents(rawValue: 1 << 9)
    /// It was handed over as an escalation.
    package static let escalation = ClockEvents(rawValue: 1 << 10)
    /// A complaint came in.
    package static let complaint = ClockEvents(rawValue: 1 << 11)
    /// It was accepted.
    package static let complaintAcceptance = ClockEvents(rawValue: 1 << 12)
    /// It was answered with a solution.
    package static let complaintAnswer = ClockEvents(rawValue: 1 << 13)
    /// It was closed.
    package static let complaintEnd = ClockEvents(rawValue: 1 << 14)
    /// It was withdrawn.
    package static let complaintWithdrawal = ClockEvents(rawValue: 1 << 15)
    /// An entry was made in the customer file.
    package static let entry = ClockEvents(rawValue: 1 << 16)
    /// The episode ends: resolved or closed.
    package static let end = ClockEvents(rawValue: 1 << 17)
    /// A public message of a human agent while no episode is open.
    package static let callBack = ClockEvents(rawValue: 1 << 18)
    /// A survey's invitation was sent for the episode.
    package static let surveySent = ClockEvents(rawValue: 1 << 19)
    /// The conversation was merged into another one (T50): withdraws what still runs, in every policy.
    package static let merge = ClockEvents(rawValue: 1 << 20)

    /// What clocks that outlive an episode may wait for: what is no word of an episode.
    package static let ofFollowUps: ClockEvents = [
        .start, .acceptance, .assignment, .handOver, .handOverFromBot, .escalation, .complaint, .complaintAcceptance,
        .complaintAnswer, .complaintEnd, .complaintWithdrawal, .entry, .end, .callBack, .surveySent, .merge,
    ]

    /// All, by their names in policies.
    package static let named: [(name: String, events: ClockEvents)] = [
        ("start", .start), ("customer-message", .customer), ("agent-message", .agent), ("bot-message", .bot),
        ("substantive-message", .substance), ("internal-note", .note), ("assignment", .assignment),
        ("acceptance", .acceptance), ("hand-over", .handOver), ("hand-over-from-bot", .handOverFromBot),
        ("escalation", .escalation), ("complaint", .complaint), ("complaint-acceptance", .complaintAcceptance),
        ("complaint-answer", .complaintAnswer), ("complaint-close", .complaintEnd),
        ("complaint-withdrawal", .complaintWithdrawal), ("entry", .entry), ("end", .end),
        ("call-back", .callBack), ("survey-sent", .surveySent),
    ]
}

/// What starts, fulfils and cancels a clock.
package struct ClockConditions: Hashable, Sendable {
    /// Starts a cycle while none is open.
    package var starts: ClockEvents
    /// Fulfils the open cycle.
    package var fulfils: ClockEvents
    /// Cancels it.
    package var cancels: ClockEvents
    /// Whether a cycle may start when an earlier one has ended.
    package var startsAgain: Bool
    /// Whether it starts only when somebody has replied in the episode (T44).
    package var needsReply: Bool
    /// Whether it runs in the conversation's first episode only.
    package var isFirstEpisodeOnly: Bool

    /// Conditions.
    package init(
        starts: ClockEvents, fulfils: ClockEvents, cancels: ClockEvents = [], startsAgain: Bool = false,
        needsReply: Bool = false, isFirstEpisodeOnly: Bool = false
    ) {
        self.starts = starts
        self.fulfils = fulfils
        self.cancels = cancels
        self.startsAgain = startsAgain
        self.needsReply = needsReply
        self.isFirstEpisodeOnly = isFirstEpisodeOnly
    }

    /// All that it waits for.
    package var events: ClockEvents { starts.union(fulfils).union(cancels) }
}
