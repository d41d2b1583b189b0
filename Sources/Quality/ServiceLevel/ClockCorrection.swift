// What a clock of an ended episode came to, as somebody has found out later.
// SPDX-License-Identifier: Apache-2.0

/// What one cycle of a clock of an ended episode came to, as somebody has found out later: a holiday was entered after the fact (T30), a
/// reply had the wrong time.
///
/// It states the result and not its cause: what the episode consisted of is not kept when it has ended, and the calendar that would give
/// another result is not that of the policy that the episode is judged by.
package struct ClockCorrection: Hashable, Sendable {
    /// The event's id within the conversation.
    package var id: String
    /// When it was corrected.
    package var at: Instant
    /// The episode, from 1.
    package var episode: UInt32
    /// What the cycle came to, with the deadline that it should have had. Its target says nothing; without a holder the one there is
    /// stays credited.
    package var result: ClockResult

    /// A correction.
    package init(id: String, at: Instant, episode: UInt32, result: ClockResult) {
        self.id = id
        self.at = at
        self.episode = episode
        self.result = result
    }

    /// Why it contradicts itself, and how to mend it; nil when it does not.
    package var contradiction: String? {
        guard result.cycle > 0 else { return "cycle must be the number of the cycle, from 1" }
        guard let deadline = result.deadline else {
            return "deadline_ms is not set: when should the target have been used up?"
        }
        guard deadline >= result.startedAt else { return "deadline_ms is before started_at_ms" }
        guard (result.fulfilledAt == nil) == (result.elapsed == nil), result.elapsed.map({ $0 >= .zero }) ?? true else {
            return "elapsed_ms is the business time until fulfilled_at_ms: set both, or none of them"
        }
        switch result.outcome {
        case .open: return "a clock of an ended episode is not open: it is met, breached, abandoned or cancelled"
        case .met:
            guard let fulfilledAt = result.fulfilledAt, fulfilledAt <= deadline else {
                return "the outcome is met: then fulfilled_at_ms is at deadline_ms or before"
            }
        case .breached:
            guard result.fulfilledAt.map({ $0 > deadline }) ?? true else {
                return "the outcome is breached: then fulfilled_at_ms is behind deadline_ms, or not set"
            }
        case .abandoned, .cancelled:
            guard result.fulfilledAt == nil else { return "the outcome says that nothing fulfilled the clock" }
        }
        return nil
    }
}

extension Evaluation {
    /// The evaluation after a correction of one of its clocks. The score stays: what a criterion took for the clock, people give back by
    /// a review.
    package func revised(by correction: ClockCorrection) -> RevisionVerdict {
        let asked = correction.result
        let name = "cycle \(asked.cycle) of the clock '\(asked.kind.word)'"
        guard !asked.kind.outlivesEpisode else {
            return .refused("\(name) outlives its episode: such clocks are not corrected, their calendar is")
        }
        guard let index = clocks.firstIndex(where: { $0.kind == asked.kind && $0.cycle == asked.cycle }) else {
            return .refused("episode \(episode) has no \(name); look at its evaluation")
        }
        let held = clocks[index]
        guard held.startedAt == asked.startedAt else {
            return .refused(
                "\(name) of episode \(episode) started at \(held.startedAt.milliseconds), and the correction says "
                    + "\(asked.startedAt.milliseconds): is the number of the episode right?")
        }
        guard held.deadline != nil else {
            return .refused(
                "episode \(episode) ended before the workers kept deadlines, and \(name) cannot be corrected: correct its figures "
                    + "by an adjustment")
        }
        guard asked.outcome != .breached || asked.deadline.map({ $0 <= endedAt }) ?? false else {
            return .refused(
                "the episode ended at \(endedAt.milliseconds), before that deadline: the outcome is abandoned")
        }
        var next = self
        next.clocks[index] = held.corrected(by: asked, agent: HolderName(agent: agent, team: team))
        next.counts.records += 1
        guard next.clocks[index] != held else { return .noted }
        next.revision += 1
        next.cause = .correction
        return .revises(next)
    }
}

extension ClockResult {
    fileprivate func corrected(by result: ClockResult, agent: HolderName) -> ClockResult {
        var next = result
        next.target = target
        if let named = next.holder { next.holder = named == agent ? nil : named } else { next.holder = holder }
        return next
    }

    /// What is told of it when it takes the place of `held`: that a breach was none, or none at that deadline; that there was one, and
    /// that it is over.
    package func announcements(replacing held: ClockResult, at time: Instant) -> [ClockAnnouncement] {
        let (was, isLate) = (held.outcome == .breached, outcome == .breached)
        guard was || isLate, !(was && isLate && held.deadline == deadline) else { return [] }
        var told: [ClockAnnouncement] = []
        if was {
            var clock = held.clock
            (clock.state, clock.endedAt) = (fulfilledAt == nil ? .running : .fulfilled, fulfilledAt ?? .distantFuture)
            told.append(ClockAnnouncement(clock: clock, step: .retracted, at: time))
        }
        guard isLate else { return told }
        told.append(ClockAnnouncement(clock: clock, step: .breached, at: clock.deadline))
        if let fulfilledAt { told.append(ClockAnnouncement(clock: clock, step: .cleared, at: fulfilledAt)) }
        return told
    }

    /// The cycle that came to this.
    private var clock: Clock {
        Clock(
            startedAt: startedAt, target: target, deadline: deadline ?? .distantFuture,
            endedAt: fulfilledAt ?? .distantFuture, cycle: cycle, place: 0,
            state: fulfilledAt == nil ? .running : .fulfilled)
    }

    /// Business time from the deadline to the answer that came late: what went by behind the target.
    package var lateBy: Milliseconds {
        guard outcome == .breached, let elapsed else { return .zero }
        return Milliseconds(max(0, elapsed.count - target.count))
    }
}
