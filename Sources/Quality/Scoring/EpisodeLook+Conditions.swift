// How conditions are told from an episode.
// SPDX-License-Identifier: Apache-2.0

/// A place of an episode: a mark, and the passage in its text where there is one.
struct Place: Hashable {
    var mark: Int
    var start: UInt32 = 0
    var end: UInt32 = 0
    /// The lexicon that was hit.
    var lexicon: UInt8?

    init(mark: Int) { self.mark = mark }

    init(_ hit: LexiconHit) {
        mark = Int(hit.mark)
        start = hit.start
        end = hit.end
        lexicon = hit.lexicon
    }

    /// The order of places: by mark, then within the text. Events at the same instant stand in their sequence (A22).
    static func precedes(_ left: Place, _ right: Place) -> Bool {
        (left.mark, left.start, left.end) < (right.mark, right.start, right.end)
    }

    /// Of places in their order keeps those that do not overlap the one before: the same words count once, however many lexicons
    /// have them.
    static func keepApart(_ places: inout [Place]) {
        var last: Place?
        places.removeAll { place in
            if let last, last.mark == place.mark, place.start < last.end { return true }
            last = place
            return false
        }
    }
}

/// What became of a condition.
struct ConditionResult {
    /// Whether it holds; nil where that cannot be told.
    var truth: Bool?
    /// The places that it found, in order.
    var places: [Place] = []

    static var unknown: ConditionResult { ConditionResult(truth: nil) }
}

extension Condition {
    /// Whether it looks at the end of the episode rather than at the whole or the beginning.
    var looksAtEnd: Bool {
        switch self {
        case .finds(let selection):
            switch selection.part {
            case .lastMessages, .lastTime: true
            case .all, .firstMessages, .firstTime: false
            }
        default: parts.contains(where: \.looksAtEnd)
        }
    }
}

extension EpisodeLook {
    func result(of condition: Condition) -> ConditionResult {
        switch condition {
        case .all(let parts): return all(parts)
        case .any(let parts): return any(parts)
        case .not(let part): return ConditionResult(truth: result(of: part).truth.map(!))
        case .finds(let selection): return result(of: selection)
        case .attribute(let kind, let values):
            return ConditionResult(truth: values.contains(attributes[kind]))
        case .met(let kind):
            guard !episode.header.hasEstimatedTimes else { return .unknown }
            let outcomes = clocks.filter { $0.kind == kind }.map(\.outcome)
            if outcomes.contains(.breached) { return ConditionResult(truth: false) }
            return outcomes.contains(.met) ? ConditionResult(truth: true) : .unknown
        }
    }

    /// The places of the first part that finds some.
    private func all(_ parts: [Condition]) -> ConditionResult {
        var whole = ConditionResult(truth: true)
        for part in parts {
            let result = result(of: part)
            if result.truth == false { return ConditionResult(truth: false) }
            if result.truth == nil { whole.truth = nil }
            if whole.places.isEmpty { whole.places = result.places }
        }
        return whole
    }

    /// The places of all parts that hold.
    private func any(_ parts: [Condition]) -> ConditionResult {
        var whole = ConditionResult(truth: false)
        for part in parts {
            let result = result(of: part)
            switch result.truth {
            case true?:
                whole.truth = true
                whole.places += result.places
            case nil: if whole.truth == false { whole.truth = nil }
            case false?: break
            }
        }
        whole.places.sort(by: Place.precedes)
        return whole
    }

    private func result(of selection: Selection) -> ConditionResult {
        guard var places = places(of: selection.subject), narrow(&places, to: selection) else { return .unknown }
        for relation in selection.relations {
            guard relate(&places, relation, selection.subject.speaker) else { return .unknown }
        }
        var isWhole = true
        if case .words(let lexicons, _, let needsAll) = selection.subject {
            var found = LexiconSet()
            for place in places { if let lexicon = place.lexicon { found.insert(lexicon) } }
            isWhole = !needsAll || found == lexicons
            Place.keepApart(&places)
        }
        let isEnough = selection.atLeast <= places.count && places.count <= selection.atMost
        return ConditionResult(truth: isWhole && isEnough, places: places)
    }

    // MARK: Places

    /// All places of a subject; nil where they cannot be told.
    private func places(of subject: Selection.Subject) -> [Place]? {
        switch subject {
        case .words(let lexicons, let speaker, _):
            guard said.intersects(lexicons) else { return [] }
            return episode.hits.compactMap { hit in
                lexicons.contains(hit.lexicon) && speaks(speaker, marks[Int(hit.mark)]) ? Place(hit) : nil
            }
        case .messages(let measure, let speaker): return messages(measure, by: speaker)
        case .waits(let speaker, let limit):
            return episode.header.hasEstimatedTimes ? nil : waits(of: speaker, longerThan: limit)
        case .events(let kinds):
            return marks.indices.filter { marks[$0].event != .message && kinds.contains(marks[$0].event) }
                .map(Place.init(mark:))
        }
    }

