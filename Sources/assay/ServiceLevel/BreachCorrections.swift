// Which breaches of a history a corrected calendar takes back.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Breaches before and after a correction, over all and by month, agent and team; and the cycles that it changes (T30).
///
/// A breach counts with whom the evaluation credits it to. What it holds grows with the number of agents, teams and months that a
/// correction touches and with the list, not with the history.
struct BreachCorrections {
    /// Breaches of some cycles.
    struct Counts: Equatable {
        /// By the calendar as it was.
        var before: Int64 = 0
        /// Of these, those that are none by the corrected one, or count with somebody else.
        var retracted: Int64 = 0
        /// Those that are breaches by the corrected calendar only, or counted with somebody else.
        var added: Int64 = 0

        /// By the corrected calendar.
        var after: Int64 { before - retracted + added }
        /// Whether the correction touches them.
        var isTouched: Bool { retracted + added > 0 }
    }

    /// Who or what breaches are counted for in a month of a tenant.
    struct Line: Hashable, Comparable {
        var tenant: String
        /// The month in which the episodes started, as in tallies: "2020-01".
        var month: String
        /// The agent or team, which may be empty; of a month's total always.
        var name: String

        static func < (left: Line, right: Line) -> Bool {
            (left.tenant, left.month, left.name) < (right.tenant, right.month, right.name)
        }
    }

    /// A cycle whose breach is retracted, added or counts with somebody else.
    struct Change: Equatable, Comparable {
        var key: EpisodeOutcome.Key
        var episode: UInt32
        var before: EpisodeOutcome.Cycle
        var after: EpisodeOutcome.Cycle
        /// Whether the episode has ended.
        var isEnded: Bool

        static func < (left: Change, right: Change) -> Bool {
            if left.key != right.key { return left.key < right.key }
            return (left.before.startedAt, left.before.clock, left.before.number)
                < (right.before.startedAt, right.before.clock, right.before.number)
        }
    }

    private(set) var all = Counts()
    private(set) var months: [Line: Counts] = [:]
    private(set) var agents: [Line: Counts] = [:]
    private(set) var teams: [Line: Counts] = [:]
    /// How many cycles the correction changes.
    private(set) var changed = 0
    private var kept: [Change] = []
    private let limit: Int
    private let zone: ZoneRules
    /// Whether all changed cycles are kept, and not only those that are listed.
    private let keepsAll: Bool

    /// Nothing yet; of the changed cycles so many are listed. Months are those of the zone.
    init(limit: Int, zone: ZoneRules, keepsAll: Bool = false) {
        self.limit = limit
        self.zone = zone
        self.keepsAll = keepsAll
    }

    /// All changed cycles in that order, where they are kept.
    var everyChange: [Change] { keepsAll ? kept.sorted() : [] }

    /// The changed cycles, in the order of conversations and times, as many as are listed.
    var changes: [Change] { Array(kept.sorted().prefix(limit)) }

    /// Takes an episode.
    mutating func add(_ pair: EpisodePair) {
        var after: [EpisodeOutcome.Cycle.Name: EpisodeOutcome.Cycle] = [:]
        for cycle in pair.after.clocks { after[cycle.name] = cycle }
        for cycle in pair.before.clocks {
            guard let corrected = after[cycle.name] else { continue }
            count(cycle, corrected, of: pair)
        }
    }

    private mutating func count(_ before: EpisodeOutcome.Cycle, _ after: EpisodeOutcome.Cycle, of pair: EpisodePair) {
        let (wasLate, isLate) = (before.outcome == .breached, after.outcome == .breached)
        guard wasLate || isLate else { return }
        let isSame = wasLate && isLate && before.agent == after.agent && before.team == after.team
        let start = Instant(milliseconds: pair.before.key.startedAt)
        let month = Window(.month, containing: start, zone: zone).label
        func line(_ name: String) -> Line { Line(tenant: pair.before.key.tenant, month: month, name: name) }
        if wasLate {
            let lost = Counts(before: 1, retracted: isSame ? 0 : 1, added: 0)
            add(lost, line(""), agent: line(before.agent), team: line(before.team))
        }
        guard !isSame else { return }
        if isLate {
            let gained = Counts(before: 0, retracted: 0, added: 1)
            add(gained, line(""), agent: line(after.agent), team: line(after.team))
        }
        changed += 1
        keep(
            Change(
                key: pair.before.key, episode: pair.before.episode, before: before, after: after,
                isEnded: pair.before.isEnded && pair.after.isEnded))
    }

    private mutating func add(_ counts: Counts, _ month: Line, agent: Line, team: Line) {
        all.add(counts)
        months[month, default: Counts()].add(counts)
        agents[agent, default: Counts()].add(counts)
        teams[team, default: Counts()].add(counts)
    }

    private mutating func keep(_ change: Change) {
        guard limit > 0 || keepsAll else { return }
        kept.append(change)
        if keepsAll { return }
        // Cut now and then, so that the list stays short and no change costs a sort.
        if kept.count >= 2 * limit + 1024 { kept = changes }
    }
}

extension BreachCorrections.Counts {
    fileprivate mutating func add(_ other: Self) {
        before += other.before
        retracted += other.retracted
        added += other.added
    }
}
