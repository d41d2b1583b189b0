// How far apart teams are, and which of them are ranked.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Teams that are compared")
struct TeamSpreadTests {
    private static func measures(_ teams: [(String, Int64, Int64)]) -> Measures {
        var measures = Measures()
        for (team, good, answers) in teams {
            measures.teams.add(TeamMeasures.Entry(team: team, good: good, answers: answers))
        }
        return measures
    }

    @Test("C40, S4-045: 95 % and 84 % are 11 points apart, and not 11.6 %; the figure says how many answers there were")
    func points() throws {
        let measures = Self.measures([("B", 168, 200), ("A", 95, 100), ("C", 9, 10)])
        let sample = try #require(Figure(.teamSpread, leastEach: 10).sample(of: measures))
        #expect(sample == Figure.Sample(value: Fraction(95 * 200 - 168 * 100, over: 20_000), counted: 310))
        #expect(Figure.Unit.share.written(sample.value) == "11 %")
    }

    @Test("F32: a team with too few answers is shown and not ranked, and makes no spread; one team alone is not apart")
    func few() {
        let measures = Self.measures([("A", 95, 100), ("B", 90, 100), ("C", 0, 1), ("D", 90, 100)])
        let (ranked, unranked) = measures.teams.ranking(least: 30)
        #expect(ranked.map(\.team) == ["A", "B", "D"] && unranked.map(\.team) == ["C"])
        let spread = Figure(.teamSpread, leastEach: 30)
        #expect(spread.sample(of: measures)?.value == Fraction(500, over: 10_000))
        #expect(spread.sample(of: Self.measures([("A", 95, 100), ("C", 0, 1)])) == nil)
        #expect(spread.sample(of: Measures()) == nil)
    }

    @Test("F14: of several windows it is that of their answers together, and what is taken away leaves nothing")
    func additive() throws {
        let parts = [Self.measures([("A", 1, 1), ("B", 0, 2)]), Self.measures([("A", 0, 1), ("B", 2, 2)])]
        let spread = Figure(.teamSpread, leastEach: 1)
        #expect(spread.sample(of: parts, windows: 2)?.value == Fraction(0, over: 8))
        var sum = try #require(Measures(sumOf: parts))
        sum.teams.add(parts[0].teams, times: -1)
        #expect(sum == parts[1])
        sum.teams.add(parts[1].teams, times: -1)
        #expect(sum.isZero)
    }
}
