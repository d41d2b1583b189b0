// How an evaluation task keeps the clocks that outlive their episodes.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    // MARK: As events come

    /// Starts follow-ups, and lets those there are wait for what happened.
    ///
    /// What comes behind a start, in the order of the source, is not before it, whatever the times say (T61).
    func tellFollowUps(_ events: ClockEvents, at time: Instant, isLate: Bool = false, _ conversation: Conversation) {
        let isOpen = conversation.state.isOpen
        if !isOpen, conversation.state.ended.isEmpty || settings.revisions != .inTurn { return }
        let index = isOpen ? conversation.state.episode.header.policyIndex : nil
        if let index, policies.versions[index].followUps.isEmpty, conversation.state.followUps.isEmpty { return }
        startFollowUps(events, at: time, conversation)
        let number = isOpen ? conversation.state.episode.header.number : 0
        let cycles = conversation.state.followUps.cycles
        let isEnd = events.contains(.end) && cycles.contains { $0.episode == number }
        let isEarly = index.map { !policies.versions[$0].followUpEvents.isDisjoint(with: events.intersection(.entry)) }
        guard isEnd || isEarly == true || conversation.state.followUps.concerns(events, policies) else { return }
        conversations.willChange(conversation)
        let earliest = isLate ? .distantPast : cycles.last?.clock.startedAt ?? .distantPast
        conversation.state.followUps.wait(for: FollowUps.Happening(events, at: max(time, earliest), episode: number))
        waitForFollowUps(conversation)
    }

    private func startFollowUps(_ events: ClockEvents, at time: Instant, _ conversation: Conversation) {
        if conversation.state.isOpen {
            let header = conversation.state.episode.header
            let policy = policies.versions[header.policyIndex]
            guard !policy.followUpEvents.isDisjoint(with: events) else { return }
            conversations.willChange(conversation)
            conversation.state.followUps.start(
                events, at: time, episode: header.number, hasReply: header.clocks.repliedAt > .distantPast,
                hasEnded: false, policyIndex: header.policyIndex, policies, contact(conversation, policy))
        } else if !events.isDisjoint(with: .complaints), let ended = conversation.state.ended.last {
            // What comes behind the end belongs to the episode that ended last.
            let evaluation = evaluation(ended, conversation)
            let policy = policies.versions[evaluation.policyIndex]
            conversations.willChange(conversation)
            conversation.state.followUps.start(
                events, at: time, episode: ended.number, hasReply: evaluation.counts.agentMessages > 0, hasEnded: true,
                policyIndex: evaluation.policyIndex, policies, contact(conversation, policy))
            keepForFollowUps(conversation.state.ended.count - 1, policy, conversation)
        }
    }

    /// Keeps an ended episode for as long behind the last deadline of its follow-ups as it is kept behind its end.
    func keepForFollowUps(_ index: Int, _ policy: Policy, _ conversation: Conversation) {
        let episode = conversation.state.ended[index]
        guard let last = conversation.state.followUps.latestDeadline(of: episode.number) else { return }
        let until = min(.distantFuture, last + policy.episodeWindow)
        guard until > episode.expires else { return }
        conversation.state.ended[index].expires = until
        waitForCompanions(until: until, conversation)
    }

    /// Sets the wait for the next thing that follow-ups have to do.
    func waitForFollowUps(_ conversation: Conversation) {
        let next = min(conversation.state.followUps.next, conversation.state.deeds.first?.at ?? .distantFuture)
        // What an event hinders that waits for its turn is done when that has come.
        guard next < conversation.followUpWait, next < conversation.firstPending else { return }
        conversation.followUpWait = next
        waitForCompanions(until: next, conversation)
    }

    // MARK: As it is known

    /// Takes the first thing that happened: all topics are known up to it.
    func takeHappening(_ conversation: Conversation, _ outbox: inout Outbox) {
        let before = conversation.state.followUps.nextHappening - Milliseconds(1)
        tell(
            conversation.state.followUps.takeFirst(policies), passed: before, at: before + Milliseconds(1),
            conversation, &outbox)
    }

    /// Decides what is due at a time.
    func decideFollowUps(at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        tell(conversation.state.followUps.decide(at: time, policies), passed: time, at: time, conversation, &outbox)
    }

    /// An invitation to a survey was sent for an episode.
    func invite(_ episode: UInt32, at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard !conversation.state.followUps.cycles.isEmpty else { return }
        let happening = FollowUps.Happening(.surveySent, at: time, episode: episode)
        let told = conversation.state.followUps.take(happening, policies)
        tell(told, passed: time - Milliseconds(1), at: time, conversation, &outbox)
    }

    /// Publishes what follow-ups say, and the revisions of evaluations that show it. Deadlines up to `time` have passed: those of the
    /// instant at which something happens come behind it.
    private func tell(
        _ told: [FollowUps.Told], passed time: Instant, at happened: Instant, _ conversation: Conversation,
        _ outbox: inout Outbox
    ) {
        // How far the topics are known is nothing that a replay brings again.
        save(conversation)
        for told in told { alert(told, conversation, &outbox) }
        for number in conversation.state.followUps.takeNews(at: time) {
            guard let index = conversation.state.ended.firstIndex(where: { $0.number == number }) else { continue }
            let held = evaluation(conversation.state.ended[index], conversation)
            var next = held.revised(by: conversation.state.followUps.results(of: number, policies))
            next.counts.records += conversation.state.ended[index].notedRecords
            conversation.state.ended[index].notedRecords = 0
            conversation.state.ended[index].evaluation = state(of: next)
            publish(
                next, replacing: held, at: happened, credit: conversation.state.ended[index].credit, conversation,
                &outbox)
        }
    }

    private func alert(_ told: FollowUps.Told, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard isLive else { return noteReplayFault("an alert") }
        let (cycle, announcement) = (told.cycle, told.announcement)
        let policy = policies.versions[cycle.policyIndex]
        let clock = policy.followUps[Int(cycle.clock.place)]
        let holder = holder(of: cycle, at: announcement.at, conversation)
        let alert = ClockAlert(
            tenant: names.string(conversation.state.tenant), conversation: conversation.idString,
            episode: cycle.episode, announcement: announcement, kind: clock.kind, policyVersion: policy.version,
            channel: names.string(holder.channel), agent: names.string(holder.agent), team: names.string(holder.team),
            receivers: clock.receivers(of: announcement.step, rule: cycle.clock.rule),
            lateBy: FollowUps.lateBy(cycle, policies))
        outbox.append(.alerts, key: conversation.key) { $0.appendRange(alert.bytes) }
        outbox.alertTimes.append(announcement.at)
        counted.alerts += 1
    }

    /// Who is credited with the episode that ended; who holds one that is still open.
    private func holder(
        of cycle: FollowUps.Cycle, at time: Instant, _ conversation: Conversation
    ) -> (agent: NameID, team: NameID, channel: NameID) {
        if let ended = conversation.state.ended.first(where: { $0.number == cycle.episode }) {
            return (ended.credit.agent, ended.credit.team, ended.credit.channel)
        }
        let isOpen = conversation.state.isOpen && conversation.state.episode.header.number == cycle.episode
        guard isOpen else { return (.none, .none, conversation.state.channel) }
        let holder = conversation.state.episode.holder(at: time)
        return (holder.agent, holder.team, conversation.state.channel)
    }
}

extension ClockEvents {
    /// The steps of complaints.
    fileprivate static let complaints: ClockEvents = [
        .complaint, .complaintAcceptance, .complaintAnswer, .complaintEnd, .complaintWithdrawal,
    ]
}
