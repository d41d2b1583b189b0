// Phrases, patterns, guards and quotation marks of lexicons.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Lexicon matcher")
struct LexiconMatcherTests {
    /// What hits, as "lexicon:passage".
    private func hits(_ text: String, _ lexicons: [Lexicon], wanted: [UInt8]? = nil) -> [String] {
        let numbers = wanted ?? lexicons.indices.map { UInt8($0) }
        let matcher = LexiconMatcher(lexicons, wanted: LexiconSet(numbers))
        var room = MatchRoom()
        let bytes = Array(text.utf8)
        // Twice, as room is kept from text to text.
        matcher.scan(bytes, 0..<bytes.count, into: &room)
        let first = room.hits
        matcher.scan(bytes, 0..<bytes.count, into: &room)
        #expect(room.hits == first)
        return room.hits.map {
            "\(lexicons[Int($0.lexicon)].name):\(String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self))"
        }
    }

    private func lexicon(_ patterns: String..., exempt: [String] = []) throws -> [Lexicon] {
        [Lexicon(name: "p", exempt: exempt, patterns: try patterns.flatMap { try Pattern.read($0) })]
    }

    @Test("A18: phrases are found in folded text, and spans are those of the original")
    func folded() {
        let slang = [Lexicon(name: "s", phrases: ["yyds", "为您服务", "🖕"])]
        #expect(hits("真是 ｙ\u{200B}yds 啊", slang) == ["s:ｙ\u{200B}yds"])
        #expect(hits("很高興為您服務", slang) == ["s:為您服務"])
        #expect(hits("🖕🏽", slang) == ["s:🖕"])
        #expect(hits("аyyds", slang) == [])
    }

    @Test("what keeps one start of a pattern off leaves its other starts")
    func starts() throws {
        let refusal = try lexicon("不{..6}退款", exempt: ["不得不"])
        #expect(hits("不得不说不能退款", refusal) == ["p:不能退款"])
        let plain = try lexicon("不{..6}退款")
        #expect(hits("不不退款也不给我退款", plain) == ["p:不不退款", "p:不给我退款"])
    }

    @Test("a pattern hits as a whole, with gaps up to their width and within a sentence")
    func patterns() throws {
        let request = try lexicon("{请|麻烦}您{..6}提供{..4}{身份证|银行卡}")
        #expect(hits("请您提供身份证", request) == ["p:请您提供身份证"])
        #expect(hits("麻烦您这边先提供一下您的银行卡号", request) == ["p:麻烦您这边先提供一下您的银行卡"])
        #expect(hits("请您把资料整理好再提供身份证", request) == [])
        #expect(hits("请您稍等。提供身份证", request) == [])
        #expect(hits("您提供身份证", request) == [])
    }

    @Test("a gap may cross sentences when it says so")
    func crossing() throws {
        #expect(hits("先登记。再办理", try lexicon("先{..6*}再")) == ["p:先登记。再"])
        #expect(hits("先登记。再办理", try lexicon("先{..6}再")) == [])
    }

    @Test("optional elements and elements that follow at once")
    func optional() throws {
        let asks = try lexicon("我{自己|}{吃|用}过")
        #expect(hits("我自己吃过，我用过，我也吃过", asks) == ["p:我自己吃过", "p:我用过"])
        let gap = try lexicon("您{..3}{好|}{..2}吗")
        #expect(hits("您一二三四五吗", gap) == ["p:您一二三四五吗"])
        #expect(hits("您一二三四五六吗", gap) == [])
    }

    @Test("of hits that overlap the leftmost, then the longest stays; a pattern begins as early as it can")
    func overlap() throws {
        var both = try lexicon("先{..4}再")
        both[0].phrases = ["再见"]
        #expect(hits("先看再看再见", both) == ["p:先看再看再"])
        #expect(hits("先看再，你看再见", both) == ["p:先看再", "p:再见"])
        #expect(hits("先先再再", try lexicon("先{..4}再")) == ["p:先先再再"])
        #expect(hits("添加客服", try lexicon("{加|添加}客服")) == ["p:添加客服"])
    }

    @Test("A19: an exempt phrase keeps off phrases and patterns that it overlaps")
    func exempt() throws {
        let lexicons = try lexicon("{明白|理解}您{..3}意思", exempt: ["不明白您的意思"])
        #expect(hits("我明白您的意思", lexicons) == ["p:明白您的意思"])
        #expect(hits("我不明白您的意思，后来明白您意思", lexicons) == ["p:明白您意思"])
        let cannot = [Lexicon(name: "c", phrases: ["不知道"], exempt: ["不知道您是否"])]
        #expect(hits("不知道您是否方便", cannot) == [])
        #expect(hits("我不知道", cannot) == ["c:不知道"])
    }

