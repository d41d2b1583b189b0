// What the clocks of an open episode are told.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    /// What the conversation may be told apart by, where the targets of some clock depend on it.
    func contact(_ conversation: Conversation, _ policy: Policy) -> ContactAttributes {
        guard policy.hasTargetRules else { return .unknown }
        var contact = conversation.state.attributes.values(names, channel: conversation.state.channel)
        if policy.hasTeamRules { contact[.team] = names.string(team(conversation)) }
        return contact
    }

    /// The team that holds the conversation.
    private func team(_ conversation: Conversation) -> NameID {
        conversation.state.isOpen
            ? conversation.state.episode.holder(at: .distantFuture).team : conversation.state.assignedTeam
    }

    /// Gives the clocks the targets of the team that holds the conversation now, where some have such (T45).
    func retargetTeam(at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard conversation.state.isOpen,
            policies.versions[conversation.state.episode.header.policyIndex].hasTeamRules
        else { return }
        retarget(at: time, conversation, &outbox)
    }

    /// Lets the clocks of the open episode take what happened.
    func tellClocks(
        _ occurrence: EpisodeClocks.Occurrence, _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        guard conversation.state.isOpen else { return }
        let policy = policies.versions[conversation.state.episode.header.policyIndex]
        let contact = contact(conversation, policy)
        let announcements = conversation.state.episode.take(occurrence, policy: policy, contact: contact)
        alert(announcements, conversation, &outbox)
        setTimer(conversation)
    }

    /// The open episode began with a message of the customer that came late, if that is older than the first one that was known and
    /// belongs to no episode before (F22).
    func beginEarlier(
        at time: Instant, _ message: ConversationEvent.Message, _ policy: Policy, _ conversation: Conversation,
        _ outbox: inout Outbox
    ) {
        guard time < conversation.state.episode.header.startedAt, time > conversation.state.lastEnd,
            message.flags.isDisjoint(with: .neverAnswers)
        else { return }
        alert(conversation.state.episode.begin(at: time, policy: policy), conversation, &outbox)
        setTimer(conversation)
    }

    /// Gives the clocks of the open episode the targets of what the conversation is now (T45, T47).
    func retarget(at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard conversation.state.isOpen else { return }
        let policy = policies.versions[conversation.state.episode.header.policyIndex]
        guard policy.hasTargetRules else { return }
        let contact = contact(conversation, policy)
        let certain = certain(before: time, conversation)
        let (number, start) = (conversation.state.episode.header.number, conversation.state.episode.header.startedAt)
        let announcements = conversation.state.episode.header.clocks.retarget(
            at: time, certain: certain, episode: number, startedAt: start, policy.clocks, contact)
        alert(announcements, conversation, &outbox)
        setTimer(conversation)
    }

    /// Lets clocks stand still that the reason of the new state stops, and others go on.
    func pause(
        _ reason: String, at time: Instant, isLate: Bool, _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        guard conversation.state.isOpen else { return }
        let policy = policies.versions[conversation.state.episode.header.policyIndex]
        guard !policy.pauseReasons.isEmpty else { return }
        let place = policy.pauseReasons.firstIndex(of: reason).map { UInt8($0) }
        let certain = certain(before: time, conversation)
        let announcements = conversation.state.episode.header.clocks.pause(
            for: place, at: time, certain: certain, isLate: isLate, policy.clocks)
        alert(announcements, conversation, &outbox)
        setTimer(conversation)
    }

    /// As far as nothing is still to come when the source says what happened at a time: not further than what waits for its turn.
    private func certain(before time: Instant, _ conversation: Conversation) -> Instant {
        min(time, conversation.firstPending) - Milliseconds(1)
    }

    /// Withdraws the clocks of the open episode.
    func cancelClocks(at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard conversation.state.isOpen else { return }
        let policy = policies.versions[conversation.state.episode.header.policyIndex]
        let certain = certain(before: time, conversation)
        let announcements = conversation.state.episode.header.clocks.cancelAll(
            at: time, certain: certain, policy.clocks)
        alert(announcements, conversation, &outbox)
    }
}

extension ConversationEvent.ComplaintStep {
    /// What it is to clocks.
    var clockEvents: ClockEvents {
        switch self {
        case .received: .complaint
        case .accepted: .complaintAcceptance
        case .answered: .complaintAnswer
        case .closed: .complaintEnd
        case .withdrawn: .complaintWithdrawal
        }
    }
}
