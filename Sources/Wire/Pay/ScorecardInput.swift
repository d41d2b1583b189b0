// All that a scorecard rests on, and a hash over it.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Models and inputs of one scorecard. The same input gives the same scorecard, byte by byte (A39).
package struct ScorecardInput: Sendable {
    /// The tenant.
    package var tenant: String
    /// The period.
    package var period: ReportingPeriod
    /// The KPI model and its text.
    package var kpi: (model: KPIModel, text: String)
    /// The pay model and its text; nil when nothing is paid.
    package var pay: (model: PayModel, text: String)?
    /// What is known of the agent.
    package var inputs: PayInputs
    /// What adjustments may concern the payee.
    package var payee: PayModel.Payee
    /// The payee's base amount, where it is known.
    package var baseAmount: Cents?
    /// Proposed adjustments of the payee and period.
    package var proposals: [PayProposal]
    /// The time at which proposals are looked at.
    package var now: Instant

    /// An input.
    package init(
        tenant: String, period: ReportingPeriod, kpi: (model: KPIModel, text: String),
        pay: (model: PayModel, text: String)? = nil, inputs: PayInputs, payee: PayModel.Payee = .agent,
        baseAmount: Cents? = nil, proposals: [PayProposal] = [], now: Instant
    ) {
        self.tenant = tenant
        self.period = period
        self.kpi = kpi
        self.pay = pay
        self.inputs = inputs
        self.payee = payee
        self.baseAmount = baseAmount
        self.proposals = proposals
        self.now = now
    }

    /// The provisional scorecard.
    package var scorecard: Scorecard {
        let kpi = kpi.model.result(inputs)
        let paid = pay?.model.result(
            grade: kpi.grade, payee: payee, agent: inputs.agent, baseAmount: baseAmount, proposals: proposals, at: now)
        return Scorecard(
            tenant: tenant, agent: inputs.agent, period: period, revision: 1, state: .provisional,
            kpiModel: Scorecard.Model(name: self.kpi.model.name, version: self.kpi.model.version),
            payModel: pay.map { Scorecard.Model(name: $0.model.name, version: $0.model.version) }, kpi: kpi, pay: paid,
            currency: pay?.model.currency ?? "", inputHash: hash(standings: paid?.lines ?? []))
    }

    /// SHA-256 over models, inputs and how far the proposals had come: not over the time itself, which changes nothing else.
    private func hash(standings: [PayResult.Line]) -> [UInt8] {
        var writer = ProtobufWriter(appendingTo: [])
        writer.string(1, tenant)
        writer.string(2, period.label)
        writer.string(3, kpi.text)
        writer.string(4, pay?.text ?? "")
        writer.string(5, inputs.agent)
        writer.message(6) { $0.measures(1, inputs.measures) }
        if let team = inputs.team { writer.message(7) { $0.measures(1, team) } }
        for statement in inputs.statements {
            writer.message(8) { writer in
                writer.string(1, statement.id)
                writer.string(2, statement.name)
                writer.zigzag(3, statement.hundredths)
                writer.signed(4, statement.at.milliseconds)
                writer.string(5, statement.source)
            }
        }
        writer.string(9, payee.rawValue)
        writer.optionalZigzag(10, baseAmount?.count)
        for line in standings {
            writer.message(11) { writer in
                writer.string(1, line.id)
                writer.string(2, line.proposal)
                writer.string(3, line.standing?.rawValue ?? "")
                for evidence in line.evidence { writer.repeatedString(4, evidence) }
            }
        }
        return SHA256.hash(writer.takeBytes())
    }
}
