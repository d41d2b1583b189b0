// What closing a period says to people and to the audit.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// The result of a closing.
struct ClosingReport {
    let plan: ClosingPlan
    let period: ReportingPeriod
    let tenant: String
    let cut: Instant
    let models: [ClosingPlan.Models]

    private var closed: [Scorecard] { plan.scorecards.filter { $0.state == .closed } }
    private var total: Int64 { closed.reduce(0) { $0 + ($1.pay?.total?.count ?? 0) } }
    private var currency: String { models[0].pay?.model.currency ?? "" }

    /// The entries of the audit: confirmations and adjustments, then the closing that rests on them.
    func audit(tallies: PayInput.Ends, supplements: PayInput.Ends) -> [PayWriter.Note] {
        typealias Detail = AuditEntry.Detail
        let confirmed = plan.confirmations.map { agent, proposal in
            PayWriter.Note(
                kind: .proposalConfirmed, tenant: tenant, subject: "\(agent)/\(period.label)",
                details: [
                    Detail("proposal", proposal.id), Detail("adjustment", proposal.adjustment),
                    Detail("confirmed-by", proposal.confirmedBy),
                    Detail("confirmed-at", proposal.confirmedAt?.written ?? ""),
                    Detail("ruling", proposal.ruling?.rawValue ?? ""),
                ])
        }
        let adjusted = plan.corrections.map { correction in
            PayWriter.Note(
                kind: .scorecardAdjusted, tenant: tenant, subject: "\(correction.agent)/\(correction.period)",
                details: [
                    Detail("revision", "\(correction.revision)"), Detail("cents", "\(correction.cents)"),
                    Detail("paid-with", period.label),
                ])
        }
        var details = [Detail("closed-at", cut.written ?? "")]
        let (kpi, pay) = (models[0].kpi, models[0].pay)
        details.append(Detail("kpi-model", "\(kpi.model.name)@\(kpi.model.version) \(hash(kpi.text))"))
        if let pay { details.append(Detail("pay-model", "\(pay.model.name)@\(pay.model.version) \(hash(pay.text))")) }
        details += [
            Detail("scorecards", "\(closed.count)"), Detail("total-cents", "\(total)"), Detail("currency", currency),
            Detail("scorecards-sha256", SHA256.hash(closed.flatMap { SHA256.hash($0.protobuf) }).hexadecimal),
            Detail("tallies-read-to", written(tallies)), Detail("supplements-read-to", written(supplements)),
        ]
        return confirmed + adjusted
            + [PayWriter.Note(kind: .periodClosed, tenant: tenant, subject: period.label, details: details)]
    }

    private func hash(_ text: String) -> String { SHA256.hash(Array(text.utf8)).hexadecimal }

    private func written(_ ends: PayInput.Ends) -> String {
        ends.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: " ")
    }

    /// What people read.
    func lines(isRehearsal: Bool, entries: Int) -> [String] {
        var lines: [String] = []
        let money = models[0].pay == nil ? "" : ", \(Cents(total).written) \(currency)"
        let name = tenant.isEmpty ? period.label : "\(period.label), tenant \(tenant)"
        if closed.isEmpty {
            lines.append("\(name): closed before, \(plan.unchanged.count) scorecards, nothing to do")
        } else {
            lines.append(
                "\(name): \(closed.count) scorecards \(isRehearsal ? "would be closed" : "closed") as of \(cut.written ?? "")\(money)"
                    + (plan.unchanged.isEmpty ? "" : "; \(plan.unchanged.count) were closed before"))
            lines +=
                [""]
                + TextTable.lines(
                    [["agent", "composite", "grade", "pay", "of it adjustments", ""]] + closed.map(row),
                    rightAligned: [1, 3, 4])
        }
        if !plan.corrections.isEmpty {
            lines += ["", "changes of earlier periods:"]
            lines += TextTable.lines(
                plan.corrections.map {
                    [
                        "  \($0.agent)", $0.period, "revision \($0.revision)", Cents($0.cents).written,
                        "paid with \(period.label)",
                    ]
                }, rightAligned: [3])
        }
        if !plan.notes.isEmpty { lines += ["", "not looked at:"] + plan.notes.map { "  \($0)" } }
        if entries > 0 { lines += ["", "the audit has \(entries) entries"] }
        return lines
    }

    private func row(_ card: Scorecard) -> [String] {
        let adjustments = (card.pay?.lines ?? []).filter { $0.id == PayResult.adjustment }
        let sum = adjustments.reduce(0) { $0 + ($1.cents?.count ?? 0) }
        let blocked = card.kpi.lines.filter(\.state.blocks).map { "\($0.id): \($0.state.rawValue)" }
        let why = blocked.isEmpty ? card.pay?.blockedBy?.rawValue ?? "" : blocked.joined(separator: "; ")
        return [
            card.agent, card.kpi.shownHundredths.map { Cents($0).written } ?? "–", card.kpi.grade ?? "–",
            card.pay?.total?.written ?? "–", adjustments.isEmpty ? "" : Cents(sum).written, why,
        ]
    }
}
