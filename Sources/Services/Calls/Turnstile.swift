// Lets so many in at a time.
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets a number of users in at a time; who does not get in is told so and does not wait.
final class Turnstile: Sendable {
    private let inside = Mutex(0)
    private let most: Int

    init(most: Int) { self.most = most }

    /// Whether the caller got in; who did leaves again.
    func enter() -> Bool {
        inside.withLock { inside in
            guard inside < most else { return false }
            inside += 1
            return true
        }
    }

    func leave() { inside.withLock { $0 -= 1 } }

    /// How many are in.
    var count: Int { inside.withLock { $0 } }
}
