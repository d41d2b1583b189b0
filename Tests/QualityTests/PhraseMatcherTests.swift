// Tests of the text matcher: its rules one by one, and against a plain slow oracle.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Phrase matcher")
struct PhraseMatcherTests {
    /// The texts found, as "lexicon:text", in the order of the hits.
    private func found(_ phrases: [Phrase], in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var hits: [PhraseHit] = []
        PhraseMatcher(phrases).scan(bytes, 0..<bytes.count, into: &hits)
        return hits.map { "\($0.lexicon):\(String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self))" }
    }

    /// Phrases of one lexicon; a leading "!" makes one exempt.
    private func lexicon(_ number: UInt8, _ texts: String...) -> [Phrase] {
        texts.enumerated().map { entry, text in
            let isExempt = text.hasPrefix("!")
            return Phrase(
                lexicon: number, entry: UInt16(entry), text: isExempt ? String(text.dropFirst()) : text,
                isExempt: isExempt)
        }
    }

    @Test("A19: a banned word inside a longer exempt phrase is no hit, alone it is")
    func exemptLongerPhrase() {
        let shirking = lexicon(0, "不知道", "!不知道您是否")
        #expect(found(shirking, in: "不知道您是否方便").isEmpty)
        #expect(found(shirking, in: "这个我不知道") == ["0:不知道"])
        #expect(found(shirking, in: "不知道您是否听懂,我不知道您是") == ["0:不知道"])
    }

    @Test("A21: a negated phrase that is exempt swallows what it negates")
    func exemptNegation() {
        let shirking = lexicon(0, "推诿", "!不会推诿")
        #expect(found(shirking, in: "我们不会推诿责任").isEmpty)
        #expect(found(shirking, in: "他们推诿责任") == ["0:推诿"])
    }

    @Test("an exempt phrase swallows only in its own lexicon")
    func exemptOtherLexicon() {
        #expect(found(lexicon(0, "推诿", "!不会推诿") + lexicon(1, "推诿"), in: "不会推诿") == ["1:推诿"])
    }

    @Test("of equal texts in a lexicon the exempt one wins, then the first")
    func equalTexts() {
        #expect(found(lexicon(0, "好的", "!好的"), in: "好的").isEmpty)
        var hits: [PhraseHit] = []
        PhraseMatcher(lexicon(0, "VIP", "vip")).scan(Array("vip".utf8), 0..<3, into: &hits)
        #expect(hits == [PhraseHit(lexicon: 0, entry: 0, start: 0, end: 3)])
    }

    @Test("the longest phrase at the leftmost place wins and the search goes on behind it")
    func leftmostLongest() {
        let phrases = lexicon(0, "您好", "您好吗", "好吗亲", "吗", "亲")
        #expect(found(phrases, in: "您好吗亲您好") == ["0:您好吗", "0:亲", "0:您好"])
        #expect(found(lexicon(0, "哈哈"), in: "哈哈哈哈哈") == ["0:哈哈", "0:哈哈"])
    }

    @Test("one text in two lexicons gives two hits, and lexicons overlap freely")
    func lexiconsAreIndependent() {
        let phrases = lexicon(7, "人工", "没有") + lexicon(2, "人工客服", "工客") + lexicon(63, "人工")
        #expect(found(phrases, in: "转人工客服") == ["2:人工客服", "7:人工", "63:人工"])
    }

    @Test("ASCII letters match in either case, in phrase and text")
    func caseFolding() {
        #expect(found(lexicon(0, "VIP", "Ok好"), in: "vip Vip oK好") == ["0:vip", "0:Vip", "0:oK好"])
        #expect(found(lexicon(0, "加qQ号", "À"), in: "加Qq号à") == ["0:加Qq号"])
        #expect(found(lexicon(0, "@[`{"), in: "`{@[ @[`{") == ["0:@[`{"])
    }

    @Test("a phrase with ASCII letters or digits at both ends matches whole words only")
    func wordBoundaries() {
        let phrases = lexicon(0, "ok", "123", "x a")
        #expect(found(phrases, in: "ok,说OK的 ok") == ["0:ok", "0:OK", "0:ok"])
        #expect(found(phrases, in: "book okay ok1 0123 x ab").isEmpty)
        #expect(found(phrases, in: "x a123-123") == ["0:123"])
        // A shorter phrase may match where the longer is no whole word.
        #expect(found(lexicon(0, "好ok", "好"), in: "好okay") == ["0:好ok"])
        #expect(found(lexicon(0, "a-", "a-b"), in: "a-bc a-b") == ["0:a-", "0:a-b"])
    }

