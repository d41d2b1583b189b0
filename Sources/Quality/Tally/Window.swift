// Windows of time: hours, days, weeks and months of a zone.
// SPDX-License-Identifier: Apache-2.0

/// Length of a window.
package enum WindowKind: UInt8, Hashable, Sendable, CaseIterable {
    /// An hour of local time.
    case hour = 1
    /// A local day: 23, 24 or 25 hours (F28).
    case day = 2
    /// An ISO week: Monday to Sunday (F29).
    case week = 4
    /// A calendar month.
    case month = 3

    /// The window's name in keys.
    package var word: String {
        switch self {
        case .hour: "hour"
        case .day: "day"
        case .week: "week"
        case .month: "month"
        }
    }
}

/// A window of time in a zone, [start, end).
package struct Window: Hashable, Sendable {
    /// Its length.
    package var kind: WindowKind
    /// Where it starts.
    package var start: Instant
    /// Where the next one starts.
    package var end: Instant
    /// Its start in local time, "2026-11-11T09", "2026-11-11" or "2026-11", of a week its ISO 8601 name "2026-W46"; the second
    /// of two hours of the same name, when clocks go back, says its offset: "2026-10-25T02+01:00" (T10, F28).
    package var label: String

    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    /// The window of that kind which contains the instant.
    package init(_ kind: WindowKind, containing instant: Instant, zone: ZoneRules) {
        self.kind = kind
        let local = instant.milliseconds + zone.offset(at: instant).count
        let dayNumber = local.dividedDown(by: Window.day)
        let date = CivilDate(dayNumber: dayNumber)
        switch kind {
        case .hour:
            start = Window.hourStart(of: instant, zone: zone)
            end = start + Milliseconds(Window.hour)
            let hourOfDay = (local - dayNumber * Window.day) / Window.hour
            let offset = zone.offset(at: start)
            let isSecond = zone.instant(local: start.milliseconds + offset.count) < start
            label = "\(date.label)T\(twoDigits(Int(hourOfDay)))" + (isSecond ? offset.label : "")
        case .day:
            start = zone.instant(local: dayNumber * Window.day)
            end = zone.instant(local: (dayNumber + 1) * Window.day)
            label = date.label
        case .week:
            let monday = date.monday
            start = zone.instant(local: monday * Window.day)
            end = zone.instant(local: (monday + 7) * Window.day)
            label = CivilDate(dayNumber: monday).weekLabel
        case .month:
            start = zone.instant(local: CivilDate(year: date.year, month: date.month, day: 1).dayNumber * Window.day)
            let next =
                date.month == 12
                ? CivilDate(year: date.year + 1, month: 1, day: 1)
                : CivilDate(year: date.year, month: date.month + 1, day: 1)
            end = zone.instant(local: next.dayNumber * Window.day)
            label = String(date.label.prefix(7))
        }
    }

    /// Where the window of the same hour, day or week so many weeks before starts, by local time: an hour that the clock skips then is
    /// the one behind it.
    package func start(weeksBefore weeks: Int, zone: ZoneRules) -> Instant {
        zone.instant(local: (start + zone.offset(at: start)).milliseconds - Int64(weeks) * 7 * Window.day)
    }

    /// Start of the local hour that contains the instant.
    package static func hourStart(of instant: Instant, zone: ZoneRules) -> Instant {
        let offset = zone.offset(at: instant).count
        let local = instant.milliseconds + offset
        return Instant(milliseconds: local.dividedDown(by: hour) * hour - offset)
    }
}

/// A date of the proleptic Gregorian calendar.
package struct CivilDate: Hashable, Sendable {
    /// The year.
    package var year: Int
    /// The month, 1 to 12.
    package var month: Int
    /// The day of the month, from 1.
    package var day: Int

    /// A date.
    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date so many days after 1970-01-01.
    package init(dayNumber: Int64) {
        // Years begin in March here, so that the leap day is the last day of a year; 146,097 days are 400 years.
        let shifted = dayNumber + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01.
    package var dayNumber: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.dividedDown(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Days from 1970-01-01 to the Monday of its week.
    fileprivate var monday: Int64 {
        // 1970-01-01 was a Thursday.
        (dayNumber + 3).dividedDown(by: 7) * 7 - 3
    }

    /// The ISO 8601 name of its week, "2026-W46": the week belongs to the year of its Thursday.
    package var weekLabel: String {
        let thursday = CivilDate(dayNumber: monday + 3)
        let week = (thursday.dayNumber - CivilDate(year: thursday.year, month: 1, day: 1).dayNumber) / 7 + 1
        return "\(thursday.year)-W\(twoDigits(Int(week)))"
    }

    /// "2026-11-11".
    package var label: String { "\(year)-\(twoDigits(month))-\(twoDigits(day))" }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

extension Milliseconds {
    /// "+01:00".
    fileprivate var label: String {
        let minutes = Int(abs(count) / 60_000)
        return "\(count < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity; `divisor` is positive.
    package func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
