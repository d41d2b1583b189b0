// Where the gateway begins to read.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Services

extension ResultTopic {
    /// The topic.
    var topic: Topic {
        switch self {
        case .evaluations: .evaluations
        case .alerts: .alerts
        case .tallies: .tallies
        case .scorecards: .scorecards
        }
    }
}

/// The partitions of the topics of results, and where each is read from: evaluations and alerts from so long ago, the rest, which is
/// compacted, from its oldest record.
struct ResultTopics: Sendable {
    let beginnings: [ResultTopic: [Int64]]
    /// The evaluations before that which can still be reviewed, by partition.
    let earlier: [Int32: Range<Int64>]

    /// - Parameter reviewable: evaluations of so long ago can be reviewed.
    /// - Throws: `KafkaError` when a topic is missing or the cluster does not answer.
    init(_ settings: Settings, reviewable: Milliseconds, logger: Logger) throws(KafkaError) {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let since = now - settings.duration(.gatewayHistory)
        var earlier: [Int32: Range<Int64>] = [:]
        var beginnings: [ResultTopic: [Int64]] = [:]
        for result in ResultTopic.allCases {
            let offsets = try TopicOffsets(settings.kafka, topic: result.topic, seesUncommitted: false, logger: logger)
            defer { offsets.close() }
            var starts = try offsets.oldest()
            if result == .evaluations || result == .alerts {
                let recent = try offsets.first(notBefore: since)
                let oldest = starts
                starts.merge(recent) { oldest, recent in max(oldest, recent) }
                if result == .evaluations {
                    let first = try offsets.first(notBefore: now - reviewable)
                    for (partition, end) in starts {
                        let start = max(oldest[partition] ?? 0, first[partition] ?? end)
                        if start < end { earlier[partition] = start..<end }
                    }
                }
            }
            beginnings[result] = (0..<Int32(offsets.partitionCount)).map { starts[$0] ?? 0 }
        }
        self.beginnings = beginnings
        self.earlier = earlier
    }
}
