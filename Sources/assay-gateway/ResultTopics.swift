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

    /// - Throws: `KafkaError` when a topic is missing or the cluster does not answer.
    init(_ settings: Settings, logger: Logger) throws(KafkaError) {
        let since =
            Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) - settings.duration(.gatewayHistory)
        var beginnings: [ResultTopic: [Int64]] = [:]
        for result in ResultTopic.allCases {
            let offsets = try TopicOffsets(settings.kafka, topic: result.topic, seesUncommitted: false, logger: logger)
            defer { offsets.close() }
            var starts = try offsets.oldest()
            if result == .evaluations || result == .alerts {
                let recent = try offsets.first(notBefore: since)
                starts.merge(recent) { oldest, recent in max(oldest, recent) }
            }
            beginnings[result] = (0..<Int32(offsets.partitionCount)).map { starts[$0] ?? 0 }
        }
        self.beginnings = beginnings
    }
}
