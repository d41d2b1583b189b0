// `assay explain METRIC SUBJECT PERIOD`, as its users run it.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

@testable import assay

@Suite("assay explain of a figure")
struct ExplainFigureTests {
    /// 2026-11-11T12:00:00+08:00.
    private static let noon: Int64 = 1_794_369_600_000

    private static func evaluation(
        _ number: Int, revision: Int = 1, agent: String = "A17", rating: Int? = nil, more: String = ""
    ) -> String {
        let survey =
            rating.map {
                #","surveys":[{"programme":"instant","surveyId":"s","answeredAtMs":"\#(noon + 60_000)","rating":\#($0)}]"#
            } ?? ""
        return
            #"{"tenant":"acme","conversationId":"c-\#(number)","episode":1,"revision":\#(revision),"policy":"pharma-v2","#
            + #""policyVersion":"2.2.0","channel":"chat","agentId":"\#(agent)","startedAtMs":"\#(noon)","#
            + #""endedAtMs":"\#(noon + 30_000)","score":87.5,"ended":true\#(survey)\#(more)}"#
    }

    private static let evaluations = [
        evaluation(1, rating: 5), evaluation(2, revision: 2, rating: 4), evaluation(2, rating: 1),
        evaluation(3, rating: 2),
        evaluation(4), evaluation(5, agent: "A18", rating: 1), evaluation(6, rating: 5, more: #","excluded":true"#),
        evaluation(
            7, rating: 1, more: #","excluded":true,"review":{"reviewId":"r","kind":"mystery"}"#),
    ]

    private static func tally(_ subject: String, _ ratings: [Int64]) throws -> String {
        var measures = Measures()
        measures.ratings = Ratings(ratings)
        let zone = ZoneRules(identifier: "Asia/Shanghai", first: .hours(8))
        let window = Window(.month, containing: Instant(milliseconds: noon), zone: zone)
        let tally = Tally(
            tenant: "acme", subject: subject, kind: .month, start: window.start, end: window.end, measures: measures,
            nextFact: 4711)
        var bytes: [UInt8] = []
        _ = tally.write(appendingTo: &bytes)
        let json = String(decoding: try ValueJSON().json(of: bytes, format: .plain, schema: .tally), as: UTF8.self)
        return #"{"partition":0,"offset":1,"key":"k","schema":"assay.v1.Tally","value":\#(json)}"#
    }

    private static func explain(
        _ words: [String], ratings: [Int64] = [0, 1, 0, 1, 1], _ more: [String] = []
    ) async throws -> AssayProcess.Outcome {
        try await Scratch.with { scratch in
            let tallies = try [tally("agent:A17", ratings), tally("agent:A18", [1, 0, 0, 0, 0])]
            return try await AssayProcess.run(
                ["explain"] + words + [
                    "--tallies", try scratch.text("tallies.ndjson", tallies.joined(separator: "\n")), "--evaluations",
                    try scratch.text("evaluations.ndjson", evaluations.joined(separator: "\n")),
                ] + more)
        }
    }

    @Test(
        "a figure has its formula with counts, interval, windows, what is left out, and the conversations it comes from"
    )
    func text() async throws {
        let run = try await Self.explain(["csat-good-rate", "agent:A17", "2026-11"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        for part in [
            "csat-good-rate of agent:A17, 2026-11, tenant acme\n", "value          66.67 %\n",
            "ratings of 4 and 5 / answers with a rating = 2 / 3\n", "95 % interval  20.77 – 93.85\n",
            "n              3; ranked in reports from 30: too few\n", "rated 4  1\n",
            "episodes that ended and are credited to agent:A17", "2026-10-31T16:00:00.000Z", "4711\n",
            "1  not of customers: reviewed as mystery\n",
            "1  not of customers: spam, test, staff, mystery shopper or simulation, as the conversation said\n",
            "1  not applicable: no rating\n", "3  pharma-v2@2.2.0\n",
            "✓ the sum over 3 episodes is that of the tallies: 2 of 3\n",
        ] {
            #expect(run.text.contains(part), "\(part) in \(run.text)")
        }
        let places = ["c-1 ", "c-2 ", "c-3 "].compactMap { run.text.range(of: $0)?.lowerBound }
        #expect(places.count == 3 && places == places.sorted())
        #expect(!run.text.contains("c-5") && !run.text.contains("c-6"))
    }

    @Test("the sample of the manual is what the command prints")
    func sample() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let manual = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let sample = try #require(manual.components(separatedBy: "```\n").first { $0.hasPrefix("csat-good-rate of") })
        let ratings: [Int?] = [5, 4, 5, 2, nil, 5, 4, nil, 3, 5, 1]
        let lines = ratings.enumerated().map { index, rating in
            Self.evaluation(
                4_107 + 7 * index, revision: rating == nil ? 1 : 2, rating: rating,
                more: index == 10 ? #","excluded":true,"review":{"reviewId":"r","kind":"mystery"}"# : "")
        }
        try await Scratch.with { scratch in
            let run = try await AssayProcess.run([
                "explain", "csat-good-rate", "agent:A17", "2026-11", "--most", "3", "--tallies",
                try scratch.text("tallies.ndjson", try Self.tally("agent:A17", [0, 1, 1, 2, 4])), "--evaluations",
                try scratch.text("evaluations.ndjson", lines.joined(separator: "\n")),
            ])
            var rest = run.lines[...]
            for line in sample.split(separator: "\n") {
                let place = rest.firstIndex(of: line)
                #expect(place != nil, "\(line)")
                rest = rest[((place ?? rest.startIndex - 1) + 1)...]
            }
        }
    }

    @Test("when conversations and tallies differ it is said, and the status is 1")
    func difference() async throws {
        let run = try await Self.explain(["csat-share", "agent:A17", "2026-11"], ratings: [0, 1, 0, 1, 2])
        #expect(run.status == 1)
        #expect(
            run.lines.last?.hasPrefix(
                "✗ the sum over 3 episodes differs from the tallies: 2 of 3, and the tallies have 3 of 4.") == true)
    }

    @Test("as JSON and as a page; so many conversations are shown as are asked for")
    func formats() async throws {
        let json = try await Self.explain(
            ["csat-mean", "agent:A17", "2026-11"], ["--format", "json", "--most", "1"]
        ).json()
        let value = try #require(json["value"] as? [String: Any])
        #expect(value["numerator"] as? Int == 11 && value["denominator"] as? Int == 3)
        #expect((json["contributions"] as? [Any])?.count == 1 && json["contributors"] as? Int == 3)
        #expect(json["agrees"] as? Bool == true)
        let page = try await Self.explain(["csat-mean", "agent:A17", "2026-11"], ["--format", "html"])
        try HTMLCheck.expectWellFormed(page.text)
    }

    @Test("without evaluations the tallies are told, without tallies the conversations")
    func oneInput() async throws {
        try await Scratch.with { scratch in
            let tallies = try scratch.text("t.ndjson", try Self.tally("all", [1, 0, 0, 0, 3]))
            let run = try await AssayProcess.run(["explain", "csat-bad-rate", "all", "2026-Q4", "--tallies", tallies])
            #expect(run.status == 0 && run.text.contains("25 %") && run.text.contains("no tally: nothing happened"))
            #expect(run.lines.last == "not compared: no conversations were read")
            let file = try scratch.text("e.ndjson", Self.evaluations.joined(separator: "\n"))
            let other = try await AssayProcess.run([
                "explain", "mean-score", "all", "2026-11-11", "--evaluations", file,
            ])
            #expect(other.status == 0 && other.text.contains("437.50 / 5"), "\(other.text)")
        }
    }

    @Test("unknown names are refused with the nearest; what a name lacks is said")
    func mistakes() async throws {
        func expect(_ words: [String], _ part: String, _ more: [String] = []) async throws {
            let run = try await Self.explain(words, more)
            #expect(run.status == 64 && run.errors.contains(part), "\(run.status) \(run.errors)")
        }
        try await expect(["csat-god-rate", "all", "2026-11"], "did you mean 'csat-good-rate'?")
        try await expect(["csat-mean", "agent:A71", "2026-11"], "did you mean 'agent:A17'?")
        try await expect(["csat-mean", "agent:A17", "2026-13"], "'2026-13' is no period: write a month")
        try await expect(["clock-timeliness", "all", "2026-11"], "write clock-timeliness:CLOCK")
        try await expect(
            ["clock-timeliness:first-response-humn", "all", "2026-11"], "did you mean 'first-response-human'?")
        try await expect(["outliers:next-response", "all", "2026-11"], "add --above")
        try await expect(["team-spread", "all", "2026-11"], "add --each")
        try await expect(["mean-score:x", "all", "2026-11"], "leave out ':x'")
        try await expect(["reason:monthly", "all", "2026-11"], "reason:PROGRAMME:REASON")
        try await expect(["csat-mean", "agent:A17"], "say what is to be explained")
        try await expect(["csat-mean", "agent:A17", "2026-11"], "--from and --episode", ["--from", "x"])
        try await expect(["c-1"], "options of figures have no meaning for a conversation", ["--from", "x"])
    }
}
