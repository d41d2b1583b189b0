// The compiled form of a set of phrases: a first filter that fits the first-level cache, and what to compare behind it.
// SPDX-License-Identifier: Apache-2.0

/// The compiled form of a set of phrases, read by `PhraseMatcher`.
///
/// A phrase is filed in *cells* by what a word of eight bytes at its start shows: the row is a hash of its first
/// character, the column the low six bits of the last byte of a second character of the same length, and the bit within
/// the cell the low three bits of one byte behind that. In UTF-8 Chinese these are two whole characters and some of the
/// third. A text position whose bit is clear starts no phrase, and that is all but about one in sixteen. A phrase too
/// short to show a column is filed in all 64 cells of its row, one too short to show a bit sets all eight. A letter is
/// filed in both cases.
///
/// 16 KiB of cells: with 422 phrases half as many cost 6 % more time and twice as many saved nothing. What lies behind
/// them is touched for the few positions that pass.
struct PhraseTable: Sendable {
    /// The beginning of a phrase, ASCII letters folded to lower case. Words of eight bytes are read least significant byte first.
    struct Head: Sendable, BitwiseCopyable {
        /// The first eight bytes, or all of them and zeros.
        let bytes: UInt64
        /// The bytes that count.
        let mask: UInt64
    }

    /// One phrase, its ASCII letters folded to lower case.
    struct Candidate: Sendable, BitwiseCopyable {
        let head: Head
        /// The last eight bytes; nothing where the phrase is shorter.
        let last: UInt64
        /// Length in bytes.
        let length: Int
        /// Where in `bytes` the phrase starts.
        let bytes: Int
        let entry: UInt16
        let lexicon: UInt8
        let isExempt: Bool
        /// Whether it must stand between ASCII word boundaries.
        let isWord: Bool
        /// Whether it yields a hit wherever its head stands in the text and its lexicon is free.
        let isSimple: Bool
        /// What there is about its hits.
        var traits: HitTraits = []
    }

    /// log2 of the number of cells.
    static let cellBits: UInt64 = 14

    /// The first filter, a byte of eight bits for every cell.
    private(set) var cells = [UInt8](repeating: 0, count: 1 << cellBits)
    /// Per cell the run of candidates to compare; without meaning where the cell is clear.
    private(set) var runOfCell = [UInt16](repeating: 0, count: 1 << cellBits)
    /// Runs of candidates, by lexicon and within a lexicon the longest first. Cells with the same phrases share one.
    private(set) var runs: [Range<Int>] = []
    /// The phrases of all runs.
    private(set) var candidates: [Candidate] = []
    /// Their beginnings, apart from the rest: most candidates are compared no further, and four of these fit a cache line.
    private(set) var heads: [Head] = []
    /// The folded bytes of all phrases.
    private(set) var bytes: [UInt8] = []

    init(_ phrases: [Phrase], traits: [UInt8: HitTraits] = [:]) {
        var filed: [[Int]] = Array(repeating: [], count: cells.count)
        var all: [Candidate] = []
        for (index, phrase) in phrases.enumerated() {
            precondition(!phrase.text.isEmpty, "a phrase has text")
            precondition(phrase.lexicon <= Phrase.pieces, "a lexicon is below 128")
            let folded = phrase.text.utf8.map(Self.folded)
            all.append(Candidate(phrase, folded, at: bytes.count))
            all[index].traits = HitTraits(phrase).union(traits[phrase.lexicon] ?? [])
            bytes += folded
            file(index, folded, in: &filed)
        }
        var known: [[Int]: UInt16] = [:]
        for cell in filed.indices where !filed[cell].isEmpty {
            let run = known[filed[cell]] ?? addRun(filed[cell].map { all[$0] })
            known[filed[cell]] = run
            runOfCell[cell] = run
        }
    }

    /// Sets the bits of one phrase and notes its index in its cells.
    private mutating func file(_ index: Int, _ folded: [UInt8], in filed: inout [[Int]]) {
        let form = CharacterForm(lead: folded[0])
        let columnByte = 2 * form.length - 1
        let columns: [Int] =
            folded.count > columnByte ? Self.cases(folded[columnByte]).map { Int($0 & 63) } : Array(0..<64)
        let bits: UInt8 = folded.count > form.bitByte ? 1 << (folded[form.bitByte] & 7) : 0xFF
        for first in Self.cases(folded[0]) {
            var character = UInt64(first)
            for place in 1..<form.length { character |= UInt64(folded[place]) << UInt64(8 * place) }
            for column in columns {
                let cell = form.row(of: character) ^ column
                filed[cell].append(index)
                cells[cell] |= bits
            }
        }
    }

