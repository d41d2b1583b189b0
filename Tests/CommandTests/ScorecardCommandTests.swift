// `assay pay` and `assay scorecard`.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

@Suite("assay pay and scorecard")
struct ScorecardCommandTests {
    /// The examples of the manual: a KPI model and a pay model.
    private static func models() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("deploy/pay.md"), encoding: .utf8)
        return text.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }

    /// A tally of a month, as `assay tail tallies` prints it; months begin at midnight of Shanghai.
    private static func tally(
        _ subject: String, good: Int = 22, bad: Int = 3, handled: Int = 270, tenant: String = "acme",
        start: Int64 = 1_793_462_400_000, end: Int64 = 1_796_054_400_000
    ) throws -> String {
        var measures = Measures()
        measures.ratings = Ratings([bad, 0, 0, 0, good].map(Int64.init))
        measures.handling.handled = Int64(handled)
        let tally = Tally(
            tenant: tenant, subject: subject, kind: .month, start: Instant(milliseconds: start),
            end: Instant(milliseconds: end), measures: measures, nextFact: 0)
        var bytes: [UInt8] = []
        _ = tally.write(appendingTo: &bytes)
        let json = String(decoding: try ValueJSON().json(of: bytes, format: .plain, schema: .tally), as: UTF8.self)
        return #"{"partition":0,"offset":1,"key":"k","schema":"assay.v1.Tally","value":\#(json)}"# + "\n"
    }

    private static func supplement(
        _ id: String, _ kind: String, _ hundredths: Int, source: String, more: String = ""
    ) -> String {
        #"{"tenant":"acme","subject":"agent:A1","supplementId":"\#(id)","kind":"\#(kind)","valueHundredths":"\#(hundredths)","#
            + #""firstDay":20758,"lastDay":20787,"source":"\#(source)"\#(more)}"# + "\n"
    }

    private static let supplements =
        supplement("h", "KIND_EFFECTIVE_HOURS", 16_000, source: "hr")
        + supplement("p", "KIND_INDICATOR", 9_600, source: "qa", more: #","indicator":"sampled-pass-rate""#)
        + ["B", "C", "D", "E", "F"].map { supplement($0, "KIND_TEAMWORK", 8_500, source: $0) }.joined()

    private static let proposal =
        #"{"agentId":"A1","proposalId":"u-1","adjustment":"unrecorded","period":"2026-11","evidence":["c-1/1","c-2/1","c-3/1"],"#
        + #""confirmedAtMs":"1796054400000","confirmedBy":"QA"}"#

    private static func scorecard(
        tallies: String, supplements: String = supplements, _ more: [String] = [], words: [String] = ["A1", "2026-11"]
    ) async throws -> AssayProcess.Outcome {
        try await Scratch.with { scratch in
            let models = try models()
            return try await AssayProcess.run(
                ["scorecard"] + words + [
                    "--model", try scratch.text("kpi.yaml", models[0]), "--pay",
                    try scratch.text("pay.yaml", models[1]),
                    "--tallies", try scratch.text("tallies.ndjson", tallies),
                    "--supplements", try scratch.text("supplements.ndjson", supplements),
                    "--proposals", try scratch.text("proposals.ndjson", proposal),
                    "--base-amount", "3000.00", "--at", "2026-12-20T00:00:00+08:00",
                ] + more)
        }
    }

    @Test("A31: from tallies to a scorecard that people read: 87.20, good")
    func text() async throws {
        let outcome = try await Self.scorecard(tallies: try Self.tally("agent:A1") + Self.tally("team:T1", good: 0))
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(outcome.text.contains("scorecard of A1, 2026-11, provisional, tenant acme"))
        #expect(outcome.text.contains("composite 87.20, good"))
        #expect(
            outcome.text.contains(
                "handled / effective-hours × 8 / 15 × 100, at most 100; handled 270.00, effective-hours 160.00"))
        #expect(outcome.text.contains("u-1: c-1/1, c-2/1, c-3/1"))
        #expect(outcome.lines.last?.contains("2850.00") == true)
    }

    @Test("A39: as JSON, with the same bytes each time, whatever the order of the input; the newest tally counts")
    func json() async throws {
        let tallies = try [Self.tally("agent:A2"), Self.tally("agent:A1", good: 9), Self.tally("agent:A1")]
        let lines = Self.supplements.split(separator: "\n").map { $0 + "\n" }
        let first = try await Self.scorecard(tallies: tallies.joined(), ["--format", "json"])
        let second = try await Self.scorecard(
            tallies: tallies.dropFirst().joined() + tallies[0], supplements: lines.reversed().joined(),
            ["--format", "json"])
        #expect(first.status == 0 && first.output == second.output)
        let json = try first.json()
        #expect(json["compositeHundredths"] as? Int == 8_720 && json["totalCents"] as? String == "285000")
    }

    @Test("A35, A37: without tallies or supplements there is no composite, and no 0")
    func nothing() async throws {
        let outcome = try await Self.scorecard(tallies: try Self.tally("agent:A2"), supplements: "")
        #expect(outcome.status == 0)
        #expect(
            outcome.text.contains(
                "no composite: process-execution is blocked, missing; service-quality is blocked, too few"))
        #expect(outcome.text.contains("no pay, there is no grade"))
    }

    @Test("too few of the agent's answers count as the team's, where it is named")
    func team() async throws {
        let tallies = try Self.tally("agent:A1", good: 5, bad: 0) + Self.tally("team:T1", good: 95, bad: 5)
        let outcome = try await Self.scorecard(tallies: tallies, ["--team", "T1"])
        #expect(outcome.text.contains("composite 93.20, excellent"), "\(outcome.text)")
    }

    @Test("a quarter is the sum of its months")
    func quarter() async throws {
        let october = try Self.tally(
            "agent:A1", good: 11, bad: 1, handled: 135, start: 1_790_784_000_000, end: 1_793_462_400_000)
        let november = try Self.tally("agent:A1", good: 11, bad: 2, handled: 135)
        let outcome = try await Self.scorecard(tallies: october + november, words: ["A1", "2026-Q4"])
        #expect(outcome.text.contains("composite 87.20, good"), "\(outcome.text) \(outcome.errors)")
    }

    @Test("mistakes say what is wrong and how to mend it")
    func mistakes() async throws {
        func expect(_ outcome: AssayProcess.Outcome, _ status: Int32, _ words: String) {
            #expect(outcome.status == status && outcome.errors.contains(words), "\(outcome.status) \(outcome.errors)")
        }
        let tally = try Self.tally("agent:A1")
        expect(try await Self.scorecard(tallies: tally, words: ["A1", "2026-13"]), 64, "there is no period '2026-13'")
        expect(try await Self.scorecard(tallies: tally, words: ["A1"]), 64, "say whose scorecard")
        expect(try await Self.scorecard(tallies: tally, words: ["A1", "2025-11"]), 64, "takes force")
        expect(
            try await Self.scorecard(tallies: tally + "nonsense\n"), 66,
            "tallies.ndjson:2: the line is not a JSON object")
        expect(
            try await Self.scorecard(tallies: tally, supplements: Self.supplements.replacing("20758", with: "20757")),
            66,
            "lies only partly in 2026-11")
        expect(
            try await Self.scorecard(tallies: try tally + Self.tally("agent:A1", tenant: "other")), 64, "add --tenant")
        expect(try await Self.scorecard(tallies: tally, ["--payee", "boss"]), 64, "write agent or head-of-department")
        expect(
            try await Self.scorecard(tallies: tally, ["--kafka-group-id", "x"]), 64, "has no meaning with --tallies")
        expect(
            try await AssayProcess.run(["scorecard", "A1", "2026-11", "--model", "kpi/process-40", "--tallies", "-"]),
            78,
            "'abandoned' of 'of' of the indicator 'timeliness' is open")
    }

    @Test("presets are shown to be copied, and checking them names what is open with its line")
    func presets() async throws {
        for name in PayFile.presets {
            let shown = try await AssayProcess.run(["pay", "show", name])
            #expect(shown.status == 0 && shown.text.contains("open"))
            let checked = try await AssayProcess.run(["pay", "check", name])
            #expect(checked.status == 1 && checked.text.contains("preset \(name):") && checked.text.contains("is open"))
            #expect(checked.lines.last?.hasPrefix("✗ ") == true)
        }
        let unknown = try await AssayProcess.run(["pay", "show", "kpi/proces-40"])
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean 'kpi/process-40'?"))
    }

    @Test("whole models are summed up, and a pay model must know every grade")
    func check() async throws {
        try await Scratch.with { scratch in
            let models = try Self.models()
            let kpi = try scratch.text("kpi.yaml", models[0])
            let pay = try scratch.text("pay.yaml", models[1])
            let fine = try await AssayProcess.run(["pay", "check", kpi, pay])
            #expect(fine.status == 0 && fine.lines.last == "✓ no mistakes", "\(fine.text)")
            #expect(fine.text.contains("service-quality 30 %") && fine.text.contains("unrecorded -5 %"))
            let other = try scratch.text("other.yaml", models[0].replacing("grade: good", with: "grade: fine"))
            let wrong = try await AssayProcess.run(["pay", "check", other, pay])
            #expect(wrong.status == 1 && wrong.text.contains("the grade 'fine' of 'service' is worth nothing"))
        }
    }
}
