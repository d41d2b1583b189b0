// Exact numbers for what people are paid by.
// SPDX-License-Identifier: Apache-2.0

/// A reduced fraction of two 128-bit integers. Every operation is exact or throws: nothing paid is ever rounded on the way (C46).
package struct Rational: Hashable, Comparable, Sendable {
    /// What is divided.
    package let numerator: Int128
    /// What it is divided by, above 0 and without a factor that the numerator has, too.
    package let denominator: Int128

    /// A result has more digits than can be held.
    package struct Overflow: Error, Hashable, Sendable {}

    /// No hundredths, cents or points.
    package static let zero = Rational(0)
    /// One hundred points or percent.
    package static let hundred = Rational(100)

    /// A whole number.
    package init(_ whole: Int64) {
        numerator = Int128(whole)
        denominator = 1
    }

    /// A number of hundredths, as points, percent and money are written.
    package init(hundredths: Int64) { self.init(reducing: Int128(hundredths), over: 100) }

    /// The number of a fraction.
    package init(_ fraction: Fraction) {
        self.init(reducing: Int128(fraction.numerator), over: Int128(fraction.denominator))
    }

    private init(reducing numerator: Int128, over denominator: Int128) {
        let divisor = Rational.commonDivisor(numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// The denominator is above 0, so the result is.
    private static func commonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left < 0 ? -left : left
    }

    package static func + (left: Rational, right: Rational) throws(Overflow) -> Rational {
        let divisor = commonDivisor(left.denominator, right.denominator)
        let first = try product(left.numerator, right.denominator / divisor)
        let second = try product(right.numerator, left.denominator / divisor)
        let (sum, overflows) = first.addingReportingOverflow(second)
        guard !overflows, sum != .min else { throw Overflow() }
        return Rational(reducing: sum, over: try product(left.denominator / divisor, right.denominator))
    }

    package static func - (left: Rational, right: Rational) throws(Overflow) -> Rational {
        try left + Rational(reducing: -right.numerator, over: right.denominator)
    }

    package static func * (left: Rational, right: Rational) throws(Overflow) -> Rational {
        let first = Rational(reducing: left.numerator, over: right.denominator)
        let second = Rational(reducing: right.numerator, over: left.denominator)
        return Rational(
            reducing: try product(first.numerator, second.numerator),
            over: try product(first.denominator, second.denominator))
    }

    /// The divisor is not 0.
    package static func / (left: Rational, right: Rational) throws(Overflow) -> Rational {
        precondition(right.numerator != 0, "nothing is divided by 0")
        let sign: Int128 = right.numerator < 0 ? -1 : 1
        return try left * Rational(reducing: sign * right.denominator, over: sign * right.numerator)
    }

    private static func product(_ left: Int128, _ right: Int128) throws(Overflow) -> Int128 {
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        guard !overflows, product != .min else { throw Overflow() }
        return product
    }

    /// By whole parts and then by the inverted rests: no product of large numbers is needed.
    package static func < (left: Rational, right: Rational) -> Bool {
        var (a, b, c, d) = (left.numerator, left.denominator, right.numerator, right.denominator)
        while true {
            let (first, second) = (floor(a, b), floor(c, d))
            if first != second { return first < second }
            let (restOfFirst, restOfSecond) = (a - first * b, c - second * d)
            if restOfSecond == 0 { return false }
            if restOfFirst == 0 { return true }
            (a, b, c, d) = (d, restOfSecond, b, restOfFirst)
        }
    }

    private static func floor(_ numerator: Int128, _ denominator: Int128) -> Int128 {
        let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// How a number becomes a whole one (X34).
    package enum Rounding: String, CaseIterable, Hashable, Sendable {
        /// To the nearest, halves to the even one (A36).
        case halfEven = "half-even"
        /// To the nearest, halves away from 0.
        case halfUp = "half-up"
        /// To the next lower one.
        case down
    }

    /// The whole number of times that `1/scale` goes into it, rounded: hundredths for 100.
    package func rounded(_ rounding: Rounding, scale: Int64 = 1) throws(Overflow) -> Int64 {
        let scaled = try self * Rational(scale)
        let below = Rational.floor(scaled.numerator, scaled.denominator)
        let rest = scaled.numerator - below * scaled.denominator
        // Compared with what is missing to the next number, which cannot overflow.
        let missing = scaled.denominator - rest
        let isUp =
            switch rounding {
            case .down: false
            case .halfUp: rest > missing || rest == missing && below >= 0
            case .halfEven: rest > missing || rest == missing && below % 2 != 0
            }
        guard let whole = Int64(exactly: isUp ? below + 1 : below) else { throw Overflow() }
        return whole
    }

    /// The exact number: "87.2" where it has an end within six decimals, else as a fraction, "250/3".
    package var written: String {
        let sign = numerator < 0 ? "-" : ""
        let (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
        guard rest != 0 else { return "\(sign)\(whole)" }
        guard denominator <= 1_000_000, 1_000_000 % denominator == 0 else { return "\(numerator)/\(denominator)" }
        let digits = String(rest * (1_000_000 / denominator.magnitude))
        var decimals = String(repeating: "0", count: 6 - digits.count) + digits
        while decimals.last == "0" { decimals.removeLast() }
        return "\(sign)\(whole).\(decimals)"
    }
}
