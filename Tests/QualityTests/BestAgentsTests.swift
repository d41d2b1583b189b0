// The selection of the best agents.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Best agents")
struct BestAgentsTests {
    private static func candidate(
        _ name: String, score: Int64, rating: Int64, episodes: Int64 = 100, answers: Int64 = 100
    ) -> BestAgents.Candidate {
        BestAgents.Candidate(
            name: name, score: Figure.Sample(value: Fraction(score * episodes, over: episodes), counted: episodes),
            rating: Figure.Sample(value: Fraction(rating * answers, over: answers * 100), counted: answers))
    }

    private static func ranks(_ candidates: [BestAgents.Candidate]) -> [String] {
        BestAgents(candidates, least: 30).entries.map {
            "\($0.rank) \($0.candidate.name) \($0.scoreRank)+\($0.ratingRank)"
        }
    }

    @Test("S0-076: score and rating weigh alike; equal sums share a rank, in the order of names")
    func combined() {
        let candidates = [
            Self.candidate("D", score: 7_000, rating: 300), Self.candidate("B", score: 8_000, rating: 480),
            Self.candidate("A", score: 9_000, rating: 450), Self.candidate("C", score: 9_000, rating: 400),
        ]
        #expect(Self.ranks(candidates) == ["1 A 1+2", "2 B 3+1", "2 C 1+3", "4 D 4+4"])
        #expect(Self.ranks(candidates.reversed()) == Self.ranks(candidates))
    }

    @Test("F32: whoever rests on too little in one of both is not ranked, and pushes nobody down")
    func least() {
        let candidates = [
            Self.candidate("A", score: 8_000, rating: 400), Self.candidate("B", score: 9_900, rating: 500, answers: 29),
            Self.candidate("C", score: 9_900, rating: 500, episodes: 29),
            Self.candidate("D", score: 7_000, rating: 390, episodes: 30, answers: 30),
        ]
        #expect(Self.ranks(candidates) == ["1 A 1+1", "2 D 2+2"])
        #expect(Self.ranks([]).isEmpty)
    }
}
