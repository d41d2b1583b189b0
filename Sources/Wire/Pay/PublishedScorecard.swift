// Scorecards as they stand in the topic.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// What later scorecards need to know of one that was published.
package struct PublishedScorecard: Hashable, Sendable {
    /// The tenant.
    package var tenant: String
    /// The agent's number.
    package var agent: String
    /// The period.
    package var period: String
    /// The revision.
    package var revision: UInt32
    /// Whether money rests on it.
    package var state: Scorecard.State
    /// The KPI model, "process@1.0.0".
    package var kpiModel: String
    /// The pay model likewise; empty when there is none.
    package var payModel: String
    /// Hash over what it rests on.
    package var inputHash: [UInt8]
    /// The hash with which the period was closed.
    package var closedHash: [UInt8]
    /// The pay, adjustments for other periods included; nil when there is none.
    package var total: Cents?
    /// The lines of the pay.
    package private(set) var lines: [Line]

    /// A line of the pay.
    package struct Line: Hashable, Sendable {
        /// `performance-pay`, `adjustment`, or the adjustment of the pay model.
        package var id: String
        /// The proposal, or the period that is adjusted.
        package var proposal: String
        /// What is paid; nil for what does not count.
        package var cents: Int64?
        /// The evidence.
        package var evidence: [String]
    }

    /// The lines that pay or take back for other periods.
    package var adjustments: [PayResult.Line] {
        lines.filter { $0.id == PayResult.adjustment }.map { line in
            PayResult.Line(
                adjusting: line.proposal, cents: Cents(line.cents ?? 0), evidence: line.evidence)
        }
    }

    /// What is paid for the period itself; nil when nothing is.
    package var ownTotal: Cents? {
        total.map { total in Cents(total.count - adjustments.reduce(0) { $0 + ($1.cents?.count ?? 0) }) }
    }

    /// Reads a record of the topic.
    ///
    /// - Throws: `DecodeError` when it is no scorecard.
    package static func read(_ value: [UInt8]) throws(DecodeError) -> PublishedScorecard {
        let proto: ProtoScorecard
        do {
            proto = try ProtoScorecard(serializedBytes: value)
        } catch {
            throw .invalid("the value is no scorecard")
        }
        guard let state = Scorecard.State(rawValue: UInt8(clamping: proto.state.rawValue)), !proto.agentID.isEmpty,
            ReportingPeriod(proto.period) != nil
        else { throw .invalid("a scorecard needs an agent, a period and a state") }
        let hash = Array(proto.inputHash)
        return PublishedScorecard(
            tenant: proto.tenant, agent: proto.agentID, period: proto.period, revision: proto.revision, state: state,
            kpiModel: "\(proto.kpiModel)@\(proto.policyVersion)", payModel: proto.payModel, inputHash: hash,
            closedHash: proto.closedInputHash.isEmpty ? hash : Array(proto.closedInputHash),
            total: proto.hasTotalCents ? Cents(proto.totalCents) : nil,
            lines: proto.payLines.map { line in
                Line(
                    id: line.id, proposal: line.proposalID, cents: line.hasCents ? line.cents : nil,
                    evidence: line.evidence)
            })
    }

    private init(
        tenant: String, agent: String, period: String, revision: UInt32, state: Scorecard.State, kpiModel: String,
        payModel: String, inputHash: [UInt8], closedHash: [UInt8], total: Cents?, lines: [Line]
    ) {
        self.tenant = tenant
        self.agent = agent
        self.period = period
        self.revision = revision
        self.state = state
        self.kpiModel = kpiModel
        self.payModel = payModel
        self.inputHash = inputHash
        self.closedHash = closedHash
        self.total = total
        self.lines = lines
    }
}
