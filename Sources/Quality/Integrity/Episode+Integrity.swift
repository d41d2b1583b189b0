// The integrity signals of an episode.
// SPDX-License-Identifier: Apache-2.0

/// How an episode ended, for the one that takes the conversation up again.
package struct EpisodeClosing: Hashable, Sendable {
    /// When.
    package var at: Instant
    /// Who had it.
    package var agent: NameID
    /// That agent's team.
    package var team: NameID
    /// How many endings in a row before this one were taken up again soon.
    package var streak: UInt32
    /// Whether a clock that ran until then had little of its target left.
    package var isBeforeDeadline: Bool

    /// An end.
    package init(at: Instant, agent: NameID, team: NameID, streak: UInt32, isBeforeDeadline: Bool) {
        self.at = at
        self.agent = agent
        self.team = team
        self.streak = streak
        self.isBeforeDeadline = isBeforeDeadline
    }
}

/// Something in an episode that integrity signals are made of, once it has ended.
package enum IntegrityNote: Hashable, Sendable {
    /// The message of that number is empty.
    case emptyReply(mark: UInt32)
    /// Somebody who had the conversation handed it over.
    case handOver(at: Instant, agent: NameID, team: NameID)
    /// It takes up what ended so.
    case reopened(EpisodeClosing)
}

extension Policy {
    /// Whether an agent's message is empty, where signals are counted. The hits are those of its scan.
    package func isEmptyReply(
        _ bytes: [UInt8], _ message: ConversationEvent.Message, _ hits: [PhraseHit]
    ) -> Bool {
        guard let integrity, message.role == .agent, message.flags.isDisjoint(with: .neverAnswers) else { return false }
        return integrity.isEmpty(bytes, message.text, hits)
    }
}

extension Episode {
    /// So many hand-overs of an episode are looked at: each is held against every clock.
    private static let mostHandOvers = 1_000

    /// Notes that who has the conversation hands it over to somebody else: nothing when nobody has it.
    package mutating func note(handOverTo agent: NameID, at time: Instant) {
        guard let holder = header.holders.last, holder.agent != .none, holder.agent != agent,
            header.counts.transfers <= Episode.mostHandOvers
        else { return }
        header.notes.append(.handOver(at: time, agent: holder.agent, team: holder.team))
    }

    /// How the episode ends at an instant, for the next one.
    package func closing(at end: Instant, policy: Policy, _ integrity: IntegrityPolicy) -> EpisodeClosing {
        let before = reopened.flatMap { takesUp($0, integrity) ? $0.streak + 1 : nil }
        let isLate = header.clocks.cycles.contains { clock in
            (clock.state == .running || clock.state == .fulfilled) && clock.endedAt >= end
                && header.clocks.isLate(clock, at: end, policy.clocks, integrity)
        }
        let holder = successor(policy.episodeCredit)
        return EpisodeClosing(
            at: end, agent: holder.agent, team: holder.team, streak: before ?? 0, isBeforeDeadline: isLate)
    }

    private var reopened: EpisodeClosing? {
        for note in header.notes { if case .reopened(let closing) = note { return closing } }
        return nil
    }

    private func takesUp(_ closing: EpisodeClosing, _ integrity: IntegrityPolicy) -> Bool {
        header.startedAt - closing.at <= integrity.reopenedWithin
    }

    /// The signals of the episode, by who gave cause for them.
    func integrityCounts(_ policy: Policy, _ integrity: IntegrityPolicy, _ names: some NameLookup) -> [IntegrityCount] {
        var counts: [IntegrityCount] = []
        func holder(_ agent: NameID, _ team: NameID) -> HolderName? {
            guard agent != header.agent || team != header.team else { return nil }
            return HolderName(agent: names.string(agent), team: names.string(team))
        }
        let cycles = header.clocks.cycles
        var empty: Set<Int> = []
        for note in header.notes {
            switch note {
            case .emptyReply(let mark): empty.insert(Int(mark))
            case .handOver(let at, let agent, let team):
                let isLate = cycles.contains { clock in
                    clock.startedAt <= at && at < clock.endedAt
                        && header.clocks.isLate(clock, at: at, policy.clocks, integrity)
                }
                counts.add(.lateHandOvers, holder: holder(agent, team), of: 1, found: isLate ? 1 : 0)
            case .reopened(let closing):
                let isSoon = takesUp(closing, integrity)
                let isCycle = isSoon && closing.streak + 1 >= integrity.reopenedTimes
                let closer = holder(closing.agent, closing.team)
                counts.add(.cycles, holder: closer, of: 1, found: isCycle ? 1 : 0)
                counts.add(.lateEndings, holder: closer, of: 1, found: isSoon && closing.isBeforeDeadline ? 1 : 0)
            }
        }
        for reply in replies(policy, integrity) {
            let isFound = reply.isLate && empty.contains(reply.mark)
            counts.add(
                .emptyReplies, holder: holderName(at: marks[reply.mark].at, names), of: 1, found: isFound ? 1 : 0)
        }
        return counts
    }

    /// The agents' messages that met a clock, in their order, and whether one of these clocks had little of its target left.
    private func replies(_ policy: Policy, _ integrity: IntegrityPolicy) -> [(mark: Int, isLate: Bool)] {
        var firstAt: [Instant: Int] = [:]
        for (index, mark) in marks.enumerated() where mark.role == .agent && mark.isPublic {
            if firstAt[mark.at] == nil { firstAt[mark.at] = index }
        }
        var isLate: [Int: Bool] = [:]
        for clock in header.clocks.cycles {
            guard clock.state == .fulfilled, clock.endedAt <= clock.deadline,
                !policy.clocks[Int(clock.place)].conditions.fulfils.isDisjoint(with: [.agent, .substance]),
                let mark = firstAt[clock.endedAt]
            else { continue }
            let isLast = header.clocks.isLate(clock, at: clock.endedAt, policy.clocks, integrity)
            isLate[mark] = isLast || isLate[mark] == true
        }
        return isLate.sorted { $0.key < $1.key }.map { (mark: $0.key, isLate: $0.value) }
    }
}

extension EpisodeClocks {
    /// Whether little was left of a cycle's target at an instant, in business time, and the deadline had not passed.
    fileprivate func isLate(
        _ clock: Clock, at time: Instant, _ policies: [ClockPolicy], _ integrity: IntegrityPolicy
    ) -> Bool {
        guard clock.startedAt <= time, time <= clock.deadline else { return false }
        let policy = policies[Int(clock.place)]
        let used = policy.businessTime(from: clock.startedAt, to: time, rule: clock.rule, pauses(of: policy))
        return (clock.target.count - used.count) * 100 < clock.target.count * integrity.lastPercent
    }
}
