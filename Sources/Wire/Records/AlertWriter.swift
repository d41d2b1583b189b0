// Writes alerts.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// One step of one alert about a clock of an episode.
package struct ClockAlert: Sendable {
    /// The tenant.
    package var tenant: String
    /// The conversation.
    package var conversation: String
    /// The episode.
    package var episode: UInt32
    /// What the clock says.
    package var announcement: ClockAnnouncement
    /// The clock as it stands.
    package var clock: ResponseClock
    /// Version of the policy that set the target.
    package var policyVersion: String
    /// The channel.
    package var channel: String
    /// Who holds the conversation; empty for a queue.
    package var agent: String
    /// The holder's team.
    package var team: String
    /// Who is told, as roles.
    package var receivers: [String]

    /// An alert.
    package init(
        tenant: String, conversation: String, episode: UInt32, announcement: ClockAnnouncement, clock: ResponseClock,
        policyVersion: String, channel: String, agent: String, team: String, receivers: [String]
    ) {
        self.tenant = tenant
        self.conversation = conversation
        self.episode = episode
        self.announcement = announcement
        self.clock = clock
        self.policyVersion = policyVersion
        self.channel = channel
        self.agent = agent
        self.team = team
        self.receivers = receivers
    }

    /// The alert's bytes.
    package var bytes: [UInt8] {
        var alert = ProtoAlert()
        alert.tenant = tenant
        alert.conversationID = conversation
        alert.episode = episode
        alert.clock = announcement.kind.word
        alert.cycle = 1
        alert.deadlineMs = clock.deadline.milliseconds
        alert.policyVersion = policyVersion
        alert.startedAtMs = clock.startedAt.milliseconds
        alert.targetMs = (clock.deadline - clock.startedAt).count
        alert.channel = channel
        alert.agentID = agent
        alert.teamID = team
        alert.receivers = receivers
        switch announcement.announcement {
        case .breached: alert.step = .breached
        case .cleared:
            alert.step = .cleared
            alert.fulfilledAtMs = clock.fulfilledAt.milliseconds
            alert.lateByMs = (clock.fulfilledAt - clock.deadline).count
        case .retracted:
            alert.step = .retracted
            alert.fulfilledAtMs = clock.fulfilledAt.milliseconds
        }
        return encoded(alert)
    }
}
