// The bytes of a text while words are looked for in it.
// SPDX-License-Identifier: Apache-2.0

/// The bytes of one text while it is matched. It does not outlive the call that has made it from the text's array.
struct MatchedText {
    /// The text's first byte.
    private let start: UnsafePointer<UInt8>
    /// How many bytes there are.
    let count: Int
    /// Words of eight bytes can be read before this place: the array may go on behind the text.
    private let wordsEnd: Int

    /// Calls the body with the bytes of a range, which lies within the array.
    @inline(__always)
    static func with(_ bytes: [UInt8], _ range: Range<Int>, _ body: (MatchedText) -> Void) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the text lies within the bytes")
        bytes.withUnsafeBufferPointer { all in
            guard let first = all.baseAddress else { return }
            body(
                MatchedText(
                    start: first + range.lowerBound, count: range.count, wordsEnd: all.count - range.lowerBound - 7))
        }
    }

    /// The byte at a place within the text.
    @inline(__always)
    subscript(place: Int) -> UInt8 {
        assert(place >= 0 && place < count, "the place lies within the text")
        return start[place]
    }

    /// The eight bytes from a place of the text on, the first of them the lowest, ASCII capitals made small; what is behind the text
    /// means nothing.
    @inline(__always)
    func folded(_ place: Int) -> UInt64 {
        guard place < wordsEnd else { return foldedAtEnd(place) }
        let word = UnsafeRawPointer(start).loadUnaligned(fromByteOffset: place, as: UInt64.self)
        return PhraseTable.folded(word.littleEndian)
    }

    /// The eight bytes before a place of the text likewise, the last of them the highest, and zeros before the text.
    @inline(__always)
    func folded(before place: Int) -> UInt64 {
        guard place >= 8 else {
            return place == 0 ? 0 : folded(0) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* place)
        }
        let word = UnsafeRawPointer(start).loadUnaligned(fromByteOffset: place &- 8, as: UInt64.self)
        return PhraseTable.folded(word.littleEndian)
    }

    @inline(never)
    private func foldedAtEnd(_ place: Int) -> UInt64 {
        var word: UInt64 = 0
        for next in place..<min(count, place &+ 8) {
            word |= UInt64(self[next]) &<< UInt64(truncatingIfNeeded: 8 &* (next &- place))
        }
        return PhraseTable.folded(word)
    }

    /// Whether a sentence ends at a place: 。 ！ ？ and their narrow forms, a line's end.
    @inline(__always)
    func endsSentence(at place: Int) -> Bool {
        let lead = self[place]
        // Chinese characters, which most are, and letters end none.
        if lead &- 0xE4 < 6 { return false }
        switch lead {
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "\n"): return true
        case 0xE3: return place &+ 2 < count && self[place &+ 1] == 0x80 && self[place &+ 2] == 0x82
        case 0xEF:
            guard place &+ 2 < count, self[place &+ 1] == 0xBC else { return false }
            return self[place &+ 2] == 0x81 || self[place &+ 2] == 0x9F
        default: return false
        }
    }

    /// The place behind the character at a place.
    @inline(__always)
    func behind(_ place: Int) -> Int {
        if place &+ 3 < count {
            let word = four(place)
            if word & 0xC0_C0F0 == 0x80_80E0, word &>> 24 & 0xC0 != 0x80 { return place &+ 3 }
        }
        return behindAny(place)
    }

    @inline(never)
    private func behindAny(_ place: Int) -> Int {
        var next = place &+ 1
        while next < count, self[next] & 0xC0 == 0x80 { next &+= 1 }
        return next
    }

    /// The place of the character before a place, which is not the first.
    @inline(__always)
    func before(_ place: Int) -> Int {
        if place > 3, four(place &- 4) &>> 8 & 0xC0_C0F0 == 0x80_80E0 { return place &- 3 }
        return beforeAny(place)
    }

    @inline(never)
    private func beforeAny(_ place: Int) -> Int {
        var before = place &- 1
        while before > 0, self[before] & 0xC0 == 0x80 { before &-= 1 }
        return before
    }

    /// The four bytes from a place on, the first of them the lowest; all lie in the text.
    @inline(__always)
    private func four(_ place: Int) -> UInt32 {
        assert(place >= 0 && place + 4 <= count, "the bytes lie within the text")
        return UnsafeRawPointer(start).loadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian
    }
}
