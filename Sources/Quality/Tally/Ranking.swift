// Who does best, by a figure.
// SPDX-License-Identifier: Apache-2.0

/// A ranking by a figure: standard competition ranks, "1 2 2 4", exactly compared. Who rests on too little is shown and not ranked (F32).
package struct Ranking: Hashable, Sendable {
    /// One who may be ranked.
    package struct Entry: Hashable, Sendable {
        /// The subject's name.
        package var name: String
        /// Its figure.
        package var sample: Figure.Sample
        /// Its rank, from 1; nil when it rests on too little.
        package var rank: Int?

        /// An entry that is not ranked.
        package init(name: String, sample: Figure.Sample) {
            self.name = name
            self.sample = sample
        }
    }

    /// By rank, those of the same rank by name; then those that are not ranked, by name.
    package let entries: [Entry]

    /// The ranking of entries in any order; `least` is on how many clocks, answers or conversations a figure must rest.
    package init(_ entries: [Entry], least: Int64, isBetterHigher: Bool) {
        func isBetter(_ left: Fraction, _ right: Fraction) -> Bool {
            isBetterHigher ? right.isLess(than: left) : left.isLess(than: right)
        }
        let named = entries.sorted { $0.name < $1.name }
        var ranked = named.filter { $0.sample.counted >= least }
        let order = ranked.indices.sorted { left, right in
            let (first, second) = (ranked[left].sample.value, ranked[right].sample.value)
            return isBetter(first, second) || !isBetter(second, first) && left < right
        }
        ranked = order.map { ranked[$0] }
        for index in ranked.indices {
            let isTie = index > 0 && !isBetter(ranked[index - 1].sample.value, ranked[index].sample.value)
            ranked[index].rank = isTie ? ranked[index - 1].rank : index + 1
        }
        self.entries = ranked + named.filter { $0.sample.counted < least }
    }
}
