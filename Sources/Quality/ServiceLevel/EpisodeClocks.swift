// The clocks of one episode.
// SPDX-License-Identifier: Apache-2.0

/// The clocks of one episode, in the order of the policy's: of each the latest cycle, and those before.
package struct EpisodeClocks: Hashable, Sendable {
    /// A time in which clocks stand still that its reason stops.
    package struct Pause: Hashable, Sendable {
        /// From when on.
        package var start: Instant
        /// Until when; `distantFuture` while it lasts.
        package var end: Instant
        /// The reason, by its place among the policy's.
        package var reason: UInt8

        /// A pause.
        package init(start: Instant, end: Instant, reason: UInt8) {
            self.start = start
            self.end = end
            self.reason = reason
        }
    }

    /// What happened to an episode.
    package struct Occurrence {
        /// What it was.
        package var events: ClockEvents
        /// When.
        package var at: Instant
        /// The lexicons whose words an agent said, where some clock waits for such.
        package var said: LexiconSet
        /// Whether it comes later than allowed: what happened after it was taken before.
        package var isLate: Bool
        /// The time that an agent promised, where some clock asks for it (T69).
        package var promised: Milliseconds?

        /// An occurrence.
        package init(
            _ events: ClockEvents, at: Instant, said: LexiconSet = LexiconSet(), isLate: Bool = false,
            promised: Milliseconds? = nil
        ) {
            self.promised = promised
            self.events = events
            self.said = said
            self.at = at
            self.isLate = isLate
        }
    }

    /// An episode has at most so many pauses: a source in a loop must not take a lane's time.
    package static let mostPauses = 1_000

    /// The latest cycle of each clock.
    package private(set) var latest: [Clock] = []
    /// The cycles before those, in the order in which they ended.
    package private(set) var earlier: [Clock] = []
    /// When clocks stood still.
    package private(set) var pauses: [Pause] = []
    /// The latest public word of an agent or bot; `distantPast` without one.
    package private(set) var repliedAt = Instant.distantPast
    /// When the state changed last; `distantPast` when it did not.
    package private(set) var stateChangedAt = Instant.distantPast
    /// The next instant about which something may have to be said, and that of the earlier cycles.
    package private(set) var nextMoment = Instant.distantFuture
    private var earlierMoment = Instant.distantFuture

    /// No clocks.
    package init() {}

    /// Saved clocks, one latest cycle for each of the policies.
    package init(
        latest: [Clock], earlier: [Clock], pauses: [Pause], repliedAt: Instant, stateChangedAt: Instant,
        _ policies: [ClockPolicy]
    ) {
        self.latest = latest
        self.earlier = earlier
        self.pauses = pauses
        self.repliedAt = repliedAt
        self.stateChangedAt = stateChangedAt
        for index in latest.indices {
            self.latest[index].setNextMoment(policies[index], self.pauses(of: policies[index]))
        }
        for index in earlier.indices {
            let policy = policies[Int(earlier[index].place)]
            self.earlier[index].setNextMoment(policy, self.pauses(of: policy))
        }
        setEarlierMoment()
        setNextMoment()
    }

    /// The clocks of an episode that starts.
    package init(episode: UInt32, at start: Instant, _ policies: [ClockPolicy], _ contact: ContactAttributes) {
        latest = policies.indices.map { Clock.none(place: $0) }
        _ = take(Occurrence(.start, at: start), policies, contact, episode: episode)
    }

    /// All cycles, in the order of the policy's clocks, then of their numbers.
    package var cycles: [Clock] {
        let started = latest.filter { $0.state != .none }
        guard !earlier.isEmpty else { return started }
        return (earlier + started).sorted { ($0.place, $0.cycle) < ($1.place, $1.cycle) }
    }

    // MARK: Course

    /// Takes what happened: first what it answers, then what it cancels, then what it starts (T34).
    package mutating func take(
        _ occurrence: Occurrence, _ policies: [ClockPolicy], _ contact: ContactAttributes,
        episode: UInt32
    ) -> [ClockAnnouncement] {
        var announcements: [ClockAnnouncement] = []
        for place in latest.indices {
            let conditions = policies[place].conditions
            let events = occurrence.events
            let isPromise = policies[place].kind == .promise
            let isSaid = !isPromise && occurrence.said.intersects(policies[place].words)
            if !events.isDisjoint(with: conditions.fulfils) || isSaid {
                announcements.add(fulfil(place, occurrence, policies))
            }
            let isTooEarly = occurrence.isLate && occurrence.at < latest[place].startedAt
            if !events.isDisjoint(with: conditions.cancels), !isTooEarly {
                announcements.add(cancel(place, at: occurrence.at, policies))
            }
            if occurrence.isLate, !events.isDisjoint(with: conditions.starts.intersection(.customer)) {
                announcements.add(askEarlier(place, at: occurrence.at, policies))
            }
            let mayStart =
                !events.isDisjoint(with: conditions.starts) || isPromise && occurrence.promised != nil
                || events.contains(.customer) && isNewSession(place, at: occurrence.at, policies)
            if mayStart, latest[place].state != .running, starts(place, occurrence, policies, episode),
                let goal = policies[place].goal(for: contact, promised: occurrence.promised)
            {
                start(place, at: occurrence.at, goal, policies[place])
            }
        }
        if !occurrence.events.isDisjoint(with: [.agent, .bot]) { repliedAt = max(repliedAt, occurrence.at) }
        setNextMoment()
        return announcements
    }

    // What follows is handed all policies and takes the clock's out of them when it needs it: that copies it, and most often nothing is
    // to be done.

    /// A question came late that is older than the one a cycle waits for, and no reply lies between: it has waited since then (F22, T42).
    private mutating func askEarlier(
        _ place: Int, at time: Instant, _ policies: [ClockPolicy]
    ) -> [ClockAnnouncement] {
        guard latest[place].state == .running, time < latest[place].startedAt, repliedAt < time else { return [] }
        let policy = policies[place]
        return latest[place].begin(at: time, policy, pauses(of: policy))
    }

    /// The episode began earlier than was known: its first message came late. What counts from its start does so (F22).
    package mutating func begin(
        at start: Instant, insteadOf known: Instant, _ policies: [ClockPolicy]
    ) -> [ClockAnnouncement] {
        var announcements: [ClockAnnouncement] = []
        for place in latest.indices where policies[place].conditions.starts.contains(.start) {
            let policy = policies[place]
            if let index = earlier.firstIndex(where: {
                Int($0.place) == place && $0.cycle == 1 && $0.startedAt == known
            }) {
                announcements.add(earlier[index].begin(at: start, policy, pauses(of: policy)))
            } else if latest[place].cycle == 1, latest[place].startedAt == known {
                announcements.add(latest[place].begin(at: start, policy, pauses(of: policy)))
            }
        }
        setEarlierMoment()
        setNextMoment()
        return announcements
    }

    /// Whether a cycle starts with what happened, if none is open.
    private func starts(_ place: Int, _ occurrence: Occurrence, _ policies: [ClockPolicy], _ episode: UInt32) -> Bool {
        let conditions = policies[place].conditions
        if conditions.isFirstEpisodeOnly, episode != 1 { return false }
        if conditions.needsReply, repliedAt == .distantPast { return false }
        // What comes too late is not before the cycle there is, and a question was answered by what came after it.
        if occurrence.isLate, occurrence.at < latest[place].startedAt { return false }
        let waitsForReplies = !conditions.fulfils.isDisjoint(with: [.agent, .bot])
        if occurrence.isLate, waitsForReplies, occurrence.at < repliedAt { return false }
        return latest[place].state == .none || conditions.startsAgain
            || isNewSession(place, at: occurrence.at, policies)
    }

    /// Whether the customer's message begins a new session (T65).
    private func isNewSession(_ place: Int, at time: Instant, _ policies: [ClockPolicy]) -> Bool {
        guard let gap = policies[place].sessionGap, latest[place].state == .fulfilled, repliedAt > .distantPast else {
            return false
        }
        return time - max(repliedAt, latest[place].endedAt) >= gap
    }

    private mutating func start(_ place: Int, at: Instant, _ goal: ClockPolicy.Goal, _ policy: ClockPolicy) {
        if latest[place].state != .none {
            earlier.append(latest[place])
            earlierMoment = min(earlierMoment, latest[place].nextMoment)
        }
        latest[place].start(at: at, goal, policy, pauses(of: policy))
    }

    private mutating func fulfil(
        _ place: Int, _ occurrence: Occurrence, _ policies: [ClockPolicy]
    ) -> [ClockAnnouncement] {
        let at = occurrence.at
        // What was asked before the answer, in the order of the source, is answered by it, whatever the times say (T61).
        if latest[place].state == .running, !occurrence.isLate || latest[place].startedAt <= at {
            let policy = policies[place]
            return latest[place].fulfil(at: at, policy, pauses(of: policy))
        }
        // An answer that comes late, or is dated before another one, may have answered what that one did.
        if latest[place].state != .none, latest[place].startedAt <= at {
            guard at < latest[place].endedAt else { return [] }
            let policy = policies[place]
            return latest[place].fulfil(at: at, policy, pauses(of: policy))
        }
        guard
            let index = earlier.lastIndex(where: { Int($0.place) == place && $0.startedAt <= at }),
            at < earlier[index].endedAt
        else { return [] }
        defer { setEarlierMoment() }
        let policy = policies[place]
        return earlier[index].fulfil(at: at, policy, pauses(of: policy))
    }

    private mutating func cancel(_ place: Int, at time: Instant, _ policies: [ClockPolicy]) -> [ClockAnnouncement] {
        guard latest[place].state == .running else { return [] }
        let policy = policies[place]
        return latest[place].cancel(at: time, policy, pauses(of: policy))
    }

    /// Withdraws all clocks that run: the conversation was merged into another one (T50).
    ///
    /// What was due up to `certain` is told first, here as in the other changes: nothing before it is still to come.
    package mutating func cancelAll(
        at time: Instant, certain: Instant, _ policies: [ClockPolicy]
    ) -> [ClockAnnouncement] {
        var announcements = decide(at: certain, policies)
        for place in latest.indices { announcements.add(cancel(place, at: time, policies)) }
        setNextMoment()
        return announcements
    }

    /// The conversation is another one from `at` on, to those who choose targets (T45, T47). A clock that no longer runs for it
    /// is withdrawn; one that runs for it only now counts from the episode's start, where it is known that nothing has fulfilled it.
    package mutating func retarget(
        at time: Instant, certain: Instant, episode: UInt32, startedAt: Instant, _ policies: [ClockPolicy],
        _ contact: ContactAttributes
    ) -> [ClockAnnouncement] {
        var announcements = decide(at: certain, policies)
        for place in latest.indices where !policies[place].rules.isEmpty {
            let policy = policies[place]
            guard let goal = policy.goal(for: contact) else {
                if latest[place].state == .running { latest[place].retargetedAt = time }
                announcements.add(cancel(place, at: time, policies))
                continue
            }
            if latest[place].state == .running {
                announcements.add(latest[place].retarget(to: goal, at: time, policy, pauses(of: policy)))
            } else if mayStartOver(place, policy, episode) {
                start(place, at: startedAt, goal, policy)
                latest[place].retargetedAt = time
                announcements.add(latest[place].setDeadline(changedAt: time, policy, pauses(of: policy)))
            }
        }
        setNextMoment()
        return announcements
    }

    /// Whether a clock that did not run for the conversation, or was withdrawn in time because it did not, runs for it from the
    /// episode's start.
    private func mayStartOver(_ place: Int, _ policy: ClockPolicy, _ episode: UInt32) -> Bool {
        guard policy.conditions.starts.contains(.start), episode == 1 || !policy.conditions.isFirstEpisodeOnly else {
            return false
        }
        // Only where it is known that nothing has fulfilled it yet.
        let isAtTheEnd = policy.conditions.fulfils == .end && policy.words.isEmpty
        let waitsForReplies = policy.conditions.fulfils.isSubset(of: [.agent, .bot, .substance])
        guard isAtTheEnd || waitsForReplies && repliedAt == .distantPast else { return false }
        let clock = latest[place]
        let isWithdrawn = clock.state == .cancelled && clock.endedAt == clock.retargetedAt
        return clock.state == .none || isWithdrawn && clock.endedAt <= clock.deadline
    }

    // MARK: Pauses

    /// The state changed: one in which clocks stand still begins, or, with no reason, ends. A change that comes later than the one
    /// after it changes nothing any more.
    package mutating func pause(
        for reason: UInt8?, at time: Instant, certain: Instant, isLate: Bool = false, _ policies: [ClockPolicy]
    ) -> [ClockAnnouncement] {
        guard !isLate || time >= stateChangedAt else { return [] }
        stateChangedAt = max(stateChangedAt, time)
        var announcements = decide(at: certain, policies)
        if let last = pauses.last, last.end == .distantFuture {
            guard last.reason != reason else { return announcements }
            pauses[pauses.count - 1].end = max(time, last.start)
        }
        if let reason { pauses.append(Pause(start: time, end: .distantFuture, reason: reason)) }
        for place in latest.indices where latest[place].state == .running && policies[place].pausesIn != 0 {
            // A deadline that has passed stays where it is.
            guard latest[place].deadline > time else { continue }
            announcements.add(
                latest[place].setDeadline(changedAt: time, policies[place], pauses(of: policies[place])))
        }
        setNextMoment()
        return announcements
    }

    /// The pauses that a clock has.
    func pauses(of policy: ClockPolicy) -> PauseSet {
        guard policy.pausesIn != 0, !pauses.isEmpty else { return .none }
        return PauseSet(pauses.filter { policy.pausesIn >> UInt32($0.reason) & 1 != 0 }.map { $0.start..<$0.end })
    }

    // MARK: Time

    /// It is certain that nothing of `time` or before is still to come.
    package mutating func decide(at time: Instant, _ policies: [ClockPolicy]) -> [ClockAnnouncement] {
        guard nextMoment <= time else { return [] }
        var announcements: [ClockAnnouncement] = []
        if earlierMoment <= time {
            for index in earlier.indices where earlier[index].nextMoment <= time {
                let policy = policies[Int(earlier[index].place)]
                announcements.add(earlier[index].decide(at: time, policy, pauses(of: policy)))
            }
            setEarlierMoment()
        }
        for place in latest.indices where latest[place].nextMoment <= time {
            announcements.add(latest[place].decide(at: time, policies[place], pauses(of: policies[place])))
        }
        setNextMoment()
        return announcements
    }

    private mutating func setNextMoment() {
        var next = earlierMoment
        for clock in latest { next = min(next, clock.nextMoment) }
        nextMoment = next
    }

    /// Looks through the earlier cycles: few things change these.
    private mutating func setEarlierMoment() {
        earlierMoment = .distantFuture
        for clock in earlier { earlierMoment = min(earlierMoment, clock.nextMoment) }
    }

    // MARK: Results

    /// Business time from the deadline to the answer that a cycle had late (T56).
    package func lateBy(_ clock: Clock, _ policies: [ClockPolicy]) -> Milliseconds {
        let policy = policies[Int(clock.place)]
        guard let at = clock.fulfilledAt, at > clock.deadline else { return .zero }
        return policy.businessTime(from: clock.deadline, to: at, rule: clock.rule, pauses(of: policy))
    }

    /// The results, for an episode that ended at `end` or, when that is nil, is open and known until `known`. A clock without an
    /// answer whose episode ended before its deadline is abandoned (T52).
    ///
    /// - Parameter holder: who is credited with what was decided at an instant.
    package func results(
        _ policies: [ClockPolicy], end: Instant?, known: Instant, holder: (Instant) -> HolderName? = { _ in nil }
    ) -> [ClockResult] {
        cycles.map { clock in
            let policy = policies[Int(clock.place)]
            var outcome = clock.outcome(at: end ?? known)
            if outcome == .open, end != nil { outcome = .abandoned }
            let pauses = pauses(of: policy)
            return ClockResult(
                kind: policy.kind, cycle: clock.cycle, startedAt: clock.startedAt, fulfilledAt: clock.fulfilledAt,
                elapsed: clock.fulfilledAt.map {
                    policy.businessTime(from: clock.startedAt, to: $0, rule: clock.rule, pauses)
                },
                target: clock.target, outcome: outcome,
                holder: holder(EpisodeClocks.moment(clock, outcome, end: end ?? known)), deadline: clock.deadline)
        }
    }
}
