// Whom a call comes from.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// What somebody may see and do.
package enum CallerRole: String, Hashable, Sendable, CaseIterable {
    /// An agent: the own results, acknowledging and appealing.
    case agent
    /// A team lead: the results of the team.
    case lead
    /// Quality management: all results of the tenant.
    case quality
    /// The payroll: scorecards, and nothing else.
    case payroll
}

/// Whom a token stands for.
package struct Caller: Hashable, Sendable {
    /// The only tenant whose results there are for it.
    package var tenant: String
    package var role: CallerRole
    /// Whose token it is, for the access log and as the rater of reviews.
    package var subject: String
    /// The agent's number, for role agent.
    package var agent: String
    /// The teams, for role lead.
    package var teams: Set<String>
    /// When the token ends, and every stream with it; nil without a token.
    package var expires: Instant?

    /// A caller.
    package init(
        tenant: String, role: CallerRole, subject: String, agent: String = "", teams: Set<String> = [],
        expires: Instant? = nil
    ) {
        self.tenant = tenant
        self.role = role
        self.subject = subject
        self.agent = agent
        self.teams = teams
        self.expires = expires
    }
}
