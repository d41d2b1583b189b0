// The scored episode.
// SPDX-License-Identifier: Apache-2.0

/// The message and byte range that show a deduction.
package struct Evidence: Hashable, Sendable {
    /// The message; empty when the episode as a whole shows it.
    package var message: String
    /// First byte of the passage in the message's text.
    package var start: UInt32
    /// One past the last byte; equal to `start` when the message as a whole shows it.
    package var end: UInt32
    /// The lexicon that was hit; empty when something is missing.
    package var lexicon: String

    /// Evidence.
    package init(message: String, start: UInt32 = 0, end: UInt32 = 0, lexicon: String = "") {
        self.message = message
        self.start = start
        self.end = end
        self.lexicon = lexicon
    }
}

/// Points of the total that were lost, and why.
package struct Deduction: Hashable, Sendable {
    /// The criterion, as index of its dimension and index therein.
    package var dimension: Int
    /// Index of the criterion in the dimension.
    package var criterion: Int
    /// Points of the total.
    package var points: Points
    /// What shows it: exactly one for each point lost (invariant 11).
    package var evidence: Evidence

    /// A deduction.
    package init(dimension: Int, criterion: Int, points: Points, evidence: Evidence) {
        self.dimension = dimension
        self.criterion = criterion
        self.points = points
        self.evidence = evidence
    }
}

/// A criterion, as index of its dimension and index therein.
package struct CriterionPlace: Hashable, Sendable {
    /// Index of the dimension in the rubric.
    package var dimension: Int
    /// Index of the criterion in the dimension.
    package var criterion: Int

    /// A criterion's place.
    package init(dimension: Int, criterion: Int) {
        self.dimension = dimension
        self.criterion = criterion
    }
}

/// Points of the total that a bonus section gave, and why.
package struct Award: Hashable, Sendable {
    /// The bonus section, as index in the rubric.
    package var dimension: Int
    /// Index of the criterion in it.
    package var criterion: Int
    /// Points of the total.
    package var points: Points
    /// What shows it; no message when the episode as a whole does.
    package var evidence: Evidence

    /// An award.
    package init(dimension: Int, criterion: Int, points: Points, evidence: Evidence) {
        self.dimension = dimension
        self.criterion = criterion
        self.points = points
        self.evidence = evidence
    }
}

/// Result of one dimension.
package struct DimensionScore: Hashable, Sendable {
    /// Its weight after dimensions that did not apply have given theirs away.
    package var weight: Points
    /// 0 to 100; nil when no criterion applied (A13).
    package var score: Points?
    /// How many criteria applied.
    package var applied: Int

    /// A dimension's result.
    package init(weight: Points, score: Points?, applied: Int) {
        self.weight = weight
        self.score = score
        self.applied = applied
    }
}

/// Result of one clock.
package struct ClockResult: Hashable, Sendable {
    /// Which clock.
    package var kind: ClockKind
    /// Its cycle in the episode, from 1.
    package var cycle: UInt32
    /// When it started.
    package var startedAt: Instant
    /// When it was fulfilled; nil while it is not.
    package var fulfilledAt: Instant?
    /// Business time from start to fulfilment.
    package var elapsed: Milliseconds?
    /// The target.
    package var target: Milliseconds
    /// What became of it.
    package var outcome: ClockOutcome
    /// Who is credited with that; nil for the agent of the episode (F10).
    package var holder: HolderName?
    /// The deadline; the distant future while it stands still, nil where it is not known.
    package var deadline: Instant?

    /// A clock's result.
    package init(
        kind: ClockKind, cycle: UInt32 = 1, startedAt: Instant, fulfilledAt: Instant?, elapsed: Milliseconds?,
        target: Milliseconds, outcome: ClockOutcome, holder: HolderName? = nil, deadline: Instant? = nil
    ) {
        self.holder = holder
        self.deadline = deadline
        self.kind = kind
        self.cycle = cycle
        self.startedAt = startedAt
        self.fulfilledAt = fulfilledAt
        self.elapsed = elapsed
        self.target = target
        self.outcome = outcome
    }
}

/// What an episode consisted of.
package struct EpisodeCounts: Hashable, Sendable {
    /// Input records that the revision rests on.
    package var records: UInt32 = 0
    /// Public messages by the customer.
    package var customerMessages: UInt32 = 0
    /// Public messages by human agents.
    package var agentMessages: UInt32 = 0
    /// Public messages by bots.
    package var botMessages: UInt32 = 0
    /// Hand-overs.
    package var transfers: UInt32 = 0
    /// Of these, with a note (S1-021).
    package var transfersWithNote: UInt32 = 0
    /// Complaints that came in.
    package var complaints: UInt32 = 0
    /// Of these, complaints about the result of an earlier one (S4-068).
    package var secondComplaints: UInt32 = 0
    /// Complaints that the customer withdrew (C48).
    package var withdrawnComplaints: UInt32 = 0
    /// Sensitive numbers in messages and entries, where the policy counts them.
    package var sensitive = SensitiveNumbers()

    /// Nothing yet.
    package init() {}
}

