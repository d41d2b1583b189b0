// What offline evaluation asks of an evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    /// What became of the one event that filled the outbox: the evaluation of the episode it ended, or why it was refused.
    func offlineResult(of outbox: Outbox) -> Result<ProtoEvaluation?, Complaint> {
        for effect in outbox.effects {
            guard let key = effect.key, let value = effect.value else { continue }
            switch effect.topic {
            case .deadLetters:
                return .failure(Complaint(deadLetter: Array(outbox.bytes[value])))
            case .evaluations:
                forgetEnded(outbox.bytes, key)
                return .success(ProtoEvaluation(written: Array(outbox.bytes[value])))
            default: continue
            }
        }
        return .success(nil)
    }

    /// No survey comes to an episode that was evaluated offline: what is kept is a note that the conversation was there and, for
    /// corrections, its evaluation for as long.
    private func forgetEnded(_ bytes: [UInt8], _ key: ByteRange) {
        guard let conversation = conversations.find(bytes, key, hash: ByteHash.hash(bytes, key)) else { return }
        conversations.willChange(conversation)
        conversation.state.followUps = FollowUps()
        if settings.revisions == .none { conversation.state.ended = [] }
        for index in conversation.state.ended.indices {
            conversation.state.ended[index].expires = conversation.state.idleUntil
        }
        waitForCompanions(conversation)
        setTimer(conversation)
    }

    /// A correction of an episode that has ended revises it at once.
    func correctAtOnce(
        _ correction: ClockCorrection, identity: UInt64, _ record: Record, _ batch: RecordBatch,
        _ conversation: Conversation, _ outbox: inout Outbox
    ) throws(Complaint) {
        guard settings.revisions == .corrections else { return }
        guard let index = conversation.state.ended.firstIndex(where: { $0.number == correction.episode }) else {
            throw .correctsNothing(episode: correction.episode)
        }
        conversations.willChange(conversation)
        conversation.state.seen.insert(identity)
        counted.heldRecords += 1
        let parked = ParkedEvent(
            content: .correction(correction), source: batch.source(of: record), expires: .distantFuture)
        join(parked, index, conversation, &outbox)
    }

    /// Nothing is rolled back offline, and no figures and checkpoints are asked for.
    func commitOffline() {
        var dropped = Outbox()
        prepareCommit(into: &dropped)
        commit()
    }

    /// The conversations with an open episode, in the order of the episodes' starts.
    var openConversations: [Conversation] {
        conversations.all.filter(\.state.isOpen).sorted { left, right in
            (left.state.episode.header.startedAt, left.generation) < (
                right.state.episode.header.startedAt, right.generation
            )
        }
    }

    /// The evaluation of the open episode of a conversation, as far as time is known to have come in the whole input: what was due by then
    /// and is missing, is late. It states no cause, since the episode did not end.
    func openEvaluation(_ conversation: Conversation) -> ProtoEvaluation {
        var episode = conversation.state.episode
        let last = episode.header.lastAt
        episode.header.lastAt = max(last, certainTime)
        let policy = policies.versions[episode.header.policyIndex]
        var evaluation = episode.evaluation(of: subject(conversation), policy: policy, endedAt: nil, names: names)
        evaluation.endedAt = last
        var proto = ProtoEvaluation(evaluation, policies: policies)
        proto.cause = .unspecified
        return proto
    }
}
