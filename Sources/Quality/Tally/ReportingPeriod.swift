// The periods that reports and scorecards are about.
// SPDX-License-Identifier: Apache-2.0

/// A calendar month, quarter, half-year or year. Its measures are those of its months, added up (F14).
package struct ReportingPeriod: Hashable, Sendable {
    /// "2026-11", "2026-Q4", "2026-H2" or "2026".
    package let label: String
    /// The labels of the windows of its months, in their order.
    package let months: [String]
    /// The first day, as days since 1970-01-01.
    package let firstDay: Int64
    /// The last day, likewise, inclusive.
    package let lastDay: Int64
    /// The labels of as many months before it: what it is compared with.
    package var monthsBefore: [String] {
        let first = CivilDate(dayNumber: firstDay)
        return months.indices.map { index in
            let number = first.year * 12 + first.month - 1 - months.count + index
            return String(CivilDate(year: number / 12, month: number % 12 + 1, day: 1).label.prefix(7))
        }
    }

    /// The name of the period before it, of the same length.
    package var labelBefore: String {
        let months = monthsBefore
        let year = months[0].prefix(4)
        let part = ((Int(months[0].suffix(2)) ?? 1) - 1) / months.count + 1
        switch months.count {
        case 1: return months[0]
        case 3: return "\(year)-Q\(part)"
        case 6: return "\(year)-H\(part)"
        default: return String(year)
        }
    }

    /// The period of a name; nil when it is none.
    package init?(_ label: String) {
        self.label = label
        months = ReportingPeriod.month(label) != nil ? [label] : Period(label)?.months ?? []
        guard let first = months.first.flatMap(ReportingPeriod.month),
            let last = months.last.flatMap(ReportingPeriod.month)
        else {
            return nil
        }
        firstDay = first.dayNumber
        let next = CivilDate(
            year: last.month == 12 ? last.year + 1 : last.year, month: last.month == 12 ? 1 : last.month + 1, day: 1)
        lastDay = next.dayNumber - 1
    }

    /// The first day of a month "2026-11".
    private static func month(_ label: String) -> CivilDate? {
        let bytes = Array(label.utf8)
        guard bytes.count == 7, bytes[4] == 0x2D, let year = Int(label.prefix(4)), year >= 1970,
            let month = Int(label.suffix(2)), (1...12).contains(month)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: 1)
        return date.label.hasPrefix(label) ? date : nil
    }
}
