// Alerts on their way from a deadline to whoever reads them.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Pipeline
import Quality
import Wire

/// Writes questions that nobody answers, lets a worker tell of each deadline, and notes when the alert can be read.
final class AlertBench {
    private let cluster: BenchCluster
    private let rate: Int
    private let seconds: Int
    private let worker: Worker
    private let reader: KafkaReader
    private let questions: QuestionSource
    /// How long after its deadline a breach is certain.
    let allowedSkew: Milliseconds
    /// From the start of a wait to its deadline.
    private let target: Milliseconds

    /// The group may take so long to form, and alerts so much longer than they should.
    private static let patience = Milliseconds.seconds(60)

    /// So many deadlines a second for so long. With `idle`, nothing else is written when the first of them passes.
    init(_ cluster: BenchCluster, lanes: Int, rate: Int, seconds: Int, idle: Bool) throws {
        self.cluster = cluster
        self.rate = rate
        self.seconds = seconds
        let policies = try PolicyLoader.preset("pharma-v2")
        allowedSkew = policies.allowedSkew
        // Of the preset's clocks one alone is alerted about.
        target = policies.versions[0].clocks.first { $0.alerts }?.target ?? .zero
        worker = try Worker(
            WorkerSettings(kafka: cluster.kafka, lanes: lanes), policies: policies, logger: cluster.logger)
        reader = try KafkaReader(cluster.kafka, topic: .alerts, from: .oldest, logger: cluster.logger)
        questions = try QuestionSource(cluster, rate: rate, most: idle ? rate * seconds : .max)
    }

    /// From each deadline to the moment at which its alert was read.
    func run() throws -> [Int64] {
        worker.start()
        try waitForGroup()
        let start = WallClock.now
        questions.activate()
        var latencies: [Int64] = []
        var batch = RecordBatch()
        let end = start + .seconds(Int64(seconds)) + target + allowedSkew + Self.patience
        while latencies.count < rate * seconds, WallClock.now < end, questions.failure == nil {
            guard try reader.poll(limit: 10_000, timeout: Milliseconds(1), into: &batch) else { continue }
            let now = WallClock.now
            for record in batch.records {
                let alert = try ProtoAlert(protobuf: Array(batch.bytes[record.value ?? .empty]))
                guard let number = QuestionSource.number(of: alert.conversationID), number < rate * seconds else {
                    continue
                }
                latencies.append(now.milliseconds - alert.deadlineMs)
            }
        }
        questions.stop()
        worker.stop()
        reader.close()
        if let failure = questions.failure { throw KafkaError("The source of questions stopped: \(failure)") }
        guard latencies.count == rate * seconds else {
            throw KafkaError(
                "Of \(rate * seconds) alerts \(latencies.count) came within \(Self.patience.count / 1000) s.")
        }
        return latencies
    }

    /// Waits until every partition is worked on and publishes.
    private func waitForGroup() throws {
        let end = WallClock.now + Self.patience
        func isLive(_ lanes: [LaneSnapshot]) -> Bool {
            lanes.allSatisfy(\.isLive)
                && lanes.reduce(0) { $0 + $1.partitions.count } == cluster.partitions * Topic.leading.count
        }
        while !isLive(worker.snapshots) {
            guard WallClock.now < end else { throw KafkaError("The worker's group did not form.") }
            WallClock.rest(microseconds: 20_000)
        }
    }
}
