// Words of which any may stand at a place of a text.
// SPDX-License-Identifier: Apache-2.0

/// Words of which any may stand at a place: a part of those of `WordSets`.
struct WordSet: Sendable, BitwiseCopyable {
    /// The first word, and the one behind the last.
    fileprivate var start: UInt32
    fileprivate var end: UInt32
    /// The last bytes of the words' first and last characters, as bits of their low six: what most places do not have.
    fileprivate var firsts: UInt64 = 0
    fileprivate var lasts: UInt64 = 0

    /// Whether there is none.
    var isEmpty: Bool { start == end }
}

/// A word of a set.
struct SetWord: Sendable, BitwiseCopyable {
    /// Its first eight bytes, or all of them and zeros, ASCII letters small.
    fileprivate var head: UInt64
    /// The bytes that count.
    fileprivate var mask: UInt64
    /// Its last eight bytes, or all of them behind zeros, and the bytes that count.
    fileprivate var tail: UInt64
    fileprivate var tailMask: UInt64
    /// Where its bytes are.
    fileprivate var start: UInt32
    fileprivate var count: UInt32
    /// Whether it stands between ASCII word boundaries only.
    fileprivate var isWhole: Bool
}

/// Gathers the words of many sets, one after the other.
struct WordSets: Sendable {
    fileprivate var words: [SetWord] = []
    fileprivate var bytes: [UInt8] = []

    /// Adds a set of words, which are folded.
    mutating func add(_ texts: [String]) -> WordSet {
        var set = WordSet(start: UInt32(words.count), end: UInt32(words.count))
        for text in texts where !text.isEmpty {
            let folded = text.utf8.map { PhraseTable.folded($0) }
            var first = 1
            while first < folded.count, folded[first] & 0xC0 == 0x80 { first += 1 }
            set.firsts |= WordSets.bits(of: folded[first - 1])
            set.lasts |= WordSets.bits(of: folded[folded.count - 1])
            let missing = UInt64(64 - 8 * min(folded.count, 8))
            func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
            words.append(
                SetWord(
                    head: word(folded.prefix(8)), mask: ~0 >> missing, tail: word(folded.suffix(8)) << missing,
                    tailMask: ~0 << missing, start: UInt32(bytes.count), count: UInt32(folded.count),
                    isWhole: PhraseTable.isWordByte(folded[0]) && PhraseTable.isWordByte(folded[folded.count - 1])))
            bytes += folded
        }
        set.end = UInt32(words.count)
        return set
    }

    /// The bits of a byte and, where it is a small letter, of the capital one.
    private static func bits(of byte: UInt8) -> UInt64 {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        return byte &- 0x61 < 26 ? bit | 1 << UInt64(byte & ~0x20 & 63) : bit
    }
}

/// The words of many sets, as they are compared. Their owner gives them back.
struct CompiledWords: Sendable {
    private let words: FixedTable<SetWord>
    private let bytes: FixedTable<UInt8>

    init(_ sets: WordSets) {
        words = FixedTable(sets.words)
        bytes = FixedTable(sets.bytes)
    }

    /// Gives the room back.
    func deallocate() {
        words.deallocate()
        bytes.deallocate()
    }

    /// Calls `take` with the place behind each word of the set that stands at a place, where a character begins that ends before `next`.
    @inline(__always)
    func match(_ set: WordSet, _ text: MatchedText, at place: Int, next: Int, _ take: (Int) -> Void) {
        guard set.firsts &>> UInt64(text[next &- 1] & 63) & 1 != 0 else { return }
        let head = text.folded(place)
        var index = set.start
        while index < set.end {
            let word = words.entry(Int(index))
            if head & word.pointee.mask == word.pointee.head, stands(word.pointee, text, at: place) {
                take(place &+ Int(word.pointee.count))
            }
            index &+= 1
        }
    }

    /// Calls `take` with the start of each word of the set that ends before a place, which is not the text's first.
    @inline(__always)
    func match(_ set: WordSet, _ text: MatchedText, before place: Int, _ take: (Int) -> Void) {
        guard set.lasts &>> UInt64(text[place &- 1] & 63) & 1 != 0 else { return }
        let tail = text.folded(before: place)
        var index = set.start
        while index < set.end {
            let word = words.entry(Int(index))
            if tail & word.pointee.tailMask == word.pointee.tail {
                let start = place &- Int(word.pointee.count)
                if start >= 0, stands(word.pointee, text, at: start) { take(start) }
            }
            index &+= 1
        }
    }

    /// Whether a word whose head or tail agrees stands at a place.
    @inline(__always)
    private func stands(_ word: SetWord, _ text: MatchedText, at place: Int) -> Bool {
        let count = Int(word.count)
        guard place &+ count <= text.count else { return false }
        guard count > 8 || word.isWhole else { return true }
        return standsWhole(word, text, at: place)
    }

    @inline(never)
    private func standsWhole(_ word: SetWord, _ text: MatchedText, at place: Int) -> Bool {
        let end = place &+ Int(word.count)
        var index = 0
        while index < Int(word.count) {
            guard PhraseTable.folded(text[place &+ index]) == bytes[Int(word.start) &+ index] else { return false }
            index &+= 1
        }
        guard word.isWhole else { return true }
        return (place == 0 || !PhraseTable.isWordByte(text[place &- 1]))
            && (end == text.count || !PhraseTable.isWordByte(text[end]))
    }
}
