// The lexicon matcher against one that tries everything everywhere.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Lexicon matcher against an oracle")
struct LexiconMatcherOracleTests {
    /// What texts, phrases and patterns are made of: few characters, so that hits overlap and gaps are met.
    private static let words = ["先", "再", "后", "不", "先生", "ab", "b", "您好", "先再", "不不", "k1", "天后", "三", "3天"]
    private static let letters =
        words + ["，", "。", "！", "\n", "A", "1", " ", "3天", "三十天", "明天", "2026-11-25", "後", "\u{200B}", "é", "🙂"]
    /// Marks of quotations: those that do not cross each other.
    private static let marks = [[">"], ["“", "”"], ["「", "」"]]

    @Test("finds what the oracle finds", arguments: 0..<40 as Range<UInt64>)
    func agrees(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let lexicons = try (0..<4).map { try lexicon(UInt8($0), &random) }
        let wanted = LexiconSet((0..<4).filter { _ in random.next(below: 3) > 0 })
        let matcher = LexiconMatcher(lexicons, wanted: wanted)
        let oracle = LexiconOracle(lexicons, wanted: wanted)
        var room = MatchRoom()
        let letters = Self.letters + Self.marks[Int(seed) % Self.marks.count]
        for _ in 0..<120 {
            var bytes: [UInt8] = []
            for _ in 0..<random.next(below: 30) {
                bytes += Array(letters[random.next(below: letters.count)].utf8)
            }
            // What stands around a text in its array is none of it.
            let around = Array("先ab3天".utf8)
            let all = around + bytes + around
            matcher.scan(all, around.count..<around.count + bytes.count, into: &room)
            let expected = oracle.hits(in: bytes)
            #expect(room.hits == expected, "\(String(decoding: bytes, as: UTF8.self)) \(lexicons) \(wanted)")
        }
    }

    private func lexicon(_ number: UInt8, _ random: inout SplitMix) throws -> Lexicon {
        var lexicon = Lexicon(name: "\(number)")
        lexicon.phrases = some(below: 3, &random)
        lexicon.exempt = some(below: 2, &random)
        for _ in 0..<random.next(below: 3) { lexicon.patterns += try Pattern.read(pattern(&random)) }
        if number > 0, random.next(below: 2) == 0 {
            lexicon.guards = [
                LexiconGuard(
                    lexicons: LexiconSet([UInt8(random.next(below: Int(number)))]),
                    side: random.next(below: 2) == 0 ? .before : .after, distance: random.next(below: 4))
            ]
        }
        lexicon.countsQuoted = random.next(below: 3) == 0
        let detectors: [TextDetector?] = [nil, nil, .duration, .date, .number]
        lexicon.detector = detectors[random.next(below: detectors.count)]
        return lexicon
    }

    private func some(below count: Int, _ random: inout SplitMix) -> [String] {
        (0..<random.next(below: count)).map { _ in Self.words[random.next(below: Self.words.count)] }
    }

    private func pattern(_ random: inout SplitMix) -> String {
        let gaps = ["", "{..1}", "{..3}", "{..5*}"]
        var text = ""
        for index in 0..<1 + random.next(below: 3) {
            if index > 0 { text += gaps[random.next(below: gaps.count)] }
            let word = { (random: inout SplitMix) in Self.words[random.next(below: Self.words.count)] }
            switch random.next(below: 6) {
            case 0: text += "<duration>"
            case 1: text += "{<date>|\(word(&random))}"
            case 2: text += "{\(word(&random))|\(word(&random))}"
            default: text += "{\(word(&random))}"
            }
        }
        return text
    }
}

/// Finds what lexicons look for by trying everything everywhere.
private struct LexiconOracle {
    private struct Span: Hashable {
        var start: Int
        var end: Int

        func overlaps(_ other: Span) -> Bool { start < other.end && other.start < end }
    }

    private let lexicons: [Lexicon]
    private let wanted: LexiconSet

    init(_ lexicons: [Lexicon], wanted: LexiconSet) { (self.lexicons, self.wanted) = (lexicons, wanted) }

    func hits(in bytes: [UInt8]) -> [PhraseHit] {
        var folded = FoldedText()
        TextFolding.standard.fold(bytes, bytes.indices, into: &folded)
        let text = OracleText(folded.bytes)
        let quotes = quotes(text)
        let all = lexicons.map { lexicon in
            spans(of: lexicon, text).filter { span in
                lexicon.countsQuoted || !quotes.contains { $0.start <= span.start && span.end <= $0.end }
            }
        }
        var hits: [PhraseHit] = []
        for (number, lexicon) in lexicons.enumerated() where wanted.contains(UInt8(number)) {
            for span in all[number] where !lexicon.guards.contains(where: { stops($0, span, all, text) }) {
                let (start, end) = folded.original(UInt32(span.start), UInt32(span.end))
                hits.append(PhraseHit(lexicon: UInt8(number), entry: 0, start: start, end: end))
            }
            var detected: [DetectorHit] = []
            guard let detector = lexicon.detector else { continue }
            TextScanner().scan(bytes, bytes.indices, for: DetectorSet(detector), into: &detected)
            hits += detected.map { PhraseHit(lexicon: UInt8(number), entry: 0, start: $0.start, end: $0.end) }
        }
        return hits.sorted { ($0.start, $0.lexicon, $0.end) < ($1.start, $1.lexicon, $1.end) }
    }