/// The scored episode, numbered by revision.
package struct Evaluation: Hashable, Sendable {
    /// Why there is a revision.
    package enum Cause: UInt8, Sendable {
        /// The episode ended.
        case ended = 1
        /// A survey was answered or changed.
        case survey = 2
        /// A review came in.
        case review = 3
        /// An event came late.
        case lateEvent = 4
        /// A clock that outlives the episode was decided.
        case followUp = 5
        /// What came behind the episode is a sign that figures are dressed up.
        case integrity = 6
        /// What a clock came to was corrected (T30).
        case correction = 7
    }

    /// The tenant.
    package var tenant: String
    /// The conversation.
    package var conversation: String
    /// The episode, from 1.
    package var episode: UInt32
    /// The revision, from 1 without gaps.
    package var revision: UInt32
    /// Why there is this one.
    package var cause: Cause
    /// Index of the policy version in the set.
    package var policyIndex: Int
    /// The channel.
    package var channel: String
    /// The agent who is credited: the last human who answered, else the last assigned (C27); may be empty.
    package var agent: String
    /// That agent's team at the time; may be empty.
    package var team: String
    /// First public customer message.
    package var startedAt: Instant
    /// Resolve or close; for an open episode its last event.
    package var endedAt: Instant
    /// Whether the episode ended.
    package var isEnded: Bool
    /// What counts, 0 to 100, and up to the bonus sections' caps more: what people said, once that counts, else the automatic
    /// score; nil when nothing applied (A14).
    package var score: Points?
    /// In the rubric's order.
    package var dimensions: [DimensionScore]
    /// In the rubric's order, then in the order of the messages.
    package var deductions: [Deduction]
    /// What bonus sections gave, in the rubric's order.
    package var awards: [Award]
    /// The sum of the awards, contained in the score.
    package var bonus: Points
    /// The fatal criteria that failed: then the score is the policy's fatal score at most.
    package var fatal: [CriterionPlace]
    /// The clocks.
    package var clocks: [ClockResult]
    /// How often holders paused them (T68).
    package var pauses: [PauseCount] = []
    /// The answers that count, one a programme, in the order of the programmes' names.
    package var surveys: [SurveyAnswer]
    /// What the episode consisted of.
    package var counts: EpisodeCounts
    /// Whether some times were set by rule.
    package var hasEstimatedTimes: Bool
    /// Whether events that the source counted had not come when the episode was judged, or came too late to be put in
    /// their place.
    package var hasGaps: Bool
    /// Whether it counts in customer figures: not for mystery shoppers, simulations, tests and spam (T53).
    package var countsForCustomers: Bool
    /// What tallies count it by, beside agent, team and channel: of the attributes only those that its policy names for that.
    package var attributes = ContactAttributes.unknown
    /// How long it waited; no stage is known when times were set by rule.
    package var spans = EpisodeSpans()
    /// Whether it ended because it was resolved, and not closed only (F27).
    package var isResolved = false
    /// Whose contact it was, and about what; only where the policy tells repeated contacts apart.
    package var identity = ContactIdentity.unknown
    /// What became of invitations to surveys, by programme, then by invitation; only where the policy counts that, or where answers
    /// were quarantined.
    package var invitations: [SurveyInvitation] = []
    /// Themes of what the customer said in an episode with a complaint, withdrawn or not; a heuristic.
    package var themes: [String] = []
    /// Integrity signals, by signal and whom they are about; only where the policy counts them.
    package var integrity: [IntegrityCount] = []
    /// The automatic score, whatever people said later.
    package var automaticScore: Points?
    /// What the automatic checks found, criterion by criterion: what people's reviews set out from.
    package var sheet: ScoreSheet
    /// The review by people, as far as it has come; nil while there is none.
    package var review: Review?

    /// An evaluation that nobody reviewed.
    package init(
        tenant: String, conversation: String, episode: UInt32, revision: UInt32, cause: Cause, policyIndex: Int,
        channel: String, agent: String, team: String, startedAt: Instant, endedAt: Instant, isEnded: Bool,
        score: Points?, dimensions: [DimensionScore], deductions: [Deduction], awards: [Award] = [],
        bonus: Points = .zero, fatal: [CriterionPlace] = [], clocks: [ClockResult],
        surveys: [SurveyAnswer], counts: EpisodeCounts, hasEstimatedTimes: Bool, hasGaps: Bool,
        countsForCustomers: Bool, sheet: ScoreSheet
    ) {
        self.tenant = tenant
        self.conversation = conversation
        self.episode = episode
        self.revision = revision
        self.cause = cause
        self.policyIndex = policyIndex
        self.channel = channel
        self.agent = agent
        self.team = team
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.isEnded = isEnded
        self.score = score
        self.dimensions = dimensions
        self.deductions = deductions
        self.awards = awards
        self.bonus = bonus
        self.fatal = fatal
        self.clocks = clocks
        self.surveys = surveys
        self.counts = counts
        self.hasEstimatedTimes = hasEstimatedTimes
        self.hasGaps = hasGaps
        self.countsForCustomers = countsForCustomers
        self.sheet = sheet
        automaticScore = score
    }
}
