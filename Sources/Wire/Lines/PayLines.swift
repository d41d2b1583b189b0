// Supplements and proposals as lines of JSON, for scorecards.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// Reads the lines that `assay tail` prints, and plain objects in proto3 JSON.
package enum PayLine {
    /// A supplement: about whom, for which days, and what it states; nil for a record that was deleted, and for those about thresholds.
    ///
    /// - Throws: `Complaint` that says what is wrong and how to mend it.
    package static func statement(_ line: [UInt8]) throws(Complaint) -> AgentStatement? {
        guard let proto = try message(line, ProtoSupplement.self, "a supplement") else { return nil }
        return try AgentStatement(proto)
    }

    /// A proposal: whom it concerns, for which period, and how far it has come; nil for a record that was deleted.
    ///
    /// - Throws: `Complaint` that says what is wrong and how to mend it.
    package static func proposal(_ line: [UInt8]) throws(Complaint) -> AgentProposal? {
        guard let proto = try message(line, ProtoPayProposal.self, "a proposal") else { return nil }
        guard !proto.agentID.isEmpty, !proto.proposalID.isEmpty, !proto.adjustment.isEmpty else {
            throw Complaint(.invalid, "a proposal needs agentId, proposalId and adjustment")
        }
        guard ReportingPeriod(proto.period) != nil else {
            throw Complaint(.invalid, "the period \"\(proto.period)\" is none; write for instance 2026-11")
        }
        let ruling: PayProposal.Ruling? =
            switch proto.ruling {
            case .upheld: .upheld
            case .rejected: .rejected
            case .unspecified, .UNRECOGNIZED: nil
            }
        func instant(_ milliseconds: Int64) -> Instant? { milliseconds > 0 ? Instant(milliseconds: milliseconds) : nil }
        return AgentProposal(
            agent: proto.agentID, period: proto.period,
            proposal: PayProposal(
                id: proto.proposalID, adjustment: proto.adjustment, evidence: proto.evidence,
                confirmedAt: instant(proto.confirmedAtMs), confirmedBy: proto.confirmedBy,
                appealedAt: instant(proto.appealedAtMs), ruling: ruling))
    }

    /// A payee: whom, in which period, by what.
    ///
    /// - Throws: `Complaint` that says what is wrong and how to mend it.
    package static func payee(_ line: [UInt8]) throws(Complaint) -> Payee? {
        guard let proto = try message(line, ProtoPayee.self, "a payee") else { return nil }
        guard !proto.agentID.isEmpty, ReportingPeriod(proto.period) != nil else {
            throw Complaint(.invalid, "a payee needs agentId and period, for instance 2026-11")
        }
        guard !proto.hasBaseAmountCents || proto.baseAmountCents >= 0 else {
            throw Complaint(.invalid, "baseAmountCents is below 0")
        }
        return Payee(
            agent: proto.agentID, team: proto.teamID.isEmpty ? nil : proto.teamID, period: proto.period,
            kind: proto.kind == .headOfDepartment ? .headOfDepartment : .agent,
            baseAmount: proto.hasBaseAmountCents ? Cents(proto.baseAmountCents) : nil)
    }

    /// The line of a proposal, as it is read: a `PayProposal` in proto3 JSON with a newline.
    package static func line(of proposal: AgentProposal) -> [UInt8] {
        var proto = ProtoPayProposal()
        proto.agentID = proposal.agent
        proto.proposalID = proposal.proposal.id
        proto.adjustment = proposal.proposal.adjustment
        proto.evidence = proposal.proposal.evidence
        proto.period = proposal.period
        proto.confirmedAtMs = proposal.proposal.confirmedAt?.milliseconds ?? 0
        proto.confirmedBy = proposal.proposal.confirmedBy
        proto.appealedAtMs = proposal.proposal.appealedAt?.milliseconds ?? 0
        switch proposal.proposal.ruling {
        case .none: break
        case .upheld: proto.ruling = .upheld
        case .rejected: proto.ruling = .rejected
        }
        return proto.json + [0x0A]
    }

    /// The message of a line of `assay tail`, whose value it is, or of a plain object.
    private static func message<Value: Message>(
        _ line: [UInt8], _: Value.Type, _ what: String
    ) throws(Complaint) -> Value? {
        guard let object = try JSONMembers.record(line) else { return nil }
        return try decoded(object, what)
    }

    private static func decoded<Value: Message>(_ bytes: [UInt8], _ what: String) throws(Complaint) -> Value {
        do {
            return try Value(jsonUTF8Bytes: bytes)
        } catch {
            throw Complaint(.malformed, "the line is not \(what): \(error)")
        }
    }
}

