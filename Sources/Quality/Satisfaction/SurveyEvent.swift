// A decoded record of the surveys topic, and what becomes of it.
// SPDX-License-Identifier: Apache-2.0

/// One step of one survey.
package struct SurveyEvent: Hashable, Sendable {
    /// The event's id within the conversation.
    package var id: String
    /// When it happened.
    package var at: Instant
    /// The invitation.
    package var survey: String
    /// The programme: figures of different programmes are never mixed (X06).
    package var programme: String
    /// The episode that is judged, from 1; 0 means the latest that ended before the answer.
    package var episode: UInt32
    /// What happened.
    package var step: Step
    /// The rating, 1 to 5, on a scale of five.
    package var rating: Int?
    /// Willingness to recommend, 0 to 10.
    package var recommend: Int?
    /// Staff and test answers never count (C34).
    package var isTest: Bool
    /// Whether the customer pressed a button, and did not only open a link (C23).
    package var isSubmitted = true
    /// Ratings of single questions, 1 to 5, by question; each once.
    package var items: [NamedRating] = []
    /// Reasons for a bad rating; each once.
    package var reasons: [String] = []
    /// Themes of what the customer wrote and of the reasons, by the policy in force when it happened; a heuristic.
    package var themes: [String] = []

    /// The rating of one question.
    package struct NamedRating: Hashable, Sendable {
        /// The question.
        package var name: String
        /// The rating, 1 to 5.
        package var rating: Int

        /// A rating.
        package init(name: String, rating: Int) {
            self.name = name
            self.rating = rating
        }
    }

    /// Step of a survey's life.
    package enum Step: UInt8, Sendable {
        /// The invitation was sent.
        case sent = 1
        /// It reached the customer.
        case delivered = 2
        /// It was opened.
        case opened = 3
        /// It was answered.
        case answered = 4
        /// An answer was changed.
        case changed = 5
        /// It expired without an answer.
        case expired = 6

        /// Whether the step carries an answer.
        package var isAnswer: Bool { self == .answered || self == .changed }
    }

    /// A step.
    package init(
        id: String, at: Instant, survey: String, programme: String, episode: UInt32, step: Step, rating: Int?,
        recommend: Int?, isTest: Bool
    ) {
        self.id = id
        self.at = at
        self.survey = survey
        self.programme = programme
        self.episode = episode
        self.step = step
        self.rating = rating
        self.recommend = recommend
        self.isTest = isTest
    }
}

/// An answer that counts for an episode: one a programme (C36).
package struct SurveyAnswer: Hashable, Sendable {
    /// The programme.
    package var programme: String
    /// The invitation.
    package var survey: String
    /// When it was given.
    package var at: Instant
    /// The rating, 1 to 5.
    package var rating: Int?
    /// Willingness to recommend, 0 to 10.
    package var recommend: Int?
    /// How often it was changed (C21).
    package var changes: UInt32
    /// When the first answer was given.
    package var firstAt: Instant
    /// Whether satisfaction and recommendation are computed from it; other programmes are kept apart (X06).
    package var isCounted = true
    /// Whether its programme is one that the policy names.
    package var isOfProgramme = false
    /// Ratings of questions that the policy names, in its order.
    package var items: [SurveyEvent.NamedRating] = []
    /// Reasons that the policy names, in its order.
    package var reasons: [String] = []
    /// Whether a reason was given, named or not.
    package var hasReason = false
    /// Themes that it complains about: of an answer that rates badly, or does not rate (C38). A heuristic.
    package var themes: [String] = []
    /// Whether the agent of the episode spoke to the customer again since it was given; only where integrity signals are counted.
    package var isFollowedByTalk = false
    /// Whether it is bad and the agent handed the conversation over soon after it; likewise.
    package var isGivenAway = false

    /// The answer of a survey event, as the first one.
    package init(_ event: SurveyEvent, changes: UInt32 = 0) {
        firstAt = event.at
        programme = event.programme
        survey = event.survey
        at = event.at
        rating = event.rating
        recommend = event.recommend
        self.changes = changes
        if event.rating.map(Evaluation.worstRatings.contains) ?? true { themes = event.themes }
    }
}
