// What the phrase scan notes of a text besides phrases: whether folding changes it, and where detectors have to look.
// SPDX-License-Identifier: Apache-2.0

/// What the phrase scan looks out for besides phrases, so that the text is read once: characters that folding changes, and those at which
/// something may begin that detectors find.
struct PhraseWatch: Sendable {
    /// How a character looks to detectors and to folding, in one byte.
    ///
    /// The low two bits say what has to follow it, or else nothing begins there; the next ones what it may follow.
    private typealias Look = UInt8

    /// Nothing has to follow; a numeral; the first character of a day; a mark of a punctuation run.
    private static let plain: Look = 0, numeral: Look = 1, day: Look = 2, mark: Look = 3
    /// May follow a numeral, of a time or of any number; a day; a mark.
    private static let followsTime: Look = 0x08, followsNumeral: Look = 0x10, followsDay: Look = 0x20
    private static let followsMark: Look = 0x40
    /// Folding changes it.
    private static let changes: Look = 0x80

    /// The looks of all characters of the first plane.
    private static let looks = FixedTable<UInt8>(
        (UInt32(0)...0xFFFF).map { scalar in
            let glyph = Glyph.standing(for: scalar)
            var look: Look
            switch glyph.kind {
            case .numeral: look = numeral
            case .day: look = day
            case .mark: look = mark
            default: look = plain
            }
            let isUnseen = glyph.kind == .ignored
            if isUnseen || TextScan.mayBeTimed(glyph) { look |= followsTime }
            if isUnseen || TextScan.mayMeasure(glyph) { look |= followsNumeral }
            if isUnseen || TextScan.mayBeDay(glyph) { look |= followsDay }
            if isUnseen || glyph.kind == .mark { look |= followsMark }
            if TextFolding.standard.changes(scalar) { look |= changes }
            return look
        })

    /// The characters at which the scan stops to look.
    private let special: CharacterBits
    /// Whether detectors are wanted.
    let detects: Bool
    /// What has to follow, by the low two bits of a look.
    private let followers: SIMD4<UInt8>
    private let looks = PhraseWatch.looks

    /// What to look out for, for some detectors.
    init(for wanted: DetectorSet) {
        let ofNumeral = wanted.contains(.number) ? PhraseWatch.followsNumeral : PhraseWatch.followsTime
        followers = SIMD4(0, ofNumeral, PhraseWatch.followsDay, PhraseWatch.followsMark)
        detects = !wanted.isEmpty
        special =
            wanted.isEmpty
            ? PhraseWatch.changing : wanted.contains(.address) ? PhraseWatch.beginningAddresses : PhraseWatch.beginning
    }

    /// The characters that folding changes.
    private static let changing = CharacterBits { TextFolding.standard.changes($0) }
    /// Those, and the ones with which something begins that is no address; and all with which something begins.
    private static let beginning = CharacterBits { TextFolding.standard.changes($0) || begins($0, address: false) }
    private static let beginningAddresses = CharacterBits {
        TextFolding.standard.changes($0) || begins($0, address: true)
    }

    private static func begins(_ scalar: UInt32, address: Bool) -> Bool {
        let kind = Glyph.standing(for: scalar).kind
        return kind != .other && kind != .ignored && (kind != .suffix || address)
    }

    /// 1 when the ASCII character in the lowest byte of a word is special, else 0.
    @inline(__always)
    func ascii(_ word: UInt64) -> UInt64 { special.ascii(word) }

    /// Whether the character of three bytes at the start of a word is special.
    @inline(__always)
    func three(_ word: UInt64) -> Bool { special.three(word) }

    /// What there is about a special character of three bytes at the start of a word, of which `room` bytes lie in the text.
    func judge(_ word: UInt64, room: Int) -> Finding {
        let look = looks[PhraseWatch.scalar(word)]
        if look & PhraseWatch.changes != 0, room >= 3 { return .changes }
        guard detects else { return .nothing }
        let needed = look & 3
        // What stands at the end, and beside other than Chinese and ASCII, is left to the detectors.
        guard needed != 0, room >= 6 else { return .place }
        let next = word &>> 24
        let isASCII = next & 0x80 == 0
        guard isASCII || next & 0xC0_C0F0 == 0x80_80E0 else { return .place }
        let behind = looks[isASCII ? Int(truncatingIfNeeded: next & 0x7F) : PhraseWatch.scalar(next)]
        return behind & followers[Int(needed)] == 0 ? .nothing : .place
    }

    /// What there is about a special character.
    enum Finding {
        /// Nothing begins there.
        case nothing
        /// Detectors have to look there.
        case place
        /// Folding changes it.
        case changes
    }

    /// The character of three bytes at the start of a word.
    @inline(__always)
    private static func scalar(_ word: UInt64) -> Int {
        Int(truncatingIfNeeded: (word & 0x0F) &<< 12 | (word &>> 2) & 0xFC0 | (word &>> 16) & 0x3F)
    }
}

extension Glyph {
    /// A character of the first plane as it looks, standing nowhere.
    fileprivate static func standing(for scalar: UInt32) -> Glyph {
        var (scalar, kind) = (scalar, TextKind.table[Int(scalar)])
        if kind == .folded {
            scalar = TextKind.folded(scalar)
            kind = TextKind.table[Int(scalar)]
        }
        return Glyph(scalar: scalar, kind: kind, start: 0, end: 0)
    }
}
