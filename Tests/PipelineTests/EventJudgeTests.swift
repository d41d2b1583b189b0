// Conversations judged event by event, without a log.
// SPDX-License-Identifier: Apache-2.0
import Pipeline
import Quality
import Testing
import Wire

@Suite("event judge")
struct EventJudgeTests {
    /// An event of conversation `id` as a line of JSON, so many seconds after 2001-09-09T01:46:40Z.
    private static func event(_ id: String, _ number: Int, at seconds: Int64, _ body: String) throws -> OfflineEvent {
        let time = 1_000_000_000_000 + seconds * 1000
        let json = #"{"tenant":"t","conversationId":"\#(id)","eventId":"e\#(number)","atMs":\#(time),\#(body)}"#
        guard case .event(let event) = try OfflineLine(json: Array(json.utf8)) else {
            throw Complaint(.invalid, "no event")
        }
        return event
    }

    private static func message(_ id: Int, _ role: String, _ text: String = "") -> String {
        #""message":{"messageId":"\#(id)","role":"ROLE_\#(role)","agentId":"A7","text":"\#(text)"}"#
    }

    private static func judge() throws -> EventJudge { EventJudge(policies: try PolicyForOfflineTests.policies()) }

    @Test("the evaluation leaves with the event that ends the episode, and judges as a transcript is judged")
    func sameAsTranscript() throws {
        let judge = try Self.judge()
        #expect(try judge.apply(Self.event("x", 1, at: 0, Self.message(1, "CUSTOMER", "在吗"))) == nil)
        #expect(try judge.apply(Self.event("x", 2, at: 31, Self.message(2, "AGENT", "亲爱哒"))) == nil)
        #expect(try judge.apply(Self.event("x", 3, at: 40, Self.message(3, "AGENT", "您好"))) == nil)
        let ofEvents = try #require(try judge.apply(Self.event("x", 4, at: 40, #""resolved":{}"#)))

        let policies = try PolicyForOfflineTests.policies()
        let texts: [(Role, String, Int64)] = [(.customer, "在吗", 0), (.agent, "亲爱哒", 31), (.agent, "您好", 40)]
        let turns = texts.map { role, text, seconds in
            let at = Instant(milliseconds: 1_000_000_000_000) + .seconds(seconds)
            return Transcript.Turn(role: role, agent: "A7", text: text, at: at, isTimeEstimated: false)
        }
        var transcripts = TranscriptJudge(policies: policies)
        let whole = transcripts.evaluation(of: Transcript(id: "x", channel: "", tenant: "t", turns: turns))
        var ofTranscript = ProtoEvaluation(whole, policies: policies)
        #expect(ofTranscript.counts.records == 3)
        ofTranscript.counts.records = 4
        ofTranscript.resolved = true
        #expect(ofEvents == ofTranscript)
        #expect(ofEvents.deductions.count == 2)
    }

    @Test("a conversation that is reopened goes on with its next episode, and what comes twice counts once (F19)")
    func reopened() throws {
        let judge = try Self.judge()
        let first = try Self.event("x", 1, at: 0, Self.message(1, "CUSTOMER"))
        let closed = try Self.event("x", 2, at: 5, #""closed":{}"#)
        _ = try judge.apply(first)
        #expect(try judge.apply(closed)?.episode == 1)
        #expect(try judge.apply(first) == nil)
        #expect(try judge.apply(closed) == nil)
        #expect(Array(judge.openEvaluations).isEmpty)
        for other in 0..<3000 { _ = try judge.apply(Self.event("y\(other)", 1, at: 10, Self.message(1, "CUSTOMER"))) }
        _ = try judge.apply(Self.event("x", 3, at: 20, Self.message(2, "CUSTOMER")))
        let second = try #require(try judge.apply(Self.event("x", 4, at: 25, #""closed":{}"#)))
        #expect(second.episode == 2)
        #expect(second.counts.records == 2)
    }

    @Test("a conversation is forgotten when the survey window has passed since its end")
    func forgotten() throws {
        let judge = try Self.judge()
        _ = try judge.apply(Self.event("x", 1, at: 0, Self.message(1, "CUSTOMER")))
        _ = try judge.apply(Self.event("x", 2, at: 5, #""closed":{}"#))
        _ = try judge.apply(Self.event("y", 1, at: 3611, Self.message(1, "CUSTOMER")))
        _ = try judge.apply(Self.event("x", 3, at: 3612, Self.message(2, "CUSTOMER")))
        let again = try #require(try judge.apply(Self.event("x", 4, at: 3613, #""closed":{}"#)))
        #expect(again.episode == 1)
    }

    @Test("an event that cannot be used is refused with its reason, and the next ones are judged")
    func refused() throws {
        let judge = try Self.judge()
        #expect(throws: Complaint(.invalid, "the event has no body: set one of opened, message, assigned, …")) {
            try judge.apply(Self.event("x", 1, at: 0, #""channel":"chat""#))
        }
        #expect(throws: Complaint(.invalid, "message_id has 0 bytes; it must have 1 to 128")) {
            try judge.apply(Self.event("x", 1, at: 0, #""message":{"role":"ROLE_AGENT"}"#))
        }
        _ = try judge.apply(Self.event("x", 1, at: 0, Self.message(1, "CUSTOMER")))
        #expect(try judge.apply(Self.event("x", 2, at: 1, #""closed":{}"#)) != nil)
    }

    @Test("episodes that are still open are evaluated in the order of their starts, as open ones")
    func open() throws {
        let judge = try Self.judge()
        _ = try judge.apply(Self.event("b", 1, at: 7, Self.message(1, "CUSTOMER")))
        _ = try judge.apply(Self.event("a", 1, at: 3, Self.message(1, "CUSTOMER")))
        _ = try judge.apply(Self.event("c", 1, at: 7, Self.message(1, "CUSTOMER")))
        _ = try judge.apply(Self.event("a", 2, at: 8, Self.message(2, "AGENT", "您好")))
        let open = Array(judge.openEvaluations)
        #expect(open.map(\.conversationID) == ["a", "b", "c"])
        #expect(open.allSatisfy { $0.cause == .unspecified })
        #expect(open.map(\.ended) == [false, false, false])
        #expect(open.map(\.hasScore) == [true, false, false])
        #expect(open.map(\.endedAtMs) == [1_000_000_008_000, 1_000_000_007_000, 1_000_000_007_000])
        #expect(open[1].clocks.map(\.outcome) == [.open])
    }

    @Test("what is due when the input has certainly come past it is late, in an open episode too")
    func certain() throws {
        let judge = try Self.judge()
        _ = try judge.apply(Self.event("a", 1, at: 0, Self.message(1, "CUSTOMER")))
        _ = try judge.apply(Self.event("b", 1, at: 34, Self.message(1, "CUSTOMER")))
        #expect(Array(judge.openEvaluations)[0].clocks.map(\.outcome) == [.open])
        _ = try judge.apply(Self.event("b", 2, at: 35, Self.message(2, "CUSTOMER")))
        let late = Array(judge.openEvaluations)[0]
        #expect(late.clocks.map(\.outcome) == [.breached])
        #expect(late.endedAtMs == 1_000_000_000_000)
    }
}
