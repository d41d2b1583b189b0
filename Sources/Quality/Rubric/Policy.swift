// A policy: everything an episode is judged by.
// SPDX-License-Identifier: Apache-2.0

/// How long a conversation is kept after an episode ended.
package struct KeepingPolicy: Hashable, Sendable {
    /// How long reviews still join the episode.
    package var reviews: Milliseconds
    /// How long the conversation may be taken up again: its episodes are counted on. An event that comes later begins
    /// the conversation anew, with episode 1.
    package var reopening: Milliseconds

    /// A policy of keeping.
    package init(reviews: Milliseconds, reopening: Milliseconds) {
        self.reviews = reviews
        self.reopening = reopening
    }
}

/// What a customer may say after an episode without beginning the next one (T38).
package struct GratitudePolicy: Hashable, Sendable {
    /// How long after the end of an episode.
    package var window: Milliseconds
    /// The lexicons of such words.
    package var lexicons: LexiconSet

    /// A policy of gratitude.
    package init(window: Milliseconds, lexicons: LexiconSet) {
        self.window = window
        self.lexicons = lexicons
    }
}

/// One version of everything an episode is judged by. Immutable; a class, because it is looked at for every message and is large.
package final class Policy: Sendable {
    /// The policy's name, for instance "pharma-v2".
    package let name: String
    /// The version, in every result.
    package let version: String
    /// Episodes that start at or after this instant are judged by this version.
    package let effectiveFrom: Instant
    /// The tenant's time zone, for windows.
    package let zone: ZoneRules
    /// The rubric.
    package let rubric: Rubric
    /// The lexicons, at most 128.
    package let lexicons: [Lexicon]
    /// The clocks of episodes, at most 32.
    package let clocks: [ClockPolicy]
    /// The clocks that outlive their episodes, in the policy's order.
    package let followUps: [ClockPolicy]
    /// What starts, fulfils or cancels some of these.
    package let followUpEvents: ClockEvents
    /// The reasons of states in which some clock stands still; clocks name them by their places.
    package let pauseReasons: [String]
    /// What some clock waits for: nothing else needs to be told to them.
    package let clockEvents: ClockEvents
    /// The words of agents that some clock waits for.
    package let clockWords: LexiconSet
    /// Of these, the words that promise an answer within a time (T69).
    let promiseWords: LexiconSet
    /// Whether the target of some clock depends on what the conversation is.
    package let hasTargetRules: Bool
    /// Whether it depends on the team.
    package let hasTeamRules: Bool
    /// Whether a criterion depends on the team.
    let asksTeam: Bool
    /// The lexicons whose words are mere courtesy: what is beyond them is substance (F17). Empty where no clock asks for it.
    package let courtesies: LexiconSet
    /// Surveys.
    package let surveys: SurveyPolicy
    /// How long conversations are kept.
    package let keeping: KeepingPolicy
    /// How findings become a score.
    package let scoring: ScoringPolicy
    /// Whether sensitive numbers in texts are counted, masked ones and others (S4-064).
    package let countsSensitiveNumbers: Bool
    /// The lines that figures should not cross, in any order; their names differ. A window is judged by those in force at its start.
    package let thresholds: [Threshold]
    /// What tallies are kept of beside everything, agents, teams and channels.
    package let tallySubjects: [SubjectKind]
    /// The teams whose satisfaction is compared, in the measures of everything (S4-045).
    package let comparedTeams: [String]
    /// By what rates of agents and teams are standardised (C39): there are tallies of what that needs. Nil where they are not.
    package let standardisedBy: SubjectDimension?
    /// Who is credited with how clocks went (F10).
    package let clockCredit: ClockCredit
    /// Whose an episode is that several people answered in (C27).
    package let episodeCredit: EpisodeCredit
    /// With less than so many percent of its target left, a pause of a clock is late (T68).
    package let latePausePercent: Int64
    /// So long after its end a month is closed; nil where months stay open.
    package let monthsCloseAfter: Milliseconds?
    /// How long tallies are kept.
    package let tallyRetention: TallyRetention
    /// What makes a contact the repetition of another one; nil where that is not asked.
    package let repeats: RepeatRules?
    /// What complaints may be about, in the policy's order; empty where that is not asked.
    package let themes: [ComplaintTheme]
    /// What integrity signals are counted; nil where none are.
    package let integrity: IntegrityPolicy?
    /// Whether it counts some, and whether somebody is told of fatal failures: for every message, which no copy is worth.
    package let countsIntegrity: Bool
    package let tellsFatalFailures: Bool
    /// The attributes that these are told apart by.
    package let tallyAttributes: [AttributeKind]
    /// What does not begin an episode; nil when every public message of a customer does.
    package let gratitude: GratitudePolicy?
    /// How people's reviews are combined, and by when.
    package let reviews: ReviewPolicy
    /// How far event times may be behind each other, or ahead of the broker's, and still be believed (§5 of the architecture).
    package let allowedSkew: Milliseconds
    /// Finds the words that matter, by edition of the lexicons and role, entries in the customer file last: nil where no
    /// check looks for any.
    private let matchers: [[LexiconMatcher?]]
    /// The editions of the lexicons: the one for all, then those of brands and languages, the most special first.
    private let editions: [LexiconEdition]
    /// The kinds of events that some condition asks for: their marks are kept.
    package let wantedEvents: EventKindSet
    /// Whether some condition asks for repeated messages: the hashes of texts are kept.
    package let wantsRepetition: Bool
    /// Whether some check looks for words in entries of the customer file.
    package let readsRecords: Bool
    /// The rubric's weights and checks, dimension by dimension.
    let weights: [Points]
    let checks: [[CriterionCheck]]
    let glances: [[CriterionGlance]]
    /// The fatal criteria.
    let fatal: FatalCriteria

    /// What counts as late where a policy does not say: a tenth of the target.
    package static let usualLatePausePercent: Int64 = 10

    /// A policy. The loader in `Wire` has validated the parts. Without a policy of keeping, reviews and reopenings have
    /// the window of surveys; without one of reviews, there is one rater.
    package init(
        name: String, version: String, effectiveFrom: Instant, zone: ZoneRules, rubric: Rubric, lexicons: [Lexicon],
        clocks: [ClockPolicy], pauseReasons: [String] = [], courtesies: LexiconSet = LexiconSet(),
        surveys: SurveyPolicy, keeping: KeepingPolicy? = nil, reviews: ReviewPolicy? = nil,
        scoring: ScoringPolicy = ScoringPolicy(), countsSensitiveNumbers: Bool = false,
        gratitude: GratitudePolicy? = nil, thresholds: [Threshold] = [], tallySubjects: [SubjectKind] = [],
        comparedTeams: [String] = [], standardisedBy: SubjectDimension? = nil, clockCredit: ClockCredit = .holder,
        episodeCredit: EpisodeCredit = .lastAnswerer,
        latePausePercent: Int64 = Policy.usualLatePausePercent, monthsCloseAfter: Milliseconds? = nil,
        tallyRetention: TallyRetention = TallyRetention(), repeats: RepeatRules? = nil,
        integrity: IntegrityPolicy? = nil, themes: [ComplaintTheme] = [],
        allowedSkew: Milliseconds
    ) {
        self.name = name
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.zone = zone
        self.rubric = rubric
        self.lexicons = lexicons
        self.clocks = clocks.filter { !$0.kind.outlivesEpisode }
        followUps = clocks.filter(\.kind.outlivesEpisode)
        followUpEvents = followUps.reduce(into: []) { $0.formUnion($1.conditions.events) }
        self.pauseReasons = pauseReasons
        clockEvents = clocks.reduce(into: []) { events, clock in
            if !clock.kind.outlivesEpisode { events.formUnion(clock.conditions.events) }
            if clock.sessionGap != nil { events.formUnion([.customer, .agent, .bot]) }
            if clock.conditions.needsReply { events.formUnion([.agent, .bot]) }
            if !clock.words.isEmpty { events.insert(.agent) }
        }
        hasTargetRules = clocks.contains { !$0.rules.isEmpty }
        hasTeamRules = clocks.contains { $0.rules.contains { $0.conditions.contains { $0.kind == .team } } }
        self.courtesies = courtesies
        clockWords = clocks.reduce(into: LexiconSet()) { $0.formUnion($1.words) }
        let forClocks = clockWords
        promiseWords = clocks.reduce(into: LexiconSet()) { if $1.kind == .promise { $0.formUnion($1.words) } }
        self.surveys = surveys
        self.keeping = keeping ?? KeepingPolicy(reviews: surveys.window, reopening: surveys.window)
        self.scoring = scoring
        self.countsSensitiveNumbers = countsSensitiveNumbers
        self.gratitude = gratitude
        self.thresholds = thresholds
        self.tallySubjects = tallySubjects
        self.comparedTeams = comparedTeams
        self.standardisedBy = standardisedBy
        self.clockCredit = clockCredit
        self.episodeCredit = episodeCredit
        self.latePausePercent = latePausePercent
        self.monthsCloseAfter = monthsCloseAfter
        self.tallyRetention = tallyRetention
        self.repeats = repeats
        self.integrity = integrity
        countsIntegrity = integrity != nil
        tellsFatalFailures = !scoring.fatalReceivers.isEmpty
        self.themes = themes
        let told = Set(tallySubjects.flatMap(\.dimensions).compactMap(\.attribute))
        tallyAttributes = AttributeKind.allCases.filter(told.contains)
        self.reviews = reviews ?? .oneRater(window: self.keeping.reviews)
        self.allowedSkew = allowedSkew
        let criteria = rubric.dimensions.flatMap(\.criteria)
        let readers: [Role?] = Role.allCases + [nil]
        let wanted = readers.map { reader in
            var wanted = criteria.reduce(into: LexiconSet()) { $0.formUnion($1.lexicons(in: reader)) }
            if reader == .customer, let gratitude { wanted.formUnion(gratitude.lexicons) }
            if reader == .customer { for theme in themes { wanted.formUnion(theme.lexicons) } }
            if reader == .agent {
                wanted.formUnion(courtesies)
                if let integrity { wanted.formUnion(integrity.courtesies) }
                wanted.formUnion(forClocks)
            }
            return wanted
        }
        editions = LexiconEdition.all(of: lexicons)
        matchers = editions.map { edition in
            let lexicons = lexicons.map { $0.edition(edition) }
            return wanted.map { $0.isEmpty ? nil : LexiconMatcher(lexicons, wanted: $0) }
        }
        asksTeam = criteria.flatMap(\.conditions).contains { $0.asks(.team) }
        readsRecords = wanted.last?.isEmpty == false
        let subjects = criteria.flatMap(\.conditions).flatMap(\.subjects)
        wantedEvents = subjects.reduce(into: EventKindSet(readsRecords ? [.record] : [])) { set, subject in
            if case .events(let kinds) = subject { set.formUnion(kinds) }
        }
        wantsRepetition = subjects.contains { subject in
            if case .messages(let measure, _) = subject { measure.isRepeated != nil } else { false }
        }
        fatal = FatalCriteria(rubric)
        weights = rubric.dimensions.map(\.weight)
        checks = rubric.dimensions.map { dimension in
            dimension.criteria.map { CriterionCheck($0) }
        }
        glances = checks.map { $0.map(CriterionGlance.init) }
    }

    /// The same policy with another rubric, other clocks or other rules of scoring.
    package func changed(
        rubric: Rubric? = nil, clocks: [ClockPolicy]? = nil, scoring: ScoringPolicy? = nil
    ) -> Policy {
        Policy(
            name: name, version: version, effectiveFrom: effectiveFrom, zone: zone, rubric: rubric ?? self.rubric,
            lexicons: lexicons, clocks: clocks ?? allClocks, pauseReasons: pauseReasons, courtesies: courtesies,
            surveys: surveys, keeping: keeping, reviews: reviews, scoring: scoring ?? self.scoring,
            countsSensitiveNumbers: countsSensitiveNumbers, gratitude: gratitude, thresholds: thresholds,
            tallySubjects: tallySubjects, comparedTeams: comparedTeams, standardisedBy: standardisedBy,
            clockCredit: clockCredit, episodeCredit: episodeCredit,
            latePausePercent: latePausePercent, monthsCloseAfter: monthsCloseAfter, tallyRetention: tallyRetention,
            repeats: repeats,
            integrity: integrity, themes: themes, allowedSkew: allowedSkew)
    }

    /// All clocks: those of episodes, then those that outlive these.
    package var allClocks: [ClockPolicy] { clocks + followUps }

    /// Finds the words in a message that some check looks for there, into the room's hits. Messages that are not public are
    /// judged by no words.
    package func scan(
        _ bytes: [UInt8], _ text: ByteRange, by role: Role, _ flags: MessageFlags, edition: Int = 0,
        into room: inout MatchRoom
    ) {
        guard flags.isDisjoint(with: .neverAnswers), let matcher = matchers[edition][Int(role.rawValue) - 1] else {
            return room.hits.removeAll(keepingCapacity: true)
        }
        matcher.scan(bytes, text.indices, into: &room)
    }

    /// Whether a message of an agent is more than words of courtesy: some characters of it are none of them (F17). The hits are those
    /// of its scan. False where no clock asks for it.
    package func isSubstantive(_ text: ByteRange, by role: Role, _ hits: [PhraseHit]) -> Bool {
        guard role == .agent, clockEvents.contains(.substance) else { return false }
        return Policy.rest(text, hits, outside: courtesies) >= Policy.leastSubstance
    }

    /// Whether a customer's message, so long after the latest episode ended, is gratitude and begins no episode (T38): words of the
    /// policy's lexicons and hardly anything besides. The hits are those of its scan.
    package func isGratitude(_ text: ByteRange, after span: Milliseconds, _ hits: [PhraseHit]) -> Bool {
        guard let gratitude, span >= .zero, span <= gratitude.window else { return false }
        let rest = Policy.rest(text, hits, outside: gratitude.lexicons)
        return rest < text.count && rest < Policy.leastSubstance
    }

    /// How many bytes of a text are not words of some lexicons.
    private static func rest(_ text: ByteRange, _ hits: [PhraseHit], outside lexicons: LexiconSet) -> Int {
        var rest = text.count
        var end: UInt32 = 0
        for hit in hits where lexicons.contains(hit.lexicon) && hit.end > end {
            rest -= Int(hit.end - max(hit.start, end))
            end = hit.end
        }
        return rest
    }

    /// So many bytes, four Chinese characters, are more than the marks and particles around words of courtesy.
    private static let leastSubstance = 12

    /// Finds the words in an entry of the customer file that some check looks for there.
    package func scanRecord(_ bytes: [UInt8], _ text: ByteRange, edition: Int = 0, into room: inout MatchRoom) {
        guard let matcher = matchers[edition][Role.allCases.count] else {
            return room.hits.removeAll(keepingCapacity: true)
        }
        matcher.scan(bytes, text.indices, into: &room)
    }

    /// The sensitive numbers in a text, when the policy counts them; else none. Messages that the customer does not see count
    /// too: they are kept like others.
    package func sensitiveNumbers(_ bytes: [UInt8], _ text: ByteRange, _ room: inout MatchRoom) -> SensitiveNumbers {
        countsSensitiveNumbers ? SensitiveNumbers(in: bytes, text.indices, &room) : SensitiveNumbers()
    }

    /// The edition of the lexicons for conversations of a brand and a language; empty texts are unknown ones.
    package func edition(brand: String, language: String) -> Int {
        guard editions.count > 1 else { return 0 }
        return editions.indices.dropFirst().first { editions[$0].isFor(brand: brand, language: language) } ?? 0
    }

    /// Whether there are editions of the lexicons for brands or languages.
    package var hasEditions: Bool { editions.count > 1 }

    /// How long an ended episode is kept, for surveys and reviews.
    package var episodeWindow: Milliseconds { max(surveys.window, keeping.reviews, reviews.window) }
}

