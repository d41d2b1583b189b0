// From what was measured to what a peak takes.
// SPDX-License-Identifier: Apache-2.0

/// What a stated peak takes, with its assumptions: whole numbers, rounded up.
struct LoadPlan: Equatable, Sendable {
    /// What was measured or is assumed.
    struct Basis: Equatable, Sendable {
        /// Processor seconds of workers for a million events.
        var processorSeconds: Double
        /// Bytes of an event, key and value.
        var eventBytes: Double
        /// Bytes of results for an event: evaluations, alerts, tallies, dead letters.
        var resultBytes: Double
        /// Resident bytes of a worker without conversations.
        var workerBytes: Double
        /// Bytes of an open conversation (`loadtest bench clocks`).
        var conversationBytes = 1_100.0
        /// Of a core, so much is planned to be used, in a hundred.
        var utilisation = 60
        /// Copies of each partition.
        var replication = 3
        /// A batch has so much of its bytes when it is compressed, in a hundred.
        var compressed = 60
        /// Cores of a worker's machine.
        var coresPerWorker = 8
        /// Groups that read the results beside the workers.
        var readers = 2
    }

    /// The peak.
    struct Peak: Equatable, Sendable {
        /// Events a second.
        var events: Int
        /// Conversations open at a time.
        var open: Int
    }

    var basis: Basis
    var peak: Peak

    /// Cores that judge, busy as planned.
    var cores: Int { Self.up(Double(peak.events) * basis.processorSeconds / 1e6 * 100 / Double(basis.utilisation)) }
    /// Workers of that many cores.
    var workers: Int { Self.up(Double(cores) / Double(basis.coresPerWorker)) }
    /// A lane is a core, and a partition has one lane: twice as many partitions as lanes leave room to grow and to spread.
    var partitions: Int { workers * basis.coresPerWorker * 2 }
    /// Memory of each worker in MiB, with half of it to spare for restoring and for a neighbour's partitions.
    var memoryPerWorker: Int {
        let conversations = Double(peak.open) * basis.conversationBytes / Double(max(1, workers))
        return Self.up((basis.workerBytes + conversations) * 1.5 / 1_048_576)
    }
    /// What brokers receive in MB a second: events and results, and the copies among themselves.
    var brokerIn: Int {
        Self.up(
            Double(peak.events) * (basis.eventBytes + basis.resultBytes) * compression * Double(basis.replication) / 1e6
        )
    }
    /// What brokers send to readers in MB a second: events to workers, results to their readers.
    var brokerOut: Int {
        Self.up(
            Double(peak.events) * (basis.eventBytes + basis.resultBytes * Double(basis.readers)) * compression / 1e6)
    }

    private var compression: Double { Double(basis.compressed) / 100 }
    private static func up(_ value: Double) -> Int { Int((value - 1e-9).rounded(.up)) }
}
