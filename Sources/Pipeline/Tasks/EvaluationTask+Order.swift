// How the events of a conversation come into their order.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Events are taken in the order in which the source counted them; where it does not count, in the order of their times
/// (F21). One that comes before its turn waits until time is known to have passed it: what was to come before it must have
/// come by then, or is later than allowed.
extension EvaluationTask {
    /// Whether an event's turn has come.
    enum Turn {
        case now
        /// It comes after others whose turn came after its own.
        case late
        case waits
    }

    func turn(of event: ConversationEvent, _ conversation: Conversation) -> Turn {
        guard settings.ordersEvents else { return .now }
        let next = conversation.state.trail.nextSequence
        if event.sequence == next { return .now }
        if event.sequence == 0 {
            // What it belongs to is judged, however far time has come.
            let isJudged = !conversation.state.isOpen && event.at < conversation.state.lastEnd
            return event.at > recordTime && !isJudged ? .waits : .late
        }
        return event.sequence > next ? .waits : .late
    }

    /// Keeps an event until its turn comes.
    func wait(
        _ event: ConversationEvent, identity: UInt64, value: ByteRange, _ record: Record, _ batch: RecordBatch,
        _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        conversations.willChange(conversation)
        noteChange(conversation)
        conversation.state.seen.insert(identity)
        counted.heldRecords += 1
        // One that is late already waits as long as the others do.
        let pending = PendingEvent(
            sequence: event.sequence, at: event.at, due: event.at > recordTime ? event.at : streamTime,
            identity: identity, value: Array(batch.bytes[value]),
            traceParent: batch.traceParent(of: record).map(Array.init) ?? [])
        let place =
            conversation.state.pending.firstIndex { PendingEvent.precedes(pending, $0) }
            ?? conversation.state.pending.endIndex
        conversation.state.pending.insert(pending, at: place)
        counted.waitingBytes += pending.value.count
        if conversation.state.pending.count > settings.mostPending
            || conversation.state.pending.reduce(0, { $0 + $1.value.count }) > settings.mostPendingBytes
        {
            release(until: .distantFuture, conversation, &outbox)
        }
        setTimer(conversation)
    }

    /// Takes the events whose turn has come, or that are waited for no longer at `time`.
    func release(until time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard !conversation.state.pending.isEmpty else { return }
        let traceParent = outbox.traceParent
        while let index = nextPending(conversation, until: time) {
            let pending = conversation.state.pending.remove(at: index)
            counted.waitingBytes -= pending.value.count
            let event: ConversationEvent
            do throws(DecodeError) {
                event = try ConversationReader.read(pending.value, ByteRange(0..<pending.value.count))
            } catch {
                preconditionFailure("an event that was read before can be read again: \(error)")
            }
            outbox.traceParent = pending.traceParent.isEmpty ? nil : outbox.bytes.appendRange(pending.traceParent)
            let hasGap = event.sequence > conversation.state.trail.nextSequence
            take(event, pending.value, conversation, hasGap: hasGap, isLate: false, &outbox)
        }
        outbox.traceParent = traceParent
    }

    /// The next of the events that wait: the one that is counted next; else, when one of them is waited for no longer, the
    /// first of them.
    private func nextPending(_ conversation: Conversation, until time: Instant) -> Int? {
        let pending = conversation.state.pending
        guard let first = pending.first else { return nil }
        if first.sequence != 0, first.sequence <= conversation.state.trail.nextSequence { return 0 }
        let uncounted = pending.firstIndex { $0.sequence == 0 && $0.due <= time }
        guard pending.contains(where: { $0.sequence != 0 && $0.due <= time }) else { return uncounted }
        if let uncounted, pending[uncounted].at < first.at { return uncounted }
        return 0
    }
}
