// A text whose personal data are not shown.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// A text for people to read: personal data are hidden by the rule of each kind (`Masking`). Places are those of the original
/// bytes, so that evidence finds its passage.
package struct MaskedText {
    /// The original bytes.
    private let bytes: [UInt8]
    /// What is hidden, in order and apart from each other.
    private let hidden: [Range<Int>]

    /// A text, masked.
    package init(_ bytes: [UInt8]) { self.init(bytes, hidden: MaskedText.personal(in: bytes)) }

    /// A text of which these places are hidden.
    package init(_ bytes: [UInt8], hidden: [Range<Int>]) {
        self.bytes = bytes
        self.hidden = hidden.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
            .reduce(into: []) { merged, range in
                if let last = merged.last, range.lowerBound <= last.upperBound {
                    merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
                } else {
                    merged.append(range)
                }
            }
    }

    /// Whether the byte is hidden: a text may have very many such places.
    private func isHidden(_ place: Int) -> Bool {
        var (low, high) = (0, hidden.count)
        while low < high {
            let middle = (low + high) / 2
            if hidden[middle].upperBound <= place { low = middle + 1 } else { high = middle }
        }
        return low < hidden.count && hidden[low].contains(place)
    }

    /// How many bytes the original has.
    package var count: Int { bytes.count }

    /// The whole text.
    package var text: String { text(in: 0..<bytes.count) }

    /// A part of the text. Control characters, which could steer a terminal, are replaced.
    package func text(in range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<bytes.count)
        var text = String.UnicodeScalarView()
        var place = range.lowerBound
        for scalar in String(decoding: bytes[range], as: UTF8.self).unicodeScalars {
            text.append(shown(scalar, at: place))
            place += UTF8.width(scalar)
        }
        return String(text)
    }

    private func shown(_ scalar: Unicode.Scalar, at place: Int) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control where scalar != "\n" && scalar != "\t", .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
        default: break
        }
        let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        return isWord && isHidden(place) ? "*" : scalar
    }

    /// What is hidden of the personal data in a text.
    private static func personal(in bytes: [UInt8]) -> [Range<Int>] {
        var hits: [DetectorHit] = []
        TextScanner().scan(bytes, 0..<bytes.count, for: .personal, into: &hits)
        return Masking.hidden(bytes, 0..<bytes.count, hits)
    }
}

/// A text cut where passages begin and end, each piece with the numbers of the passages that it belongs to.
package enum MarkedText {
    /// The pieces of a text of so many bytes, in order.
    package static func pieces(
        count: Int, _ passages: [(number: Int, range: Range<Int>)]
    ) -> [(range: Range<Int>, numbers: [Int])] {
        let passages = passages.map { (number: $0.number, range: $0.range.clamped(to: 0..<count)) }
        let cuts = Set(passages.flatMap { [$0.range.lowerBound, $0.range.upperBound] } + [0, count]).sorted()
        return zip(cuts, cuts.dropFirst()).map { start, end in
            (start..<end, passages.filter { $0.range.lowerBound <= start && end <= $0.range.upperBound }.map(\.number))
        }
    }
}
