// Calendars and instants for tests, as people write them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

/// A calendar as a test writes it down.
struct CalendarSpec {
    var zone: String
    /// The windows of the weekdays, from Monday on.
    var week: [[String]]
    /// The windows of dates that differ.
    var days: [String: [String]] = [:]

    /// The same windows from Monday to Friday.
    static func office(_ zone: String, _ windows: String...) -> CalendarSpec {
        CalendarSpec(zone: zone, week: [[String]](repeating: windows, count: 5) + [[], []])
    }

    /// The same windows every day.
    static func daily(_ zone: String, _ windows: String...) -> CalendarSpec {
        CalendarSpec(zone: zone, week: [[String]](repeating: windows, count: 7))
    }

    /// The same with other windows on some dates.
    func with(_ days: [String: [String]]) -> CalendarSpec {
        CalendarSpec(zone: zone, week: week, days: self.days.merging(days) { $1 })
    }

    /// Its plan.
    func plan() throws -> CalendarPlan {
        var plan = CalendarPlan()
        for (weekday, windows) in week.enumerated() { plan.setWeekday(weekday, to: try CalendarSpec.windows(windows)) }
        for (date, windows) in days {
            let day = try CalendarSpec.day(date)
            plan.setDays(day...day, to: try CalendarSpec.windows(windows))
        }
        return plan
    }

    /// The calendar.
    func calendar() throws -> BusinessCalendar {
        let zone = try #require(ZoneRules(named: zone))
        let plan = try plan()
        return try #require(BusinessCalendar(plan, zone: zone))
    }

    static func windows(_ texts: [String]) throws -> [DailyWindow] {
        try texts.map { text in try #require(DailyWindow(written: text)) }
    }

    /// Days since 1970-01-01.
    static func day(_ date: String) throws -> Int { Int(at("\(date)T00:00:00Z").milliseconds / 86_400_000) }
}

/// An instant that a test writes down, with its offset.
func at(_ text: String) -> Instant {
    guard let instant = Instant(iso: text) else {
        Issue.record("'\(text)' is no instant")
        return .distantPast
    }
    return instant
}
