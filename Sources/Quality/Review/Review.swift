// The review of an episode by people, as far as it has come.
// SPDX-License-Identifier: Apache-2.0

/// What one rater said.
package struct RaterSheet: Hashable, Sendable {
    /// The rater.
    package var rater: String
    /// When.
    package var at: Instant
    /// Criterion by criterion.
    package var sheet: ScoreSheet
    /// What the sheet comes to; nil when nothing applied.
    package var score: Points?

    /// What a rater said.
    package init(rater: String, at: Instant, sheet: ScoreSheet, score: Points?) {
        self.rater = rater
        self.at = at
        self.sheet = sheet
        self.score = score
    }
}

/// A result of people that counts or counted: all are kept (S0-062, A16, A27).
package struct ReviewVersion: Hashable, Sendable {
    /// How a version came about.
    package enum Cause: UInt8, Sendable {
        /// The raters' sheets were combined.
        case combined = 1
        /// A supervisor corrected it.
        case corrected = 2
        /// An appeal was accepted.
        case ruled = 3
    }

    /// How it came about.
    package var cause: Cause
    /// Who combined, corrected or ruled; empty when the sheets were combined by rule.
    package var by: String
    /// When.
    package var at: Instant
    /// Criterion by criterion.
    package var sheet: ScoreSheet
    /// What the sheet comes to; nil when nothing applied.
    package var score: Points?

    /// A version.
    package init(cause: Cause, by: String, at: Instant, sheet: ScoreSheet, score: Points?) {
        self.cause = cause
        self.by = by
        self.at = at
        self.sheet = sheet
        self.score = score
    }
}

/// The review of an episode by people, as far as it has come. `Review+Steps.swift` has the rules by which it goes on.
package struct Review: Hashable, Sendable {
    /// How far it has come (requirements §11); raw values as in the schema.
    package enum State: UInt8, Sendable {
        /// Drawn; nobody scored yet.
        case sampled = 1
        /// Scored; more raters, or somebody who combines, are waited for.
        case scored = 2
        /// The raters disagree: a third one or an adjudication is needed.
        case disagreement = 3
        /// The sheets are combined.
        case combined = 4
        /// A supervisor confirmed it.
        case reviewed = 5
        /// A supervisor corrected it.
        case corrected = 6
        /// It was published to the agent.
        case published = 7
        /// The agent acknowledged it.
        case acknowledged = 8
        /// The agent appealed.
        case appealed = 9
        /// The appeal was accepted.
        case appealAccepted = 10
        /// The appeal was rejected.
        case appealRejected = 11
    }

    /// Its id.
    package var id: String
    /// Why there is one.
    package var kind: ReviewEvent.Kind
    /// How far it has come.
    package var state: State
    /// What each rater said, in the order of their ids.
    package var raters: [RaterSheet] = []
    /// Whether somebody said that no more raters are waited for.
    package var isClosed = false
    /// The combined result, once it counts.
    package var combined: ReviewVersion?
    /// Corrections and rulings, oldest first.
    package var corrections: [ReviewVersion] = []
    /// When it was published last.
    package var publishedAt: Instant?
    /// When the agent acknowledged it.
    package var acknowledgedAt: Instant?
    /// Until when the agent may appeal.
    package var appealBy: Instant?
    /// When the agent appealed.
    package var appealedAt: Instant?
    /// Until when the appeal is to be ruled on.
    package var rulingBy: Instant?
    /// When it was ruled on.
    package var ruledAt: Instant?

    /// A review that begins.
    package init(id: String, kind: ReviewEvent.Kind, state: State) {
        self.id = id
        self.kind = kind
        self.state = state
    }

    /// A review has at most so many corrections.
    package static let mostCorrections = 32

    /// The results that count or counted, oldest first.
    package var versions: [ReviewVersion] { (combined.map { [$0] } ?? []) + corrections }

    /// The result that counts; nil while the automatic one does.
    package var final: ReviewVersion? { corrections.last ?? combined }

    /// Whether fewer raters than the quorum have scored, and nobody decided in their place (A25).
    package func isIncomplete(_ rules: ReviewPolicy) -> Bool {
        !raters.isEmpty && raters.count < rules.quorum && corrections.isEmpty && combined == nil
    }

    /// The largest difference of two raters' scores; nil with fewer than two.
    package var spread: Points? {
        let scores = raters.compactMap(\.score)
        guard scores.count > 1, let least = scores.min(), let most = scores.max() else { return nil }
        return most - least
    }

    /// What the raters who scored so far say together, whether it counts or not; nil without any.
    func provisional(_ rules: ReviewPolicy) -> ScoreSheet? {
        raters.isEmpty ? nil : ScoreSheet.combined(raters.map(\.sheet), by: rules.combination)
    }

    /// The human score: of the result that counts, else of those who scored so far.
    package func score(_ policy: Policy) -> Points? {
        if let final { return final.score }
        return provisional(policy.reviews)?.score(policy).total
    }

    /// Until when the episode is kept for further steps after one at `time`.
    package func keptUntil(after time: Instant, _ rules: ReviewPolicy) -> Instant {
        var span = rules.window
        if state == .published { span = span + rules.appeal }
        if state == .appealed { span = span + rules.ruling }
        return time + span
    }
}
