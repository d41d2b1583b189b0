// Durations and points as people write them.
// SPDX-License-Identifier: Apache-2.0

package import Quality

extension Milliseconds {
    private static let units: [(name: String, length: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// A length of time as a whole number and its unit, ms, s, m, h or d (24 hours): "500ms", "30s", "1d". Nil for
    /// anything else.
    package init?(written text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let unit = Milliseconds.units.first(where: { $0.name == text.dropFirst(digits.count) }),
            let number = Int64(digits)
        else { return nil }
        let (count, overflows) = number.multipliedReportingOverflow(by: unit.length)
        guard !overflows else { return nil }
        self.init(count)
    }
}

extension Points {
    /// A decimal number without sign, with at most five digits before the point and two behind it: "15", "7.5", "33.33".
    /// Nil for anything else.
    package init?(written text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard parts.count <= 2, !parts[0].isEmpty, parts[0].count <= 5, digits.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        let decimals = parts.count == 2 ? parts[1].count : 0
        guard parts.count == 1 || (1...2).contains(decimals), let number = Int32(digits) else { return nil }
        self.init(hundredths: number * (decimals == 0 ? 100 : decimals == 1 ? 10 : 1))
    }

    /// The number without needless zeros: "30", "7.5", "33.33".
    package var written: String {
        let sign = hundredths < 0 ? "-" : ""
        let (whole, part) = Int(hundredths.magnitude).quotientAndRemainder(dividingBy: 100)
        if part == 0 { return "\(sign)\(whole)" }
        return part % 10 == 0 ? "\(sign)\(whole).\(part / 10)" : "\(sign)\(whole).\(part / 10)\(part % 10)"
    }
}
