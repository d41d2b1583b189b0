// Reads a text by characters as they look.
// SPDX-License-Identifier: Apache-2.0

/// A character of a text as it looks: full-width forms folded, characters of no width left out.
struct Glyph {
    /// The folded character; 0 before the first and behind the last.
    let scalar: UInt32
    /// What it may begin.
    let kind: TextKind
    /// Its first byte in the array, behind characters of no width.
    let start: Int
    /// The byte behind it.
    let end: Int

    /// The number a digit stands for, 0 to 9.
    var digit: UInt8? { kind == .digit ? UInt8(truncatingIfNeeded: scalar &- 0x30) : nil }

    /// Whether it is an ASCII letter or digit.
    var isWord: Bool { kind == .digit || kind == .letter }

    /// Whether it is a Chinese character.
    var isHan: Bool { scalar >= 0x3400 && scalar < 0xA000 && (scalar >= 0x4E00 || scalar < 0x4DC0) || scalar == 0x3007 }

    /// The character with a capital letter made small.
    var small: UInt32 { scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }

    /// Whether it is this character.
    @inline(__always) func `is`(_ character: Unicode.Scalar) -> Bool { scalar == character.value }

    /// Whether it is one of these.
    @inline(__always) func isOne(of characters: ScalarSet) -> Bool { characters.contains(scalar) }
}

/// Characters of the first plane, told in a step.
struct ScalarSet: Sendable {
    let scalars: [UInt32]
    private let bits: CharacterBits

    init(_ characters: String) { self.init(characters.unicodeScalars.map(\.value)) }

    init(_ scalars: [UInt32]) {
        self.scalars = scalars
        bits = CharacterBits(scalars)
    }

    @inline(__always) func contains(_ scalar: UInt32) -> Bool { bits.contains(scalar) }
}

/// Words in an order that matters: the first that stands at a place is taken.
struct WordList: ExpressibleByArrayLiteral, Sendable {
    /// The words by their scalars, letters small.
    let words: [[UInt32]]
    /// The first scalars of all.
    let firsts: ScalarSet
    /// The scalars of all words one after the other, each word behind the number of its scalars.
    let run: FixedTable<UInt32>

    init(arrayLiteral words: String...) {
        let words = words.map { $0.unicodeScalars.map(\.value) }
        self.words = words
        firsts = ScalarSet(words.map { $0[0] })
        run = FixedTable(words.flatMap { [UInt32($0.count)] + $0 })
    }
}

/// A text within an array of bytes, read by characters in either direction.
struct TextReader {
    /// All bytes of the array.
    private let bytes: MatchedText
    private let kinds: FixedTable<TextKind>
    /// The first byte of the text.
    let lower: Int
    /// The byte behind the text.
    let upper: Int
    /// How many characters have been read.
    private(set) var reads = 0

    /// A reader of a range of the bytes of an array; it does not outlive these.
    init(_ bytes: MatchedText, range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the text lies within the bytes")
        self.bytes = bytes
        kinds = TextKind.kinds
        lower = range.lowerBound
        upper = range.upperBound
    }

    /// The place, at or behind `at`, of the first character that may begin something; the text's end when none does.
    mutating func nextOfInterest(_ at: Int) -> Int {
        let begins = TextKind.begins
        var at = at
        var seen = 0
        defer { reads &+= seen }
        // Chinese and ASCII in a loop of their own; whatever else one by one.
        while at &+ 2 < upper {
            let lead = bytes[at]
            seen &+= 1
            if lead < 0x80 {
                if begins.contains(UInt32(lead)) { return at }
                at &+= 1
            } else if lead >= 0xE1, lead <= 0xEF, lead != 0xED, bytes[at &+ 1] & 0xC0 == 0x80,
                bytes[at &+ 2] & 0xC0 == 0x80
            {
                let scalar =
                    Int(lead & 0xF) &<< 12 | Int(bytes[at &+ 1] & 0x3F) &<< 6
                    | Int(bytes[at &+ 2] & 0x3F)
                if begins.contains(UInt32(scalar)) { return at }
                at &+= 3
            } else {
                let (scalar, length) = decoded(at)
                if mayBegin(scalar) { return at }
                at &+= length
            }
        }
        while at < upper {
            seen &+= 1
            let (scalar, length) = decoded(at)
            if mayBegin(scalar) { break }
            at &+= length
        }
        return at
    }

    private func mayBegin(_ scalar: UInt32) -> Bool {
        scalar < 0x10000 ? TextKind.begins.contains(scalar) : TextKind.ofHigh(scalar) != .other
    }

    /// The first character at or behind a place; an empty one at the text's end.
    @inline(__always)
    mutating func glyph(_ at: Int) -> Glyph {
        plainGlyph(at) ?? anyGlyph(at)
    }

    /// The character at a place, when it is one of Chinese or ASCII that is as it looks; nil for whatever else, and near the text's end.
    @inline(__always)
    private mutating func plainGlyph(_ at: Int) -> Glyph? {
        guard at &+ 2 < upper, at >= lower else { return nil }
        let lead = bytes[at]
        var scalar = Int(lead)
        var end = at &+ 1
        if lead >= 0x80 {
            let (second, third) = (bytes[at &+ 1] ^ 0x80, bytes[at &+ 2] ^ 0x80)
            // Not E0 and ED, which have forms that are not well-formed.
            guard lead &- 0xE1 < 0xF, lead != 0xED, (second | third) < 0x40 else { return nil }
            scalar = Int(lead & 0xF) &<< 12 | Int(second) &<< 6 | Int(third)
            end = at &+ 3
        }
        let kind = kinds[scalar]
        guard kind != .ignored, kind != .folded else { return nil }
        reads &+= 1
        return Glyph(scalar: UInt32(truncatingIfNeeded: scalar), kind: kind, start: at, end: end)
    }

