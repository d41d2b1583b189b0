// The tallies, supplements, payees and proposals that scorecards rest on.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// What is known of the agents of one tenant: months of tallies, what people stated, and proposals. The order in which it was taken does not
/// matter, save that a later tally of a subject and month replaces the one before.
package struct PayBooks: Sendable {
    /// The tenant, when one was named.
    package let tenant: String?
    /// The subjects of whom tallies are taken; nil for all agents and teams.
    private let subjects: Set<String>?
    /// By subject and month; of several tenants nothing is computed.
    private var tallies: [String: [String: Tally]] = [:]
    /// By subject.
    private var statements: [String: [AgentStatement]] = [:]
    /// By agent.
    private var proposals: [String: [AgentProposal]] = [:]
    private var tenants: Set<String> = []
    /// Where months end.
    private var ends: [String: Instant] = [:]
    private var payees: [String: [Payee]] = [:]
    /// What some partition of the tallies has let go.
    package private(set) var horizon = TallyHorizon()

    /// Empty books; with a tenant nothing of others is taken.
    package init(tenant: String? = nil) {
        self.tenant = tenant
        subjects = nil
    }

    /// Empty books of one agent, and of the agent's team.
    package init(tenant: String?, agent: String, team: String?) {
        self.tenant = tenant
        subjects = Set([PayBooks.agentPrefix + agent] + (team.map { ["team:" + $0] } ?? []))
    }

    /// Takes a tally; those of other windows than months, and of others than agents and teams, are left out.
    package mutating func take(_ tally: Tally) {
        guard tenant == nil || tally.tenant == tenant, let month = tally.month,
            subjects?.contains(tally.subject)
                ?? (tally.subject.hasPrefix(PayBooks.agentPrefix) || tally.subject.hasPrefix("team:"))
        else { return }
        tallies[tally.subject, default: [:]][month] = tally
        tenants.insert(tally.tenant)
        ends[month] = max(ends[month] ?? tally.end, tally.end)
    }

    /// Takes what a partition has let go.
    package mutating func take(_ horizon: TallyHorizon) { self.horizon.formUnion(horizon) }

    /// Whether tallies of a period are kept no longer, those of some subjects at least: what is left is not all.
    package func hasLetGo(_ period: ReportingPeriod) -> Bool { horizon.hasLetGo(period) }

    /// Takes what was stated about somebody.
    package mutating func take(_ statement: AgentStatement) {
        guard tenant == nil || statement.tenant == tenant, subjects?.contains(statement.subject) ?? true else { return }
        statements[statement.subject, default: []].append(statement)
        tenants.insert(statement.tenant)
    }

    /// Takes a proposal.
    package mutating func take(_ proposal: AgentProposal) {
        proposals[proposal.agent, default: []].append(proposal)
    }

    /// Takes a payee of a period.
    ///
    /// - Throws: `Complaint` when the period has another line about the agent.
    package mutating func take(_ payee: Payee) throws(Complaint) {
        if let other = payees[payee.agent]?.first(where: { $0.period == payee.period }) {
            guard other == payee else {
                throw Complaint(
                    .invalid, "there are two different lines about \(payee.agent) in \(payee.period); keep one")
            }
            return
        }
        payees[payee.agent, default: []].append(payee)
    }

    /// The one tenant that the books are of; the named one when they are empty.
    ///
    /// - Throws: `Complaint` when there are several.
    package func onlyTenant() throws(Complaint) -> String {
        let tenants = tenants.sorted()
        guard tenants.count <= 1 else {
            throw Complaint(.invalid, "there are agents of each of \(tenants.joined(separator: ", ")); add --tenant")
        }
        return tenant ?? tenants.first ?? ""
    }

    /// The agents who have a tally of the period or are payees in it, ascending.
    package func agents(of period: ReportingPeriod) -> [String] {
        var agents = Set(payees.values.joined().filter { $0.period == period.label }.map(\.agent))
        for (subject, months) in tallies where subject.hasPrefix(PayBooks.agentPrefix) {
            guard period.months.contains(where: { months[$0] != nil }) else { continue }
            agents.insert(String(subject.dropFirst(PayBooks.agentPrefix.count)))
        }
        return agents.sorted()
    }

    /// Where the last month of a period ends; nil without a tally of it.
    package func end(of period: ReportingPeriod) -> Instant? {
        period.months.last.flatMap { ends[$0] }
    }

    /// The payee's line of a period; nil when there is none.
    package func payee(_ agent: String, _ period: ReportingPeriod) -> Payee? {
        payees[agent]?.first { $0.period == period.label }
    }

    /// The proposals about an agent and period.
    package func proposals(_ agent: String, _ period: ReportingPeriod) -> [PayProposal] {
        (proposals[agent] ?? []).filter { $0.period == period.label }.map(\.proposal)
    }

    /// What a scorecard rests on.
    ///
    /// - Parameter isClosed: whether the closed figures count, or all.
    /// - Parameter cut: statements that were made then or later do not count; nil for all.
    /// - Throws: `Complaint` when tallies cannot be added up, or a statement is about days of which only some belong to the period.
    package func inputs(
        _ agent: String, team: String?, _ period: ReportingPeriod, isClosed: Bool, before cut: Instant? = nil
    ) throws(Complaint) -> PayInputs {
        var own: [PayInputs.Statement] = []
        for statement in statements[PayBooks.agentPrefix + agent] ?? [] {
            guard statement.firstDay <= period.lastDay, statement.lastDay >= period.firstDay else { continue }
            if let cut, statement.statement.at >= cut { continue }
            guard statement.firstDay >= period.firstDay, statement.lastDay <= period.lastDay else {
                let (first, last) = (CivilDate(dayNumber: statement.firstDay), CivilDate(dayNumber: statement.lastDay))
                throw Complaint(
                    .invalid,
                    "'\(statement.statement.id)' is about \(first.label) to \(last.label), which lies only partly in \(period.label); state each period by itself"
                )
            }
            own.append(statement.statement)
        }
        return PayInputs(
            agent: agent, measures: try sum(of: PayBooks.agentPrefix + agent, period, isClosed) ?? Measures(),
            team: try team.flatMap { name throws(Complaint) in try sum(of: "team:\(name)", period, isClosed) },
            statements: own)
    }

    /// Nil when there are no tallies.
    private func sum(of subject: String, _ period: ReportingPeriod, _ isClosed: Bool) throws(Complaint) -> Measures? {
        let months = tallies[subject] ?? [:]
        let parts = period.months.compactMap { months[$0] }.map { isClosed ? $0.closed : $0.measures }
        guard !parts.isEmpty else { return nil }
        guard let sum = Measures(sumOf: parts) else {
            throw Complaint(
                .invalid, "the tallies of \(subject) are damaged: their sum has more digits than can be held")
        }
        return sum
    }

    private static let agentPrefix = "agent:"
}

/// What is paid by in a period.
package struct Payee: Hashable, Sendable {
    /// The agent's number.
    package var agent: String
    /// The team whose figures may take the place of too few of the agent's; nil when there is none.
    package var team: String?
    /// The period, "2026-11".
    package var period: String
    /// What adjustments may concern them.
    package var kind: PayModel.Payee
    /// What coefficients are of; nil when they have none.
    package var baseAmount: Cents?

    /// A payee.
    package init(
        agent: String, team: String? = nil, period: String, kind: PayModel.Payee = .agent, baseAmount: Cents? = nil
    ) {
        self.agent = agent
        self.team = team
        self.period = period
        self.kind = kind
        self.baseAmount = baseAmount
    }
}
