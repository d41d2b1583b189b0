// Tallies that a policy keeps no longer.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// A window is gone from the fact on that came so long after its end as the policy keeps it: from then on it takes nothing, wherever commits
/// fall. Its record is deleted with the next commit, or one behind it, as there may be many.
extension TallyTable {
    /// Why a fact cannot be added.
    enum Refusal: Error {
        /// A number of the window would be beyond its bounds.
        case full(Window)
        /// All of its windows are gone.
        case gone
    }

    /// What is gone, and what is being let go.
    struct Horizon {
        /// What is gone, facts since the last commit included.
        fileprivate(set) var now = TallyHorizon()
        /// What was gone at the last commit.
        fileprivate var saved = TallyHorizon()
        /// Up to this hour of a fact nothing more is gone.
        fileprivate var newest = Instant.distantPast
        /// Whether all tallies that are gone are among those that wait for their deletion.
        fileprivate var isSwept = true
        /// The tallies that are gone and still there, in the order of their keys.
        fileprivate var waiting: [Entry] = []
        /// Of these the first ones: the transaction under way deletes their records.
        fileprivate var leaving: ArraySlice<Entry> = []
        /// Whether the topic has something else than what is known.
        var mustWrite: Bool { isStale || now != saved }
        /// Without transactions an older record may stand behind a newer one.
        fileprivate var isStale = false
        /// Whether the transaction under way has its record.
        var isWritten = false
    }

    /// With one commit no more records are deleted: those of a long time, when a policy lets go for the first time, come in parts.
    static let mostLeaving = 20_000

    /// Takes what was saved.
    mutating func load(_ horizon: TallyHorizon) {
        self.horizon.now.formUnion(horizon)
        self.horizon.isStale = self.horizon.now != horizon
        self.horizon.saved = self.horizon.now
        self.horizon.isSwept = false
    }

    /// A tally was let go.
    mutating func load(tombstone key: TallyKey) {
        guard let owner = subjects[Name(tenant: key.tenant, subject: key.subject)] else { return }
        let place = TallyTable.place(of: key.kind)
        guard let index = owner.windows[place].firstIndex(where: { $0.label == key.label }) else { return }
        owner.windows[place].remove(at: index)
        count -= 1
        forget(owner)
    }

    /// Time has come to the hour of a fact, usable or not; but no further than the broker's clock was, and nowhere without that: a wrong hour
    /// must not let everything go.
    mutating func advance(to hour: Instant, at timestamp: Instant) {
        let hour = min(hour, timestamp)
        guard hour > horizon.newest, timestamp > .epoch, !retention.keep.isEmpty else { return }
        horizon.newest = hour
        if horizon.now.advance(to: hour, retention) { horizon.isSwept = false }
    }

    func hasLetGo(_ window: Window) -> Bool { horizon.now.hasLetGo(window.kind, end: window.end) }

    /// Whether a tally is gone, though its record may still be there.
    func hasLetGo(_ entry: Entry) -> Bool { horizon.now.hasLetGo(entry.kind, end: entry.end) }

    /// Whether a window that a sum would add to is gone.
    func hasLetGo(_ sum: HourSum) -> Bool {
        !horizon.now.isEmpty && sum.places.contains { hasLetGo($0.window) }
    }

    /// Whether all windows of an hour are gone.
    mutating func hasLetGoAll(of hour: Instant) -> Bool {
        !horizon.now.isEmpty && windows(of: hour).allSatisfy { hasLetGo($0) }
    }

    /// Lets go the tallies that are gone, and says of each what its key is: by tenant, subject, kind and start. Those for which `isAwaited`
    /// stay for now.
    mutating func letGo(isAwaited: (TallyTask.Key) -> Bool, delete: (TallyKey) -> Void) {
        if !horizon.isSwept { sweep(isAwaited) }
        horizon.leaving = horizon.waiting.prefix(TallyTable.mostLeaving)
        for entry in horizon.leaving {
            entry.isLeaving = true
            delete(
                TallyKey(tenant: entry.owner.tenant, subject: entry.owner.name, kind: entry.kind, label: entry.label))
        }
        // The windows of hours that are gone with them are not asked for again.
        if !horizon.leaving.isEmpty { windows.removeAll(keepingCapacity: true) }
    }

    private mutating func sweep(_ isAwaited: (TallyTask.Key) -> Bool) {
        horizon.isSwept = true
        var waiting: [(key: TallyTask.Key, entry: Entry)] = []
        for owner in subjects.values {
            for entries in owner.windows {
                for entry in entries {
                    guard hasLetGo(entry) else { break }
                    guard !isAwaited(entry.key) else {
                        horizon.isSwept = false
                        continue
                    }
                    waiting.append((entry.key, entry))
                }
            }
        }
        horizon.waiting = waiting.sorted { TallyTask.precedes($0.key, $1.key) }.map(\.entry)
    }

    /// The deletions are durable.
    mutating func dropLeaving() {
        horizon.saved = horizon.now
        if horizon.isWritten { horizon.isStale = false }
        horizon.isWritten = false
        let owners = Dictionary(grouping: horizon.leaving) { ObjectIdentifier($0.owner) }.values.map { $0[0].owner }
        for owner in owners {
            for place in owner.windows.indices {
                let before = owner.windows[place].count
                owner.windows[place].removeAll { $0.isLeaving }
                count -= before - owner.windows[place].count
            }
            // The sum that is kept for the next fact names tallies that are gone now.
            owner.sums.removeAll { $0.places.contains { $0.entry.isLeaving } }
            forget(owner)
        }
        horizon.waiting.removeFirst(horizon.leaving.count)
        horizon.leaving = []
    }

    /// The transaction failed: what was being let go stays, to be let go again.
    mutating func keepLeaving() {
        horizon.now = horizon.saved
        horizon.newest = .distantPast
        horizon.isSwept = false
        horizon.isWritten = false
        for entry in horizon.leaving { entry.isLeaving = false }
        horizon.waiting = []
        horizon.leaving = []
    }

    /// Forgets a subject that has no tallies any more.
    private mutating func forget(_ owner: Subject) {
        guard owner.windows.allSatisfy(\.isEmpty) else { return }
        subjects[Name(tenant: owner.tenant, subject: owner.name)] = nil
    }
}
