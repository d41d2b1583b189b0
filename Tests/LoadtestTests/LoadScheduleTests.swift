// What a schedule sends, and when.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import SwiftProtobuf
import Testing
import Wire

@testable import loadtest

@Suite("The schedule of a load test")
struct LoadScheduleTests {
    private static let start = Instant(milliseconds: 1_795_000_000_000)

    private static func scenario(_ more: String = "", rate: Int = 400) throws -> Scenario {
        try ScenarioFile.decode(
            yaml: """
                scenario: test
                seed: 7
                partitions: 4
                \(more)
                phases:
                - { name: first, for: 40s, rate: \(rate) }
                - { name: second, for: 20s, rate: \(rate), to: \(rate * 2) }

                """, file: "test.yaml")
    }

    private static func all(_ scenario: Scenario, part: Int = 0, parts: Int = 1) -> [LoadSchedule.Due] {
        var schedule = LoadSchedule(scenario, start: start, part: part, parts: parts)
        var records: [LoadSchedule.Due] = []
        while schedule.next(before: .max) { records.append(schedule.due) }
        return records
    }

    @Test("the same seed sends the same records at the same times, another one does not")
    func seeded() throws {
        var scenario = try Self.scenario()
        let (one, two) = (Self.all(scenario), Self.all(scenario))
        #expect(one.count == two.count)
        #expect(zip(one, two).allSatisfy { $0.value == $1.value && $0.key == $1.key && $0.at == $1.at })
        scenario.seed = 8
        #expect(Self.all(scenario).first?.value != one.first?.value)
    }

    @Test("every conversation is sent as it was written: names, order and times")
    func conversations() throws {
        let records = Self.all(try Self.scenario("conversations: { json: 300 }"))
        var events: [String: [ProtoConversationEvent]] = [:]
        for record in records where !record.isSurvey {
            let event =
                record.isJSON
                ? try ProtoConversationEvent(jsonUTF8Bytes: record.value)
                : try ProtoConversationEvent(protobuf: record.value)
            #expect(record.key == RecordKey.bytes(tenant: event.tenant, name: event.conversationID))
            #expect(event.atMs == Self.start.milliseconds + record.at)
            events[event.conversationID, default: []].append(event)
        }
        #expect(events.count > 500)
        for (name, conversation) in events {
            #expect(conversation.map(\.sequence) == (1...UInt32(conversation.count)).map { $0 }, "\(name)")
            let agents = Set(conversation.map(\.message.agentID).filter { $0.hasPrefix("A") })
            #expect(agents.count <= 1, "\(name) has one agent")
            #expect(!conversation.contains { $0.message.text.contains("~") || $0.conversationID.contains("~") })
        }
    }

    @Test("the rate of events is the phase's from its first second on, whatever is sent twice")
    func rate() throws {
        let records = Self.all(try Self.scenario("disturbances: { duplicates: 100, bad: 50 }"))
        for second in 1..<60 {
            let rate = second < 40 ? 400 : 400 + (second - 40) * 20
            let sent = records.count { ($0.at / 1000) == second }
            #expect(abs(sent - rate) < rate / 5, "\(sent) in second \(second), which asks for \(rate)")
        }
    }

    @Test("parts of a scenario share its rate and no name")
    func parts() throws {
        let scenario = try Self.scenario()
        let parts = (0..<3).map { Self.all(scenario, part: $0, parts: 3) }
        let names = parts.map { Set($0.map(\.key)) }
        #expect(names[0].isDisjoint(with: names[1]) && names[1].isDisjoint(with: names[2]))
        let (whole, sum) = (Self.all(scenario).count, parts.reduce(0) { $0 + $1.count })
        #expect(abs(whole - sum) < whole / 10, "\(whole) and \(sum)")
    }

    @Test("what goes wrong on the way goes wrong as often as it should, and is counted")
    func disturbances() throws {
        let scenario = try Self.scenario(
            "disturbances: { bad: 20, duplicates: 30, reordered: 40, reordered-by: 500ms, late: 10, late-by: 5s }")
        var schedule = LoadSchedule(scenario, start: Self.start)
        var (unusable, delayed, count) = (0, 0, 0)
        while schedule.next(before: .max) {
            count += 1
            let due = schedule.due
            guard !due.isSurvey, !due.isJSON else { continue }
            guard let event = try? ProtoConversationEvent(protobuf: due.value) else {
                unusable += 1
                continue
            }
            if event.atMs < Self.start.milliseconds + due.at - 100 { delayed += 1 }
        }
        let ledger = schedule.ledger
        #expect(ledger.records == count)
        #expect(ledger.bad >= unusable && unusable > 0)
        func isAbout(_ number: Int, perMille: Int) -> Bool {
            (perMille * 7 / 10...perMille * 13 / 10).contains(number * 1000 / count)
        }
        #expect(isAbout(ledger.bad, perMille: 20) && isAbout(ledger.duplicates, perMille: 30), "\(ledger)")
        #expect(isAbout(ledger.delayed, perMille: 50) && delayed > ledger.delayed / 2, "\(ledger), \(delayed)")
    }

    @Test("what is sent piece by piece is what a whole run sends: the ledger is the scenario's")
    func ledger() throws {
        let scenario = try Self.scenario("disturbances: { bad: 5, duplicates: 10, reordered: 10 }")
        var schedule = LoadSchedule(scenario, start: Self.start)
        for time in stride(from: Int64(0), through: scenario.length.count, by: 7) {
            while schedule.next(before: time) {}
        }
        while schedule.next(before: .max) {}
        #expect(schedule.ledger == LoadSchedule.ledger(of: scenario, start: Self.start, part: 0, parts: 1))
    }

    @Test("the busiest agent of a skewed population has its share by Zipf's law")
    func zipf() {
        let zipf = Zipf(.init(count: 100, skew: 100))
        var random = SeededRandom(seed: 1)
        var counts = Array(repeating: 0, count: 100)
        for _ in 0..<100_000 { counts[zipf.next(&random)] += 1 }
        // 1 / H(100) = 0.1928.
        #expect((18_500...20_000).contains(counts[0]), "\(counts[0])")
        #expect((9_000...10_300).contains(counts[1]), "\(counts[1])")
        #expect(counts.allSatisfy { $0 > 0 })
    }
}
