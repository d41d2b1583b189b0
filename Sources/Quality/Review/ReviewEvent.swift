// A decoded record of the reviews topic.
// SPDX-License-Identifier: Apache-2.0

/// One step of a review of an episode by people.
package struct ReviewEvent: Hashable, Sendable {
    /// The event's id within the conversation.
    package var id: String
    /// When it happened.
    package var at: Instant
    /// The episode that is judged, from 1.
    package var episode: UInt32
    /// The review, whose steps share it.
    package var review: String
    /// Who did it; empty when that is not stated.
    package var rater: String
    /// Why the episode is reviewed; nil when that is not stated.
    package var kind: Kind?
    /// What happened.
    package var step: Step
    /// The version of the policy that the items are about; empty when there are none.
    package var policyVersion: String
    /// What is said about criteria.
    package var items: [Item]
    /// The review that is corrected or appealed against, when the step has a review id of its own; else empty.
    package var corrects: String

    /// Why an episode is reviewed.
    package enum Kind: UInt8, Sendable {
        /// Drawn at random (S0-050).
        case sample = 1
        /// A mystery shopper's report (S0-058).
        case mystery = 2
        /// A simulated scene (S4-075).
        case simulation = 3
        /// An expert panel (S4-076).
        case expert = 4
        /// The confirmation of a fatal item or a pay proposal.
        case confirmation = 5
        /// An agent's appeal.
        case appeal = 6

        /// Its name in results.
        package var word: String {
            switch self {
            case .sample: "sample"
            case .mystery: "mystery"
            case .simulation: "simulation"
            case .expert: "expert"
            case .confirmation: "confirmation"
            case .appeal: "appeal"
            }
        }

        /// Whether no real customer was served: the episode stays out of customer figures (T53, S0-058).
        package var isStaged: Bool { self == .mystery || self == .simulation }
    }

    /// Step of a review's life; raw values as in the schema.
    package enum Step: UInt8, CaseIterable, Sendable {
        /// A rater scored it.
        case scored = 1
        /// The raters' scores were combined, by rule or, with items, by an adjudicator.
        case combined = 2
        /// A supervisor corrected it (S0-062).
        case corrected = 3
        /// It was published to the agent.
        case published = 4
        /// The agent acknowledged it (S0-063).
        case acknowledged = 5
        /// The agent appealed.
        case appealed = 6
        /// The appeal was decided for the agent.
        case appealAccepted = 7
        /// The appeal was decided against the agent.
        case appealRejected = 8
        /// It was drawn for review.
        case sampled = 9
        /// A supervisor confirmed it as it is.
        case reviewed = 10

        /// Whether the step is the agent's own.
        package var isAgents: Bool { self == .acknowledged || self == .appealed }

        /// Whether the step must say who did it.
        package var needsRater: Bool {
            switch self {
            case .scored, .corrected, .appealAccepted, .appealRejected, .reviewed: true
            case .combined, .published, .acknowledged, .appealed, .sampled: false
            }
        }

        /// Whether the step must say something about criteria.
        package var needsItems: Bool { self == .scored || self == .corrected || self == .appealAccepted }

        /// Whether the step may say something about criteria.
        package var mayHaveItems: Bool { needsItems || self == .combined }
    }

    /// What is said about one criterion.
    package struct Item: Hashable, Sendable {
        /// The criterion's id.
        package var criterion: String
        /// Points of the total that it lost, as the rubric is written; nil when it did not apply.
        package var lost: Points?

        /// What is said about a criterion.
        package init(criterion: String, lost: Points?) {
            self.criterion = criterion
            self.lost = lost
        }
    }

    /// A step.
    package init(
        id: String, at: Instant, episode: UInt32, review: String, rater: String, kind: Kind?, step: Step,
        policyVersion: String = "", items: [Item] = [], corrects: String = ""
    ) {
        self.id = id
        self.at = at
        self.episode = episode
        self.review = review
        self.rater = rater
        self.kind = kind
        self.step = step
        self.policyVersion = policyVersion
        self.items = items
        self.corrects = corrects
    }
}
