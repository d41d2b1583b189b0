// The scorecards of a run.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Pipeline
import Quality
import Simulation
import Wire

/// Has the scorecards of a run's months published as they stand, and holds them against what follows from the input.
struct LoadScorecards {
    /// What must be published, by key.
    private(set) var expected: [String: ProtoScorecard] = [:]
    private let periods: [Period]
    private let end: Instant

    private struct Period: Hashable, Comparable {
        var tenant: String
        var month: String

        static func < (left: Period, right: Period) -> Bool { (left.tenant, left.month) < (right.tenant, right.month) }
    }

    /// What scorecards are made by: figures alone, of conversations and ratings, as nobody states anything in a run. None of them changes by
    /// time that passes after the last record.
    static let model = """
        kpi: load
        version: "1.0.0"
        effective-from: 2020-01-01T00:00:00+08:00
        indicators:
          score:
            title: { zh: 质检得分, en: Score }
            requirements: []
            weight: 50
            of: { figure: mean-score }
            points: percent
            least: 1
            when-fewer: redistribute
          satisfaction:
            title: { zh: 满意率, en: Good ratings }
            requirements: []
            weight: 30
            of: { figure: csat-good-rate }
            points: percent
            least: 1
            when-fewer: redistribute
          resolution:
            title: { zh: 解决率, en: Resolved }
            requirements: []
            weight: 20
            of: { figure: resolution-rate }
            points: { bands: [{ from: 0, points: 0 }, { from: 90, points: 80 }, { from: 98, points: 100 }] }
            least: 1
            when-fewer: redistribute
        grades: [{ from: 0, grade: weak }, { from: 80, grade: good }, { from: 90, grade: excellent }]

        """

    /// The scorecards that must come of these facts, in months of the zone, as of an instant behind all of them.
    ///
    /// - Throws: `PolicyError` and `Complaint` only when this file is wrong.
    init(_ facts: [SubjectHour: Measures], zone: ZoneRules, end: Instant) throws {
        self.end = end
        var sums: [Period: [String: (window: Window, measures: Measures)]] = [:]
        for (place, measures) in facts where place.subject.hasPrefix("agent:") {
            let window = Window(.month, containing: place.hour, zone: zone)
            sums[Period(tenant: place.tenant, month: window.label), default: [:]][
                place.subject, default: (window, Measures())
            ].measures.add(measures)
        }
        periods = sums.keys.sorted()
        guard case .kpi(let kpi) = try PayFile.decode(yaml: Self.model, file: "the model of load tests") else {
            preconditionFailure("the model of load tests is a KPI model")
        }
        for (period, agents) in sums {
            guard let reporting = ReportingPeriod(period.month) else { preconditionFailure("a month has its label") }
            var books = PayBooks(tenant: period.tenant)
            for (subject, sum) in agents {
                books.take(
                    Tally(
                        tenant: period.tenant, subject: subject, kind: .month, start: sum.window.start,
                        end: sum.window.end, measures: sum.measures, nextFact: 0))
            }
            let cards = try ClosingPlan.provisional(
                of: reporting, at: end, books: books, models: .init(kpi: (kpi, Self.model)), published: [])
            for card in cards {
                expected[Self.name(card.key[...])] = Self.comparable(try ProtoScorecard(protobuf: card.protobuf))
            }
        }
    }

    /// How many there must be.
    var count: Int { expected.count }

    /// Has them published by `assay close`. Returns what went wrong.
    ///
    /// - Throws: when the command cannot be run.
    func publish(on cluster: LoadCluster, policy: String, folder: URL) throws -> [String] {
        let file = folder.appendingPathComponent("kpi.yaml")
        try Data(Self.model.utf8).write(to: file)
        let at = Date(timeIntervalSince1970: Double(end.milliseconds / 1000)).formatted(.iso8601)
        return try periods.compactMap { period in
            let outcome = try LoadCluster.run(
                cluster.executable,
                [
                    "close", period.month, "--provisional", "--at", at, "--model", file.path,
                    "--tenant", period.tenant, "--worker-policy", policy,
                ] + cluster.options)
            return outcome.status == 0
                ? nil
                : "'assay close \(period.month)' of \(period.tenant) ended with status \(outcome.status): \(outcome.said)"
        }
    }

    /// The scorecards that stand in their topic, by key.
    ///
    /// - Throws: `KafkaError` when it cannot be read, and what decoding throws.
    func read(on cluster: LoadCluster) throws -> [String: [ProtoScorecard]] {
        var published: [String: [ProtoScorecard]] = [:]
        let scan = TopicScan(kafka: cluster.kafka, topic: .scorecards, logger: cluster.logger)
        try scan.read(try scan.ranges()) { batch in
            for record in batch.records {
                guard let key = record.key, let value = record.value else { continue }
                published[Self.name(batch.bytes[key]), default: []].append(
                    Self.comparable(try ProtoScorecard(protobuf: Array(batch.bytes[value]))))
            }
            return true
        }
        return published
    }

    /// What is missing, too much, twice or other than it must be of the scorecards that were read.
    func complaints(about published: [String: [ProtoScorecard]]) -> [String] {
        expected.sorted { $0.key < $1.key }.compactMap { name, card in
            switch published[name]?.count ?? 0 {
            case 0: "scorecards: \(name) is missing"
            case 1: published[name] == [card] ? nil : "scorecards: \(name) says something else"
            case let count: "scorecards: \(name) was published \(count) times"
            }
        }
            + published.keys.filter { expected[$0] == nil }.sorted().map { "scorecards: \($0) is too much" }
    }

    /// Without the hash over all measures of a tally: clocks that run out behind the last record are in it, however late that is.
    private static func comparable(_ card: ProtoScorecard) -> ProtoScorecard {
        var card = card
        card.inputHash = Data()
        return card
    }

    private static func name(_ key: ArraySlice<UInt8>) -> String { String(decoding: key, as: UTF8.self) }
}
