// Exact fractions of whole numbers.
// SPDX-License-Identifier: Apache-2.0

/// A number as a fraction of two whole ones, not reduced: what was counted stays visible. Compared exactly.
package struct Fraction: Hashable, Sendable {
    /// What is divided.
    package let numerator: Int64
    /// What it is divided by, above 0.
    package let denominator: Int64

    /// A fraction; the denominator is above 0.
    package init(_ numerator: Int64, over denominator: Int64) {
        precondition(denominator > 0, "a fraction has a denominator above 0")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether it is the smaller one.
    package func isLess(than other: Fraction) -> Bool {
        Int128(numerator) * Int128(other.denominator) < Int128(other.numerator) * Int128(denominator)
    }

    /// The product; nil when it cannot be held.
    package func times(_ factor: Fraction) -> Fraction? {
        let (above, isTooLarge) = numerator.multipliedReportingOverflow(by: factor.numerator)
        let (below, isTooSmall) = denominator.multipliedReportingOverflow(by: factor.denominator)
        return isTooLarge || isTooSmall ? nil : Fraction(above, over: below)
    }
}
