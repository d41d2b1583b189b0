// What two policies made of a history, added up.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

/// Sums over episodes, in whole hundredths. What it holds does not grow with the history, but with the number of agents, teams
/// and criteria, and with the list of those that moved most.
struct PolicyComparison {
    /// The scores of one policy.
    struct Scores: Equatable {
        /// Episodes with a score.
        var count: Int64 = 0
        /// The sum of their scores.
        var sum: Int64 = 0

        /// The mean in hundredths, rounded; nil without scores.
        var mean: Int64? { count == 0 ? nil : sum.dividedRounding(by: count) }

        fileprivate mutating func add(_ score: Int64?) {
            guard let score else { return }
            count += 1
            sum += score
        }
    }

    /// The scores of both policies over some episodes.
    struct Group: Equatable {
        var episodes: Int64 = 0
        var before = Scores()
        var after = Scores()
        /// Episodes whose total differs.
        var changed: Int64 = 0

        fileprivate mutating func add(_ pair: EpisodePair) {
            episodes += 1
            before.add(pair.before.score)
            after.add(pair.after.score)
            if pair.before.score != pair.after.score { changed += 1 }
        }
    }

    /// What one policy made of a criterion.
    struct Toll: Equatable {
        /// Episodes in which it applied.
        var applied: Int64 = 0
        /// Hundredths of the total, less than zero where points are lost.
        var points: Int64 = 0
    }

    /// A criterion under both policies.
    struct CriterionLine: Equatable {
        var before = Toll()
        var after = Toll()
        /// Episodes in which it lost or earned other points.
        var changed: Int64 = 0
    }

    /// Whose scores are added up: an agent's or a team's, of a tenant.
    struct Name: Hashable, Comparable {
        var tenant: String
        var id: String

        static func < (left: Name, right: Name) -> Bool { (left.tenant, left.id) < (right.tenant, right.id) }
    }

    /// All episodes.
    private(set) var all = Group()
    /// Episodes that are still open.
    private(set) var open: Int64 = 0
    /// Episodes that only one of the policies evaluated, since they keep conversations for different times.
    private(set) var onlyBefore: Int64 = 0
    private(set) var onlyAfter: Int64 = 0
    private(set) var criteria: [String: CriterionLine] = [:]
    private(set) var agents: [Name: Group] = [:]
    private(set) var teams: [Name: Group] = [:]
    /// The episodes whose total changed most, the greatest change first.
    private(set) var moved: [EpisodePair] = []
    /// So many of these are kept.
    private let top: Int

    /// Nothing yet; so many of the episodes that moved most are kept.
    ///
    /// - Parameter breaches: where breaches are compared, too.
    init(top: Int, breaches: BreachCorrections? = nil) {
        self.top = top
        self.breaches = breaches
    }

    /// The clocks under both policies.
    private(set) var clocks = ClockComparison()
    /// The breaches of single agents and teams; nil where nobody asks for them.
    private(set) var breaches: BreachCorrections?

    /// Takes an episode.
    mutating func add(_ pair: EpisodePair) {
        all.add(pair)
        clocks.add(pair)
        breaches?.add(pair)
        if !pair.after.isEnded { open += 1 }
        agents[Name(tenant: pair.after.key.tenant, id: pair.after.agent), default: Group()].add(pair)
        teams[Name(tenant: pair.after.key.tenant, id: pair.after.team), default: Group()].add(pair)
        addCriteria(pair)
        keep(pair)
    }

    /// Takes an episode that only one policy evaluated.
    mutating func add(only outcome: EpisodeOutcome, isBefore: Bool) {
        if isBefore { onlyBefore += 1 } else { onlyAfter += 1 }
    }

    private mutating func addCriteria(_ pair: EpisodePair) {
        var sums: [String: (before: Int64, after: Int64)] = [:]
        for id in pair.before.applied.union(pair.after.applied) { sums[id] = (0, 0) }
        for point in pair.before.points { sums[point.criterion, default: (0, 0)].before += point.hundredths }
        for point in pair.after.points { sums[point.criterion, default: (0, 0)].after += point.hundredths }
        for (id, points) in sums {
            let applied = (pair.before.applied.contains(id), pair.after.applied.contains(id))
            var line = criteria[id] ?? CriterionLine()
            line.before.points += points.before
            line.after.points += points.after
            if applied.0 { line.before.applied += 1 }
            if applied.1 { line.after.applied += 1 }
            if points.before != points.after { line.changed += 1 }
            criteria[id] = line
        }
    }

    private mutating func keep(_ pair: EpisodePair) {
        guard let change = pair.change, change != 0, top > 0 else { return }
        if moved.count == top, let last = moved.last, PolicyComparison.precedes(last, pair) { return }
        let place = moved.firstIndex { PolicyComparison.precedes(pair, $0) } ?? moved.endIndex
        moved.insert(pair, at: place)
        if moved.count > top { moved.removeLast() }
    }

    /// The order of those that moved: by how much, then by name.
    private static func precedes(_ left: EpisodePair, _ right: EpisodePair) -> Bool {
        let (first, second) = ((left.change ?? 0).magnitude, (right.change ?? 0).magnitude)
        return first == second ? left.after.key < right.after.key : first > second
    }
}
