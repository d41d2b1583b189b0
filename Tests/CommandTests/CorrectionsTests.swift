// `assay sla corrections`: what a calendar that is corrected after the fact changes.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import assay

@Suite("assay sla corrections", .serialized)
struct CorrectionsTests {
    /// The Spring Festival of 2020 was extended after the fact: Friday 31 January became a holiday. Hours of an office that had planned to work.
    private static func calendar(_ days: String) -> String {
        """
        calendar: office
        zone: Asia/Shanghai
        week: { mon-fri: [09:00-18:00] }
        days: { \(days) }
        """
    }

    private static let planned = "2020-01-24..2020-01-30: []"
    private static let extended = "2020-01-24..2020-01-31: [], 2020-02-02: [09:00-18:00]"

    private struct Folder {
        let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appendingPathComponent("corrections-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        func write(_ text: String, to name: String) throws -> String {
            let file = url.appendingPathComponent(name)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return file.path
        }

        func remove() { try? FileManager.default.removeItem(at: url) }
    }

    /// The preset pharma-v2, its first response within four hours of the office.
    private static func policy(in folder: Folder) async throws -> String {
        let preset = try await AssayProcess.run(["policy", "show", "pharma-v2", "--format", "yaml"])
        let text = String(decoding: preset.output, as: UTF8.self)
        let clock = "first-response-human: { target: 30s, alerts: true, receivers: [leader] }"
        #expect(text.contains(clock) && text.contains("\nclocks:"))
        let body = calendar(planned).split(separator: "\n").dropFirst().map { "    \($0)" }.joined(separator: "\n")
        let changed = text.replacingOccurrences(
            of: clock, with: clock.replacingOccurrences(of: "target: 30s", with: "target: 4h, calendar: office")
        ).replacingOccurrences(of: "\nclocks:", with: "\ncalendars:\n  office:\n\(body)\nclocks:")
        let policies = folder.url.appendingPathComponent("policy")
        try FileManager.default.createDirectory(at: policies, withIntermediateDirectories: true)
        try changed.write(
            to: policies.appendingPathComponent("1.yaml"), atomically: true, encoding: .utf8)
        return policies.path
    }

