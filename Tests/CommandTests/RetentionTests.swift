// Figures whose tallies are kept no longer, as people meet them.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Testing
import Wire

@testable import assay

@Suite("Tallies that are gone")
struct RetentionTests {
    private static let zone = ZoneRules(identifier: "Asia/Shanghai", first: .hours(8))

    private static func fact(hour: Int64) -> Fact {
        var measures = Measures()
        measures.conversations = 1
        return Fact(
            tenant: "acme", subject: "all", hour: Instant(milliseconds: hour * 3_600_000), measures: measures, source: 0
        )
    }

    private static func tally(_ kind: WindowKind, hour: Int64, next: Int64, conversations: Int64) -> Tally {
        let window = Window(kind, containing: Instant(milliseconds: hour * 3_600_000), zone: zone)
        var measures = Measures()
        measures.conversations = conversations
        return Tally(
            tenant: "acme", subject: "all", kind: kind, start: window.start, end: window.end, measures: measures,
            nextFact: next)
    }

    /// What a verification says of two hours' facts, of which the first hour's tally is there or not.
    private static func findings(gone: Int64?, deleted: Bool, partition: Int32 = 2) -> Int {
        var ledger = FigureLedger(zone: zone, range: .distantPast..<Instant.distantFuture)
        for hour in 0...1 as ClosedRange<Int64> { ledger.take(fact(hour: hour), offset: hour, partition: 2) }
        for hour in 0...1 as ClosedRange<Int64> {
            ledger.take(tally(.hour, hour: hour, next: hour + 1, conversations: 1))
        }
        for kind in [WindowKind.day, .week, .month] { ledger.take(tally(kind, hour: 1, next: 2, conversations: 2)) }
        let label = Window(.hour, containing: .epoch, zone: zone).label
        if deleted {
            ledger.take(deletionOf: TallyKey(tenant: "acme", subject: "all", kind: .hour, label: label))
        }
        if let gone {
            var horizon = TallyHorizon()
            horizon[.hour] = Instant(milliseconds: gone * 3_600_000)
            ledger.take(HorizonRecord(partition: partition, horizon: horizon))
        }
        var findings = Findings()
        ledger.compareTallies(&findings)
        return findings[.tallies]
    }

    @Test("X24: a tally that was let go is missed by nobody, and one that was not is a finding")
    func verify() {
        #expect(Self.findings(gone: nil, deleted: false) == 0)
        #expect(Self.findings(gone: 1, deleted: true) == 0)
        #expect(Self.findings(gone: 1, deleted: false) == 0)
        #expect(Self.findings(gone: nil, deleted: true) == 1)
        #expect(Self.findings(gone: 0, deleted: true) == 1)
        #expect(Self.findings(gone: 1, deleted: true, partition: 1) == 1)
    }

    @Test("a period of which tallies are gone is refused, as what is left is not all")
    func periods() throws {
        var horizon = TallyHorizon()
        // 2026-08-01 in Shanghai.
        horizon[.month] = Instant(milliseconds: 1_785_513_600_000)
        func refusal(_ period: String) throws -> String? {
            let period = try #require(ReportingPeriod(period))
            do throws(CommandFailure) {
                try CommandFailure.refuseGone(period, horizon)
                return nil
            } catch {
                return error.message
            }
        }
        let july = try #require(try refusal("2026-07"))
        #expect(july.contains("tallies of 2026-07 are kept no longer") && july.contains("'keep' of 'tallies'"))
        for gone in ["2026-Q3", "2026-H2", "2026", "2026-Q1", "2025"] { #expect(try refusal(gone) != nil) }
        for kept in ["2026-08", "2026-Q4", "2027"] { #expect(try refusal(kept) == nil) }
        horizon[.month] = nil
        horizon[.hour] = .distantFuture
        #expect(try refusal("2020") == nil)
        let span = try #require(WindowSpan("2026-11-11T09", zone: Self.zone))
        #expect(throws: CommandFailure.self) {
            try CommandFailure.refuseGone(span.label, span.kind, ends: span.windows.map(\.end), horizon)
        }
    }
}
