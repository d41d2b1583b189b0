// Checks in English.
// SPDX-License-Identifier: Apache-2.0

import Quality

extension CheckWording {
    func englishCheck(_ criterion: Criterion, isBonus: Bool) -> String {
        let whole = whole(criterion.points, isBonus: isBonus)
        switch criterion.check {
        case .requires(let lexicon, let place):
            return "\(requiredPlace(place)) has words of \(quoted([lexicons[Int(lexicon)]])). \(whole)"
        case .forbids(let set, let each):
            let words = "No message of a human agent has words of \(quoted(names(set)))."
            return "\(words) \(cost(each, of: criterion.points, isBonus: isBonus))"
        case .follows(let trigger, let role, let answer, let messages):
            let asked = "\(subject(role)) has words of \(quoted(names(trigger)))"
            return "Whenever \(asked), \(reply(role, messages)) has words of \(quoted(names(answer))). \(whole)"
        case .order(let trigger, let first, let second):
            return
                "After the customer's first message with words of \(quoted(names(trigger))), human agents use words of "
                + "\(quoted(names(first))) before they first use words of \(quoted(names(second))). \(whole)"
        case .clock(let kind): return "\(target(kind)) \(whole)"
        case .replies(let limit):
            return
                "No customer waits longer than \(span(limit)) for a message of a human agent or robot, from the oldest "
                + "unanswered message on. \(whole)"
        case .structured(let length):
            return
                "Every message of a human agent that has more than \(length) characters has paragraphs or list marks. "
                + whole
        case .handOverNote: return "Every hand-over, escalations included, carries a note. \(whole)"
        case .expects(let condition): return "It must be so: \(english(condition)). \(whole)"
        case .avoids(let condition, let each):
            var cost = condition.hasCostlyPlaces ? cost(each, of: criterion.points, isBonus: isBonus) : whole
            if condition.hasPlacesOfOnePart, each < criterion.points {
                cost += " The places are those of the first part that finds some."
            }
            return "It must not be so: \(english(condition)). \(cost)"
        case .human:
            let most =
                isBonus
                ? "award up to \(points(criterion.points)) of the total" : "take up to \(points(criterion.points))"
            return "People judge it in a review, and may \(most)."
        }
    }

    func englishApplicability(_ criterion: Criterion) -> String {
        var conditions = criterion.when.map { [english($0)] } ?? []
        var needsTimes = criterion.when?.mayBeUnknown ?? false
        switch criterion.check {
        case .requires, .forbids: conditions.append("a human agent has written")
        case .follows(let trigger, let role, _, _):
            conditions.append("\(subject(role)) has words of \(quoted(names(trigger)))")
        case .order(let trigger, _, let second):
            conditions.append(
                "the customer uses words of \(quoted(names(trigger))) and a human agent later uses words of "
                    + quoted(names(second)))
        case .clock:
            conditions.append("it is decided whether the clock was met")
            needsTimes = true
        case .replies(let limit):
            conditions.append("a message of the customer was answered or has waited longer than \(span(limit))")
            needsTimes = true
        case .structured(let length):
            conditions.append("a human agent has written a message of more than \(length) characters")
        case .handOverNote: conditions.append("the conversation was handed over")
        case .expects(let condition), .avoids(let condition, _):
            if criterion.when == nil { conditions.append("a human agent has written") }
            needsTimes = needsTimes || condition.mayBeUnknown
        case .human: conditions.append("a reviewer has scored it; automatic scores leave it out")
        }
        let bracketed = conditions.count > 1 ? conditions.map { "[\($0)]" } : conditions
        let unless = needsTimes ? ", unless times were estimated or a clock it asks for is undecided" : ""
        return "Applies when \(bracketed.joined(separator: " and "))\(unless)."
    }

    // MARK: Parts

    private func requiredPlace(_ place: Check.Place) -> String {
        switch place {
        case .first(1): "The first message of human agents"
        case .last(1): "The last message of human agents"
        case .first(let count): "At least one of the first \(count) messages of human agents"
        case .last(let count): "At least one of the last \(count) messages of human agents"
        case .anywhere: "At least one message of a human agent"
        }
    }

    private func subject(_ role: Role) -> String {
        switch role {
        case .customer: "a message of the customer"
        case .agent: "a message of a human agent"
        case .bot: "a message of a robot"
        case .system: "a message of the platform"
        }
    }

    private func reply(_ role: Role, _ messages: Int) -> String {
        let next =
            messages == 1 ? "the next message of human agents" : "one of the next \(messages) messages of human agents"
        guard role == .agent else { return next }
        return messages == 0 ? "the same message" : "the same message or \(next)"
    }

    private func target(_ kind: ClockKind) -> String {
        guard kind == .firstResponseHuman || kind == .firstResponseAny else {
            return "The clock '\(kind.word)'\(targets[kind].map { " (\(span($0)))" } ?? "") is not breached."
        }
        let who = kind == .firstResponseHuman ? "A human agent" : "A human agent or robot"
        let limit = targets[kind].map { "within \(span($0)) of" } ?? "in time after"
        return "\(who) answers \(limit) the customer's first message (clock '\(kind.word)')."
    }

    private func whole(_ points: Points, isBonus: Bool) -> String {
        isBonus
            ? "Then \(self.points(points)) of the total \(points == .hundred / 100 ? "is" : "are") awarded."
            : "Otherwise \(points == .hundred / 100 ? "1 point is" : "all \(self.points(points)) are") lost."
    }

    private func cost(_ each: Points, of points: Points, isBonus: Bool) -> String {
        if isBonus {
            let rest = each == points ? "one place takes it all" : "each place takes \(self.points(each)) of them"
            return "If there is no place, \(self.points(points)) of the total are awarded; \(rest)."
        }
        if each == points { return "The first place costs all \(self.points(points))." }
        return "Each place costs \(self.points(each)), all together at most \(self.points(points))."
    }

    func points(_ points: Points) -> String { "\(points.written) \(points == .hundred / 100 ? "point" : "points")" }

    /// 'a', 'b' or 'c'.
    func quoted(_ names: [String], joint: String = "or") -> String {
        let names = names.map { "'\($0)'" }
        guard let last = names.last, names.count > 1 else { return names.first ?? "no lexicon" }
        return "\(names.dropLast().joined(separator: ", ")) \(joint) \(last)"
    }
}

extension Points {
    /// A part of the points.
    static func / (points: Points, divisor: Int32) -> Points { Points(hundredths: points.hundredths / divisor) }
}
