// Looks for the highest rate that is held.
// SPDX-License-Identifier: Apache-2.0

/// Doubles a rate until it is not held any more, then halves the gap until it is small: what is asked next follows from what was found.
struct CapacitySearch: Equatable, Sendable {
    /// The highest rate that was held; nil while none was.
    private(set) var held: Int?
    /// The lowest rate that was not.
    private(set) var missed: Int?
    private let first: Int
    private let most: Int

    /// The gap may be so much of the rate, in a thousand.
    static let precision = 100

    /// A search that begins with a rate and goes no further than another.
    init(from first: Int, most: Int) {
        self.first = max(1, first)
        self.most = max(first, most)
    }

    /// The rate to be tried; nil when the search is over.
    var next: Int? {
        switch (held, missed) {
        case (nil, nil): return first
        case (let held?, nil): return held >= most ? nil : min(most, held * 2)
        case (nil, let missed?): return missed <= 1 || missed * 16 <= first ? nil : missed / 2
        case (let held?, let missed?):
            guard (missed - held) * 1000 > held * Self.precision else { return nil }
            return held + (missed - held) / 2
        }
    }

    /// Notes whether a rate was held.
    mutating func note(_ rate: Int, isHeld: Bool) {
        if isHeld { held = max(held ?? 0, rate) } else { missed = min(missed ?? .max, rate) }
    }
}
