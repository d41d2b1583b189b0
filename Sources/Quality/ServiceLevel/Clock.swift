// One cycle of a clock: from waiting to being answered.
// SPDX-License-Identifier: Apache-2.0

/// What became of a clock. Together the outcomes are all clocks that were started (invariant 7).
package enum ClockOutcome: UInt8, Sendable {
    /// Still running.
    case open = 1
    /// Fulfilled at or before the deadline.
    case met = 2
    /// Not fulfilled at the deadline, even if later.
    case breached = 3
    /// The episode ended before the deadline without fulfilment.
    case abandoned = 4
    /// Withdrawn by rule.
    case cancelled = 5
}

/// Something a clock has to say, for an alert.
package struct ClockAnnouncement: Hashable, Sendable {
    /// What it says.
    package enum Step: Hashable, Sendable {
        /// The deadline is near.
        case approaching
        /// The deadline passed without an answer.
        case breached
        /// The breach lasts: the ladder's step of that number, from 1.
        case escalated(Int)
        /// Answered after the breach, or withdrawn.
        case cleared
        /// The answer was in time after all.
        case retracted
    }

    /// The clock as it stands.
    package var clock: Clock
    /// What it says.
    package var step: Step
    /// The instant that it speaks of: the deadline, that of the ladder's step, that of the answer.
    package var at: Instant
}

extension [ClockAnnouncement] {
    /// Appends what is said: most often nothing, which is quicker to see than to append.
    @inline(__always)
    mutating func add(_ more: [ClockAnnouncement]) {
        if !more.isEmpty { self += more }
    }
}

