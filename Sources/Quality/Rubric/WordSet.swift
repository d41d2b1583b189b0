// Words of which any may stand at a place of a text.
// SPDX-License-Identifier: Apache-2.0

/// Words of which any may stand at a place: a part of those of `WordSets`.
struct WordSet: Sendable {
    fileprivate var words: Range<Int>
    /// The last bytes of the words' first and last characters, as bits of their low six: what most places do not have.
    fileprivate var firsts: UInt64 = 0
    fileprivate var lasts: UInt64 = 0

    /// Whether there is none.
    var isEmpty: Bool { words.isEmpty }
}

/// The words of many sets, one after the other.
struct WordSets: Sendable {
    private struct Word: Sendable {
        /// Where its bytes are, ASCII letters small.
        var start: Int
        var count: Int
        /// Whether it stands between ASCII word boundaries only.
        var isWhole: Bool
    }

    private var words: [Word] = []
    private var bytes: [UInt8] = []

    /// Adds a set of words, which are folded.
    mutating func add(_ texts: [String]) -> WordSet {
        var set = WordSet(words: words.count..<words.count)
        for text in texts where !text.isEmpty {
            let folded = text.utf8.map { PhraseTable.folded($0) }
            var first = 1
            while first < folded.count, folded[first] & 0xC0 == 0x80 { first += 1 }
            set.firsts |= WordSets.bits(of: folded[first - 1])
            set.lasts |= WordSets.bits(of: folded[folded.count - 1])
            words.append(
                Word(
                    start: bytes.count, count: folded.count,
                    isWhole: PhraseTable.isWordByte(folded[0]) && PhraseTable.isWordByte(folded[folded.count - 1])))
            bytes += folded
        }
        set.words = set.words.lowerBound..<words.count
        return set
    }

    /// The bits of a byte and, where it is a small letter, of the capital one.
    private static func bits(of byte: UInt8) -> UInt64 {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        return byte &- 0x61 < 26 ? bit | 1 << UInt64(byte & ~0x20 & 63) : bit
    }

    /// Calls `take` with the place behind each word of the set that stands at a place, where a character begins that ends before `next`.
    @inline(__always)
    func match(_ set: WordSet, _ text: MatchedText, at place: Int, next: Int, _ take: (Int) -> Void) {
        guard set.firsts &>> UInt64(text[next &- 1] & 63) & 1 != 0 else { return }
        for word in set.words where stands(word, text, at: place) { take(place &+ words[word].count) }
    }

    /// Calls `take` with the start of each word of the set that ends before a place, which is not the text's first.
    @inline(__always)
    func match(_ set: WordSet, _ text: MatchedText, before place: Int, _ take: (Int) -> Void) {
        guard set.lasts &>> UInt64(text[place &- 1] & 63) & 1 != 0 else { return }
        for word in set.words {
            let start = place &- words[word].count
            if stands(word, text, at: start) { take(start) }
        }
    }

    @inline(never)
    private func stands(_ index: Int, _ text: MatchedText, at place: Int) -> Bool {
        let word = words[index]
        guard place >= 0, place &+ word.count <= text.count else { return false }
        for index in 0..<word.count where PhraseTable.folded(text[place &+ index]) != bytes[word.start &+ index] {
            return false
        }
        guard word.isWhole else { return true }
        let end = place &+ word.count
        return (place == 0 || !PhraseTable.isWordByte(text[place &- 1]))
            && (end == text.count || !PhraseTable.isWordByte(text[end]))
    }
}
