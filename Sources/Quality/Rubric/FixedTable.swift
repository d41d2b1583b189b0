// Tables that are made once and read for every text.
// SPDX-License-Identifier: Apache-2.0

/// A table of plain values that never changes. Reading an entry is one load: nothing is counted, and places are checked in
/// debug builds only. Its owner gives it back (`deallocate`) when nothing reads it any more.
///
/// Unchecked as to `Sendable`, for a pointer is none: what it points to is immutable.
struct FixedTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    private let first: UnsafeMutablePointer<Element>
    /// How many entries there are.
    let count: Int

    /// A table of these entries.
    init(_ entries: [Element]) {
        count = entries.count
        first = .allocate(capacity: max(1, count))
        first.initialize(from: entries, count: count)
    }

    /// Gives the room back.
    func deallocate() { first.deallocate() }

    /// The entry at a place.
    @inline(__always)
    subscript(place: Int) -> Element {
        assert(place >= 0 && place < count, "the place lies within the table")
        return first[place]
    }

    /// The entry at a place, where it is: of a large one only what is asked for is read.
    @inline(__always)
    func entry(_ place: Int) -> UnsafePointer<Element> {
        assert(place >= 0 && place < count, "the place lies within the table")
        return UnsafePointer(first + place)
    }
}

/// A set of characters of the first plane. Sets are made once and live as long as the process.
struct CharacterBits: Sendable {
    /// One bit a character, by its code point.
    private let words: FixedTable<UInt64>

    /// The set of the characters for which the condition holds.
    init(where holds: (UInt32) -> Bool) {
        var words = [UInt64](repeating: 0, count: 1024)
        for scalar in UInt32(0)...0xFFFF where holds(scalar) { words[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63) }
        self.words = FixedTable(words)
    }

    /// The set of some characters, all of the first plane.
    init(_ scalars: some Sequence<UInt32>) {
        var words = [UInt64](repeating: 0, count: 1024)
        for scalar in scalars { words[Int(scalar >> 6)] |= 1 << UInt64(scalar & 63) }
        self.words = FixedTable(words)
    }

    /// Whether a character is in the set; those beyond the first plane are not.
    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        scalar < 0x10000 && (words[Int(scalar &>> 6)] &>> UInt64(scalar & 63)) & 1 != 0
    }

    /// 1 when the ASCII character in the lowest byte of a word is in the set, else 0.
    @inline(__always)
    func ascii(_ word: UInt64) -> UInt64 {
        (words[Int(truncatingIfNeeded: word &>> 6 & 1)] &>> (word & 63)) & 1
    }

    /// Whether the character of three bytes at the start of a word is in the set.
    @inline(__always)
    func three(_ word: UInt64) -> Bool {
        let page = (word & 0x0F) &<< 6 | (word &>> 8) & 0x3F
        return (words[Int(truncatingIfNeeded: page)] &>> ((word &>> 16) & 63)) & 1 != 0
    }
}
