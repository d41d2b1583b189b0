// The newest scorecards.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// The newest revision of each agent's scorecard; of the latest periods only when they take too much memory.
struct ScorecardShelf {
    private let budget: Int
    private(set) var memory = 0
    private(set) var count = 0
    /// By tenant and period, then by agent.
    private var cards: [Place: [String: Held<ScorecardTraits>]] = [:]

    private struct Place: Hashable, Comparable {
        var tenant: String
        var period: String

        static func < (left: Place, right: Place) -> Bool { (left.period, left.tenant) < (right.period, right.tenant) }
    }

    init(budget: Int) { self.budget = budget }

    mutating func take(_ held: Held<ScorecardTraits>) {
        let place = Place(tenant: held.traits.tenant, period: held.traits.period)
        if let old = cards[place]?[held.traits.agent] {
            guard old.traits.revision <= held.traits.revision else { return }
            memory -= old.memory
            count -= 1
        }
        cards[place, default: [:]][held.traits.agent] = held
        memory += held.memory
        count += 1
        while memory > budget, cards.count > 1, let oldest = cards.keys.min(),
            let gone = cards.removeValue(forKey: oldest)
        {
            memory -= gone.values.reduce(0) { $0 + $1.memory }
            count -= gone.count
        }
    }

    /// The scorecards of a tenant, by period, the latest first, then by agent.
    func list(tenant: String, period: String) -> [Held<ScorecardTraits>] {
        let places = cards.keys.filter { $0.tenant == tenant && (period.isEmpty || $0.period == period) }
        return places.sorted { $1 < $0 }.flatMap { place in
            (cards[place] ?? [:]).values.sorted { $0.traits.agent < $1.traits.agent }
        }
    }
}
