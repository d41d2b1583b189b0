// The oldest record that the state of a task still rests on.
// SPDX-License-Identifier: Apache-2.0

/// Where a replay must begin: the oldest offset of one input partition that some conversation in memory rests on.
struct ReplayFrom {
    private struct Hold {
        var offset: Int64
        var slot: Int32
        var generation: UInt32
    }

    /// Ascending by offset, since conversations are held from their first record on.
    private var holds: [Hold] = []
    private var head = 0

    /// A conversation rests on this record and no older one of the partition.
    mutating func hold(_ offset: Int64, slot: Int32, generation: UInt32) {
        // A rollback and the reading again hold the same offsets once more: they take the place of the later ones.
        while let last = holds.last, holds.count > head, last.offset >= offset { holds.removeLast() }
        holds.append(Hold(offset: offset, slot: slot, generation: generation))
    }

    /// The oldest offset still needed; `next` when nothing is.
    func offset(next: Int64, isHeld: (_ slot: Int32, _ generation: UInt32) -> Bool) -> Int64 {
        holds[head...].first { isHeld($0.slot, $0.generation) }?.offset ?? next
    }

    /// Forgets what is not needed any more; only after a commit, because a rollback brings conversations back.
    mutating func trim(isHeld: (_ slot: Int32, _ generation: UInt32) -> Bool) {
        while head < holds.count, !isHeld(holds[head].slot, holds[head].generation) { head += 1 }
        if head > 1024, head * 2 > holds.count {
            holds.removeFirst(head)
            head = 0
        }
    }
}
