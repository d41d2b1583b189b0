// A small scenario from its first record to its verdict.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Quality
import Simulation
import Testing
import Wire

@testable import loadtest

@Suite("A load test")
struct LoadRunTests {
    private static let scenario = """
        scenario: small
        seed: 3
        partitions: 2
        workers: 1
        conversations: { pace: 100, late: 0 }
        disturbances: { bad: 10, duplicates: 20, reordered: 20, reordered-by: 100ms }
        phases:
        - { name: all, for: 4s, rate: 300 }
        """

    /// The executable is built beside the tests.
    private static var executable: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("assay")
    }

    /// Plays on a thread of its own, as librdkafka's calls block.
    private static func play(_ scenario: Scenario) async throws -> LoadReport {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("load-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "test.load").async {
                continuation.resume(
                    with: Result {
                        let cluster = try LoadCluster(nil, scenario: scenario, executable: executable)
                        return try LoadRun(
                            scenario, on: cluster, folder: folder, policies: try PolicyLoader.preset("pharma-v2")
                        ) { _ in }.play()
                    })
            }
        }
    }

    @Test("what was sent is there, is judged as it must be, and is on the page")
    func run() async throws {
        let report = try await Self.play(try ScenarioFile.decode(yaml: Self.scenario, file: "small"))
        #expect(report.complaints.isEmpty, "\(report.complaints.prefix(5))")
        #expect(report.sent.ledger.bad > 0 && report.sent.ledger.duplicates > 0)
        #expect(report.expected.evaluations > 20 && report.seen.evaluations == report.expected.evaluations)
        #expect(report.seen.deadLetters == report.expected.deadLetters && report.seen.deadLetters > 0)
        #expect(report.seen.scorecards == report.expected.scorecards && report.seen.scorecards > 10)
        #expect(report.usage.workers > 0 && report.usage.memory > 0)
        let written = try JSONDecoder().decode(LoadReport.Written.self, from: try report.json())
        #expect(written.records == report.sent.ledger.records)
        #expect(report.page.contains("every result is there, once and as it must be"))
        #expect(report.page.contains("\(report.seen.evaluations)"))
    }

    @Test("a scorecard that is missing, published twice, other than it must be or of nobody is told")
    func scorecards() throws {
        let policies = try PolicyLoader.preset("pharma-v2")
        let hour = Instant(milliseconds: 1_795_000_000_000)
        var measures = Measures()
        measures.conversations = 3
        let places = ["agent:A1", "agent:A2", "team:T1"].map { SubjectHour(tenant: "shop", subject: $0, hour: hour) }
        let scorecards = try LoadScorecards(
            Dictionary(uniqueKeysWithValues: places.map { ($0, measures) }), zone: policies.zone, end: hour)
        let names = scorecards.expected.keys.sorted()
        #expect(names.map { $0.hasPrefix("shop/A") } == [true, true])
        var published = scorecards.expected.mapValues { [$0] }
        #expect(scorecards.complaints(about: published).isEmpty)
        published[names[0]]?[0].grade += "!"
        published["shop/A3/2026-11"] = published[names[1]]
        #expect(
            scorecards.complaints(about: published) == [
                "scorecards: \(names[0]) says something else", "scorecards: shop/A3/2026-11 is too much",
            ])
        published = [names[1]: Array(repeating: try #require(scorecards.expected[names[1]]), count: 2)]
        #expect(
            scorecards.complaints(about: published) == [
                "scorecards: \(names[0]) is missing", "scorecards: \(names[1]) was published 2 times",
            ])
    }

    @Test("a ledger that another stream was sent by is told by partition")
    func lostRecords() throws {
        let scenario = try ScenarioFile.decode(yaml: Self.scenario, file: "small")
        let start = Instant(milliseconds: 1_795_000_000_000)
        let sent = LoadSchedule.ledger(of: scenario, start: start, part: 0, parts: 1)
        var found = (conversations: sent.conversationsTopic, surveys: sent.surveysTopic)
        #expect(LoadInput.complaints(about: found, sent: sent).isEmpty)
        found.conversations[1].records -= 1
        found.surveys[0].hash &+= 1
        #expect(
            LoadInput.complaints(about: found, sent: sent) == [
                "conversations[1]: \(sent.conversationsTopic[1].records) records were sent and "
                    + "\(sent.conversationsTopic[1].records - 1) are there",
                "surveys[0]: \(sent.surveysTopic[0].records) records were sent and "
                    + "\(sent.surveysTopic[0].records) are there, but not the same",
            ])
    }
}
