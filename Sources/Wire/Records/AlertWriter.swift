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
    /// Which clock.
    package var kind: ClockKind
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
    /// Business time from the deadline to the answer, for one that came late.
    package var lateBy: Milliseconds
    /// The revision that a correction made, where one is the reason (T30); else 0.
    package var revision: UInt32 = 0

    /// An alert.
    package init(
        tenant: String, conversation: String, episode: UInt32, announcement: ClockAnnouncement, kind: ClockKind,
        policyVersion: String, channel: String, agent: String, team: String, receivers: [String],
        lateBy: Milliseconds
    ) {
        self.tenant = tenant
        self.conversation = conversation
        self.episode = episode
        self.announcement = announcement
        self.kind = kind
        self.policyVersion = policyVersion
        self.channel = channel
        self.agent = agent
        self.team = team
        self.receivers = receivers
        self.lateBy = lateBy
    }

    /// The alert's bytes.
    package var bytes: [UInt8] {
        var alert = ProtoAlert()
        alert.tenant = tenant
        alert.conversationID = conversation
        alert.episode = episode
        let clock = announcement.clock
        alert.clock = kind.word
        alert.cycle = clock.cycle
        alert.deadlineMs = clock.deadline.milliseconds
        alert.policyVersion = policyVersion
        alert.startedAtMs = clock.startedAt.milliseconds
        alert.targetMs = clock.target.count
        alert.channel = channel
        alert.agentID = agent
        alert.teamID = team
        alert.receivers = receivers
        alert.atMs = announcement.at.milliseconds
        if clock.isRetargeted { alert.reason = .retargeted }
        switch announcement.step {
        case .approaching: alert.step = .approaching
        case .breached: alert.step = .breached
        case .escalated(let step):
            alert.step = .escalated
            alert.ladderStep = UInt32(step)
        case .cleared:
            alert.step = .cleared
            if let fulfilledAt = clock.fulfilledAt {
                alert.fulfilledAtMs = fulfilledAt.milliseconds
                alert.lateByMs = lateBy.count
            } else {
                alert.reason = .withdrawn
            }
        case .retracted:
            alert.step = .retracted
            alert.reason = .lateEvent
            if let fulfilledAt = clock.fulfilledAt { alert.fulfilledAtMs = fulfilledAt.milliseconds }
        }
        if revision > 0 {
            alert.reason = .corrected
            alert.revision = revision
        }
        return encoded(alert)
    }
}