    @Test("A21: words of a guard before a hit, near and in the same sentence, keep it from counting")
    func guards() {
        let lexicons = [
            Lexicon(name: "not", phrases: ["不", "不会"]),
            Lexicon(
                name: "shift", phrases: ["推诿"],
                guards: [LexiconGuard(lexicons: LexiconSet([0]), side: .before, distance: 3)]),
        ]
        #expect(hits("我们不会推诿", lexicons, wanted: [1]) == [])
        #expect(hits("我们不会互相推诿", lexicons, wanted: [1]) == [])
        #expect(hits("不会。推诿的人", lexicons, wanted: [1]) == ["shift:推诿"])
        #expect(hits("不会让任何同事推诿", lexicons, wanted: [1]) == ["shift:推诿"])
        #expect(hits("不要推诿，他推诿", lexicons, wanted: [0, 1]) == ["not:不", "shift:推诿"])
        let after = [
            lexicons[0],
            Lexicon(
                name: "can", phrases: ["可以"],
                guards: [LexiconGuard(lexicons: LexiconSet([0]), side: .after, distance: 0)]),
        ]
        #expect(hits("可以不可以，可以", after, wanted: [1]) == ["can:可以", "can:可以"])
    }

    @Test("A20: what stands in quotation marks is somebody else's, unless the lexicon counts it")
    func quotes() {
        let rude = [Lexicon(name: "r", phrases: ["垃圾"])]
        #expect(hits("您反映的“垃圾服务”我们已记录", rude) == [])
        #expect(hits("「垃圾」，真是垃圾", rude) == ["r:垃圾"])
        #expect(hits("“没有关上的垃圾", rude) == ["r:垃圾"])
        #expect(hits("> 你们真垃圾\n收到，不垃圾", rude) == ["r:垃圾"])
        #expect(hits("3>2 垃圾", rude) == ["r:垃圾"])
        #expect(hits("“垃圾”", [Lexicon(name: "r", phrases: ["垃圾"], countsQuoted: true)]) == ["r:垃圾"])
    }

    @Test("brands and languages add to a lexicon or stand in its place")
    func editions() {
        let greeting = Lexicon(
            name: "g", phrases: ["您好"],
            variants: [
                LexiconVariant(
                    edition: LexiconEdition(brand: "acme"), replaces: true, phrases: ["欢迎来到艾克米"], exempt: [],
                    patterns: []),
                LexiconVariant(
                    edition: LexiconEdition(language: "en"), replaces: false, phrases: ["hello"], exempt: [],
                    patterns: []),
            ])
        #expect(hits("您好 hello", [greeting.edition(LexiconEdition())]) == ["g:您好"])
        #expect(hits("您好 hello", [greeting.edition(LexiconEdition(language: "en"))]) == ["g:您好", "g:hello"])
        #expect(hits("您好，欢迎来到艾克米", [greeting.edition(LexiconEdition(brand: "acme"))]) == ["g:欢迎来到艾克米"])
    }

    @Test(
        "what is no pattern is told",
        arguments: [
            ("{..3}您", "stands between"), ("您{..3}", "ends with a gap"), ("您{..0}好", "is not {..1}"),
            ("您{..99}好", "is not {..1}"),
            ("{|}", "has no words"), ("{好|}", "nothing in it"), ("您{a", "not closed"), ("您}a", "not opened"),
            ("<nummer>", "there is no <nummer>"),
            ("{{a}|b}", "another brace"),
        ])
    func mistakes(_ pair: (String, String)) {
        #expect {
            _ = try Pattern.read(pair.0)
        } throws: { error in
            (error as? Pattern.Mistake)?.problem.contains(pair.1) == true
        }
    }

    @Test("A17: work grows with the text, not with its square: hits stay as dense in a text a hundred times as long")
    func dense() throws {
        let lexicons = [
            Lexicon(
                name: "a", phrases: ["先"], exempt: ["先生"], patterns: try Pattern.read("先{..40*}再{..40*}后"),
                guards: [LexiconGuard(lexicons: LexiconSet([1]), side: .before, distance: 20)]),
            Lexicon(name: "b", phrases: ["不"]),
        ]
        for text in ["先", "先再后", "“先”", "不先", "先生", "再", ">先\n"] {
            let short = hits(String(repeating: text, count: 100), lexicons).count
            let long = hits(String(repeating: text, count: 10_000), lexicons).count
            #expect(long <= 101 * max(short, 1), "\(text)")
        }
    }

    @Test("any bytes, with every feature at work, neither trap nor hit outside of the text")
    func anyBytes() throws {
        let lexicons = [
            Lexicon(
                name: "a", phrases: ["先", "ab"], exempt: ["先生"], patterns: try Pattern.read("{先|a}{..3}{再|b}"),
                guards: [LexiconGuard(lexicons: LexiconSet([1]), side: .before, distance: 4)]),
            Lexicon(name: "b", phrases: ["不", "“"]),
        ]
        let matcher = LexiconMatcher(lexicons, wanted: LexiconSet([0, 1]))
        var room = MatchRoom()
        var random = SplitMix(seed: 5)
        let pieces = ["先", "再", "不", "a", "b", "“", "”", "\u{200B}", "們", "\n", ">", "。", "生"].map { Array($0.utf8) }
        for _ in 0..<5_000 {
            var bytes: [UInt8] = []
            for _ in 0..<random.next(below: 20) { bytes += pieces[random.next(below: pieces.count)] }
            if random.next(below: 3) == 0, !bytes.isEmpty {
                bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256))
            }
            matcher.scan(bytes, 0..<bytes.count, into: &room)
            for hit in room.hits { #expect(hit.start < hit.end && Int(hit.end) <= bytes.count) }
            #expect(room.hits == room.hits.sorted { ($0.start, $0.lexicon) < ($1.start, $1.lexicon) })
        }
    }
}
