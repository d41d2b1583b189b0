// Lines of an offline input: which kind they are, and what is said of those that are none.
// SPDX-License-Identifier: Apache-2.0
import Quality
import Testing
import Wire

@Suite("offline line")
struct OfflineLineTests {
    private static func complaint(_ line: [UInt8]) -> String? {
        do throws(Complaint) {
            _ = try OfflineLine(json: line)
            return nil
        } catch {
            return error.detail
        }
    }

    private static func complaint(_ line: String) -> String? { complaint(Array(line.utf8)) }

    @Test("an object without turns is an event, which becomes a record under the conversation's key")
    func event() throws {
        let json = #"{"tenant":"t","conversationId":"c/1","eventId":"turns","atMs":"5000","resolved":{}}"#
        guard case .event(let event) = try OfflineLine(json: Array(json.utf8)) else {
            Issue.record("not read as an event")
            return
        }
        #expect(event.key == Array("t/c/1".utf8))
        #expect(event.at == Instant(milliseconds: 5000))
        let read = try ConversationReader.read(event.value, ByteRange(0..<event.value.count))
        #expect(event.value.string(read.id) == "turns")
        #expect(read.at == event.at)
    }

    @Test("an object with turns is a transcript, however the field is spaced")
    func transcript() throws {
        for space in ["", " ", "\t "] {
            let json = #"{"id":"x", "turns"\#(space):\#(space)[{"role":"customer"}]}"#
            guard case .transcript = try OfflineLine(json: Array(json.utf8)) else {
                Issue.record("not read as a transcript: \(json)")
                continue
            }
        }
    }

    @Test(
        "a line that is no JSON object is refused with what it is",
        arguments: [
            ("", "the line is empty; remove it"),
            (" \t\r", "the line is empty; remove it"),
            ("[1]", "the line is not a JSON object; write one object a line"),
            ("null", "the line is not a JSON object; write one object a line"),
            ("hello", "the line is not a JSON object; write one object a line"),
            (
                #"{"foo":1}"#,
                #"the line is read as a conversation event, since it has no "turns": there is no field "foo""#
            ),
            (
                #"{"atMs":1,"message":{"role":"ROLE_KING"}}"#,
                "the line is read as a conversation event, since it has no \"turns\": a word is none of those that its field may have"
            ),
        ])
    func refused(line: String, message: String) {
        #expect(Self.complaint(line) == message)
    }

    @Test("a line cut short at any byte is refused, and said to be cut")
    func cut() {
        let line = Array(#"{"id":"你 \" \\","turns":[{"role":"customer","text":"{["}]}"#.utf8)
        #expect(Self.complaint(line) == nil)
        for length in 1..<line.count {
            let complaint = Self.complaint(Array(line[..<length]))
            let isInsideCharacter = line[length] & 0xC0 == 0x80
            #expect(complaint?.contains(isInsideCharacter ? "not UTF-8" : "ends in the middle of the JSON") == true)
        }
    }

    @Test("bytes that are not UTF-8 are refused with their place")
    func notUTF8() {
        var line = Array(#"{"id":"你好"}"#.utf8)
        line[8] = 0xFF
        #expect(Self.complaint(line) == "byte 8 of the line is not UTF-8; convert the input to UTF-8")
        #expect(Self.complaint([0xFF, 0xFE]) == "byte 1 of the line is not UTF-8; convert the input to UTF-8")
    }

    @Test("brackets without end are refused before they use up the stack")
    func nesting() {
        func nested(_ depth: Int) -> String {
            let open = String(repeating: #"{"a":"#, count: depth)
            return #"{"id":"x","turns":[{"role":"customer"}],"y":\#(open)1\#(String(repeating: "}", count: depth))}"#
        }
        let message = "the line is read as a transcript: objects are nested deeper than 100 levels; flatten them"
        #expect(Self.complaint(nested(50)) == nil)
        #expect(Self.complaint(nested(100)) == message)
        #expect(Self.complaint(nested(1_000_000)) == message)
        let array = String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000)
        #expect(Self.complaint(#"{"id":"x","turns":[{"role":"customer"}],"y":\#(array)}"#) == nil)
    }
}
