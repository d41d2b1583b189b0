// An explained figure as text and as a page.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

extension FigureExplanation {
    /// A part of the explanation: a heading, and lines of a label and a text, or a table with a head.
    struct Part {
        var title: String
        var rows: [[String]]
        var hasHead = false
        var numbers: Set<Int> = []
    }

    /// "csat-good-rate of agent:A17, 2026-11, tenant acme".
    var title: String { "\(metric.name) of \(subject), \(span.label), tenant \(tenant)" }

    /// The parts in the order in which they are read.
    var parts: [Part] {
        [
            figurePart, countsPart, standardisedPart, populationPart, windowsPart, exclusionsPart, policiesPart,
            contributionsPart,
        ]
        .compactMap { $0 }
    }

    /// The explanation as text.
    var text: String {
        var lines = [title]
        for part in parts {
            lines += ["", part.title]
            lines += TextTable.lines(part.rows, rightAligned: part.numbers).map { "  \($0)" }
        }
        return (lines + ["", (agrees == false ? "✗ " : agrees == true ? "✓ " : "") + verdict]).joined(separator: "\n")
            + "\n"
    }

    /// The explanation as a page that stands by itself.
    var page: String {
        var body = HTMLPage.element("h1", title) + "\n"
        for part in parts {
            body += HTMLPage.element("h2", part.title) + "\n<div class=\"card\" style=\"overflow-x: auto\"><table>\n"
            for (index, row) in part.rows.enumerated() {
                let name = part.hasHead && index == 0 ? "th" : "td"
                let cells = row.enumerated().map { column, cell in
                    HTMLPage.element(name, cell, class: part.numbers.contains(column) ? "number" : "")
                }
                body += "<tr>\(cells.joined())</tr>\n"
            }
            body += "</table></div>\n"
        }
        let mark = agrees.map { $0 ? "won" : "lost" } ?? "faint"
        return HTMLPage.page(
            title: title, language: "en", body: body + HTMLPage.element("p", verdict, class: mark) + "\n")
    }

    // MARK: Parts

    private var figurePart: Part {
        var rows = [
            ["value", value], ["is", MetricWords(metric).meaning], ["formula", formula],
        ]
        if let closed {
            let value = metric.sample(of: closed).map { metric.unit.written($0.value) } ?? "none"
            rows.append([
                "when closed", "\(value), n \(closed.counted): what came later leaves closed figures as they are",
            ])
        }
        if let interval { rows.append(["95 % interval", interval]) }
        rows.append(["n", "\(basis.counted); \(minimum.joined(separator: "; "))"])
        if basis.counted < leastAnswers {
            rows.append(["provisional", "its survey programme asks for \(Int(leastAnswers).grouped) answers"])
        }
        if let provisionalUntil {
            rows.append(["provisional", "until \(provisionalUntil.written ?? ""), as customers may come back"])
        }
        return Part(title: "Figure", rows: rows)
    }

    private var countsPart: Part? {
        let counts = counts
        guard !counts.isEmpty else { return nil }
        return Part(title: "Counts", rows: counts.map { [$0.name, "\($0.count)"] }, numbers: [1])
    }

    private var standardisedPart: Part? {
        guard let standardised, !standardised.strata.isEmpty else { return nil }
        let head = ["stratum", "sum", "n", "rate", "weight: n of all"]
        let rows = standardised.strata.map { stratum in
            [
                stratum.name.onOneLine, amount(stratum.sum), "\(stratum.counted)",
                stratum.rate.map { metric.unit.written($0) } ?? "–", "\(stratum.weight)",
            ]
        }
        let interval = standardised.interval.map { ", 95 % interval \($0.written)" } ?? ""
        let value =
            standardised.sample.map { metric.unit.written($0.value) + interval }
            ?? "none: nothing in \(standardised.missing.joined(separator: ", "))"
        return Part(
            title: "Standardised: " + value.onOneLine, rows: [head] + rows, hasHead: true, numbers: [1, 2, 3, 4])
    }

    private var populationPart: Part {
        var rows = [["episodes", population]]
        if let found { rows.append(["read", found.source]) }
        return Part(title: "Population", rows: rows)
    }

    private var windowsPart: Part? {
        guard let tallies else { return nil }
        let head = ["window", "from", "until", "sum", "n", "reflects facts before offset"]
        let rows = span.windows.map { window in
            let times = [window.label, window.start.written ?? "", window.end.written ?? ""]
            guard let tally = tallies.first(where: { $0.start == window.start }) else {
                return times + ["–", "–", "no tally: nothing happened"]
            }
            let basis = metric.basis(of: tally.measures)
            return times + [amount(basis.sum), "\(basis.counted)", "\(tally.nextFact)"]
        }
        return Part(title: "Tallies", rows: [head] + rows, hasHead: true, numbers: [3, 4, 5])
    }

    private var exclusionsPart: Part? {
        guard let found, !found.exclusions.isEmpty else { return nil }
        return Part(
            title: "Left out", rows: found.exclusions.map { [$0.count.grouped, $0.exclusion.text] }, numbers: [0])
    }

    private var policiesPart: Part? {
        guard let found, !found.judgedBy.isEmpty else { return nil }
        return Part(title: "Judged by", rows: found.judgedBy.map { [$0.count.grouped, $0.policy] }, numbers: [0])
    }

    private var contributionsPart: Part? {
        guard let found, !found.contributions.isEmpty else { return nil }
        let head = ["conversation", "episode", "revision", "adds", "n"]
        var rows = found.contributions.prefix(most).map { part in
            [
                part.conversation.onOneLine, part.episode == 0 ? "–" : "\(part.episode)",
                part.revision == 0 ? "–" : "\(part.revision)", amount(part.basis.sum), "\(part.basis.counted)",
            ]
        }
        let rest = found.contributions.dropFirst(most)
        if !rest.isEmpty {
            let sum = rest.reduce(into: Figure.Basis()) { $0.add($1.basis) }
            rows.append(["\(rest.count.grouped) more", "", "", amount(sum.sum), "\(sum.counted)"])
        }
        if !found.forgotten.isZero {
            rows.append(
                ["contacts no longer kept", "", "", amount(found.forgotten.sum), "\(found.forgotten.counted)"])
        }
        return Part(
            title: "Comes from", rows: [head] + rows, hasHead: true, numbers: [1, 2, 3, 4])
    }
}
