// What a subject has in the table of tallies.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension TallyTable {
    /// One tally.
    final class Entry {
        /// The tally without what waits in sums of hours; whoever changes it by itself touches the entry before.
        var tally: Tally
        /// Its window's length, where that starts and ends; apart from the tally, which may be under change while others are looked up.
        let kind: WindowKind
        let start: Instant
        let end: Instant
        /// Its window's label.
        let label: String
        let owner: Subject
        /// No number of it is further away from 0.
        var bound: UInt64
        /// Whether the tally has late changes: asked for every fact, and asking the tally itself copies it.
        private(set) var hasLateChanges: Bool
        /// The interval between two commits in which it was touched last.
        private(set) var touched = 0
        /// Whether the transaction under way deletes its record.
        var isLeaving = false
        /// The interval in which it was made; 0 when it was loaded.
        private let made: Int
        /// What of the tally is no sum, before it was touched last.
        private var saved = Saved()

        private struct Saved {
            var nextFact: Int64 = 0
            var provisionalUntil = Instant.distantPast
            var hasLateChanges = false
            var thresholds: [ThresholdState] = []
        }

        init(_ tally: Tally, label: String, owner: Subject, made: Int) {
            self.tally = tally
            self.made = made
            kind = tally.kind
            start = tally.start
            end = tally.end
            self.label = label
            self.owner = owner
            bound = tally.bound
            hasLateChanges = tally.hasLateChanges
        }

        /// Its key.
        var key: TallyTask.Key {
            TallyTask.Key(tenant: owner.tenant, subject: owner.name, kind: kind, start: start)
        }

        /// Whether it is written before another one of the same subject.
        func precedes(_ other: Entry) -> Bool {
            kind == other.kind ? start < other.start : kind.rawValue < other.kind.rawValue
        }

        /// Puts another tally in the place.
        func replace(by tally: Tally) {
            self.tally = tally
            bound = tally.bound
            hasLateChanges = tally.hasLateChanges
        }

        /// Adds measures so many times; late ones leave the closed figures as they are.
        func add(_ measures: Measures, isLate: Bool, times: Int64 = 1) {
            if isLate || hasLateChanges {
                tally.add(measures, isLate: isLate, times: times)
                hasLateChanges = true
            } else {
                tally.measures.add(measures, times: times)
            }
        }

        /// Notes what of it is no sum, before it is first changed in an interval.
        func save(touched interval: Int) {
            touched = interval
            saved.nextFact = tally.nextFact
            saved.provisionalUntil = tally.provisionalUntil
            saved.hasLateChanges = hasLateChanges
            saved.thresholds = tally.thresholds
        }

        /// Puts that back, its sums being what they were. Returns false when the entry was not there before.
        func restore() -> Bool {
            tally.nextFact = saved.nextFact
            tally.provisionalUntil = saved.provisionalUntil
            tally.thresholds = saved.thresholds
            if hasLateChanges, !saved.hasLateChanges {
                tally.removeLateChanges()
                hasLateChanges = false
            }
            return made != touched
        }

        /// Appends the tally's bytes. Written in place: a tally is large, and not copied.
        func write(appendingTo bytes: inout [UInt8]) -> ByteRange { Entry.write(&tally, appendingTo: &bytes) }

        private static func write(_ tally: inout Tally, appendingTo bytes: inout [UInt8]) -> ByteRange {
            tally.write(appendingTo: &bytes)
        }
    }

    /// What has tallies.
    final class Subject {
        let tenant: String
        let name: String
        /// Whether thresholds are about it: then what a fact changes is looked at before the next one.
        let isWatched: Bool
        /// Of each kind of windows, by start.
        var windows: [[Entry]] = Array(repeating: [], count: WindowKind.allCases.count)
        /// Those that were touched since the last commit.
        var touched: [Entry] = []
        /// What the hours took since the last commit, by hour; the latest one stays, as the next fact is mostly of the same.
        var sums: [HourSum] = []
        /// What only some of the windows of an hour took, as the others had it already.
        var parts: [HourSum] = []
        /// Each tally contains all facts before this one, of those that are its own.
        var nextFact: Int64 = 0
        /// The same at the last commit.
        var savedNextFact: Int64 = 0
        /// No number of the tallies of `sums`, what they took included, is further away from 0.
        var bound: UInt64 = 0
        /// The interval in which it was changed last.
        var changed = 0

        init(tenant: String, name: String, isWatched: Bool) {
            self.tenant = tenant
            self.name = name
            self.isWatched = isWatched
        }

        /// The index of the first of its sums that is not of an earlier hour, or on time where the fact is late.
        func index(of fact: Fact) -> Int {
            guard let last = sums.last, !last.isBefore(fact) else { return sums.count }
            var (low, high) = (0, sums.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle].isBefore(fact) { low = middle + 1 } else { high = middle }
            }
            return low
        }

        /// The sum that takes a fact, if there is one.
        func sum(of fact: Fact) -> HourSum? {
            let index = index(of: fact)
            guard index < sums.count, sums[index].hour == fact.hour, sums[index].isLate == fact.isLate else {
                return nil
            }
            return sums[index]
        }
    }

    /// What an hour of a subject took since the last commit: added to its windows at once when that is due, and taken away again at once
    /// when it is taken back.
    final class HourSum {
        let hour: Instant
        /// Whether its facts came after their month was closed.
        let isLate: Bool
        /// The windows that take it, with their tallies.
        let places: [(window: Window, entry: Entry)]
        /// Whether the tallies must have each fact before the next one.
        let isWatched: Bool
        var measures = Measures()
        /// No number of the measures is further away from 0.
        var bound: UInt64 = 0
        var nextFact: Int64 = 0
        var provisionalUntil = Instant.distantPast
        /// Whether it took something.
        var isUsed = false
        /// Whether the tallies have what it took.
        var isAdded = false

        init(of fact: Fact, places: [(window: Window, entry: Entry)], isWatched: Bool) {
            hour = fact.hour
            isLate = fact.isLate
            self.places = places
            self.isWatched = isWatched
        }

        func isBefore(_ fact: Fact) -> Bool {
            hour < fact.hour || hour == fact.hour && !isLate && fact.isLate
        }

        /// Adds to the tallies what it took, and takes it away again with −1.
        func addToTallies(times: Int64 = 1) {
            isAdded = times > 0
            HourSum.add(&measures, bound, to: self, times: times)
        }

        /// Adds a fact to what it took, and to the tallies where they have that.
        func take(_ fact: inout Fact, _ factBound: UInt64, at offset: Int64) {
            bound += factBound
            nextFact = offset + 1
            provisionalUntil = max(provisionalUntil, fact.provisionalUntil)
            if isAdded { HourSum.add(&fact.measures, factBound, to: self, times: 1) }
            if isUsed { measures.add(fact.measures) } else { swap(&measures, &fact.measures) }
            isUsed = true
        }

        /// The measures are handed over in place: they are large, and not copied.
        private static func add(_ measures: inout Measures, _ bound: UInt64, to sum: HourSum, times: Int64) {
            for (window, entry) in sum.places {
                entry.add(measures, isLate: sum.isLate && window.kind == .month, times: times)
                guard times > 0 else { continue }
                entry.bound += bound
                entry.tally.provisionalUntil = max(entry.tally.provisionalUntil, sum.provisionalUntil)
                entry.tally.nextFact = max(entry.tally.nextFact, sum.nextFact)
            }
        }

        /// Begins anew.
        func clear() {
            bound = 0
            nextFact = 0
            provisionalUntil = .distantPast
            isUsed = false
            isAdded = false
        }
    }
}

extension Tally {
    /// No number of it is further away from 0.
    var bound: UInt64 { hasLateChanges ? max(measures.bound, closed.bound) : measures.bound }
}