    /// Of two equal texts in a lexicon the exempt one comes first, then the one given first, and it alone can match.
    private mutating func addRun(_ members: [Candidate]) -> UInt16 {
        let start = candidates.count
        candidates += members.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.lexicon != b.lexicon { return a.lexicon < b.lexicon }
            if a.length != b.length { return a.length > b.length }
            if a.isExempt != b.isExempt { return a.isExempt }
            return left.offset < right.offset
        }.map(\.element)
        heads += candidates[start...].map(\.head)
        runs.append(start..<candidates.count)
        return UInt16(runs.count - 1)
    }

    private static func cases(_ byte: UInt8) -> [UInt8] { byte &- 0x61 < 26 ? [byte, byte & ~0x20] : [byte] }

    /// The byte, an ASCII capital made small.
    @inline(__always) static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The eight bytes, ASCII capitals made small.
    @inline(__always) static func folded(_ word: UInt64) -> UInt64 {
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let fromA = low &+ 0x3F3F_3F3F_3F3F_3F3F
        let behindZ = low &+ 0x2525_2525_2525_2525
        return word | ((fromA & ~behindZ & ~word & 0x8080_8080_8080_8080) >> 2)
    }

    /// Whether the byte is an ASCII letter or digit.
    @inline(__always) static func isWordByte(_ byte: UInt8) -> Bool { folded(byte) &- 0x61 < 26 || byte &- 0x30 < 10 }
}

/// A compiled set of phrases as it is read. Its owner gives it back.
struct CompiledPhrases: Sendable {
    let cells: FixedTable<UInt8>
    let runOfCell: FixedTable<UInt16>
    let runs: FixedTable<Run>
    let candidates: FixedTable<PhraseTable.Candidate>
    let heads: FixedTable<PhraseTable.Head>
    let bytes: FixedTable<UInt8>

    /// Candidates that follow each other.
    struct Run: Sendable, BitwiseCopyable {
        let start: UInt32
        let end: UInt32
    }

    init(_ table: PhraseTable) {
        cells = FixedTable(table.cells)
        runOfCell = FixedTable(table.runOfCell)
        runs = FixedTable(table.runs.map { Run(start: UInt32($0.lowerBound), end: UInt32($0.upperBound)) })
        candidates = FixedTable(table.candidates)
        heads = FixedTable(table.heads)
        bytes = FixedTable(table.bytes)
    }

    /// Gives the room back.
    func deallocate() {
        cells.deallocate()
        runOfCell.deallocate()
        runs.deallocate()
        candidates.deallocate()
        heads.deallocate()
        bytes.deallocate()
    }
}

extension PhraseTable.Candidate {
    fileprivate init(_ phrase: Phrase, _ folded: [UInt8], at place: Int) {
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        head = PhraseTable.Head(
            bytes: word(folded.prefix(8)), mask: ~0 >> UInt64(64 - 8 * min(folded.count, 8)))
        last = folded.count < 8 ? 0 : word(folded.suffix(8))
        length = folded.count
        bytes = place
        entry = phrase.entry
        lexicon = phrase.lexicon
        isExempt = phrase.isExempt
        isWord = PhraseTable.isWordByte(folded[0]) && PhraseTable.isWordByte(folded[folded.count - 1])
        isSimple = length <= 8 && !isWord && !isExempt
    }
}

/// The form of a UTF-8 character, by its length, and where a word of eight bytes at its start shows the cell and the
/// bit.
struct CharacterForm {
    /// Length in bytes, 1 to 4.
    let length: Int
    /// The byte that gives the bit within the cell: one of the eight, behind the column's where there is one.
    let bitByte: Int

    // Computed, not stored: the scan's loops are compiled for one form each.
    static var one: CharacterForm { CharacterForm(length: 1, bitByte: 2) }
    static var two: CharacterForm { CharacterForm(length: 2, bitByte: 5) }
    static var three: CharacterForm { CharacterForm(length: 3, bitByte: 7) }
    static var four: CharacterForm { CharacterForm(length: 4, bitByte: 7) }

    /// The first of the 64 cells, apart from order, of the character in the lowest bytes of `word`.
    @inline(__always) func row(of word: UInt64) -> Int {
        let character = word &<< UInt64(truncatingIfNeeded: 64 &- 8 &* length)
        return Int(truncatingIfNeeded: (character &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- PhraseTable.cellBits))
    }

    /// The cell of the position whose eight bytes are `word`.
    @inline(__always) func cell(of word: UInt64) -> Int {
        row(of: word) ^ Int(truncatingIfNeeded: (word &>> UInt64(truncatingIfNeeded: 16 &* length &- 8)) & 63)
    }

    /// The bit within the cell, 0 to 7.
    @inline(__always) func bit(of word: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: 8 &* bitByte)) & 7
    }

    /// Whether a character of this form, well formed as to its lead and continuation bytes, starts `word`.
    @inline(__always) func starts(_ word: UInt64) -> Bool {
        switch length {
        case 1: word & 0x80 == 0
        case 2: word & 0xC0E0 == 0x80C0
        case 3: word & 0xC0_C0F0 == 0x80_80E0
        default: word & 0xC0C0_C0F8 == 0x8080_80F0
        }
    }
}

extension CharacterForm {
    /// The form a lead byte of well-formed UTF-8 announces.
    init(lead: UInt8) {
        self = lead < 0x80 ? .one : lead < 0xE0 ? .two : lead < 0xF0 ? .three : .four
    }
}
