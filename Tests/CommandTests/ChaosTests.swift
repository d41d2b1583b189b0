// Three workers that are killed and paused under load: nothing is lost and nothing is doubled.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import KafkaLog
import Pipeline
import Quality
import Sealing
import Testing

@testable import assay

private let environment = ProcessInfo.processInfo.environment
private let bootstrapServers = environment["KAFKA_BOOTSTRAP_SERVERS"]

/// CHAOS_SECONDS says how long the workers are killed (60 for the full minute), CHAOS_SEED when and which of them,
/// CHAOS_RATE how many records a second are written meanwhile.
@Suite("Chaos", .serialized)
struct ChaosTests {
    private static func plan(_ delivery: KafkaSettings.Delivery) -> ChaosPlan {
        var plan = ChaosPlan(delivery: delivery)
        if let seconds = environment["CHAOS_SECONDS"].flatMap(Double.init) { plan.seconds = seconds }
        if let seed = environment["CHAOS_SEED"].flatMap(UInt64.init) { plan.seed = seed }
        if let rate = environment["CHAOS_RATE"].flatMap(Int.init) { plan.rate = rate }
        return plan
    }

    /// The mock cluster does not keep the offsets of transactions, so it is at least once that is shown on it.
    ///
    /// What is not compared: tallies. Without transactions a paused worker is not fenced, and the tally that it writes when it
    /// wakes may stand behind its successor's newer one until the next fact comes.
    @Test("at least once: every result is there, and says the same however often it was published")
    func atLeastOnce() async throws {
        let cluster = try MockCluster()
        for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: ChaosPlan.partitions) }
        let kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "assay")
        let report = try await ChaosRun.play(Self.plan(.atLeastOnce), kafka)
        #expect(report.complaints.isEmpty, "\(report)")
        for check in [Findings.Check.revisions, .alerts, .records] {
            #expect(report.verified.contains("✓ \(check.text)"), "\(report)")
        }
        #expect(report.kills > 0 && report.pauses > 0, "\(report)")
        withExtendedLifetime(cluster) {}
    }

    @Test(
        "exactly once: every result is there once, and all figures add up; S4-098: likewise when states and dead letters are sealed",
        .enabled(if: bootstrapServers != nil, "set KAFKA_BOOTSTRAP_SERVERS to run this on a broker"),
        arguments: [false, true])
    func exactlyOnce(isSealed: Bool) async throws {
        try await Scratch.with { scratch in try await Self.exactlyOnce(isSealed: isSealed, scratch) }
    }

    private static func exactlyOnce(isSealed: Bool, _ scratch: Scratch) async throws {
        let own = "chaos-\(UUID().uuidString.prefix(8))"
        var kafka = KafkaSettings(bootstrapServers: bootstrapServers ?? "", groupID: own)
        var plan = Self.plan(.exactlyOnce)
        plan.prefix = own + "."
        if isSealed { plan.keys = try scratch.text("keys", MasterKeys.newLine(id: "a")) }
        kafka.topics = TopicNames(prefix: plan.prefix)
        let compacted: Set<Topic> = [.checkpoints, .tallies, .scorecards, .dataKeys]
        let topics = Topic.allCases.map { topic in
            KafkaAdmin.NewTopic(
                name: kafka.topics[topic], partitions: ChaosPlan.partitions,
                // The events are from long ago, by their timestamps.
                properties: compacted.contains(topic) ? ["cleanup.policy": "compact"] : ["retention.ms": "-1"])
        }
        let created = try KafkaAdmin(kafka, logger: .silent).create(topics)
        #expect(created.values.allSatisfy { $0 == .created }, "\(created)")
        let report = try await ChaosRun.play(plan, kafka)
        #expect(report.complaints.isEmpty, "\(report)")
        #expect(report.copies == 0, "\(report)")
        #expect(report.status == 0, "\(report)")
        #expect(report.kills > 0 && report.pauses > 0, "\(report)")
        #expect(isSealed ? report.opened == report.deadLetters && report.opened > 0 : report.opened == 0, "\(report)")
    }
}

/// What is done to the workers, and for how long.
struct ChaosPlan: Sendable {
    /// Partitions of every topic.
    static let partitions = 4

    var delivery: KafkaSettings.Delivery
    /// Before the names of all topics.
    var prefix = ""
    /// The file of master keys; nil when nothing is sealed.
    var keys: String?
    /// Decides which worker is killed when.
    var seed: UInt64 = 1
    /// How long workers are killed.
    var seconds: Double = 12
    /// Records written a second meanwhile.
    var rate = 400

    /// Brokers accept no less than 6 s by default. The mock cluster does, but takes three to form a group.
    var sessionTimeout: Double { delivery == .exactlyOnce ? 6 : 3.5 }
    /// A kill waits so long for results of the workers as they are now. It must on the mock cluster, which stops all
    /// members for seconds whenever one comes or goes: else nothing would be under way when a worker is killed.
    var patience: Double { delivery == .exactlyOnce ? 0 : 5 }
    /// After chaos, the workers have so many seconds for what is left.
    let longestDrain: Double = 120
}

/// What a run of chaos did, and what was found.
struct ChaosReport: Sendable, CustomStringConvertible {
    var seed: UInt64 = 0
    var records = 0
    var kills = 0
    var pauses = 0
    /// Results read before the last worker was killed or paused.
    var resultsDuringChaos = 0
    var evaluations = 0
    var alerts = 0
    var deadLetters = 0
    /// Results that were read a second time.
    var copies = 0
    /// Dead letters that were sealed, and could be opened.
    var opened = 0
    /// What is missing, too much or different, a line each.
    var complaints: [String] = []
    /// The last exit status of `assay verify`.
    var status: Int32 = -1
    /// What it said.
    var verified: [String] = []

    var description: String {
        ([
            "CHAOS_SEED=\(seed): \(records) records, \(kills) kills, \(pauses) pauses, \(resultsDuringChaos) results meanwhile; "
                + "\(evaluations) evaluations, \(alerts) alerts, \(deadLetters) dead letters, \(copies) copies",
            "verify ended with status \(status):",
        ] + verified + complaints).joined(separator: "\n")
    }
}
