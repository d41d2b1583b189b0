// How time passes in an evaluation task.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Wire

extension EvaluationTask {
    package func advance(_ companion: Topic, to time: Instant, into outbox: inout Outbox) {
        if companion == .surveys { surveyTime.know(time) }
        if companion == .reviews { reviewTime.know(time) }
        pass(to: streamTime - allowedSkew, &outbox)
    }

    package func known(_ companion: Topic) -> Instant {
        switch companion {
        case .surveys: surveyTime.known
        case .reviews: reviewTime.known
        default: .distantFuture
        }
    }

    package func advance(to time: Instant, into outbox: inout Outbox) {
        // Records move time in a replay, too; what has no record as its cause must be saved when it happens.
        isIdle = time > streamTime - allowedSkew
        pass(to: time, &outbox)
        isIdle = false
    }

    /// Time is known to have come as far as `time`.
    func pass(to time: Instant, _ outbox: inout Outbox) {
        certainTime = max(certainTime, time)
        settleDue(time, &outbox)
        while let wait = companionWaits.popDue(at: knownTime) {
            guard let conversation = conversations.held(wait.slot, generation: wait.generation) else { continue }
            thaw(conversation)
            conversations.willChange(conversation)
            if conversation.followUpWait <= wait.at { conversation.followUpWait = .distantFuture }
            joinDue(conversation, &outbox)
            expire(conversation, knownTime, &outbox)
            setTimer(conversation)
            save(conversation)
            settleDue(time, &outbox)
        }
    }

    private func settleDue(_ time: Instant, _ outbox: inout Outbox) {
        // Not what idle time has passed already: a replay does not pass it, so that is decided, and saved, by `advance`.
        while let timer = deadlines.popDue(at: time) {
            guard let conversation = conversations.held(timer.slot, generation: timer.generation),
                conversation.timer == timer.at
            else { continue }
            (conversation.timer, conversation.laterTimer) = (conversation.laterTimer, .distantFuture)
            thaw(conversation)
            settle(conversation, time, &outbox)
        }
    }

    /// As far as the conversations, the surveys and the reviews are known.
    var knownTime: Instant { min(certainTime, surveyTime.known, reviewTime.known) }

    package var nextWait: Instant? { earliest(companionWaits.next) }

    package var nextDeadline: Instant? { earliest(deadlines.next) }

    /// The earlier of that and the next closing of a month, which no record may bring.
    private func earliest(_ time: Instant?) -> Instant? {
        nextClosing == .distantFuture ? time : min(time ?? nextClosing, nextClosing)
    }

    /// Sets the waits for time in the surveys and reviews: of those that wait for it or, when it has come, for an episode,
    /// and of episodes that they may join.
    func waitForCompanions(_ conversation: Conversation) {
        for event in conversation.state.parked {
            // How far the surveys and reviews were known is forgotten when a task is restored.
            let isKnown = event.isDue && event.at <= knownTime
            waitForCompanions(until: isKnown ? event.expires : event.at, conversation)
        }
        for episode in conversation.state.ended { waitForCompanions(until: episode.expires, conversation) }
        waitForFollowUps(conversation)
    }

    func waitForCompanions(until time: Instant, _ conversation: Conversation) {
        guard time < .distantFuture else { return }
        companionWaits.set(Deadlines.Timer(at: time, slot: conversation.slot, generation: conversation.generation))
    }

    package var watermark: Instant? {
        let time = max(streamTime, certainTime)
        return time > .distantPast + allowedSkew ? time : nil
    }

    package var timeReached: Instant? { certainTime > .distantPast + allowedSkew ? certainTime : nil }

    /// Decides what is due in one conversation and sets its next timer, or lets it go.
    private func settle(_ conversation: Conversation, _ time: Instant, _ outbox: inout Outbox) {
        guard conversation.nextTimer <= time else { return setTimer(conversation) }
        guard !conversation.mayLeave(at: time) else { return leave(conversation) }
        conversations.willChange(conversation)
        noteChange(conversation)
        // First what happened by then, so that it is known when something else is said to be missing.
        release(until: time, conversation, &outbox)
        if conversation.state.isOpen {
            let certain = min(time, conversation.firstPending - Milliseconds(1))
            decide(at: certain, conversation, &outbox)
        }
        joinDue(conversation, &outbox)
        expire(conversation, min(time, knownTime), &outbox)
        if conversation.mayLeave(at: time) { leave(conversation) } else { setTimer(conversation) }
    }

    /// Lets go of episodes that nothing can join any more, and of surveys and reviews whose episode did not come.
    private func expire(_ conversation: Conversation, _ time: Instant, _ outbox: inout Outbox) {
        if conversation.state.ended.contains(where: { $0.expires <= time }) {
            let before = conversation.state.heldRecords
            for episode in conversation.state.ended where episode.expires <= time {
                conversation.state.followUps.forget(episode: episode.number)
            }
            conversation.state.ended.removeAll { $0.expires <= time }
            counted.heldRecords -= before - conversation.state.heldRecords
            save(conversation)
        }
        while let index = conversation.state.parked.firstIndex(where: { $0.isDue && $0.expires <= time }) {
            let event = unpark(index, conversation)
            counted.heldRecords -= 1
            deadLetter(event.source, .orphan(event.content), &outbox)
            save(conversation)
        }
    }

    /// Keeps a conversation that has no open episode for as long as it may be taken up again, or its first customer
    /// message may be on its way.
    func keepIdle(_ conversation: Conversation, from time: Instant) {
        let policy = policies.versions[policies.index(at: time)]
        let window = max(policy.keeping.reopening, policy.surveys.window)
        conversation.state.idleUntil = max(conversation.state.idleUntil, max(time, streamTime) + window)
        setTimer(conversation)
    }

    /// Sets a timer when the conversation needs an earlier one than it has.
    func setTimer(_ conversation: Conversation) {
        let next = conversation.nextTimer
        guard next < conversation.timer else { return }
        if conversation.timer < .distantFuture { conversation.laterTimer = conversation.timer }
        conversation.timer = next
        deadlines.set(Deadlines.Timer(at: next, slot: conversation.slot, generation: conversation.generation))
    }
}

extension Complaint {
    /// The episode of a survey or review did not come.
    fileprivate static func orphan(_ content: ParkedEvent.Content) -> Complaint {
        switch content {
        case .survey:
            Complaint(
                .orphan,
                "no episode of the conversation ended within the survey window; replay the dead letter when the conversation is in the log"
            )
        case .review(let event):
            Complaint(
                .orphan,
                "episode \(event.episode) of the conversation did not end within the review window: is the number right? "
                    + "Else replay the dead letter when the episode has ended")
        case .correction: preconditionFailure("a correction waits for the end of an open episode alone")
        }
    }
}
