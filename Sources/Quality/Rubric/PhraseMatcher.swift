// Finds the phrases of all lexicons in a text, reading the text once.
// SPDX-License-Identifier: Apache-2.0

/// A text that a lexicon looks for.
package struct Phrase: Sendable, Equatable {
    /// Number of the lexicon, 0 to 127, or `Phrase.pieces`.
    package var lexicon: UInt8
    /// Number of the entry; the hits carry it.
    package var entry: UInt16
    /// What is looked for, not empty. ASCII letters match in either case, all else byte by byte in UTF-8.
    package var text: String
    /// Whether the phrase yields no hit and swallows what it covers: "不会推诿" exempts its "推诿".
    package var isExempt: Bool

    /// The number in place of a lexicon's of what patterns are made of: every occurrence hits, overlapping ones too.
    package static let pieces: UInt8 = 128

    /// A phrase of a lexicon.
    package init(lexicon: UInt8, entry: UInt16, text: String, isExempt: Bool = false) {
        self.lexicon = lexicon
        self.entry = entry
        self.text = text
        self.isExempt = isExempt
    }
}

/// Finds the phrases of all lexicons in a text at once.
///
/// - Matching is byte for byte on UTF-8; ASCII letters match in either case. A match never starts inside a character.
/// - Within a lexicon matches are leftmost-longest and do not overlap: where several phrases start, the longest wins,
///   and the search goes on behind it. Lexicons do not disturb each other; a text may be a phrase of several.
/// - An exempt phrase takes part like any other and yields no hit. Of equal texts in a lexicon an exempt one wins, then
///   the one given first.
/// - A phrase that starts and ends with an ASCII letter or digit ("ok", "yyds", "12315") matches as a whole word only:
///   neither neighbour in the text is an ASCII letter or digit. Chinese neighbours do not matter: "ok" is found in
///   "说ok的".
///
/// Any bytes are accepted, well-formed UTF-8 or not. Time is linear in the text: at each character at most the phrases
/// that agree with it in the first characters are compared. A scan allocates nothing but room for what it finds.
package struct PhraseMatcher: Sendable {
    /// The tables behind one reference: a matcher is taken out of its policy for every message.
    private final class Compiled: Sendable {
        let phrases: CompiledPhrases
        let watch: PhraseWatch

        init(_ table: PhraseTable, _ watch: PhraseWatch) {
            phrases = CompiledPhrases(table)
            self.watch = watch
        }

        deinit { phrases.deallocate() }
    }

    private let compiled: Compiled

    /// Compiles the phrases: some 100 KiB and less than a millisecond for 400. Every phrase has text and a lexicon
    /// below 128 or is a piece, which the policy's check has made sure of.
    package init(_ phrases: [Phrase]) { self.init(phrases, watchingFor: [], traits: [:]) }

    /// Compiles the phrases, with what a scan tells of their hits by lexicon, and the detectors whose places it notes.
    init(_ phrases: [Phrase], watchingFor detectors: DetectorSet, traits: [UInt8: HitTraits]) {
        compiled = Compiled(PhraseTable(phrases, traits: traits), PhraseWatch(for: detectors))
    }

    /// Appends what is found in `bytes[range]`, ordered by start, then by lexicon. The range lies within the array and
    /// is shorter than 4 GiB; bytes outside of it neither match nor count as neighbours.
    package func scan(_ bytes: [UInt8], _ range: Range<Int>, into hits: inout [PhraseHit]) {
        var places = PlaceSet()
        var pieces: [PhraseHit] = []
        _ = scan(bytes, range, isFolded: true, into: &hits, &pieces, &places)
    }

    /// Scans likewise, puts the pieces of patterns apart, and notes the places at which detectors have to look, counted from the
    /// text's first byte. Stops with nil at a character that folding changes, unless the text is folded; what was found then
    /// means nothing.
    func scan(
        _ bytes: [UInt8], _ range: Range<Int>, isFolded: Bool, into hits: inout [PhraseHit],
        _ pieces: inout [PhraseHit], _ places: inout PlaceSet
    ) -> HitTraits? {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the text lies within the bytes")
        precondition(range.count <= Int(UInt32.max), "a text is shorter than 4 GiB")
        places.begin(range.count)
        var state = PhraseText.State()
        places.fill { places in
            bytes.withUnsafeBytes { all in
                guard let start = all.baseAddress else { return }
                let text = PhraseText(
                    start: start, range: range, wordsEnd: all.count - 7, table: compiled.phrases,
                    watch: compiled.watch, places: places, isFolded: isFolded)
                text.scan(&state, &hits, &pieces)
            }
        }
        return state.isStopped ? nil : state.traits
    }
}

