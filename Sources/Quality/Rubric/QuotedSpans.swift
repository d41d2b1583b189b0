// What stands in quotation marks (A20).
// SPDX-License-Identifier: Apache-2.0

/// The parts of one text that quote somebody: between “ and ”, 「 and 」, 『 and 』, and lines that begin with ">".
struct QuotedSpans {
    /// A mark that opens or closes a quotation.
    enum Mark: UInt16, CaseIterable {
        case openDouble, closeDouble, openCorner, closeCorner, openWhiteCorner, closeWhiteCorner, line

        var text: String {
            switch self {
            case .openDouble: "“"
            case .closeDouble: "”"
            case .openCorner: "「"
            case .closeCorner: "」"
            case .openWhiteCorner: "『"
            case .closeWhiteCorner: "』"
            case .line: ">"
            }
        }
    }

    /// A quotation is at most so many bytes long; a mark that nothing closes within them quotes nothing.
    private static let longest: UInt32 = 1_500

    private var spans: [(start: UInt32, end: UInt32)] = []
    private var opened: InlineArray<3, UInt32> = [.max, .max, .max]

    /// Whether nothing is quoted.
    var isEmpty: Bool { spans.isEmpty }

    /// Takes a mark of the text; marks come in order.
    mutating func take(_ mark: Mark, at hit: PhraseHit, _ bytes: [UInt8], _ range: Range<Int>) {
        let pair = Int(mark.rawValue) / 2
        switch mark {
        case .openDouble, .openCorner, .openWhiteCorner: opened[pair] = hit.start
        case .closeDouble, .closeCorner, .closeWhiteCorner:
            if opened[pair] != .max, hit.end - opened[pair] <= QuotedSpans.longest { add(opened[pair], hit.end) }
            opened[pair] = .max
        case .line:
            let place = range.lowerBound + Int(hit.start)
            guard place == range.lowerBound || bytes[place - 1] == UInt8(ascii: "\n") else { return }
            let end = bytes[place..<range.upperBound].firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
            add(hit.start, UInt32(end - range.lowerBound))
        }
    }

    /// Quotations within others add nothing.
    private mutating func add(_ start: UInt32, _ end: UInt32) {
        while let last = spans.last, last.start >= start { spans.removeLast() }
        if let last = spans.last, last.end >= end { return }
        spans.append((start, end))
    }

    /// Whether a hit lies within a quotation.
    func contain(_ hit: PhraseHit) -> Bool {
        // The last quotation that starts before the hit ends last, too: none lies within another.
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].start <= hit.start { low = middle + 1 } else { high = middle }
        }
        return low > 0 && hit.end <= spans[low - 1].end
    }
}
