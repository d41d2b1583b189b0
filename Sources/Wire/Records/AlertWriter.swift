// Writes alerts.
// SPDX-License-Identifier: Apache-2.0

package import Quality

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
        let clock = announcement.clock
        var writer = ProtobufWriter(appendingTo: alertMemory())
        writer.string(1, tenant)
        writer.string(2, conversation)
        writer.unsigned(3, UInt64(episode))
        writer.string(4, kind.word)
        writer.unsigned(5, UInt64(clock.cycle))
        writer.signed(6, clock.deadline.milliseconds)
        writer.string(7, policyVersion)
        writer.unsigned(8, UInt64(step.rawValue))
        writer.signed(9, clock.startedAt.milliseconds)
        writer.signed(10, clock.target.count)
        writer.optionalSigned(11, toldFulfilment?.milliseconds)
        if announcement.step == .cleared, toldFulfilment != nil { writer.signed(12, lateBy.count) }
        writer.string(13, channel)
        writer.string(14, agent)
        writer.string(15, team)
        for receiver in receivers { writer.repeatedString(16, receiver) }
        if case .escalated(let step) = announcement.step { writer.unsigned(17, UInt64(step)) }
        writer.signed(18, announcement.at.milliseconds)
        writer.unsigned(19, UInt64(reason.rawValue))
        writer.unsigned(23, UInt64(revision))
        return writer.takeBytes()
    }

    private var step: ProtoAlert.Step {
        switch announcement.step {
        case .approaching: .approaching
        case .breached: .breached
        case .escalated: .escalated
        case .cleared: .cleared
        case .retracted: .retracted
        }
    }

    private var reason: ProtoAlert.Reason {
        if revision > 0 { return .corrected }
        return switch announcement.step {
        case .cleared where announcement.clock.fulfilledAt == nil: .withdrawn
        case .retracted: .lateEvent
        default: announcement.clock.isRetargeted ? .retargeted : .unspecified
        }
    }

    /// When it was answered, where that is told.
    private var toldFulfilment: Instant? {
        announcement.step == .cleared || announcement.step == .retracted ? announcement.clock.fulfilledAt : nil
    }
}

/// Memory for the bytes of an alert, as much as most take.
func alertMemory() -> [UInt8] {
    var memory: [UInt8] = []
    memory.reserveCapacity(256)
    return memory
}
