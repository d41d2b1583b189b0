// Bands: what a value is worth, for every value.
// SPDX-License-Identifier: Apache-2.0

/// A total function by bands, each closed below and open above: a value between two borders belongs to the lower band, however
/// near it is to the upper one (C44, X12, X13).
package struct Bands<Value: Hashable & Sendable>: Hashable, Sendable {
    /// A band: from its border up to the next one's.
    package struct Band: Hashable, Sendable {
        /// The least value that belongs to it.
        package var from: Rational
        /// What such a value is worth.
        package var value: Value

        /// A band.
        package init(from: Rational, _ value: Value) {
            self.from = from
            self.value = value
        }
    }

    /// The bands, ascending; at least one.
    package let list: [Band]

    /// Bands of all values from `lowest` on; nil when they do not begin there or do not ascend (A32).
    package init?(_ list: [Band], lowest: Rational) {
        guard list.first?.from == lowest, zip(list, list.dropFirst()).allSatisfy({ $0.from < $1.from }) else {
            return nil
        }
        self.list = list
    }

    /// What the unrounded value is worth; one below all bands, which no figure is, as the lowest.
    package func value(at number: Rational) -> Value { list[index(of: number)].value }

    /// A number in hundredths as it is shown: rounded half to even, but never across a border, so that paper and money agree (C45).
    package func shownHundredths(_ number: Rational) throws(Rational.Overflow) -> Int64 {
        let rounded = try number.rounded(.halfEven, scale: 100)
        guard index(of: Rational(hundredths: rounded)) != index(of: number) else { return rounded }
        return try number.rounded(.down, scale: 100)
    }

    private func index(of number: Rational) -> Int { list.lastIndex { $0.from <= number } ?? 0 }
}
