// Quarters, half-years and years, as sums of months.
// SPDX-License-Identifier: Apache-2.0

/// A quarter, half-year or year of a zone. There are no tallies of it: its measures are those of its months, added up (F14).
package struct Period: Hashable, Sendable {
    /// The first month, as a date of its first day.
    private let first: CivilDate
    /// How many months: 3, 6 or 12.
    private let length: Int

    /// The period of a name, "2026-Q4", "2026-H2" or "2026"; nil when it is no such name.
    package init?(_ label: String) {
        let parts = label.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0].utf8.count == 4, let year = Int(parts[0]), year > 0 else { return nil }
        guard parts.count == 2 else {
            (first, length) = (CivilDate(year: year, month: 1, day: 1), 12)
            return
        }
        let (kind, number) = (parts[1].first, Int(parts[1].dropFirst()) ?? 0)
        switch (kind, number) {
        case ("Q", 1...4): length = 3
        case ("H", 1...2): length = 6
        default: return nil
        }
        first = CivilDate(year: year, month: (number - 1) * length + 1, day: 1)
    }

    /// The labels of the windows of its months, in their order.
    package var months: [String] {
        (0..<length).map { String(CivilDate(year: first.year, month: first.month + $0, day: 1).label.prefix(7)) }
    }
}

extension Measures {
    /// The sum of others, as of the months of a quarter: figures of it weigh every clock, answer and conversation alike, and
    /// are no means of means (F14, C50). Nil when a number is beyond its bounds, as only damaged records can make it.
    package init?(sumOf parts: some Sequence<Measures>) {
        self.init()
        for part in parts {
            guard addIfAddable(part) else { return nil }
        }
    }
}
