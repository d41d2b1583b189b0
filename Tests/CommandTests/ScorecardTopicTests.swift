// `assay scorecard` from topics.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Testing
import Wire

@testable import assay

@Suite("assay scorecard from topics", .serialized)
struct ScorecardTopicTests {
    private static let kpi = """
        kpi: hours
        version: "1"
        effective-from: 2026-01-01T00:00:00+08:00
        indicators:
          efficiency:
            title: { zh: 效率, en: Efficiency }
            requirements: [S3-085]
            weight: 100
            of: { figure: handled, per-hours: 8 }
            points: { target: 15, cap: 100 }
            least: 1
            when-fewer: block
            when-missing: block
        grades: [{ from: 0, grade: weak }, { from: 80, grade: good }]
        """

    private static func record(_ key: String, _ value: [UInt8]) -> KafkaWriter.Record {
        KafkaWriter.Record(key: Array(key.utf8), value: value, headers: [], timestamp: .epoch, partition: 0)
    }

    /// What the command makes of these tallies, with 160 effective hours of A1 as a supplement.
    private static func scorecard(_ tallies: [KafkaWriter.Record]) async throws -> AssayProcess.Outcome {
        let cluster = try MockCluster()
        for topic in [Topic.tallies, .supplements] { try cluster.createTopic(topic.word, partitions: 1) }
        let kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "scorecard")
        let writer = try KafkaWriter(kafka, logger: .silent)
        for tally in tallies { try writer.write(tally, to: Topic.tallies.word) }
        var hours = ProtoSupplement()
        (hours.tenant, hours.subject, hours.supplementID) = ("acme", "agent:A1", "h")
        (hours.kind, hours.valueHundredths, hours.firstDay, hours.lastDay) = (.effectiveHours, 16_000, 20_758, 20_787)
        try writer.write(record("acme/agent:A1", hours.protobuf), to: Topic.supplements.word)
        try writer.flush(within: .seconds(10))
        writer.close()
        return try await Scratch.with { scratch in
            try await AssayProcess.run([
                "scorecard", "A1", "2026-11", "--model", try scratch.text("kpi.yaml", kpi),
                "--kafka-bootstrap-servers", cluster.bootstrapServers, "--kafka-group-id", "scorecard",
            ])
        }
    }

    private static func tally(handled: Int64) -> KafkaWriter.Record {
        var measures = Measures()
        measures.handling.handled = handled
        let tally = Tally(
            tenant: "acme", subject: "agent:A1", kind: .month, start: Instant(milliseconds: 1_793_462_400_000),
            end: Instant(milliseconds: 1_796_054_400_000), measures: measures, nextFact: 0)
        var bytes: [UInt8] = []
        _ = tally.write(appendingTo: &bytes)
        return record("acme/agent:A1/month/1793462400000", bytes)
    }

    @Test("the newest tally of the topic and the supplements count; records of customers are left alone")
    func topics() async throws {
        let outcome = try await Self.scorecard([
            Self.tally(handled: 9), Self.record("acme/customer:c-1", [0xFF]), Self.tally(handled: 270),
        ])
        #expect(
            outcome.status == 0 && outcome.text.contains("composite 90.00, good"), "\(outcome.text) \(outcome.errors)")
    }

    @Test("a damaged tally is told with its place, and nothing is computed")
    func damaged() async throws {
        let outcome = try await Self.scorecard([Self.record("acme/agent:A1/month/1793462400000", [0xFF, 0xFF])])
        #expect(outcome.status == 66 && outcome.errors.contains("tallies[0]@0: "), "\(outcome.text) \(outcome.errors)")
    }
}
