// Working time of one calendar: prefix sums over weeks, replaced dates and changes of the clock.
// SPDX-License-Identifier: Apache-2.0

/// The working time of a zone, a weekly schedule and the dates that differ from it, to the millisecond and exact across changes of the
/// clock (T01–T27, T33, T64).
///
/// Weeks repeat: a week's working time and the sums within it are known. What replaced dates and changes of the clock make more or less
/// is kept as sums by date. So every question takes a few binary searches, and none allocates. A calendar can be made for less than the
/// whole horizon, at the cost of its replaced dates and clock changes there.
package final class BusinessCalendar: WorkingTime {
    /// What a calendar covers at most: from 1970 to the end of 2099, UTC. No deadline is later.
    package static let horizon =
        Instant(milliseconds: 0)...Instant(milliseconds: CivilDate(year: 2100, month: 1, day: 1).dayNumber * 86_400_000)

    /// What this calendar covers: the horizon or less. No deadline is later, no start earlier, and no time works outside.
    package let span: ClosedRange<Instant>
    /// The dates with their working time; nil when all time is working time.
    private let days: CalendarDays?
    /// The working time of a regular week before each weekday, from Monday on, and of the whole week.
    private let week: InlineArray<8, Int64>
    /// Dates whose working time is not that of a regular week, ascending.
    private let irregular: [Int]
    /// How much more working time than regular weeks the irregular dates have: before each of them, and all.
    private let surplus: [Int64]

    /// All time is working time: O(1), and as long as instants go.
    package static let always = BusinessCalendar()

    private init() {
        span = .distantPast ... .distantFuture
        days = nil
        week = InlineArray(repeating: 0)
        irregular = []
        surplus = [0]
    }

    /// The calendar of a plan in a zone; nil when no day of it has working time (T28).
    ///
    /// - Parameter span: what to cover; what is outside the horizon does not count.
    package init?(_ plan: CalendarPlan, zone: ZoneRules, covering span: ClosedRange<Instant> = horizon) {
        guard !plan.isEmpty else { return nil }
        let days = CalendarDays(plan, zone: zone)
        let span = span.clamped(to: BusinessCalendar.horizon)
        var week = InlineArray<8, Int64>(repeating: 0)
        for weekday in 0..<7 { week[weekday + 1] = week[weekday] + days.regularTime(onWeekday: weekday) }
        var irregular: [Int] = []
        var surplus: [Int64] = [0]
        var sum: Int64 = 0
        for date in days.irregularDates(in: BusinessCalendar.dates(of: span)) {
            let weekday = CalendarPlan.weekday(of: date)
            let more =
                days.worked(on: date, offset: days.steadyOffset(around: date)) - (week[weekday + 1] - week[weekday])
            if more != 0 {
                sum += more
                irregular.append(date)
                surplus.append(sum)
            }
        }
        self.span = span
        self.days = days
        self.week = week
        self.irregular = irregular
        self.surplus = surplus
    }

    /// The dates that instants of a span may fall on, with their neighbours.
    private static func dates(of span: ClosedRange<Instant>) -> ClosedRange<Int> {
        let first = Int(span.lowerBound.milliseconds.dividedDown(by: CalendarDays.day))
        let last = Int(span.upperBound.milliseconds.dividedDown(by: CalendarDays.day))
        return (first - 4)...(last + 4)
    }

    package func position(of instant: Instant) -> Int64 {
        guard let days else { return instant.milliseconds }
        let instant = min(max(instant, span.lowerBound), span.upperBound).milliseconds
        let (dates, offset) = days.dates(around: instant)
        var position = position(ofDate: dates.lowerBound)
        for date in dates { position += days.worked(on: date, before: instant, offset: offset) }
        return position
    }

    package func instant(at position: Int64, after: Bool) -> Instant? {
        guard let days else { return span.containing(position) }
        let goal = after ? position + 1 : position
        guard let date = date(reaching: goal) else { return nil }
        var rest = position - self.position(ofDate: date)
        guard rest >= 0 else { return nil }
        var found: Int64?
        days.forEachOpening(on: date, offset: days.steadyOffset(around: date)) { opens, closes in
            let length = closes - opens
            if after ? rest < length : rest <= length {
                found = opens + rest
                return true
            }
            rest -= length
            return false
        }
        return found.flatMap(span.containing)
    }

    /// The working time before what a date brings.
    private func position(ofDate date: Int) -> Int64 {
        var low = 0
        var high = irregular.count
        while low < high {
            let middle = (low + high) / 2
            if irregular[middle] < date { low = middle + 1 } else { high = middle }
        }
        return regularPosition(ofDate: date) + surplus[low]
    }

    /// The working time before a date if all weeks were regular.
    private func regularPosition(ofDate date: Int) -> Int64 {
        let weekday = CalendarPlan.weekday(of: date)
        return Int64((date - weekday - BusinessCalendar.firstMonday) / 7) * week[7] + week[weekday]
    }

    /// The first date with which the position is reached.
    private func date(reaching goal: Int64) -> Int? {
        // The first irregular date with which it is reached: the date is that one, or a regular one since the one before.
        var low = 0
        var high = irregular.count
        while low < high {
            let middle = (low + high) / 2
            if regularPosition(ofDate: irregular[middle] + 1) + surplus[middle + 1] < goal {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let limit = low < irregular.count ? irregular[low] : nil
        guard week[7] > 0 else { return limit }
        let regularGoal = goal - surplus[low]
        let weeks = (regularGoal - 1).dividedDown(by: week[7])
        let rest = regularGoal - weeks * week[7]
        let weekday = (0..<7).first { week[$0 + 1] >= rest } ?? 6
        let date = Int(weeks) * 7 + weekday + BusinessCalendar.firstMonday
        return min(date, limit ?? date)
    }

    /// Weeks are counted from 1969-12-29 on.
    private static let firstMonday = -3
}

extension ClosedRange<Instant> {
    /// The instant of that many milliseconds, if it is within the range.
    fileprivate func containing(_ milliseconds: Int64) -> Instant? {
        let instant = Instant(milliseconds: milliseconds)
        return contains(instant) ? instant : nil
    }
}
