// The compiled form of patterns: which piece takes which pattern how far.
// SPDX-License-Identifier: Apache-2.0

/// The bytes between two places of a text, judged as a gap.
struct TextGap {
    /// At most so many characters.
    let most: Int
    /// Whether the end of a sentence may lie in it.
    let crossesSentences: Bool

    /// Whether the bytes from one place of the text `bytes[base...]` up to another are a gap of that kind.
    @inline(__always)
    func fits(from start: UInt32, to end: UInt32, _ bytes: [UInt8], _ base: Int) -> Bool {
        guard start <= end, Int(end - start) <= most * 4 else { return false }
        return start == end || isGap(base + Int(start)..<base + Int(end), bytes)
    }

    private func isGap(_ gap: Range<Int>, _ bytes: [UInt8]) -> Bool {
        var characters = 0
        for place in gap {
            let byte = bytes[place]
            if byte & 0xC0 != 0x80 { characters += 1 }
            if !crossesSentences, TextGap.endsSentence(bytes, at: place) { return false }
        }
        return characters <= most
    }

    /// Whether a sentence ends at a place: 。 ！ ？ and their narrow forms, a line's end.
    private static func endsSentence(_ bytes: [UInt8], at place: Int) -> Bool {
        switch bytes[place] {
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "\n"): return true
        case 0xE3: return place + 2 < bytes.count && bytes[place + 1] == 0x80 && bytes[place + 2] == 0x82
        case 0xEF:
            guard place + 2 < bytes.count, bytes[place + 1] == 0xBC else { return false }
            return bytes[place + 2] == 0x81 || bytes[place + 2] == 0x9F
        default: return false
        }
    }
}

/// Patterns, compiled: their words are *pieces* that the phrase matcher finds, and a piece takes a pattern one element further.
///
/// Most pieces are common words, and most patterns that they could be of have no other word in the text. So the pieces are
/// gone through twice: first to see which patterns have all their words in the text, then to match those few.
struct PatternTable: Sendable {
    /// One use of a piece: the element that it may be of a pattern.
    private struct Use: Sendable {
        /// Number of the pattern.
        var pattern: Int
        /// Number of the element among those of all patterns.
        var element: Int
        /// Whether it is the first of its pattern, and whether the last.
        var isFirst: Bool
        var isLast: Bool
        var gap: TextGap
        var lexicon: UInt8
        /// The element's bit among those of its pattern that only words can be; nothing where a detector may be.
        var bit: UInt16
    }

    /// What must be there for a pattern.
    private struct Need: Sendable {
        /// The elements that only words can be.
        var words: UInt16
        /// Whether others can be detected.
        var detects: Bool
    }

    /// How many elements all patterns have.
    private(set) var elements = 0
    /// The detectors that elements name.
    private(set) var detectors: DetectorSet = []
    /// The pieces that the phrase matcher must find: the words, and the quotation marks.
    private(set) var pieces: [Phrase] = []
    /// The patterns that have no element which only words can be: no word tells that they may be there.
    private var wordless: [Int] = []
    private var needs: [Need] = []
    private var known: [String: UInt16] = [:]
    /// By piece: later elements first, so that a piece does not follow itself.
    private var uses: [[Use]]
    /// The same one after the other, once all patterns are there, and where those of each piece are.
    private var all: [Use] = []
    private var places: [Range<Int>] = []

    /// The first pieces stand for quotation marks and detectors.
    private static let firstDetector = UInt16(QuotedSpans.Mark.allCases.count)
    private static let firstWord = firstDetector + UInt16(TextDetector.allCases.count)

    /// The piece that stands for what a detector finds.
    static func piece(_ detector: TextDetector) -> UInt16 { firstDetector + UInt16(detector.rawValue) }

    init() {
        uses = Array(repeating: [], count: Int(PatternTable.firstWord))
        for mark in QuotedSpans.Mark.allCases {
            pieces.append(Phrase(lexicon: Phrase.pieces, entry: mark.rawValue, text: mark.text))
        }
    }

