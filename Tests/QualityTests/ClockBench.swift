// Clocks by themselves, told what happens second by second.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// The clocks of one episode that starts at second 0, and what they say.
struct ClockBench {
    let policies: [ClockPolicy]
    private(set) var clocks: EpisodeClocks
    private(set) var said: [ClockAnnouncement] = []
    var contact: ContactAttributes
    private let episode: UInt32
    private let origin: Instant

    init(
        _ policies: [ClockPolicy], episode: UInt32 = 1, contact: ContactAttributes = .unknown,
        from origin: Instant = Instant(milliseconds: 1_700_000_000_000)
    ) {
        self.policies = policies
        self.episode = episode
        self.contact = contact
        self.origin = origin
        clocks = EpisodeClocks(episode: episode, at: origin, policies, contact)
    }

    /// The instant so many seconds from the start.
    func time(_ seconds: Int64) -> Instant { origin + .seconds(seconds) }

    mutating func take(
        _ events: ClockEvents, at seconds: Int64, said: LexiconSet = LexiconSet(), isLate: Bool = false
    ) {
        let occurrence = EpisodeClocks.Occurrence(events, at: time(seconds), said: said, isLate: isLate)
        self.said += clocks.take(occurrence, policies, contact, episode: episode)
    }

    mutating func decide(at seconds: Int64) { said += clocks.decide(at: time(seconds), policies) }

    mutating func pause(_ reason: UInt8?, at seconds: Int64, isLate: Bool = false) {
        said += clocks.pause(
            for: reason, at: time(seconds), certain: time(seconds) - Milliseconds(1), isLate: isLate, policies)
    }

    mutating func retarget(at seconds: Int64, _ contact: ContactAttributes) {
        self.contact = contact
        said += clocks.retarget(
            at: time(seconds), certain: time(seconds) - Milliseconds(1), episode: episode, startedAt: origin, policies,
            contact)
    }

    mutating func merge(at seconds: Int64) {
        said += clocks.cancelAll(
            at: time(seconds), certain: time(seconds) - Milliseconds(1), policies)
    }

    /// The results of an episode that ended then.
    func results(endedAt seconds: Int64?, known: Int64 = 0) -> [ClockResult] {
        clocks.results(policies, end: seconds.map(time), known: time(known))
    }

    /// What was said: clock, step, and the second it speaks of.
    var lines: [String] {
        said.map { announcement in
            let kind = policies[Int(announcement.clock.place)].kind.word
            let step =
                switch announcement.step {
                case .escalated(let number): "escalated \(number)"
                default: "\(announcement.step)"
                }
            return "\(kind) \(announcement.clock.cycle) \(step) \((announcement.at - origin).count / 1000)"
        }
    }
}

extension ClockPolicy {
    /// A clock with a target in seconds.
    static func clock(
        _ kind: ClockKind, _ target: Int64?, rules: [TargetRule] = [], calendar: (any WorkingTime)? = nil,
        pausesIn: UInt32 = 0, gap: Int64? = nil, alerts: Bool = true, approaching: Int64? = nil,
        ladder: [LadderStep] = []
    ) -> ClockPolicy {
        ClockPolicy(
            kind: kind, target: target.map { .seconds($0) }, rules: rules, calendar: calendar, pausesIn: pausesIn,
            sessionGap: gap.map { .seconds($0) }, alerts: alerts, receivers: ["leader"],
            approaching: approaching.map { .seconds($0) }, ladder: ladder)
    }
}

extension ContactAttributes {
    /// A contact of an urgency class.
    static func urgency(_ name: String) -> ContactAttributes {
        var contact = ContactAttributes()
        contact[.urgencyClass] = name
        return contact
    }
}
