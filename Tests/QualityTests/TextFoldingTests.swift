// The rule by which texts are made alike.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Text folding")
struct TextFoldingTests {
    private let folding = TextFolding.standard

    @Test(
        "A18: full-width, traditional, zero-width, homoglyphs and emoji sequences",
        arguments: [
            ("ｙｙｄｓ", "yyds"), ("１２３", "123"), ("歡迎諮詢，請問有什麼可以幫您", "欢迎咨询，请问有什么可以帮您"),
            ("y\u{200B}y\u{200D}d\u{FEFF}s", "yyds"),
            ("уyds", "yyds"), ("👍🏽", "👍"), ("👨‍👩‍👧", "👨👩👧"), ("❤️", "❤"), ("a\u{3000}b", "a b"), ("𝐲𝐲𝐝𝐬", "yyds"),
            ("ⓨⓨⓓⓢ", "yyds"),
            ("①", "①"), ("，。！？：；（）", "，。！？：；（）"), ("著急", "着急"),
        ])
    func folds(_ pair: (String, String)) {
        #expect(folding.folded(pair.0) == pair.1)
    }

    @Test("a text that folding leaves is told so, and folding twice changes nothing more")
    func agreement() {
        var random = SplitMix(seed: 7)
        let scalars = "您你們麼abcＡｂ１，。👍🏽\u{200B}\u{FE0F}уО𝐲 \u{3000}\u{AD}é"
        let letters = Array(scalars.unicodeScalars)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<random.next(below: 12) {
                text.unicodeScalars.append(letters[random.next(below: letters.count)])
            }
            let bytes = Array(text.utf8)
            let folded = folding.folded(text)
            let says = folding.changes(bytes, 0..<bytes.count)
            #expect(says || folded == text, "\(text)")
            #expect(folding.folded(folded) == folded, "\(text)")
        }
    }

    @Test("places of the folded text lead back to whole characters of the original")
    func places() {
        var room = FoldedText()
        let text = "请\u{200B}您ｙ👍🏽們"
        let bytes = Array("xx".utf8) + Array(text.utf8)
        folding.fold(bytes, 2..<bytes.count, into: &room)
        #expect(String(decoding: room.bytes, as: UTF8.self) == "请您y👍们")
        func original(_ passage: String) -> String? {
            let folded = String(decoding: room.bytes, as: UTF8.self)
            guard let range = folded.firstRange(of: passage) else { return nil }
            let start = UInt32(folded.utf8.distance(from: folded.startIndex, to: range.lowerBound))
            let end = UInt32(folded.utf8.distance(from: folded.startIndex, to: range.upperBound))
            let place = room.original(start, end)
            return String(decoding: bytes[2 + Int(place.start)..<2 + Int(place.end)], as: UTF8.self)
        }
        #expect(original("请您") == "请\u{200B}您")
        #expect(original("您y") == "您ｙ")
        #expect(original("们") == "們")
    }

    @Test("any bytes are folded without a trap, and never grow")
    func anyBytes() {
        var random = SplitMix(seed: 8)
        var room = FoldedText()
        for _ in 0..<3_000 {
            let bytes = (0..<random.next(below: 24)).map { _ in
                [0x61, 0xE3, 0x80, 0x80, 0xEF, 0xBC, 0xA1, 0xF0, 0x9F, 0x8F, 0xBB, 0xFF, 0xC2, 0xAD][
                    random.next(below: 14)] as UInt8
            }
            folding.fold(bytes, 0..<bytes.count, into: &room)
            #expect(room.bytes.count <= bytes.count)
            let isText = String(validating: bytes, as: UTF8.self) != nil
            #expect(!isText || folding.changes(bytes, 0..<bytes.count) || room.bytes == bytes)
        }
    }
}

/// A seeded source of numbers.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }
}
