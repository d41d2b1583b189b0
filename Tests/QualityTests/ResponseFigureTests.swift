// Figures of response times: who never answered, outliers, and what they do to means.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Figures of responses")
struct ResponseFigureTests {
    private static func evaluation(_ clocks: [(ClockKind, ClockOutcome, Int64?)]) -> Evaluation {
        Evaluation(
            tenant: "acme", conversation: "c", episode: 1, revision: 1, cause: .ended, policyIndex: 0, channel: "chat",
            agent: "A1", team: "T1", startedAt: Instant(milliseconds: 0), endedAt: Instant(milliseconds: 9),
            isEnded: true, score: nil, dimensions: [], deductions: [],
            clocks: clocks.map { kind, outcome, elapsed in
                ClockResult(
                    kind: kind, startedAt: Instant(milliseconds: 0), fulfilledAt: nil,
                    elapsed: elapsed.map { Milliseconds($0) }, target: .seconds(30), outcome: outcome)
            }, surveys: [], counts: EpisodeCounts(), hasEstimatedTimes: false, hasGaps: false, countsForCustomers: true,
            sheet: ScoreSheet(losses: []))
    }

    private static func measures(_ evaluations: [Evaluation], times: Int64 = 1) -> Measures {
        evaluations.reduce(into: Measures()) { $0.add($1, times: times) }
    }

    private static func histogram(_ values: [Int64]) -> Histogram {
        values.reduce(into: Histogram()) { $0.record($1) }
    }

