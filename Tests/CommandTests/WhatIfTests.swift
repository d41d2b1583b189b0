// `assay sla what-if`: clocks under another policy.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import assay

@Suite("assay sla what-if", .serialized)
struct WhatIfTests {
    /// Conversations whose first answer takes so many seconds, started at these times of 2025-11-26 in Shanghai.
    private static func history(_ talks: [(start: String, answer: Int)]) throws -> [UInt8] {
        var lines: [String] = []
        for (number, talk) in talks.enumerated() {
            let start = try #require(ISO8601DateFormatter().date(from: "2025-11-26T\(talk.start):00+08:00"))
            func event(_ index: Int, _ seconds: Int, _ body: String) -> String {
                let time = Int(start.timeIntervalSince1970 + Double(seconds)) * 1000
                return
                    #"{"tenant":"acme","conversationId":"c\#(number)","eventId":"\#(index)","sequence":\#(index),"atMs":"\#(time)",\#(body)}"#
            }
            lines += [
                event(1, 0, #""message":{"messageId":"1","role":"ROLE_CUSTOMER","text":"在吗"}"#),
                event(2, talk.answer, #""message":{"messageId":"2","role":"ROLE_AGENT","agentId":"a","text":"您好"}"#),
                event(3, talk.answer + 5, #""resolved":{}"#),
            ]
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// A directory with the preset pharma-v2, its first response counted in office hours.
    private static func office() async throws -> URL {
        let preset = try await AssayProcess.run(["policy", "show", "pharma-v2", "--format", "yaml"])
        let text = String(decoding: preset.output, as: UTF8.self)
        let clock = "first-response-human: { target: 30s, alerts: true, receivers: [leader] }"
        #expect(text.contains(clock))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("what-if-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let changed = text.replacingOccurrences(
            of: clock, with: clock.replacingOccurrences(of: "target: 30s", with: "target: 30s, calendar: cn-office")
        ).replacingOccurrences(of: "version: \"2.2.0\"", with: "version: \"3.0.0\"")
        try changed.write(to: folder.appendingPathComponent("3.yaml"), atomically: true, encoding: .utf8)
        return folder
    }

    @Test("T15, T25: by office hours what waited at lunch is late and what waited at night is not")
    func officeHours() async throws {
        let folder = try await Self.office()
        defer { try? FileManager.default.removeItem(at: folder) }
        let history = try Self.history([("09:30", 10), ("09:40", 50), ("22:10", 50), ("22:20", 10)])
        let outcome = try await AssayProcess.run(
            ["sla", "what-if", "--policy", folder.path, "--against", "pharma-v2", "-"], input: history)
        #expect(outcome.status == 0)
        let lines = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains("before 4 2 2 0 0 0 50.00 %"))
        #expect(lines.contains("after 4 3 1 0 0 0 75.00 %"))
        #expect(lines.contains("09 2 1 1") && lines.contains("22 2 0 1"))
    }

    @Test("one policy alone, as JSON")
    func json() async throws {
        let history = try Self.history([("09:30", 10), ("09:40", 50)])
        let outcome = try await AssayProcess.run(
            ["sla", "what-if", "--policy", "pharma-v2", "--format", "json", "-"], input: history)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        #expect(report["episodes"] as? Int == 2 && report["against"] is NSNull)
        let clocks = try #require(report["clocks"] as? [[String: Any]])
        #expect(clocks.map { $0["clock"] as? String } == ["first-response-human", "first-response-any"])
        let after = try #require(clocks[0]["after"] as? [String: Any])
        #expect(after["breached"] as? Int == 1 && after["inTimePercent"] as? Double == 50)
        #expect((clocks[0]["hours"] as? [[String: Any]])?.map { $0["hour"] as? Int } == [9])
    }

    @Test("a policy that is not there, and a history without times")
    func mistakes() async throws {
        let missing = try await AssayProcess.run(["sla", "what-if", "--policy", "nope", "-"])
        #expect(missing.status == 64 && missing.errors.contains("there is no preset 'nope'"))
        let line = #"{"id":"c","turns":[{"role":"customer","text":"在吗"},{"role":"agent","text":"您好"}]}"# + "\n"
        let untimed = try await AssayProcess.run(
            ["sla", "what-if", "--policy", "pharma-v2", "-"], input: Array(line.utf8))
        #expect(untimed.lines.contains { $0.hasPrefix("No clock started") })
    }
}
