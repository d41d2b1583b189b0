// How far a share that was observed may be from the true one.
// SPDX-License-Identifier: Apache-2.0

/// A two-sided interval of 95 % confidence, in percent. It is shown beside a figure and decides nothing that is paid by itself: the bounds
/// are the only numbers of Assay that are no exact fractions. Equal counts give equal bits: they are made by IEEE operations that
/// are rounded correctly.
package struct ConfidenceInterval: Hashable, Sendable {
    /// The lower bound.
    package var lower: Double
    /// The upper bound, not less.
    package var upper: Double

    /// The 97.5th percentile of the standard normal distribution.
    private static let z = 1.959963984540054

    /// Wilson's interval of a share, `count` of `all`; nil when there are none (C01…C07). 0 to 100, and the share lies within.
    package static func wilson(_ count: Int64, of all: Int64) -> ConfidenceInterval? {
        guard all > 0, (0...all).contains(count) else { return nil }
        let (n, share, square) = (Double(all), Double(count) / Double(all), z * z)
        let middle = share + square / (2 * n)
        let half = z * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
        let scale = 100 / (1 + square / n)
        return ConfidenceInterval(
            lower: count == 0 ? 0 : max(0, (middle - half) * scale),
            upper: count == all ? 100 : min(100, (middle + half) * scale))
    }

    /// The adjusted Wald interval of a net promoter score, with three answers more, of which three quarters are promoters and as many
    /// detractors (C11…C16); nil without answers. −100 to 100.
    package static func netPromoters(promoters: Int64, passives: Int64, detractors: Int64) -> ConfidenceInterval? {
        guard min(promoters, passives, detractors) >= 0, promoters + passives + detractors > 0 else { return nil }
        let n = Double(promoters + passives + detractors) + 3
        let (plus, minus) = ((Double(promoters) + 0.75) / n, (Double(detractors) + 0.75) / n)
        let net = plus - minus
        let half = z * ((plus + minus - net * net) / n).squareRoot()
        return ConfidenceInterval(lower: max(-100, 100 * (net - half)), upper: min(100, 100 * (net + half)))
    }
}
