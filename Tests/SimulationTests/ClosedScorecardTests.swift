// Closed scorecards depend on what happened alone.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Closed scorecards of histories")
struct ClosedScorecardTests {
    private static let kpi = """
        kpi: history
        version: "1"
        effective-from: 2026-01-01T00:00:00+08:00
        indicators:
          rating:
            title: { zh: 评价, en: Rating }
            requirements: [S3-085]
            weight: 60
            of: { figure: csat-good-rate }
            points: percent
            least: 1
            when-fewer: redistribute
          speed:
            title: { zh: 速度, en: Speed }
            requirements: [S3-085]
            weight: 40
            of: { figure: clock-timeliness, clock: first-response-human, abandoned: left-out }
            points: percent
            least: 1
            when-fewer: redistribute
        grades: [{ from: 0, grade: weak }, { from: 80, grade: good }]
        """

    /// The closed scorecards that a history comes to, and whether something of it came late.
    private static func closed(
        seed: UInt64, partitions: Int32, order: UInt64?
    ) throws -> (cards: [[UInt8]], hasLate: Bool) {
        var settings = HistorySettings(seed: seed)
        settings.delivery = .exactlyOnce
        settings.partitions = partitions
        settings.orderSeed = order
        settings.clockError = .zero
        // Between two bursts: contacts may be repeated within 40 s.
        settings.monthsCloseAfter = .seconds(100)
        let history = History(settings)
        let differences = try history.run()
        #expect(
            differences.isEmpty,
            "seed \(seed), \(partitions) partitions, order \(order ?? 0): \(differences.first ?? "")")
        var newest: [[UInt8]: [UInt8]] = [:]
        for record in history.cluster.content(.tallies) { newest[record.key ?? []] = record.value }
        var books = PayBooks()
        var hasLate = false
        for (key, value) in newest where Tally.isKey(key[...]) {
            let tally = try Tally.read(value, ByteRange(0..<value.count))
            hasLate = hasLate || tally.hasLateChanges
            books.take(tally)
        }
        let period = try #require(ReportingPeriod("2027-01"))
        let end = try #require(books.end(of: period))
        let month = Window(.month, containing: end - Milliseconds(1), zone: history.policies.zone)
        guard case .kpi(let model) = try PayFile.decode(yaml: kpi, file: "kpi.yaml") else { throw PolicyError([]) }
        let plan = try ClosingPlan(
            of: period, cut: try #require(history.policies.closing(of: month)), books: books,
            models: [ClosingPlan.Models(kpi: (model, kpi))], published: [])
        return (plan.scorecards.map(\.protobuf), hasLate)
    }

    @Test(
        "invariants 5 and 6, A01: closed scorecards are the same byte for byte over 1, 2, 5 and 16 partitions, in any order, with any repetition and any crash",
        arguments: UInt64(1)...6)
    func sameBytes(seed: UInt64) throws {
        let first = try Self.closed(seed: seed, partitions: 1, order: nil)
        #expect(!first.cards.isEmpty)
        for (partitions, order) in [(Int32(2), UInt64(1)), (5, 2), (16, 3)] {
            let other = try Self.closed(seed: seed, partitions: partitions, order: order)
            #expect(other.cards == first.cards, "seed \(seed), \(partitions) partitions")
        }
    }
}
