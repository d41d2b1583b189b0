// The measures of a text are the same whatever input it comes by.
// SPDX-License-Identifier: Apache-2.0
import Quality
import Testing
import Wire

@Suite("text measure")
struct TextMeasureTests {
    private static let long = String(repeating: "你好吗？", count: 40)

    @Test(
        "a text has the length and shape that the reader of events gives it",
        arguments: [
            "", "a", "你好 👋🏽", "1. a\n2. b", long, long + "\n" + long, "1、" + long + "2、" + long, "3.5" + long + "4.5",
        ])
    func sameAsReader(text: String) throws {
        var message = ProtoMessage()
        message.messageID = "m"
        message.role = .agent
        message.text = text
        var event = ProtoConversationEvent()
        event.tenant = "t"
        event.conversationID = "c"
        event.eventID = "e"
        event.atMs = 5000
        event.message = message
        let bytes = event.protobuf
        guard case .message(let read) = try ConversationReader.read(bytes, ByteRange(0..<bytes.count)).body else {
            Issue.record("not a message")
            return
        }
        let alone = Array(text.utf8)
        let measure = try #require(TextMeasure(alone, ByteRange(0..<alone.count)))
        #expect(measure.length == read.length)
        #expect(measure.length == UInt32(text.unicodeScalars.count))
        #expect(measure.flags == read.flags)
    }

    @Test("bytes that are not UTF-8 have no measure")
    func notUTF8() {
        #expect(TextMeasure([0x61, 0xC0, 0x80], ByteRange(0..<3)) == nil)
        #expect(TextMeasure([0x61, 0xC0, 0x80], ByteRange(0..<1)) == TextMeasure([0x61], ByteRange(0..<1)))
    }

    @Test("what is UTF-8 is what the standard library takes for it, wherever one byte of a Chinese text is another one")
    func sameAsStandardLibrary() {
        for start in ["", "a", "ab", "1月", String(repeating: "好", count: 16)] {
            let text = Array((start + "您好，请问有什么可以帮您？这个药一天吃三次，饭后服用，谢谢。").utf8)
            for place in text.indices {
                for byte in [0x00, 0x41, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xE4, 0xED, 0xEE, 0xF0, 0xF4, 0xFF] {
                    var changed = text
                    changed[place] = UInt8(byte)
                    let known = String(validating: changed, as: UTF8.self).map { UInt32($0.unicodeScalars.count) }
                    #expect(TextMeasure(changed, ByteRange(0..<changed.count))?.length == known)
                }
            }
        }
    }
}
