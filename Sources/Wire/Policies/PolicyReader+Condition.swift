// Reads conditions: what is said, done or known in an episode.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Yams

extension PolicyReader {
    /// The kinds of condition, by the key that tells them.
    private static let kinds =
        ["all", "any", "not", "said", "message", "wait", "event", "clock"] + AttributeKind.allCases.map(\.word)
    /// The keys that say which of the places found count.
    private static let places = ["in", "at-least", "at-most", "after", "before", "nth", "within"]
    /// Conditions within conditions, at most.
    private static let deepest = 8

    /// A condition.
    mutating func condition(_ node: Node?, of what: String, depth: Int = 0) -> Condition? {
        guard let node else { return nil }
        guard depth < PolicyReader.deepest else {
            refuse(
                node, "the conditions of \(what) are nested too deep",
                "split them: \(PolicyReader.deepest) levels at most")
            return nil
        }
        guard let entries = entries(node, of: "a condition of \(what)") else { return nil }
        let named = entries.filter { PolicyReader.kinds.contains($0.name) }
        guard named.count == 1, let kind = named.first else {
            if named.isEmpty, let entry = entries.first(where: { !PolicyReader.isModifier($0.name) }) {
                refuse(entry.key, unknown: "condition", entry.name, among: PolicyReader.kinds)
            } else {
                let found = named.isEmpty ? "no condition" : named.map(\.name).joined(separator: " and ") + " at once"
                refuse(node, "a condition of \(what) has \(found)", "write one, or join several by all or any")
            }
            return nil
        }
        switch kind.name {
        case "all": return parts(kind.value, of: what, depth).map { .all($0) }
        case "any": return parts(kind.value, of: what, depth).map { .any($0) }
        case "not":
            return only(node, kind.name, of: what) { $0.condition(kind.value, of: what, depth: depth + 1) }.map {
                .not($0)
            }
        case "clock": return only(node, kind.name, of: what) { $0.episodeClock(kind.value, of: what) }.map { .met($0) }
        case "said", "message", "wait", "event": return selection(kind.name, node, of: what, depth).map { .finds($0) }
        default: return attribute(kind.name, node, of: what)
        }
    }

    private static func isModifier(_ name: String) -> Bool {
        places.contains(name)
            || ["by", "of", "longer-than", "shorter-than", "structured", "repeated", "note", "given"].contains(name)
    }

    /// Reads a condition that has no other keys.
    private mutating func only<Value>(
        _ node: Node, _ kind: String, of what: String, _ read: (inout PolicyReader) -> Value?
    ) -> Value? {
        guard fields(node, of: "'\(kind)' of \(what)", required: [kind]) != nil else { return nil }
        return read(&self)
    }

    private mutating func parts(_ node: Node, of what: String, _ depth: Int) -> [Condition]? {
        let nodes = list(node, of: "the conditions of \(what)")
        let parts = nodes.compactMap { condition($0, of: what, depth: depth + 1) }
        return parts.count == nodes.count && !parts.isEmpty ? parts : nil
    }

    private mutating func attribute(_ word: String, _ node: Node, of what: String) -> Condition? {
        guard let kind = AttributeKind.allCases.first(where: { $0.word == word }),
            let fields = fields(node, of: "'\(word)' of \(what)", required: [word]), let value = fields[word]
        else { return nil }
        return values(value, of: kind, what).map { .attribute(kind, $0) }
    }

    /// The values of what a conversation may be told apart by.
    mutating func values(_ value: Node, of kind: AttributeKind, _ what: String) -> [String]? {
        let word = kind.word
        let nodes = value.scalar == nil ? list(value, of: "'\(word)' of \(what)") : [value]
        let values = nodes.compactMap { text($0, "a value of '\(word)' of \(what)") }
        if kind == .stage {
            let stages = ConversationEvent.Stage.allCases.map(\.word).filter { !$0.isEmpty }
            for (node, value) in zip(nodes, values) where !stages.contains(value) {
                refuse(node, unknown: "stage", value, among: stages)
            }
        }
        return values.count == nodes.count && !values.isEmpty ? values : nil
    }

    // MARK: Selections

