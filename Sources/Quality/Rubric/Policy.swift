// A policy: everything an episode is judged by.
// SPDX-License-Identifier: Apache-2.0

/// A named list of phrases.
package struct Lexicon: Hashable, Sendable {
    /// Its name in rubrics and evidence.
    package var name: String
    /// The phrases that hit.
    package var phrases: [String]
    /// Longer phrases that contain one of the others and do not hit (A19, A21).
    package var exempt: [String]

    /// A lexicon.
    package init(name: String, phrases: [String], exempt: [String]) {
        self.name = name
        self.phrases = phrases
        self.exempt = exempt
    }
}

/// What counts of surveys, and for how long.
package struct SurveyPolicy: Hashable, Sendable {
    /// How long after the end of an episode answers still join it; answers without a conversation wait as long (C35).
    package var window: Milliseconds

    /// A survey policy.
    package init(window: Milliseconds) { self.window = window }
}

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
    /// The lexicons, at most 64.
    package let lexicons: [Lexicon]
    /// The clocks.
    package let clocks: [ClockPolicy]
    /// Surveys.
    package let surveys: SurveyPolicy
    /// How long conversations are kept.
    package let keeping: KeepingPolicy
    /// How people's reviews are combined, and by when.
    package let reviews: ReviewPolicy
    /// How far event times may be behind each other, or ahead of the broker's, and still be believed (§5 of the architecture).
    package let allowedSkew: Milliseconds
    /// Finds the phrases that matter in a message, by role: nil where no check looks for any.
    private let matchers: [PhraseMatcher?]
    /// The rubric's weights and checks, dimension by dimension.
    let weights: [Points]
    let checks: [[CriterionCheck]]

    /// A policy. The loader in `Wire` has validated the parts. Without a policy of keeping, reviews and reopenings have
    /// the window of surveys; without one of reviews, there is one rater.
    package init(
        name: String, version: String, effectiveFrom: Instant, zone: ZoneRules, rubric: Rubric, lexicons: [Lexicon],
        clocks: [ClockPolicy], surveys: SurveyPolicy, keeping: KeepingPolicy? = nil, reviews: ReviewPolicy? = nil,
        allowedSkew: Milliseconds
    ) {
        self.name = name
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.zone = zone
        self.rubric = rubric
        self.lexicons = lexicons
        self.clocks = clocks
        self.surveys = surveys
        self.keeping = keeping ?? KeepingPolicy(reviews: surveys.window, reopening: surveys.window)
        self.reviews = reviews ?? .oneRater(window: self.keeping.reviews)
        self.allowedSkew = allowedSkew
        let all = rubric.dimensions.flatMap(\.criteria).map(\.check)
        matchers = Role.allCases.map { role in
            let wanted = all.reduce(into: LexiconSet()) { $0.formUnion($1.lexicons(in: role)) }
            let phrases = Policy.phrases(of: lexicons).filter { wanted.contains($0.lexicon) }
            return phrases.isEmpty ? nil : PhraseMatcher(phrases)
        }
        weights = rubric.dimensions.map(\.weight)
        checks = rubric.dimensions.map { $0.criteria.map { CriterionCheck(points: $0.points, check: $0.check) } }
    }

    /// Appends the phrases in a message that some check looks for there, as ordered by `PhraseMatcher.scan`. Messages that
    /// are not public are judged by no words.
    package func scan(
        _ bytes: [UInt8], _ text: ByteRange, by role: Role, _ flags: MessageFlags, into hits: inout [PhraseHit]
    ) {
        guard flags.isDisjoint(with: .neverAnswers) else { return }
        matchers[Int(role.rawValue) - 1]?.scan(bytes, text.indices, into: &hits)
    }

    /// How long an ended episode is kept, for surveys and reviews.
    package var episodeWindow: Milliseconds { max(surveys.window, keeping.reviews, reviews.window) }

    private static func phrases(of lexicons: [Lexicon]) -> [Phrase] {
        var phrases: [Phrase] = []
        for (index, lexicon) in lexicons.enumerated() {
            for (text, isExempt) in lexicon.phrases.map({ ($0, false) }) + lexicon.exempt.map({ ($0, true) }) {
                phrases.append(
                    Phrase(lexicon: UInt8(index), entry: UInt16(phrases.count), text: text, isExempt: isExempt))
            }
        }
        return phrases
    }
}

/// The versions of a policy, oldest first.
package struct PolicySet: Sendable {
    /// The versions in the order in which they took force; at least one.
    package let versions: [Policy]

    /// A set of at least one version; they are put in order.
    package init(_ versions: [Policy]) {
        precondition(!versions.isEmpty, "a policy set has a version")
        self.versions = versions.sorted { $0.effectiveFrom < $1.effectiveFrom }
    }

    /// Index of the version in force at an instant; before the first one took force, the first.
    package func index(at instant: Instant) -> Int {
        versions.lastIndex { $0.effectiveFrom <= instant } ?? 0
    }

    /// The tenant's time zone: one for all versions, so that windows stay what they are.
    package var zone: ZoneRules { versions[0].zone }

    /// The largest allowed skew of all versions.
    package var allowedSkew: Milliseconds { versions.map(\.allowedSkew).max() ?? .zero }
}
