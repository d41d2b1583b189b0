// The tickets of agents, as streaks are found in them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Keeps of the newest revision of each episode what streaks ask: whose it is, when it was closed, and by what it failed. Memory grows
/// with the number of episodes.
struct TicketBook {
    private struct EpisodeKey: Hashable {
        var conversation: String
        var episode: UInt32
        /// A conversation that is forgotten and taken up again counts its episodes from 1 once more.
        var startedAt: Int64
    }

    private struct Ticket {
        var revision: UInt32
        /// The agent; nil when it is no ticket: open, not of customers, or nobody's.
        var agent: String?
        var closedAt: Instant
        /// By which of the rules it failed.
        var failed: Set<Int>
    }

    /// A streak of an agent, by the adjustment that it proposes.
    struct Streak {
        var agent: String
        var adjustment: String
        var tickets: [StreakRule.Ticket]
    }

    private let rules: [(adjustment: String, rule: StreakRule)]
    private let zone: ZoneRules
    private let tenant: String?
    private var tickets: [EpisodeKey: Ticket] = [:]
    /// The tenants that were met.
    private(set) var tenants: Set<String> = []

    /// The tickets for the rules of a model, of one tenant or of the only one; months are those of a zone.
    init(_ model: PayModel, tenant: String?, zone: ZoneRules) {
        rules = model.adjustments.compactMap { adjustment in
            guard adjustment.payee == .agent, let rule = adjustment.streak, rule.failedBy != nil else { return nil }
            return (adjustment.id, rule)
        }
        self.tenant = tenant
        self.zone = zone
    }

    /// Whether there is a rule to find streaks by.
    var hasRules: Bool { !rules.isEmpty }

    /// The adjustments that are proposed by a rule.
    var adjustments: Set<String> { Set(rules.map(\.adjustment)) }

    /// Takes an evaluation; of several of an episode the one of the highest revision counts, whatever their order.
    mutating func take(_ evaluation: ProtoEvaluation) {
        tenants.insert(evaluation.tenant)
        guard tenant == nil || evaluation.tenant == tenant else { return }
        let key = EpisodeKey(
            conversation: "\(evaluation.tenant)/\(evaluation.conversationID)", episode: evaluation.episode,
            startedAt: evaluation.startedAtMs)
        guard evaluation.revision > tickets[key]?.revision ?? 0 else { return }
        let isTicket = evaluation.ended && !evaluation.excluded && !evaluation.agentID.isEmpty
        let failures = rules.map { $0.rule.failedBy.map(evaluation.failed) ?? false }
        tickets[key] = Ticket(
            revision: evaluation.revision, agent: isTicket ? evaluation.agentID : nil,
            closedAt: Instant(milliseconds: evaluation.endedAtMs),
            failed: Set(failures.indices.filter { failures[$0] }))
    }

    /// The streaks whose last ticket was closed in some months, by agent, then in the order of the model and of time.
    func streaks(in months: [String]) -> [Streak] {
        var byAgent: [String: [(EpisodeKey, Ticket)]] = [:]
        for (key, ticket) in tickets {
            if let agent = ticket.agent { byAgent[agent, default: []].append((key, ticket)) }
        }
        return byAgent.sorted { $0.key < $1.key }.flatMap { agent, tickets in
            rules.indices.flatMap { index in
                let list = tickets.map { key, ticket in
                    StreakRule.Ticket(
                        closedAt: ticket.closedAt,
                        month: Window(.month, containing: ticket.closedAt, zone: zone).label,
                        id: TicketBook.name(key), failed: ticket.failed.contains(index))
                }
                return rules[index].rule.streaks(in: list).filter { streak in
                    streak.last.map { months.contains($0.month) } ?? false
                }.map { Streak(agent: agent, adjustment: rules[index].adjustment, tickets: $0) }
            }
        }
    }

    /// "c-1/1", as proposals name their evidence.
    private static func name(_ key: EpisodeKey) -> String {
        let conversation = key.conversation.drop { $0 != "/" }.dropFirst()
        return "\(conversation)/\(key.episode)"
    }
}

extension ProtoEvaluation {
    /// Whether it failed by a criterion that lost points, or by a clock that was breached while its agent held it. What a review says that
    /// counts goes before what was found automatically.
    fileprivate func failed(_ failure: StreakRule.Failure) -> Bool {
        let isBreached = clocks.contains { clock in
            clock.outcome == .breached && failure.clocks.contains { $0.word == clock.clock }
                && (!clock.hasHolder || clock.holder.agentID == agentID)
        }
        return isBreached || failure.criteria.contains(where: lostPoints)
    }

    private func lostPoints(_ criterion: String) -> Bool {
        if hasReview, !review.incomplete, let version = review.versions.last,
            let item = version.items.first(where: { $0.criterion == criterion })
        {
            return item.points > 0
        }
        return deductions.contains { $0.criterion == criterion && $0.points > 0 }
    }
}
