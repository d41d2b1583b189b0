// The events of a conversation that were applied, to recognise duplicates.
// SPDX-License-Identifier: Apache-2.0

/// Remembers event ids by a 64-bit hash (F19). Only grows, so that a rollback cuts it back.
///
/// Two of a conversation's events share a hash with a probability of about n²/2⁶⁵: for a thousand events below 10⁻¹³.
struct SeenEvents {
    private var hashes: [UInt64] = []
    /// Of long conversations, for look-ups in constant time.
    private var set: Set<UInt64> = []
    private static let longConversation = 128

    var count: Int { hashes.count }

    /// Adds an event; false when it is there already.
    mutating func insert(_ hash: UInt64) -> Bool {
        if hashes.count < SeenEvents.longConversation {
            guard !hashes.contains(hash) else { return false }
        } else {
            if set.isEmpty { set = Set(hashes) }
            guard set.insert(hash).inserted else { return false }
        }
        hashes.append(hash)
        return true
    }

    /// Whether the event is there.
    func contains(_ hash: UInt64) -> Bool { set.isEmpty ? hashes.contains(hash) : set.contains(hash) }

    /// Forgets everything after the first `count`.
    mutating func truncate(to count: Int) {
        guard count < hashes.count else { return }
        hashes.removeLast(hashes.count - count)
        set = []
    }
}
