// Conditions in English.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension CheckWording {
    func english(_ condition: Condition) -> String {
        switch condition {
        case .all(let parts): return bracketed(parts).joined(separator: " and ")
        case .any(let parts): return bracketed(parts).joined(separator: " or ")
        case .not(let part): return "not [\(english(part))]"
        case .attribute(let kind, let values): return "the \(name(kind)) is \(quoted(values))"
        case .met(let kind):
            return "the clock '\(kind.word)'\(targets[kind].map { " (\(span($0)))" } ?? "") was met"
        case .finds(let selection): return english(selection)
        }
    }

    private func bracketed(_ parts: [Condition]) -> [String] {
        parts.count == 1 ? parts.map(english) : parts.map { "[\(english($0))]" }
    }

    private func english(_ selection: Selection) -> String {
        let relations = selection.relations.map { relation($0, selection.subject.speaker) }.joined()
        switch selection.subject {
        case .words(let set, let speaker, let needsAll):
            let lexicons = needsAll ? "each of \(quoted(names(set), joint: "and"))" : quoted(names(set))
            let verb =
                switch selection.bounds {
                case .some, .any: "occur"
                case .none: "never occur"
                default: "occur \(times(selection.bounds))"
                }
            return "words of \(lexicons) \(verb) \(location(selection.part, speaker))\(relations)"
        case .messages(let measure, let speaker):
            let messages = "\(count(selection.bounds, one: one(speaker), many: many(speaker)))\(text(measure))"
            return
                "there \(isOne(selection.bounds) ? "is" : "are") \(messages)\(among(selection.part, speaker))\(relations)"
        case .waits(let speaker, let limit):
            let who = speaker == .customer ? "the customer waits" : "human agents wait for the customer"
            let often: String =
                switch selection.bounds {
                case .some, .any: ""
                case .none: "never "
                default: "\(times(selection.bounds)) "
                }
            return "\(who) \(often)longer than \(span(limit)) for an answer, from the oldest unanswered message on"
                + "\(waiting(selection.part, speaker))\(relations)"
        case .events(let kinds):
            let groups = kinds.groups
            let names = groups.map(name)
            let list =
                names.count < 2
                ? names.first ?? "event" : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
            let article = "aeiou".contains(list.prefix(1)) ? "an" : "a"
            let many = "events of the kind \(list)"
            let events = count(selection.bounds, one: list, many: many).replacing(
                "a \(list)", with: "\(article) \(list)")
            return "there \(isOne(selection.bounds) ? "is" : "are") \(events)\(eventPart(selection.part))\(relations)"
        }
    }

    // MARK: Numbers

    private func times(_ bounds: Selection.Bounds) -> String {
        switch bounds {
        case .some: "at least once"
        case .any: "any number of times"
        case .none: "never"
        case .atLeast(let least): "at least \(least) times"
        case .atMost(let most): most == 1 ? "at most once" : "at most \(most) times"
        case .exactly(let number): number == 1 ? "exactly once" : "exactly \(number) times"
        case .between(let least, let most): "\(least) to \(most) times"
        }
    }

    private func count(_ bounds: Selection.Bounds, one: String, many: String) -> String {
        switch bounds {
        case .some: "a \(one)"
        case .any: "any number of \(many)"
        case .none: "no \(one)"
        case .atLeast(let least): "at least \(least) \(many)"
        case .atMost(let most): "at most \(most) \(most == 1 ? one : many)"
        case .exactly(let number): "exactly \(number) \(number == 1 ? one : many)"
        case .between(let least, let most): "\(least) to \(most) \(many)"
        }
    }

    private func isOne(_ bounds: Selection.Bounds) -> Bool {
        switch bounds {
        case .some, .none, .atMost(1), .exactly(1): true
        default: false
        }
    }

    private func ordinal(_ number: Int) -> String {
        switch number {
        case 0: "last"
        case 1: "first"
        case 2: "second"
        case 3: "third"
        default: "\(number)th"
        }
    }

    // MARK: Speakers and kinds

    private func one(_ speaker: Speaker) -> String {
        switch speaker {
        case .customer: "message of the customer"
        case .agent: "message of a human agent"
        case .bot: "message of a robot"
        case .anyone: "message of the customer, an agent or a robot"
        case .record: "entry in the customer file"
        }
    }

    private func many(_ speaker: Speaker) -> String {
        switch speaker {
        case .customer: "messages of the customer"
        case .agent: "messages of human agents"
        case .bot: "messages of robots"
        case .anyone: "messages of customer, agents and robots"
        case .record: "entries in the customer file"
        }
    }

    private func name(_ kind: AttributeKind) -> String {
        switch kind {
        case .channel: "channel"
        case .brand: "brand"
        case .stage: "stage of the purchase"
        case .scene: "scene"
        case .tier: "customer's tier"
        case .urgencyClass: "urgency class"
        case .taskType: "task type"
        case .language: "language"
        case .team: "team"
        case .region: "region"
        }
    }

    private func name(_ group: EventKindSet.Group) -> String {
        switch group {
        case .handOver: "hand-over"
        case .handOverWithNote: "hand-over with a note"
        case .handOverWithoutNote: "hand-over without a note"
        case .escalation: "escalation"
        case .escalationWithNote: "escalation with a note"
        case .escalationWithoutNote: "escalation without a note"
        case .consentGiven: "consent given by the customer"
        case .consentWithdrawn: "consent withdrawn by the customer"
        case .lookup: "look-up in an official system"
        case .record: "entry in the customer file"
        case .complaint: "complaint"
        case .assigned: "assignment to an agent"
        }
    }

    private func text(_ measure: MessageMeasure) -> String {
        var parts: [String] = []
        if let limit = measure.longerThan { parts.append("with more than \(limit) characters") }
        if let limit = measure.shorterThan { parts.append("with fewer than \(limit) characters") }
        if let form = measure.isStructured { parts.append("\(form ? "with" : "without") paragraphs or list marks") }
        if let repeated = measure.isRepeated {
            let least = MessageMeasure.shortestRepetition
            parts.append(
                repeated
                    ? "whose text, of \(least) bytes at least, the same side has sent before letter by letter"
                    : "whose text the same side has not sent before letter by letter")
        }
        return parts.isEmpty ? "" : " " + parts.joined(separator: " and ")
    }

    // MARK: Places

    /// Where words are looked for.
    private func location(_ part: Selection.Part, _ speaker: Speaker) -> String {
        switch part {
        case .all: "in \(many(speaker))"
        case .firstMessages(1): "in the first \(one(speaker))"
        case .lastMessages(1): "in the last \(one(speaker))"
        case .firstMessages(let count): "in the first \(count) \(many(speaker))"
        case .lastMessages(let count): "in the last \(count) \(many(speaker))"
        case .firstTime, .lastTime: "in \(many(speaker))\(time(part))"
        }
    }

    /// Which messages may be the ones that waited.
    private func waiting(_ part: Selection.Part, _ speaker: Speaker) -> String {
        switch part {
        case .all: ""
        case .firstMessages(1): ", this being the first \(one(speaker))"
        case .lastMessages(1): ", this being the last \(one(speaker))"
        case .firstMessages(let count): ", this being one of the first \(count) \(many(speaker))"
        case .lastMessages(let count): ", this being one of the last \(count) \(many(speaker))"
        case .firstTime, .lastTime: ", this being sent\(time(part))"
        }
    }

    private func among(_ part: Selection.Part, _ speaker: Speaker) -> String {
        switch part {
        case .firstMessages(1): ", which is the first \(one(speaker))"
        case .lastMessages(1): ", which is the last \(one(speaker))"
        case .firstMessages(let count): ", among the first \(count) \(many(speaker))"
        case .lastMessages(let count): ", among the last \(count) \(many(speaker))"
        case .all, .firstTime, .lastTime: time(part)
        }
    }

    private func eventPart(_ part: Selection.Part) -> String {
        switch part {
        case .firstMessages(let count): ", before the conversation has more than \(count) \(many(.anyone))"
        case .lastMessages(let count): ", when fewer than \(count) \(many(.anyone)) follow"
        default: time(part)
        }
    }

    private func time(_ part: Selection.Part) -> String {
        switch part {
        case .firstTime(let limit): " within \(span(limit)) of the episode's start"
        case .lastTime(let limit): " within the last \(span(limit)) of the episode"
        case .all, .firstMessages, .lastMessages: ""
        }
    }

    private func relation(_ relation: Selection.Relation, _ speaker: Speaker) -> String {
        let side = relation.side == .after ? "behind" : "before"
        let reach: String =
            switch relation.reach {
            case .anywhere: ""
            case .messages(let count):
                " and at most \(count) \(count == 1 ? one(speaker) : many(speaker)) away (the same message is 0 away)"
            case .time(let limit): " and at most \(span(limit)) away"
            }
        return ", \(side) the \(ordinal(relation.nth)) place where [\(english(relation.other))]\(reach)"
    }
}

extension Selection.Subject {
    /// Whose messages are counted.
    var speaker: Speaker {
        switch self {
        case .words(_, let speaker, _), .messages(_, let speaker), .waits(let speaker, _): speaker
        case .events: .anyone
        }
    }
}