    private mutating func selection(_ kind: String, _ node: Node, of what: String, _ depth: Int) -> Selection? {
        let what = "'\(kind)' of \(what)"
        let own: [String] =
            switch kind {
            case "said": ["by", "of"]
            case "message": ["longer-than", "shorter-than", "structured", "repeated"]
            case "wait": ["longer-than"]
            default: ["note", "given"]
            }
        guard let fields = fields(node, of: what, required: [kind], optional: own + PolicyReader.places) else {
            return nil
        }
        guard let subject = subject(kind, fields, of: what) else { return nil }
        var selection = Selection(subject: subject)
        if let part = fields["in"] { selection.part = self.part(part, of: what) }
        bounds(fields, of: what, &selection)
        selection.relations = relations(fields, of: what, depth)
        return selection
    }

    private mutating func subject(_ kind: String, _ fields: [String: Node], of what: String) -> Selection.Subject? {
        switch kind {
        case "said":
            let speaker = fields["by"].map { self.speaker($0, of: what, among: Speaker.allCases) } ?? .agent
            guard let set = lexiconSet(fields["said"], of: what), let speaker else { return nil }
            return .words(set, by: speaker, needsAll: needsAll(fields["of"], of: what))
        case "message":
            let speaker = self.speaker(fields["message"], of: what, among: [.agent, .customer, .bot, .anyone])
            let measure = measure(fields, of: what)
            return speaker.map { .messages(measure, by: $0) }
        case "wait":
            let speaker = self.speaker(fields["wait"], of: what, among: [.agent, .customer])
            if fields["longer-than"] == nil, let node = fields["wait"] {
                refuse(node, "\(what) has no 'longer-than'", "add for instance 'longer-than: 2m'")
            }
            let limit = duration(fields["longer-than"], "'longer-than' in \(what)")
            guard let speaker, let limit else { return nil }
            return .waits(of: speaker, longerThan: limit)
        default: return events(fields, of: what).map { .events($0) }
        }
    }

    private mutating func speaker(_ node: Node?, of what: String, among speakers: [Speaker]) -> Speaker? {
        guard let node, let word = text(node, "the speaker in \(what)") else { return nil }
        let speaker = speakers.first { $0.word == word }
        if speaker == nil { refuse(node, unknown: "speaker", word, among: speakers.map(\.word)) }
        return speaker
    }

    private mutating func needsAll(_ node: Node?, of what: String) -> Bool {
        guard let node, let word = text(node, "'of' in \(what)") else { return false }
        if word != "any", word != "all" { refuse(node, unknown: "choice", word, among: ["any", "all"]) }
        return word == "all"
    }

    private mutating func measure(_ fields: [String: Node], of what: String) -> MessageMeasure {
        var measure = MessageMeasure()
        let lengths = 0...ConversationReader.Limit.text
        measure.longerThan = count(fields["longer-than"], "'longer-than' in \(what)", in: lengths).map(UInt32.init)
        measure.shorterThan = count(fields["shorter-than"], "'shorter-than' in \(what)", in: lengths).map(UInt32.init)
        if let node = fields["structured"] {
            measure.isStructured = flag(node, "'structured' in \(what)")
            if (measure.longerThan ?? 0) < ConversationReader.Limit.structure {
                refuse(
                    node, "\(what) asks short messages for paragraphs",
                    "add 'longer-than: \(ConversationReader.Limit.structure)' or more: shorter texts are not looked through"
                )
            }
        }
        measure.isRepeated = fields["repeated"].flatMap { flag($0, "'repeated' in \(what)") }
        return measure
    }

    private mutating func events(_ fields: [String: Node], of what: String) -> EventKindSet? {
        guard let node = fields["event"], let word = text(node, "the event in \(what)") else { return nil }
        let note = fields["note"].flatMap { flag($0, "'note' in \(what)") }
        let given = fields["given"].flatMap { flag($0, "'given' in \(what)") }
        let kinds: [EventKind]
        switch word {
        case "transfer", "escalation":
            let isEscalation = word == "escalation"
            kinds = [true, false].filter { note == nil || note == .some($0) }
                .map { EventKind(hasNote: $0, isEscalation: isEscalation) }
        case "consent": kinds = [(given ?? nil) ?? true ? .consentGiven : .consentWithdrawn]
        case "lookup": kinds = [.lookup]
        case "record": kinds = [.record]
        case "complaint": kinds = [.complaint]
        case "assigned": kinds = [.assigned]
        default:
            refuse(
                node, unknown: "event", word,
                among: ["transfer", "escalation", "consent", "lookup", "record", "complaint", "assigned"])
            return nil
        }
        if note != nil, word != "transfer", word != "escalation", let node = fields["note"] {
            refuse(node, "only transfers and escalations have a 'note'", "leave it out")
        }
        if given != nil, word != "consent", let node = fields["given"] {
            refuse(node, "only consent is 'given'", "leave it out")
        }
        // An escalation is a hand-over too.
        guard word == "transfer" else { return EventKindSet(kinds) }
        let escalations = [true, false].filter { note == nil || note == .some($0) }
        return EventKindSet(kinds + escalations.map { EventKind(hasNote: $0, isEscalation: true) })
    }