    private func speaks(_ speaker: Speaker, _ mark: Mark) -> Bool {
        speaker == .record ? mark.event == .record : mark.isPublic && speaker.includes(mark.role)
    }

    private func messages(_ measure: MessageMeasure, by speaker: Speaker) -> [Place] {
        var places: [Place] = []
        var seen: Set<UInt64> = []
        for (index, mark) in marks.enumerated() where speaks(speaker, mark) {
            if let limit = measure.longerThan, mark.length <= limit { continue }
            if let limit = measure.shorterThan, mark.length >= limit { continue }
            if let form = measure.isStructured, form != mark.flags.contains(.structured) { continue }
            if let repeated = measure.isRepeated {
                let text = UInt64(mark.textHash) << 32 | UInt64(mark.length) << 8 | UInt64(mark.role.rawValue)
                let isAgain = mark.textHash != 0 && !seen.insert(text).inserted
                if isAgain != repeated { continue }
            }
            places.append(Place(mark: index))
        }
        return places
    }

    /// The messages that waited longer than the limit for the other side; at the end, until the episode's latest event.
    private func waits(of speaker: Speaker, longerThan limit: Milliseconds) -> [Place] {
        var places: [Place] = []
        var waiting: Int?
        for (index, mark) in marks.enumerated() where mark.isPublic && mark.role != .system {
            if speaks(speaker, mark) {
                waiting = waiting ?? index
            } else if let asked = waiting, answers(speaker, mark) {
                if mark.at - marks[asked].at > limit { places.append(Place(mark: asked)) }
                waiting = nil
            }
        }
        if let asked = waiting, episode.header.lastAt - marks[asked].at > limit { places.append(Place(mark: asked)) }
        return places
    }

    /// Whether the message answers one of that speaker: customers are answered by agents and robots, these by customers.
    private func answers(_ speaker: Speaker, _ mark: Mark) -> Bool {
        speaker == .customer ? mark.role != .customer : mark.role == .customer
    }

    // MARK: Parts and relations

    /// Keeps the places in the part that is looked at; false where that cannot be told.
    private func narrow(_ places: inout [Place], to selection: Selection) -> Bool {
        let marks = episode.marks
        switch selection.part {
        case .all: return true
        case .firstMessages where places.isEmpty, .lastMessages where places.isEmpty: return true
        case .firstMessages(let count):
            let ordinal = ordinals(of: selection.subject.speaker)
            places.removeAll { Int(ordinal[$0.mark]) > count }
        case .lastMessages(let count):
            let ordinal = ordinals(of: selection.subject.speaker)
            let first = Int(ordinal.last ?? 0) - count
            places.removeAll { Int(ordinal[$0.mark]) <= first }
        case .firstTime(let span):
            guard !episode.header.hasEstimatedTimes else { return false }
            places.removeAll { marks[$0.mark].at - episode.header.startedAt > span }
        case .lastTime(let span):
            guard !episode.header.hasEstimatedTimes else { return false }
            places.removeAll { episode.header.lastAt - marks[$0.mark].at > span }
        }
        return true
    }

    /// Keeps the places that lie where the relation says; false where that cannot be told.
    private func relate(_ places: inout [Place], _ relation: Selection.Relation, _ speaker: Speaker) -> Bool {
        let other = result(of: relation.other)
        guard let truth = other.truth else { return false }
        let place =
            relation.nth == 0
            ? other.places.last : other.places.indices.contains(relation.nth - 1) ? other.places[relation.nth - 1] : nil
        guard truth, let anchor = place else {
            places.removeAll()
            return true
        }
        switch relation.side {
        case .after: places.removeAll { !Place.precedes(anchor, $0) }
        case .before: places.removeAll { !Place.precedes($0, anchor) }
        }
        switch relation.reach {
        case .anywhere: break
        case .messages(let count):
            let ordinal = ordinals(of: speaker)
            places.removeAll { abs(Int(ordinal[$0.mark]) - Int(ordinal[anchor.mark])) > count }
        case .time(let span):
            guard !episode.header.hasEstimatedTimes else { return false }
            let marks = episode.marks
            places.removeAll {
                let distance = marks[$0.mark].at - marks[anchor.mark].at
                return abs(distance.count) > span.count
            }
        }
        return true
    }

    /// For each mark how many messages of the speaker there are up to it.
    private func ordinals(of speaker: Speaker) -> [UInt32] {
        let index = Int(speaker.rawValue) - 1
        if ordinals[index].isEmpty {
            var count: UInt32 = 0
            ordinals[index] = marks.map { mark in
                if speaks(speaker, mark) { count += 1 }
                return count
            }
        }
        return ordinals[index]
    }
}

extension Selection.Subject {
    /// Whose messages it counts.
    fileprivate var speaker: Speaker {
        switch self {
        case .words(_, let speaker, _), .messages(_, let speaker), .waits(let speaker, _): speaker
        case .events: .anyone
        }
    }
}
