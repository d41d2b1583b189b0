// The conversations of an evaluation task, with their old values while a transaction is open.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Holds conversations by key, and puts back what they were before an aborted transaction.
///
/// The first touch of a conversation in a transaction keeps its old value. Most touches only append to the open episode: then the sizes
/// and the header are kept, not the content. A class, so that looking something up does not copy the table's parts.
final class ConversationTable {
    /// What a conversation was, by its slot: an object would be retained and released for it. Many are kept, and few are large.
    private enum OldValue {
        case absent(Int32)
        case sizes(Int32, EpisodeHeader, Trail, marks: UInt32, hits: UInt32, identifiers: UInt32, seen: UInt32)
        case trail(Int32, Trail)
        indirect case whole(Int32, ConversationState)
        case removed(Conversation)
    }

    private var slots: [Conversation?] = []
    private var free: [Int32] = []
    private var index = HashIndex()
    private var oldValues: [OldValue] = []
    private var transaction: UInt32 = 1
    private var generation: UInt32 = 0

    /// What looking ahead saw; without meaning, but it keeps the compiler from leaving the look out.
    private var seen = 0

    /// How many conversations there are.
    var count: Int { index.count }

    /// All conversations.
    var all: some Sequence<Conversation> { slots.lazy.compactMap(\.self) }

    /// The conversation in a slot, when it is still the one of that generation.
    func held(_ slot: Int32, generation: UInt32) -> Conversation? {
        guard let conversation = slots[Int(slot)], conversation.generation == generation else { return nil }
        return conversation
    }

    /// The conversation with that key; nil when it is not known.
    func find(_ bytes: [UInt8], _ key: ByteRange, hash: UInt64) -> Conversation? {
        let head = ByteHash.head(bytes, key)
        var position = index.start(hash)
        while let slot = index.next(hash, &position) {
            // Read in place: naming the object would retain it, and that waits for its memory.
            guard slots[Int(slot)]?.keyCount == key.count, slots[Int(slot)]?.keyHead == head else { continue }
            if key.count <= ByteHash.headBytes || isLongKey(slot, bytes, key) { return slots[Int(slot)] }
        }
        return nil
    }

    /// Whether a key of more bytes than a head is that of the slot.
    private func isLongKey(_ slot: Int32, _ bytes: [UInt8], _ key: ByteRange) -> Bool {
        guard let held = slots[Int(slot)] else { return false }
        return ByteHash.equal(held.key, ByteRange(0..<held.keyCount), bytes, key)
    }

    /// Reads of the conversations with these hashes what applying an event reads, of all of them first the objects, then what is found by
    /// these. Nothing here waits for what another one needs, so the processor fetches them at the same time.
    func lookAt(_ hashes: InlineArray<16, UInt64>) {
        var found = InlineArray<16, Int32>(repeating: -1)
        for index in hashes.indices { found[index] = self.index.find(hashes[index]) { _ in true } ?? -1 }
        var seen = 0
        for index in found.indices where found[index] >= 0 { seen &+= slots[Int(found[index])]?.glance ?? 0 }
        for index in found.indices where found[index] >= 0 { seen &+= slots[Int(found[index])]?.glanceAtLists ?? 0 }
        self.seen &+= seen
    }

    /// Adds a conversation that is not known yet.
    func insert(key: [UInt8], hash: UInt64, tenantLength: Int) -> Conversation {
        generation &+= 1
        let slot = free.popLast() ?? Int32(slots.count)
        let conversation = Conversation(
            key: key, hash: hash, tenantLength: tenantLength, slot: slot, generation: generation,
            transaction: transaction)
        if Int(slot) == slots.count { slots.append(conversation) } else { slots[Int(slot)] = conversation }
        index.insert(hash, slot)
        oldValues.append(.absent(slot))
        return conversation
    }

    /// Call before anything is appended to the open episode of a conversation.
    func willGrow(_ conversation: Conversation) {
        guard conversation.grownIn != transaction else { return }
        guard conversation.state.isOpen else { return willChange(conversation) }
        conversation.grownIn = transaction
        oldValues.append(
            .sizes(
                conversation.slot, conversation.state.episode.header, conversation.state.trail,
                marks: UInt32(conversation.state.episode.marks.count),
                hits: UInt32(conversation.state.episode.hits.count),
                identifiers: UInt32(conversation.state.episode.identifiers.count),
                seen: UInt32(conversation.state.seen.count)))
    }

    /// Call before anything else of a conversation is changed.
    func willChange(_ conversation: Conversation) {
        guard conversation.changedIn != transaction else { return }
        oldValues.append(.whole(conversation.slot, conversation.state))
        conversation.grownIn = transaction
        conversation.changedIn = transaction
    }

    /// Call before a conversation is saved.
    func willSave(_ conversation: Conversation) {
        guard conversation.grownIn != transaction else { return }
        oldValues.append(.trail(conversation.slot, conversation.state.trail))
    }

    /// Removes a conversation.
    func remove(_ conversation: Conversation) {
        willChange(conversation)
        oldValues.append(.removed(conversation))
        discard(conversation)
    }

    private func discard(_ conversation: Conversation) {
        index.remove(conversation.hash, conversation.slot)
        slots[Int(conversation.slot)] = nil
        free.append(conversation.slot)
    }

    /// The changes since the last commit are durable.
    func commit() {
        oldValues.removeAll(keepingCapacity: true)
        transaction &+= 1
    }

    /// The conversation that a slot held when the old value on top was kept: what came behind it is taken back already.
    private func held(_ slot: Int32) -> Conversation {
        guard let conversation = slots[Int(slot)] else {
            preconditionFailure("a slot holds what it held when an old value was kept")
        }
        return conversation
    }

    /// Puts back what was before the changes since the last commit; returns the conversations whose timers must be set anew, in the
    /// order in which they came into being.
    func rollBack() -> [Conversation] {
        var touched: [UInt32: Conversation] = [:]
        while let old = oldValues.popLast() {
            switch old {
            case .absent(let slot):
                let conversation = held(slot)
                discard(conversation)
                touched[conversation.generation] = nil
            case .trail(let slot, let trail): held(slot).state.trail = trail
            case .sizes(let slot, let header, let trail, let marks, let hits, let identifiers, let seen):
                let conversation = held(slot)
                conversation.state.trail = trail
                conversation.state.episode.truncate(
                    to: header, marks: Int(marks), hits: Int(hits), identifiers: Int(identifiers))
                conversation.state.seen.truncate(to: Int(seen))
                touched[conversation.generation] = conversation
            case .whole(let slot, let state):
                let conversation = held(slot)
                conversation.state = state
                touched[conversation.generation] = conversation
            case .removed(let conversation):
                // Slots are freed and taken in the order of a stack, so going backwards finds this one on top.
                precondition(free.popLast() == conversation.slot, "slots are put back in reverse order")
                slots[Int(conversation.slot)] = conversation
                index.insert(conversation.hash, conversation.slot)
            }
        }
        transaction &+= 1
        return touched.values.sorted { $0.generation < $1.generation }
    }
}
