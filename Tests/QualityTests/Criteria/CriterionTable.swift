// Tables of examples for criteria, and how they are written.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

/// Examples of what criteria find.
///
/// A table is a line "# greeting", or "# greeting, internet/opening" for criteria that are one in several presets, and an example
/// a line: "+ C 在吗 | A 您好" passes, "- …" loses points, "0 …" does not apply. A table of "ecommerce/replies" stands before one
/// of "replies", which is for all presets.
///
/// Parts are the lines of `Transcript`, five seconds apart where "A@30 您好" does not say when: "C", "A", "B" and "N" with a
/// text, "R" with an entry, "H", "h", "E lookup", and "class=urgent" for attributes. "药×201" is a character so many times.
/// What shows the loss stands in ‹ ›, or a star follows the part's letter: "A* 在的"; a part "*" stands for the episode.
struct CriterionTable: CustomTestStringConvertible, Sendable {
    /// One example.
    struct Example: Sendable {
        /// As it stands in the table.
        var written: String
        /// As `Transcript` reads it.
        var lines: String
        /// What the criterion finds; passages without their lexicon.
        var verdict: Verdict
    }

    /// The criteria that it is for: "greeting", or "internet/greeting" for one preset's.
    var criteria: [String]
    /// The examples.
    var examples: [Example]

    var testDescription: String { criteria.joined(separator: ", ") }

    /// All tables.
    static let all = [
        attitude, medicine, communication, compliance, internet, ecommerce, process, platform, outcome,
    ].flatMap(read)

    /// The table of a preset's criterion.
    static func of(_ criterion: String, in preset: String) -> CriterionTable? {
        all.first { $0.criteria.contains("\(preset)/\(criterion)") } ?? all.first { $0.criteria.contains(criterion) }
    }

    private static func read(_ text: String) -> [CriterionTable] {
        var tables: [CriterionTable] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# ") {
                tables.append(
                    CriterionTable(criteria: line.dropFirst(2).split(separator: ", ").map(String.init), examples: []))
            } else {
                tables[tables.count - 1].examples.append(Example(String(line)))
            }
        }
        return tables
    }
}

extension CriterionTable.Example {
    fileprivate init(_ written: String) {
        self.written = written
        var lines: [String] = []
        var shown: [String] = []
        var (second, messages, events) = (-5, 0, 0)
        for part in written.dropFirst(2).split(separator: " | ") {
            guard part != "*" else {
                shown.append("")
                continue
            }
            if let sign = part.firstIndex(of: "="), part[..<sign].allSatisfy({ $0.isLowercase || $0 == "-" }) {
                lines.append("@ \(part[..<sign]) \(part[part.index(after: sign)...])")
                continue
            }
            var head = part.prefix { $0 != " " }
            var text = Self.repeated(String(part.dropFirst(head.count + 1)))
            second += 5
            if let sign = head.firstIndex(of: "@") {
                second = Int(head[head.index(after: sign)...]) ?? second
                head = head[..<sign]
            }
            let isEvent = ["H", "h", "E"].contains(head.prefix(1))
            if isEvent { events += 1 } else { messages += 1 }
            let id = isEvent ? "e\(events)" : "m\(messages)"
            if head.hasSuffix("*") {
                shown.append(id)
                head.removeLast()
            }
            shown += text.split(separator: "‹", omittingEmptySubsequences: false).dropFirst().map {
                "\(id): \($0.prefix { $0 != "›" })"
            }
            text.removeAll { $0 == "‹" || $0 == "›" }
            lines.append(text.isEmpty ? "\(head) \(second)" : "\(head) \(second) \(text)")
        }
        self.lines = lines.joined(separator: "\n")
        verdict = written.hasPrefix("+") ? .passes : written.hasPrefix("0") ? .doesNotApply : .loses(shown)
    }

    /// "药×3" is "药药药".
    private static func repeated(_ text: String) -> String {
        guard let sign = text.firstIndex(of: "×"), sign > text.startIndex else { return text }
        let character = text[text.index(before: sign)]
        let digits = text[text.index(after: sign)...].prefix(while: \.isNumber)
        let rest = text[text.index(after: sign)...].dropFirst(digits.count)
        return text[..<text.index(before: sign)] + String(repeating: character, count: Int(digits) ?? 1) + rest
    }
}