/// One text under scan. The pointers and the range come from `PhraseMatcher.scan`, which has checked them, and do not
/// outlive it.
private struct PhraseText {
    /// What a scan keeps in mind.
    struct State {
        /// The place per lexicon where its search goes on, counted from the text's first byte.
        var free = InlineArray<128, UInt32>(repeating: 0)
        /// What there is about the hits.
        var traits: HitTraits = []
        /// Whether a character came that folding changes.
        var isStopped = false
    }

    /// The array's first byte.
    let start: UnsafeRawPointer
    /// The text within the array.
    let range: Range<Int>
    /// Words of eight bytes can be read before this place.
    let wordsEnd: Int
    let table: CompiledPhrases
    let watch: PhraseWatch
    /// The places for detectors, a bit each.
    let places: UnsafeMutablePointer<UInt64>
    let isFolded: Bool

    /// The characters of Chinese and ASCII, each in a loop of its own for the processor's branch prediction; whatever
    /// else one by one.
    @inline(__always)
    func scan(_ state: inout State, _ hits: inout [PhraseHit], _ pieces: inout [PhraseHit]) {
        var at = range.lowerBound
        let end = min(range.upperBound, wordsEnd)
        while at < end {
            let from = at
            at = scanThree(from: at, to: end, &state, &hits, &pieces)
            at = scanOne(from: at, to: end, &state, &hits, &pieces)
            if at == from { at &+= step(at, &state, &hits, &pieces) }
        }
        while at < range.upperBound { at &+= step(at, &state, &hits, &pieces) }
    }

    /// Scans characters of three bytes and returns the place of the first of another form; behind the text to stop.
    @inline(__always)
    private func scanThree(
        from: Int, to end: Int, _ state: inout State, _ hits: inout [PhraseHit], _ pieces: inout [PhraseHit]
    ) -> Int {
        let form = CharacterForm.three
        var at = from
        while at < end {
            let word = start.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
            guard form.starts(word) else { break }
            if watch.three(word), !mind(at, word, &state) { return range.upperBound }
            let cell = form.cell(of: word)
            if (UInt32(table.cells[cell]) &>> form.bit(of: word)) & 1 != 0 {
                compare(at, word, cell, &state, &hits, &pieces)
            }
            at &+= form.length
        }
        return at
    }

    /// The same of ASCII.
    @inline(__always)
    private func scanOne(
        from: Int, to end: Int, _ state: inout State, _ hits: inout [PhraseHit], _ pieces: inout [PhraseHit]
    ) -> Int {
        let form = CharacterForm.one
        var at = from
        while at < end {
            let word = start.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian
            guard form.starts(word) else { break }
            let place = at &- range.lowerBound
            places[place &>> 6] |= watch.ascii(word) &<< UInt64(truncatingIfNeeded: place & 63)
            let cell = form.cell(of: word)
            if (UInt32(table.cells[cell]) &>> form.bit(of: word)) & 1 != 0 {
                compare(at, word, cell, &state, &hits, &pieces)
            }
            at &+= form.length
        }
        return at
    }

    /// Looks at a special character of three bytes; false to stop.
    @inline(never)
    private func mind(_ at: Int, _ word: UInt64, _ state: inout State) -> Bool {
        switch watch.judge(word, room: min(8, range.upperBound &- at)) {
        case .nothing: return true
        case .place:
            note(at)
            return true
        case .changes:
            guard !isFolded else { return true }
            state.isStopped = true
            return false
        }
    }

    @inline(__always)
    private func note(_ at: Int) {
        let place = at &- range.lowerBound
        places[place &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: place & 63)
    }

    /// Scans the character at a place and returns its length, or more to stop; 1 for a byte that starts no well-formed character.
    @inline(never)
    private func step(_ at: Int, _ state: inout State, _ hits: inout [PhraseHit], _ pieces: inout [PhraseHit]) -> Int {
        let word = self.word(at)
        let form = CharacterForm(lead: UInt8(truncatingIfNeeded: word))
        guard form.starts(word) else { return 1 }
        if !isFolded, changes(word, form, room: range.upperBound &- at) {
            state.isStopped = true
            return range.upperBound &- at
        }
        switch form.length {
        case 1: if watch.ascii(word) != 0 { note(at) }
        case 3: if watch.detects, watch.three(word) { note(at) }
        default: if watch.detects { note(at) }
        }
        let cell = form.cell(of: word)
        if (UInt32(table.cells[cell]) &>> form.bit(of: word)) & 1 != 0 {
            compare(at, word, cell, &state, &hits, &pieces)
        }
        return form.length
    }

