// Reads the clocks and surveys of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

/// What the clocks of a file say together.
struct ReadClocks {
    var policies: [ClockPolicy] = []
    /// The reasons of states in which some clock stands still.
    var pauseReasons: [String] = []
    /// The lexicons of courtesy.
    var courtesies = LexiconSet()
}

extension PolicyReader {
    /// The clocks, which checks can then use.
    ///
    /// Those of a preset of service levels come first; the file's own of the same name take their places.
    mutating func clocks(_ node: Node?, preset: Entries = []) -> ReadClocks {
        var read = ReadClocks()
        for (name, key, value) in PolicyReader.merged(entries(node, of: "clocks") ?? [], preset) {
            guard let kind = ClockKind.allCases.first(where: { $0.word == name }) else {
                refuse(key, unknown: "clock", name, among: ClockKind.allCases.map(\.word))
                continue
            }
            clocks.append(kind)
            if let policy = clock(kind, value, &read) { read.policies.append(policy) }
        }
        return read
    }

    private mutating func clock(_ kind: ClockKind, _ node: Node, _ read: inout ReadClocks) -> ClockPolicy? {
        let what = "the clock '\(kind.word)'"
        let keys = [
            "target", "targets", "receivers", "approaching", "ladder", "pauses", "session-gap", "courtesies", "starts",
            "fulfilled-by", "cancelled-by", "calendar", "said",
        ]
        guard let fields = fields(node, of: what, required: ["alerts"], optional: keys) else { return nil }
        if fields["target"] == nil, fields["targets"] == nil {
            refuse(node, "\(what) has no 'target'", "add 'target: …', or 'targets' for some conversations")
        }
        let target = duration(fields["target"], "the target of \(what)")
        let alerts = flag(fields["alerts"], "'alerts' of \(what)") ?? false
        var policy = ClockPolicy(kind: kind, target: target, alerts: alerts, receivers: [])
        if let calendar = calendar(fields["calendar"], of: what) {
            (policy.calendar, policy.calendarName) = (calendar.time, calendar.name)
        }
        policy.rules = rules(fields["targets"], of: what, clock: (policy.calendarName, policy.calendar))
        policy.receivers = receivers(fields["receivers"], of: what)
        policy.approaching = duration(fields["approaching"], "'approaching' of \(what)")
        policy.ladder = ladder(fields["ladder"], of: what)
        policy.sessionGap = duration(fields["session-gap"], "'session-gap' of \(what)")
        for (key, part) in [
            ("starts", \ClockConditions.starts), ("fulfilled-by", \ClockConditions.fulfils),
            ("cancelled-by", \ClockConditions.cancels),
        ] {
            if let events = clockEvents(fields[key], "'\(key)' of \(what)") {
                policy.conditions[keyPath: part] = events
            }
        }
        if let words = lexiconSet(fields["said"], of: "'said' of \(what)") { policy.words = words }
        if kind == .promise {
            if fields["said"] == nil {
                refuse(node, "\(what) names no words that promise", "add 'said: [waiting-notice]', their lexicons")
            }
            for key in ["targets", "starts"] {
                guard let node = fields[key] else { continue }
                refuse(
                    node, "\(what) has the time that was promised for its target, and begins then",
                    "drop '\(key)'; 'target' is the longest promise that is watched")
            }
        }
        if policy.conditions.fulfils.isEmpty, fields["said"] == nil {
            refuse(
                node, "nothing fulfils \(what)", "add 'said: [lexicon]', the words of agents that do, or 'fulfilled-by'"
            )
        }
        pauses(fields["pauses"], of: what, &policy, &read)
        courtesies(fields["courtesies"], node, of: what, policy, &read)
        if alerts, fields["receivers"] == nil {
            refuse(node, "\(what) alerts nobody", "add 'receivers: [leader]', or write 'alerts: false'")
        }
        for key in ["approaching", "ladder"] where !alerts && fields[key] != nil {
            refuse(node, "\(what) has '\(key)' and does not alert", "write 'alerts: true', or drop '\(key)'")
        }
        if kind.outlivesEpisode { checkFollowUp(policy, fields, node, what) }
        if policy.conditions.startsAgain, let node = fields["session-gap"] {
            refuse(node, "\(what) starts again by itself", "drop 'session-gap'")
        }
        return policy
    }

