// Figures as people read them.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Figure.Unit {
    /// A number of a figure with its unit, rounded to two decimals at most: "88.24 %", "31.5 s", "4.33", "12".
    package func written(_ number: Fraction) -> String {
        switch self {
        case .share: decimal(number, times: 100) + " %"
        case .netShare: decimal(number, times: 100)
        case .milliseconds: decimal(number, times: 1, over: 1_000) + " s"
        case .rating, .ratingGap, .number, .perEpisode: decimal(number, times: 1)
        case .hundredths: decimal(number, times: 1, over: 100)
        }
    }

    /// Half a hundredth is rounded away from zero.
    private func decimal(_ number: Fraction, times factor: Int128, over divisor: Int128 = 1) -> String {
        let above = Int128(number.numerator) * factor * 100
        let below = Int128(number.denominator) * divisor
        let hundredths = (2 * Int128(above.magnitude) + below) / (2 * below)
        let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
        let sign = above < 0 && hundredths > 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        return part % 10 == 0 ? "\(sign)\(whole).\(part / 10)" : "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
    }
}

extension Fraction {
    /// The number of an alert; nil for one that is not set.
    package init?(_ proto: ProtoFraction) {
        guard proto.denominator > 0 else { return nil }
        self.init(proto.numerator, over: proto.denominator)
    }
}
