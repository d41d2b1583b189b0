// The scorecards and the audit of a verification.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Takes scorecards and the entries of the audit, and holds them against each other.
struct PayLedger {
    private struct Period: Hashable, Comparable {
        var tenant: String
        var period: String

        static func < (left: Period, right: Period) -> Bool {
            (left.tenant, left.period) < (right.tenant, right.period)
        }
    }

    private struct Closed {
        var agent: String
        var total: Int64
        var hash: [UInt8]
    }

    private var chain = AuditChain()
    private var closings: [Period: [AuditEntry]] = [:]
    private var corrections: Set<String> = []
    private var newest: [String: PublishedScorecard] = [:]
    /// Closed scorecards that are still there: compaction removes those that were adjusted since.
    private var closed: [Period: [Closed]] = [:]

    /// How many scorecards and entries there are.
    var counts: (scorecards: Int, entries: Int) { (newest.count, chain.count) }

    /// Takes the next entry of the audit.
    mutating func take(entry value: [UInt8], _ findings: inout Findings) {
        if let fault = chain.take(value) { findings.add(.pay, "audit: \(fault)") }
        guard let entry = try? AuditEntry.read(value) else { return }
        switch entry.kind {
        case .periodClosed:
            closings[Period(tenant: entry.tenant, period: entry.subject), default: []].append(entry)
        case .scorecardAdjusted:
            corrections.insert("\(entry.tenant)/\(entry.subject) revision \(entry["revision"] ?? "")")
        case .policyActivated, .proposalConfirmed: break
        }
    }

    /// Takes a scorecard; those of one agent and period come in their order.
    mutating func take(scorecard value: [UInt8], _ findings: inout Findings) throws(DecodeError) {
        let card = try PublishedScorecard.read(value)
        let name = "\(card.tenant)/\(card.agent)/\(card.period)"
        let sum = card.lines.reduce(0) { $0 + ($1.cents ?? 0) }
        if let total = card.total, total.count != sum {
            findings.add(
                .pay,
                "\(name) revision \(card.revision): the lines sum to \(Cents(sum).written), the total is \(total.written)"
            )
        }
        if let before = newest[name] {
            if card.revision != before.revision + 1 {
                findings.add(.pay, "\(name): revision \(card.revision) stands behind revision \(before.revision)")
            }
            if before.state != .provisional, card.state != .adjusted {
                findings.add(
                    .pay, "\(name): revision \(card.revision) is \(card.state), behind one that was \(before.state)")
            }
        }
        newest[name] = card
        guard card.state == .closed else { return }
        closed[Period(tenant: card.tenant, period: card.period), default: []].append(
            Closed(agent: card.agent, total: card.total?.count ?? 0, hash: SHA256.hash(value)))
    }

    /// Holds the scorecards against the audit, after the last record.
    func compare(_ findings: inout Findings) {
        for (period, cards) in closed.sorted(by: { $0.key < $1.key }) where closings[period] == nil {
            findings.add(
                .pay,
                "\(period.tenant)/\(period.period): \(cards.count) scorecards are closed, and the audit knows of no closing"
            )
        }
        for (period, entries) in closings.sorted(by: { $0.key < $1.key }) {
            let cards = (closed[period] ?? []).sorted { $0.agent < $1.agent }
            // When some were adjusted, or there were several closings, the bytes are not all there, or not in one piece.
            guard entries.count == 1, entries[0]["scorecards"] == "\(cards.count)" else { continue }
            if entries[0]["scorecards-sha256"] != SHA256.hash(cards.flatMap(\.hash)).hexadecimal {
                findings.add(
                    .pay, "\(period.tenant)/\(period.period): the closed scorecards are others than those of the audit")
            }
        }
        for (name, card) in newest.sorted(by: { $0.key < $1.key }) where card.state == .adjusted {
            if !corrections.contains("\(name) revision \(card.revision)") {
                findings.add(.pay, "\(name) revision \(card.revision): adjusted, and the audit knows nothing of it")
            }
        }
    }
}
