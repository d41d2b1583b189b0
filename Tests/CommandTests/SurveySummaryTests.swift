// `assay survey summarize`: answers from a file, figures as JSON.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("assay survey")
struct SurveySummaryTests {
    private static func summary(_ lines: [String]) async throws -> AssayProcess.Outcome {
        try await AssayProcess.run(["survey", "summarize", "-"], input: Array(lines.joined(separator: "\n").utf8))
    }

    @Test("C04, C13, X15: figures with their intervals; other members and blank lines are left alone")
    func figures() async throws {
        let ratings =
            Array(repeating: "{\"rating\":5}", count: 8) + ["{\"id\":\"x\",\"rating\": 2 ,\"tags\":[{\"rating\":9}]}"]
        let promoters = Array(repeating: "{\"nps\":9}", count: 5) + Array(repeating: "{\"nps\":7}", count: 3)
        let outcome = try await Self.summary(ratings + ["", "  "] + promoters + ["{\"nps\":0}", "{\"nps\":6}"])
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(
            outcome.lines == [
                "{\"ratings\":{\"n\":9,\"mean\":4.6667,\"csat_share\":88.8889,\"csat_share_interval\":[56.5,98.0109],"
                    + "\"good_rate\":88.8889,\"bad_rate\":11.1111},\"nps\":{\"n\":10,\"value\":30,\"interval\":[-19.0506,65.2045],"
                    + "\"promoters\":5,\"passives\":3,\"detractors\":2},\"rejected\":0}"
            ])
    }

    @Test("C01, C11: an empty input has no figures: null, and never 0")
    func nothing() async throws {
        let outcome = try await Self.summary([])
        #expect(outcome.status == 0)
        #expect(
            outcome.lines == [
                "{\"ratings\":{\"n\":0,\"mean\":null,\"csat_share\":null,\"csat_share_interval\":null,\"good_rate\":null,"
                    + "\"bad_rate\":null},\"nps\":{\"n\":0,\"value\":null,\"interval\":null,\"promoters\":0,\"passives\":0,"
                    + "\"detractors\":0},\"rejected\":0}"
            ])
    }

    @Test("C09, C18: what is on no scale is rejected with its line and what to write, and counts nowhere")
    func rejected() async throws {
        let wrong = [
            "{\"rating\":0}", "{\"rating\":6}", "{\"rating\":4.5}", "{\"rating\":\"5\"}", "{\"rating\":null}",
            "{\"nps\":11}", "{\"nps\":-1}", "{\"rating\":true}", "{\"rating\":5,\"nps\":11}", "{\"stars\":5}",
            "{\"rating\":5",
            "[5]", "{\"rating\":1e999}", "{\"rating\":5} x",
        ]
        let outcome = try await Self.summary(wrong + ["{\"rating\":5,\"nps\":10}", "{\"rating\":4.0}"])
        #expect(outcome.status == 0 && outcome.lines.first?.hasSuffix("\"rejected\":14}") == true)
        #expect(outcome.lines.first?.hasPrefix("{\"ratings\":{\"n\":2,\"mean\":4.5,") == true)
        #expect(outcome.complaints.count == 11 && outcome.complaints.last == "4 more lines were rejected")
        #expect(outcome.complaints.first == "-:1: rating is 0; write a whole number from 1 to 5")
        #expect(outcome.complaints[9] == "-:10: there is no answer; write {\"rating\":1…5} or {\"nps\":0…10}")
    }

    @Test("C43: figures of fewer answers than asked for are provisional, which is told when it is asked for")
    func provisional() async throws {
        let lines = Array(repeating: "{\"nps\":9}", count: 5) + ["{\"rating\":5}"]
        for (least, nps) in [("5", "false"), ("6", "true")] {
            let outcome = try await AssayProcess.run(
                ["survey", "summarize", "--least", least, "-"], input: Array(lines.joined(separator: "\n").utf8))
            let line = try #require(outcome.lines.first)
            #expect(line.contains("\"bad_rate\":0,\"provisional\":true}"), "of one rating")
            #expect(line.contains("\"detractors\":0,\"provisional\":\(nps)}"))
        }
        #expect(try await Self.summary(lines).lines.first?.contains("provisional") == false)
        let refused = try await AssayProcess.run(["survey", "summarize", "--least", "0", "-"])
        #expect(refused.status == 64)
    }

    @Test("a file that is not there is told")
    func missing() async throws {
        let outcome = try await AssayProcess.run(["survey", "summarize", "nowhere.ndjson"])
        #expect(outcome.status == 66 && outcome.errors.contains("nowhere.ndjson"))
    }
}