    /// A clock that outlives its episode: what is said in an episode is nothing to it, and nothing lets it stand still.
    private mutating func checkFollowUp(
        _ policy: ClockPolicy, _ fields: [String: Node], _ node: Node, _ what: String
    ) {
        for key in ["pauses", "session-gap", "courtesies", "said"] {
            guard let node = fields[key] else { continue }
            refuse(node, "\(what) goes on when the episode has ended: '\(key)' is nothing to it", "drop '\(key)'")
        }
        let others = policy.conditions.events.subtracting(.ofFollowUps)
        for (name, events) in ClockEvents.named where !others.isDisjoint(with: events) {
            let known = ClockEvents.named.filter { ClockEvents.ofFollowUps.contains($0.events) }.map(\.name)
            refuse(
                node, "\(what) goes on when the episode has ended: it cannot wait for '\(name)'",
                "wait for one of \(known.joined(separator: ", "))")
        }
    }

    /// The calendars of the file, which clocks can then name.
    mutating func calendars(_ node: Node?) {
        var library = CalendarLibrary.builtIn
        defer { calendars = library }
        for (name, key, value) in entries(node, of: "calendars") ?? [] {
            guard let name = identifier(key, "the calendar '\(name)'") else { continue }
            if CalendarLibrary.builtIn.calendar(named: name) != nil {
                refuse(
                    key, "the calendar '\(name)' is built in",
                    "give yours another name; it may say 'extends: cn-office'")
            } else if let calendar = calendar(value, named: name) {
                library.add(calendar)
            }
        }
    }

    /// The calendar of that name; nil for none, which is always.
    private mutating func calendar(_ node: Node?, of what: String) -> (name: String, time: (any WorkingTime)?)? {
        guard let node, let name = text(node, "the calendar of \(what)") else { return nil }
        let library = calendars ?? .builtIn
        guard let calendar = library.calendar(named: name) else {
            refuse(node, unknown: "calendar", name, among: library.names)
            return nil
        }
        usedCalendars.insert(name)
        return name == "always" ? (name, nil) : (name, calendar)
    }

    mutating func receivers(_ node: Node?, of what: String) -> [String] {
        list(node, of: "'receivers' of \(what)").compactMap { identifier($0, "a receiver of \(what)") }
    }

    /// Targets for some conversations, the highest priority first.
    private mutating func rules(
        _ node: Node?, of what: String, clock: (name: String, time: (any WorkingTime)?)
    ) -> [TargetRule] {
        let words = AttributeKind.allCases.map(\.word)
        let own = ["calendar", "receivers", "ladder"]
        var rules: [(priority: Int, rule: TargetRule)] = []
        for node in list(node, of: "'targets' of \(what)") {
            let what = "a target of \(what)"
            guard let fields = fields(node, of: what, required: ["target", "priority"], optional: words + own)
            else {
                continue
            }
            var conditions: [TargetRule.Condition] = []
            for kind in AttributeKind.allCases {
                guard let value = fields[kind.word], let values = values(value, of: kind, what) else { continue }
                conditions.append(TargetRule.Condition(kind: kind, values: values))
            }
            if conditions.isEmpty, fields.keys.allSatisfy({ !words.contains($0) }),
                fields.count == node.mapping?.count
            {
                refuse(
                    node, "\(what) says nothing about the conversation", "add one of \(words.joined(separator: ", "))")
            }
            let isNone = fields["target"]?.scalar?.string == "none"
            let target = isNone ? nil : duration(fields["target"], "the target of \(what)")
            guard let priority = count(fields["priority"], "the priority of \(what)", in: 1...1_000) else { continue }
            if rules.count == PolicyReader.mostTargets {
                refuse(node, "\(what) is one too many", "give a clock \(PolicyReader.mostTargets) targets at most")
                break
            }
            if rules.contains(where: { $0.priority == priority }) {
                refuse(
                    fields["priority"] ?? node, "two targets have the priority \(priority)",
                    "give each its own: where both match, the higher one holds")
            }
            var rule = TargetRule(conditions: conditions, target: target)
            // Without a calendar of its own a target has the clock's.
            let calendar = calendar(fields["calendar"], of: what) ?? clock
            (rule.calendar, rule.calendarName) = (calendar.time, calendar.name)
            if let node = fields["receivers"] { rule.receivers = receivers(node, of: what) }
            if let node = fields["ladder"] { rule.ladder = ladder(node, of: what) }
            rules.append((priority, rule))
        }
        return rules.sorted { $0.priority > $1.priority }.map(\.rule)
    }

    /// The most targets for some conversations of a clock.
    private static let mostTargets = 200

