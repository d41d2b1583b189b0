// What looking at one criterion found in one episode.
// SPDX-License-Identifier: Apache-2.0

/// What a criterion's check found: whether it applies, and each loss with its evidence.
struct Finding {
    /// A loss in points of the dimension.
    struct Loss {
        var points: Points
        var evidence: Evidence
    }

    var applies: Bool
    var losses: [Loss] = []
    /// What shows that the criterion was met, where a condition says so.
    var shown: Evidence?

    // Made anew: that is less than to copy one that there is.
    static var notApplicable: Finding { Finding(applies: false) }
    static var passed: Finding { Finding(applies: true) }

    /// What every check of the policy finds in the episode, dimension by dimension.
    static func all(
        in episode: Episode, of subject: ContactAttributes, clocks: [ClockResult], policy: Policy
    )
        -> [[Finding]]
    {
        let look = EpisodeLook(episode: episode, attributes: subject, policy: policy, clocks: clocks)
        return policy.glances.indices.map { dimension in
            policy.glances[dimension].indices.map { criterion in
                look.finding(at: policy.glances[dimension][criterion])
                    ?? look.finding(of: policy.checks[dimension][criterion])
            }
        }
    }
}

/// One look at one episode, criterion after criterion. A class: whatever of it is handed on would copy the whole otherwise.
final class EpisodeLook {
    let episode: Episode
    let attributes: ContactAttributes
    let policy: Policy
    let clocks: [ClockResult]
    /// The most that the criterion under the eye can cost.
    private var most = Points.zero
    /// For each mark the lexicons that it hit.
    private let lexicons: [LexiconSet]
    /// The lexicons that any mark hit, and those that public messages of agents did: what is not among them need not be looked for,
    /// and that is most of it.
    let said: LexiconSet
    private let agentsSaid: LexiconSet
    /// For each speaker how many messages of that speaker there are up to each mark; made when asked for.
    var ordinals: [[UInt32]] = Array(repeating: [], count: Speaker.allCases.count)

    init(episode: Episode, attributes: ContactAttributes, policy: Policy, clocks: [ClockResult]) {
        var lexicons = Array(repeating: LexiconSet(), count: episode.marks.count)
        for hit in episode.hits { lexicons[Int(hit.mark)].insert(hit.lexicon) }
        var (said, agentsSaid) = (LexiconSet(), LexiconSet())
        for (index, mark) in episode.marks.enumerated() {
            said.formUnion(lexicons[index])
            if mark.role == .agent, mark.isPublic { agentsSaid.formUnion(lexicons[index]) }
        }
        self.lexicons = lexicons
        (self.said, self.agentsSaid) = (said, agentsSaid)
        // Behind the last look at it, so that it is handed over and not copied.
        self.episode = episode
        self.attributes = attributes
        self.policy = policy
        self.clocks = clocks
    }

    var marks: [Mark] { episode.marks }

    /// What a check finds, where that is seen at a glance.
    @inline(__always)
    fileprivate func finding(at glance: CriterionGlance) -> Finding? {
        guard glance.finding != .unknown, !(glance.isOfAgents ? agentsSaid : said).intersects(glance.words) else {
            return nil
        }
        return glance.finding == .passedByAgents && hasAgent ? .passed : .notApplicable
    }

    func finding(of criterion: CriterionCheck) -> Finding {
        if let words = criterion.whenWords, !said.intersects(words) { return .notApplicable }
        most = criterion.points
        var place: Place?
        if let when = criterion.when {
            let met = result(of: when)
            guard met.truth == true else { return .notApplicable }
            place = met.places.first
        } else if case .human = criterion.check {
            return .notApplicable
        }
        switch criterion.check {
        case .requires(let lexicon, let part): return requires(lexicon, in: part)
        case .forbids(let lexicons, let each): return forbids(lexicons, each: each)
        case .follows(let trigger, let role, let answer, let messages):
            return follows(trigger: trigger, role: role, answer: answer, messages: messages)
        case .order(let trigger, let first, let second): return order(trigger: trigger, first: first, second: second)
        case .clock(let kind): return clock(clocks.filter { $0.kind == kind })
        case .replies(let limit): return replies(within: limit)
        case .structured(let length): return structured(length: length)
        case .handOverNote: return handOverNote()
        case .human: return .notApplicable
        case .expects(let condition):
            guard criterion.when != nil || hasAgent else { return .notApplicable }
            return expects(condition, shownBy: place)
        case .avoids(let condition, let each):
            guard criterion.when != nil || hasAgent else { return .notApplicable }
            return avoids(condition, each: each, shownBy: place)
        }
    }

