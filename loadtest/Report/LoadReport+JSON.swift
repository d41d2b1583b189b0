// A load report as JSON.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality

extension LoadReport {
    /// The report for other programs: `capacity` and `plan` read it. Keys in alphabetical order.
    ///
    /// - Throws: what encoding throws.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(Written(self))
    }

    /// What is written.
    struct Written: Codable {
        var scenario: String
        var seed: UInt64
        var policy: String
        var partitions: Int
        var workers: Int
        var lanes: Int
        var embeddedBroker: Bool
        var startMilliseconds: Int64
        var lengthMilliseconds: Int64
        var workedOffMilliseconds: Int64
        var records: Int
        var recordBytes: Int
        var conversations: Int
        var duplicates: Int
        var delayed: Int
        var bad: Int
        var phases: [Phase]
        var expected: Counts
        var published: Counts
        var copies: Int
        var resultBytes: [String: Int]
        var evaluationLatency: [String: Int64]
        var alertLatency: [String: Int64]
        var sendingLateness: [String: Int64]
        var lagAtEnd: Int?
        var usage: LoadUsage
        var processorSecondsPerMillion: Double?
        var verdicts: [Verdict]
        var isGood: Bool
        var complaints: [String]
        var deeds: [Deed]
        var verified: [String]
        var workersSaid: [Worker]
        var samples: [LoadSample]

        /// A phase and what was sent in it.
        struct Phase: Codable {
            var name: String
            var milliseconds: Int64
            var records: Int
            var late: Int
        }

        /// What is written of a report; of the complaints the first hundred.
        init(_ report: LoadReport) {
            let (scenario, sent) = (report.scenario, report.sent)
            self.scenario = scenario.name
            seed = scenario.seed
            policy = scenario.policy
            partitions = scenario.partitions
            workers = scenario.workers
            lanes = scenario.lanes
            embeddedBroker = report.isEmbedded
            startMilliseconds = report.start.milliseconds
            lengthMilliseconds = scenario.length.count
            workedOffMilliseconds = report.workedOff
            records = sent.ledger.records
            recordBytes = sent.ledger.bytes
            conversations = sent.ledger.conversations
            duplicates = sent.ledger.duplicates
            delayed = sent.ledger.delayed
            bad = sent.ledger.bad
            phases = scenario.phases.enumerated().map { index, phase in
                Phase(
                    name: phase.name, milliseconds: phase.length.count, records: sent.ledger.phases[index],
                    late: sent.late[index])
            }
            expected = report.expected
            published = report.seen
            copies = report.copies
            resultBytes = report.resultBytes
            evaluationLatency = Self.written(report.latency)
            alertLatency = Self.written(report.alertLatency)
            sendingLateness = Self.written(sent.lateness)
            lagAtEnd = report.lagAtEnd
            usage = report.usage
            processorSecondsPerMillion = report.costPerMillion
            verdicts = report.verdicts
            isGood = report.isGood
            complaints = Array(report.complaints.prefix(100))
            deeds = report.deeds
            verified = report.verified
            workersSaid = report.workers
            samples = report.samples
        }

        private static func written(_ latencies: Latencies) -> [String: Int64] {
            var values: [String: Int64] = ["count": Int64(latencies.count)]
            for share in LoadReport.shares { values["p" + percent(share)] = latencies.value(share: share) }
            values["max"] = latencies.largest
            return values
        }
    }
}
