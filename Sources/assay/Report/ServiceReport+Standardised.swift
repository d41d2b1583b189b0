// Rates that do not depend on who works where, in a service report.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

extension ServiceReport {
    /// The rates of agents and teams, standardised: the rate as it is, by stratum, and as if all worked in the same ones (C39).
    static func standardised(
        _ figure: Figure, of kind: SubjectKind, by dimension: SubjectDimension, _ book: TallyBook, months: [String],
        least: Int64, language: PageLanguage
    ) -> Table? {
        func measures(_ subject: String) -> Measures? { book.measures(subject, months: months) }
        let values = book.names(of: SubjectKind([dimension]), months: months)
        let names = book.names(of: kind, months: months)
        let rates = Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, book.standardised(figure, of: kind, name, by: dimension, values, measures))
            })
        // The strata are those of everything, and the same for all.
        guard let strata = names.first.flatMap({ rates[$0]?.strata.map(\.name) }), !strata.isEmpty else { return nil }
        func cells(_ name: String, _ rate: StandardisedRate, rank: Int?) -> [String] {
            let crude = measures("\(kind.word):\(name)").flatMap { figure.sample(of: $0) }
            return [
                rank.map { "\($0)" } ?? "–", name,
                rate.sample.map { figure.kind.unit.written($0.value) }
                    ?? language.label("缺", "missing") + ": " + rate.missing.joined(separator: ", "),
                rate.interval?.written ?? "", Int(rate.strata.reduce(0) { $0 &+ $1.counted }).grouped,
                crude.map { written($0, figure) } ?? "–",
            ]
                + strata.map { name in
                    let stratum = rate.strata.first { $0.name == name }
                    return stratum.flatMap { part in
                        part.rate.map { written(Figure.Sample(value: $0, counted: part.counted), figure) }
                    } ?? "–"
                }
        }
        let entries = names.compactMap { name in rates[name]?.sample.map { Ranking.Entry(name: name, sample: $0) } }
        let ranking = Ranking(entries, least: least, isBetterHigher: figure.kind.isBetterHigher)
        let ranked = ranking.entries.compactMap { entry in
            rates[entry.name].map { cells(entry.name, $0, rank: entry.rank) }
        }
        let others = names.compactMap { name in
            rates[name].flatMap { rate in
                rate.sample == nil && rate.strata.contains { $0.counted > 0 } ? cells(name, rate, rank: nil) : nil
            }
        }
        guard !(ranked + others).isEmpty else { return nil }
        let title = kind == .agent ? language.label("客服", "Agents") : language.label("团队", "Teams")
        return Table(
            title: title + ": \(figure.kind.word), " + language.label("按分层标准化", "standardised")
                + " (\(dimension.word))",
            columns: [
                language.label("名次", "Rank"), kind.word, language.label("标准化", "Standardised"),
                language.label("95% 置信区间", "95 % interval"), "n", figure.kind.word,
            ] + strata, numbers: Set([0] + Array(2..<(6 + strata.count))), rows: ranked + others)
    }

    /// The figure with what it rests on.
    private static func written(_ sample: Figure.Sample, _ figure: Figure) -> String {
        "\(figure.kind.unit.written(sample.value)) (\(Int(sample.counted).grouped))"
    }
}
