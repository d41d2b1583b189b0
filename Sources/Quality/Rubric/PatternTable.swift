// The compiled form of patterns: which piece takes which pattern how far.
// SPDX-License-Identifier: Apache-2.0

/// The bytes between two places of a text, judged as a gap.
struct TextGap {
    private let bytes: [UInt8]
    private let base: Int
    private let most: Int
    private let crossesSentences: Bool

    /// Gaps of at most so many characters in the text `bytes[range]`.
    init(_ bytes: [UInt8], _ range: Range<Int>, most: Int, crossesSentences: Bool) {
        self.bytes = bytes
        base = range.lowerBound
        self.most = most
        self.crossesSentences = crossesSentences
    }

    /// Whether the bytes from one place up to another, which does not lie before it, are a gap of that kind.
    func fits(from start: UInt32, to end: UInt32) -> Bool {
        guard start <= end, Int(end - start) <= most * 4 else { return false }
        var characters = 0
        for place in base + Int(start)..<base + Int(end) {
            let byte = bytes[place]
            if byte & 0xC0 != 0x80 { characters += 1 }
            if !crossesSentences, endsSentence(at: place) { return false }
        }
        return characters <= most
    }

    /// Whether a sentence ends at a place: 。 ！ ？ and their narrow forms, a line's end.
    private func endsSentence(at place: Int) -> Bool {
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
        var gap: Int
        var crossesSentences: Bool
        var lexicon: UInt8
    }

    /// How many elements all patterns have.
    private(set) var elements = 0
    /// The detectors that elements name.
    private(set) var detectors: DetectorSet = []
    /// The pieces that the phrase matcher must find: the words, and the quotation marks.
    private(set) var pieces: [Phrase] = []
    private var known: [String: UInt16] = [:]
    /// By piece: later elements first, so that a piece does not follow itself.
    private var uses: [[Use]]

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
        for (index, element) in pattern.elements.enumerated() {
            let use = Use(
                element: elements, isFirst: index == 0, isLast: index == last, gap: element.gap,
                crossesSentences: element.crossesSentences, lexicon: lexicon)
            for piece in pieces(of: element) { uses[Int(piece)].insert(use, at: 0) }
            elements += 1
        }
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
        for piece in found where piece.lexicon == Phrase.pieces {
            for use in uses[Int(piece.entry)] {
                guard let start = start(of: use, piece, bytes, range, begun) else { continue }
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
        of use: Use, _ piece: PhraseHit, _ bytes: [UInt8], _ range: Range<Int>, _ begun: PatternProgress
    ) -> UInt32? {
        if use.isFirst { return piece.start }
        let gap = TextGap(bytes, range, most: use.gap, crossesSentences: use.crossesSentences)
        return begun.first(at: use.element - 1) { gap.fits(from: $0.end, to: piece.start) }?.start
    }
}