    private mutating func ladder(_ node: Node?, of what: String) -> [LadderStep] {
        var steps: [LadderStep] = []
        let nodes = list(node, of: "'ladder' of \(what)")
        if nodes.count > PolicyReader.mostSteps, let node {
            refuse(node, "the ladder of \(what) has \(nodes.count) steps", "give it \(PolicyReader.mostSteps) at most")
        }
        for node in nodes {
            let what = "a step of the ladder of \(what)"
            guard let fields = fields(node, of: what, required: ["after", "receivers"], optional: ["calendar"]) else {
                continue
            }
            guard let delay = duration(fields["after"], "'after' of \(what)") else { continue }
            if let last = steps.last, delay <= last.delay {
                refuse(
                    node, "\(what) is not after the one before", "order the steps by 'after', counted from the deadline"
                )
            }
            var step = LadderStep(delay: delay, receivers: receivers(fields["receivers"], of: what))
            if let calendar = calendar(fields["calendar"], of: what) {
                (step.calendar, step.calendarName) = (calendar.time, calendar.name)
            }
            steps.append(step)
        }
        return steps
    }

    /// The most steps of a ladder.
    private static let mostSteps = 16

    private mutating func clockEvents(_ node: Node?, _ what: String) -> ClockEvents? {
        guard let node else { return nil }
        var events = ClockEvents()
        for node in list(node, of: what) {
            guard let word = text(node, what) else { continue }
            guard let named = ClockEvents.named.first(where: { $0.name == word }) else {
                refuse(node, unknown: "event of clocks", word, among: ClockEvents.named.map(\.name))
                continue
            }
            events.formUnion(named.events)
        }
        return events
    }

    private mutating func pauses(
        _ node: Node?, of what: String, _ policy: inout ClockPolicy, _ read: inout ReadClocks
    ) {
        for node in list(node, of: "'pauses' of \(what)") {
            guard let reason = text(node, "a reason to pause of \(what)") else { continue }
            let place = read.pauseReasons.firstIndex(of: reason) ?? read.pauseReasons.count
            guard place < PolicyReader.mostReasons else {
                refuse(node, "there are more than \(PolicyReader.mostReasons) reasons to pause", "merge some states")
                return
            }
            if place == read.pauseReasons.count { read.pauseReasons.append(reason) }
            policy.pausesIn |= 1 << UInt32(place)
        }
    }

    /// The most reasons to pause of a policy.
    private static let mostReasons = 32

    private mutating func courtesies(
        _ field: Node?, _ node: Node, of what: String, _ policy: ClockPolicy, _ read: inout ReadClocks
    ) {
        let events = policy.conditions.starts.union(policy.conditions.fulfils).union(policy.conditions.cancels)
        if let set = lexiconSet(field, of: "'courtesies' of \(what)") { read.courtesies.formUnion(set) }
        if events.contains(.substance), field == nil {
            refuse(
                node, "\(what) waits for a substantive message and does not say what is none",
                "add 'courtesies: [greeting, …]', the lexicons whose words alone are no substance")
        }
        if !events.contains(.substance), let field {
            refuse(field, "\(what) waits for no substantive message", "drop 'courtesies'")
        }
    }

    /// What a customer may say without beginning an episode.
    mutating func gratitude(_ node: Node?) -> GratitudePolicy? {
        guard let node, let fields = fields(node, of: "gratitude", required: ["within", "said"]) else { return nil }
        guard let window = duration(fields["within"], "'within' of gratitude"),
            let lexicons = lexiconSet(fields["said"], of: "'said' of gratitude")
        else { return nil }
        return GratitudePolicy(window: window, lexicons: lexicons)
    }

    /// How long conversations are kept; what is left out is as long as surveys are waited for.
    mutating func keeping(_ node: Node?, surveys: SurveyPolicy?) -> KeepingPolicy? {
        guard let node, let fields = fields(node, of: "keeping", required: [], optional: ["reviews", "reopening"])
        else { return nil }
        func window(_ name: String) -> Milliseconds? {
            fields[name].flatMap { duration($0, "'\(name)' of keeping") } ?? surveys?.window
        }
        guard let reviews = window("reviews"), let reopening = window("reopening") else { return nil }
        return KeepingPolicy(reviews: reviews, reopening: reopening)
    }

    /// The time zone.
    mutating func zone(_ node: Node?) -> ZoneRules? {
        guard let node, let name = text(node, "the zone") else { return nil }
        guard let zone = ZoneRules(named: name) else {
            refuse(
                node, "unknown zone '\(name)'",
                "\(NearestName.of(name, among: ZoneRules.names).map { "did you mean '\($0)'? " } ?? "")"
                    + "write an IANA name, for instance Asia/Shanghai")
            return nil
        }
        return zone
    }
}
