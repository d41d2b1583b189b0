// How an evaluation task saves its conversations, and finds them again.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    // MARK: Saving

    /// The conversation changed with the current record, or, when none moves time, by itself. The log can reproduce the
    /// one, and not the other.
    func noteChange(_ conversation: Conversation) {
        guard !isIdle else { return save(conversation) }
        guard conversation.state.trail.unsaved == Trail.clean else { return }
        conversation.state.trail.unsaved = current.offset
        unsaved.note(
            UnsavedChanges.Note(
                offset: current.offset, slot: conversation.slot, generation: conversation.generation,
                time: max(certainTime, streamTime - allowedSkew), streamTime: current.streamTime))
    }

    /// Whether a change is still in no checkpoint.
    func holds(_ note: UnsavedChanges.Note) -> Bool {
        conversations.held(note.slot, generation: note.generation)?.state.trail.unsaved == note.offset
    }

    /// The conversation is saved with the next commit: something left the task because of it, or changed it, that a replay
    /// does not bring again.
    func save(_ conversation: Conversation) {
        guard !conversation.mustSave else { return }
        conversation.mustSave = true
        saving.append(conversation)
    }

    /// The first record of the conversations topic that is not applied, between two runs of records.
    private var nextOffset: Int64 { progress[.conversations]?.next ?? 0 }

    /// Writes the checkpoints that are due.
    func saveChanges(into outbox: inout Outbox) {
        // What was saved before, if this commit is tried again, may have changed.
        freezing.removeAll(keepingCapacity: true)
        let nextOffset = nextOffset
        for conversation in saving {
            conversation.mustSave = false
            write(conversation, before: nextOffset, &outbox)
        }
        saving.removeAll(keepingCapacity: true)
        var left = settings.mostSavedForAge
        let changes = unsaved.changes(
            until: certainTime - settings.checkpointInterval, before: nextOffset - settings.mostReplayed)
        for note in changes where holds(note) {
            guard left > 0, let conversation = conversations.held(note.slot, generation: note.generation) else { break }
            write(conversation, before: nextOffset, &outbox)
            left -= 1
        }
        compress(&outbox)
        letGo(into: &outbox)
    }

    /// Takes the state of a conversation for its checkpoint, in which all records before the offset are applied.
    private func write(_ conversation: Conversation, before nextOffset: Int64, _ outbox: inout Outbox) {
        conversations.willSave(conversation)
        // A checkpoint that was delivered without its positions may be ahead of them.
        conversation.state.trail.saved = max(conversation.state.trail.saved, nextOffset)
        conversation.state.trail.unsaved = Trail.clean
        guard settings.writesCheckpoints else { return }
        conversation.isSaved = true
        coder.take(&conversation.state, names: &names)
        writing.append(conversation)
        if coder.isFull { compress(&outbox) }
    }

    /// Writes the checkpoints that were taken.
    private func compress(_ outbox: inout Outbox) {
        for (place, conversation) in writing.enumerated() {
            outbox.append(.checkpoints, partition: partition, key: conversation.key) { bytes in
                coder.compress(place, appendingTo: &bytes)
            }
            counted.checkpoints += 1
            let isQuiet =
                !conversation.state.isOpen
                || conversation.state.episode.header.lastAt <= certainTime - settings.checkpointInterval
            guard isQuiet, let value = outbox.effects.last?.value else { continue }
            freezing.append(
                (
                    conversation, conversation.state.trail.saved,
                    FrozenState(&conversation.state, checkpoint: Array(outbox.bytes[value]))
                ))
        }
        writing.removeAll(keepingCapacity: true)
        coder.removeAll()
    }

    // MARK: Freezing

    /// Keeps of the conversations that were saved, and have not changed since, no more than their checkpoint.
    func freeze() {
        for (conversation, saved, frozen) in freezing
        where conversation.state.trail == Trail(saved: saved, nextSequence: conversation.state.trail.nextSequence)
            && !conversation.mustSave && conversation.leavingSince == nil && conversation.frozen == nil
            && conversations.held(conversation.slot, generation: conversation.generation) === conversation
        {
            freeze(conversation, frozen)
        }
        freezing.removeAll(keepingCapacity: true)
    }

    private func freeze(_ conversation: Conversation, _ frozen: FrozenState) {
        conversation.frozen = frozen
        conversation.state = ConversationState(frozen: conversation.state.trail)
        frozenCount += 1
    }

    /// Makes the state of a conversation known again: before anything looks at it.
    func thaw(_ conversation: Conversation) {
        guard let frozen = conversation.frozen else { return }
        let trail = conversation.state.trail
        let context = StateContext(
            key: conversation.key, tenantLength: conversation.tenantLength, policies: policies)
        do {
            conversation.state = try coder.read(
                frozen.checkpoint, ByteRange(0..<frozen.checkpoint.count), context, names: &names)
        } catch {
            preconditionFailure(
                "a checkpoint of \(conversation.idString) that was written or read can be read: \(error)")
        }
        conversation.state.trail.saved = trail.saved
        conversation.frozen = nil
        frozenCount -= 1
    }

    // MARK: Letting go

    /// The conversation may be let go: nothing is left that a later record could need.
    func leave(_ conversation: Conversation) {
        guard conversation.leavingSince == nil else { return }
        // No record of it comes later, and it may be while records are applied.
        let since = max(nextOffset, current.offset + 1)
        conversation.leavingSince = since
        if conversation.state.trail.unsaved != Trail.clean { save(conversation) }
        leaving.append((conversation, since))
    }

    /// Lets go of conversations whose records no replay will read any more: it would take them for new ones.
    private func letGo(into outbox: inout Outbox) {
        guard !leaving.isEmpty else { return }
        // As it stands in the log: what is being committed may be delivered without its positions.
        let replayFrom = committedReplayFrom
        var kept = 0
        for (conversation, since) in leaving {
            guard since <= replayFrom else { break }
            kept += 1
            guard conversation.leavingSince == since,
                conversations.held(conversation.slot, generation: conversation.generation) === conversation
            else { continue }
            guard conversation.mayLeave(at: certainTime) else {
                // Time was rolled back.
                conversation.leavingSince = nil
                setTimer(conversation)
                continue
            }
            if conversation.isSaved {
                outbox.append(tombstoneTo: .checkpoints, partition: partition, key: conversation.key)
                counted.checkpoints += 1
            }
            counted.heldRecords -= conversation.state.heldRecords
            conversations.remove(conversation)
        }
        leaving.removeFirst(kept)
    }

    // MARK: Loading

    package func load(_ batch: RecordBatch) throws(LogError) {
        for record in batch.records {
            guard let key = record.key else { continue }
            do throws(DecodeError) {
                try load(record, key, batch.bytes)
            } catch {
                // The key is not told: logs name no conversations.
                throw .fatal(
                    "\(record.origin) offset \(record.offset) cannot be restored: " + Complaint(error).detail)
            }
        }
        conversations.commit()
    }

    private func load(_ record: Record, _ key: ByteRange, _ bytes: [UInt8]) throws(DecodeError) {
        let hash = ByteHash.hash(bytes, key)
        let known = conversations.find(bytes, key, hash: hash)
        guard let value = record.value else {
            if let known {
                uncount(known)
                conversations.remove(known)
            }
            return
        }
        let context = StateContext(
            key: Array(bytes[key]), tenantLength: RecordKey.tenant(of: bytes[key]).count, policies: policies)
        var state = try coder.read(bytes, value, context, names: &names)
        let conversation =
            known ?? conversations.insert(key: context.key, hash: hash, tenantLength: context.tenantLength)
        if let known { uncount(known) }
        // It has been read, so that what cannot be used is found now; most are not touched for a while.
        let frozen = FrozenState(&state, checkpoint: Array(bytes[value]))
        if frozen.isOpen { counted.open += 1 }
        counted.heldRecords += Int(frozen.heldRecords)
        counted.waitingBytes += Int(frozen.waitingBytes)
        conversation.state = state
        conversation.isSaved = true
        conversation.timer = .distantFuture
        conversation.laterTimer = .distantFuture
        conversation.followUpWait = .distantFuture
        setTimer(conversation)
        waitForCompanions(conversation)
        freeze(conversation, frozen)
    }

    /// Takes back what a checkpoint counted for that has a successor.
    private func uncount(_ conversation: Conversation) {
        guard let frozen = conversation.frozen else { return }
        if frozen.isOpen { counted.open -= 1 }
        counted.heldRecords -= Int(frozen.heldRecords)
        counted.waitingBytes -= Int(frozen.waitingBytes)
        conversation.frozen = nil
        frozenCount -= 1
    }
}