    // MARK: Conditions

    private func expects(_ condition: Condition, shownBy place: Place?) -> Finding {
        let met = result(of: condition)
        switch met.truth {
        case nil: return .notApplicable
        case true?:
            var finding = Finding.passed
            finding.shown = (met.places.first ?? place).map(evidence)
            return finding
        case false?:
            return Finding(
                applies: true,
                losses: [Finding.Loss(points: most, evidence: place.map(evidence) ?? whole(for: condition))])
        }
    }

    private func avoids(_ condition: Condition, each: Points, shownBy place: Place?) -> Finding {
        let met = result(of: condition)
        guard let truth = met.truth else { return .notApplicable }
        var finding = Finding.passed
        guard truth else { return finding }
        guard !met.places.isEmpty else {
            let evidence = place.map(evidence) ?? whole(for: condition)
            finding.losses = [Finding.Loss(points: most, evidence: evidence)]
            return finding
        }
        var left = most
        for place in met.places where left > .zero {
            finding.losses.append(Finding.Loss(points: min(each, left), evidence: evidence(place)))
            left = left - min(each, left)
        }
        return finding
    }

    /// The message that shows what is missing: the last one of an agent where the end was looked at, else the first.
    private func whole(for condition: Condition) -> Evidence {
        let mark = condition.looksAtEnd ? marks.lastIndex(where: isAgents) : marks.firstIndex(where: isAgents)
        return Evidence(message: (mark ?? marks.indices.first).map { episode.identifier(of: $0) } ?? "")
    }

    private func evidence(_ place: Place) -> Evidence {
        Evidence(
            message: episode.identifier(of: place.mark), start: place.start, end: place.end,
            lexicon: place.lexicon.map { policy.lexicons[Int($0)].name } ?? "")
    }

    // MARK: Words

    func isAgents(_ mark: Mark) -> Bool { mark.role == .agent && mark.isPublic }

    private var hasAgent: Bool { episode.header.counts.agentMessages > 0 }

    private func lost(at mark: Int) -> Finding {
        Finding(
            applies: true,
            losses: [Finding.Loss(points: most, evidence: Evidence(message: episode.identifier(of: mark)))])
    }

    private func lost(at hit: LexiconHit) -> Finding {
        Finding(applies: true, losses: [Finding.Loss(points: most, evidence: evidence(Place(hit)))])
    }

    private func firstHit(of lexicons: LexiconSet, from mark: Int) -> LexiconHit? {
        episode.hits.first { $0.mark >= mark && lexicons.contains($0.lexicon) }
    }

    private func requires(_ lexicon: UInt8, in part: Check.Place) -> Finding {
        if agentsSaid.contains(lexicon), isSaid(lexicon, in: part) { return .passed }
        let shownBy =
            if case .last = part { marks.lastIndex(where: isAgents) } else { marks.firstIndex(where: isAgents) }
        return shownBy.map { lost(at: $0) } ?? .notApplicable
    }

    /// Whether an agent says a word of the lexicon in that part.
    private func isSaid(_ lexicon: UInt8, in part: Check.Place) -> Bool {
        switch part {
        case .first(let count):
            var left = count
            for index in marks.indices where isAgents(marks[index]) && left > 0 {
                if lexicons[index].contains(lexicon) { return true }
                left -= 1
            }
        case .last(let count):
            var left = count
            for index in marks.indices.reversed() where isAgents(marks[index]) && left > 0 {
                if lexicons[index].contains(lexicon) { return true }
                left -= 1
            }
        case .anywhere: return true
        }
        return false
    }

