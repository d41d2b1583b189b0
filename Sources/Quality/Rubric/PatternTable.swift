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
struct PatternTable: Sendable {
    /// One use of a piece: the element that it may be of a pattern.
    private struct Use: Sendable {
        /// Number of the element among those of all patterns.
        var element: Int
        /// Whether it is the first of its pattern, and whether the last.
        var isFirst: Bool
        var isLast: Bool
        var gap: TextGap
        var lexicon: UInt8
    }

    /// How many elements all patterns have.
    private(set) var elements = 0
    /// The detectors that elements name.
    private(set) var detectors: DetectorSet = []
    /// The pieces that the phrase matcher must find: the words, and the quotation marks.
    private(set) var pieces: [Phrase] = []
    private var known: [String: UInt16] = [:]
    private var detecting: Set<UInt16> = []
    /// By piece: later elements first, so that a piece does not follow itself.
    private var uses: [[Use]]
    /// The same one after the other, once all patterns are there, and where those of each piece are.
    private var all: [Use] = []
    private var places: [Range<Int>] = []
    /// Likewise the uses as a pattern's first element, which are most.
    private var firsts: [UInt32] = []
    private var firstPlaces: [Range<Int>] = []
    /// By element the lexicon of its pattern, and whether the pattern has no other.
    private var lexicons: [UInt8] = []
    private var isAlone: [Bool] = []
    /// By piece: whether it is a word of a pattern that has detectors.
    private var wantsDetection: [Bool] = []

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
        let last = pattern.elements.count - 1
        if pattern.elements.allSatisfy(\.words.isEmpty) { isBare = true }
        for (index, element) in pattern.elements.enumerated() {
            let use = Use(
                element: elements, isFirst: index == 0, isLast: index == last,
                gap: TextGap(most: element.gap, crossesSentences: element.crossesSentences), lexicon: lexicon)
            for piece in pieces(of: element) {
                uses[Int(piece)].insert(use, at: 0)
                let has = pattern.elements.contains { !$0.detectors.isEmpty }
                if has { detecting.insert(piece) }
            }
            lexicons.append(lexicon)
            isAlone.append(index == 0 && index == last)
            elements += 1
        }
    }

    /// Whether some pattern has nothing but detectors: then no word tells that it may be there.
    private(set) var isBare = false

    /// Lays out what was added; nothing is added any more.
    mutating func seal() {
        for uses in uses {
            let later = uses.filter { !$0.isFirst }
            places.append(all.count..<all.count + later.count)
            all += later
            let first = uses.filter(\.isFirst).map { UInt32($0.element) }
            firstPlaces.append(firsts.count..<firsts.count + first.count)
            firsts += first
        }
        wantsDetection = uses.indices.map { detecting.contains(UInt16($0)) }
        uses = []
    }

    /// Whether detectors may take some pattern further: one of its words was found, or it has none.
    func needsDetection(_ found: [PhraseHit]) -> Bool {
        isBare || !detectors.isEmpty && found.contains { $0.lexicon == Phrase.pieces && wantsDetection[Int($0.entry)] }
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

    /// Appends the patterns that the pieces among `found`, ordered by start, make in the text `bytes[range]`.
    func match(
        _ found: [PhraseHit], _ bytes: [UInt8], _ range: Range<Int>, _ begun: inout PatternProgress,
        into hits: inout [PhraseHit]
    ) {
        begun.begin(elements: elements)
        // Most first elements have no second one in the text: they are not noted.
        for piece in found where piece.lexicon == Phrase.pieces {
            for index in places[Int(piece.entry)] { begun.expect(all[index].element - 1) }
        }
        for piece in found where piece.lexicon == Phrase.pieces {
            for index in places[Int(piece.entry)] {
                let use = all[index]
                guard let start = start(of: use, piece, bytes, range.lowerBound, begun) else { continue }
                if use.isLast {
                    hits.append(PhraseHit(lexicon: use.lexicon, entry: 0, start: start, end: piece.end))
                } else {
                    begun.add(PatternProgress.Way(start: start, end: piece.end), at: use.element)
                }
            }
            for index in firstPlaces[Int(piece.entry)] {
                let element = Int(firsts[index])
                if isAlone[element] {
                    hits.append(PhraseHit(lexicon: lexicons[element], entry: 0, start: piece.start, end: piece.end))
                } else if begun.isExpected(element) {
                    begun.add(PatternProgress.Way(start: piece.start, end: piece.end), at: element)
                }
            }
        }
    }

    /// Where the pattern starts that the piece takes further; nil when it takes none.
    private func start(
        of use: Use, _ piece: PhraseHit, _ bytes: [UInt8], _ base: Int, _ begun: borrowing PatternProgress
    ) -> UInt32? {
        guard begun.hasWays(to: use.element - 1) else { return nil }
        return begun.first(at: use.element - 1) { use.gap.fits(from: $0.end, to: piece.start, bytes, base) }?.start
    }
}
