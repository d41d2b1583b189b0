// Fatal failures, as soon as they are seen.
// SPDX-License-Identifier: Apache-2.0

/// A fatal criterion that has failed in an episode, or has not after all.
package struct FatalFailure: Hashable, Sendable {
    /// The criterion.
    package var place: CriterionPlace
    /// What shows it.
    package var evidence: Evidence
    /// Whether it was told and is none: what came later changed it.
    package var isRetracted = false
}

/// The fatal criteria of a policy, and which of them words alone can fail.
struct FatalCriteria: Sendable {
    /// All of them, in the rubric's order.
    let all: [CriterionPlace]
    /// Those that are watched.
    let places: [CriterionPlace]
    /// For each, the words of agents that fail it; none where something is missing, or where no words do.
    private let words: [LexiconSet]
    /// All of these words.
    let allWords: LexiconSet

    init(_ rubric: Rubric) {
        var places: [CriterionPlace] = []
        var words: [LexiconSet] = []
        for (dimension, part) in rubric.dimensions.enumerated() {
            for (index, criterion) in part.criteria.enumerated() where criterion.isFatal {
                places.append(CriterionPlace(dimension: dimension, criterion: index))
                switch criterion.check {
                case .forbids, .avoids: words.append(criterion.lexicons(in: .agent))
                default: words.append(LexiconSet())
                }
            }
        }
        all = places
        self.places = Array(places.prefix(FatalCriteria.most))
        self.words = Array(words.prefix(FatalCriteria.most))
        allWords = self.words.reduce(into: LexiconSet()) { $0.formUnion($1) }
    }

    /// So many are watched: those that were told are the bits of a number.
    static let most = 64

    /// Those that some words may have failed and that were not told yet, by their numbers.
    func concerned(by said: LexiconSet, told: UInt64) -> [Int] {
        words.indices.filter { words[$0].intersects(said) && told >> UInt64($0) & 1 == 0 }
    }
}

extension Episode {
    /// The fatal criteria that the words of an agent's latest message fail, and that were not told yet: they are, from now on.
    ///
    /// Looks at the whole episode, so only while it has at most `mostWatched` messages; in longer ones failures are told at the end.
    package mutating func newFatalFailures(
        _ found: [PhraseHit], of subject: @autoclosure () -> ContactAttributes, policy: Policy
    ) -> [FatalFailure] {
        var said = LexiconSet()
        for hit in found { said.insert(hit.lexicon) }
        guard said.intersects(policy.fatal.allWords), marks.count <= Episode.mostWatched else { return [] }
        let concerned = policy.fatal.concerned(by: said, told: header.fatalTold)
        guard !concerned.isEmpty else { return [] }
        let look = EpisodeLook(episode: self, attributes: subject(), policy: policy, clocks: [])
        return concerned.compactMap { number in
            let place = policy.fatal.places[number]
            guard let loss = look.finding(of: policy.checks[place.dimension][place.criterion]).losses.first else {
                return nil
            }
            header.fatalTold |= 1 << UInt64(number)
            return FatalFailure(place: place, evidence: loss.evidence)
        }
    }

    /// What is still to be told of fatal criteria when the episode has been evaluated.
    package func fatalFailures(atEnd evaluation: Evaluation, policy: Policy) -> [FatalFailure] {
        policy.fatal.places.enumerated().compactMap { number, place in
            let isTold = header.fatalTold >> UInt64(number) & 1 != 0
            guard isTold != evaluation.fatal.contains(place) else { return nil }
            let deduction = evaluation.deductions.first {
                $0.dimension == place.dimension && $0.criterion == place.criterion
            }
            return FatalFailure(
                place: place, evidence: deduction?.evidence ?? Evidence(message: ""), isRetracted: isTold)
        }
    }

    /// The longest episode whose fatal failures are looked for with every message that may be one.
    static let mostWatched = 500
}
