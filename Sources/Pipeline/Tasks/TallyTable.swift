// The tallies of one partition, in memory.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Keeps tallies by subject and window, adds facts to them in place, and knows what to write at a commit and how to take everything back.
///
/// A fact is looked up once, by its subject; the windows of a subject stand in the order of their starts, and nearly every fact is of the
/// latest. What a tally was is not kept: sums are whole numbers, so a fact that was added is taken away again exactly.
struct TallyTable {
    /// One tally.
    final class Entry {
        /// The tally; whoever changes it by itself touches the entry before.
        var tally: Tally
        /// Where its window starts; apart from the tally, which may be under change while others are looked up.
        let start: Instant
        /// Its window's label.
        let label: String
        fileprivate let owner: Subject
        /// No number of it is further away from 0.
        fileprivate var bound: UInt64
        /// Whether the tally has late changes: asked for every fact, and asking the tally itself copies it.
        fileprivate var hasLateChanges: Bool
        /// The interval between two commits in which it was touched last.
        fileprivate var touched = 0

        fileprivate init(_ tally: Tally, label: String, owner: Subject) {
            self.tally = tally
            start = tally.start
            self.label = label
            self.owner = owner
            bound = tally.bound
            hasLateChanges = tally.hasLateChanges
        }

        /// Puts another tally in the place.
        fileprivate func replace(by tally: Tally) {
            self.tally = tally
            bound = tally.bound
            hasLateChanges = tally.hasLateChanges
        }
    }

    /// What has tallies.
    fileprivate final class Subject {
        let tenant: String
        let name: String
        /// Of each kind of windows, by start.
        var windows: [[Entry]] = Array(repeating: [], count: WindowKind.allCases.count)
        /// Those that were touched since the last commit.
        var touched: [Entry] = []

        init(tenant: String, name: String) {
            self.tenant = tenant
            self.name = name
        }
    }

    private struct Name: Hashable {
        var tenant: String
        var subject: String
    }

    /// What a change has to be undone by, the latest first.
    private enum Undo {
        /// The entry was not there.
        case created(Entry)
        /// What of the entry is no sum.
        case touched(Entry, nextFact: Int64, provisionalUntil: Instant, thresholds: [ThresholdState])
        /// All of it, where something came late: the last of `replaced`.
        case replaced(Entry)
        /// The last of `added` was added to so many of the last entries in `increased`.
        case added(count: Int)
    }

    private var subjects: [Name: Subject] = [:]
    /// How many tallies there are.
    private(set) var count = 0
    private var interval = 1
    private var touchedSubjects: [Subject] = []
    private var undos: [Undo] = []
    private var increased: [Entry] = []
    /// Apart from the steps, as they are large.
    private var added: [Measures] = []
    private var replaced: [Tally] = []
    /// The entries that the latest fact was added to, by window.
    private(set) var changed: [(window: Int, entry: Entry)] = []

    /// No number of a tally reaches this.
    private static let limit: UInt64 = 1 << 61

    // MARK: Looking up

    /// The tally of a key.
    func entry(_ key: TallyTask.Key) -> Entry? {
        guard let subject = subjects[Name(tenant: key.tenant, subject: key.subject)] else { return nil }
        let entries = subject.windows[TallyTable.place(of: key.kind)]
        let index = TallyTable.index(of: key.start, in: entries)
        return index < entries.count && entries[index].start == key.start ? entries[index] : nil
    }

    /// The keys of all tallies.
    var keys: [TallyTask.Key] {
        subjects.values.flatMap { subject in subject.windows.flatMap { $0.map(\.key) } }
    }

    private static func place(of kind: WindowKind) -> Int {
        switch kind {
        case .hour: 0
        case .day: 1
        case .week: 2
        case .month: 3
        }
    }