/// One cycle of one clock of one episode.
package struct Clock: Hashable, Sendable {
    /// Where a cycle stands.
    package enum State: UInt8, Sendable {
        /// There is none.
        case none
        /// Waiting.
        case running
        /// Answered, in time or late.
        case fulfilled
        /// Withdrawn by rule.
        case cancelled
    }

    /// What was said about it so far.
    package struct Said: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// That the deadline is near.
        package static let approaching = Said(rawValue: 1)
        /// That it was breached.
        package static let breached = Said(rawValue: 2)
        /// That it was answered late.
        package static let cleared = Said(rawValue: 4)
        /// That it was not breached after all.
        package static let retracted = Said(rawValue: 8)
    }

    /// When the waiting began.
    package var startedAt: Instant
    /// The target.
    package var target: Milliseconds
    /// The least instant at which the target is used up; `distantFuture` while the clock stands still.
    package var deadline: Instant
    /// When it was fulfilled or cancelled; `distantFuture` while it is not.
    package var endedAt = Instant.distantFuture
    /// The next instant about which something may have to be said.
    package var nextMoment = Instant.distantFuture
    /// Its number in the episode, from 1.
    package var cycle: UInt32
    /// Its place among the policy's clocks.
    package var place: UInt8
    /// Where it stands.
    package var state: State
    /// What was said.
    package var said: Said = []
    /// How many steps of the ladder were told.
    package var steps: UInt8 = 0
    /// The rule that gave its target, as in `ClockPolicy.Goal`.
    package var rule: UInt8 = 0
    /// When its target was changed while it ran (T45, T47); `distantPast` when it was not.
    package var retargetedAt = Instant.distantPast

    /// No cycle, of the clock at a place of the policy's.
    package static func none(place: Int) -> Clock {
        Clock(
            startedAt: .distantPast, target: .zero, deadline: .distantFuture, cycle: 0, place: UInt8(place),
            state: .none)
    }

    /// Whether its target was changed while it ran.
    package var isRetargeted: Bool { retargetedAt != .distantPast }

    /// When it was fulfilled; nil while it is not.
    package var fulfilledAt: Instant? { state == .fulfilled ? endedAt : nil }

    /// What became of it, when the episode ended or time is known to have come as far as `time`.
    package func outcome(at time: Instant) -> ClockOutcome {
        switch state {
        case .none: .cancelled
        case .cancelled: endedAt <= deadline ? .cancelled : .breached
        case .fulfilled: endedAt <= deadline ? .met : .breached
        case .running: time >= deadline ? .breached : .open
        }
    }

    /// No target is longer: ten years of 366 days.
    package static let longestTarget = Milliseconds.hours(24 * 3660)

    // MARK: Course

    /// Begins the next cycle.
    mutating func start(at: Instant, _ goal: ClockPolicy.Goal, _ policy: ClockPolicy, _ pauses: PauseSet) {
        self = Clock(
            startedAt: at, target: goal.target, deadline: .distantFuture, cycle: cycle + 1, place: place,
            state: .running, rule: goal.rule)
        _ = setDeadline(changedAt: at, policy, pauses)
    }

    /// An answer was written at `at`.
    mutating func fulfil(at: Instant, _ policy: ClockPolicy, _ pauses: PauseSet) -> [ClockAnnouncement] {
        guard state != .none, at < endedAt else { return [] }
        state = .fulfilled
        endedAt = at
        defer { setNextMoment(policy, pauses) }
        guard said.contains(.breached), !said.contains(.retracted) else { return [] }
        if at <= deadline { return retract(at: at) }
        // An earlier answer may still be on its way: what is late and not told yet is told when time is known to have passed.
        guard !said.contains(.cleared) else { return [] }
        return say(by: at, policy, pauses)
    }

    /// It was withdrawn at `at`: a breach before that stands; one that was told and is not before that is retracted.
    mutating func cancel(at: Instant, _ policy: ClockPolicy, _ pauses: PauseSet) -> [ClockAnnouncement] {
        guard state == .running else { return [] }
        state = .cancelled
        endedAt = at
        defer { setNextMoment(policy, pauses) }
        return at <= deadline ? retract(at: at) : []
    }

    /// Says that a breach which was told is none; nothing when none was told.
    private mutating func retract(at: Instant) -> [ClockAnnouncement] {
        guard said.contains(.breached), !said.contains(.retracted) else { return [] }
        said.insert(.retracted)
        return [ClockAnnouncement(clock: self, step: .retracted, at: at)]
    }

    /// The target is another one from `at` on: the business time that went by counts (T45), and there is no breach before that (T47).
    mutating func retarget(
        to goal: ClockPolicy.Goal, at: Instant, _ policy: ClockPolicy, _ pauses: PauseSet
    ) -> [ClockAnnouncement] {
        guard state == .running, deadline > at, goal != ClockPolicy.Goal(target: target, rule: rule) else { return [] }
        (target, rule) = (goal.target, goal.rule)
        retargetedAt = at
        return setDeadline(changedAt: at, policy, pauses)
    }

    /// The waiting began earlier than was known, before everything that was taken.
    mutating func begin(at start: Instant, _ policy: ClockPolicy, _ pauses: PauseSet) -> [ClockAnnouncement] {
        startedAt = start
        return setDeadline(changedAt: start, policy, pauses)
    }

    /// The target or the pauses are others since `at`. When that moves the deadline, what was told of the old one is over: a breach
    /// is retracted, and of the new one everything is told anew.
    mutating func setDeadline(
        changedAt at: Instant, _ policy: ClockPolicy, _ pauses: PauseSet
    ) -> [ClockAnnouncement] {
        defer { setNextMoment(policy, pauses) }
        let moved = policy.deadline(from: startedAt, target, rule: rule, pauses)
        let new = min(.distantFuture, max(retargetedAt, moved))
        guard new != deadline else { return [] }
        let announcements = retract(at: at)
        deadline = new
        said = []
        steps = 0
        return announcements
    }

    /// It is certain that no answer of `time` or before is still to come.
    mutating func decide(at time: Instant, _ policy: ClockPolicy, _ pauses: PauseSet) -> [ClockAnnouncement] {
        guard nextMoment <= time else { return [] }
        return say(by: time, policy, pauses)
    }

    // MARK: Saying

    /// Says what is to be said by a time, and, after a breach that was answered, that it is over.
    private mutating func say(by time: Instant, _ policy: ClockPolicy, _ pauses: PauseSet) -> [ClockAnnouncement] {
        var announcements: [ClockAnnouncement] = []
        while let (step, at) = next(policy, pauses) {
            // Once the breach is told, all steps before the late answer are as certain as the answer.
            guard at <= time || said.contains(.breached) && state != .running else { break }
            switch step {
            case .approaching: said.insert(.approaching)
            case .breached: said.insert(.breached)
            case .escalated: steps += 1
            case .cleared: said.insert(.cleared)
            case .retracted: break
            }
            announcements.append(ClockAnnouncement(clock: self, step: step, at: at))
        }
        setNextMoment(policy, pauses)
        return announcements
    }

    /// Sets the next instant about which something may have to be said.
    mutating func setNextMoment(_ policy: ClockPolicy, _ pauses: PauseSet) {
        nextMoment = next(policy, pauses)?.at ?? .distantFuture
    }

    /// What is to be said next, and the instant that it speaks of; nil when nothing is, or nothing before it ended.
    private func next(_ policy: ClockPolicy, _ pauses: PauseSet) -> (step: ClockAnnouncement.Step, at: Instant)? {
        guard policy.alerts, state != .none, deadline < .distantFuture, !said.contains(.retracted) else { return nil }
        if !said.contains(.breached) {
            if !said.contains(.approaching), let lead = policy.approaching, lead < target {
                let near = max(
                    retargetedAt,
                    policy.deadline(from: startedAt, Milliseconds(target.count - lead.count), rule: rule, pauses))
                if near < deadline { return near < endedAt ? (.approaching, near) : nil }
            }
            return deadline < endedAt ? (.breached, deadline) : nil
        }
        if said.contains(.cleared) { return nil }
        let ladder = policy.ladder(of: rule)
        if Int(steps) < ladder.count {
            let at = ladder[Int(steps)].moment(after: deadline)
            if at < endedAt { return (.escalated(Int(steps) + 1), at) }
        }
        return state != .running ? (.cleared, endedAt) : nil
    }
}
