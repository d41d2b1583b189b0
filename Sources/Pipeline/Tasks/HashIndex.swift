// An index from hashes to slots that verifies equality.
// SPDX-License-Identifier: Apache-2.0

/// Finds slots by the hash of their key. Keys stay with the slots: the caller verifies that a slot is the one sought, so equal hashes
/// of different keys do no harm.
///
/// Open addressing with linear probing; a removal closes the gap, so there are no tombstones to clean up.
struct HashIndex {
    private struct Entry {
        var hash: UInt64
        var slot: Int32
    }

    private static let empty = Entry(hash: 0, slot: -1)
    private var entries = [Entry](repeating: empty, count: 64)
    private(set) var count = 0

    private var mask: Int { entries.count - 1 }

    /// The slot with that hash for which `isSought` holds; nil when there is none.
    @inline(__always)
    func find(_ hash: UInt64, _ isSought: (Int32) -> Bool) -> Int32? {
        var position = Int(truncatingIfNeeded: hash) & mask
        while entries[position].slot >= 0 {
            if entries[position].hash == hash, isSought(entries[position].slot) { return entries[position].slot }
            position = (position + 1) & mask
        }
        return nil
    }

    /// Where slots with that hash are looked for.
    @inline(__always)
    func start(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & mask }

    /// The next slot with that hash, and the position behind it; nil when there is none. Unlike `find`, it calls nothing meanwhile, for
    /// which the entries would be retained.
    @inline(__always)
    func next(_ hash: UInt64, _ position: inout Int) -> Int32? {
        while entries[position].slot >= 0 {
            let entry = entries[position]
            position = (position + 1) & mask
            if entry.hash == hash { return entry.slot }
        }
        return nil
    }

    /// Adds a slot that is not in the index.
    mutating func insert(_ hash: UInt64, _ slot: Int32) {
        if count * 8 >= entries.count * 5 { grow() }
        place(Entry(hash: hash, slot: slot))
        count += 1
    }

    /// Removes a slot that is in the index.
    mutating func remove(_ hash: UInt64, _ slot: Int32) {
        var gap = Int(truncatingIfNeeded: hash) & mask
        while entries[gap].slot != slot {
            precondition(entries[gap].slot >= 0, "a slot that is removed is in the index")
            gap = (gap + 1) & mask
        }
        var next = (gap + 1) & mask
        while entries[next].slot >= 0 {
            let home = Int(truncatingIfNeeded: entries[next].hash) & mask
            // An entry may move into the gap unless its home lies behind it.
            if (next - home) & mask >= (next - gap) & mask {
                entries[gap] = entries[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        entries[gap] = HashIndex.empty
        count -= 1
    }

    private mutating func place(_ entry: Entry) {
        var position = Int(truncatingIfNeeded: entry.hash) & mask
        while entries[position].slot >= 0 { position = (position + 1) & mask }
        entries[position] = entry
    }

    private mutating func grow() {
        let old = entries
        entries = [Entry](repeating: HashIndex.empty, count: old.count * 2)
        for entry in old where entry.slot >= 0 { place(entry) }
    }
}
