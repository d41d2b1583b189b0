// The clocks of a conversation that outlive its episodes.
// SPDX-License-Identifier: Apache-2.0

/// The clocks of one conversation that outlive its episodes: entries, call-backs, invitations to surveys (S3-017, S3-020, S3-051,
/// S4-078).
///
/// They start as the conversation's events come. What became of them is told later, in the order of time, when the conversations and the
/// surveys are known up to then: an invitation stands in another topic, and a revision must have the same number however far each topic
/// has been read. So what happens waits here until that is known.
package struct FollowUps: Hashable, Sendable {
    /// One cycle.
    package struct Cycle: Hashable, Sendable {
        /// The episode that it belongs to.
        package var episode: UInt32
        /// Index of the policy version that it runs by.
        package var policyIndex: Int
        /// The clock; its place is that among the policy's follow-ups.
        package var clock: Clock
        /// Whether its episode is known to have ended: only then does an evaluation show it.
        package var hasEnded: Bool
        /// What the evaluation shows of it.
        package var shown: ClockOutcome
        /// When it was fulfilled or cancelled, as the evaluation shows it.
        package var shownEnd: Instant

        /// A cycle, and what is shown of it.
        package init(
            episode: UInt32, policyIndex: Int, clock: Clock, hasEnded: Bool, shown: ClockOutcome = .open,
            shownEnd: Instant = .distantFuture
        ) {
            self.episode = episode
            self.policyIndex = policyIndex
            self.clock = clock
            self.hasEnded = hasEnded
            self.shown = shown
            self.shownEnd = shownEnd
        }

        /// The next instant at which something is to be told or shown.
        fileprivate var moment: Instant {
            let isPending = hasEnded && shown == .open && clock.state == .running
            return min(clock.nextMoment, isPending ? clock.deadline : .distantFuture)
        }

        /// Whether the evaluation shows something else than what is known at a time.
        fileprivate func isNews(at time: Instant) -> Bool {
            hasEnded && (clock.outcome(at: time) != shown || clock.endedAt != shownEnd)
        }
    }

    /// Something that happened.
    package struct Happening: Hashable, Sendable {
        /// What it was.
        package var events: ClockEvents
        /// When.
        package var at: Instant
        /// The episode that it happened in, or that an invitation is for; 0 for none.
        package var episode: UInt32

        /// Something that happened.
        package init(_ events: ClockEvents, at: Instant, episode: UInt32) {
            self.events = events
            self.at = at
            self.episode = episode
        }
    }

    /// Something to be told.
    package struct Told: Sendable {
        /// The cycle as it stands.
        package var cycle: Cycle
        /// What it says.
        package var announcement: ClockAnnouncement
    }

    /// A conversation has at most so many cycles that may start more than once in an episode.
    package static let mostCycles = 1_000

    /// In the order in which they started.
    package private(set) var cycles: [Cycle] = []
    /// What waits until it is known, by time.
    package private(set) var happenings: [Happening] = []
    /// What happened in an episode before anything waited for it, and counts when its end starts a cycle.
    package private(set) var early: [Happening] = []

    /// None.
    package init() {}

    /// Saved ones, by the policies that they run by.
    package init(cycles: [Cycle], happenings: [Happening], early: [Happening], _ policies: PolicySet) {
        self.cycles = cycles
        self.happenings = happenings
        self.early = early
        for index in cycles.indices { self.cycles[index].clock.setNextMoment(policy(index, policies), .none) }
    }

    /// Whether there is nothing, and nothing to wait for.
    package var isEmpty: Bool { cycles.isEmpty && happenings.isEmpty && early.isEmpty }

    /// The time of the first thing that waits to be known.
    package var nextHappening: Instant { happenings.first?.at ?? .distantFuture }

    /// The next instant at which something is due without anything happening.
    package var nextMoment: Instant { cycles.reduce(.distantFuture) { min($0, $1.moment) } }

    /// The next instant at which something is to be done.
    package var next: Instant { min(nextHappening, nextMoment) }

    private func policy(_ index: Int, _ policies: PolicySet) -> ClockPolicy {
        policies.versions[cycles[index].policyIndex].followUps[Int(cycles[index].clock.place)]
    }

    // MARK: As events come

    /// Starts the clocks that an event of an episode starts.
    package mutating func start(
        _ events: ClockEvents, at time: Instant, episode: UInt32, hasReply: Bool, hasEnded: Bool, policyIndex: Int,
        _ policies: PolicySet, _ contact: ContactAttributes
    ) {
        for (place, policy) in policies.versions[policyIndex].followUps.enumerated() {
            let conditions = policy.conditions
            guard !conditions.starts.isDisjoint(with: events), hasReply || !conditions.needsReply,
                !conditions.isFirstEpisodeOnly || episode == 1, let goal = policy.goal(for: contact)
            else { continue }
            let earlier = cycles.filter { $0.episode == episode && Int($0.clock.place) == place }.count
            guard earlier == 0 || conditions.startsAgain else { continue }
            var clock = Clock.none(place: place)
            clock.cycle = UInt32(earlier)
            clock.start(at: time, goal, policy, .none)
            cycles.append(Cycle(episode: episode, policyIndex: policyIndex, clock: clock, hasEnded: hasEnded))
        }
    }

    /// Whether something that happens may matter.
    package func concerns(_ events: ClockEvents, _ policies: PolicySet) -> Bool {
        cycles.indices.contains { index in
            let conditions = policy(index, policies).conditions
            return !events.isDisjoint(with: conditions.fulfils.union(conditions.cancels).union(.merge))
        }
    }

    /// Lets something that happened wait until it is known that nothing before it is still to come.
    package mutating func wait(for happening: Happening) {
        let place = happenings.firstIndex { happening.at < $0.at } ?? happenings.endIndex
        happenings.insert(happening, at: place)
    }

    /// Lets go of those of an episode that is not kept any more.
    package mutating func forget(episode: UInt32) {
        cycles.removeAll { $0.episode == episode }
        early.removeAll { $0.episode == episode }
    }

    // MARK: As it is known

    /// Takes the first thing that waits.
    package mutating func takeFirst(_ policies: PolicySet) -> [Told] { take(happenings.removeFirst(), policies) }

    /// Takes what happened: of each kind of clock it fulfils the cycle that has waited longest (T42).
    package mutating func take(_ happening: Happening, _ policies: PolicySet) -> [Told] {
        var told: [Told] = []
        var fulfilled: [ClockKind] = []
        for index in cycles.indices where happening.events.contains(.end) && cycles[index].episode == happening.episode
        {
            told += end(index, happening, policies)
        }
        for index in cycles.indices {
            let policy = policy(index, policies)
            if !fulfilled.contains(policy.kind), fulfils(index, happening, policy) {
                fulfilled.append(policy.kind)
                let at = max(happening.at, cycles[index].clock.startedAt)
                told += tell(index) { $0.fulfil(at: at, policy, .none) }
            } else if !happening.events.isDisjoint(with: policy.conditions.cancels.union(.merge)),
                cycles[index].clock.startedAt <= happening.at
            {
                told += tell(index) { $0.cancel(at: happening.at, policy, .none) }
            }
        }
        if fulfilled.isEmpty, happening.episode != 0, happening.events.contains(.entry) { early.append(happening) }
        return told
    }

    private func fulfils(_ index: Int, _ happening: Happening, _ policy: ClockPolicy) -> Bool {
        guard !happening.events.isDisjoint(with: policy.conditions.fulfils) else { return false }
        let cycle = cycles[index]
        guard happening.at < cycle.clock.endedAt else { return false }
        // An invitation says which episode it is for, even if the clocks say that it was sent before that ended.
        if happening.events.contains(.surveySent) { return cycle.episode == happening.episode }
        return cycle.clock.startedAt <= happening.at
    }

    /// The episode of a cycle has ended: an entry that was made in it was in time.
    private mutating func end(_ index: Int, _ happening: Happening, _ policies: PolicySet) -> [Told] {
        cycles[index].hasEnded = true
        let policy = policy(index, policies)
        let isEarly = early.contains {
            $0.episode == happening.episode && !$0.events.isDisjoint(with: policy.conditions.fulfils)
        }
        guard isEarly, policy.conditions.starts.contains(.end) else { return [] }
        let start = cycles[index].clock.startedAt
        return tell(index) { $0.fulfil(at: start, policy, .none) }
    }

    /// Nothing of `time` or before is still to come: tells what is due.
    package mutating func decide(at time: Instant, _ policies: PolicySet) -> [Told] {
        var told: [Told] = []
        for index in cycles.indices where cycles[index].clock.nextMoment <= time {
            let policy = policy(index, policies)
            told += tell(index) { $0.decide(at: time, policy, .none) }
        }
        return told
    }

    private mutating func tell(_ index: Int, _ change: (inout Clock) -> [ClockAnnouncement]) -> [Told] {
        change(&cycles[index].clock).map { Told(cycle: cycles[index], announcement: $0) }
    }

    // MARK: Results

    /// The episodes whose evaluations show something else than what is known at a time, ascending; from then on they show it.
    package mutating func takeNews(at time: Instant) -> [UInt32] {
        var episodes: [UInt32] = []
        for index in cycles.indices where cycles[index].isNews(at: time) {
            cycles[index].shown = cycles[index].clock.outcome(at: time)
            cycles[index].shownEnd = cycles[index].clock.endedAt
            if !episodes.contains(cycles[index].episode) { episodes.append(cycles[index].episode) }
        }
        return episodes.sorted()
    }

    /// The results of an episode, as its evaluation shows them.
    package func results(of episode: UInt32, _ policies: PolicySet) -> [ClockResult] {
        cycles.indices.filter { cycles[$0].episode == episode }.map { index in
            let (cycle, policy) = (cycles[index], policy(index, policies))
            let fulfilledAt = cycle.shownEnd == .distantFuture ? nil : cycle.clock.fulfilledAt
            return ClockResult(
                kind: policy.kind, cycle: cycle.clock.cycle, startedAt: cycle.clock.startedAt, fulfilledAt: fulfilledAt,
                elapsed: fulfilledAt.map {
                    policy.businessTime(from: cycle.clock.startedAt, to: $0, rule: cycle.clock.rule, .none)
                },
                target: cycle.clock.target, outcome: cycle.shown, deadline: cycle.clock.deadline)
        }
    }

    /// The latest deadline of an episode's cycles; nil without one.
    package func latestDeadline(of episode: UInt32) -> Instant? {
        cycles.filter { $0.episode == episode && $0.clock.deadline < .distantFuture }.map(\.clock.deadline).max()
    }

    /// Business time from the deadline to the fulfilment that a cycle had late (T56).
    package static func lateBy(_ cycle: Cycle, _ policies: PolicySet) -> Milliseconds {
        guard let at = cycle.clock.fulfilledAt, at > cycle.clock.deadline else { return .zero }
        let policy = policies.versions[cycle.policyIndex].followUps[Int(cycle.clock.place)]
        return policy.businessTime(from: cycle.clock.deadline, to: at, rule: cycle.clock.rule, .none)
    }
}
