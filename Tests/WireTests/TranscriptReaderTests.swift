// Transcripts from JSON: the rule for missing times, and what is refused.
// SPDX-License-Identifier: Apache-2.0
import Quality
import Testing
import Wire

@Suite("transcript reader")
struct TranscriptReaderTests {
    private static func transcript(_ json: String) throws -> Transcript {
        guard case .transcript(let transcript) = try OfflineLine(json: Array(json.utf8)) else {
            throw Complaint(.invalid, "not read as a transcript")
        }
        return transcript
    }

    private static func complaint(_ json: String) -> String? {
        do throws(Complaint) {
            _ = try OfflineLine(json: Array(json.utf8))
            return nil
        } catch {
            return error.detail
        }
    }

    /// A transcript whose turns have these times; the word null for none.
    private static func turns(at times: [String]) throws -> [Transcript.Turn] {
        let turns = times.map { #"{"role":"customer","text":"a","at_ms":\#($0)}"# }.joined(separator: ",")
        return try transcript(#"{"id":"x","turns":[\#(turns)]}"#).turns
    }

    @Test("the fields of a transcript are read, and all others passed over")
    func fields() throws {
        let transcript = try Self.transcript(
            """
            {"id":"7","source":"JDDC","lang":"zh","channel":"phone","tenant":"acme","labels":{"repeat":[1,{"a":null}]},"satisfaction":4.5,
             "turns":[{"role":"customer","text":"你好","at_ms":1700000000000,"kind":"q"},
                      {"role":"agent","agent_id":"A7","at_ms":"1700000001000"},{"role":"bot","text":"b","at_ms":1700000002000},
                      {"role":"system","text":"c","at_ms":1700000003000}]}
            """)
        func turn(_ role: Role, _ agent: String, _ text: String, _ time: Int64) -> Transcript.Turn {
            let at = Instant(milliseconds: time)
            return Transcript.Turn(role: role, agent: agent, text: text, at: at, isTimeEstimated: false)
        }
        let turns = [
            turn(.customer, "", "你好", 1_700_000_000_000), turn(.agent, "A7", "", 1_700_000_001_000),
            turn(.bot, "", "b", 1_700_000_002_000), turn(.system, "", "c", 1_700_000_003_000),
        ]
        #expect(transcript == Transcript(id: "7", channel: "phone", tenant: "acme", turns: turns))
    }

    @Test("channel and tenant have defaults")
    func defaults() throws {
        let transcript = try Self.transcript(#"{"id":"x","turns":[{"role":"customer"}]}"#)
        #expect(transcript.channel == "chat")
        #expect(transcript.tenant == "offline")
        #expect(transcript.turns[0].text.isEmpty)
    }

    @Test(
        "a turn without a time is placed ten seconds after the turn before it, a first one at 2000-01-01T00:00:00Z",
        arguments: [
            (["null", "null", "null"], [946_684_800_000, 946_684_810_000, 946_684_820_000], [true, true, true]),
            (["5000", "null", "null"], [5000, 15_000, 25_000], [false, true, true]),
            (["null", "1700000000000"], [946_684_800_000, 1_700_000_000_000], [true, false]),
            (["5000", "null", "9000", "null"], [5000, 15_000, 9000, 19_000], [false, true, false, true]),
            (["5000", "6000"], [5000, 6000], [false, false]),
        ])
    func missingTimes(stated: [String], times: [Int64], estimated: [Bool]) throws {
        let turns = try Self.turns(at: stated)
        #expect(turns.map(\.at.milliseconds) == times)
        #expect(turns.map(\.isTimeEstimated) == estimated)
    }

    @Test(
        "a transcript that cannot be judged is refused with the turn and how to mend it",
        arguments: [
            (#"{"turns":[{"role":"customer"}]}"#, "the transcript has no id; give it one"),
            (#"{"id":"x","turns":[]}"#, "the transcript has no turns; drop the line"),
            (#"{"id":"x","turns":null}"#, "the transcript has no turns; drop the line"),
            (
                #"{"id":"x","turns":[{"role":"customer"},{"role":"Agent"}]}"#,
                #"turn 2 has the unknown role "Agent"; use customer, agent, bot or system"#
            ),
            (#"{"id":"x","turns":[{"text":"a"}]}"#, "turn 1 has no role; use customer, agent, bot or system"),
            (
                #"{"id":"x","turns":[{"role":"agent"},{"role":"bot"}]}"#,
                "no turn is the customer's, so nobody was served; check the roles, or drop the line"
            ),
            (
                #"{"id":"x","turns":[{"role":"customer","at_ms":0}]}"#,
                "turn 1 has the time 0; at_ms is in milliseconds since 1970, or null when it is not known"
            ),
            (
                #"{"id":"x","turns":[{"role":"customer"},{"role":"agent","at_ms":-1}]}"#,
                "turn 2 has the time -1; at_ms is in milliseconds since 1970, or null when it is not known"
            ),
            (#"{"id":"x","tenant":"a/b","turns":[{"role":"customer"}]}"#, "the tenant contains \"/\"; leave it out"),
            (
                #"{"id":7,"turns":[{"role":"customer"}]}"#,
                "the line is read as a transcript: a string is expected where something else stands, or it has a malformed escape"
            ),
            (#"{"id":"x","turns":[null]}"#, "the line is read as a transcript: null stands in a list"),
            (
                #"{"id":"x","turns":[{"role":"customer"}]} x"#,
                "the line is read as a transcript: something follows the JSON object; write one object a line"
            ),
        ])
    func refused(json: String, message: String) {
        #expect(Self.complaint(json) == message)
    }

    @Test("a field beyond its bound is refused with its length")
    func bounds() {
        let long = String(repeating: "a", count: 257)
        let turns = #""turns":[{"role":"customer"}]"#
        #expect(Self.complaint(#"{"id":"\#(long)",\#(turns)}"#) == "the id has 257 bytes; it must have at most 256")
        #expect(
            Self.complaint(#"{"id":"x","channel":"\#(long)",\#(turns)}"#)
                == "the channel has 257 bytes; it must have at most 128")
        #expect(
            Self.complaint(#"{"id":"x","turns":[{"role":"customer"},{"role":"agent","agent_id":"\#(long)"}]}"#)
                == "the agent_id of turn 2 has 257 bytes; it must have at most 128")
        let text = String(repeating: "a", count: (1 << 20) + 1)
        #expect(
            Self.complaint(#"{"id":"x","turns":[{"role":"customer","text":"\#(text)"}]}"#)
                == "the text of turn 1 has 1048577 bytes; it must have at most 1048576")
    }
}
