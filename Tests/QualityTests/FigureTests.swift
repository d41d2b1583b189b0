// Figures of measures, and the lines that they cross.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Figures and thresholds")
struct FigureTests {
    private static let measures: Measures = {
        var measures = Measures()
        measures.conversations = 12
        measures.scored = 3
        measures.scoreHundredths = 25_001
        measures.firstResponseHuman.met = 7
        measures.firstResponseHuman.breached = 2
        measures.firstResponseHuman.abandoned = 1
        measures.firstResponseHuman.cancelled = 5
        measures.firstResponseHuman.answered = 8
        measures.firstResponseHuman.elapsed = 200_001
        measures.firstResponseHuman.histogram.record(20, times: 8)
        measures.episodes.timely = 3
        measures.episodes.partlyAbandoned = 1
        measures.episodes.late = 2
        measures.episodes.abandoned = 4
        measures.otherClocks[.nextResponse].breached = 4
        measures.otherClocks[.nextResponse].met = 1
        measures.ratings = Ratings([1, 2, 3, 4, 5])
        measures.promoters = 1
        measures.passives = 2
        measures.detractors = 4
        measures.sensitiveClear = 1
        measures.sensitiveMasked = 9
        return measures
    }()

    @Test(
        "a figure is an exact fraction of what was counted",
        arguments: [
            (Figure(.timeliness, of: .firstResponseHuman), 7, 9),
            (Figure(.timeliness, of: .firstResponseHuman, countsAbandoned: true), 7, 10),
            (Figure(.overtimeRate, of: .firstResponseHuman), 2, 9),
            (Figure(.overtimeRate, of: .firstResponseHuman, countsAbandoned: true), 2, 10),
            (Figure(.overtimeRate, of: .nextResponse), 4, 5),
            (Figure(.meanResponse, of: .firstResponseHuman), 200_001, 8),
            (Figure(.winsorisedResponse, of: .firstResponseHuman), 160, 8),
            (Figure(.unansweredRate, of: .firstResponseHuman), 7, 15),
            (Figure(.episodeTimeliness), 4, 6), (Figure(.episodeTimeliness, countsAbandoned: true), 3, 10),
            (Figure(.goodRate), 9, 15), (Figure(.badRate), 3, 15), (Figure(.meanRating), 55, 15),
            (Figure(.netPromoters), -3, 7), (Figure(.meanScore), 25_001, 3), (Figure(.maskingCoverage), 9, 10),
        ] as [(Figure, Int64, Int64)])
    func figures(figure: Figure, sum: Int64, counted: Int64) {
        #expect(
            figure.sample(of: Self.measures)
                == Figure.Sample(value: Fraction(sum, over: counted), counted: counted))
        #expect(figure.sample(of: Measures()) == nil, "of nothing there is no figure")
    }

    @Test("a number of conversations rests on itself, and over several windows it is their mean")
    func conversations() {
        let figure = Figure(.conversations)
        #expect(figure.sample(of: Self.measures) == Figure.Sample(value: Fraction(12, over: 1), counted: 12))
        let mean = figure.sample(of: [Self.measures, Self.measures], windows: 3)
        #expect(mean == Figure.Sample(value: Fraction(24, over: 3), counted: 24), "in the third week nothing happened")
    }

    @Test("C31: a part that is more than its whole, or less than nothing, is no figure and is told")
    func impossible() {
        var measures = Measures()
        measures.conversations = 10
        measures.complaints.episodes = 10
        measures.ratings = Ratings([1, 0, 0, 0, 9])
        var entry = ProgrammeMeasures.Entry(programme: "instant")
        (entry.sent, entry.answered) = (5, 5)
        measures.programmes.add(entry)
        #expect(measures.impossibleShares.isEmpty)
        #expect(Figure(.returnRate, programme: "instant").sample(of: measures)?.value == Fraction(5, over: 5))
        (entry.sent, entry.answered) = (0, 1)
        measures.programmes.add(entry)
        measures.complaints.episodes = 11
        measures.firstResponseAny.met = 3
        measures.firstResponseAny.breached = -1
        let told = measures.impossibleShares.map { "\($0.figure.kind.word) \($0.part)/\($0.whole)" }
        #expect(told.contains("complaint-rate 11/10") && told.contains("return-rate 6/5"))
        #expect(told.contains("clock-timeliness 3/2") && told.contains("clock-overtime-rate -1/2"))
        #expect(Figure(.complaintRate).sample(of: measures) == nil)
        #expect(Figure(.returnRate, programme: "instant").sample(of: measures) == nil)
        #expect(Figure(.goodRate).sample(of: measures)?.value == Fraction(9, over: 10), "others stay")
    }

    @Test("what a correction takes away beyond what there is leaves no figure; numbers without bounds do not trap")
    func strange() {
        var measures = Measures()
        measures.firstResponseAny.met = -1
        #expect(Figure(.timeliness, of: .firstResponseAny).sample(of: measures) == nil)
        measures.firstResponseAny.met = .max
        measures.firstResponseAny.breached = .max
        measures.firstResponseAny.histogram.record(1, times: .max)
        measures.firstResponseAny.histogram.record(1 << 40, times: .max)
        measures.ratings = Ratings([.max, .max, .max, .max, .max])
        for kind in Figure.Kind.allCases {
            let clock: ClockKind? = kind.isOfClock ? .firstResponseAny : nil
            let figure = Figure(
                kind, of: clock, countsAbandoned: true, above: kind.hasLimit ? .hours(1) : nil,
                leastEach: kind.comparesTeams ? 1 : nil, programme: kind.isOfProgramme ? "instant" : nil,
                theme: kind.isOfTheme ? "slow" : nil)
            _ = figure.sample(of: measures)
        }
    }

    @Test("fractions are compared exactly, where floating point numbers are equal")
    func fractions() {
        let (large, larger) = (Fraction(.max - 2, over: .max - 1), Fraction(.max - 1, over: .max))
        #expect(large.isLess(than: larger) && !larger.isLess(than: large))
        #expect(Fraction(-1, over: 3).isLess(than: Fraction(-1, over: 4)))
        #expect(!Fraction(1, over: 2).isLess(than: Fraction(2, over: 4)))
        #expect(large.times(Fraction(2, over: 1)) == nil)
    }

    // MARK: Thresholds

    private func threshold(
        _ figure: Figure, _ target: Int64, _ alert: Int64, clear: Int64? = nil, least: Int64 = 10
    ) -> Threshold {
        func percent(_ number: Int64) -> Fraction { Fraction(number, over: 100) }
        return Threshold(
            name: "t", figure: figure, subjects: [.team], windows: [.day],
            yardstick: .target(percent(target), alert: percent(alert), clear: percent(clear ?? target)), least: least,
            receivers: ["leader"])
    }

    private func measures(met: Int64, breached: Int64) -> Measures {
        var measures = Measures()
        measures.firstResponseHuman.met = met
        measures.firstResponseHuman.breached = breached
        return measures
    }

    /// What is told when the clocks go so, one after the other: "+" raised, "-" cleared, "." nothing.
    private func told(_ threshold: Threshold, _ course: [(met: Int64, breached: Int64)]) -> String {
        var states: [ThresholdState] = []
        return course.map { met, breached in
            let measures = measures(met: met, breached: breached)
            let notices = states.decide([threshold], measures) { _ in nil }
            #expect(states.decide([threshold], measures) { _ in nil } == [], "the same is not told again")
            return notices.map { $0.step == .raised ? "+" : "-" }.first ?? "."
        }.joined()
    }

    @Test("S3-100, S4-010: raised beyond the alert line only, cleared at the clear line, and between them it stays")
    func hysteresis() {
        let timeliness = threshold(Figure(.timeliness, of: .firstResponseHuman), 95, 90)
        #expect(told(timeliness, [(90, 10), (89, 11), (94, 6), (95, 5), (90, 10), (89, 11)]) == ".+.-.+")
        let overtime = threshold(Figure(.overtimeRate, of: .firstResponseHuman), 5, 5)
        #expect(told(overtime, [(95, 5), (94, 6), (95, 5), (94, 6)]) == ".+-+", "target and line may be the same")
        let between = threshold(Figure(.timeliness, of: .firstResponseHuman), 95, 90, clear: 92)
        #expect(told(between, [(89, 11), (91, 9), (92, 8), (91, 9)]) == "+.-.")
    }

    @Test("F32, S4-079: too few raise nothing; raised it stays until it is better or rests on nothing")
    func least() {
        let timeliness = threshold(Figure(.timeliness, of: .firstResponseHuman), 95, 90)
        #expect(told(timeliness, [(0, 9), (0, 10), (0, 9), (0, 0), (0, 9), (0, 10)]) == ".+.-.+")
        #expect(told(timeliness, [(0, 10), (3, 0)]) == "+-", "it is better, however few they are")
    }

    @Test("each time it is raised has a number of its own")
    func cycles() {
        let threshold = threshold(Figure(.timeliness, of: .firstResponseHuman), 95, 90)
        var states: [ThresholdState] = []
        let course = [(0, 10), (100, 0), (0, 10)].map { measures(met: $0.0, breached: $0.1) }
        let cycles = course.flatMap { states.decide([threshold], $0) { _ in nil } }.map(\.cycle)
        #expect(cycles == [1, 1, 2])
        #expect(states == [ThresholdState(name: "t", cycle: 2, isRaised: true)])
        let gone = states.decide([], measures(met: 0, breached: 10)) { _ in nil }
        #expect(gone == [ThresholdNotice(name: "t", cycle: 2, step: .withdrawn)])
        #expect(states == [ThresholdState(name: "t", cycle: 2, isRaised: false)])
    }

    @Test("states are in the order of their names")
    func order() {
        var thresholds = ["b", "a", "c"].map { name in
            var threshold = threshold(Figure(.timeliness, of: .firstResponseHuman), 95, 90)
            threshold.name = name
            return threshold
        }
        thresholds[0].least = 20
        var states: [ThresholdState] = []
        _ = states.decide(thresholds, measures(met: 0, breached: 10)) { _ in nil }
        #expect(states.map(\.name) == ["a", "c"])
        _ = states.decide(thresholds, measures(met: 0, breached: 20)) { _ in nil }
        #expect(states.map(\.name) == ["a", "b", "c"])
    }

    @Test("S4-070: held against the same hours of earlier weeks, each weighing as much as it counted")
    func earlierWeeks() throws {
        func responses(_ count: Int64, _ seconds: Int64) -> Measures {
            var measures = Measures()
            measures.firstResponseHuman.answered = count
            measures.firstResponseHuman.elapsed = count * seconds * 1_000
            return measures
        }
        let threshold = Threshold(
            name: "slow", figure: Figure(.meanResponse, of: .firstResponseHuman), subjects: [.team], windows: [.hour],
            yardstick: .earlierWeeks(3, alert: Fraction(15, over: 10), clear: Fraction(11, over: 10)), least: 10,
            receivers: ["quality"])
        // (6 · 10 s + 4 · 20 s) / 10 = 14 s: alert beyond 21 s, back at 15.4 s.
        let earlier = [1: responses(6, 10), 3: responses(4, 20)]
        var states: [ThresholdState] = []
        func decide(_ measures: Measures) -> [ThresholdNotice.Step] {
            states.decide([threshold], measures) { earlier[$0] }.map(\.step)
        }
        #expect(decide(responses(10, 21)) == [])
        #expect(decide(responses(10, 22)) == [.raised])
        #expect(decide(responses(10, 16)) == [])
        #expect(decide(responses(10, 15)) == [.cleared])
        let lines = try #require(threshold.lines { earlier[$0] })
        #expect(lines.usual == Fraction(140_000, over: 10) && lines.target == nil)
        #expect(threshold.lines { $0 == 1 ? earlier[1] : nil } == nil, "six are too few to say what is usual")
    }

    @Test("T10: the window of a week before is the one of the same local time")
    func weeksBefore() throws {
        let change = Instant(milliseconds: 1_792_893_600_000)
        let zone = ZoneRules(identifier: "x", first: .hours(2), transitions: [(change, .hours(1))])
        let window = Window(.hour, containing: change + .hours(5 * 24), zone: zone)
        let before = Window(.hour, containing: window.start(weeksBefore: 1, zone: zone), zone: zone)
        #expect(window.start - before.start == .hours(7 * 24 + 1))
        #expect(window.label.suffix(3) == before.label.suffix(3))
        let day = Window(.day, containing: window.start, zone: zone)
        #expect(
            Window(.day, containing: day.start(weeksBefore: 2, zone: zone), zone: zone).start
                == day.start(weeksBefore: 2, zone: zone))
    }
}