    /// The phrases, leftmost and longest, and the patterns, without what overlaps something exempt or something earlier.
    private func spans(of lexicon: Lexicon, _ text: OracleText) -> [Span] {
        var found: [Span] = []
        var exempt: [Span] = []
        var at = 0
        while at < text.bytes.count {
            let ends = { (words: [String]) in words.compactMap { text.end(of: $0, at: at) }.max() ?? 0 }
            let (phrase, exemption) = (ends(lexicon.phrases), ends(lexicon.exempt))
            if exemption > 0, exemption >= phrase {
                exempt.append(Span(start: at, end: exemption))
            } else if phrase > 0 {
                found.append(Span(start: at, end: phrase))
            }
            at = max(at + 1, phrase, exemption)
        }
        for pattern in lexicon.patterns { found += spans(of: pattern, text) }
        if !lexicon.patterns.isEmpty { found.removeAll { span in exempt.contains { $0.overlaps(span) } } }
        var free = 0
        return found.sorted { ($0.start, $1.end) < ($1.start, $0.end) }.filter { span in
            guard span.start >= free else { return false }
            free = span.end
            return true
        }
    }

    private func spans(of pattern: Pattern, _ text: OracleText) -> [Span] {
        var spans: Set<Span> = []
        for start in text.bytes.indices {
            var ends = text.ends(of: pattern.elements[0], at: start)
            for element in pattern.elements.dropFirst() {
                ends = ends.flatMap { end in
                    text.bytes.indices.filter {
                        text.isGap(end, $0, most: element.gap, crosses: element.crossesSentences)
                    }.flatMap { text.ends(of: element, at: $0) }
                }
            }
            spans.formUnion(ends.map { Span(start: start, end: $0) })
        }
        return Array(spans)
    }

    private func stops(_ rule: LexiconGuard, _ hit: Span, _ all: [[Span]], _ text: OracleText) -> Bool {
        all.indices.contains { number in
            rule.lexicons.contains(UInt8(number))
                && all[number].contains { other in
                    rule.side == .before
                        ? text.isGap(other.end, hit.start, most: rule.distance, crosses: false)
                        : text.isGap(hit.end, other.start, most: rule.distance, crosses: false)
                }
        }
    }

    private func quotes(_ text: OracleText) -> [Span] {
        var quotes: [Span] = []
        for (open, close) in [("“", "”"), ("「", "」"), ("『", "』")] {
            var start: Int?
            for at in text.bytes.indices {
                if text.end(of: open, at: at) != nil { start = at }
                if let end = text.end(of: close, at: at) {
                    if let start { quotes.append(Span(start: start, end: end)) }
                    start = nil
                }
            }
        }
        let newline = UInt8(ascii: "\n")
        for at in text.bytes.indices
        where text.bytes[at] == UInt8(ascii: ">") && (at == 0 || text.bytes[at - 1] == newline) {
            quotes.append(Span(start: at, end: text.bytes[at...].firstIndex(of: newline) ?? text.bytes.count))
        }
        return quotes
    }
}

/// A folded text, and what stands where in it.
private struct OracleText {
    let bytes: [UInt8]
    private let detected: [DetectorHit]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var detected: [DetectorHit] = []
        TextScanner().scan(bytes, bytes.indices, for: .all, into: &detected)
        self.detected = detected
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isASCII && (Character(Unicode.Scalar(byte)).isLetter || byte &- 0x30 < 10)
    }

    /// The end of a word that stands at a place.
    func end(of word: String, at start: Int) -> Int? {
        let small = { (byte: UInt8) in byte &- 0x41 < 26 ? byte + 32 : byte }
        let word = TextFolding.standard.folded(word).utf8.map(small)
        let end = start + word.count
        guard end <= bytes.count, bytes[start..<end].map(small) == word else { return nil }
        guard Self.isWordByte(word[0]), Self.isWordByte(word[word.count - 1]) else { return end }
        let isWhole =
            (start == 0 || !Self.isWordByte(bytes[start - 1])) && (end == bytes.count || !Self.isWordByte(bytes[end]))
        return isWhole ? end : nil
    }

    /// The ends of what an element of a pattern finds at a place.
    func ends(of element: Pattern.Element, at start: Int) -> [Int] {
        element.words.compactMap { end(of: $0, at: start) }
            + detected.filter { Int($0.start) == start && element.detectors.contains($0.detector) }.map { Int($0.end) }
    }

    /// Whether at most so many characters lie between two places, and no end of a sentence unless it may.
    func isGap(_ start: Int, _ end: Int, most: Int, crosses: Bool) -> Bool {
        guard start <= end else { return false }
        let between = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
        let ends: Set<Unicode.Scalar> = ["。", "！", "？", "!", "?", "\n"]
        return between.count <= most && (crosses || !between.contains(where: ends.contains))
    }
}
