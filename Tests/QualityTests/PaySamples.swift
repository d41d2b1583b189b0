// KPI and pay models for tests.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Models as the process handbook has them, with what it leaves open filled in.
enum PaySamples {
    static let title = Criterion.Title(chinese: "指标", english: "Indicator")
    static let time = Instant(milliseconds: 1_798_000_000_000)

    static func bands<Value>(_ list: [(Int64, Value)], lowest: Int64 = 0) -> Bands<Value>? {
        Bands(list.map { Bands<Value>.Band(from: Rational($0.0), $0.1) }, lowest: Rational(lowest))
    }

    static let grades = bands([(0, "weak"), (80, "good"), (90, "excellent")])!

    /// S3-085: CSAT from 90 on counts in full, from 80 on it is 80 points; below, the house has decided for 50.
    static let csat = Normalisation.bands(
        bands([(0, .points(points(50))), (80, .points(points(80))), (90, .points(points(100)))])!)

    static func points(_ whole: Int32) -> Points { Points(hundredths: whole * 100) }

    static func indicator(
        _ id: String, _ weight: Int32, _ source: Indicator.Source, _ normalisation: Normalisation = .percent,
        least: Int64? = nil, otherwise: Indicator.SmallSample.Otherwise = .block,
        missing: Indicator.Absence? = .block
    ) -> Indicator {
        Indicator(
            id: id, title: title, weight: points(weight), source: source, normalisation: normalisation,
            sample: least.map { Indicator.SmallSample(least: $0, otherwise: otherwise) }, whenMissing: missing)
    }

    static func model(_ indicators: [Indicator], grades: Bands<String> = grades) -> KPIModel {
        KPIModel(name: "process", version: "1", effectiveFrom: time, indicators: indicators, grades: grades)
    }

    /// S3-085 with 15 tickets for each 8 effective hours.
    static func process(
        quality: Indicator.SmallSample.Otherwise = .block, exam: Indicator.Absence = .block,
        teamwork: Indicator.SmallSample.Otherwise = .block
    ) -> KPIModel {
        model([
            indicator("process", 20, .statement("sampled-pass-rate", .latest), missing: exam),
            indicator("quality", 30, .figure(Figure(.goodRate)), csat, least: 25, otherwise: quality, missing: nil),
            indicator(
                "efficiency", 30, .perHours(Figure(.handled), Rational(8)), .target(Rational(15), cap: .hundred),
                least: 1),
            indicator("teamwork", 20, .raters("teamwork", trim: 1), least: 5, otherwise: teamwork, missing: nil),
        ])
    }

    static func measures(good: Int64 = 22, bad: Int64 = 3, handled: Int64 = 270) -> Measures {
        var measures = Measures()
        measures.ratings = Ratings([bad, 0, 0, 0, good])
        measures.handling.handled = handled
        return measures
    }

    static func statement(
        _ name: String, _ hundredths: Int64, source: String = "hr", id: String? = nil, at: Int64 = 0
    ) -> PayInputs.Statement {
        PayInputs.Statement(
            id: id ?? "\(name)/\(source)", name: name, hundredths: hundredths, at: time + Milliseconds(at),
            source: source)
    }

    /// A31: process 96, 88 % satisfied, 270 tickets in 160 hours, which are 13.5 in 8, and teamwork 85 without the outliers 10 and 100.
    static let statements: [PayInputs.Statement] =
        [statement("sampled-pass-rate", 9_600), statement("effective-hours", 16_000)]
        + [("B", 1_000), ("C", 8_000), ("D", 8_500), ("E", 9_000), ("F", 10_000)].map {
            statement("teamwork", $0.1, source: $0.0)
        }

    static func inputs(
        _ measures: Measures = measures(), team: Measures? = nil, without name: String = "",
        and more: [PayInputs.Statement] = []
    ) -> PayInputs {
        PayInputs(
            agent: "A1", measures: measures, team: team, statements: statements.filter { $0.name != name } + more)
    }
}
