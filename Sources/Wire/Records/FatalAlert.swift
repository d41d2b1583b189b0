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
        let place = failure.place
        let step: ProtoAlert.Step = failure.isRetracted ? .retracted : .raised
        var writer = ProtobufWriter(appendingTo: alertMemory())
        writer.string(1, subject.tenant)
        writer.string(2, subject.conversation)
        writer.unsigned(3, UInt64(episode))
        writer.unsigned(5, 1)
        writer.string(7, policy.version)
        writer.unsigned(8, UInt64(step.rawValue))
        writer.signed(9, startedAt.milliseconds)
        writer.string(13, subject.channel)
        writer.string(14, agent)
        writer.string(15, team)
        for receiver in policy.scoring.fatalReceivers { writer.repeatedString(16, receiver) }
        writer.signed(18, at.milliseconds)
        writer.string(21, policy.rubric.dimensions[place.dimension].criteria[place.criterion].id)
        if !failure.isRetracted {
            writer.message(22) { EvaluationWriter.write(failure.evidence, to: &$0) }
        }
        return writer.takeBytes()
    }
}