    /// Conversations from a question to an answer and an end, in the time of Shanghai; handed over before the answer where that is said.
    private static func history(_ talks: [(start: String, answer: String, handOver: String?)]) throws -> [UInt8] {
        let formatter = ISO8601DateFormatter()
        var lines: [String] = []
        for (number, talk) in talks.enumerated() {
            var count = 0
            func event(_ time: String, _ body: String) throws {
                count += 1
                let at = try #require(formatter.date(from: "2020-\(time):00+08:00"))
                let ms = Int(at.timeIntervalSince1970) * 1000
                lines.append(
                    #"{"tenant":"acme","conversationId":"c\#(number)","eventId":"\#(count)","sequence":\#(count),"atMs":"\#(ms)","channel":"chat",\#(body)}"#
                )
            }
            try event(talk.start, #""message":{"messageId":"1","role":"ROLE_CUSTOMER","text":"在吗"}"#)
            try event(talk.start, #""assigned":{"agentId":"a","teamId":"T1"}"#)
            if let time = talk.handOver { try event(time, #""transferred":{"toAgentId":"b","toTeamId":"T2"}"#) }
            let answerer = talk.handOver == nil ? "a" : "b"
            try event(
                talk.answer,
                #""message":{"messageId":"2","role":"ROLE_AGENT","agentId":"\#(answerer)","text":"您好"}"#)
            try event(talk.answer, #""resolved":{}"#)
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    @Test(
        "T30: a holiday added after the fact retracts breaches, and tallies owe what the new deadlines say, month by month"
    )
    func retracted() async throws {
        let folder = try Folder()
        defer { folder.remove() }
        let policy = try await Self.policy(in: folder)
        let calendar = try folder.write(Self.calendar(Self.extended), to: "office.yaml")
        let history = try Self.history([
            // On the day that became a holiday: late by the old calendar, in time by the new one, on Sunday, a make-up day.
            ("01-31T10:00", "02-02T11:00", nil),
            // The same, but held by a when the old deadline passed, and answered by b.
            ("01-31T10:00", "02-02T11:00", "01-31T17:00"),
            // Before the holidays: the same by both.
            ("01-20T10:00", "01-20T11:00", nil),
            // From Saturday on: in time when counted from Monday, late when Sunday counts, too.
            ("02-01T10:00", "02-03T10:00", nil),
        ])
        let arguments = ["sla", "corrections", "--policy", policy, "--calendar", calendar, "--from", "-"]
        let text = try await AssayProcess.run(arguments, input: history)
        #expect(text.status == 0, "\(text.errors)")
        let lines = text.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines[0].contains("calendar office corrected: 4 episodes, of which 3 change"))
        #expect(lines[1] == "2 breaches are retracted, 1 are new; nothing was published")
        #expect(
            lines.contains {
                $0.hasPrefix(
                    "acme/c0 episode 1 first-response-human 1 breached → met 8:00:00 → 2:00:00 of 4:00:00 a from")
            })
        #expect(
            lines.contains {
                $0.hasPrefix(
                    "acme/c1 episode 1 first-response-human 1 breached → met 8:00:00 → 2:00:00 of 4:00:00 a → b")
            })
        #expect(
            lines.contains {
                $0.hasPrefix("acme/c3 episode 1 first-response-human 1 met → breached 1:00:00 → 10:00:00 of 4:00:00 a")
            })
        #expect(lines.contains("acme/agent:a 2020-01 first-response-human +1 -2 0 0 -14:00:00"))
        #expect(lines.contains("acme/agent:b 2020-01 first-response-human +1 0 0 0 +2:00:00"))
        #expect(lines.contains("acme/all 2020-01 first-response-human +2 -2 0 0 -12:00:00"))
        #expect(lines.contains("acme/all 2020-02 first-response-human -1 +1 0 0 +9:00:00"))
        let json = try await AssayProcess.run(arguments + ["--format", "json"], input: history)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any])
        #expect(report["retracted"] as? Int == 2 && report["newBreaches"] as? Int == 1)
        #expect((report["clocks"] as? [Any])?.count == 3)
    }

    @Test("T30: the same history with the policy as it should have been; nothing differs under the same one")
    func wholePolicy() async throws {
        let folder = try Folder()
        defer { folder.remove() }
        let policy = try await Self.policy(in: folder)
        let history = try Self.history([("01-31T10:00", "02-02T11:00", nil)])
        let same = try await AssayProcess.run(
            ["sla", "corrections", "--policy", policy, "--corrected", policy, "--from", "-"], input: history)
        #expect(same.status == 0 && same.lines.count == 2 && same.lines[0].contains("1 episodes, of which 0 change"))
    }

    @Test("a calendar that no clock uses, none at all, and one that is none are said")
    func mistakes() async throws {
        let folder = try Folder()
        defer { folder.remove() }
        let policy = try await Self.policy(in: folder)
        let other = try folder.write(
            Self.calendar(Self.extended).replacingOccurrences(of: "calendar: office", with: "calendar: offices"),
            to: "other.yaml")
        let stranger = try await AssayProcess.run(
            ["sla", "corrections", "--policy", policy, "--calendar", other, "--from", "-"])
        #expect(stranger.status == 64 && stranger.errors.contains("no clock of the policy uses a calendar 'offices'"))
        let nothing = try await AssayProcess.run(["sla", "corrections", "--policy", policy, "--from", "-"])
        #expect(nothing.status == 64 && nothing.errors.contains("Say what was corrected"))
        let missing = try await AssayProcess.run(
            ["sla", "corrections", "--policy", policy, "--calendar", "/nowhere.yaml", "--from", "-"])
        #expect(missing.status == 66)
    }
}
