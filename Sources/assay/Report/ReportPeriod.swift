// The period of a report.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// A month, quarter, half-year or year, as its months, and the period of the same length before it.
struct ReportPeriod: Equatable {
    /// Its name.
    let label: String
    /// The labels of its months.
    let months: [String]
    /// Those of the period before.
    let before: [String]

    /// The period of a name: "2026-11", "2026-Q4", "2026-H2" or "2026"; nil when it is no such name.
    init?(_ label: String) {
        self.label = label
        let found: [String]
        if let period = Period(label) {
            found = period.months
        } else {
            let parts = label.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2, let year = Int(parts[0]),
                let month = Int(parts[1]), year > 0, (1...12).contains(month)
            else { return nil }
            found = [label]
        }
        months = found
        before = found.map { ReportPeriod.label($0, monthsBefore: found.count) }
    }

    private static func label(_ label: String, monthsBefore count: Int) -> String {
        let parts = label.split(separator: "-").compactMap { Int($0) }
        let number = parts[0] * 12 + parts[1] - 1 - count
        let (year, month) = (number / 12, number % 12 + 1)
        return String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)-" + (month < 10 ? "0" : "")
            + "\(month)"
    }
}
