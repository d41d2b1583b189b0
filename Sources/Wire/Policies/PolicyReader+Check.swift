// Reads the check of a criterion.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The kinds of check: the key that tells the kind, and the other keys that belong to it. All are required.
    private static let checks: [(kind: String, others: [String])] = [
        ("requires", ["in"]), ("forbids", ["each"]),
        ("follows", ["by", "with", "within"]), ("order", ["before", "after"]),
        ("clock", []), ("replies-within", []), ("structured-above", []), ("hand-over-note", []), ("expects", []),
        ("avoids", []),
    ]

    /// Counts of messages in checks.
    private static let messages = 1...1_000

    /// The check of a criterion that is worth so many points.
    mutating func check(_ node: Node?, of what: String, worth points: Points?) -> Check? {
        guard let node, let entries = entries(node, of: "the check of \(what)") else { return nil }
        let kinds = PolicyReader.checks.filter { check in entries.contains { $0.name == check.kind } }
        guard kinds.count == 1, let kind = kinds.first else {
            let names = PolicyReader.checks.map(\.kind)
            let others = PolicyReader.checks.flatMap(\.others)
            if kinds.isEmpty, let entry = entries.first(where: { !others.contains($0.name) }) {
                refuse(entry.key, unknown: "check", entry.name, among: names)
            } else {
                let found = kinds.isEmpty ? "no check" : "\(kinds.count) checks"
                refuse(node, "\(what) has \(found)", "write exactly one of \(names.joined(separator: ", "))")
            }
            return nil
        }
        let optional = kind.kind == "avoids" ? ["each"] : []
        let required = [kind.kind] + kind.others
        guard let fields = fields(node, of: "the check of \(what)", required: required, optional: optional) else {
            return nil
        }
        return read(kind.kind, fields, of: what, worth: points)
    }

    private mutating func read(
        _ kind: String, _ fields: [String: Node], of what: String, worth points: Points?
    ) -> Check? {
        switch kind {
        case "requires": requires(fields, of: what)
        case "forbids": forbids(fields, of: what, worth: points)
        case "follows": follows(fields, of: what)
        case "order": order(fields, of: what)
        case "clock": episodeClock(fields["clock"], of: what).map { .clock($0) }
        case "replies-within": duration(fields[kind], "'replies-within' of \(what)").map { .replies(within: $0) }
        case "structured-above": structured(fields[kind], of: what)
        case "expects": condition(fields[kind], of: what).map { .expects($0) }
        case "avoids": avoids(fields, of: what, worth: points)
        default: handOverNote(fields[kind], of: what)
        }
    }

    private mutating func requires(_ fields: [String: Node], of what: String) -> Check? {
        let lexicon = lexicon(fields["requires"], of: what)
        let place = place(fields["in"], of: what)
        guard let lexicon, let place else { return nil }
        return .requires(lexicon: lexicon, place: place)
    }

    private mutating func forbids(_ fields: [String: Node], of what: String, worth points: Points?) -> Check? {
        let lexicons = lexiconSet(fields["forbids"], of: "'forbids' of \(what)")
        let each = each(fields["each"], of: what, worth: points)
        guard let lexicons, let each else { return nil }
        return .forbids(lexicons: lexicons, each: each)
    }

    private mutating func avoids(_ fields: [String: Node], of what: String, worth points: Points?) -> Check? {
        let condition = condition(fields["avoids"], of: what)
        let each = fields["each"] == nil ? points : each(fields["each"], of: what, worth: points)
        guard let condition, let each else { return nil }
        return .avoids(condition, each: each)
    }

    /// What each place costs.
    private mutating func each(_ node: Node?, of what: String, worth points: Points?) -> Points? {
        let each = self.points(node, "'each' of \(what)")
        if let node, let each, let points, each > points {
            refuse(
                node, "'each' of \(what) is more than its points",
                "write at most \(points.written): a criterion never costs more than its points")
        }
        return each
    }

    private mutating func follows(_ fields: [String: Node], of what: String) -> Check? {
        let trigger = lexiconSet(fields["follows"], of: "'follows' of \(what)")
        let role = role(fields["by"], of: what)
        let answer = lexiconSet(fields["with"], of: "'with' of \(what)")
        let messages = count(fields["within"], "'within' of \(what)", in: 0...PolicyReader.messages.upperBound)
        if let node = fields["within"], messages == 0, let role, role != .agent {
            refuse(node, "'within' of \(what) is 0, and \(role.word)s do not answer themselves", "write at least 1")
        }
        guard let trigger, let role, let answer, let messages else { return nil }
        return .follows(trigger: trigger, role: role, answer: answer, messages: messages)
    }

    private mutating func order(_ fields: [String: Node], of what: String) -> Check? {
        let first = lexiconSet(fields["order"], of: "'order' of \(what)")
        let second = lexiconSet(fields["before"], of: "'before' of \(what)")
        let trigger = lexiconSet(fields["after"], of: "'after' of \(what)")
        guard let first, let second, let trigger else { return nil }
        if first.intersects(second), let node = fields["before"] {
            refuse(
                node, "'order' and 'before' of \(what) share a lexicon",
                "no words come before themselves: name different lexicons")
        }
        return .order(trigger: trigger, first: first, second: second)
    }

    /// A clock of the episode: a score does not wait for others.
    mutating func episodeClock(_ node: Node?, of what: String) -> ClockKind? {
        guard let node, let kind = clock(node, of: what) else { return nil }
        guard !kind.outlivesEpisode else {
            refuse(
                node, "'\(kind.word)' goes on when the episode has ended and is scored",
                "let a clock of the episode lose points, or watch '\(kind.word)' with a threshold")
            return nil
        }
        return kind
    }

    mutating func clock(_ node: Node?, of what: String) -> ClockKind? {
        guard let node, let word = text(node, "'clock' of \(what)") else { return nil }
        guard let kind = clocks.first(where: { $0.word == word }) else {
            refuse(node, unknown: "clock", word, among: clocks.map(\.word))
            return nil
        }
        return kind
    }

    private mutating func structured(_ node: Node?, of what: String) -> Check? {
        // Shorter texts are not looked through for paragraphs and lists.
        let bounds = ConversationReader.Limit.structure...ConversationReader.Limit.text
        return count(node, "'structured-above' of \(what)", in: bounds).map { .structured(length: UInt32($0)) }
    }

    private mutating func handOverNote(_ node: Node?, of what: String) -> Check? {
        guard let node, let flag = flag(node, "'hand-over-note' of \(what)") else { return nil }
        if !flag { refuse(node, "'hand-over-note' of \(what) is false", "write true, or leave the criterion out") }
        return .handOverNote
    }

    private mutating func place(_ node: Node?, of what: String) -> Check.Place? {
        guard let node, let text = text(node, "'in' of \(what)") else { return nil }
        if text == "anywhere" { return .anywhere }
        let words = text.split(separator: " ")
        if words.count == 2, let count = Int(words[1]), PolicyReader.messages.contains(count) {
            if words[0] == "first" { return .first(count) }
            if words[0] == "last" { return .last(count) }
        }
        refuse(
            node, "'in' of \(what) is '\(text)'",
            "write 'first 2', 'last 3' (of the agents' messages; 1 to 1000) or 'anywhere'")
        return nil
    }

    private mutating func role(_ node: Node?, of what: String) -> Role? {
        guard let node, let word = text(node, "'by' of \(what)") else { return nil }
        let role = Role.allCases.first { $0.word == word }
        if role == nil { refuse(node, unknown: "role", word, among: Role.allCases.map(\.word)) }
        return role
    }

    /// The lexicon of that name: one of the file, or a standard one.
    mutating func lexicon(_ node: Node?, of what: String) -> UInt8? {
        guard let node, let name = text(node, "a lexicon of \(what)") else { return nil }
        guard let lexicon = lexicons[name] ?? addStandard(name, at: node) else {
            refuse(node, unknown: "lexicon", name, among: lexiconNames + library.map(\.name))
            return nil
        }
        usedLexicons.insert(lexicon)
        return lexicon
    }

    mutating func lexiconSet(_ node: Node?, of what: String) -> LexiconSet? {
        guard let node else { return nil }
        var set = LexiconSet()
        let nodes = node.scalar == nil ? list(node, of: what) : [node]
        for node in nodes {
            guard let lexicon = lexicon(node, of: what) else { continue }
            if set.contains(lexicon) { refuse(node, "\(what) names a lexicon twice", "drop one") }
            set.insert(lexicon)
        }
        return set.count == nodes.count && !nodes.isEmpty ? set : nil
    }
}

extension Role {
    /// The role's name in policies.
    fileprivate var word: String {
        switch self {
        case .customer: "customer"
        case .agent: "agent"
        case .bot: "bot"
        case .system: "system"
        }
    }
}
