// Who held an episode when its clocks were decided and paused.
// SPDX-License-Identifier: Apache-2.0

extension EpisodeClocks {
    /// When it was decided what became of a cycle: in time, when it was fulfilled; late, at the deadline; else when it was withdrawn or
    /// the episode ended.
    static func moment(_ clock: Clock, _ outcome: ClockOutcome, end: Instant) -> Instant {
        switch outcome {
        case .met, .cancelled: clock.endedAt
        case .breached: clock.deadline
        case .abandoned, .open: end
        }
    }

    /// The pauses of cycles that ran until then, and whether so little of the target was left that they are late: less than `percent` of
    /// it, in business time (T68). A pause that goes on for another reason is no other one.
    func pauseStarts(_ policies: [ClockPolicy], latePercent percent: Int64) -> [(at: Instant, isLate: Bool)] {
        guard !pauses.isEmpty else { return [] }
        var starts: [(at: Instant, isLate: Bool)] = []
        for clock in cycles {
            let policy = policies[Int(clock.place)]
            var before: [Range<Instant>] = []
            for pause in pauses where policy.pausesIn >> UInt32(pause.reason) & 1 != 0 {
                defer { before.append(pause.start..<pause.end) }
                guard clock.startedAt <= pause.start, pause.start < clock.endedAt,
                    before.allSatisfy({ $0.upperBound < pause.start })
                else { continue }
                let used = policy.businessTime(
                    from: clock.startedAt, to: pause.start, rule: clock.rule, PauseSet(before))
                let left = clock.target.count - used.count
                if left > 0 { starts.append((pause.start, left * 100 < clock.target.count * percent)) }
            }
        }
        return starts
    }
}

extension Episode {
    /// The holder at an instant; nil when it is the agent of the episode.
    func holderName(at time: Instant, _ names: some NameLookup) -> HolderName? {
        let holder = holder(at: time)
        guard holder.agent != header.agent || holder.team != header.team else { return nil }
        return HolderName(agent: names.string(holder.agent), team: names.string(holder.team))
    }

    /// The pauses by holder, in the order in which they come up.
    func pauseCounts(_ policy: Policy, _ names: some NameLookup) -> [PauseCount] {
        header.clocks.pauseStarts(policy.clocks, latePercent: policy.latePausePercent).reduce(into: []) {
            counts, pause in
            let holder = holderName(at: pause.at, names)
            let index = counts.firstIndex { $0.holder == holder } ?? counts.endIndex
            if index == counts.endIndex { counts.append(PauseCount(holder: holder)) }
            counts[index].pauses += 1
            if pause.isLate { counts[index].late += 1 }
        }
    }
}