    @Test("F11: a clock that was never answered is no part of the mean, and is counted beside it")
    func unanswered() {
        let measures = Self.measures([
            Self.evaluation([(.firstResponseHuman, .met, 10_000)]),
            Self.evaluation([(.firstResponseHuman, .breached, 50_000)]),
            Self.evaluation([(.firstResponseHuman, .breached, nil)]),
            Self.evaluation([(.firstResponseHuman, .abandoned, nil)]),
            Self.evaluation([(.firstResponseHuman, .cancelled, nil)]),
        ])
        let clock = measures.firstResponseHuman
        #expect(clock.started == 5 && clock.answered == 2 && clock.unanswered == 3)
        func value(_ kind: Figure.Kind) -> Figure.Sample? { Figure(kind, of: .firstResponseHuman).sample(of: measures) }
        #expect(value(.meanResponse) == Figure.Sample(value: Fraction(60_000, over: 2), counted: 2))
        #expect(value(.unanswered) == Figure.Sample(value: Fraction(3, over: 1), counted: 5))
        #expect(value(.unansweredRate) == Figure.Sample(value: Fraction(3, over: 5), counted: 5))
        #expect(
            Figure.Kind.allCases.filter { $0.isOfClock && $0.unit == .milliseconds }.allSatisfy {
                $0.word.hasSuffix("-answered-only")
            })
    }

    @Test("F16: one answer after nine days moves the mean by hours, the winsorised mean and the percentiles not at all")
    func outlier() throws {
        let nineDays: Int64 = 9 * 86_400_000
        let values = [Int64](repeating: 10_000, count: 99) + [nineDays]
        var measures = Measures()
        measures.firstResponseHuman.histogram = Self.histogram(values)
        measures.firstResponseHuman.answered = 100
        measures.firstResponseHuman.elapsed = values.reduce(0, +)
        func value(_ kind: Figure.Kind) throws -> Double {
            let value = try #require(Figure(kind, of: .firstResponseHuman).sample(of: measures)).value
            return Double(value.numerator) / Double(value.denominator)
        }
        #expect(try value(.meanResponse) > 7_000_000)
        for kind in [Figure.Kind.winsorisedResponse, .medianResponse, .response90, .response95, .response99] {
            #expect(try abs(value(kind) - 10_000) <= 160, "\(kind): off by at most 1.6 %")
        }
        let histogram = measures.firstResponseHuman.histogram
        let last = try #require(histogram.buckets.last)
        #expect(histogram.farOut.buckets == [last] && last.count == 1)
        #expect(histogram.count == 100, "it is listed, and not dropped")
        let outliers = Figure(.outliers, of: .firstResponseHuman, above: .hours(24)).sample(of: measures)
        #expect(outliers == Figure.Sample(value: Fraction(1, over: 1), counted: 100))
    }

    @Test("the winsorised mean is that of the values, up to the width of a bucket", arguments: UInt64(1)...20)
    func winsorised(seed: UInt64) throws {
        var state = seed
        let values: [Int64] = (0..<997).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % (state % 50 == 0 ? 900_000_000 : 90_000)
        }
        let sorted = values.sorted()
        let (low, high) = (sorted[49], sorted[947])
        let due = values.reduce(0) { $0 + min(max($1, low), high) }
        let told = try #require(Self.histogram(values).winsorisedSum(5...95))
        #expect(abs(told - due) * 1_000 <= due * 16)
    }

    @Test("F14, C50: percentiles and winsorised means of several windows are those of their values together")
    func severalWindows() throws {
        let (short, long) = ([Int64](repeating: 10, count: 90), [Int64](repeating: 1_000, count: 10))
        func measures(_ values: [Int64]) -> Measures {
            var measures = Measures()
            measures.firstResponseAny.histogram = Self.histogram(values)
            measures.firstResponseAny.answered = Int64(values.count)
            measures.firstResponseAny.elapsed = values.reduce(0, +)
            return measures
        }
        let parts = [measures(short), measures(long)]
        let whole = measures(short + long)
        #expect(Measures(sumOf: parts) == whole)
        for kind in Figure.Kind.allCases where kind.isOfClock && kind.unit == .milliseconds {
            let figure = Figure(kind, of: .firstResponseAny)
            #expect(figure.sample(of: parts, windows: 2) == figure.sample(of: whole))
        }
        #expect(Figure(.medianResponse, of: .firstResponseAny).sample(of: whole)?.value == Fraction(10, over: 1))
    }

    @Test("F33: per clock two of three were met; per episode one of two was timely, as all of its clocks have to be")
    func units() {
        let evaluations = [
            Self.evaluation([
                (.firstResponseHuman, .met, 1), (.nextResponse, .met, 1), (.nextResponse, .cancelled, nil),
            ]),
            Self.evaluation([(.firstResponseHuman, .met, 1), (.nextResponse, .breached, 9)]),
            Self.evaluation([(.firstResponseHuman, .met, 1), (.nextResponse, .abandoned, nil)]),
            Self.evaluation([(.firstResponseHuman, .abandoned, nil)]),
            Self.evaluation([(.firstResponseHuman, .cancelled, nil)]), Self.evaluation([]),
        ]
        let measures = Self.measures(evaluations)
        #expect(measures.episodes == EpisodeMeasures(timely: 1, partlyAbandoned: 1, late: 1, abandoned: 1))
        let next = Figure(.timeliness, of: .nextResponse).sample(of: measures)
        #expect(next == Figure.Sample(value: Fraction(1, over: 2), counted: 2))
        let episodes = Figure(.episodeTimeliness, countsAbandoned: true).sample(of: measures)
        #expect(episodes == Figure.Sample(value: Fraction(1, over: 4), counted: 4))
        var nothing = measures
        for evaluation in evaluations { nothing.add(evaluation, times: -1) }
        #expect(nothing.isZero, "a correction takes away what it put there")
    }

    @Test("sums beyond all numbers are refused, and change nothing")
    func bounds() {
        var large = Measures()
        large.scoreHundredths = (1 << 61) - 1
        #expect(large.isAddable)
        var sum = large
        #expect(!sum.addIfAddable(large) && sum == large)
        var damaged = Measures()
        damaged.firstResponseAny.histogram.record(5, times: .min)
        #expect(!damaged.isAddable && !sum.addIfAddable(damaged) && sum == large)
        #expect(Measures(sumOf: [large, large]) == nil)
    }
}

extension EpisodeMeasures {
    fileprivate init(timely: Int64, partlyAbandoned: Int64, late: Int64, abandoned: Int64) {
        self.init()
        self.timely = timely
        self.partlyAbandoned = partlyAbandoned
        self.late = late
        self.abandoned = abandoned
    }
}
