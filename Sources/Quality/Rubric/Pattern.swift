// Sequences of words with bounded gaps.
// SPDX-License-Identifier: Apache-2.0

/// A sequence of words and detected things with bounded gaps: "{请|麻烦}您{..6}提供{..4}{身份证|银行卡}".
///
/// - `{a|b}` are alternatives, detectors among them; an empty one makes the element optional.
/// - `{..6}` is a gap of at most so many characters, within a sentence; `{..6*}` may cross the ends of sentences. Without a
///   gap the next element follows at once.
/// - `<number>`, `<duration>`, `<date>` and the other detectors stand for what they find.
///
/// There is no repetition and nothing is tried twice: matching takes time linear in the text.
package struct Pattern: Hashable, Sendable {
    /// One element of the sequence.
    package struct Element: Hashable, Sendable {
        /// The words of which one may stand here.
        package var words: [String]
        /// What may be detected here instead.
        package var detectors: [TextDetector]
        /// At most so many characters lie between the element before and this one.
        package var gap: Int
        /// Whether they may contain the end of a sentence.
        package var crossesSentences: Bool
    }

    /// The elements; at least one.
    package var elements: [Element]

    /// The most characters of a gap.
    package static let widestGap = 40
    /// The most elements of a pattern, and the most ways of leaving out optional ones.
    package static let mostElements = 12, mostWays = 16

    /// Why a text is no pattern.
    package struct Mistake: Error, Hashable {
        /// What is wrong, and how to mend it.
        package var problem: String
    }

    /// The patterns that a written one stands for: one for each way of leaving out optional elements.
    ///
    /// - Throws: `Mistake` with what is wrong.
    package static func read(_ text: String) throws(Mistake) -> [Pattern] {
        var ways = [Way()]
        var isBehindGap = false
        var rest = Substring(text)
        while !rest.isEmpty {
            if let gap = try takeGap(&rest) {
                guard ways.allSatisfy({ !$0.elements.isEmpty }), !isBehindGap else {
                    throw Mistake(problem: "a gap stands between two elements: name what comes before it")
                }
                for index in ways.indices { ways[index].widen(by: gap) }
                isBehindGap = true
                continue
            }
            let (element, isOptional) = try takeElement(&rest)
            ways = ways.flatMap { isOptional ? [$0.appending(element), $0] : [$0.appending(element)] }
            isBehindGap = false
            guard ways.count <= mostWays, ways[0].elements.count <= mostElements else {
                throw Mistake(problem: "it has more than \(mostElements) elements or \(mostWays) ways: cut it in two")
            }
        }
        guard !isBehindGap else { throw Mistake(problem: "it ends with a gap: name what comes behind it") }
        guard ways.allSatisfy({ !$0.elements.isEmpty }) else {
            throw Mistake(problem: "nothing in it has to be there: give one element without an empty alternative")
        }
        return ways.map { Pattern(elements: $0.elements) }
    }

    /// A pattern that is being read, and the gap that its next element has before it.
    private struct Way {
        var elements: [Element] = []
        var gap = 0
        var crosses = false

        mutating func widen(by gap: (width: Int, crosses: Bool)) {
            self.gap += gap.width
            crosses = crosses || gap.crosses
        }

        func appending(_ element: Element) -> Way {
            var element = element
            element.gap = gap
            element.crossesSentences = crosses
            return Way(elements: elements + [element])
        }
    }

    /// `{..6}` or `{..6*}`.
    private static func takeGap(_ rest: inout Substring) throws(Mistake) -> (width: Int, crosses: Bool)? {
        guard rest.hasPrefix("{..") else { return nil }
        guard let close = rest.firstIndex(of: "}") else { throw unclosed }
        var width = rest[rest.index(rest.startIndex, offsetBy: 3)..<close]
        let crosses = width.last == "*"
        if crosses { width.removeLast() }
        guard let count = Int(width), (1...widestGap).contains(count) else {
            throw Mistake(problem: "the gap {..\(width)} is not {..1} to {..\(widestGap)}")
        }
        rest = rest[rest.index(after: close)...]
        return (count, crosses)
    }

    private static func takeElement(_ rest: inout Substring) throws(Mistake) -> (element: Element, isOptional: Bool) {
        var element = Element(words: [], detectors: [], gap: 0, crossesSentences: false)
        switch rest.first {
        case "{":
            guard let close = rest.firstIndex(of: "}") else { throw unclosed }
            let inner = rest[rest.index(after: rest.startIndex)..<close]
            guard !inner.contains("{") else { throw Mistake(problem: "{\(inner)} has another brace in it") }
            let alternatives = inner.split(separator: "|", omittingEmptySubsequences: false)
            for alternative in alternatives where !alternative.isEmpty {
                if alternative.first == "<", alternative.last == ">" {
                    element.detectors.append(try detector(alternative.dropFirst().dropLast()))
                } else {
                    element.words.append(String(alternative))
                }
            }
            guard !element.words.isEmpty || !element.detectors.isEmpty else {
                throw Mistake(problem: "{\(inner)} has no words")
            }
            rest = rest[rest.index(after: close)...]
            return (element, alternatives.contains(where: \.isEmpty))
        case "<":
            guard let close = rest.firstIndex(of: ">") else { throw unclosed }
            element.detectors = [try detector(rest[rest.index(after: rest.startIndex)..<close])]
            rest = rest[rest.index(after: close)...]
            return (element, false)
        default:
            let word = rest.prefix { $0 != "{" && $0 != "<" }
            guard !word.contains("}"), !word.contains(">") else {
                throw Mistake(problem: "'\(word)' closes a brace that was not opened")
            }
            element.words = [String(word)]
            rest = rest[word.endIndex...]
            return (element, false)
        }
    }

    private static func detector(_ name: Substring) throws(Mistake) -> TextDetector {
        guard let detector = TextDetector(name: name) else {
            let names = TextDetector.allCases.map { "<\($0.name)>" }.joined(separator: ", ")
            throw Mistake(problem: "there is no <\(name)>; there are \(names)")
        }
        return detector
    }

    private static let unclosed = Mistake(problem: "a brace is not closed")
}
