// What a policy wants of a clock.
// SPDX-License-Identifier: Apache-2.0

/// What a policy wants of a clock.
package struct ClockPolicy: Sendable {
    /// Which clock.
    package var kind: ClockKind
    /// What starts, fulfils and cancels it.
    package var conditions: ClockConditions
    /// Words of an agent that fulfil it, too.
    package var words: LexiconSet
    /// The target: business time from the start; equality meets it (T55). Nil where the clock runs for some conversations only.
    package var target: Milliseconds?
    /// Other targets, for some conversations; the first that matches holds.
    package var rules: [TargetRule]
    /// Its working time; nil for always.
    package var calendar: (any WorkingTime)?
    /// The calendar's name, for people.
    package var calendarName: String
    /// The states in which it stands still, as bits of the policy's reasons to pause.
    package var pausesIn: UInt32
    /// Where a clock does not start again by itself: after so long a silence since the latest reply the customer's next message is a
    /// new question, which starts it again (T65).
    package var sessionGap: Milliseconds?
    /// Whether its breaches are alerts.
    package var alerts: Bool
    /// Who is told of a breach, as roles.
    package var receivers: [String]
    /// So much business time before the deadline it is told that it is near; nil for never.
    package var approaching: Milliseconds?
    /// Who is told when, as long as the breach lasts.
    package var ladder: [LadderStep]

    /// A clock's policy.
    package init(
        kind: ClockKind, conditions: ClockConditions? = nil, words: LexiconSet = LexiconSet(), target: Milliseconds?,
        rules: [TargetRule] = [],
        calendar: (any WorkingTime)? = nil, calendarName: String = "always", pausesIn: UInt32 = 0,
        sessionGap: Milliseconds? = nil, alerts: Bool, receivers: [String], approaching: Milliseconds? = nil,
        ladder: [LadderStep] = []
    ) {
        self.kind = kind
        self.conditions = conditions ?? kind.conditions
        self.words = words
        self.target = target
        self.rules = rules
        self.calendar = calendar
        self.calendarName = calendarName
        self.pausesIn = pausesIn
        self.sessionGap = sessionGap
        self.alerts = alerts
        self.receivers = receivers
        self.approaching = approaching
        self.ladder = ladder
    }

    /// A target, and where it comes from.
    package struct Goal: Hashable, Sendable {
        /// The target.
        package var target: Milliseconds
        /// The number of the rule that gives it, from 1; 0 where it is the one for all. Its calendar is the rule's.
        package var rule: UInt8

        /// A target.
        package init(target: Milliseconds, rule: UInt8) {
            self.target = target
            self.rule = rule
        }
    }

    /// The target for a conversation and, of a promise, what was promised; nil where the clock does not run. A promise beyond the
    /// clock's target is too long to be watched.
    func goal(for contact: ContactAttributes, promised: Milliseconds?) -> Goal? {
        guard kind == .promise else { return goal(for: contact) }
        guard let promised, let most = target, promised <= most else { return nil }
        return Goal(target: promised, rule: 0)
    }

    /// The target for a conversation; nil where the clock does not run.
    package func goal(for contact: ContactAttributes) -> Goal? {
        for (index, rule) in rules.enumerated() where rule.matches(contact) {
            return rule.target.map { Goal(target: $0, rule: UInt8(index + 1)) }
        }
        return target.map { Goal(target: $0, rule: 0) }
    }

    /// The working time of a rule; nil for always.
    private func calendar(of rule: UInt8) -> (any WorkingTime)? { rule == 0 ? calendar : rules[Int(rule) - 1].calendar }

    /// Who is told of what it says: those of the ladder's step, or of the latest of all steps when it is over.
    package func receivers(of step: ClockAnnouncement.Step, rule: UInt8 = 0) -> [String] {
        let ladder = ladder(of: rule)
        if case .escalated(let number) = step, ladder.indices.contains(number - 1) {
            return ladder[number - 1].receivers
        }
        return rule == 0 ? receivers : rules[Int(rule) - 1].receivers ?? receivers
    }

    /// The ladder of the conversations that a rule is for.
    func ladder(of rule: UInt8) -> [LadderStep] { rule == 0 ? ladder : rules[Int(rule) - 1].ladder ?? ladder }

    /// The instant until which so much business time goes by, outside the pauses.
    func deadline(from start: Instant, _ target: Milliseconds, rule: UInt8, _ pauses: PauseSet) -> Instant {
        let calendar = calendar(of: rule)
        if calendar == nil, pauses.isEmpty { return start + target }
        let time: any WorkingTime = calendar ?? BusinessCalendar.always
        return time.deadline(from: start, target: target, without: pauses) ?? .distantFuture
    }

    /// The business time between two instants, outside the pauses. Never negative (T61).
    func businessTime(from start: Instant, to end: Instant, rule: UInt8, _ pauses: PauseSet) -> Milliseconds {
        let time: any WorkingTime = calendar(of: rule) ?? BusinessCalendar.always
        return time.businessTime(from: start, to: end, without: pauses)
    }
}

/// A target for some conversations.
package struct TargetRule: Sendable {
    /// What the conversation must be: of each kind one of these values.
    package var conditions: [Condition]
    /// The target; nil where the clock does not run.
    package var target: Milliseconds?
    /// Its working time; nil for always.
    package var calendar: (any WorkingTime)?
    /// The calendar's name, for people.
    package var calendarName: String
    /// Who is told of its breaches; nil for those of the clock.
    package var receivers: [String]?
    /// Who is told when, as long as a breach lasts; nil for the clock's ladder.
    package var ladder: [LadderStep]?

    /// One condition.
    package struct Condition: Hashable, Sendable {
        /// What is looked at.
        package var kind: AttributeKind
        /// The values that match.
        package var values: [String]

        /// A condition.
        package init(kind: AttributeKind, values: [String]) {
            self.kind = kind
            self.values = values
        }
    }

    /// A rule.
    package init(
        conditions: [Condition], target: Milliseconds?, calendar: (any WorkingTime)? = nil,
        calendarName: String = "always", receivers: [String]? = nil, ladder: [LadderStep]? = nil
    ) {
        self.receivers = receivers
        self.ladder = ladder
        self.conditions = conditions
        self.target = target
        self.calendar = calendar
        self.calendarName = calendarName
    }

    /// Whether a conversation is what the rule is for. What is not known matches nothing.
    package func matches(_ contact: ContactAttributes) -> Bool {
        conditions.allSatisfy { $0.values.contains(contact[$0.kind]) }
    }
}

/// One step of the ladder of a clock's breach.
package struct LadderStep: Sendable {
    /// How long after the deadline, in business time of the receivers' calendar (T58).
    package var delay: Milliseconds
    /// That calendar; nil for always.
    package var calendar: (any WorkingTime)?
    /// The calendar's name, for people.
    package var calendarName: String
    /// Who is told, as roles.
    package var receivers: [String]

    /// A step.
    package init(
        delay: Milliseconds, calendar: (any WorkingTime)? = nil, calendarName: String = "always", receivers: [String]
    ) {
        self.delay = delay
        self.calendar = calendar
        self.calendarName = calendarName
        self.receivers = receivers
    }

    /// When the step is due after a deadline.
    func moment(after deadline: Instant) -> Instant {
        guard let calendar else { return deadline + delay }
        return calendar.deadline(from: deadline, target: delay) ?? .distantFuture
    }
}
