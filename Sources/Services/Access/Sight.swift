// Who may see and do what.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// The calls that there are.
package enum Call: String, Hashable, Sendable, CaseIterable {
    case evaluate = "Evaluate"
    case watchEvaluations = "WatchEvaluations"
    case watchAlerts = "WatchAlerts"
    case watchTallies = "WatchTallies"
    case getConversation = "GetConversation"
    case explain = "Explain"
    case listFigures = "ListFigures"
    case listEvaluations = "ListEvaluations"
    case listAlerts = "ListAlerts"
    case listReviews = "ListReviews"
    case listScorecards = "ListScorecards"
    case submitReview = "SubmitReview"
    case getStatus = "GetStatus"

    /// The roles that may make it at all. What they get to see is decided record by record.
    package var roles: Set<CallerRole> {
        switch self {
        case .evaluate, .listReviews: [.lead, .quality]
        case .watchEvaluations, .watchAlerts, .watchTallies, .getConversation, .explain, .listFigures,
            .listEvaluations, .listAlerts, .submitReview:
            [.agent, .lead, .quality]
        case .listScorecards: Set(CallerRole.allCases)
        case .getStatus: Set(CallerRole.allCases)
        }
    }

    /// Whether what it reads is sensitive: dialogues, what single episodes cost or were late with, and pay. Each such reading is noted.
    package var isSensitive: Bool {
        switch self {
        case .getConversation, .watchEvaluations, .watchAlerts, .explain, .listEvaluations, .listAlerts, .listReviews,
            .listScorecards, .submitReview:
            true
        case .evaluate, .watchTallies, .listFigures, .getStatus: false
        }
    }
}

/// What a caller gets to see: one's own, the team's, or the tenant's.
package struct Sight: Sendable {
    let caller: Caller
    /// The team in which an agent was seen last.
    let team: @Sendable (_ agent: String) -> String?

    /// Whether results of an agent and team, of the caller's tenant, may be seen.
    func covers(agent: String, team: String) -> Bool {
        switch caller.role {
        case .quality: true
        case .lead: !team.isEmpty && caller.teams.contains(team)
        case .agent: !agent.isEmpty && agent == caller.agent
        case .payroll: false
        }
    }

    /// Whether an evaluation may be seen.
    func covers(_ evaluation: EvaluationTraits) -> Bool {
        evaluation.tenant == caller.tenant && covers(agent: evaluation.agent, team: evaluation.team)
    }

    /// Whether an alert may be seen.
    func covers(_ alert: AlertTraits) -> Bool {
        guard alert.tenant == caller.tenant else { return false }
        let team = alert.team.isEmpty && !alert.agent.isEmpty ? team(alert.agent) ?? "" : alert.team
        return covers(agent: alert.agent, team: team)
    }

    /// Whether figures of a subject, of the caller's tenant, may be seen: of others than quality only of agents and teams as such.
    func covers(subject: String) -> Bool {
        if caller.role == .quality { return true }
        let parts = subject.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return false }
        switch parts[0] {
        case "agent": return covers(agent: parts[1], team: team(parts[1]) ?? "")
        case "team": return covers(agent: "", team: parts[1])
        default: return false
        }
    }

    /// A scorecard as the caller may see it; nil for not at all. Pay is for the payroll and the agent alone.
    func shown(_ scorecard: ProtoScorecard) -> ProtoScorecard? {
        guard scorecard.tenant == caller.tenant else { return nil }
        switch caller.role {
        case .payroll: return scorecard
        case .agent: return scorecard.agentID == caller.agent ? scorecard : nil
        case .quality, .lead:
            guard covers(agent: scorecard.agentID, team: team(scorecard.agentID) ?? "") else { return nil }
            var scorecard = scorecard
            scorecard.payLines = []
            scorecard.clearTotalCents()
            scorecard.payBlockedBy = ""
            scorecard.currency = ""
            scorecard.payModel = ""
            return scorecard
        }
    }

    /// Whether a step of a review may be taken: agents acknowledge and appeal what is theirs, leads do what is done in their team, but
    /// nobody rates oneself.
    ///
    /// - Throws: `Refusal` that says what may be done.
    func check(_ step: ProtoReviewEvent.Step, of evaluation: EvaluationTraits) throws(Refusal) {
        let isAgents = step == .acknowledged || step == .appealed
        if caller.role == .agent {
            guard isAgents else {
                throw .forbidden("STEP_NOT_ALLOWED", "Agents acknowledge and appeal; rating is for quality management.")
            }
        } else if isAgents {
            throw .forbidden("STEP_NOT_ALLOWED", "Acknowledging and appealing is for the agent.")
        } else if !evaluation.agent.isEmpty, [caller.subject, caller.agent].contains(evaluation.agent) {
            throw .forbidden("OWN_EPISODE", "Nobody rates one's own episodes.")
        }
    }
}
