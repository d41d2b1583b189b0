// A policy file that is right.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("policy file")
struct PolicyFileTests {
    private let policy: Policy

    init() throws { policy = try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml") }

    @Test("the head is read")
    func head() {
        #expect(policy.name == "sample")
        #expect(policy.version == "1.0.0")
        #expect(policy.effectiveFrom == Instant(milliseconds: 1_767_196_800_000))
        #expect(policy.zone.identifier == "Asia/Shanghai")
        #expect(policy.allowedSkew == .seconds(5))
        #expect(policy.surveys.window == .hours(24))
    }

    @Test("the clocks are read")
    func clocks() {
        #expect(policy.clocks.map(\.kind) == [.firstResponseHuman, .firstResponseAny])
        #expect(policy.clocks.map(\.target) == [.seconds(30), .minutes(2)])
        #expect(policy.clocks.map(\.alerts) == [true, false])
        #expect(policy.clocks.map(\.receivers) == [["leader"], []])
    }

    @Test("the lexicons are read in order, and the matcher finds their phrases")
    func lexicons() {
        #expect(policy.lexicons.map(\.name) == ["greeting", "slang", "anger", "soothing", "solution"])
        #expect(policy.lexicons[1].exempt == ["给力气"])
        let text = Array("给力气，HELLO，给力".utf8)
        var room = MatchRoom()
        policy.scan(text, ByteRange(0..<text.count), by: .agent, [], into: &room)
        #expect(
            room.hits.map { String(decoding: text[Int($0.start)..<Int($0.end)], as: UTF8.self) } == ["HELLO", "给力"])
        #expect(room.hits.map(\.lexicon) == [0, 1])
    }

    @Test("the dimensions are read in order with their weights and points")
    func rubric() {
        #expect(policy.rubric.dimensions.map(\.id) == ["attitude", "efficiency"])
        #expect(policy.rubric.dimensions.map(\.weight.hundredths) == [6_050, 3_950])
        let greeting = policy.rubric.dimensions[0].criteria[0]
        #expect(greeting.title == Criterion.Title(chinese: "问候", english: "Greets"))
        #expect(greeting.requirements == ["S0-010", "S1-012"])
        #expect(greeting.points.hundredths == 3_333)
    }

    @Test("every kind of check is read")
    func checks() {
        func set(_ lexicon: UInt8) -> LexiconSet { LexiconSet([lexicon]) }
        #expect(
            policy.rubric.dimensions.flatMap(\.criteria).map(\.check) == [
                .requires(lexicon: 0, place: .first(2)),
                .forbids(lexicons: set(1), each: Points(hundredths: 500)),
                .follows(trigger: set(2), role: .customer, answer: set(3), messages: 3),
                .order(trigger: set(2), first: set(3), second: set(4)),
                .clock(.firstResponseHuman),
                .replies(within: .minutes(2)),
                .structured(length: 200),
                .handOverNote,
            ])
    }

    @Test("words are looked for at the beginning, at the end or anywhere", arguments: ["last 3", "anywhere"])
    func places(place: String) throws {
        let text = PolicySample.with("in: first 2", as: "in: \(place)")
        let policy = try PolicyFile.decode(yaml: text, file: "sample.yaml")
        let expected: Check.Place = place == "anywhere" ? .anywhere : .last(3)
        #expect(policy.rubric.dimensions[0].criteria[0].check == .requires(lexicon: 0, place: expected))
    }

    @Test("an agent's own words may be answered in the same message")
    func followsItself() throws {
        let text = PolicySample.with(
            "by: customer, with: [soothing], within: 3", as: "by: agent, with: [soothing], within: 0")
        let check = try PolicyFile.decode(yaml: text, file: "sample.yaml").rubric.dimensions[0].criteria[2].check
        guard case .follows(_, role: .agent, _, messages: 0) = check else {
            Issue.record("\(check)")
            return
        }
    }

    @Test("clocks and lexicons may be left out")
    func smallest() throws {
        let text = """
            policy: tiny
            version: 1
            effective-from: 1970-01-01T00:00:00Z
            zone: UTC
            allowed-skew: 1ms
            surveys: { window: 1d }
            rubric:
              only:
                weight: 100
                criteria:
                  note:
                    title: { zh: 交接, en: Hand-over note }
                    requirements: [house-1]
                    points: 100
                    check: { hand-over-note: true }
            """
        let policy = try PolicyFile.decode(yaml: text, file: "tiny.yaml")
        #expect(policy.zone == .utc && policy.clocks.isEmpty && policy.lexicons.isEmpty)
    }
}
