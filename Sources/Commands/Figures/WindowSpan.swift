// The windows of tallies that a period is made of.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// A period as people write it, and the windows whose tallies add up to it.
package struct WindowSpan {
    /// "2026-11", "2026-Q4", "2026-11-11", "2026-W46" or "2026-11-11T09".
    package let label: String
    /// The length of its windows.
    package let kind: WindowKind
    /// The windows in their order; each ends where the next one starts.
    package let windows: [Window]

    /// The period of a name, by the local time of a zone; nil when it is none. Of two hours of one name the first.
    package init?(_ label: String, zone: ZoneRules) {
        self.label = label
        if let period = ReportingPeriod(label) {
            kind = .month
            windows = period.months.compactMap { WindowSpan.window(of: $0 + "-01", hour: 0, .month, zone) }
            return
        }
        let parts = label.split(separator: "T", omittingEmptySubsequences: false).map(String.init)
        let found: Window?
        if let monday = WindowSpan.monday(of: label) {
            kind = .week
            found = Window(.week, containing: zone.instant(local: monday * 86_400_000), zone: zone)
        } else if parts.count == 2, let hour = Int(parts[1]) {
            kind = .hour
            found = WindowSpan.window(of: parts[0], hour: hour, .hour, zone)
        } else {
            kind = .day
            found = WindowSpan.window(of: label, hour: 0, .day, zone)
        }
        guard let found, found.label == label else { return nil }
        windows = [found]
    }

    /// The time from the first window's start to the last one's end.
    package var range: Range<Instant> { (windows.first?.start ?? .epoch)..<(windows.last?.end ?? .epoch) }

    /// What the error says that may be written.
    package static let examples =
        "write a month, 2026-11, a quarter, half-year or year, 2026-Q4, 2026-H2, 2026, a day, 2026-11-11, a week, 2026-W46, or an hour, 2026-11-11T09"

    private static func window(of date: String, hour: Int, _ kind: WindowKind, _ zone: ZoneRules) -> Window? {
        let numbers = date.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard numbers.count == 3, (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2]), (0...23).contains(hour)
        else { return nil }
        let day = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]).dayNumber
        let local = day * 86_400_000 + Int64(hour) * 3_600_000
        return Window(kind, containing: zone.instant(local: local), zone: zone)
    }

    /// The day number of the Monday of an ISO week "2026-W46": the week of 4 January is the first one.
    private static func monday(of label: String) -> Int64? {
        let parts = label.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].first == "W", let year = Int(parts[0]), (1970...9999).contains(year),
            let week = Int(parts[1].dropFirst()), (1...53).contains(week)
        else { return nil }
        let fourth = CivilDate(year: year, month: 1, day: 4).dayNumber
        // 1970-01-01 was a Thursday.
        return fourth - (fourth + 3) % 7 + Int64(week - 1) * 7
    }
}
