// A phrase found in a text, and the order of such.
// SPDX-License-Identifier: Apache-2.0

/// A phrase found in a text.
package struct PhraseHit: Sendable, Equatable {
    /// Number of the lexicon, as given with the phrase.
    package var lexicon: UInt8
    /// Number of the entry, as given with the phrase.
    package var entry: UInt16
    /// First byte of the match, counted from the text's first byte.
    package var start: UInt32
    /// The byte behind the match, counted from the text's first byte.
    package var end: UInt32

    /// A hit over the bytes from `start` up to `end`.
    package init(lexicon: UInt8, entry: UInt16, start: UInt32, end: UInt32) {
        self.lexicon = lexicon
        self.entry = entry
        self.start = start
        self.end = end
    }
}

extension PhraseHit {
    /// The start and then the lexicon, in one number.
    @inline(__always)
    private var startAndLexicon: UInt64 { UInt64(start) << 8 | UInt64(lexicon) }

    /// Puts hits in order: by start, then by lexicon, then the shortest first, or the longest. Those before a place are in order.
    /// Most texts have few.
    static func order(_ hits: inout [PhraseHit], from first: Int, longestFirst: Bool) {
        let flip: UInt32 = longestFirst ? ~0 : 0
        guard hits.count <= 48 else {
            return hits.sort { ($0.startAndLexicon, $0.end ^ flip) < ($1.startAndLexicon, $1.end ^ flip) }
        }
        hits.withUnsafeMutableBufferPointer { hits in
            guard let base = hits.baseAddress else { return }
            for index in max(1, first)..<max(1, first, hits.count) {
                let hit = base[index]
                let (key, end) = (hit.startAndLexicon, hit.end ^ flip)
                var place = index
                while place > 0 {
                    let before = base[place &- 1]
                    guard before.startAndLexicon > key || before.startAndLexicon == key && before.end ^ flip > end
                    else { break }
                    base[place] = before
                    place &-= 1
                }
                if place < index { base[place] = hit }
            }
        }
    }
}
