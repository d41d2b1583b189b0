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

    private static let notApplicable = Finding(applies: false)
    private static let passed = Finding(applies: true)

    init(applies: Bool, losses: [Loss] = []) {
        self.applies = applies
        self.losses = losses
    }

    /// What every check of the policy finds in the episode, dimension by dimension.
    static func all(in episode: Episode, clocks: [ClockResult], policy: Policy) -> [[Finding]] {
        var look = Look(episode: episode, policy: policy, clocks: clocks)
        return policy.checks.map { checks in
            checks.map { criterion in
                look.most = criterion.points
                return look.finding(of: criterion.check)
            }
        }
    }

    /// One look at one episode, criterion after criterion.
    private struct Look {
        let episode: Episode
        let policy: Policy
        let clocks: [ClockResult]
        /// The most that the criterion under the eye can cost.
        var most = Points.zero

        func finding(of check: Check) -> Finding {
            switch check {
            case .requires(let lexicon, let place): requires(lexicon, in: place)
            case .forbids(let lexicons, let each): forbids(lexicons, each: each)
            case .follows(let trigger, let role, let answer, let messages):
                follows(trigger: trigger, role: role, answer: answer, messages: messages)
            case .order(let trigger, let first, let second): order(trigger: trigger, first: first, second: second)
            case .clock(let kind): clock(clocks.first { $0.kind == kind })
            case .replies(let limit): replies(within: limit)
            case .structured(let length): structured(length: length)
            case .handOverNote: handOverNote()
            }
        }

        private var marks: [Mark] { episode.marks }

        private func isAgents(_ mark: Mark) -> Bool { mark.role == .agent && mark.isPublic }

        private func lost(at mark: Int) -> Finding {
            Finding(
                applies: true, losses: [Loss(points: most, evidence: Evidence(message: episode.identifier(of: mark)))])
        }

        private func lost(at hit: LexiconHit) -> Finding { Finding(applies: true, losses: [loss(of: most, at: hit)]) }

        private func loss(of points: Points, at hit: LexiconHit) -> Loss {
            Loss(
                points: points,
                evidence: Evidence(
                    message: episode.identifier(of: Int(hit.mark)), start: hit.start, end: hit.end,
                    lexicon: policy.lexicons[Int(hit.lexicon)].name))
        }

        private func firstHit(of lexicons: LexiconSet, from mark: Int) -> LexiconHit? {
            episode.hits.first { $0.mark >= mark && lexicons.contains($0.lexicon) }
        }

        func requires(_ lexicon: UInt8, in place: Check.Place) -> Finding {
            switch place {
            case .first(let count):
                var left = count
                for mark in marks where isAgents(mark) && left > 0 {
                    if mark.lexicons.contains(lexicon) { return .passed }
                    left -= 1
                }
            case .last(let count):
                var left = count
                for mark in marks.reversed() where isAgents(mark) && left > 0 {
                    if mark.lexicons.contains(lexicon) { return .passed }
                    left -= 1
                }
            case .anywhere:
                if marks.contains(where: { isAgents($0) && $0.lexicons.contains(lexicon) }) { return .passed }
            }
            let shownBy =
                if case .last = place { marks.lastIndex(where: isAgents) } else { marks.firstIndex(where: isAgents) }
            return shownBy.map { lost(at: $0) } ?? .notApplicable
        }

        func forbids(_ lexicons: LexiconSet, each: Points) -> Finding {
            guard episode.header.counts.agentMessages > 0 else { return .notApplicable }
            var finding = Finding.passed
            var left = most
            for hit in episode.hits where lexicons.contains(hit.lexicon) && left > .zero {
                guard isAgents(marks[Int(hit.mark)]) else { continue }
                finding.losses.append(loss(of: min(each, left), at: hit))
                left = left - min(each, left)
            }
            return finding
        }

        func follows(trigger: LexiconSet, role: Role, answer: LexiconSet, messages: Int) -> Finding {
            var applies = false
            for (index, mark) in marks.enumerated()
            where mark.role == role && mark.isPublic && mark.lexicons.intersects(trigger) {
                applies = true
                if !isAnswered(from: index, by: answer, messages: messages),
                    let hit = firstHit(of: trigger, from: index)
                {
                    return lost(at: hit)
                }
            }
            return applies ? .passed : .notApplicable
        }

        /// The same message answers when an agent wrote it; the next ones need not have come yet, but then they count as missing.
        private func isAnswered(from index: Int, by answer: LexiconSet, messages: Int) -> Bool {
            if isAgents(marks[index]), marks[index].lexicons.intersects(answer) { return true }
            var left = messages
            for mark in marks[(index + 1)...] where isAgents(mark) && left > 0 {
                if mark.lexicons.intersects(answer) { return true }
                left -= 1
            }
            return false
        }

        func order(trigger: LexiconSet, first: LexiconSet, second: LexiconSet) -> Finding {
            guard
                let start = marks.firstIndex(where: {
                    $0.role == .customer && $0.isPublic && $0.lexicons.intersects(trigger)
                })
            else { return .notApplicable }
            var isFirst = false
            for hit in episode.hits where hit.mark > start && isAgents(marks[Int(hit.mark)]) {
                if first.contains(hit.lexicon) { isFirst = true }
                if second.contains(hit.lexicon) { return isFirst ? .passed : lost(at: hit) }
            }
            return .notApplicable
        }

        func clock(_ result: ClockResult?) -> Finding {
            guard let result, !episode.header.hasEstimatedTimes else { return .notApplicable }
            switch result.outcome {
            case .met: return .passed
            case .breached: return marks.isEmpty ? .notApplicable : lost(at: shownBy(result))
            case .open, .abandoned, .cancelled: return .notApplicable
            }
        }

        /// The late reply; without one, the message that waited for it.
        private func shownBy(_ result: ClockResult) -> Int {
            let late = result.fulfilledAt.flatMap { at in
                marks.firstIndex { $0.at == at && $0.isPublic && result.kind.isFulfilled(by: $0.role) }
            }
            return late ?? 0
        }

        func replies(within limit: Milliseconds) -> Finding {
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

        func structured(length: UInt32) -> Finding {
            let long = marks.indices.filter { isAgents(marks[$0]) && marks[$0].length > length }
            guard !long.isEmpty else { return .notApplicable }
            return long.first { !marks[$0].flags.contains(.structured) }.map { lost(at: $0) } ?? .passed
        }

        func handOverNote() -> Finding {
            let counts = episode.header.counts
            guard counts.transfers > 0 else { return .notApplicable }
            guard counts.transfersWithNote < counts.transfers else { return .passed }
            return Finding(applies: true, losses: [Loss(points: most, evidence: Evidence(message: ""))])
        }
    }
}
