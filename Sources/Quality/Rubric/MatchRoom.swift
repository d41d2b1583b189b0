// Room to match texts in, kept from one text to the next.
// SPDX-License-Identifier: Apache-2.0

/// Room to match texts in: what a scan finds, and what it works with. Kept from one text to the next, so that matching
/// allocates nothing once the room has grown.
package struct MatchRoom: Sendable {
    /// What was found, by start, then by lexicon; places are bytes of the original text.
    package var hits: [PhraseHit] = []
    /// The folded text.
    var folded = FoldedText()
    /// What the phrase matcher found, pieces of patterns among it.
    var found: [PhraseHit] = []
    /// What the detectors found.
    var detected: [DetectorHit] = []
    /// Whether `detected` is of this text as it is.
    var isDetected = false
    /// Sequences that have begun.
    var begun = PatternProgress()

    /// Empty room.
    package init() {}
}

/// Sequences of patterns that have begun in a text: for each element of each pattern the latest ways to have come so far.
struct PatternProgress: Sendable {
    /// A way to have come as far as an element.
    struct Way: Sendable {
        var start: UInt32
        var end: UInt32
    }

    /// The latest ways are kept of an element: any gap behind an older one is wider.
    static let kept = 4

    private var ways: [InlineArray<4, Way>] = []
    private var counts: [UInt32] = []
    /// By pattern the elements whose words are in the text, and whether that is all of them.
    private var words: [UInt16] = []
    private var isChosen: [Bool] = []
    /// The elements that have ways and the patterns that have words, to be forgotten.
    private var usedElements: [Int] = []
    private var usedPatterns: [Int] = []
    /// Whether some pattern is chosen.
    private(set) var hasChosen = false

    /// Forgets everything, and makes room for so many elements of so many patterns.
    mutating func begin(elements: Int, patterns: Int) {
        for element in usedElements { counts[element] = 0 }
        for pattern in usedPatterns {
            words[pattern] = 0
            isChosen[pattern] = false
        }
        usedElements.removeAll(keepingCapacity: true)
        usedPatterns.removeAll(keepingCapacity: true)
        hasChosen = false
        if counts.count < elements {
            counts += Array(repeating: 0, count: elements - counts.count)
            ways += Array(
                repeating: InlineArray(repeating: Way(start: 0, end: 0)), count: elements - ways.count)
        }
        if words.count < patterns {
            words += Array(repeating: 0, count: patterns - words.count)
            isChosen += Array(repeating: false, count: patterns - isChosen.count)
        }
    }

    /// Notes that a word of a pattern is in the text, and returns all that are.
    mutating func note(_ bit: UInt16, of pattern: Int) -> UInt16 {
        let known = words[pattern]
        guard known & bit != bit else { return known }
        if known == 0 { usedPatterns.append(pattern) }
        words[pattern] = known | bit
        return known | bit
    }

    /// Chooses a pattern to be matched; false when it was chosen before.
    @discardableResult
    mutating func choose(_ pattern: Int) -> Bool {
        guard !isChosen[pattern] else { return false }
        if words[pattern] == 0 { usedPatterns.append(pattern) }
        isChosen[pattern] = true
        hasChosen = true
        return true
    }

    /// Whether a pattern is to be matched.
    func isChosen(_ pattern: Int) -> Bool { isChosen[pattern] }

    /// Notes a way to have come as far as an element.
    mutating func add(_ way: Way, at element: Int) {
        if counts[element] == 0 { usedElements.append(element) }
        ways[element][Int(counts[element]) % PatternProgress.kept] = way
        counts[element] += 1
    }

    /// Of the ways to an element for which the condition holds the one that starts first.
    func first(at element: Int, where holds: (Way) -> Bool) -> Way? {
        let count = Int(counts[element])
        var first: Way?
        for back in 0..<min(count, PatternProgress.kept) {
            let way = ways[element][(count - 1 - back) % PatternProgress.kept]
            if first.map({ way.start < $0.start }) ?? true, holds(way) { first = way }
        }
        return first
    }
}
