// `assay sla correction`: breaches that a corrected calendar takes back.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Quality
import Simulation
import Testing
import Wire

@testable import assay

@Suite("assay sla correction", .serialized)
struct CorrectionTests {
    /// A conversation of an agent: asked and answered at these times in Shanghai.
    private struct Talk {
        var agent: String
        var team: String
        var asked: String
        var answered: String
    }

    private static func history(_ talks: [Talk]) throws -> [UInt8] {
        var lines: [String] = []
        for (number, talk) in talks.enumerated() {
            func event(_ index: Int, _ time: String, _ later: Int, _ body: String) throws -> String {
                let date = try #require(ISO8601DateFormatter().date(from: time + ":00+08:00"))
                let at = (Int(date.timeIntervalSince1970) + later) * 1000
                return
                    #"{"tenant":"acme","conversationId":"c\#(number)","eventId":"\#(index)","sequence":\#(index),"atMs":"\#(at)",\#(body)}"#
            }
            lines += [
                try event(1, talk.asked, 0, #""message":{"messageId":"1","role":"ROLE_CUSTOMER","text":"在吗"}"#),
                try event(2, talk.asked, 1, #""assigned":{"agentId":"\#(talk.agent)","teamId":"\#(talk.team)"}"#),
                try event(
                    3, talk.answered, 0,
                    #""message":{"messageId":"2","role":"ROLE_AGENT","agentId":"\#(talk.agent)","text":"您好"}"#),
                try event(4, talk.answered, 5, #""resolved":{}"#),
            ]
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static let week =
        "week: { \(["mon", "tue", "wed", "thu", "fri"].map { "\($0): [\"09:00-18:00\"]" }.joined(separator: ", ")) }"

    /// A directory with a policy whose answers are due in four hours of `support`, and a file with that calendar, corrected.
    private static func files(corrected days: String, name: String = "support") async throws -> (URL, calendar: String)
    {
        let preset = try await AssayProcess.run(["policy", "show", "pharma-v2", "--format", "yaml"])
        let text = String(decoding: preset.output, as: UTF8.self)
        let clock = "first-response-human: { target: 30s, alerts: true, receivers: [leader] }"
        try #require(text.contains(clock))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("correction-\(UUID().uuidString)")
        let policies = folder.appendingPathComponent("policy")
        try FileManager.default.createDirectory(at: policies, withIntermediateDirectories: true)
        let changed =
            text.replacingOccurrences(
                of: clock,
                with: "first-response-human: { target: 4h, calendar: support, alerts: true, receivers: [leader] }")
            + "\ncalendars:\n  support: { zone: Asia/Shanghai, \(week), days: { 2020-01-24..2020-01-30: [] } }\n"
        try changed.write(to: policies.appendingPathComponent("1.yaml"), atomically: true, encoding: .utf8)
        let calendar = folder.appendingPathComponent("corrected.yaml")
        try "calendar: \(name)\nzone: Asia/Shanghai\n\(week)\ndays:\n\(days)\n".write(
            to: calendar, atomically: true, encoding: .utf8)
        return (folder, calendar.path)
    }

    /// Late by the calendar as it was: three on the Friday that became a holiday, of two agents; and one in the middle of January.
    private static let talks = [
        Talk(agent: "A", team: "T1", asked: "2020-01-31T09:00", answered: "2020-01-31T15:00"),
        Talk(agent: "A", team: "T1", asked: "2020-01-31T10:00", answered: "2020-01-31T14:30"),
        Talk(agent: "B", team: "T2", asked: "2020-01-31T11:00", answered: "2020-02-03T12:00"),
        Talk(agent: "B", team: "T2", asked: "2020-01-15T09:00", answered: "2020-01-15T17:00"),
        Talk(agent: "C", team: "T2", asked: "2020-01-17T17:00", answered: "2020-01-20T09:30"),
        Talk(agent: "C", team: "T2", asked: "2020-02-03T17:00", answered: "2020-02-03T17:10"),
    ]

    private static func run(
        _ folder: URL, _ calendar: String, _ options: [String] = []
    ) async throws -> AssayProcess.Outcome {
        try await AssayProcess.run(
            ["sla", "correction", "--policy", folder.path + "/policy", "--calendar", calendar] + options + ["-"],
            input: history(talks))
    }

    @Test("T30: a holiday that is added after the fact retracts its breaches, by month, agent and team")
    func holiday() async throws {
        let (folder, calendar) = try await Self.files(corrected: "  2020-01-24..2020-02-02: []")
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Self.run(folder, calendar)
        #expect(outcome.status == 0)
        let lines = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines[0].contains("with the calendar support as it was and corrected"))
        // Besides, all six miss the 15 s for an answer of anybody, which count all time; the last one in February.
        #expect(lines.contains("all 10 3 0 7") && lines.contains("acme/2020-01 9 3 0 6"))
        #expect(!lines.contains { $0.hasPrefix("acme/2020-02") })
        #expect(lines.contains("acme/2020-01 A 4 2 0 2") && lines.contains("acme/2020-01 B 4 1 0 3"))
        #expect(lines.contains("acme/2020-01 T1 4 2 0 2") && lines.contains("acme/2020-01 T2 5 1 0 4"))
        #expect(!lines.contains { $0.hasPrefix("acme/2020-01 C ") })
        #expect(lines.contains("cycles that change (3 of 3)"))
        #expect(
            lines.contains(
                "acme/c2 episode 1, first-response-human 1 of 2020-01-31T03:00:00Z, agent B: breached → met"))
    }

    @Test("T30: a working day that was forgotten adds breaches; as JSON, with as many cycles as are asked for")
    func workingDay() async throws {
        let (folder, calendar) = try await Self.files(
            corrected: "  2020-01-24..2020-02-02: []\n  2020-01-18: [\"09:00-18:00\"]")
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Self.run(folder, calendar, ["--format", "json", "--list", "2"])
        let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        let all = try #require(report["breaches"] as? [String: Int])
        #expect(all == ["before": 10, "retracted": 3, "added": 1, "after": 8])
        let agents = try #require(report["agents"] as? [[String: Any]])
        #expect(agents.map { $0["agent"] as? String } == ["A", "B", "C"])
        #expect(
            agents.map { $0["retracted"] as? Int } == [2, 1, 0] && agents.map { $0["added"] as? Int } == [0, 0, 1])
        #expect(report["changed"] as? Int == 4 && report["notCompared"] as? Int == 0)
        let changes = try #require(report["changes"] as? [[String: Any]])
        #expect(changes.map { $0["conversation"] as? String } == ["c0", "c1"])
        let before = try #require(changes[0]["before"] as? [String: Any])
        let after = try #require(changes[0]["after"] as? [String: Any])
        #expect(before["outcome"] as? String == "breached" && before["elapsedMs"] as? Int == 6 * 3_600_000)
        #expect(after["outcome"] as? String == "met" && after["elapsedMs"] as? Int == 0)
        #expect(after["targetMs"] as? Int == 4 * 3_600_000)
    }

    @Test("T30: a calendar that says the same changes nothing, and says so")
    func nothing() async throws {
        let (folder, calendar) = try await Self.files(corrected: "  2020-01-24..2020-01-30: []")
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Self.run(folder, calendar)
        #expect(outcome.status == 0 && outcome.lines.contains("The correction changes no breach."))
    }

    @Test(
        "T30: a calendar that no clock counts in, one that is not there, and one given twice are refused with a remedy")
    func mistakes() async throws {
        let (folder, calendar) = try await Self.files(corrected: "  2020-01-24..2020-01-30: []", name: "suport")
        defer { try? FileManager.default.removeItem(at: folder) }
        let unknown = try await Self.run(folder, calendar)
        #expect(unknown.status == 64 && unknown.errors.contains("counts in the calendar 'suport'"))
        #expect(unknown.errors.contains("did you mean 'support'?"))
        let missing = try await Self.run(folder, "/nowhere.yaml")
        #expect(missing.status == 66 && missing.errors.contains("/nowhere.yaml cannot be read"))
        let always = try await AssayProcess.run(
            ["sla", "correction", "--policy", "pharma-v2", "--calendar", calendar, "-"], input: [])
        #expect(always.status == 64 && always.errors.contains("its clocks count all time"))
        let (other, right) = try await Self.files(corrected: "  2020-01-24..2020-01-30: []")
        defer { try? FileManager.default.removeItem(at: other) }
        let twice = try await Self.run(other, right, ["--calendar", right])
        #expect(twice.status == 64 && twice.errors.contains("has the calendar 'support' again"))
    }

    // MARK: Publishing

    private static func events(_ path: String) throws -> [ProtoConversationEvent] {
        try String(decoding: Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self).split(separator: "\n").map {
            guard case .event(let event) = try OfflineLine(json: Array($0.utf8)) else {
                throw CocoaError(.coderInvalidValue)
            }
            return try ProtoConversationEvent(protobuf: event.value)
        }
    }

    @Test("T30: the corrections are events, which evaluate takes and publish puts on the conversations topic")
    func publishing() async throws {
        let (folder, calendar) = try await Self.files(corrected: "  2020-01-24..2020-02-02: []")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("corrections.ndjson").path
        let outcome = try await Self.run(folder, calendar, ["--events", file])
        #expect(outcome.status == 0 && outcome.errors.contains("3 corrections in \(file)"))
        let events = try Self.events(file)
        #expect(events.map(\.conversationID) == ["c0", "c1", "c2"] && events.allSatisfy { $0.sequence == 0 })
        let first = try #require(events.first?.corrected)
        #expect(first.episode == 1 && first.result.clock == "first-response-human" && first.result.outcome == .met)
        // Friday is a holiday: four hours from Monday morning on.
        #expect(Instant(milliseconds: first.result.deadlineMs).iso == "2020-02-03T05:00:00Z")
        #expect(first.result.elapsedMs == 0 && first.result.holder.agentID == "A")
        #expect(first.reason == "calendar support" && first.correctedBy == "assay sla correction")
        let again = try await Self.run(folder, calendar, ["--events", file])
        let repeated = try Self.events(file).map(\.eventID)
        #expect(again.status == 0 && repeated == events.map(\.eventID))

        // As if they had been found a minute after the ends: while the episodes are kept.
        var lines = try Self.history(Self.talks).split(separator: UInt8(ascii: "\n")).map { Array($0) }
        for (number, event) in events.enumerated().reversed() {
            var event = event
            event.atMs = event.corrected.result.fulfilledAtMs + 60_000
            lines.insert(event.json, at: 4 * (number + 1))
        }
        let evaluated = try await AssayProcess.run(
            ["evaluate", "--policy", folder.path + "/policy", "-"], input: Array(lines.joined(separator: [10])))
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        let evaluations = try evaluated.lines.map { try EvaluationJSON.evaluation(Array($0.utf8)) }
        #expect(evaluations.map(\.revision) == [1, 2, 1, 2, 1, 2, 1, 1, 1])
        let corrected = evaluations.filter { $0.revision == 2 }
        #expect(corrected.allSatisfy { $0.cause == .correction && $0.clocks[0].outcome == .met })

        let bench = try LetterBench(topics: [.conversations])
        func publish(_ options: String...) async throws -> AssayProcess.Outcome {
            try await AssayProcess.run(
                ["sla", "publish", file] + options + bench.commandLine([]).dropFirst()
                    + ["--kafka-delivery", "at-least-once"])
        }
        let rehearsed = try await publish("--rehearse")
        #expect(rehearsed.lines == ["3 corrections would be on 'cs.conversations'"])
        #expect(try bench.content(of: .conversations).isEmpty)
        let published = try await publish()
        #expect(published.lines == ["3 corrections are on 'cs.conversations'"], "\(published.errors)")
        let records = try bench.content(of: .conversations).sorted {
            ($0.key ?? []).lexicographicallyPrecedes($1.key ?? [])
        }
        #expect(records.map { String(decoding: $0.key ?? [], as: UTF8.self) } == ["acme/c0", "acme/c1", "acme/c2"])
        #expect(
            try records.map { try ProtoConversationEvent(protobuf: $0.value ?? []).eventID } == events.map(\.eventID))
    }

