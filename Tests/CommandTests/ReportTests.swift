// `assay report`: a month of tallies as a page, as Markdown and as CSV.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

@Suite("assay report")
struct ReportTests {
    private static let zone = ZoneRules(identifier: "Asia/Shanghai", first: .hours(8))
    /// 2026-11-11T12:00:00+08:00.
    private static let noon = Instant(milliseconds: 1_794_369_600_000)

    private static func measures(_ conversations: Int64, good: Int64, answers: Int64) -> Measures {
        var measures = Measures()
        measures.conversations = conversations
        measures.scored = conversations
        measures.scoreHundredths = conversations * 8_750
        measures.ratings = Ratings([answers - good, 0, 0, 0, good])
        measures.handling.resolved = conversations / 2
        measures.contacts.problems = conversations
        measures.contacts.solved = conversations / 4
        return measures
    }

    private static func line(
        _ subject: String, _ kind: WindowKind, _ at: Instant, _ measures: Measures
    ) throws -> String {
        let window = Window(kind, containing: at, zone: zone)
        var tally = Tally(
            tenant: "acme", subject: subject, kind: kind, start: window.start, end: window.end, measures: measures,
            nextFact: 1,
            thresholds: subject == "all" ? [ThresholdState(name: "late|<b>", cycle: 2, isRaised: true)] : [])
        if subject == "all" { tally.provisionalUntil = noon }
        var bytes: [UInt8] = []
        _ = tally.write(appendingTo: &bytes)
        return String(
            decoding: try ValueJSON().json(of: bytes, format: ValueFormat.plain, schema: .tally), as: UTF8.self)
    }

    private static func month() throws -> [String] {
        let before = noon - .hours(24 * 20)
        return [
            try line("all", .month, before, measures(100, good: 80, answers: 100)),
            try line("all", .month, noon, measures(10, good: 1, answers: 2)),
            "{\"partition\":0,\"offset\":7,\"key\":\"acme/all/month/2026-11\",\"schema\":\"assay.v1.Tally\",\"value\":"
                + (try line("all", .month, noon, measures(200, good: 90, answers: 100))) + "}",
            "{\"partition\":0,\"offset\":8,\"key\":\"acme/customer:k\",\"schema\":\"assay.v1.Tally\",\"value\":null}",
            "{\"tenant\":\"acme\",\"subject\":\"customer:k\",\"customer\":{}}",
            try line("all", .day, noon, measures(90, good: 9, answers: 10)),
            try line("all", .day, noon + .hours(24), measures(110, good: 81, answers: 90)),
            try line("agent:A1", .month, noon, measures(120, good: 50, answers: 60)),
            try line("agent:=A2", .month, noon, measures(79, good: 40, answers: 40)),
            try line("agent:A3", .month, noon, measures(1, good: 1, answers: 1)),
            try line("team:T<1>", .month, noon, measures(200, good: 90, answers: 100)),
        ]
    }

    private static func report(_ lines: [String], _ arguments: [String]) async throws -> AssayProcess.Outcome {
        try await Scratch.with { scratch in
            let file = try scratch.file("tallies.ndjson", Array(lines.joined(separator: "\n").utf8))
            return try await AssayProcess.run(["report", "--tallies", file.path] + arguments)
        }
    }

    @Test("the last record of a window counts; figures stand beside what they rest on and the period before")
    func markdown() async throws {
        let outcome = try await Self.report(Self.month(), ["2026-11", "--format", "md", "--language", "en"])
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let lines = outcome.lines.map(String.init)
        #expect(lines.contains("| conversations | 200 |  | 200 | 100 | +100 |"))
        #expect(lines.contains("| csat-good-rate | 90 % | 82.56 – 94.48 | 100 | 80 % | +10 pp |"))
        #expect(lines.contains("| first-contact-resolution-loose | 25 % |  | 200 | 25 % | 0 pp |"))
        #expect(lines.contains("| late\\|\\<b\\> | all | month 2026-11 | 2 | raised |"))
        #expect(lines.last?.hasSuffix("provisional until 2026-11-11T04:00:00.000Z.") == true)
    }

    @Test("S0-076: the best agents by score and rating together, of those who rest on enough in both")
    func bestAgents() async throws {
        let run = try await Self.report(Self.month(), ["2026-11", "--format", "csv", "--language", "en"])
        let rows = run.text.components(separatedBy: "\r\n").filter { $0.hasPrefix("Best agents") }
        let title = "Best agents: score and rating together"
        #expect(
            rows == [
                "\(title),1,=A2,87.5,1,79,5,1,40,2".replacing(",=A2", with: ",'=A2"),
                "\(title),2,A1,87.5,1,120,4.33,2,60,3",
            ])
    }

    @Test("F32: agents are ranked by what they rest on enough for, the others shown")
    func ranking() async throws {
        let outcome = try await Self.report(Self.month(), ["2026-11", "--format", "csv", "--language", "en"])
        let lines = String(decoding: outcome.output, as: UTF8.self).components(separatedBy: "\r\n")
        let rows = lines.filter { $0.hasPrefix("Agents ranked: csat-good-rate") }
        #expect(
            rows.map { $0.replacingOccurrences(of: "Agents ranked: csat-good-rate,", with: "") } == [
                "1,'=A2,100 %,40", "2,A1,83.33 %,60", "–,A3,100 %,1",
            ])
    }

    @Test("a quarter is the sum of its months")
    func quarter() async throws {
        let outcome = try await Self.report(Self.month(), ["2026-Q4", "--format", "md", "--language", "en"])
        #expect(outcome.lines.contains("| csat-good-rate | 85 % | 79.39 – 89.29 | 200 | – | – |"))
    }

    @Test("the page stands by itself, escapes what comes from outside, and shows curves")
    func page() async throws {
        let outcome = try await Self.report(Self.month(), ["2026-11"])
        let page = String(decoding: outcome.output, as: UTF8.self)
        #expect(outcome.status == 0 && page.hasPrefix("<!DOCTYPE html>") && page.contains("T&lt;1&gt;"))
        #expect(!page.contains("T<1>") && !page.contains("<script") && !page.contains("http://"))
        #expect(page.contains("<svg") && page.contains("2026-11-11: 90 %") && page.contains("客服报告"))
    }

    @Test("what cannot be used is told with its line; what is missing, with what to do")
    func mistakes() async throws {
        let lines = try Self.month() + ["{\"tenant\":\"acme\"", "{\"tenant\":\"acme\",\"window\":\"WINDOW_KIND_DAY\"}"]
        let some = try await Self.report(lines, ["2026-11", "--format", "md"])
        #expect(some.status == 0 && some.complaints.count == 2 && some.complaints[0].contains("tallies.ndjson:12:"))
        let none = try await Self.report(Self.month(), ["2025-01"])
        #expect(none.status == 66 && none.errors.contains("there is no tally of 2025-01 of the tenant 'acme'"))
        let wrong = try await Self.report(Self.month(), ["2026-13"])
        #expect(wrong.status == 64 && wrong.errors.contains("'2026-13' is no period"))
        let tenants = try await Self.report(
            Self.month() + [Self.month()[0].replacingOccurrences(of: "acme", with: "other")], ["2026-11"])
        #expect(tenants.status == 64 && tenants.errors.contains("--tenant: acme, other"))
    }
}
