// The tallies as they now are.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// The newest tally of each subject and window. Of each kind of window the latest ones are kept, and fewer when they take too much
/// memory: then the oldest window goes.
struct TallyShelf {
    /// One window of one tenant.
    private struct Place: Hashable {
        var tenant: String
        var window: WindowKind
        var start: Instant
    }

    /// So many windows of each kind are kept in a tenant.
    private static func mostWindows(_ kind: WindowKind) -> Int {
        switch kind {
        case .hour: 8 * 24
        case .day: 100
        case .week: 60
        case .month: 40
        }
    }

    private let budget: Int
    private(set) var memory = 0
    private(set) var count = 0
    private var tallies: [Place: [String: Held<TallyTraits>]] = [:]
    /// The starts of the windows that are held, ascending.
    private var starts: [Place: [Instant]] = [:]
    /// Windows that were let go: what comes later for them is not taken up again.
    private var forgotten: [Place: Instant] = [:]

    /// What partitions have let go, and what some have.
    private var horizons: [Int32: TallyHorizon] = [:]
    private(set) var horizon = TallyHorizon()

    init(budget: Int) { self.budget = budget }

    mutating func take(_ held: Held<TallyTraits>) {
        let traits = held.traits
        if horizons[held.partition]?.hasLetGo(traits.window, end: traits.end) == true { return }
        let kind = Place(tenant: traits.tenant, window: traits.window, start: .epoch)
        if let limit = forgotten[kind], traits.start <= limit { return }
        let place = Place(tenant: traits.tenant, window: traits.window, start: traits.start)
        if tallies[place] == nil {
            var known = starts[kind] ?? []
            known.insert(traits.start, at: known.firstIndex { $0 > traits.start } ?? known.count)
            starts[kind] = known
            tallies[place] = [:]
        }
        if let old = tallies[place]?.updateValue(held, forKey: traits.subject) {
            memory -= old.memory
        } else {
            count += 1
        }
        memory += held.memory
        while starts[kind, default: []].count > TallyShelf.mostWindows(traits.window) { letGoOldest(of: kind) }
        while memory > budget, let fullest = starts.filter({ $0.value.count > 1 }).max(by: TallyShelf.takesLess)?.key {
            letGoOldest(of: fullest)
        }
    }

    /// Of the kinds that may lose a window, hours go first, then days; of one kind the tenant with the most of them.
    private static func takesLess(
        _ left: (key: Place, value: [Instant]), _ right: (key: Place, value: [Instant])
    ) -> Bool {
        func rank(_ kind: WindowKind) -> Int {
            switch kind {
            case .hour: 3
            case .day: 2
            case .week: 1
            case .month: 0
            }
        }
        return (rank(left.key.window), left.value.count, left.key.tenant)
            < (rank(right.key.window), right.value.count, right.key.tenant)
    }

    private mutating func letGoOldest(of kind: Place) {
        guard let start = starts[kind]?.first else { return }
        starts[kind]?.removeFirst()
        forgotten[kind] = max(forgotten[kind] ?? .distantPast, start)
        let gone = tallies.removeValue(forKey: Place(tenant: kind.tenant, window: kind.window, start: start)) ?? [:]
        count -= gone.count
        memory -= gone.values.reduce(0) { $0 + $1.memory }
    }

    /// Lets go what a partition has let go.
    mutating func take(_ record: HorizonRecord) {
        horizons[record.partition, default: TallyHorizon()].formUnion(record.horizon)
        horizon.formUnion(record.horizon)
        for kind in WindowKind.allCases {
            guard let gone = record.horizon[kind] else { continue }
            for place in tallies.keys where place.window == kind && place.start < gone {
                for (subject, held) in tallies[place] ?? [:]
                where held.partition == record.partition && held.traits.end <= gone {
                    tallies[place]?[subject] = nil
                    count -= 1
                    memory -= held.memory
                }
                guard tallies[place]?.isEmpty == true else { continue }
                tallies[place] = nil
                starts[Place(tenant: place.tenant, window: kind, start: .epoch)]?.removeAll { $0 == place.start }
            }
        }
    }

    /// The latest windows of a kind, ascending; without those that some partition has let go, as what is left of them is not all.
    func windows(_ kind: WindowKind, latest count: Int, tenant: String) -> [Instant] {
        let held = starts[Place(tenant: tenant, window: kind, start: .epoch)] ?? []
        return Array(held.suffix(count)).filter { start in
            let some = tallies[Place(tenant: tenant, window: kind, start: start)]?.values.first
            return some.map { !horizon.hasLetGo(kind, end: $0.traits.end) } ?? true
        }
    }

    /// The subjects of a kind in a window, by name.
    func subjects(ofKind word: String, _ kind: WindowKind, _ start: Instant, tenant: String) -> [String] {
        let place = Place(tenant: tenant, window: kind, start: start)
        return (tallies[place] ?? [:]).keys.filter { $0.hasPrefix("\(word):") }.sorted()
    }

    /// A tally; nil when nothing was counted, or the window is not held any more.
    func tally(of subject: String, _ kind: WindowKind, _ start: Instant, tenant: String) -> Held<TallyTraits>? {
        tallies[Place(tenant: tenant, window: kind, start: start)]?[subject]
    }
}
