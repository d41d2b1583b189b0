// The additive ratings of the teams that are compared with each other.
// SPDX-License-Identifier: Apache-2.0

/// Ratings of the teams that a policy compares, and how many answers other teams had: parts of the measures of `all`. The policy
/// names the teams, so there never are more, and every answer counts in the same place whatever comes before it (S4-045).
package struct TeamMeasures: Hashable, Sendable {
    /// One team's ratings.
    package struct Entry: Hashable, Sendable {
        /// The team.
        package var team: String
        /// Ratings of 4 and 5.
        package var good: Int64
        /// All ratings.
        package var answers: Int64

        /// So many ratings of a team.
        package init(team: String, good: Int64, answers: Int64) {
            self.team = team
            self.good = good
            self.answers = answers
        }
    }

    /// By team, ascending; teams without answers are not there.
    package private(set) var entries: [Entry] = []
    /// Answers about teams that are not compared, and about nobody's.
    package var others: Int64 = 0

    /// A policy compares so many teams at most.
    package static let mostTeams = 64

    /// Nothing.
    package init() {}

    /// Adds other measures so many times; −1 takes them away.
    package mutating func add(_ other: TeamMeasures, times: Int64) {
        for entry in other.entries { add(entry, times: times) }
        others += other.others * times
    }

    /// Adds the answers of an episode so many times.
    package mutating func add(_ evaluation: Evaluation, among teams: [String], times: Int64) {
        for rating in evaluation.surveys.filter(\.isCounted).compactMap(\.rating) {
            guard teams.contains(evaluation.team) else {
                others += times
                continue
            }
            add(Entry(team: evaluation.team, good: rating >= 4 ? 1 : 0, answers: 1), times: times)
        }
    }

    /// Adds to the ratings of a team so many times.
    package mutating func add(_ entry: Entry, times: Int64 = 1) {
        let index = entries.firstIndex { $0.team >= entry.team } ?? entries.count
        if index == entries.count || entries[index].team != entry.team {
            entries.insert(Entry(team: entry.team, good: 0, answers: 0), at: index)
        }
        entries[index].good += entry.good * times
        entries[index].answers += entry.answers * times
        if entries[index].good == 0, entries[index].answers == 0 { entries.remove(at: index) }
    }

    /// The teams by their share of good ratings, the best first and equal ones by name, and those with fewer answers than `least`,
    /// which are shown and not ranked (F32).
    package func ranking(least: Int64) -> (ranked: [Entry], unranked: [Entry]) {
        let ranked = entries.filter { $0.answers >= max(1, least) }.sorted { left, right in
            if right.share.isLess(than: left.share) { return true }
            return !left.share.isLess(than: right.share) && left.team < right.team
        }
        return (ranked, entries.filter { $0.answers < max(1, least) })
    }

    /// How much better the best ranked team is than the worst, 1 for a hundred percentage points, and how many answers all ranked
    /// ones had (C40); nil with fewer than two of them, or when no number can hold it.
    package func spread(least: Int64) -> Figure.Sample? {
        let ranked = ranking(least: least).ranked
        guard ranked.count > 1, let best = ranked.first, let worst = ranked.last else { return nil }
        let above = Int128(best.good) * Int128(worst.answers) - Int128(worst.good) * Int128(best.answers)
        guard let numerator = Int64(exactly: above),
            let denominator = Int64(exactly: Int128(best.answers) * Int128(worst.answers))
        else { return nil }
        let counted = ranked.reduce(0) { $0 &+ $1.answers }
        return Figure.Sample(value: Fraction(numerator, over: denominator), counted: counted)
    }
}

extension TeamMeasures.Entry {
    fileprivate var share: Fraction { Fraction(good, over: answers) }
}