    /// Adds a pattern of a lexicon.
    mutating func add(_ pattern: Pattern, lexicon: UInt8) {
        var need = Need(words: 0, detects: false)
        for (index, element) in pattern.elements.enumerated() {
            let bit: UInt16 = element.detectors.isEmpty ? 1 << UInt16(index) : 0
            need.words |= bit
            need.detects = need.detects || !element.detectors.isEmpty
            let use = Use(
                pattern: needs.count, element: elements, isFirst: index == 0,
                isLast: index == pattern.elements.count - 1,
                gap: TextGap(most: element.gap, crossesSentences: element.crossesSentences), lexicon: lexicon, bit: bit)
            for piece in pieces(of: element) { uses[Int(piece)].insert(use, at: 0) }
            elements += 1
        }
        if need.words == 0 { wordless.append(needs.count) }
        needs.append(need)
    }

    /// Whether some pattern may be there although no word of it is.
    var hasWordless: Bool { !wordless.isEmpty }

    /// Lays out what was added; nothing is added any more.
    mutating func seal() {
        for uses in uses {
            places.append(all.count..<all.count + uses.count)
            all += uses
        }
        uses = []
    }

    private mutating func pieces(of element: Pattern.Element) -> [UInt16] {
        detectors.formUnion(DetectorSet(element.detectors))
        let words = Set(element.words.map(TextFolding.standard.folded)).sorted().filter { !$0.isEmpty }
        return element.detectors.map(PatternTable.piece) + words.map { piece(of: $0) }
    }

    private mutating func piece(of word: String) -> UInt16 {
        if let piece = known[word] { return piece }
        let piece = UInt16(uses.count)
        known[word] = piece
        uses.append([])
        pieces.append(Phrase(lexicon: Phrase.pieces, entry: piece, text: word))
        return piece
    }

    /// Finds the patterns all of whose words are among the pieces found. Returns whether there are some, and whether something
    /// is to be detected for one of them.
    func choose(_ found: [PhraseHit], _ begun: inout PatternProgress) -> (some: Bool, detects: Bool) {
        begun.begin(elements: elements, patterns: needs.count)
        var detects = false
        for pattern in wordless {
            begun.choose(pattern)
            detects = true
        }
        for piece in found where piece.lexicon == Phrase.pieces {
            for index in places[Int(piece.entry)] {
                let (pattern, bit) = (all[index].pattern, all[index].bit)
                if begun.note(bit, of: pattern) == needs[pattern].words, bit != 0, begun.choose(pattern) {
                    detects = detects || needs[pattern].detects
                }
            }
        }
        return (begun.hasChosen, detects)
    }

    /// Appends the chosen patterns that the pieces among `found`, ordered by start, make in the text `bytes[range]`.
    func match(
        _ found: [PhraseHit], _ bytes: [UInt8], _ range: Range<Int>, _ begun: inout PatternProgress,
        into hits: inout [PhraseHit]
    ) {
        for piece in found where piece.lexicon == Phrase.pieces {
            for index in places[Int(piece.entry)] where begun.isChosen(all[index].pattern) {
                let use = all[index]
                guard let start = start(of: use, piece, bytes, range.lowerBound, begun) else { continue }
                if use.isLast {
                    hits.append(PhraseHit(lexicon: use.lexicon, entry: 0, start: start, end: piece.end))
                } else {
                    begun.add(PatternProgress.Way(start: start, end: piece.end), at: use.element)
                }
            }
        }
    }

    /// Where the pattern starts that the piece takes further; nil when it takes none.
    private func start(
        of use: Use, _ piece: PhraseHit, _ bytes: [UInt8], _ base: Int, _ begun: borrowing PatternProgress
    ) -> UInt32? {
        if use.isFirst { return piece.start }
        return begun.first(at: use.element - 1) { use.gap.fits(from: $0.end, to: piece.start, bytes, base) }?.start
    }
}
