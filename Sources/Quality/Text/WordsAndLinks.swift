// Links, e-mail addresses, and letters before digits.
// SPDX-License-Identifier: Apache-2.0

/// A word of ASCII letters.
struct Letters {
    /// The first eight letters, made small, the first in the lowest byte.
    var packed: UInt64 = 0
    /// How many letters.
    var count = 0
    /// The first byte.
    var start = 0
    /// The byte behind.
    var end = 0

    /// Appends a letter.
    mutating func append(_ letter: Glyph) {
        if count < 8 { packed |= UInt64(letter.small) &<< UInt64(truncatingIfNeeded: 8 &* count) }
        count += 1
        end = letter.end
    }

    /// Whether it is one of these words of at most eight letters.
    func isOne(of words: Set<UInt64>) -> Bool { count <= 8 && words.contains(packed) }

    /// A word of at most eight small letters as a number.
    static func packed(_ word: String) -> UInt64 { word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    /// Words of at most eight small letters as numbers.
    static func packed(words: String) -> Set<UInt64> { Set(words.split(separator: " ").map { packed(String($0)) }) }
}

extension TextScan {
    /// Judges a word that begins with a letter, and what is written without a gap behind it.
    mutating func word(_ first: Glyph) -> Int {
        if let end = linkEnd(first) {
            emit(.url, first.start, end)
            return end
        }
        if let end = emailEnd(first) { return end }
        let letters = letters(first)
        let next = reader.glyph(letters.end)
        guard next.kind == .digit else { return dayWord(letters) ?? letters.end }
        if letters.isOne(of: Self.labels) { return letters.end }
        if !reader.glyph(before: letters.start).isWord, let end = numberWithPrefix(next, letters) { return end }
        return quantity(next, isPlain: false)
    }

    /// Words that say what number follows: what is right behind them is judged as if it stood alone.
    private static let labels = Letters.packed(
        words: "tel phone mobile mob cell sj dh wx vx vxin wechat weixin wxid id sfz idcard card no")

    /// Reads letters to their end.
    mutating func letters(_ first: Glyph) -> Letters {
        var letters = Letters(start: first.start, end: first.start)
        var glyph = first
        while glyph.kind == .letter {
            letters.append(glyph)
            glyph = reader.glyph(glyph.end)
        }
        return letters
    }

    // MARK: Links

    private static let linkStarts: WordList = ["https://", "http://", "www."]

    /// The place behind a link that begins with a letter.
    private mutating func linkEnd(_ first: Glyph) -> Int? {
        guard let host = reader.skip(anyOf: Self.linkStarts, at: first.start), reader.glyph(host).isWord else {
            return nil
        }
        var end = host
        var glyph = reader.glyph(host)
        while glyph.scalar &- 0x21 < 0x5E, !glyph.isOne(of: Self.outsideLinks) {
            // Marks at the end belong to the sentence.
            if !glyph.isOne(of: Self.linkMarks) { end = glyph.end }
            glyph = reader.glyph(glyph.end)
        }
        return end
    }

    private static let outsideLinks = ScalarSet("\"'<>[]{}|\\^`")
    private static let linkMarks = ScalarSet(".,;:!?()*~")

    // MARK: E-mail

    private static let localMarks = ScalarSet("._%+-")

    /// Emits the e-mail that begins with a letter or digit and returns the place behind.
    mutating func emailEnd(_ first: Glyph) -> Int? {
        guard first.start >= tokenEnd else { return nil }
        var glyph = first
        var endsWithMark = false
        while glyph.isWord || glyph.isOne(of: Self.localMarks) {
            endsWithMark = !glyph.isWord
            glyph = reader.glyph(glyph.end)
        }
        tokenEnd = max(glyph.start, first.end)
        guard glyph.kind == .at, !endsWithMark, !reader.glyph(before: first.start).is("@"),
            let end = domainEnd(glyph.end)
        else { return nil }
        emit(.email, first.start, end)
        return end
    }

    /// The place behind a name of a host with at least two labels, the last of letters.
    mutating func domainEnd(_ place: Int) -> Int? {
        var glyph = reader.glyph(place)
        var end: Int?
        var label = 0
        var labels = 0
        var hasDigits = false
        for _ in 0..<255 {
            if glyph.isWord || glyph.is("-") && label > 0 {
                label += 1
                if glyph.kind != .letter { hasDigits = true }
                if labels > 0, label >= 2, !hasDigits { end = glyph.end }
            } else if glyph.is("."), label > 0 {
                (label, hasDigits) = (0, false)
                labels += 1
            } else {
                break
            }
            glyph = reader.glyph(glyph.end)
        }
        return end
    }
}
