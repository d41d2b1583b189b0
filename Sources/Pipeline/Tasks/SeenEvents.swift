// The events of a conversation that were applied, to recognise duplicates.
// SPDX-License-Identifier: Apache-2.0

/// Remembers event ids by a 64-bit hash (F19). Only grows, so that a rollback cuts it back.
///
/// Two of a conversation's events share a hash with a probability of about n²/2⁶⁵: for a thousand events below 10⁻¹³.
struct SeenEvents {
    private var hashes: [UInt64] = []
    /// A Bloom filter of two bits an event: most new events are known to be new without looking at the list. A rollback leaves bits behind,
    /// which costs a look and nothing else.
    private var filter = SIMD2<UInt64>(0, 0)
    /// Of long conversations, for look-ups in constant time.
    private var set: Set<UInt64> = []
    private static let longConversation = 128

    var count: Int { hashes.count }

    /// The hashes, in the order in which they came.
    var all: [UInt64] { hashes }

    init() {}

    /// Those of a saved state.
    init(_ saved: [UInt64]) {
        hashes = saved
        for hash in saved { filter |= SeenEvents.bits(hash) }
        if saved.count > SeenEvents.longConversation { set = Set(saved) }
    }

    /// The filter's bits of an event.
    private static func bits(_ hash: UInt64) -> SIMD2<UInt64> { SIMD2(1 << (hash >> 58), 1 << (hash >> 52 & 63)) }

    /// Adds an event that is not there.
    mutating func insert(_ hash: UInt64) {
        if hashes.isEmpty { hashes.reserveCapacity(24) }
        filter |= SeenEvents.bits(hash)
        hashes.append(hash)
        if !set.isEmpty {
            set.insert(hash)
        } else if hashes.count > SeenEvents.longConversation {
            set = Set(hashes)
        }
    }

    /// Whether the event is there.
    func contains(_ hash: UInt64) -> Bool {
        let bits = SeenEvents.bits(hash)
        guard filter & bits == bits else { return false }
        return set.isEmpty ? hashes.contains(hash) : set.contains(hash)
    }

    /// Forgets everything after the first `count`.
    mutating func truncate(to count: Int) {
        guard count < hashes.count else { return }
        hashes.removeLast(hashes.count - count)
        set = []
    }
}