    private func forbids(_ lexicons: LexiconSet, each: Points) -> Finding {
        guard hasAgent else { return .notApplicable }
        guard agentsSaid.intersects(lexicons) else { return .passed }
        var finding = Finding.passed
        var left = most
        let hits = episode.hits.filter { lexicons.contains($0.lexicon) && isAgents(marks[Int($0.mark)]) }
        var places = hits.map(Place.init)
        Place.keepApart(&places)
        for place in places where left > .zero {
            finding.losses.append(Finding.Loss(points: min(each, left), evidence: evidence(place)))
            left = left - min(each, left)
        }
        return finding
    }

    /// The same message answers when an agent wrote it; the next ones need not have come yet, but then they count as missing.
    private func follows(trigger: LexiconSet, role: Role, answer: LexiconSet, messages: Int) -> Finding {
        guard said.intersects(trigger) else { return .notApplicable }
        var unanswered: Int?
        var applies = false
        // How many messages of agents behind this place the nearest answer is.
        var distance = Int.max
        for index in marks.indices.reversed() where marks[index].isPublic {
            let mark = marks[index]
            let answers = mark.role == .agent && lexicons[index].intersects(answer)
            if mark.role == role, lexicons[index].intersects(trigger) {
                applies = true
                if !answers, distance > messages { unanswered = index }
            }
            if mark.role == .agent { distance = answers ? 1 : distance == .max ? .max : distance + 1 }
        }
        if let unanswered, let hit = firstHit(of: trigger, from: unanswered) { return lost(at: hit) }
        return applies ? .passed : .notApplicable
    }

    private func order(trigger: LexiconSet, first: LexiconSet, second: LexiconSet) -> Finding {
        guard said.intersects(trigger),
            let start = marks.indices.first(where: {
                marks[$0].role == .customer && marks[$0].isPublic && lexicons[$0].intersects(trigger)
            })
        else { return .notApplicable }
        var isFirst = false
        for hit in episode.hits where hit.mark > start && isAgents(marks[Int(hit.mark)]) {
            if first.contains(hit.lexicon) { isFirst = true }
            if second.contains(hit.lexicon) { return isFirst ? .passed : lost(at: hit) }
        }
        return .notApplicable
    }

    // MARK: Times and structure

    /// Lost at the first cycle that was breached; where none was, one that was met passes.
    private func clock(_ cycles: [ClockResult]) -> Finding {
        guard !episode.header.hasEstimatedTimes, !marks.isEmpty else { return .notApplicable }
        if let breached = cycles.first(where: { $0.outcome == .breached }) { return lost(at: shownBy(breached)) }
        return cycles.contains { $0.outcome == .met } ? .passed : .notApplicable
    }

    /// The late reply; without one, the message that waited for it.
    private func shownBy(_ result: ClockResult) -> Int {
        let late = result.fulfilledAt.flatMap { at in
            marks.firstIndex { $0.at == at && $0.isPublic && ($0.role == .agent || $0.role == .bot) }
        }
        return late ?? marks.firstIndex { $0.at >= result.startedAt && $0.isPublic } ?? 0
    }

    private func replies(within limit: Milliseconds) -> Finding {
        guard !episode.header.hasEstimatedTimes else { return .notApplicable }
        var waitingSince: Int?
        var applies = false
        for (index, mark) in marks.enumerated() where mark.isPublic {
            if let asked = waitingSince, mark.at - marks[asked].at > limit { return lost(at: asked) }
            switch mark.role {
            case .customer: waitingSince = waitingSince ?? index
            case .agent, .bot:
                applies = applies || waitingSince != nil
                waitingSince = nil
            case .system: break
            }
        }
        if let asked = waitingSince, episode.header.lastAt - marks[asked].at > limit { return lost(at: asked) }
        return applies ? .passed : .notApplicable
    }

    private func structured(length: UInt32) -> Finding {
        let long = marks.indices.filter { isAgents(marks[$0]) && marks[$0].length > length }
        guard !long.isEmpty else { return .notApplicable }
        return long.first { !marks[$0].flags.contains(.structured) }.map { lost(at: $0) } ?? .passed
    }

    private func handOverNote() -> Finding {
        let counts = episode.header.counts
        guard counts.transfers > 0 else { return .notApplicable }
        guard counts.transfersWithNote < counts.transfers else { return .passed }
        return Finding(applies: true, losses: [Finding.Loss(points: most, evidence: Evidence(message: ""))])
    }
}
