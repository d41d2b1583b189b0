// The topics of the house, by what they carry.
// SPDX-License-Identifier: Apache-2.0

/// A topic by its role; the log's configuration gives it a name.
package enum Topic: UInt8, CaseIterable, Hashable, Sendable {
    /// Conversation events, keyed by conversation. Leads the evaluation tasks.
    case conversations
    /// Survey events, keyed by conversation.
    case surveys
    /// Review events, keyed by conversation.
    case reviews
    /// Contributions to tallies, keyed by subject. Leads the tally tasks.
    case facts
    /// Figures from outside, keyed by subject.
    case supplements
    /// Saved states of conversations (compacted).
    case checkpoints
    /// Scored episodes.
    case evaluations
    /// Breaches and what became of them.
    case alerts
    /// States of subjects and windows (compacted): the output of the tally tasks and their checkpoint in one.
    case tallies
    /// Composite results of pay periods.
    case scorecards
    /// Records that could not be used.
    case deadLetters
    /// Decisions that money rests on, in a chain of hashes.
    case audit
    /// What dead letters are sealed with (compacted).
    case dataKeys

    /// The default name, and the word for the topic in settings and messages.
    package var word: String {
        switch self {
        case .conversations: "conversations"
        case .surveys: "surveys"
        case .reviews: "reviews"
        case .facts: "facts"
        case .supplements: "supplements"
        case .checkpoints: "checkpoints"
        case .evaluations: "evaluations"
        case .alerts: "alerts"
        case .tallies: "tallies"
        case .scorecards: "scorecards"
        case .deadLetters: "dead-letters"
        case .audit: "audit"
        case .dataKeys: "data-keys"
        }
    }

    /// Whether its records are the saved state of tasks. Without transactions they are written behind what left because of them:
    /// the next owner takes what the state knows of for published.
    package var holdsState: Bool { self == .checkpoints || self == .tallies }

    /// The leading topics. A worker subscribes to the first; partition q of the others comes with partition q of it, modulo its number of
    /// partitions, so that every worker has its share of both.
    package static let leading: [Topic] = [.conversations, .facts]

    /// The topics whose partition p is read with partition p of this one.
    package var companions: [Topic] {
        switch self {
        case .conversations: [.surveys, .reviews]
        case .facts: [.supplements]
        default: []
        }
    }
}

/// One partition of one topic.
package struct TopicPartition: Hashable, Comparable, Sendable {
    /// The topic.
    package var topic: Topic
    /// The partition's number, from 0.
    package var partition: Int32

    /// Partition `partition` of `topic`.
    package init(_ topic: Topic, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    package static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic.rawValue, left.partition) < (right.topic.rawValue, right.partition)
    }
}

extension TopicPartition: CustomStringConvertible {
    package var description: String { "\(topic.word)[\(partition)]" }
}