/// The versions of a policy, oldest first.
package struct PolicySet: Sendable {
    /// The versions in the order in which they took force; at least one.
    package let versions: [Policy]

    /// A set of at least one version; they are put in order.
    package init(_ versions: [Policy]) {
        precondition(!versions.isEmpty, "a policy set has a version")
        self.versions = versions.sorted { $0.effectiveFrom < $1.effectiveFrom }
        tellThemes = versions.contains { !$0.themes.isEmpty }
        countIntegrity = versions.contains(where: \.countsIntegrity)
    }

    /// Index of the version in force at an instant; before the first one took force, the first.
    package func index(at instant: Instant) -> Int {
        versions.lastIndex { $0.effectiveFrom <= instant } ?? 0
    }

    /// Whether some version has thresholds.
    package var hasThresholds: Bool { versions.contains { !$0.thresholds.isEmpty } }

    /// Whether some version asks what complaints are about.
    package let tellThemes: Bool
    /// Whether some version counts integrity signals.
    package let countIntegrity: Bool

    /// Whether some version tells repeated contacts apart.
    package var tellRepeats: Bool { versions.contains { $0.repeats != nil } }

    /// The tenant's time zone: one for all versions, so that windows stay what they are.
    package var zone: ZoneRules { versions[0].zone }

    /// How long tallies are kept: as the last version says, whenever their windows were.
    package var tallyRetention: TallyRetention { versions[versions.count - 1].tallyRetention }

    /// The largest allowed skew of all versions.
    package var allowedSkew: Milliseconds { versions.map(\.allowedSkew).max() ?? .zero }
}
