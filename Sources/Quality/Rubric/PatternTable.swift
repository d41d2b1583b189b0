// The compiled form of patterns: by which words each is noticed, and what must stand around them.
// SPDX-License-Identifier: Apache-2.0

/// Patterns, compiled. Every pattern has an *anchor*, the element whose words are the rarest, or what is detected anyway. The phrase
/// matcher finds these words alone, as *pieces*; where one stands, `PatternSearch` looks for the other elements around it.
final class PatternTable: Sendable {
    /// One element, with the gap before it.
    struct Element: Sendable, BitwiseCopyable {
        /// Its words.
        var words: WordSet
        /// What may be detected in place of a word.
        var detectors: DetectorSet
        var gap: TextGap
    }

    /// A pattern of a lexicon.
    struct Entry: Sendable, BitwiseCopyable {
        var lexicon: UInt8
        /// The first of its elements among those of all patterns, and the place behind the last.
        var start: Int
        var end: Int
        /// The one that is found first.
        var anchor: Int
        /// What has to be detected for it: one of these, or nothing.
        var needed: DetectorSet
        /// Whether one element of words only is all there is besides the anchor: these are most, and looked for at once.
        var isPair: Bool
        /// Whether what stands before the anchor is looked for first: what can only be detected comes last.
        var looksBackFirst: Bool
    }

    /// All patterns, their elements, and the words of these.
    let entries: FixedTable<Entry>
    let elements: FixedTable<Element>
    let words: CompiledWords
    /// The detectors that elements name.
    let detectors: DetectorSet
    /// The pieces that the phrase matcher must find: the words of anchors, and the quotation marks.
    let pieces: [Phrase]
    /// The patterns that pieces anchor, piece by piece, and where those of each begin; at the end the number of all.
    let anchored: FixedTable<UInt32>
    let anchoredStarts: FixedTable<UInt32>
    /// By detector the patterns that what it finds anchors: those that have no element of words only, and those for which that is
    /// the shorter way.
    let anchoredByDetectors: [[Int]]
    /// Whether some are.
    let hasDetectedAnchors: Bool

    /// The patterns of some lexicons, where some detectors are asked for anyway.
    init(_ patterns: [(pattern: Pattern, lexicon: UInt8)], detecting detected: DetectorSet) {
        var entries: [Entry] = []
        var elements: [Element] = []
        var words = WordSets()
        var detectors = DetectorSet()
        // The first pieces stand for quotation marks.
        var pieces = QuotedSpans.Mark.allCases.map {
            Phrase(lexicon: Phrase.pieces, entry: $0.rawValue, text: $0.text)
        }
        var anchored: [[Int]] = pieces.map { _ in [] }
        var anchoredByDetectors: [[Int]] = TextDetector.allCases.map { _ in [] }
        var known: [String: Int] = [:]
        for (pattern, lexicon) in patterns {
            let parts = PatternTable.joined(pattern.elements, mayJoin: pieces.count < PatternTable.manyPieces)
            let isDetected = PatternTable.beginsDetected(parts, detected)
            let anchor = isDetected ? nil : PatternTable.anchor(of: parts)
            let first = elements.count
            for part in parts {
                elements.append(
                    Element(
                        words: words.add(part.words), detectors: DetectorSet(part.detectors),
                        gap: TextGap(most: part.gap, crossesSentences: part.crossesSentences)))
                detectors.formUnion(DetectorSet(part.detectors))
            }
            let place = anchor ?? 0
            for word in parts[place].words {
                let piece = known[word] ?? pieces.count
                if piece == pieces.count {
                    known[word] = piece
                    pieces.append(Phrase(lexicon: Phrase.pieces, entry: UInt16(piece), text: word))
                    anchored.append([])
                }
                anchored[piece].append(entries.count)
            }
            if anchor == nil {
                for detector in parts[place].detectors {
                    anchoredByDetectors[Int(detector.rawValue)].append(entries.count)
                }
            }
            entries.append(
                Entry(
                    lexicon: lexicon, start: first, end: elements.count, anchor: first + place,
                    needed: DetectorSet(parts.first { $0.words.isEmpty }?.detectors ?? []),
                    isPair: parts.count == 2 && parts[1 - place].detectors.isEmpty,
                    looksBackFirst: parts[..<place].allSatisfy(\.detectors.isEmpty)))
        }
        self.entries = FixedTable(entries)
        self.elements = FixedTable(elements)
        self.words = CompiledWords(words)
        self.detectors = detectors
        self.pieces = pieces
        self.anchored = FixedTable(anchored.joined().map(UInt32.init))
        anchoredStarts = FixedTable(anchored.reduce(into: [0]) { $0.append(($0.last ?? 0) + UInt32($1.count)) })
        self.anchoredByDetectors = anchoredByDetectors
        hasDetectedAnchors = anchoredByDetectors.contains { !$0.isEmpty }
    }

    deinit {
        entries.deallocate()
        elements.deallocate()
        words.deallocate()
        anchored.deallocate()
        anchoredStarts.deallocate()
    }

    /// The most words that two elements without a gap between them may become as one; and none join where there are so many
    /// pieces already.
    private static let mostJoined = 64, manyPieces = 16_384

    /// The elements, words folded, those joined to one that follow each other without a gap and have few enough words.
    private static func joined(_ elements: [Pattern.Element], mayJoin: Bool) -> [Pattern.Element] {
        var joined: [Pattern.Element] = []
        for element in elements {
            var element = element
            element.words = Set(element.words.map(TextFolding.standard.folded)).sorted().filter { !$0.isEmpty }
            if mayJoin, let last = joined.last, element.gap == 0, last.isJoinable, element.isJoinable,
                last.words.count * element.words.count <= mostJoined
            {
                let words = last.words.flatMap { first in element.words.map { first + $0 } }
                joined[joined.count - 1].words = Set(words).sorted()
            } else {
                joined.append(element)
            }
        }
        return joined
    }

    /// Whether a pattern begins with what is detected anyway, and words follow so closely that to look for them there is less work
    /// than to find them everywhere.
    private static func beginsDetected(_ elements: [Pattern.Element], _ detected: DetectorSet) -> Bool {
        guard let first = elements.first, first.words.isEmpty, elements.count > 1 else { return false }
        return DetectorSet(first.detectors).isSubset(of: detected) && elements[1].detectors.isEmpty
            && elements[1].gap <= 2
    }

    /// The element of words only whose words are the rarest, by their lengths; nil when there is none.
    private static func anchor(of elements: [Pattern.Element]) -> Int? {
        func commonness(_ word: String) -> Int {
            let isCommon = word.unicodeScalars.count == 1 && commonCharacters.contains(word)
            return isCommon ? 32_768 : 4_096 >> min(12, 4 * (word.unicodeScalars.count - 1))
        }
        func commonness(_ element: Pattern.Element) -> Int { element.words.reduce(0) { $0 + commonness($1) } }
        return elements.indices.filter { elements[$0].detectors.isEmpty }
            .min { commonness(elements[$0]) < commonness(elements[$1]) }
    }

    /// Single characters that nearly every message has.
    private static let commonCharacters = Set("的了是我你您有不在到请个天用要会可以说这那就也都".map(String.init))
}

extension Pattern.Element {
    /// Whether it is words only, none of which begins or ends with a letter or a digit: these are looked for as whole words.
    fileprivate var isJoinable: Bool {
        detectors.isEmpty
            && words.allSatisfy { word in
                let bytes = word.utf8
                return !PhraseTable.isWordByte(bytes.first ?? 0) && !PhraseTable.isWordByte(bytes.last ?? 0)
            }
    }
}