/// What was stated about an agent for some days.
package struct AgentStatement: Hashable, Sendable {
    /// The tenant.
    package var tenant: String
    /// "agent:A17".
    package var subject: String
    /// The first day, as days since 1970-01-01.
    package var firstDay: Int64
    /// The last day, likewise, inclusive.
    package var lastDay: Int64
    /// What was stated.
    package var statement: PayInputs.Statement

    /// The statement of a supplement; nil for one about a threshold.
    ///
    /// - Throws: `Complaint` when it lacks something.
    init?(_ proto: ProtoSupplement) throws(Complaint) {
        let name: String
        switch proto.kind {
        case .effectiveHours: name = PayInputs.effectiveHours
        case .attendance: name = "attendance"
        case .exam: name = proto.part.isEmpty ? "exam" : PayInputs.name(of: "exam", part: proto.part)
        case .teamwork: name = "teamwork"
        case .training: name = "training"
        case .downtime: name = "downtime"
        case .indicator: name = proto.indicator
        case .analysis, .mended: return nil
        case .unspecified, .UNRECOGNIZED:
            throw Complaint(.invalid, "kind must be one of KIND_EFFECTIVE_HOURS to KIND_INDICATOR")
        }
        guard !proto.subject.isEmpty, !proto.supplementID.isEmpty, !name.isEmpty else {
            throw Complaint(.invalid, "a supplement needs subject, supplementId and, with KIND_INDICATOR, indicator")
        }
        guard proto.part.isEmpty || proto.kind == .exam else {
            throw Complaint(.invalid, "part is '\(proto.part)', and only exams have parts: drop it, or state KIND_EXAM")
        }
        guard proto.firstDay <= proto.lastDay else {
            throw Complaint(.invalid, "first_day \(proto.firstDay) is after last_day \(proto.lastDay)")
        }
        tenant = proto.tenant
        subject = proto.subject
        firstDay = Int64(proto.firstDay)
        lastDay = Int64(proto.lastDay)
        statement = PayInputs.Statement(
            id: proto.supplementID, name: name, hundredths: proto.valueHundredths,
            at: Instant(milliseconds: proto.atMs), source: proto.source)
    }

    /// The statement in the bytes of a record.
    ///
    /// - Throws: `Complaint` when it is none, or lacks something.
    package static func read(_ bytes: [UInt8]) throws(Complaint) -> AgentStatement? {
        let proto: ProtoSupplement
        do {
            proto = try ProtoSupplement(serializedBytes: bytes)
        } catch {
            throw Complaint(.malformed, "the value is no supplement: \(error)")
        }
        return try AgentStatement(proto)
    }
}

/// A proposed adjustment of an agent's pay.
package struct AgentProposal: Hashable, Sendable {
    /// Whom it concerns.
    package var agent: String
    /// The period whose pay it changes.
    package var period: String
    /// The proposal.
    package var proposal: PayProposal

    /// A proposal about an agent and period.
    package init(agent: String, period: String, proposal: PayProposal) {
        self.agent = agent
        self.period = period
        self.proposal = proposal
    }
}

extension Tally {
    /// The month of a window of a month, "2026-11": that of its middle, in whatever zone it begins. Nil for other windows.
    package var month: String? {
        guard kind == .month else { return nil }
        let middle = (start.milliseconds + end.milliseconds) / 2
        return String(CivilDate(dayNumber: middle.dividedDown(by: 86_400_000)).label.prefix(7))
    }
}
