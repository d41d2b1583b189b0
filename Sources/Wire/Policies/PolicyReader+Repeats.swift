// Reads what makes a contact the repetition of another one.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// What `repeat-contacts` says; nil without it.
    mutating func repeatRules(_ node: Node?) -> RepeatRules? {
        guard let node else { return nil }
        let what = "'repeat-contacts'"
        guard
            let fields = fields(
                node, of: what, required: ["window", "bots"], optional: ["same-issue", "unknown-issue"])
        else { return nil }
        if (fields["same-issue"] == nil) != (fields["unknown-issue"] == nil) {
            refuse(
                node, "\(what) has only one of 'same-issue' and 'unknown-issue'",
                "write both, or neither: then all contacts of a customer are about the same issue")
        }
        let window = duration(fields["window"], "'window' of \(what)")
        let names = list(fields["same-issue"], of: "'same-issue' of \(what)")
        let keys = names.compactMap { node -> RepeatRules.IssueKey? in
            guard let word = text(node, "a key of 'same-issue'") else { return nil }
            let key = RepeatRules.IssueKey.allCases.first { $0.word == word }
            if key == nil { refuse(node, unknown: "key", word, among: RepeatRules.IssueKey.allCases.map(\.word)) }
            return key
        }
        if Set(keys).count < keys.count, let node = fields["same-issue"] {
            refuse(node, "'same-issue' names a key twice", "drop one: they are asked in their order")
        }
        let unknown = choice(fields["unknown-issue"], "'unknown-issue' of \(what)", among: ["same", "different"])
        let bots = choice(fields["bots"], "'bots' of \(what)", among: ["counted", "left-out"])
        guard let window, let bots else { return nil }
        if let field = fields["window"], window > PolicyReader.longestRepeatWindow {
            refuse(
                field, "'window' of \(what) is longer than 92 days",
                "write how long after the end of a contact the next one repeats it, for instance 3d or 24h")
        }
        return RepeatRules(
            window: window, keys: keys, unknownIsSame: unknown == "same", countsBots: bots == "counted")
    }

    /// Customers' contacts are kept so long, and longer.
    private static let longestRepeatWindow = Milliseconds.hours(92 * 24)

    private mutating func choice(_ node: Node?, _ what: String, among words: [String]) -> String? {
        guard let node, let word = text(node, what) else { return nil }
        guard words.contains(word) else {
            refuse(node, "\(what) is '\(word)'", "write \(words.joined(separator: " or "))")
            return nil
        }
        return word
    }
}
