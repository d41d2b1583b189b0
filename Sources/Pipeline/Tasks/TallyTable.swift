// The tallies of one partition, in memory.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Keeps tallies by subject and window, adds facts to them, and knows what to write at a commit and how to take everything back.
///
/// A fact is looked up once, by its subject, and added once, to what its hour took since the last commit; the hour, day, week and month
/// take that together, when they are written. Only where thresholds are looked at after each fact do they take it at once. What a
/// tally was is not kept: sums are whole numbers, so what was added is taken away again exactly.
struct TallyTable {
    struct Name: Hashable {
        var tenant: String
        var subject: String
    }

    private let zone: ZoneRules
    /// How long tallies are kept, and which are gone.
    let retention: TallyRetention
    var horizon = Horizon()
    /// The kinds of subjects that thresholds are about.
    private let watched: Set<SubjectKind>
    var subjects: [Name: Subject] = [:]
    /// The windows of an hour, by its start.
    var windows: [Instant: [Window]] = [:]
    /// How many tallies there are.
    var count = 0
    private var interval = 1
    private var changedSubjects: [Subject] = []
    /// The windows and tallies that the latest fact was added to, where thresholds are looked at after each.
    private(set) var changed: [(window: Window, entry: Entry)] = []

    /// A table without tallies, of windows in a zone.
    ///
    /// - Parameter watched: the kinds of subjects that thresholds are about.
    init(zone: ZoneRules, watched: Set<SubjectKind> = [], retention: TallyRetention = TallyRetention()) {
        self.zone = zone
        self.retention = retention
        self.watched = watched
    }

    // MARK: Looking up

    /// The tally of a key.
    func entry(_ key: TallyTask.Key) -> Entry? {
        subjects[Name(tenant: key.tenant, subject: key.subject)].flatMap {
            TallyTable.entry(of: $0, key.kind, key.start)
        }
    }

    private static func entry(of owner: Subject, _ kind: WindowKind, _ start: Instant) -> Entry? {
        let entries = owner.windows[place(of: kind)]
        let index = index(of: start, in: entries)
        return index < entries.count && entries[index].start == start ? entries[index] : nil
    }

    /// The keys of all tallies.
    var keys: [TallyTask.Key] {
        subjects.values.flatMap { subject in subject.windows.flatMap { $0.map(\.key) } }
    }

    static func place(of kind: WindowKind) -> Int {
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
        let isWatched = !watched.isEmpty && SubjectKind(ofSubject: name).map(watched.contains) ?? false
        let subject = Subject(tenant: tenant, name: name, isWatched: isWatched)
        subjects[key] = subject
        return subject
    }

    mutating func windows(of hour: Instant) -> [Window] {
        if let known = windows[hour] { return known }
        let list = WindowKind.allCases.map { Window($0, containing: hour, zone: zone) }
        windows[hour] = list
        return list
    }

    private mutating func insert(_ tally: Tally, label: String, made: Int, _ owner: Subject) -> Entry {
        let entry = Entry(tally, label: label, owner: owner, made: made)
        let place = TallyTable.place(of: tally.kind)
        owner.windows[place].insert(entry, at: TallyTable.index(of: tally.start, in: owner.windows[place]))
        count += 1
        return entry
    }

    /// Takes a tally that was saved; it replaces one of the same window.
    mutating func load(_ tally: Tally) {
        let owner = subject(tally.tenant, tally.subject)
        owner.nextFact = max(owner.nextFact, tally.nextFact)
        if let entry = TallyTable.entry(of: owner, tally.kind, tally.start) {
            entry.replace(by: tally)
        } else {
            let label = Window(tally.kind, containing: tally.start, zone: zone).label
            _ = insert(tally, label: label, made: 0, owner)
        }
    }

    // MARK: Facts

    /// Adds a fact, whose bound is that, to the windows that do not contain it yet; it may be handed over. Returns whether none
    /// of its windows is gone.
    ///
    /// - Throws: why it cannot be added: no number has been changed then.
    mutating func add(
        _ fact: inout Fact, _ bound: UInt64, at offset: Int64, timestamp: Instant
    ) throws(Refusal) -> Bool {
        changed = []
        advance(to: fact.hour, at: timestamp)
        if hasLetGoAll(of: fact.hour) { throw .gone }
        let owner = subject(fact.tenant, fact.subject)
        if offset >= owner.nextFact, owner.bound + bound < Measures.addableBound, let sum = owner.sum(of: fact),
            !hasLetGo(sum)
        {
            take(&fact, bound, at: offset, sum, owner)
            return sum.places.count == WindowKind.allCases.count
        }
        settle(owner)
        let all = windows(of: fact.hour).filter { !hasLetGo($0) }
        let open = all.filter { window in
            let entry = TallyTable.entry(of: owner, window.kind, window.start)
            return entry.map { $0.tally.nextFact <= offset } ?? true
        }
        if let full = open.first(where: { !isAddable(fact, bound, $0, of: owner) }) { throw .full(full) }
        guard !open.isEmpty else { return true }
        let sum = sum(of: fact, open, isPart: open.count < all.count, owner)
        owner.bound = (owner.sums + owner.parts).reduce(0) { largest, sum in
            sum.places.reduce(largest) { max($0, $1.entry.bound) }
        }
        take(&fact, bound, at: offset, sum, owner)
        return all.count == WindowKind.allCases.count
    }

