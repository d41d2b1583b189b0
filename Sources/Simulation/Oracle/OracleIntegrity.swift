// The oracle's reading of integrity signals.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// What an episode has that signals are made of, in the order that its source counted. Plain: targets are elapsed time outside pauses, as in
/// histories.
struct OracleIntegrity {
    /// How an episode ended.
    struct Closing {
        var at: Instant
        var agent: String
        var team: String
        var streak: UInt32
        var isLate: Bool
    }

    /// One wait for an answer.
    struct Wait {
        var from: Instant
        var until: Instant?
        var target: Milliseconds
        var pauses: [Range<Instant>] = []

        var deadline: Instant { OraclePauses.deadline(from: from, target, pauses) }

        /// Whether little of the target is left.
        func isNear(_ time: Instant, _ percent: Int64) -> Bool {
            guard from <= time, time <= deadline else { return false }
            let used = (time - from).count - OraclePauses.pausedTime(from: from, to: time, pauses).count
            return (target.count - used) * 100 < target.count * percent
        }
    }

    /// Something that somebody does behind the end of an episode.
    struct Deed {
        enum Kind { case word, handOver, withdrawal }

        var at: Instant
        var kind: Kind
        var agent: String
        /// The latest episode that has ended.
        var episode: UInt32
    }

    /// Public words of agents, and whether they are empty.
    var words: [(at: Instant, isEmpty: Bool)] = []
    /// Public words of the customer.
    var said: [String] = []
    /// Hand-overs by those who had the episode.
    var handOvers: [(at: Instant, agent: String, team: String)] = []
    /// How the episode before it ended, when that was looked at.
    var before: Closing?

    private func isSoon(_ start: Instant, _ rules: IntegrityPolicy) -> Bool {
        before.map { start - $0.at <= rules.reopenedWithin } ?? false
    }

    /// How the episode ends.
    func closing(
        from start: Instant, at end: Instant, by holder: HolderName, _ waits: [Wait], _ rules: IntegrityPolicy
    ) -> Closing {
        let isLate = waits.contains { ($0.until ?? end) >= end && $0.isNear(end, rules.lastPercent) }
        let streak = isSoon(start, rules) ? (before?.streak ?? 0) + 1 : 0
        return Closing(at: end, agent: holder.agent, team: holder.team, streak: streak, isLate: isLate)
    }

    /// The signals of the episode.
    ///
    /// - Parameter holder: who had it at an instant.
    func counts(
        from start: Instant, of agent: HolderName, _ waits: [Wait], _ rules: IntegrityPolicy,
        holder: (Instant) -> HolderName
    ) -> [IntegrityCount] {
        var counts: [IntegrityCount] = []
        func add(_ signal: IntegritySignal, _ holder: HolderName, _ isFound: Bool) {
            counts.add(signal, holder: holder == agent ? nil : holder, of: 1, found: isFound ? 1 : 0)
        }
        for (index, word) in words.enumerated() where words.firstIndex(where: { $0.at == word.at }) == index {
            let met = waits.filter { $0.until == word.at && word.at <= $0.deadline }
            guard !met.isEmpty else { continue }
            let isNear = met.contains { $0.isNear(word.at, rules.lastPercent) }
            add(.emptyReplies, holder(word.at), isNear && word.isEmpty)
        }
        for handOver in handOvers {
            let isNear = waits.contains {
                handOver.at < $0.until ?? .distantFuture && $0.isNear(handOver.at, rules.lastPercent)
            }
            add(.lateHandOvers, HolderName(agent: handOver.agent, team: handOver.team), isNear)
        }
        if let before, !before.agent.isEmpty {
            let closer = HolderName(agent: before.agent, team: before.team)
            add(.cycles, closer, isSoon(start, rules) && before.streak + 1 >= rules.reopenedTimes)
            add(.lateEndings, closer, isSoon(start, rules) && before.isLate)
        }
        return counts
    }

    /// What a deed behind an end makes of an evaluation: nil when that changes nothing that is published.
    static func revision(
        of evaluation: inout Evaluation, by deed: Deed, _ rules: IntegrityPolicy
    ) -> Evaluation? {
        if deed.kind == .withdrawal {
            let counts = evaluation.counts
            guard evaluation.episode == deed.episode, counts.complaints > counts.withdrawnComplaints else { return nil }
            var next = evaluation
            next.counts.withdrawnComplaints += 1
            next.revision += 1
            next.cause = .lateEvent
            return next
        }
        guard evaluation.episode <= deed.episode, evaluation.agent == deed.agent else { return nil }
        guard deed.kind == .handOver else {
            for index in evaluation.surveys.indices where evaluation.surveys[index].at < deed.at {
                evaluation.surveys[index].isFollowedByTalk = true
            }
            return nil
        }
        var next = evaluation
        var found: UInt32 = 0
        for index in next.surveys.indices {
            let answer = next.surveys[index]
            guard answer.isCounted, let rating = answer.rating, rating < 3 else { continue }
            if answer.at < deed.at, deed.at - answer.at <= rules.givenAwayWithin {
                next.surveys[index].isGivenAway = true
            }
            if next.surveys[index].isGivenAway { found += 1 }
        }
        guard next.surveys != evaluation.surveys,
            let place = next.integrity.firstIndex(where: { $0.signal == .givenAway })
        else { return nil }
        next.integrity[place].found = found
        next.revision += 1
        next.cause = .integrity
        return next
    }
}
