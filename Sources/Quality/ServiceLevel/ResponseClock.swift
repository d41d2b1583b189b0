// The clock of a response: from waiting to being answered.
// SPDX-License-Identifier: Apache-2.0

/// Which response a clock waits for.
package enum ClockKind: UInt8, Sendable, CaseIterable {
    /// The first public reply of a human agent in the episode.
    case firstResponseHuman
    /// The first public reply of an agent or a bot in the episode (X02: both are always published).
    case firstResponseAny

    /// The clock's name in results and policies.
    package var word: String {
        switch self {
        case .firstResponseHuman: "first-response-human"
        case .firstResponseAny: "first-response-any"
        }
    }

    /// Whether a public message of that role fulfils the clock.
    package func isFulfilled(by role: Role) -> Bool { role == .agent || (self == .firstResponseAny && role == .bot) }
}

/// What a policy wants of a clock.
package struct ClockPolicy: Hashable, Sendable {
    /// Which clock.
    package var kind: ClockKind
    /// The target: business time from the start; equality meets it (T55).
    package var target: Milliseconds
    /// Whether its breaches are alerts.
    package var alerts: Bool
    /// Who is told, as roles.
    package var receivers: [String]

    /// A clock's policy.
    package init(kind: ClockKind, target: Milliseconds, alerts: Bool, receivers: [String]) {
        self.kind = kind
        self.target = target
        self.alerts = alerts
        self.receivers = receivers
    }
}

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

/// One clock of one episode. It runs around the clock, every day (the calendar "always").
package struct ResponseClock: Hashable, Sendable {
    /// When the customer began to wait.
    package var startedAt: Instant
    /// The least instant at which the target is used up.
    package var deadline: Instant
    /// When it was answered; `distantFuture` while it is not.
    package var fulfilledAt: Instant = .distantFuture
    /// What was said about it so far.
    package var said: Said = .nothing

    /// What alerts were published.
    package enum Said: UInt8, Sendable {
        /// None.
        case nothing
        /// That it was breached.
        case breached
        /// That it was breached and answered late.
        case cleared
        /// That it was breached, and that this was not so.
        case retracted
    }

    /// What a step of the clock has to say.
    package enum Announcement: Sendable, Equatable {
        /// The deadline passed without an answer.
        case breached
        /// Answered after the breach.
        case cleared
        /// The answer was in time after all.
        case retracted
    }

    /// A clock that starts now.
    package init(startedAt: Instant, target: Milliseconds) {
        self.startedAt = startedAt
        deadline = startedAt + target
    }

    /// Whether it was answered.
    package var isFulfilled: Bool { fulfilledAt != .distantFuture }

    /// Business time to the answer; nil without one. Never negative (T61).
    package var elapsed: Milliseconds? { isFulfilled ? max(.zero, fulfilledAt - startedAt) : nil }

    /// The deadline while something may have to be said when it passes; else `distantFuture`.
    package var openDeadline: Instant { fulfilledAt <= deadline || said != .nothing ? .distantFuture : deadline }

    /// What became of it, when the episode ended or time is known to have come as far as `time`.
    package func outcome(at time: Instant) -> ClockOutcome {
        if isFulfilled { return fulfilledAt <= deadline ? .met : .breached }
        return time >= deadline ? .breached : .open
    }

    /// An answer was written at `at`.
    package mutating func fulfil(at: Instant) -> [Announcement] {
        guard at < fulfilledAt else { return [] }
        fulfilledAt = at
        if at <= deadline {
            guard said == .breached || said == .cleared else { return [] }
            said = .retracted
            return [.retracted]
        }
        switch said {
        case .nothing:
            // An earlier answer may still be on its way: what is late is told when time is known to have passed.
            return []
        case .breached:
            said = .cleared
            return [.cleared]
        case .cleared, .retracted:
            return []
        }
    }

    /// It is certain that no answer of `time` or before is still to come.
    package mutating func decide(at time: Instant) -> [Announcement] {
        guard said == .nothing, time >= deadline, fulfilledAt > deadline else { return [] }
        said = isFulfilled ? .cleared : .breached
        return isFulfilled ? [.breached, .cleared] : [.breached]
    }
}