    @inline(never)
    private mutating func anyGlyph(_ at: Int) -> Glyph {
        var at = at
        while at < upper {
            reads &+= 1
            let (scalar, length) = decoded(at)
            let kind = kind(of: scalar)
            if kind == .ignored {
                at &+= length
            } else if kind == .folded {
                let folded = TextKind.folded(scalar)
                return Glyph(scalar: folded, kind: self.kind(of: folded), start: at, end: at &+ length)
            } else {
                return Glyph(scalar: scalar, kind: kind, start: at, end: at &+ length)
            }
        }
        return Glyph(scalar: 0, kind: .other, start: upper, end: upper)
    }

    /// The last character before a place; an empty one at the text's start.
    mutating func glyph(before place: Int) -> Glyph {
        var end = place
        while end > lower {
            reads &+= 1
            var start = end &- 1
            while start > lower, end &- start < 4, bytes[start] & 0xC0 == 0x80 { start &-= 1 }
            var (scalar, length) = decoded(start)
            if start &+ length != end { (scalar, length, start) = (Self.invalid, 1, end &- 1) }
            let kind = kind(of: scalar)
            if kind == .ignored {
                end = start
            } else if kind == .folded {
                let folded = TextKind.folded(scalar)
                return Glyph(scalar: folded, kind: self.kind(of: folded), start: start, end: end)
            } else {
                return Glyph(scalar: scalar, kind: kind, start: start, end: end)
            }
        }
        return Glyph(scalar: 0, kind: .other, start: lower, end: lower)
    }

    /// The place behind a word that stands at a place, its letters in either case; nil when it does not stand there.
    mutating func skip(_ word: String, at place: Int) -> Int? {
        var at = place
        for scalar in word.unicodeScalars {
            let glyph = glyph(at)
            guard glyph.small == scalar.value else { return nil }
            at = glyph.end
        }
        return at
    }

    /// The start of a word that ends before a place; nil when it does not stand there.
    mutating func skip(back word: String, before place: Int) -> Int? {
        var at = place
        for scalar in word.unicodeScalars.reversed() {
            let glyph = glyph(before: at)
            guard glyph.scalar == scalar.value else { return nil }
            at = glyph.start
        }
        return at
    }

    /// The place behind the first of the words that stands at a place.
    mutating func skip(anyOf list: WordList, at place: Int) -> Int? {
        let first = glyph(place)
        guard list.firsts.contains(first.small) else { return nil }
        var word = 0
        while word < list.run.count {
            let behind = word &+ 1 &+ Int(list.run[word])
            if list.run[word &+ 1] == first.small {
                var (at, index) = (first.end, word &+ 2)
                while index < behind {
                    let glyph = glyph(at)
                    guard glyph.small == list.run[index] else { break }
                    at = glyph.end
                    index &+= 1
                }
                if index == behind { return at }
            }
            word = behind
        }
        return nil
    }

    /// The place behind at most `count` spaces.
    mutating func skipSpaces(_ count: Int, at place: Int) -> Int {
        var at = place
        for _ in 0..<count {
            let glyph = glyph(at)
            guard glyph.is(" ") else { break }
            at = glyph.end
        }
        return at
    }

    /// The character at a place as it is, emoji parts and all; 0 at the text's end.
    mutating func raw(_ at: Int) -> (scalar: UInt32, end: Int) {
        guard at < upper else { return (0, at) }
        reads &+= 1
        let (scalar, length) = decoded(at)
        return (scalar, at &+ length)
    }

    @inline(__always) private func kind(of scalar: UInt32) -> TextKind {
        scalar < 0x10000 ? kinds[Int(scalar)] : TextKind.ofHigh(scalar)
    }

    private static let invalid: UInt32 = 0xFFFD

    /// The character at a place and its length; U+FFFD of length 1 where no well-formed one begins.
    @inline(__always) private func decoded(_ at: Int) -> (UInt32, Int) {
        let lead = UInt32(bytes[at])
        guard lead >= 0x80 else { return (lead, 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard lead >= 0xC2, lead < 0xF5, upper &- at >= length else { return (Self.invalid, 1) }
        let second = UInt32(bytes[at &+ 1]) ^ 0x80
        guard second < 0x40 else { return (Self.invalid, 1) }
        if length == 2 { return ((lead & 0x1F) &<< 6 | second, 2) }
        let third = UInt32(bytes[at &+ 2]) ^ 0x80
        guard third < 0x40 else { return (Self.invalid, 1) }
        if length == 3 {
            let scalar = (lead & 0xF) &<< 12 | second &<< 6 | third
            return scalar < 0x800 || scalar &- 0xD800 < 0x800 ? (Self.invalid, 1) : (scalar, 3)
        }
        let fourth = UInt32(bytes[at &+ 3]) ^ 0x80
        guard fourth < 0x40 else { return (Self.invalid, 1) }
        let scalar = (lead & 7) &<< 18 | second &<< 12 | third &<< 6 | fourth
        return scalar &- 0x10000 < 0x100000 ? (scalar, 4) : (Self.invalid, 1)
    }
}