    @Test("a single character is a phrase: ASCII, two, three and four bytes")
    func singleCharacters() {
        let phrases = lexicon(0, "滚", "6", "é", "🙄", "?") + lexicon(1, "滚滚", "🙄🙄")
        #expect(
            found(phrases, in: "滚滚6é🙄🙄?66") == ["0:滚", "1:滚滚", "0:滚", "0:6", "0:é", "0:🙄", "1:🙄🙄", "0:🙄", "0:?"])
    }

    @Test("long phrases are compared to their last byte")
    func longPhrases() {
        let long = "请问还有其他可以帮到您的吗Thanks"
        #expect(found(lexicon(0, long), in: "好,\(long.uppercased())!") == ["0:请问还有其他可以帮到您的吗THANKS"])
        let matcher = PhraseMatcher(lexicon(0, long))
        for place in 0..<long.utf8.count {
            var wrong = Array(long.utf8)
            wrong[place] ^= 1
            var hits: [PhraseHit] = []
            matcher.scan(wrong, 0..<wrong.count, into: &hits)
            #expect(hits.isEmpty)
        }
    }

    @Test("nothing is found in an empty text, by no phrases, or in a text that ends within a phrase")
    func emptyAndCutShort() {
        #expect(found(lexicon(0, "您好"), in: "").isEmpty)
        #expect(found([], in: "您好").isEmpty)
        let bytes = Array("您好吗".utf8)
        for end in 0...bytes.count {
            for text in [bytes, Array(bytes[..<end])] {
                var hits: [PhraseHit] = []
                PhraseMatcher(lexicon(0, "您好吗")).scan(text, 0..<end, into: &hits)
                #expect(hits.isEmpty == (end < 9))
            }
        }
    }

    @Test("bytes outside the range neither match nor are neighbours, and places count from the range's start")
    func ranges() {
        let bytes = Array("bok您好ok1".utf8)
        var hits = [PhraseHit(lexicon: 9, entry: 9, start: 9, end: 9)]
        let matcher = PhraseMatcher(lexicon(0, "ok", "您好", "好o"))
        matcher.scan(bytes, 1..<11, into: &hits)
        #expect(hits.dropFirst().map(\.start) == [0, 2, 8])
        #expect(hits.dropFirst().map(\.end) == [2, 8, 10])
        #expect(hits[0] == PhraseHit(lexicon: 9, entry: 9, start: 9, end: 9))
        hits = []
        matcher.scan(bytes, 0..<5, into: &hits)
        #expect(hits.isEmpty)
    }

    @Test("bytes that are not UTF-8 hide nothing behind them")
    func invalidBytes() {
        for junk: [UInt8] in [
            [0xE6], [0xE6, 0xBB], [0xF0, 0x9F], [0x80], [0xC3], [0xFF], [0xF8, 0x80, 0x80, 0x80], [0],
        ] {
            let bytes = junk + Array("滚ok".utf8) + junk
            var hits: [PhraseHit] = []
            PhraseMatcher(lexicon(0, "滚", "ok")).scan(bytes, 0..<bytes.count, into: &hits)
            #expect(hits.map { Int($0.start) - junk.count } == [0, 3])
        }
    }

    @Test("a text of a mebibyte is scanned to its end")
    func largeText() {
        let count = 349_527
        let bytes = Array(String(repeating: "呵", count: count).utf8)
        var hits: [PhraseHit] = []
        PhraseMatcher(lexicon(0, "呵呵", "呵呵呵") + lexicon(1, "呵呵哈")).scan(bytes, 0..<bytes.count, into: &hits)
        #expect(hits.count == count / 3)
        #expect(hits.last.map { Int($0.end) } == bytes.count)
    }
}

@Suite("Phrase matcher against an oracle")
struct PhraseMatcherOracleTests {
    /// Letters of which texts and phrases are made: few, so that phrases overlap and are prefixes of each other.
    enum Alphabet: CaseIterable, Sendable {
        case chinese, ascii, mixed, emoji

        var letters: [String] {
            switch self {
            case .chinese: ["不", "知", "道", "您"]
            case .ascii: ["a", "B", "b", "1", "-", " "]
            case .mixed: ["不", "知", "k", "O", "é", "🙄", ",", "@", "`"]
            case .emoji: ["🙄", "🙃", "é", "è", "z"]
            }
        }
    }

