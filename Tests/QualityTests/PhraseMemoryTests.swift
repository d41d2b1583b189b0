// What was found in a text before is what would be found in it now.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Phrase memory")
struct PhraseMemoryTests {
    private static let lexicons = [
        Lexicon(name: "a", phrases: ["您好", "退款", "ok"]), Lexicon(name: "b", phrases: ["好", "款"]),
    ]
    private static let matcher = LexiconMatcher(lexicons, wanted: LexiconSet([0, 1]))

    private func hits(_ matcher: LexiconMatcher, _ bytes: [UInt8], _ range: Range<Int>? = nil) -> [PhraseHit] {
        var room = MatchRoom()
        matcher.scan(bytes, range ?? 0..<bytes.count, into: &room)
        return room.hits
    }

    @Test("texts that come again, among more others than are kept, hit as in fresh room")
    func repeats() {
        var random = SplitMix(seed: 7)
        var room = MatchRoom()
        let words = ["您好", "退款", "ok ", "，", "天气", "\u{200B}", "愛", "a"]
        let texts = (0..<3_000).map { _ in
            Array((0..<random.next(below: 150)).map { _ in words[random.next(below: words.count)] }.joined().utf8)
        }
        let expected = texts.map { hits(Self.matcher, $0) }
        for round in 0..<20_000 {
            // Some come often, most seldom.
            let index = random.next(below: round % 2 == 0 ? 20 : texts.count)
            Self.matcher.scan(texts[index], 0..<texts[index].count, into: &room)
            #expect(room.hits == expected[index])
        }
    }

    @Test("a text that differs in one byte, anywhere, is another one", arguments: [1, 7, 8, 9, 15, 16, 17, 40, 318])
    func oneByte(length: Int) {
        var room = MatchRoom()
        let filler = Array(repeating: UInt8(ascii: "-"), count: length)
        for _ in 0..<3 { Self.matcher.scan(filler, 0..<length, into: &room) }
        #expect(room.hits.isEmpty)
        for place in 0..<length {
            // A lexicon's word in the same bytes as before but for these.
            var bytes = filler
            bytes[place] = UInt8(ascii: "o")
            if place + 1 < length { bytes[place + 1] = UInt8(ascii: "k") }
            for _ in 0..<3 {
                Self.matcher.scan(bytes, 0..<length, into: &room)
                #expect(room.hits == hits(Self.matcher, bytes))
            }
        }
    }

    @Test("what stands around a text is none of it, and hits count from its first byte")
    func ranges() {
        var room = MatchRoom()
        let text = Array("请问怎么退款".utf8)
        for around in [0, 1, 5, 64] {
            let bytes = Array(repeating: UInt8(ascii: "k"), count: around) + text + Array("您好".utf8)
            for _ in 0..<3 {
                Self.matcher.scan(bytes, around..<around + text.count, into: &room)
                #expect(room.hits == hits(Self.matcher, text))
            }
        }
    }

    @Test("matchers that share room do not share what they found")
    func matchers() {
        var room = MatchRoom()
        let bytes = Array("您好，我要退款".utf8)
        let others = (0..<80).map { number in
            LexiconMatcher(Self.lexicons, wanted: LexiconSet([UInt8(number % 2)]))
        }
        for _ in 0..<4 {
            for matcher in others + [Self.matcher] {
                matcher.scan(bytes, 0..<bytes.count, into: &room)
                #expect(room.hits == hits(matcher, bytes))
            }
        }
    }

    @Test("texts with more bytes or hits than are kept hit as ever")
    func bounds() {
        var room = MatchRoom()
        for count in [14, 15, 16, 17, 18, 400] {
            let bytes = Array(String(repeating: "款", count: count).utf8)
            for _ in 0..<3 {
                Self.matcher.scan(bytes, 0..<bytes.count, into: &room)
                #expect(room.hits.count == count)
            }
        }
    }
}
