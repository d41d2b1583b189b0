// Points and percentages as integers.
// SPDX-License-Identifier: Apache-2.0

/// Points in whole hundredths: 87.5 points are 8750. Sums are exact and do not depend on their order (C46).
package struct Points: Comparable, Hashable, Sendable {
    /// How many hundredths of a point.
    package var hundredths: Int32

    /// So many hundredths of a point.
    package init(hundredths: Int32) { self.hundredths = hundredths }

    /// No points.
    package static let zero = Points(hundredths: 0)

    /// One hundred points: a full score, or 100 percent.
    package static let hundred = Points(hundredths: 10_000)

    package static func < (left: Points, right: Points) -> Bool { left.hundredths < right.hundredths }
    package static func + (left: Points, right: Points) -> Points {
        Points(hundredths: left.hundredths + right.hundredths)
    }
    package static func - (left: Points, right: Points) -> Points {
        Points(hundredths: left.hundredths - right.hundredths)
    }

    /// The decimal number as the nearest double, for output at the edge.
    package var decimal: Double { Double(hundredths) / 100 }

    /// This part of `share` percent when all parts together are `whole`: share × self / whole, half up.
    package func part(of whole: Points, share: Points) -> Points {
        let numerator = Int64(share.hundredths) * Int64(hundredths)
        let denominator = Int64(whole.hundredths)
        return Points(hundredths: Int32((2 * numerator + denominator) / (2 * denominator)))
    }
}