    /// Whether a tally that has all that it took can take a fact, too.
    private func isAddable(_ fact: Fact, _ bound: UInt64, _ window: Window, of owner: Subject) -> Bool {
        guard let entry = TallyTable.entry(of: owner, window.kind, window.start),
            entry.bound + bound >= Measures.addableBound
        else { return true }
        // The bound grows with every fact and is no more than that: now it is looked at the numbers.
        entry.bound = entry.tally.bound
        var sum = entry.tally
        sum.add(fact.measures, isLate: fact.isLate && window.kind == .month)
        return sum.isAddable
    }

    /// The sum that takes a fact, which is made if there is none.
    private mutating func sum(of fact: Fact, _ windows: [Window], isPart: Bool, _ owner: Subject) -> HourSum {
        if !isPart, let known = owner.sum(of: fact) {
            if !hasLetGo(known) { return known }
            // It takes no more: what it took is in its tallies, and is taken away again from there when it must be.
            owner.sums.removeAll { $0 === known }
            if known.isUsed { owner.parts.append(known) }
        }
        let places = windows.map { window in (window: window, entry: entry(of: owner, window)) }
        let isWatched = owner.isWatched || places.contains { !$0.entry.tally.thresholds.isEmpty }
        let sum = HourSum(of: fact, places: places, isWatched: isWatched)
        if isPart { owner.parts.append(sum) } else { owner.sums.insert(sum, at: owner.index(of: fact)) }
        return sum
    }

    private mutating func entry(of owner: Subject, _ window: Window) -> Entry {
        if let known = TallyTable.entry(of: owner, window.kind, window.start) { return known }
        let tally = Tally(
            tenant: owner.tenant, subject: owner.name, kind: window.kind, start: window.start, end: window.end,
            measures: Measures(), nextFact: 0)
        let entry = insert(tally, label: window.label, made: interval, owner)
        touch(entry)
        return entry
    }

    private mutating func take(_ fact: inout Fact, _ bound: UInt64, at offset: Int64, _ sum: HourSum, _ owner: Subject)
    {
        note(owner)
        if sum.isWatched, !sum.isAdded {
            // The first fact of the interval: this one and all others are added at once.
            for place in sum.places { touch(place.entry) }
            sum.isAdded = true
        }
        sum.take(&fact, bound, at: offset)
        owner.nextFact = max(owner.nextFact, offset + 1)
        owner.bound += bound
        if sum.isWatched { changed = sum.places }
    }

    /// Adds what the hours of a subject took to its tallies.
    private mutating func settle(_ owner: Subject) {
        for sum in owner.sums where sum.isUsed && !sum.isAdded { settle(sum) }
        for sum in owner.parts where !sum.isAdded { settle(sum) }
    }

    private mutating func settle(_ sum: HourSum) {
        for place in sum.places { touch(place.entry) }
        sum.addToTallies()
    }

    /// Notes what of an entry is no sum before it is first changed since the last commit.
    mutating func touch(_ entry: Entry) {
        guard entry.touched != interval else { return }
        note(entry.owner)
        entry.owner.touched.append(entry)
        entry.save(touched: interval)
    }

    private mutating func note(_ owner: Subject) {
        guard owner.changed != interval else { return }
        owner.changed = interval
        owner.savedNextFact = owner.nextFact
        changedSubjects.append(owner)
    }

    // MARK: Commits

    /// Writes the tallies that were changed since the last commit, and those of further keys: by tenant, subject, kind and start.
    mutating func writeChanged(beside keys: Set<TallyTask.Key>, _ write: (Entry) -> Void) {
        var further: [Name: [Entry]] = [:]
        for key in keys {
            guard let entry = entry(key) else { continue }
            further[Name(tenant: key.tenant, subject: key.subject), default: []].append(entry)
        }
        let unchanged = further.values.compactMap(\.first?.owner).filter { $0.changed != interval }
        let owners = (changedSubjects + unchanged).sorted { ($0.tenant, $0.name) < ($1.tenant, $1.name) }
        for owner in owners {
            settle(owner)
            owner.touched.sort { $0.precedes($1) }
            guard !further.isEmpty, let others = further[Name(tenant: owner.tenant, subject: owner.name)] else {
                for entry in owner.touched where !entry.isLeaving { write(entry) }
                continue
            }
            let all = owner.touched + others.filter { $0.touched != interval }
            for entry in all.sorted(by: { $0.precedes($1) }) where !entry.isLeaving { write(entry) }
        }
    }

    mutating func commit() {
        for subject in changedSubjects {
            settle(subject)
            if subject.sums.count > 1 { subject.sums.removeFirst(subject.sums.count - 1) }
            subject.sums.last?.clear()
            subject.parts = []
        }
        dropLeaving()
        endInterval()
    }

    private mutating func endInterval() {
        for subject in changedSubjects { subject.touched.removeAll(keepingCapacity: true) }
        changedSubjects.removeAll(keepingCapacity: true)
        changed = []
        interval += 1
    }

    /// Takes back everything since the last commit. Returns the keys of the tallies that were touched.
    mutating func rollBack() -> [TallyTask.Key] {
        let keys = changedSubjects.flatMap { $0.touched.map(\.key) }
        for subject in changedSubjects {
            for sum in subject.sums + subject.parts where sum.isUsed && sum.isAdded { sum.addToTallies(times: -1) }
            subject.sums = []
            subject.parts = []
            subject.nextFact = subject.savedNextFact
            for entry in subject.touched where !entry.restore() {
                subject.windows[TallyTable.place(of: entry.kind)].removeAll { $0 === entry }
                count -= 1
            }
        }
        keepLeaving()
        endInterval()
        return keys
    }
}
