// Writes alerts about fatal failures.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// An alert about a fatal criterion that failed in an episode (requirements §9: the supervisor is told at once).
package struct FatalAlert: Sendable {
    /// Whose episode it is.
    package var subject: EpisodeSubject
    /// The episode.
    package var episode: UInt32
    /// When the episode began.
    package var startedAt: Instant
    /// What failed, or did not after all.
    package var failure: FatalFailure
    /// When: the message's time, or the end's.
    package var at: Instant
    /// The policy that says so.
    package var policy: Policy
    /// Who wrote; may be empty.
    package var agent: String
    /// That agent's team; may be empty.
    package var team: String

    /// An alert.
    package init(
        subject: EpisodeSubject, episode: UInt32, startedAt: Instant, failure: FatalFailure, at: Instant,
        policy: Policy, agent: String, team: String
    ) {
        self.subject = subject
        self.episode = episode
        self.startedAt = startedAt
        self.failure = failure
        self.at = at
        self.policy = policy
        self.agent = agent
        self.team = team
    }

    /// The alert's bytes.
    package var bytes: [UInt8] {
        var alert = ProtoAlert()
        alert.tenant = subject.tenant
        alert.conversationID = subject.conversation
        alert.episode = episode
        alert.cycle = 1
        alert.policyVersion = policy.version
        alert.step = failure.isRetracted ? .retracted : .raised
        alert.startedAtMs = startedAt.milliseconds
        alert.atMs = at.milliseconds
        alert.channel = subject.channel
        alert.agentID = agent
        alert.teamID = team
        alert.receivers = policy.scoring.fatalReceivers
        let place = failure.place
        alert.criterion = policy.rubric.dimensions[place.dimension].criteria[place.criterion].id
        if !failure.isRetracted {
            alert.evidence.messageID = failure.evidence.message
            alert.evidence.byteStart = failure.evidence.start
            alert.evidence.byteEnd = failure.evidence.end
            alert.evidence.lexicon = failure.evidence.lexicon
        }
        return encoded(alert)
    }
}