    @Test("what is no correction is not published, and the line is named (T30)")
    func noCorrections() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("none-\(UUID().uuidString).ndjson")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.history(Self.talks).withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: path))
        let other = try await AssayProcess.run(["sla", "publish", path, "--rehearse"])
        #expect(other.status == 66 && other.errors.contains("\(path):1: the line is no correction"))
        let missing = try await AssayProcess.run(["sla", "publish", "/nowhere.ndjson", "--rehearse"])
        #expect(missing.status == 66)
        let nothing = try await AssayProcess.run(["sla", "publish"])
        #expect(nothing.status == 64)
    }

    // MARK: Sums

    private static func outcome(_ number: Int, _ random: inout SeededRandom, startedAt: Int64) -> EpisodeOutcome {
        var evaluation = ProtoEvaluation()
        (evaluation.tenant, evaluation.conversationID) = (number % 3 == 0 ? "other" : "acme", "c\(number)")
        (evaluation.episode, evaluation.startedAtMs, evaluation.ended) = (1, startedAt, true)
        evaluation.agentID = random.pick(["A", "B", ""])
        evaluation.teamID = random.pick(["T1", "T2"])
        evaluation.clocks = (1...3).map { cycle in
            var clock = ProtoClockResult()
            (clock.clock, clock.cycle, clock.startedAtMs) = ("next-response", UInt32(cycle), startedAt)
            clock.outcome = random.pick([.met, .breached, .abandoned, .open])
            return clock
        }
        return EpisodeOutcome(evaluation)
    }

    @Test("T30: the lines of agents, of teams and of months each add up to the whole", arguments: [1, 2, 3])
    func sums(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var corrections = BreachCorrections(limit: 50, zone: .utc)
        var (before, after): (Int64, Int64) = (0, 0)
        var names: [String] = []
        for number in 0..<3000 {
            let start = 1_580_000_000_000 + Int64(random.number(below: 90)) * 86_400_000
            let pair = EpisodePair(
                before: Self.outcome(number, &random, startedAt: start),
                after: Self.outcome(number, &random, startedAt: start))
            before += Int64(pair.before.clocks.count { $0.outcome == .breached })
            after += Int64(pair.after.clocks.count { $0.outcome == .breached })
            corrections.add(pair)
            names.append("\(pair.before.key.tenant)/\(pair.before.key.conversation)")
        }
        #expect(corrections.all.before == before && corrections.all.after == after)
        for lines in [corrections.months, corrections.agents, corrections.teams] {
            let sum = lines.values.reduce(into: [0, 0, 0, 0] as [Int64]) { sum, counts in
                sum[0] += counts.before
                sum[1] += counts.retracted
                sum[2] += counts.added
                sum[3] += counts.after
            }
            let all = corrections.all
            #expect(sum == [all.before, all.retracted, all.added, all.after])
            #expect(lines.count > 3)
        }
        let listed = corrections.changes
        #expect(listed.count == 50 && listed == listed.sorted() && corrections.changed > 2000)
        let last = try #require(listed.last.map { "\($0.key.tenant)/\($0.key.conversation)" })
        #expect(names.filter { $0 < last }.count < 100, "the first ones of all are listed, not of the latest")
    }
}