    /// The index of the first entry that does not start before an instant.
    private static func index(of start: Instant, in entries: [Entry]) -> Int {
        guard let last = entries.last, last.start >= start else { return entries.count }
        if last.start == start { return entries.count - 1 }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func subject(_ tenant: String, _ name: String) -> Subject {
        let key = Name(tenant: tenant, subject: name)
        if let known = subjects[key] { return known }
        let subject = Subject(tenant: tenant, name: name)
        subjects[key] = subject
        return subject
    }

    private mutating func insert(_ tally: Tally, label: String, at index: Int, _ owner: Subject) -> Entry {
        let entry = Entry(tally, label: label, owner: owner)
        owner.windows[TallyTable.place(of: tally.kind)].insert(entry, at: index)
        count += 1
        return entry
    }

    /// Takes a tally that was saved; it replaces one of the same window.
    mutating func load(_ tally: Tally, zone: ZoneRules) {
        let owner = subject(tally.tenant, tally.subject)
        let place = TallyTable.place(of: tally.kind)
        let index = TallyTable.index(of: tally.start, in: owner.windows[place])
        if index < owner.windows[place].count, owner.windows[place][index].start == tally.start {
            owner.windows[place][index].replace(by: tally)
        } else {
            let label = Window(tally.kind, containing: tally.start, zone: zone).label
            _ = insert(tally, label: label, at: index, owner)
        }
    }

    // MARK: Facts

    /// Adds a fact to the windows that do not contain it yet; `changed` then has their entries. Returns the window in which a number would be
    /// beyond its bounds: nothing has been changed then.
    mutating func add(_ fact: Fact, to windows: [Window], at offset: Int64) -> Window? {
        changed.removeAll(keepingCapacity: true)
        let owner = subject(fact.tenant, fact.subject)
        let start = undos.count
        let bound = fact.measures.bound
        for index in windows.indices {
            let entry = entry(of: owner, windows[index])
            guard entry.tally.nextFact <= offset else { continue }
            if entry.bound + bound >= TallyTable.limit, !isAddable(fact, windows[index], to: entry) {
                takeBack(to: start)
                changed.removeAll(keepingCapacity: true)
                return windows[index]
            }
            changed.append((index, entry))
        }
        guard !changed.isEmpty else { return nil }
        var count = 0
        for (index, entry) in changed {
            touch(entry)
            let isLate = fact.isLate && windows[index].kind == .month
            if isLate || entry.hasLateChanges {
                undos.append(.replaced(entry))
                replaced.append(entry.tally)
                entry.tally.add(fact.measures, isLate: isLate)
                entry.hasLateChanges = true
            } else {
                entry.tally.measures.add(fact.measures)
                increased.append(entry)
                count += 1
            }
            entry.bound += bound
            entry.tally.provisionalUntil = max(entry.tally.provisionalUntil, fact.provisionalUntil)
            entry.tally.nextFact = offset + 1
        }
        if count > 0 {
            undos.append(.added(count: count))
            added.append(fact.measures)
        }
        return nil
    }

    private mutating func entry(of owner: Subject, _ window: Window) -> Entry {
        let place = TallyTable.place(of: window.kind)
        let index = TallyTable.index(of: window.start, in: owner.windows[place])
        if index < owner.windows[place].count, owner.windows[place][index].start == window.start {
            return owner.windows[place][index]
        }
        let tally = Tally(
            tenant: owner.tenant, subject: owner.name, kind: window.kind, start: window.start, end: window.end,
            measures: Measures(), nextFact: 0)
        let entry = insert(tally, label: window.label, at: index, owner)
        undos.append(.created(entry))
        return entry
    }

    /// The bound grows with every fact and is no more than that: now it is looked at the numbers.
    private func isAddable(_ fact: Fact, _ window: Window, to entry: Entry) -> Bool {
        entry.bound = entry.tally.bound
        var sum = entry.tally
        sum.add(fact.measures, isLate: fact.isLate && window.kind == .month)
        return sum.isAddable
    }

    /// Notes what of an entry is no sum before it is first changed since the last commit.
    mutating func touch(_ entry: Entry) {
        guard entry.touched != interval else { return }
        entry.touched = interval
        if entry.owner.touched.isEmpty { touchedSubjects.append(entry.owner) }
        entry.owner.touched.append(entry)
        undos.append(
            .touched(
                entry, nextFact: entry.tally.nextFact, provisionalUntil: entry.tally.provisionalUntil,
                thresholds: entry.tally.thresholds))
    }

    // MARK: Commits

    /// The entries that were touched since the last commit, and those of further keys: by tenant, subject, kind and start.
    func touched(beside keys: Set<TallyTask.Key>) -> [Entry] {
        var further: [Name: (subject: Subject, entries: [Entry])] = [:]
        for key in keys {
            guard let entry = entry(key), entry.touched != interval else { continue }
            let name = Name(tenant: key.tenant, subject: key.subject)
            further[name, default: (entry.owner, [])].entries.append(entry)
        }
        let untouched = further.values.map(\.subject).filter(\.touched.isEmpty)
        let owners = (touchedSubjects + untouched).sorted { ($0.tenant, $0.name) < ($1.tenant, $1.name) }
        var list: [Entry] = []
        for owner in owners {
            let others = further.isEmpty ? [] : further[Name(tenant: owner.tenant, subject: owner.name)]?.entries ?? []
            list += (owner.touched + others).sorted {
                ($0.tally.kind.rawValue, $0.start) < ($1.tally.kind.rawValue, $1.start)
            }
        }
        return list
    }

    mutating func commit() {
        undos.removeAll(keepingCapacity: true)
        increased.removeAll(keepingCapacity: true)
        added.removeAll(keepingCapacity: true)
        replaced.removeAll(keepingCapacity: true)
        endInterval()
    }

    private mutating func endInterval() {
        for subject in touchedSubjects { subject.touched.removeAll(keepingCapacity: true) }
        touchedSubjects.removeAll(keepingCapacity: true)
        changed.removeAll(keepingCapacity: true)
        interval += 1
    }

    /// Takes back everything since the last commit. Returns the keys of the tallies that were touched.
    mutating func rollBack() -> [TallyTask.Key] {
        let keys = touchedSubjects.flatMap { $0.touched.map(\.key) }
        takeBack(to: 0)
        endInterval()
        return keys
    }

    private mutating func takeBack(to start: Int) {
        while undos.count > start {
            switch undos.removeLast() {
            case .created(let entry):
                let place = TallyTable.place(of: entry.tally.kind)
                entry.owner.windows[place].removeAll { $0 === entry }
                count -= 1
            case .touched(let entry, let nextFact, let provisionalUntil, let thresholds):
                entry.tally.nextFact = nextFact
                entry.tally.provisionalUntil = provisionalUntil
                entry.tally.thresholds = thresholds
            case .replaced(let entry): entry.replace(by: replaced.removeLast())
            case .added(let count):
                let measures = added.removeLast()
                for entry in increased.suffix(count) { entry.tally.measures.add(measures, times: -1) }
                increased.removeLast(count)
            }
        }
    }
}

extension TallyTable.Entry {
    /// Its key.
    var key: TallyTask.Key {
        TallyTask.Key(tenant: tally.tenant, subject: tally.subject, kind: tally.kind, start: tally.start)
    }
}

extension Tally {
    /// No number of it is further away from 0.
    fileprivate var bound: UInt64 { hasLateChanges ? max(measures.bound, closed.bound) : measures.bound }
}
