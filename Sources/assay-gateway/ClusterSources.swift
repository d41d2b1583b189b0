// What the gateway gets from the cluster and from the policies.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Services
import Wire

/// Makes the sources of the service over a real cluster.
struct ClusterSources {
    private let settings: Settings
    private let policies: PolicySet
    private let topics: ResultTopics

    init(_ settings: Settings, _ policies: PolicySet, topics: ResultTopics) {
        self.settings = settings
        self.policies = policies
        self.topics = topics
    }

    var sources: ServiceSources {
        let (kafka, logger, policies) = (settings.kafka, settings.logger, policies)
        let dialogues = DialogueReader(kafka, policies, logger: logger)
        let reviews = ReviewWriter(kafka, logger: logger)
        let judge = TranscriptScorer(policies)
        let oldest = OldestOffsets(kafka, logger: logger)
        return ServiceSources(
            now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }, policies: policies,
            evaluate: { request throws(Refusal) in
                try await refusing(logger) { _ in try judge.evaluation(of: request) }
            },
            dialogue: { evaluation, until throws(Refusal) in
                try await refusing(logger) { interest in try dialogues.dialogue(of: evaluation, until: until, interest)
                }
            },
            submit: { review throws(Refusal) in try await reviews.write(review) },
            evaluationsAgain: { ranges throws(Refusal) in
                TopicCatchUp(kafka, .evaluations, ranges, logger: logger) { $0.evaluations(&$1) }
            },
            alertsAgain: { ranges throws(Refusal) in
                TopicCatchUp(kafka, .alerts, ranges, logger: logger) { $0.alerts(&$1) }
            },
            talliesAgain: { ranges throws(Refusal) in
                TopicCatchUp(kafka, .tallies, ranges, logger: logger) { $0.tallies(&$1) }
            },
            oldest: { topic throws(Refusal) in try await oldest.offsets(of: topic) })
    }
}
