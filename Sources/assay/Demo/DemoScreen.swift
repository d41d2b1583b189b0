// The demo's live view.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Simulation
import Wire

/// Draws what happens as lines of text.
struct DemoScreen {
    let policies: PolicySet
    let durationSeconds: Int
    let usesColour: Bool
    /// Where the dashboard is, when there is one.
    var dashboard: String?

    /// What is shown at one moment.
    struct Moment {
        var elapsedSeconds: Int
        var ledger: Traffic.Ledger
        var workers: [[LaneSnapshot]]
        var board: DemoBoard
    }

    /// The whole view.
    func lines(_ moment: Moment) -> [String] {
        let applied = moment.workers.joined().reduce(Int64(0)) {
            $0 + $1.statistics.records - $1.statistics.factRecords
        }
        let alerts = moment.board.alerts.values.reduce(0) { $0 + $1.count }
        var lines = [
            bold("Assay demo") + "  \(moment.elapsedSeconds) s of \(durationSeconds) s"
                + (dashboard.map { "  \($0)" } ?? ""),
            "",
            "  in        \(grouped(moment.ledger.records)) records, \(grouped(moment.ledger.records / Int64(max(1, moment.elapsedSeconds)))) a second"
                + "   lag \(grouped(max(0, moment.ledger.records - applied)))",
            "  out       \(grouped(Int64(moment.board.evaluations))) evaluations of \(grouped(Int64(moment.board.episodes))) episodes"
                + "   \(grouped(Int64(alerts))) alerts   \(grouped(Int64(moment.board.deadLetters))) dead letters",
        ]
        for (index, worker) in moment.workers.enumerated() {
            let partitions = worker.flatMap(\.partitions).map { "\($0)" }
            lines.append(
                "  worker \(index + 1)  " + (partitions.isEmpty ? "joining" : partitions.joined(separator: " ")))
        }
        lines += ["", bold("  Satisfaction by team") + "  (ratings of 4 and 5, 客户满意度)"]
        lines += moment.board.satisfaction.map { team, good, answers in
            "    \(team)  \(answers == 0 ? "no ratings" : "\(good * 100 / answers) %")  of \(answers)"
        }
        lines += ["", bold("  Alerts") + "  (预警: how many of each step, and the latest)"]
        lines += DemoScreen.steps.compactMap { step, name in
            moment.board.alerts[step].map { count, latest in
                let number = grouped(Int64(count))
                return "    " + name + String(repeating: " ", count: max(1, 18 - name.count - number.count)) + number
                    + line(latest)
            }
        }
        if let best = moment.board.best { lines += ["", bold("  Best conversation") + "  (最佳会话)"] + describe(best) }
        if let worst = moment.board.worst {
            lines += ["", bold("  Worst conversation") + "  (最差会话)"] + describe(worst)
        }
        return lines
    }

    /// In the order in which a clock goes through them.
    private static let steps: [(ProtoAlert.Step, String)] = [
        (.approaching, "approaching"), (.breached, "breached"), (.escalated, "escalated"), (.cleared, "cleared"),
        (.retracted, "retracted"), (.raised, "raised"),
    ]

    private func line(_ alert: ProtoAlert) -> String {
        if alert.hasFigure { return line(alert.figure, of: alert.conversationID, alert.step) }
        if !alert.criterion.isEmpty {
            let what = alert.step == .raised ? "a fatal failure" : "no fatal failure after all"
            return "    \(alert.conversationID)  \(alert.criterion)  \(what)  \(alert.agentID) \(alert.teamID)"
        }
        let what =
            switch alert.step {
            case .approaching: "\((alert.deadlineMs - alert.atMs) / 1000) s left of \(alert.targetMs / 1000) s"
            case .escalated:
                "still no answer, \((alert.atMs - alert.deadlineMs) / 1000) s late: told \(alert.receivers.joined(separator: ", "))"
            case .breached: "no answer within \(alert.targetMs / 1000) s"
            case .cleared: "answered, \((alert.lateByMs + 500) / 1000) s late"
            case .retracted: "taken back: answered in time after all"
            default: "\(alert.step)"
            }
        return "    \(alert.conversationID)  \(alert.clock)  \(what)"
            + (alert.agentID.isEmpty ? "" : "  \(alert.agentID) \(alert.teamID)")
    }

    private func line(_ alert: ProtoFigureAlert, of subject: String, _ step: ProtoAlert.Step) -> String {
        let unit = Figure.Kind.allCases.first { $0.word == alert.figure }?.unit ?? .number
        func written(_ name: String, _ number: ProtoFraction) -> String {
            Fraction(number).map { "  \(name)\(unit.written($0))" } ?? ""
        }
        return
            "    \(subject)  \(alert.threshold) of \(alert.windowLabel)  \(step == .raised ? "beyond its line" : "is back")"
            + written("", alert.value) + "  of \(alert.counted)" + written("target ", alert.target)
            + written("usually ", alert.usual) + written("line ", alert.alertLine)
    }

    private func describe(_ evaluation: ProtoEvaluation) -> [String] {
        let head =
            "    \(evaluation.conversationID)  \(decimal(evaluation.score)) points  \(evaluation.agentID) \(evaluation.teamID)"
        guard !evaluation.deductions.isEmpty else { return [head + "  nothing lost"] }
        return [head]
            + evaluation.deductions.prefix(4).map { deduction in
                let evidence = deduction.evidence
                let place =
                    evidence.byteEnd > evidence.byteStart ? " bytes \(evidence.byteStart)–\(evidence.byteEnd)" : ""
                return "      −\(decimal(deduction.points))  \(title(deduction.criterion))"
                    + "  [\(evidence.messageID)\(place)\(evidence.lexicon.isEmpty ? "" : " \(evidence.lexicon)")]"
            }
    }

    private func title(_ criterion: String) -> String {
        for dimension in policies.versions[0].rubric.dimensions {
            if let found = dimension.criteria.first(where: { $0.id == criterion }) {
                return "\(found.title.chinese) / \(found.title.english)"
            }
        }
        return criterion
    }

    private func bold(_ text: String) -> String { usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

/// A number with commas: 12,345.
func grouped(_ number: Int64) -> String {
    var digits = Array(String(number.magnitude))
    var place = digits.count - 3
    while place > 0 {
        digits.insert(",", at: place)
        place -= 3
    }
    return (number < 0 ? "−" : "") + String(digits)
}

/// Points with two digits after the point.
func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = abs(hundredths % 100)
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}
