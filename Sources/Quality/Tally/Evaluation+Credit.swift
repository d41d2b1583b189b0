// Who is credited with the clocks and pauses of an episode.
// SPDX-License-Identifier: Apache-2.0

/// Whom a policy credits with how a clock went.
package enum ClockCredit: String, CaseIterable, Sendable {
    /// Who held the conversation when the clock was decided: when it was fulfilled in time, at its deadline when it was breached, at the
    /// end when the episode ended first, and when it was withdrawn (F10).
    case holder = "holder"
    /// The agent of the episode, whoever held it before.
    case agent = "agent-of-episode"
}

/// Whose an episode is, with its score, its ratings and all else that is not of single clocks (C27).
package enum EpisodeCredit: String, CaseIterable, Sendable {
    /// The last human who answered.
    case lastAnswerer = "last-answerer"
    /// The first human who answered, whoever takes over (S4-066).
    case firstAnswerer = "first-answerer"
}

/// Who held a conversation: an agent, or nobody while it waited in a queue, of a team if that is known.
package struct HolderName: Hashable, Sendable {
    /// The agent; empty for nobody.
    package var agent: String
    /// The team, or the queue's; may be empty.
    package var team: String

    /// A holder.
    package init(agent: String, team: String) {
        self.agent = agent
        self.team = team
    }
}

/// How often a holder let a clock stand still by a change of the state, and how often shortly before the deadline (T68).
package struct PauseCount: Hashable, Sendable {
    /// Who held the conversation then; nil for the agent of the episode.
    package var holder: HolderName?
    /// How often a clock that ran was paused.
    package var pauses: UInt32
    /// Of these, how often with so little of the target left that the policy calls it late.
    package var late: UInt32

    /// A holder's pauses.
    package init(holder: HolderName?, pauses: UInt32 = 0, late: UInt32 = 0) {
        self.holder = holder
        self.pauses = pauses
        self.late = late
    }
}

/// The part of an episode's clocks and pauses that one holder is credited with.
package struct CreditedShare: Sendable {
    /// The holder.
    package var holder: HolderName
    /// What it adds.
    package var measures: Measures
}

extension Evaluation {
    /// Whether its clocks and pauses all belong to its agent, as those of most episodes do.
    package var isAllOfAgent: Bool {
        !agent.isEmpty && clocks.allSatisfy { $0.holder == nil } && pauses.allSatisfy { $0.holder == nil }
            && integrity.allSatisfy { $0.holder == nil }
    }

    /// Whether bots answered and nobody else did, and it was assigned to nobody: then it is not credited to a person (C28).
    package var isBots: Bool { agent.isEmpty && counts.agentMessages == 0 && counts.botMessages > 0 }

    /// Clocks and pauses by holder, in the order in which they come up: together they are all of them (invariant 8).
    package var shares: [CreditedShare] {
        var shares: [CreditedShare] = []
        func add(_ holder: HolderName?, _ change: (inout Measures) -> Void) {
            let holder = holder ?? HolderName(agent: agent, team: team)
            if let index = shares.firstIndex(where: { $0.holder == holder }) {
                change(&shares[index].measures)
            } else {
                shares.append(CreditedShare(holder: holder, measures: Measures()))
                change(&shares[shares.count - 1].measures)
            }
        }
        for clock in clocks { add(clock.holder) { $0.add(clock, times: 1) } }
        for count in pauses { add(count.holder) { $0.pauses.add(count, times: 1) } }
        for count in integrity where count.signal != .invited { add(count.holder) { $0.add(count, times: 1) } }
        return shares
    }

    /// The evaluation as if that holder were its agent: for the subjects that it counts with.
    package func held(by holder: HolderName) -> Evaluation {
        var held = self
        held.agent = holder.agent
        held.team = holder.team
        return held
    }
}

extension SubjectKind {
    /// Whether it tells agents or teams apart: then clocks count with their holders.
    package var isOfHolders: Bool { dimensions.contains(.agent) || dimensions.contains(.team) }

    /// The subject of the clocks and pauses that nobody is credited with, as their conversation was in a queue: with those of all agents
    /// they are those of all (invariant 8).
    package static let queue = "queue"

    /// The subject of episodes that are no agent's, as only bots answered in them (C28).
    package static let bot = "bot"
}
