// Contributions to tallies, summed up until the next commit.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Adds up what the evaluations of one commit interval contribute per subject and hour, so that a huge team is one small fact an interval
/// and never a hot key.
struct FactTable {
    private struct Key: Hashable {
        var tenant: NameID
        var subject: StandardKind
        var name: NameID
        var hour: Instant
        var cause: UInt64
        /// As in facts, for those that are late.
        var closedBefore: Instant

        /// Two numbers instead of six: what they leave out seldom differs.
        func hash(into hasher: inout Hasher) {
            hasher.combine(
                UInt64(truncatingIfNeeded: name.index) << 32 | UInt64(subject.rawValue) << 24
                    | UInt64(truncatingIfNeeded: tenant.index) & 0xFF_FFFF)
            hasher.combine(UInt64(bitPattern: hour.milliseconds) ^ cause)
        }
    }

    private enum StandardKind: UInt8, Hashable {
        case all
        case agent
        case team
        case channel
        case criterion
        case queue
        case bot
    }

    /// A subject that a policy names beside the standard ones.
    private struct FurtherKey: Hashable {
        var tenant: NameID
        var subject: String
        var hour: Instant
        var cause: UInt64
        /// As in facts, for those that are late.
        var closedBefore: Instant
    }

    /// Months that end then or before are closed for what is added now.
    var closedBefore = Instant.distantPast
    private var sums: [Key: Measures] = [:]
    private var furtherSums: [FurtherKey: Measures] = [:]

    /// Adds what an evaluation contributes, so many times; −1 takes it away. Contributions of different causes are kept apart.
    ///
    /// - Parameter name: gives names of holders their numbers.
    mutating func add(
        _ evaluation: Evaluation, _ policy: Policy, credit: Credit, times: Int64, cause: UInt64,
        name: (String) -> NameID
    ) {
        let kinds = policy.tallySubjects
        // The hour of the end has the workload (F13).
        var end = credit
        end.hour = Window.hourStart(of: evaluation.endedAt, zone: policy.zone)
        let isSameHour = end.hour == credit.hour
        let isAllOfAgent = evaluation.isAllOfAgent
        // The evaluation is handed through: a closure that holds it holds a copy.
        add(evaluation, kinds, credit: credit, cause: cause) { measures, evaluation, isOfHolders in
            if isOfHolders, !isAllOfAgent {
                measures.add(caseOf: evaluation, times: times)
            } else {
                measures.add(evaluation, times: times)
            }
            if isSameHour { measures.handling.handled += times }
        }
        if !isAllOfAgent { addShares(evaluation, kinds, credit: credit, times: times, cause: cause, name: name) }
        if !policy.comparedTeams.isEmpty, evaluation.countsForCustomers, evaluation.isEnded {
            let all = Key(
                tenant: credit.tenant, subject: .all, name: .none, hour: credit.hour, cause: cause,
                closedBefore: closed(credit.hour))
            sums[all, default: Measures()].teams.add(evaluation, among: policy.comparedTeams, times: times)
        }
        addInvitations(of: evaluation, kinds, policy.zone, credit: credit, times: times, cause: cause)
        guard !isSameHour else { return }
        // A fact of another hour is another one.
        let endCause = cause == 0 ? 0 : max(1, ~cause)
        add(evaluation, kinds, credit: end, cause: endCause) { measures, _, _ in measures.handling.handled += times }
    }

    /// Adds clocks and pauses to those who held the conversation: agents and teams, subjects that tell them apart, and the queue where
    /// nobody did (F10, invariant 8).
    private mutating func addShares(
        _ evaluation: Evaluation, _ kinds: [SubjectKind], credit: Credit, times: Int64, cause: UInt64,
        name: (String) -> NameID
    ) {
        guard evaluation.countsForCustomers, evaluation.isEnded else { return }
        for share in evaluation.shares {
            func add(_ subject: StandardKind, _ name: NameID) {
                let key = Key(
                    tenant: credit.tenant, subject: subject, name: name, hour: credit.hour, cause: cause,
                    closedBefore: closed(credit.hour))
                sums[key, default: Measures()].add(share, times: times)
            }
            if share.holder.agent.isEmpty { add(.queue, .none) } else { add(.agent, name(share.holder.agent)) }
            if !share.holder.team.isEmpty { add(.team, name(share.holder.team)) }
            for kind in kinds where kind.isOfHolders {
                guard let subject = kind.subject(of: evaluation.held(by: share.holder)) else { continue }
                let key = FurtherKey(
                    tenant: credit.tenant, subject: subject, hour: credit.hour, cause: cause,
                    closedBefore: closed(credit.hour))
                furtherSums[key, default: Measures()].add(share, times: times)
            }
        }
    }

