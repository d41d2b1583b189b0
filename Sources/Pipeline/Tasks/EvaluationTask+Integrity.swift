// How an evaluation task sees what is done behind the end of an episode.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Something that somebody did behind the end of an episode, for integrity signals and themes of complaints.
struct LaterDeed: Equatable {
    enum Kind: UInt8 {
        /// Spoke to the customer.
        case spoke = 1
        /// Handed the conversation over.
        case handedOver = 2
        /// The customer withdrew a complaint.
        case withdrew = 3
    }

    var at: Instant
    var kind: Kind
    /// Who did it; nobody for the customer.
    var agent: NameID
    /// The latest episode that had ended before, by the order of the source.
    var episode: UInt32

    /// At most so many words and hand-overs wait in a conversation; of more the later ones are no signals.
    static let most = 256
}

extension EvaluationTask {
    /// A person hands the conversation over, and not by the standard process of escalation (S0-038).
    func noteHandOver(
        _ transfer: ConversationEvent.Transfer, at time: Instant, _ conversation: Conversation, _ bytes: [UInt8]
    ) {
        guard policies.countIntegrity, !transfer.isFromBot, !transfer.isEscalation else { return }
        let agent = names.name(bytes, transfer.agent)
        var giver = conversation.state.assignedAgent
        if conversation.state.isOpen {
            giver = conversation.state.episode.header.holders.last?.agent ?? .none
            if policies.versions[conversation.state.episode.header.policyIndex].countsIntegrity {
                conversation.state.episode.note(handOverTo: agent, at: time)
            }
        }
        if giver != .none, giver != agent { wait(for: .handedOver, by: giver, at: time, conversation) }
    }

    /// Somebody speaks to the customer.
    func noteTalk(
        _ message: ConversationEvent.Message, at time: Instant, _ conversation: Conversation, _ bytes: [UInt8]
    ) {
        guard policies.countIntegrity, message.role == .agent, message.flags.isDisjoint(with: .neverAnswers),
            !conversation.state.ended.isEmpty, !message.author.isEmpty
        else { return }
        wait(for: .spoke, by: names.name(bytes, message.author), at: time, conversation)
    }

    /// The customer withdraws a complaint behind the end of the episode (C48).
    func noteWithdrawal(_ step: ConversationEvent.ComplaintStep, at time: Instant, _ conversation: Conversation) {
        guard step == .withdrawn, policies.tellThemes, !conversation.state.isOpen else { return }
        wait(for: .withdrew, by: .none, at: time, conversation)
    }

    /// The episode that begins takes up what ended so.
    func takeUp(_ closing: EpisodeClosing?, in episode: inout Episode) {
        guard let closing, closing.agent != .none, policies.versions[episode.header.policyIndex].countsIntegrity else {
            return
        }
        episode.header.notes.append(.reopened(closing))
    }

    /// What comes before a deed, and what behind it, must not depend on how far each topic has been read.
    private func wait(for kind: LaterDeed.Kind, by agent: NameID, at time: Instant, _ conversation: Conversation) {
        let state = conversation.state
        guard settings.revisions == .inTurn, !state.ended.isEmpty,
            kind == .withdrew || state.deeds.count < LaterDeed.most
        else { return }
        conversations.willChange(conversation)
        let deed = LaterDeed(at: time, kind: kind, agent: agent, episode: state.episodes - (state.isOpen ? 1 : 0))
        let place = state.deeds.firstIndex { $0.at > time } ?? state.deeds.endIndex
        conversation.state.deeds.insert(deed, at: place)
        waitForFollowUps(conversation)
    }

    /// Takes the first deed: all topics are known up to it.
    func takeDeed(_ conversation: Conversation, _ outbox: inout Outbox) {
        // How far the topics are known is nothing that a replay brings again.
        save(conversation)
        let deed = conversation.state.deeds.removeFirst()
        let agent = names.string(deed.agent)
        for index in conversation.state.ended.indices where conversation.state.ended[index].number <= deed.episode {
            var held = evaluation(conversation.state.ended[index], conversation)
            let policy = policies.versions[held.policyIndex]
            let revised: Evaluation?
            switch deed.kind {
            case .spoke:
                guard policy.integrity != nil, held.hear(wordOf: agent, at: deed.at) else { continue }
                conversation.state.ended[index].evaluation = state(of: held)
                continue
            case .handedOver:
                revised = policy.integrity.flatMap { held.givenAway(by: agent, at: deed.at, $0) }
            case .withdrew:
                let isLatest = conversation.state.ended[index].number == deed.episode
                revised = isLatest && !policy.themes.isEmpty ? held.withdrawn() : nil
            }
            guard var next = revised else { continue }
            next.counts.records += conversation.state.ended[index].notedRecords
            conversation.state.ended[index].notedRecords = 0
            conversation.state.ended[index].evaluation = state(of: next)
            publish(
                next, replacing: held, at: deed.at, credit: conversation.state.ended[index].credit, conversation,
                &outbox)
        }
    }
}
