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
    /// Whether the element behind is in the text.
    private var isAwaited: [Bool] = []
    /// The elements that have ways or are awaited, to be forgotten.
    private var used: [Int] = []

    /// Forgets everything, and makes room for so many elements.
    mutating func begin(elements: Int) {
        if counts.count < elements {
            counts = [UInt32](repeating: 0, count: elements)
            isAwaited = [Bool](repeating: false, count: elements)
            ways = Array(repeating: InlineArray(repeating: Way(start: 0, end: 0)), count: elements)
        } else {
            for element in used {
                counts[element] = 0
                isAwaited[element] = false
            }
        }
        used.removeAll(keepingCapacity: true)
    }

    /// Notes a way to have come as far as an element.
    mutating func add(_ way: Way, at element: Int) {
        if counts[element] == 0, !isAwaited[element] { used.append(element) }
        ways[element][Int(counts[element]) % PatternProgress.kept] = way
        counts[element] += 1
    }

    /// Notes that what follows the element is in the text.
    mutating func expect(_ element: Int) {
        guard !isAwaited[element] else { return }
        isAwaited[element] = true
        used.append(element)
    }

    /// Whether what follows the element is in the text.
    func isExpected(_ element: Int) -> Bool { isAwaited[element] }

    /// Whether an element has been come to.
    func hasWays(to element: Int) -> Bool { counts[element] > 0 }

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
