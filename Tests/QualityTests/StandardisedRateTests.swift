// Rates that do not depend on who works where.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing

@Suite("Standardised rates")
struct StandardisedRateTests {
    private typealias Stratum = (name: String, own: Measures?, all: Measures)

    private static let good = Figure(.goodRate)

    private static func ratings(_ good: Int64, of answers: Int64) -> Measures {
        var measures = Measures()
        measures.ratings = Ratings([answers - good, 0, 0, 0, good])
        return measures
    }

    private static func value(_ rate: StandardisedRate) throws -> Fraction { try #require(rate.sample).value }

    @Test("C39: who is better in every channel and worse in total is better by the standardised rate, and ranks first")
    func simpson() throws {
        // Easy chats and hard mails; the first agent has the hard ones.
        let parts: [String: [(good: Int64, answers: Int64)]] = [
            "A1": [(81, 87), (192, 263)], "A2": [(234, 270), (55, 80)],
        ]
        let channels = ["chat", "mail"]
        func rate(_ agent: String) -> StandardisedRate {
            StandardisedRate(
                Self.good,
                channels.indices.map { place in
                    let own = parts[agent].map { Self.ratings($0[place].good, of: $0[place].answers) }
                    let all = parts.values.reduce((0, 0)) { ($0.0 + $1[place].good, $0.1 + $1[place].answers) }
                    return (name: channels[place], own: own, all: Self.ratings(all.0, of: all.1))
                })
        }
        func crude(_ agent: String) throws -> Fraction {
            let whole = (parts[agent] ?? []).reduce((0, 0)) { ($0.0 + $1.good, $0.1 + $1.answers) }
            return try #require(Self.good.sample(of: Self.ratings(whole.0, of: whole.1))).value
        }
        let (first, second) = (rate("A1"), rate("A2"))
        for place in channels.indices {
            let (one, other) = (try #require(first.strata[place].rate), try #require(second.strata[place].rate))
            #expect(other.isLess(than: one))
        }
        #expect(try crude("A1").isLess(than: crude("A2")), "Simpson's paradox")
        // (357 · 81/87 + 343 · 192/263) / 700 and (357 · 234/270 + 343 · 55/80) / 700
        #expect(try Self.value(first) == Fraction(832_546_217, over: StandardisedRate.parts))
        #expect(try Self.value(second) == Fraction(778_875_000, over: StandardisedRate.parts))
        #expect(first.strata.map(\.weight) == [357, 343] && first.sample?.counted == 350)
        let ranking = Ranking(
            [("A1", first), ("A2", second)].compactMap { name, rate in
                rate.sample.map { Ranking.Entry(name: name, sample: $0) }
            }, least: 30, isBetterHigher: true)
        #expect(ranking.entries.map(\.name) == ["A1", "A2"] && ranking.entries.map(\.rank) == [1, 2])
        let interval = try #require(first.interval)
        #expect(interval.lower < 83.254_621_7 && 83.254_621_7 < interval.upper)
    }

    @Test("C39: without anything in a stratum that weighs something there is no rate, and it is named")
    func missing() {
        let rate = StandardisedRate(
            Self.good,
            [
                ("phone", Self.ratings(3, of: 4), Self.ratings(30, of: 40)), ("mail", nil, Self.ratings(1, of: 2)),
                ("chat", Measures(), Self.ratings(5, of: 9)), ("fax", nil, Measures()),
            ])
        #expect(rate.sample == nil && rate.interval == nil && rate.missing == ["chat", "mail"])
        #expect(rate.strata.map(\.name) == ["chat", "mail", "phone"], "a fax nobody rated weighs nothing")
        #expect(StandardisedRate(Self.good, []).sample == nil)
    }

    @Test("C39: with one stratum it is the rate itself, with Wilson's interval")
    func alone() throws {
        let own = Self.ratings(45, of: 50)
        let rate = StandardisedRate(Self.good, [("phone", own, Self.ratings(700, of: 1_000))])
        #expect(try Self.value(rate) == Fraction(900_000_000, over: StandardisedRate.parts))
        let (interval, wilson) = (try #require(rate.interval), try #require(ConfidenceInterval.wilson(45, of: 50)))
        #expect(abs(interval.lower - wilson.lower) < 1e-9 && abs(interval.upper - wilson.upper) < 1e-9)
    }

    @Test(
        "C39: exact, in any order of the strata, and who is better everywhere is not worse", arguments: UInt64(1)...300)
    func exact(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var strata: [Stratum] = []
        var better: [Stratum] = []
        var (above, below, weights): (Int128, Int128, Int128) = (0, 1, 0)
        for place in 0..<random.number(1...4) {
            let answers = Int64(random.number(1...99))
            let good = Int64(random.number(0...Int(answers)))
            let weight = Int64(random.number(1...9_999))
            let all = Self.ratings(0, of: weight)
            strata.append(("s\(place)", Self.ratings(good, of: answers), all))
            better.append(("s\(place)", Self.ratings(min(answers, good + 1), of: answers), all))
            above = above * Int128(answers) + Int128(weight) * Int128(good) * below
            below *= Int128(answers)
            weights += Int128(weight)
        }
        let divisor = below * weights
        let expected = (2 * above * Int128(StandardisedRate.parts) + divisor) / (2 * divisor)
        let rate = StandardisedRate(Self.good, strata)
        #expect(try Self.value(rate) == Fraction(Int64(expected), over: StandardisedRate.parts))
        #expect(StandardisedRate(Self.good, strata.reversed()) == rate)
        #expect(try !Self.value(StandardisedRate(Self.good, better)).isLess(than: Self.value(rate)))
        let interval = try #require(rate.interval)
        #expect(0 <= interval.lower && interval.lower <= interval.upper && interval.upper <= 100)
    }

    @Test("C39: many large strata of one rate have just that rate")
    func large() throws {
        // Two thirds of each, and no two of one size.
        let strata = (1...60).map { place -> Stratum in
            let third = Int64(place) * 30_030_007
            return ("s\(place)", Self.ratings(2 * third, of: 3 * third), Self.ratings(0, of: third * 1_001))
        }
        let rate = StandardisedRate(Self.good, strata)
        #expect(try Self.value(rate) == Fraction(666_666_667, over: StandardisedRate.parts))
    }
}
