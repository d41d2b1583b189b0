// Scorecards: an agent's result of a period, with all that it rests on.
// SPDX-License-Identifier: Apache-2.0

/// A revision of the scorecard of an agent and period. It follows from models and inputs alone.
package struct Scorecard: Hashable, Sendable {
    /// The tenant.
    package var tenant: String
    /// The agent's number.
    package var agent: String
    /// The period.
    package var period: ReportingPeriod
    /// The revision, from 1.
    package var revision: UInt32
    /// Whether money may rest on it.
    package var state: State
    /// Name and version of the KPI model.
    package var kpiModel: Model
    /// Name and version of the pay model; nil when there is none.
    package var payModel: Model?
    /// The composite and its lines.
    package var kpi: KPIResult
    /// The pay; nil when there is no pay model.
    package var pay: PayResult?
    /// The currency of the pay; empty when there is none.
    package var currency: String
    /// SHA-256 over models and inputs (A39).
    package var inputHash: [UInt8]
    /// The hash with which the period was closed, of one that was adjusted since; empty else.
    package var closedHash: [UInt8] = []

    /// A scorecard.
    package init(
        tenant: String, agent: String, period: ReportingPeriod, revision: UInt32, state: State, kpiModel: Model,
        payModel: Model? = nil, kpi: KPIResult, pay: PayResult? = nil, currency: String = "", inputHash: [UInt8]
    ) {
        self.tenant = tenant
        self.agent = agent
        self.period = period
        self.revision = revision
        self.state = state
        self.kpiModel = kpiModel
        self.payModel = payModel
        self.kpi = kpi
        self.pay = pay
        self.currency = currency
        self.inputHash = inputHash
    }

    /// Whether money may rest on it.
    package enum State: UInt8, CaseIterable, Hashable, Sendable {
        /// The period is open.
        case provisional = 1
        /// The period is closed.
        case closed = 2
        /// Closed, with adjustments in a later period.
        case adjusted = 3
    }

    /// A version of a model.
    package struct Model: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its version.
        package var version: String

        /// A version of a model.
        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }
}
