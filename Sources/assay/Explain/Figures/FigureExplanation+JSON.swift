// An explained figure as JSON.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

extension FigureExplanation {
    /// The explanation as one JSON object. Numbers are exact: a value is a fraction, sums are in the unit of `unit`.
    var json: String {
        let value: OrderedJSON =
            sample.map { sample in
                .object([
                    ("numerator", .integer(sample.value.numerator)),
                    ("denominator", .integer(sample.value.denominator)),
                    ("written", .string(metric.unit.written(sample.value))),
                ])
            } ?? .null
        let object: [(String, OrderedJSON)] = [
            ("metric", .string(metric.name)), ("subject", .string(subject)), ("period", .string(span.label)),
            ("tenant", .string(tenant)), ("value", value), ("n", .integer(basis.counted)),
            ("unit", .string(metric.unit.word)), ("is", .string(MetricWords(metric).meaning)),
            ("formula", .string(formula)), ("interval", interval.map { .string($0) } ?? .null),
            ("standardised", standardised.map(json) ?? .null), ("least", .integer(least)),
            (
                "thresholds",
                .array(
                    thresholds.map { threshold in
                        .object([("name", .string(threshold.name)), ("least", .integer(threshold.least))])
                    })
            ),
            ("counts", .object(counts.map { ($0.name, .integer($0.count)) })), ("population", .string(population)),
            ("zone", .string(zone.identifier)), ("windows", windows),
            ("leastAnswers", .integer(leastAnswers)),
            (
                "provisionalUntil",
                provisionalUntil.flatMap(\.written).map { .string($0) } ?? .null
            ),
            (
                "excluded",
                .array(
                    found?.exclusions.map { part in
                        .object([("why", .string(part.exclusion.text)), ("count", .count(part.count))])
                    } ?? [])
            ),
            (
                "judgedBy",
                .array(
                    found?.judgedBy.map { part in
                        .object([("policy", .string(part.policy)), ("count", .count(part.count))])
                    } ?? [])
            ),
            ("contributions", .array(contributions)),
            ("contributors", found.map { .count($0.contributions.count) } ?? .null),
            ("agrees", agrees.map { .flag($0) } ?? .null), ("verdict", .string(verdict)),
        ]
        return OrderedJSON.object(object).text + "\n"
    }

    private func json(_ rate: StandardisedRate) -> OrderedJSON {
        let value: OrderedJSON =
            rate.sample.map { sample in
                .object([
                    ("numerator", .integer(sample.value.numerator)),
                    ("denominator", .integer(sample.value.denominator)),
                    ("written", .string(metric.unit.written(sample.value))),
                ])
            } ?? .null
        let strata = rate.strata.map { stratum -> OrderedJSON in
            .object([
                ("name", .string(stratum.name)), ("sum", .integer(stratum.sum)), ("n", .integer(stratum.counted)),
                ("weight", .integer(stratum.weight)),
            ])
        }
        return .object([
            ("value", value), ("interval", rate.interval.map { .string($0.written) } ?? .null),
            ("strata", .array(strata)), ("missing", .array(rate.missing.map { .string($0) })),
        ])
    }

    private var windows: OrderedJSON {
        .array(
            (tallies ?? []).map { tally in
                let basis = metric.basis(of: tally.measures)
                return .object([
                    ("from", .string(tally.start.written ?? "")), ("until", .string(tally.end.written ?? "")),
                    ("sum", .integer(basis.sum)), ("n", .integer(basis.counted)),
                    ("nextFact", .integer(tally.nextFact)),
                ])
            })
    }

    private var contributions: [OrderedJSON] {
        (found?.contributions.prefix(most) ?? []).map { part in
            .object([
                ("conversation", .string(part.conversation)), ("episode", .integer(Int64(part.episode))),
                ("revision", .integer(Int64(part.revision))), ("sum", .integer(part.basis.sum)),
                ("n", .integer(part.basis.counted)),
            ])
        }
    }
}

extension Figure.Unit {
    /// What its numbers are, in a word.
    fileprivate var word: String {
        switch self {
        case .share, .netShare: "share"
        case .milliseconds: "milliseconds"
        case .perEpisode: "per-episode"
        case .rating: "rating"
        case .ratingGap: "hundredths of a rating"
        case .hundredths: "hundredths of a point"
        case .number: "number"
        }
    }
}
