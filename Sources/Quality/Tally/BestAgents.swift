// Who does best by score and rating together.
// SPDX-License-Identifier: Apache-2.0

/// The selection of the best agents from the evaluations' score and the customers' rating (S0-076). The handbook names both and no weights:
/// both weigh alike. Whoever rests on enough in both is ranked by each, and then by the sum of the two ranks, the least first; standard
/// competition ranks, "1 2 2 4", throughout. Equal sums share a rank, and people decide between them (A34).
package struct BestAgents: Hashable, Sendable {
    /// One who may be selected.
    package struct Candidate: Hashable, Sendable {
        /// The agent's number.
        package var name: String
        /// The mean score.
        package var score: Figure.Sample
        /// The mean rating.
        package var rating: Figure.Sample

        /// A candidate.
        package init(name: String, score: Figure.Sample, rating: Figure.Sample) {
            self.name = name
            self.score = score
            self.rating = rating
        }
    }

    /// One who was ranked.
    package struct Entry: Hashable, Sendable {
        /// Who.
        package var candidate: Candidate
        /// The rank by score, from 1.
        package var scoreRank: Int
        /// The rank by rating, from 1.
        package var ratingRank: Int
        /// The rank by both, from 1.
        package var rank: Int

        /// What the rank is of: the less, the better.
        package var sum: Int { scoreRank + ratingRank }
    }

    /// By rank, those of the same rank by name.
    package let entries: [Entry]

    /// The selection among candidates in any order; `least` is on how many episodes and on how many answers one must rest.
    package init(_ candidates: [Candidate], least: Int64) {
        let eligible = candidates.filter { $0.score.counted >= least && $0.rating.counted >= least }
            .sorted { $0.name < $1.name }
        func ranks(_ sample: (Candidate) -> Figure.Sample) -> [String: Int] {
            let entries = eligible.map { Ranking.Entry(name: $0.name, sample: sample($0)) }
            let ranked = Ranking(entries, least: least, isBetterHigher: true).entries
            return Dictionary(ranked.map { ($0.name, $0.rank ?? 0) }, uniquingKeysWith: { first, _ in first })
        }
        let (byScore, byRating) = (ranks(\.score), ranks(\.rating))
        var entries = eligible.map { candidate in
            Entry(
                candidate: candidate, scoreRank: byScore[candidate.name] ?? 0,
                ratingRank: byRating[candidate.name] ?? 0, rank: 0)
        }.sorted { ($0.sum, $0.candidate.name) < ($1.sum, $1.candidate.name) }
        for index in entries.indices {
            let isTie = index > 0 && entries[index - 1].sum == entries[index].sum
            entries[index].rank = isTie ? entries[index - 1].rank : index + 1
        }
        self.entries = entries
    }
}