    /// What became of invitations belongs to the hours in which they were sent (C30).
    private mutating func addInvitations(
        of evaluation: Evaluation, _ kinds: [SubjectKind], _ zone: ZoneRules, credit: Credit, times: Int64,
        cause: UInt64
    ) {
        for invitation in evaluation.invitations {
            guard let sentAt = invitation.sentAt else { continue }
            var sent = credit
            sent.hour = Window.hourStart(of: sentAt, zone: zone)
            let entry = ProgrammeMeasures.Entry(invitation, of: evaluation)
            add(evaluation, kinds, credit: sent, cause: FactTable.cause(cause, ofInvitationsAt: sent.hour)) {
                measures, _, _ in measures.programmes.add(entry, times: times)
            }
        }
    }

    private func closed(_ hour: Instant) -> Instant { hour < closedBefore ? closedBefore : .distantPast }

    /// Facts of the same hour are one; those of others are others.
    private static func cause(_ revision: UInt64, ofInvitationsAt hour: Instant) -> UInt64 {
        revision == 0 ? 0 : max(1, revision ^ UInt64(bitPattern: hour.milliseconds) &* 0x9E37_79B9_7F4A_7C15)
    }

    private mutating func add(
        _ evaluation: Evaluation, _ kinds: [SubjectKind], credit: Credit, cause: UInt64,
        change: (inout Measures, Evaluation, _ isOfHolders: Bool) -> Void
    ) {
        guard evaluation.countsForCustomers, evaluation.isEnded else { return }
        func add(_ subject: StandardKind, _ name: NameID) {
            let key = Key(
                tenant: credit.tenant, subject: subject, name: name, hour: credit.hour, cause: cause,
                closedBefore: closed(credit.hour))
            change(
                &sums[key, default: Measures()], evaluation, subject == .agent || subject == .team || subject == .bot)
        }
        add(.all, .none)
        if credit.agent != .none { add(.agent, credit.agent) } else if evaluation.isBots { add(.bot, .none) }
        if credit.team != .none { add(.team, credit.team) }
        if credit.channel != .none { add(.channel, credit.channel) }
        for kind in kinds {
            guard let subject = kind.subject(of: evaluation) else { continue }
            let key = FurtherKey(
                tenant: credit.tenant, subject: subject, hour: credit.hour, cause: cause,
                closedBefore: closed(credit.hour))
            change(&furtherSums[key, default: Measures()], evaluation, kind.isOfHolders)
        }
    }

    /// Adds figures of a criterion so many times; −1 takes them away.
    mutating func add(criterion: NameID, _ measures: Measures, credit: Credit, times: Int64, cause: UInt64) {
        let key = Key(
            tenant: credit.tenant, subject: .criterion, name: criterion, hour: credit.hour, cause: cause,
            closedBefore: closed(credit.hour))
        sums[key, default: Measures()].add(criterion: measures, times: times)
    }

    /// The facts, in an order that does not depend on the process.
    func facts(names: NameTable, source: Int32) -> [Fact] {
        func fact(
            _ tenant: NameID, _ subject: String, _ hour: Instant, _ measures: Measures, _ cause: UInt64,
            _ closedBefore: Instant
        ) -> Fact {
            var fact = Fact(
                tenant: names.string(tenant), subject: subject, hour: hour, measures: measures, source: UInt32(source),
                cause: cause == 0 ? 0 : FactTable.cause(cause, subject))
            fact.closedBefore = closedBefore
            return fact
        }
        let standard = sums.filter { !$0.value.isZero }.map { key, measures in
            let subject = FactTable.subject(key.subject, names.string(key.name))
            return fact(key.tenant, subject, key.hour, measures, key.cause, key.closedBefore)
        }
        let further = furtherSums.filter { !$0.value.isZero }.map { key, measures in
            fact(key.tenant, key.subject, key.hour, measures, key.cause, key.closedBefore)
        }
        return (standard + further).sorted {
            ($0.tenant, $0.subject, $0.hour, $0.cause, $0.closedBefore)
                < ($1.tenant, $1.subject, $1.hour, $1.cause, $1.closedBefore)
        }
    }

    /// A number for a revision's contribution to a subject; never 0.
    private static func cause(_ revision: UInt64, _ subject: String) -> UInt64 {
        var writer = StateWriter()
        writer.bits(revision)
        writer.text(subject)
        return max(1, ByteHash.hash(writer.bytes, ByteRange(0..<writer.bytes.count)))
    }

    private static func subject(_ kind: StandardKind, _ name: String) -> String {
        switch kind {
        case .all: "all"
        case .agent: "agent:" + name
        case .team: "team:" + name
        case .channel: "channel:" + name
        case .criterion: "criterion:" + name
        case .queue: SubjectKind.queue
        case .bot: SubjectKind.bot
        }
    }

    mutating func removeAll() {
        sums.removeAll(keepingCapacity: true)
        furtherSums.removeAll(keepingCapacity: true)
    }
}