    // MARK: Which places count

    private mutating func part(_ node: Node, of what: String) -> Selection.Part {
        guard let text = text(node, "'in' of \(what)") else { return .all }
        if text == "anywhere" { return .all }
        let words = text.split(separator: " ")
        if words.count == 2, words[0] == "first" || words[0] == "last" {
            let isFirst = words[0] == "first"
            if let count = Int(words[1]), (1...1_000).contains(count) {
                return isFirst ? .firstMessages(count) : .lastMessages(count)
            }
            if let span = Milliseconds(written: String(words[1])), span > .zero {
                return isFirst ? .firstTime(span) : .lastTime(span)
            }
        }
        refuse(node, "'in' of \(what) is '\(text)'", "write 'first 2', 'last 3', 'first 60s', 'last 2m' or 'anywhere'")
        return .all
    }

    private mutating func bounds(_ fields: [String: Node], of what: String, _ selection: inout Selection) {
        let counts = 0...100_000
        let least = count(fields["at-least"], "'at-least' of \(what)", in: 1...100_000)
        let most = count(fields["at-most"], "'at-most' of \(what)", in: counts)
        selection.atLeast = least ?? (most == nil ? 1 : 0)
        selection.atMost = most ?? .max
        if let least, let most, least > most, let node = fields["at-most"] {
            refuse(node, "'at-most' of \(what) is less than 'at-least'", "no number of places satisfies both")
        }
    }

    private mutating func relations(_ fields: [String: Node], of what: String, _ depth: Int) -> [Selection.Relation] {
        let reach = reach(fields["within"], of: what)
        let nth = nth(fields["nth"], of: what)
        var relations: [Selection.Relation] = []
        for (key, side) in [("after", Selection.Relation.Side.after), ("before", .before)] {
            guard let node = fields[key] else { continue }
            guard let other = condition(node, of: "'\(key)' in \(what)", depth: depth + 1) else { continue }
            if !other.findsPlaces {
                refuse(node, "'\(key)' in \(what) finds no place", "name something said, a message, a wait or an event")
            }
            relations.append(Selection.Relation(side: side, other: other, nth: nth, reach: reach))
        }
        if fields["after"] == nil, fields["before"] == nil, let node = fields["within"] ?? fields["nth"] {
            refuse(node, "\(what) says how far, but not from what", "add 'after' or 'before', or leave it out")
        }
        return relations
    }

    private mutating func nth(_ node: Node?, of what: String) -> Int {
        guard let node else { return 1 }
        if node.scalar?.string == "last" { return 0 }
        return count(node, "'nth' of \(what)", in: 1...1_000) ?? 1
    }

    private mutating func reach(_ node: Node?, of what: String) -> Selection.Relation.Reach {
        guard let node, let text = text(node, "'within' of \(what)") else { return .anywhere }
        if let count = Int(text), (0...1_000).contains(count) { return .messages(count) }
        if let span = Milliseconds(written: text), span > .zero { return .time(span) }
        refuse(node, "'within' of \(what) is '\(text)'", "write a number of messages (3) or a length of time (60s)")
        return .anywhere
    }
}

extension Condition {
    /// Whether it can find places.
    fileprivate var findsPlaces: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.findsPlaces)
        case .finds: true
        case .not, .attribute, .met: false
        }
    }
}

extension AttributeKind {
    /// Its name in policies.
    package var word: String {
        switch self {
        case .channel: "channel"
        case .brand: "brand"
        case .stage: "stage"
        case .scene: "scene"
        case .tier: "tier"
        case .urgencyClass: "class"
        case .taskType: "task-type"
        case .language: "language"
        case .team: "team"
        case .region: "region"
        }
    }
}

extension Speaker {
    /// Its name in policies.
    package var word: String {
        switch self {
        case .customer: "customer"
        case .agent: "agent"
        case .bot: "bot"
        case .anyone: "anyone"
        case .record: "record"
        }
    }
}
