// The topics as they should be.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality

/// A topic as it is to be created.
struct PlannedTopic: Equatable, Sendable {
    /// What a topic is for; decides how it keeps its records.
    enum Kind: Equatable, Sendable {
        /// Workers read it.
        case input
        /// Workers write it, others read it.
        case result
        /// Keeps what could not be used.
        case deadLetters
        /// The last record of each key is what counts.
        case state
        /// Keys of what `deadLetters` keeps, the last record of each, and no longer than that.
        case keys
        /// One chain of entries, kept for ever.
        case audit
    }

    var topic: Topic
    var kind: Kind
    /// How to create it.
    var creation: KafkaAdmin.NewTopic
    /// How long records are kept, as it was written; nil when age does not count.
    var retention: String?
}

extension PlannedTopic {
    /// All topics in the order of `Topic`.
    static func all(_ settings: Settings) -> [PlannedTopic] { Topic.allCases.map { PlannedTopic($0, settings) } }

    private init(_ topic: Topic, _ settings: Settings) {
        let kind = Kind(topic)
        let replication = settings.count(.replication)
        var properties = ["cleanup.policy": kind == .state ? "compact" : kind == .keys ? "compact,delete" : "delete"]
        let retention = kind.retention
        if kind == .audit { properties["retention.ms"] = "-1" }
        if let retention { properties["retention.ms"] = String(settings.duration(retention).count) }
        // The broker's clock decides what counts as the present, so it must be the broker's and not a producer's.
        if kind == .input { properties["message.timestamp.type"] = "LogAppendTime" }
        // A dead letter wraps a whole record, and a huge conversation has a huge checkpoint: they are larger than the largest
        // that the broker takes by default.
        if kind == .deadLetters || topic == .checkpoints || topic == .evaluations {
            properties["max.message.bytes"] = String(KafkaSettings.mostRecordBytes)
        }
        // A key that is forgotten is gone from the disks as soon as a broker cleans, and in any case with the letters: it may be a segment
        // behind them.
        if kind == .keys {
            properties["retention.ms"] = String((settings.duration(.deadLetterRetention) + .hours(24 * 7)).count)
            properties["max.compaction.lag.ms"] = String(Milliseconds.hours(24).count)
        }
        if replication >= 3 { properties["min.insync.replicas"] = "2" }
        self.topic = topic
        self.kind = kind
        self.retention = retention.map(settings.required)
        creation = KafkaAdmin.NewTopic(
            name: settings.topicNames[topic], partitions: kind == .audit ? 1 : settings.count(.partitions),
            replication: replication,
            properties: properties)
    }

    /// Why a planned topic is as it is, for those who read the plan.
    static let explanation = """
        All topics but the audit have as many partitions: partition p of surveys, reviews and checkpoints belongs to partition p of conversations, and
        p of supplements and tallies to p of facts. Adding partitions later would send known keys to other partitions.
        cleanup.policy=compact: checkpoints, tallies and scorecards are states; the last record of each key is kept until it is deleted.
        cleanup.policy=compact,delete: of data-keys, which dead letters are sealed with where there are master keys (sensitive.keys): a key that
        was forgotten goes when the broker cleans (max.compaction.lag.ms), and all of them a week behind the letters.
        cleanup.policy=delete: everything else is a history, kept for the retention of its kind; the audit for ever, in one partition.
        message.timestamp.type=LogAppendTime: what workers read carries the broker's time, so that no producer's clock can make a
        deadline pass or an event look as if it came from the future.
        max.message.bytes=33554432: a dead letter wraps a whole record and says what was wrong with it, and checkpoints and evaluations
        of a huge conversation are huge, too, so they can be larger than the largest record of other topics; those keep the broker's
        own bound.
        min.insync.replicas=2: from 3 copies on a record counts when two have it, and one broker may be away.

        """
}

extension PlannedTopic.Kind {
    init(_ topic: Topic) {
        switch topic {
        case .conversations, .surveys, .reviews, .facts, .supplements: self = .input
        case .evaluations, .alerts: self = .result
        case .checkpoints, .tallies, .scorecards: self = .state
        case .dataKeys: self = .keys
        case .deadLetters: self = .deadLetters
        case .audit: self = .audit
        }
    }

    fileprivate var retention: Setting? {
        switch self {
        case .input: .inputRetention
        case .result: .resultRetention
        case .deadLetters: .deadLetterRetention
        case .state, .audit, .keys: nil
        }
    }
}
