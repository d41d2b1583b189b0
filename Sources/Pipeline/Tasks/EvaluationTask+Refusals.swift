// What an evaluation task does not take of conversation events.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    /// Refuses an event that would open an episode in the past.
    ///
    /// Looks at the parts of the state one by one: naming the whole would copy it.
    func refuseLate(_ event: ConversationEvent, _ turn: Turn, _ conversation: Conversation) throws(Complaint) {
        guard turn == .late, !conversation.state.isOpen, event.at < conversation.state.lastEnd else { return }
        save(conversation)
        throw Complaint(
            .late,
            "it came after the allowed lateness of \(allowedSkew.count) ms: the episode that it belongs to ended at "
                + "\(conversation.state.lastEnd.milliseconds) and is judged; send events in their order, or judge the "
                + "conversation again by hand")
    }

    /// Refuses an event more than a conversation or an episode may have.
    func refuseTooMany(_ event: ConversationEvent, _ conversation: Conversation) throws(Complaint) {
        let isFull = conversation.state.seen.count >= EvaluationTask.mostEvents
        let messages = conversation.state.episode.marks.count + conversation.state.pending.count
        let hasMostPauses = conversation.state.episode.header.clocks.pauses.count >= EpisodeClocks.mostPauses
        let hasMostFollowUps = conversation.state.followUps.cycles.count >= FollowUps.mostCycles
        guard isFull || messages >= Episode.mostMessages || hasMostPauses || hasMostFollowUps else { return }
        switch event.body {
        case .message where messages >= Episode.mostMessages: break
        case .stateChanged where hasMostPauses: break
        case .complained where hasMostFollowUps: break
        default: guard isFull else { return }
        }
        conversations.willChange(conversation)
        noteChange(conversation)
        save(conversation)
        if event.sequence == conversation.state.trail.nextSequence { conversation.state.trail.nextSequence &+= 1 }
        let what =
            isFull
            ? "conversation has \(EvaluationTask.mostEvents) events"
            : hasMostPauses
                ? "episode has \(EpisodeClocks.mostPauses) pauses"
                : hasMostFollowUps
                    ? "conversation waits for \(FollowUps.mostCycles) call-backs and the like"
                    : "episode has \(Episode.mostMessages) messages"
        throw Complaint(.refused, "the \(what) already, the most there may be: is the source in a loop?")
    }
}

extension Complaint {
    /// The record's key does not name the conversation of its value.
    static let foreignKey = Complaint(
        .keyMismatch,
        "the key must be <tenant>/<conversation id> of the value; produce the record again under that key")
}
