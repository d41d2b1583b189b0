// What a corrected calendar changes of a history.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// The clocks and scores that differ under the corrected policy, and what tallies would have to be given to say so (T30).
struct Corrections {
    /// A cycle of a clock that went otherwise.
    struct Change: Equatable {
        var tenant: String
        var conversation: String
        var episode: UInt32
        var before: EpisodeOutcome.Cycle
        var after: EpisodeOutcome.Cycle

        /// Whether a breach that was told is none.
        var isRetracted: Bool { before.outcome == .breached && after.outcome != .breached }
        /// Whether there is a breach that was not told.
        var isNewBreach: Bool { before.outcome != .breached && after.outcome == .breached }
    }

    /// An episode whose score differs, in hundredths.
    struct ScoreChange: Equatable {
        var tenant: String
        var conversation: String
        var episode: UInt32
        var before: Int64?
        var after: Int64?
    }

    /// A clock of a subject in a month, which is what is closed.
    struct Place: Hashable, Comparable {
        var tenant: String
        var subject: String
        var month: String
        var clock: String

        static func < (left: Place, right: Place) -> Bool {
            (left.tenant, left.subject, left.month, left.clock)
                < (right.tenant, right.subject, right.month, right.clock)
        }
    }

    /// What a tally has to be given: new figures minus old ones.
    struct Compensation: Equatable {
        var met: Int64 = 0
        var breached: Int64 = 0
        var abandoned: Int64 = 0
        var cancelled: Int64 = 0
        /// Of the business time of clocks that were answered.
        var elapsed: Int64 = 0

        fileprivate mutating func add(_ cycle: EpisodeOutcome.Cycle, times: Int64) {
            switch cycle.outcome {
            case .met: met += times
            case .breached: breached += times
            case .abandoned: abandoned += times
            case .cancelled: cancelled += times
            case .open, .unspecified, .UNRECOGNIZED: break
            }
            elapsed += (cycle.elapsed ?? 0) * times
        }
    }

    /// The zone whose months are meant.
    private let zone: ZoneRules
    private(set) var changes: [Change] = []
    private(set) var scores: [ScoreChange] = []
    private var sums: [Place: Compensation] = [:]
    /// The episodes of which a clock or the score differs.
    private(set) var episodes = 0

    /// None yet.
    init(zone: ZoneRules) { self.zone = zone }

    /// What tallies have to be given, in the order of their names; those that come to nothing are left out.
    var compensations: [(place: Place, sum: Compensation)] {
        sums.filter { $0.value != Compensation() }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Takes an episode. Both policies start the same cycles: they differ in their calendars.
    mutating func add(_ pair: EpisodePair) {
        let (key, episode) = (pair.after.key, pair.after.episode)
        var isChanged = false
        for before in pair.before.clocks {
            guard
                let after = pair.after.clocks.first(where: { $0.clock == before.clock && $0.number == before.number }),
                after != before
            else { continue }
            isChanged = true
            changes.append(
                Change(
                    tenant: key.tenant, conversation: key.conversation, episode: episode, before: before, after: after))
            guard pair.after.isEnded, pair.after.countsForCustomers else { continue }
            compensate(pair.before, before, times: -1)
            compensate(pair.after, after, times: 1)
        }
        if pair.before.score != pair.after.score {
            isChanged = true
            scores.append(
                ScoreChange(
                    tenant: key.tenant, conversation: key.conversation, episode: episode, before: pair.before.score,
                    after: pair.after.score))
        }
        if isChanged { episodes += 1 }
    }

    /// Adds a cycle to the subjects that it counts with, in the month in which its episode started.
    private mutating func compensate(_ outcome: EpisodeOutcome, _ cycle: EpisodeOutcome.Cycle, times: Int64) {
        let month = Window(.month, containing: Instant(milliseconds: outcome.key.startedAt), zone: zone).label
        var subjects = ["all", cycle.agent.isEmpty ? SubjectKind.queue : "agent:" + cycle.agent]
        if !cycle.team.isEmpty { subjects.append("team:" + cycle.team) }
        if !outcome.channel.isEmpty { subjects.append("channel:" + outcome.channel) }
        for subject in subjects {
            let place = Place(tenant: outcome.key.tenant, subject: subject, month: month, clock: cycle.clock)
            sums[place, default: Compensation()].add(cycle, times: times)
        }
    }
}
