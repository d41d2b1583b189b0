// Scorecards as people read them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Writes a scorecard as text.
enum ScorecardText {
    /// The lines of a scorecard.
    static func lines(_ scorecard: Scorecard) -> [String] {
        let tenant = scorecard.tenant.isEmpty ? "" : ", tenant \(scorecard.tenant)"
        var lines = [
            "scorecard of \(scorecard.agent), \(scorecard.period.label), \(scorecard.state)\(tenant)",
            "KPI model \(scorecard.kpiModel.written), input \(scorecard.inputHash.prefix(8).hexadecimal)…", "",
        ]
        let rows = scorecard.kpi.lines.map { line in
            [
                line.id, "\(line.weight.written) %", line.share.map { "\(rounded($0)) %" } ?? "–",
                line.points.map(rounded) ?? "–", "n = \(line.n)", line.state.rawValue,
                line.formula + inputs(line),
            ]
        }
        lines += TextTable.lines(
            [["indicator", "weight", "share", "points", "", "", "formula"]] + rows, rightAligned: [1, 2, 3])
        lines.append("")
        if let shown = scorecard.kpi.shownHundredths, let grade = scorecard.kpi.grade {
            lines.append("composite \(Cents(shown).written), \(grade)")
        } else {
            lines.append("no composite: " + blockers(scorecard.kpi))
        }
        if let pay = scorecard.pay { lines += [""] + paid(pay, scorecard) }
        return lines
    }

    private static func blockers(_ kpi: KPIResult) -> String {
        let blocking = kpi.lines.filter(\.state.blocks).map { "\($0.id) is \($0.state.rawValue)" }
        return blocking.isEmpty ? "no indicator counts" : blocking.joined(separator: "; ")
    }

    private static func inputs(_ line: KPIResult.Line) -> String {
        line.inputs.isEmpty ? "" : "; " + line.inputs.map { "\($0.name) \(rounded($0.value))" }.joined(separator: ", ")
    }

    private static func paid(_ pay: PayResult, _ scorecard: Scorecard) -> [String] {
        let model = "pay model \(scorecard.payModel?.written ?? "")"
        guard let total = pay.total else { return ["\(model): no pay, \(pay.blockedBy?.rawValue ?? "")"] }
        let rows = pay.lines.map { line in
            [
                line.id, line.cents?.written ?? "–", line.standing?.rawValue ?? "",
                line.evidence.isEmpty ? "" : "\(line.proposal): \(line.evidence.joined(separator: ", "))",
            ]
        }
        return [model]
            + TextTable.lines(rows + [["total", "\(total.written)", scorecard.currency, ""]], rightAligned: [1])
    }

    /// Two decimals; what is too large for that as it is.
    private static func rounded(_ number: Rational) -> String {
        (try? number.rounded(.halfEven, scale: 100)).map { Cents($0).written } ?? number.written
    }
}
