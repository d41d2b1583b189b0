// What workers use, and how far behind they are.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaLog
import Pipeline
import Quality

/// One second of a run.
struct LoadSample: Codable, Equatable, Sendable {
    /// Milliseconds after the start.
    var at: Int64
    /// The phase.
    var phase: Int
    /// Records sent so far.
    var sent: Int
    /// Evaluations read so far.
    var evaluations: Int
    /// Alerts read so far.
    var alerts: Int
    /// Conversations that the generator has under way.
    var open: Int
    /// Records that are not committed; nil when the cluster did not say.
    var lag: Int?
    /// Processor seconds of all workers so far.
    var processorSeconds: Double
    /// Resident bytes of the workers by number.
    var memory: [Int: Int]
    /// p50 and p99 of this second's evaluations, in milliseconds; nil without any.
    var median: Int64?
    var high: Int64?
}

/// What a run used.
struct LoadUsage: Codable, Equatable, Sendable {
    /// Processor seconds of all workers.
    var workers: Double
    /// Processor seconds of the generator and whoever reads the results, with the embedded broker.
    var harness: Double
    /// The most resident bytes of any worker.
    var memory: Int
}

/// Asks the kernel and the brokers. Used from one thread.
final class LoadMeter {
    private let cluster: LoadCluster
    private let fleet: WorkerFleet
    private let ends: [TopicOffsets]
    private let group: GroupOffsets
    private var workersBefore = 0.0
    private var harnessBefore = 0.0
    private var mostMemory = 0

    /// What others write and workers read. In topics that are written in transactions the end is behind the last record: markers count.
    private static let topics: [Topic] = [.conversations, .surveys]

    /// A meter of a cluster and its workers.
    ///
    /// - Throws: `KafkaError` when the cluster cannot be asked.
    init(_ cluster: LoadCluster, _ fleet: WorkerFleet) throws {
        self.cluster = cluster
        self.fleet = fleet
        ends = try Self.topics.map {
            try TopicOffsets(cluster.kafka, topic: $0, seesUncommitted: false, logger: cluster.logger)
        }
        group = try GroupOffsets(cluster.kafka, logger: cluster.logger)
    }

    /// What is used from now on counts.
    func begin() {
        workersBefore = fleet.usage().processorSeconds
        harnessBefore = WorkerProcess.usage(of: getpid())?.processorSeconds ?? 0
    }

    /// Records that workers have not committed; nil when the cluster did not say.
    func lag() -> Int? {
        try? zip(Self.topics, ends).reduce(0) { sum, pair in
            let committed = try group.committed(pair.0, partitions: pair.1.partitionCount)
            return sum + (try pair.1.ends().reduce(0) { $0 + Int(max(0, $1.value - (committed[$1.key] ?? 0))) })
        }
    }

    /// This second.
    func sample(
        at time: Int64, sent: LoadGenerator.Progress, evaluations: Int, alerts: Int, latency: Latencies
    ) -> LoadSample {
        let usage = fleet.usage()
        mostMemory = max(mostMemory, usage.memory.values.max() ?? 0)
        return LoadSample(
            at: time, phase: sent.phase, sent: sent.ledger.records, evaluations: evaluations, alerts: alerts,
            open: sent.open, lag: lag(), processorSeconds: usage.processorSeconds - workersBefore,
            memory: usage.memory, median: latency.value(share: 5_000), high: latency.value(share: 9_900))
    }

    /// What was used since `begin`.
    func usage() -> LoadUsage {
        LoadUsage(
            workers: fleet.usage().processorSeconds - workersBefore,
            harness: (WorkerProcess.usage(of: getpid())?.processorSeconds ?? 0) - harnessBefore, memory: mostMemory)
    }
}