    @Test("finds what the oracle finds", arguments: Alphabet.allCases, 0..<12 as Range<UInt64>)
    func agreesWithOracle(alphabet: Alphabet, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var phrases: [Phrase] = []
        for entry in 0..<UInt16.random(in: 1...30, using: &generator) {
            let lexicon: UInt8 = [0, 1, 5, 63].randomElement(using: &generator) ?? 0
            let text = word(of: alphabet.letters, 1...(entry % 8 == 0 ? 9 : 4), &generator)
            let isExempt = Int.random(in: 0..<4, using: &generator) == 0
            phrases.append(Phrase(lexicon: lexicon, entry: entry, text: text, isExempt: isExempt))
        }
        expectAgreement(phrases, alphabet.letters, texts: 100, &generator)
    }

    @Test("finds what the oracle finds among thousands of phrases that share rows and cells", arguments: [1, 2, 3])
    func agreesWithOracleWhenCrowded(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters = (0..<900).compactMap { Unicode.Scalar(0x4E00 + $0 * 23).map { String(Character($0)) } }
        var phrases: [Phrase] = []
        for entry in 0..<UInt16(2_000) {
            let text = word(of: letters, 1...(entry % 5 == 0 ? 1 : 3), &generator)
            phrases.append(
                Phrase(lexicon: UInt8(entry % 64), entry: entry, text: text, isExempt: entry % 7 == 0))
        }
        expectAgreement(phrases, letters, texts: 5, &generator)
    }

    private func word(of letters: [String], _ count: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: count, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "" }
            .joined()
    }

    /// Texts of the letters with stray bytes, at any place in their arrays.
    private func expectAgreement(
        _ phrases: [Phrase], _ letters: [String], texts: Int, _ generator: inout SeededGenerator
    ) {
        let matcher = PhraseMatcher(phrases)
        let oracle = PhraseOracle(phrases)
        for _ in 0..<texts {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                bytes += letters.randomElement(using: &generator).map { Array($0.utf8) } ?? []
                if Int.random(in: 0..<12, using: &generator) == 0 {
                    bytes.append([0x80, 0xC3, 0xE4, 0xF0, 0xFF, 0x00].randomElement(using: &generator) ?? 0)
                }
            }
            let lower = Bool.random(using: &generator) ? 0 : Int.random(in: 0...bytes.count, using: &generator)
            let upper =
                Bool.random(using: &generator) ? bytes.count : Int.random(in: lower...bytes.count, using: &generator)
            var hits: [PhraseHit] = []
            matcher.scan(bytes, lower..<upper, into: &hits)
            #expect(hits == oracle.hits(in: Array(bytes[lower..<upper])), "\(phrases) in \(bytes) \(lower)..<\(upper)")
        }
    }
}

/// Leftmost-longest by trying every phrase of every lexicon at every byte.
private struct PhraseOracle {
    private let phrases: [(phrase: Phrase, bytes: [UInt8])]

    init(_ phrases: [Phrase]) {
        self.phrases = phrases.map { ($0, Self.small(Array($0.text.utf8))) }
    }

    func hits(in text: [UInt8]) -> [PhraseHit] {
        let bytes = Self.small(text)
        var hits: [PhraseHit] = []
        for lexicon in UInt8(0)..<64 {
            let own = phrases.filter { $0.phrase.lexicon == lexicon }
            var at = 0
            while at < bytes.count && !own.isEmpty {
                var best: (phrase: Phrase, bytes: [UInt8])?
                for one in own where matches(one.bytes, bytes, at) {
                    let isLonger = one.bytes.count > (best?.bytes.count ?? 0)
                    let isFirstExempt =
                        one.bytes.count == best?.bytes.count && one.phrase.isExempt && best?.phrase.isExempt == false
                    if isLonger || isFirstExempt { best = one }
                }
                guard let best else {
                    at += 1
                    continue
                }
                let end = at + best.bytes.count
                if !best.phrase.isExempt {
                    hits.append(
                        PhraseHit(lexicon: lexicon, entry: best.phrase.entry, start: UInt32(at), end: UInt32(end)))
                }
                at = end
            }
        }
        return hits.sorted { ($0.start, $0.lexicon) < ($1.start, $1.lexicon) }
    }

    private func matches(_ phrase: [UInt8], _ text: [UInt8], _ at: Int) -> Bool {
        let end = at + phrase.count
        guard end <= text.count, Array(text[at..<end]) == phrase else { return false }
        guard Self.isWord(phrase[0]), Self.isWord(phrase[phrase.count - 1]) else { return true }
        return (at == 0 || !Self.isWord(text[at - 1])) && (end == text.count || !Self.isWord(text[end]))
    }

    private static func small(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// A small generator with a seed, so that a failing case can be run again.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
