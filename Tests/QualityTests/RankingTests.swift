// Who does best, exactly and the same every time.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing

@Suite("Rankings")
struct RankingTests {
    private static func entry(
        _ name: String, _ numerator: Int64, _ denominator: Int64, n: Int64? = nil
    ) -> Ranking.Entry {
        Ranking.Entry(
            name: name,
            sample: Figure.Sample(value: Fraction(numerator, over: denominator), counted: n ?? denominator))
    }

    private static func line(_ ranking: Ranking) -> [String] {
        ranking.entries.map { "\($0.rank.map { "\($0)" } ?? "–") \($0.name)" }
    }

    @Test("A34: standard competition ranks: equal figures have equal ranks, and the next rank is left out")
    func ties() {
        let entries = [
            Self.entry("d", 80, 100), Self.entry("b", 9, 10), Self.entry("a", 90, 100), Self.entry("c", 95, 100),
        ]
        #expect(Self.line(Ranking(entries, least: 1, isBetterHigher: true)) == ["1 c", "2 a", "2 b", "4 d"])
        #expect(Self.line(Ranking(entries, least: 1, isBetterHigher: false)) == ["1 d", "2 a", "2 b", "4 c"])
    }

    @Test("F32: one conversation is no first rank: it is shown, and not ranked")
    func few() {
        let entries = [Self.entry("lucky", 1, 1), Self.entry("a", 270, 300), Self.entry("b", 280, 300)]
        #expect(Self.line(Ranking(entries, least: 30, isBetterHigher: true)) == ["1 b", "2 a", "– lucky"])
        #expect(Ranking([], least: 1, isBetterHigher: true).entries.isEmpty)
    }

    @Test("C46: figures are compared exactly, however they look when they are rounded")
    func exact() {
        let entries = [Self.entry("a", 899_999_999, 1_000_000_000), Self.entry("b", 9, 10)]
        #expect(Self.line(Ranking(entries, least: 1, isBetterHigher: true)) == ["1 b", "2 a"])
    }

    @Test("the order of the entries makes no difference")
    func order() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<100 {
            var entries = (0..<12).map {
                Self.entry("a\($0)", Int64(random.number(0...4)), 4, n: Int64(random.number(1...9)))
            }
            let ranking = Ranking(entries, least: 4, isBetterHigher: true)
            random.shuffle(&entries)
            #expect(Ranking(entries, least: 4, isBetterHigher: true) == ranking)
            let ranks = ranking.entries.compactMap(\.rank)
            #expect(ranks == ranks.sorted() && (ranks.first ?? 1) == 1)
        }
    }
}
