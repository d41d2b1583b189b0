// A worker: some lanes with the same settings.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import Pipeline
package import Quality

package import struct Logging.Logger

/// Everything a worker needs to know.
package struct WorkerSettings: Sendable {
    /// The cluster, the group and the topics.
    package var kafka: KafkaSettings
    /// How its lanes work.
    package var lane: LaneSettings
    /// How its evaluation tasks work.
    package var evaluation = EvaluationSettings()
    /// How many lanes: one a core by default.
    package var lanes: Int

    /// Settings of a worker.
    package init(kafka: KafkaSettings, lane: LaneSettings = LaneSettings(), lanes: Int) {
        self.kafka = kafka
        self.lane = lane
        self.lanes = lanes
    }

    /// Checks how the intervals and timeouts relate (architecture §4): three commit intervals ≤ transaction timeout < session timeout.
    ///
    /// - Throws: `KafkaError` naming the settings and how to mend them.
    package func validate() throws(KafkaError) {
        try kafka.validate()
        guard (1...256).contains(lanes) else { throw KafkaError("There are \(lanes) lanes: a worker has 1 to 256.") }
        guard lane.commitInterval.count >= 1 else { throw KafkaError("The commit interval must be at least 1 ms.") }
        guard kafka.delivery == .exactlyOnce else { return }
        guard lane.commitInterval.count * 3 <= kafka.transactionTimeout.count else {
            throw KafkaError(
                "Three commit intervals (\(lane.commitInterval.count) ms each) must fit in the transaction timeout (\(kafka.transactionTimeout.count) ms): shorten the one or lengthen the other."
            )
        }
        guard kafka.transactionTimeout < kafka.sessionTimeout else {
            throw KafkaError(
                "The transaction timeout (\(kafka.transactionTimeout.count) ms) must be below the session timeout (\(kafka.sessionTimeout.count) ms): then a dead worker's transaction is gone when its partitions move."
            )
        }
    }
}

/// A worker: its lanes share nothing but the settings.
package final class Worker: Sendable {
    private let lanes: [LaneRunner]

    /// A worker that judges by these policies.
    ///
    /// - Throws: `KafkaError` for settings that are wrong.
    package init(_ settings: WorkerSettings, policies: PolicySet, logger: Logger) throws(KafkaError) {
        try settings.validate()
        var laneSettings = settings.lane
        laneSettings.allowedSkew = policies.allowedSkew
        var evaluation = settings.evaluation
        evaluation.combinesFacts = settings.kafka.delivery == .exactlyOnce
        lanes = (0..<settings.lanes).map { number in
            var kafka = settings.kafka
            kafka.lane = number
            // Static membership is by member, and every lane is one.
            kafka.groupInstanceID = kafka.groupInstanceID.map { "\($0)-\(number)" }
            return LaneRunner(settings: kafka, laneSettings: laneSettings, logger: logger) {
                [evaluation] leading in
                if leading.topic == .facts {
                    return TallyTask(
                        partition: leading.partition, policies: policies, combinesFacts: evaluation.combinesFacts,
                        counts: evaluation.counts)
                }
                return EvaluationTask(partition: leading.partition, policies: policies, settings: evaluation)
            }
        }
    }

    /// Begins to work.
    package func start() { for lane in lanes { lane.start() } }

    /// Commits, leaves the group and ends, all lanes at the same time; returns when that is done.
    package func stop() {
        DispatchQueue.concurrentPerform(iterations: lanes.count) { lanes[$0].stop() }
    }

    /// What its lanes are doing.
    package var snapshots: [LaneSnapshot] { lanes.map(\.snapshot) }
}
