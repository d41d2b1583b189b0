// What closing a period writes.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The scorecards that closing a period makes of the books and of what was published before. Equal inputs give equal bytes, and what was
/// closed before is not closed again (A38, invariant 14).
package struct ClosingPlan: Sendable {
    /// A KPI model with the pay model that goes with it, and their texts.
    package struct Models: Sendable {
        /// The KPI model.
        package var kpi: (model: KPIModel, text: String)
        /// The pay model; nil when nothing is paid.
        package var pay: (model: PayModel, text: String)?

        /// Models.
        package init(kpi: (model: KPIModel, text: String), pay: (model: PayModel, text: String)? = nil) {
            self.kpi = kpi
            self.pay = pay
        }

        fileprivate func made(_ card: PublishedScorecard) -> Bool {
            "\(kpi.model.name)@\(kpi.model.version)" == card.kpiModel
                && (pay.map { "\($0.model.name)@\($0.model.version)" } ?? "") == card.payModel
        }
    }

    /// A scorecard of another period that is paid or taken back.
    package struct Correction: Hashable, Sendable {
        /// Whose.
        package var agent: String
        /// The period that is adjusted.
        package var period: String
        /// The revision that says so.
        package var revision: UInt32
        /// Recomputed minus paid.
        package var cents: Int64

        /// A correction.
        package init(agent: String, period: String, revision: UInt32, cents: Int64) {
            self.agent = agent
            self.period = period
            self.revision = revision
            self.cents = cents
        }
    }

    /// The scorecards to be written, those of earlier periods first, by period and agent.
    package private(set) var scorecards: [Scorecard] = []
    /// Agents whose scorecard was closed before, from the same input.
    package private(set) var unchanged: [String] = []
    /// Agents whose scorecard was closed before, from an input that cannot be found again (A39): nothing may be written then.
    package private(set) var conflicts: [String] = []
    /// What is paid or taken back for earlier periods.
    package private(set) var corrections: [Correction] = []
    /// What people should know: earlier periods that could not be looked at.
    package private(set) var notes: [String] = []
    /// The proposals that count in the scorecards to be written, with whom they concern.
    package private(set) var confirmations: [(agent: String, proposal: PayProposal)] = []

    private let tenant: String
    private let period: ReportingPeriod
    private let cut: Instant
    private let books: PayBooks
    private let models: [Models]

    /// The plan of closing `period`.
    ///
    /// - Parameters:
    ///   - cut: when the period is closed: what was stated then or later does not count, and proposals are looked at as of then.
    ///   - models: those in force in the period first; the others may have made earlier scorecards.
    ///   - published: the newest scorecard of each agent and period.
    /// - Throws: `Complaint` when the books cannot be used.
    package init(
        of period: ReportingPeriod, cut: Instant, books: PayBooks, models: [Models], published: [PublishedScorecard]
    ) throws(Complaint) {
        precondition(!models.isEmpty, "a period is closed by a model")
        self.period = period
        self.cut = cut
        self.books = books
        self.models = models
        tenant = try books.onlyTenant()
        let own = Dictionary(grouping: published.filter { $0.tenant == tenant }, by: \.agent)
        let agents = books.agents(of: period)
        var earlier: [Scorecard] = []
        for agent in agents {
            let standing = own[agent]?.first { $0.period == period.label }
            var card = try card(agent, period, models[0], isClosed: true)
            if let standing, standing.state != .provisional {
                if standing.closedHash == card.inputHash { unchanged.append(agent) } else { conflicts.append(agent) }
                continue
            }
            card.revision = (standing?.revision ?? 0) + 1
            card.state = .closed
            noteConfirmations(of: card)
            earlier += try adjust(&card, own[agent] ?? [])
            scorecards.append(card)
        }
        noteAbsent(own, agents)
        scorecards = earlier.sorted { ($0.period.firstDay, $0.agent) < ($1.period.firstDay, $1.agent) } + scorecards
        notes.sort()
    }

    /// The provisional scorecards of an open period: those that say something else than what is published.
    ///
    /// - Throws: `Complaint` when the books cannot be used.
    package static func provisional(
        of period: ReportingPeriod, at now: Instant, books: PayBooks, models: Models, published: [PublishedScorecard]
    ) throws(Complaint) -> [Scorecard] {
        let tenant = try books.onlyTenant()
        let own = Dictionary(
            grouping: published.filter { $0.tenant == tenant && $0.period == period.label }, by: \.agent)
        var cards: [Scorecard] = []
        for agent in books.agents(of: period) {
            let standing = own[agent]?.first
            let input = try ScorecardInput(
                tenant: tenant, agent: agent, period, books, models, isClosed: false, at: now, isCut: false)
            var card = input.scorecard
            if let standing, standing.state != .provisional || standing.inputHash == card.inputHash { continue }
            card.revision = (standing?.revision ?? 0) + 1
            cards.append(card)
        }
        return cards
    }

    private func card(
        _ agent: String, _ period: ReportingPeriod, _ models: Models, isClosed: Bool
    ) throws(Complaint) -> Scorecard {
        try ScorecardInput(
            tenant: tenant, agent: agent, period, books, models, isClosed: isClosed, at: cut, isCut: true
        )
        .scorecard
    }

    private mutating func noteConfirmations(of card: Scorecard) {
        let counting = Set((card.pay?.lines ?? []).filter { $0.standing == .counts }.map(\.proposal))
        for proposal in books.proposals(card.agent, card.period).sorted(by: { $0.id < $1.id })
        where counting.contains(proposal.id) && proposal.confirmedAt != nil {
            confirmations.append((card.agent, proposal))
        }
    }

    /// Pays with a scorecard, or takes back, what changed in the earlier periods that were closed (A28); returns their new revisions.
    private mutating func adjust(
        _ card: inout Scorecard, _ published: [PublishedScorecard]
    ) throws(Complaint) -> [Scorecard] {
        var earlier: [Scorecard] = []
        var lines: [PayResult.Line] = []
        for old in published where old.state != .provisional {
            guard let other = ReportingPeriod(old.period), other.lastDay < period.firstDay else { continue }
            guard let made = models.first(where: { $0.made(old) }) else {
                notes.append(
                    "\(old.agent), \(old.period): closed with \(old.kpiModel)\(old.payModel.isEmpty ? "" : " and \(old.payModel)"), which is "
                        + "not among the models given: changes since then are not looked for")
                continue
            }
            if made.pay != nil, books.payee(old.agent, other) == nil {
                notes.append(
                    "\(old.agent), \(old.period): there is no payee line: changes since then are not looked for")
                continue
            }
            guard !books.hasLetGo(other) else {
                notes.append(
                    "\(old.agent), \(old.period): its tallies are kept no longer: changes since then are not looked for"
                )
                continue
            }
            guard books.end(of: other) != nil else { continue }
            var next = try self.card(old.agent, other, made, isClosed: false)
            guard next.inputHash != old.inputHash else { continue }
            guard next.pay?.blockedBy == nil, next.kpi.composite != nil else {
                notes.append(
                    "\(old.agent), \(old.period): there is no result any more with what came later: it stays as it was")
                continue
            }
            let cents = (next.pay?.total?.count ?? 0) - (old.ownTotal?.count ?? 0)
            guard cents == 0 || card.pay?.total != nil else {
                notes.append(
                    "\(old.agent), \(old.period): \(Cents(cents).written) to be adjusted when there is pay again")
                continue
            }
            next.revision = old.revision + 1
            next.state = .adjusted
            next.closedHash = old.closedHash
            next.pay?.adjust(by: old.adjustments)
            earlier.append(next)
            corrections.append(
                Correction(agent: old.agent, period: old.period, revision: next.revision, cents: cents))
            if cents != 0 {
                lines.append(
                    PayResult.Line(
                        adjusting: old.period, cents: Cents(cents),
                        evidence: ["\(old.agent)/\(old.period) revision \(old.revision)", "revision \(next.revision)"]))
            }
        }
        card.pay?.adjust(by: lines.sorted { $0.proposal < $1.proposal })
        return earlier
    }

    /// Agents of earlier periods who are in none of this one: nobody pays them here.
    private mutating func noteAbsent(_ published: [String: [PublishedScorecard]], _ agents: [String]) {
        let here = Set(agents)
        for old in published.values.joined() where old.state != .provisional && !here.contains(old.agent) {
            guard let other = ReportingPeriod(old.period), other.lastDay < period.firstDay else { continue }
            notes.append(
                "\(old.agent), \(old.period): no payee of \(period.label): changes since then are not looked for")
        }
    }
}

extension ScorecardInput {
    /// The input of an agent's scorecard.
    ///
    /// - Parameter isCut: whether what was stated at `now` or later is left out.
    /// - Throws: `Complaint` when the books cannot be used.
    package init(
        tenant: String, agent: String, _ period: ReportingPeriod, _ books: PayBooks, _ models: ClosingPlan.Models,
        isClosed: Bool, at now: Instant, isCut: Bool
    ) throws(Complaint) {
        let payee = books.payee(agent, period)
        self.init(
            tenant: tenant, period: period, kpi: models.kpi, pay: models.pay,
            inputs: try books.inputs(
                agent, team: payee?.team, period, isClosed: isClosed, before: isCut ? now : nil),
            payee: payee?.kind ?? .agent, baseAmount: payee?.baseAmount, proposals: books.proposals(agent, period),
            now: now)
    }
}