    /// Whether folding changes the character at the start of a word, or may, with `room` bytes of the text from there on.
    private func changes(_ word: UInt64, _ form: CharacterForm, room: Int) -> Bool {
        guard form.length <= room else { return false }
        let second = UInt32(truncatingIfNeeded: word &>> 8) & 0x3F
        let third = UInt32(truncatingIfNeeded: word &>> 16) & 0x3F
        let lead = UInt32(truncatingIfNeeded: word)
        switch form.length {
        case 1: return false
        case 2: return TextFolding.standard.changes((lead & 0x1F) &<< 6 | second)
        case 3: return TextFolding.standard.changes((lead & 0x0F) &<< 12 | second &<< 6 | third)
        default:
            return TextFolding.fourByteMayChange(
                UInt8(truncatingIfNeeded: word &>> 8), UInt8(truncatingIfNeeded: word &>> 16))
        }
    }

    /// Compares the candidates of a place that passed the filter. Behind a match its lexicon is not free, so the
    /// shorter ones there fall away.
    @inline(__always)
    private func compare(
        _ at: Int, _ word: UInt64, _ cell: Int, _ state: inout State, _ hits: inout [PhraseHit],
        _ pieces: inout [PhraseHit]
    ) {
        let folded = PhraseTable.folded(word)
        let run = table.runs[Int(table.runOfCell[cell])]
        var index = Int(run.start)
        while index < Int(run.end) {
            let head = table.heads[index]
            if folded & head.mask == head.bytes { take(at, index, &state, &hits, &pieces) }
            index &+= 1
        }
    }

    /// Takes a candidate whose head agrees, when all of it does.
    @inline(never)
    private func take(
        _ at: Int, _ index: Int, _ state: inout State, _ hits: inout [PhraseHit], _ pieces: inout [PhraseHit]
    ) {
        let candidate = table.candidates.entry(index)
        let length = candidate.pointee.length
        guard length <= range.upperBound &- at else { return }
        let place = UInt32(truncatingIfNeeded: at &- range.lowerBound)
        let lexicon = candidate.pointee.lexicon
        let isPiece = lexicon == Phrase.pieces
        guard isPiece || state.free[Int(lexicon)] <= place else { return }
        if !candidate.pointee.isSimple {
            guard endsAlike(at, candidate.pointee), !candidate.pointee.isWord || isWhole(at, at &+ length) else {
                return
            }
        }
        let end = place &+ UInt32(truncatingIfNeeded: length)
        if !isPiece { state.free[Int(lexicon)] = end }
        guard !candidate.pointee.isExempt else { return }
        state.traits.formUnion(candidate.pointee.traits)
        let hit = PhraseHit(lexicon: lexicon, entry: candidate.pointee.entry, start: place, end: end)
        if isPiece { pieces.append(hit) } else { hits.append(hit) }
    }

    /// Whether the bytes behind the first eight agree. The phrase fits into the text.
    @inline(__always)
    private func endsAlike(_ at: Int, _ candidate: PhraseTable.Candidate) -> Bool {
        guard candidate.length > 8 else { return true }
        let last = start.loadUnaligned(fromByteOffset: at &+ candidate.length &- 8, as: UInt64.self).littleEndian
        guard PhraseTable.folded(last) == candidate.last else { return false }
        var index = 8
        while index < candidate.length &- 8 {
            guard PhraseTable.folded(byte(at &+ index)) == table.bytes[candidate.bytes &+ index] else { return false }
            index &+= 1
        }
        return true
    }

    /// Whether neither neighbour of the bytes from `first` to `end` within the text is an ASCII letter or digit.
    private func isWhole(_ first: Int, _ end: Int) -> Bool {
        (first == range.lowerBound || !PhraseTable.isWordByte(byte(first &- 1)))
            && (end == range.upperBound || !PhraseTable.isWordByte(byte(end)))
    }

    @inline(__always) private func byte(_ at: Int) -> UInt8 { start.load(fromByteOffset: at, as: UInt8.self) }

    /// The eight bytes from a place of the text on; zeros for those behind the array.
    private func word(_ at: Int) -> UInt64 {
        if at < wordsEnd { return start.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian }
        if wordsEnd > 0 {
            let last = start.loadUnaligned(fromByteOffset: wordsEnd &- 1, as: UInt64.self).littleEndian
            return last &>> UInt64(truncatingIfNeeded: 8 &* (at &- wordsEnd &+ 1))
        }
        var word: UInt64 = 0
        for place in at..<range.upperBound {
            word |= UInt64(byte(place)) &<< UInt64(truncatingIfNeeded: 8 &* (place &- at))
        }
        return word
    }
}
