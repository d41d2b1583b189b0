// The hours of a plan as instants of a zone.
// SPDX-License-Identifier: Apache-2.0

/// The working time that each date brings, exact across changes of the clock. Windows of a date that earlier dates already cover, as a
/// night shift covers the early morning, count for the earlier date: what the dates bring is disjoint, in order, and sums to the working
/// time.
struct CalendarDays: Sendable {
    static let day: Int64 = 86_400_000
    private static let minute: Int64 = 60_000
    /// Local times of a day and its neighbours, in any offset, are within so much of the day's midnight in UTC.
    private static let surroundings = Milliseconds(4 * day)

    private let plan: CalendarPlan
    private let zone: ZoneRules

    init(_ plan: CalendarPlan, zone: ZoneRules) {
        var plan = plan
        plan.putInOrder()
        self.plan = plan
        self.zone = zone
    }

    /// The offset that holds for a date and its neighbours; nil when the clock changes near them.
    func steadyOffset(around day: Int) -> Int64? {
        let midnight = Instant(milliseconds: Int64(day) * CalendarDays.day)
        return steadyOffset(zone.stretch(at: midnight), at: midnight)
    }

    private func steadyOffset(_ stretch: ZoneRules.Stretch, at instant: Instant) -> Int64? {
        let isSteady =
            stretch.start <= instant - CalendarDays.surroundings && instant + CalendarDays.surroundings <= stretch.end
        return isSteady ? stretch.offset.count : nil
    }

    /// The offset at an instant, and dates for which it is the steady one.
    func steadyDates(near instant: Instant) -> (dates: Range<Int>, offset: Int64) {
        let stretch = zone.stretch(at: instant)
        let first = Int(stretch.start.milliseconds.dividedDown(by: CalendarDays.day)) + 5
        let last = Int(stretch.end.milliseconds.dividedDown(by: CalendarDays.day)) - 4
        return (first..<max(first, last + 1), stretch.offset.count)
    }

    /// As `dates(around:)`, for an instant that mostly is on one of some dates with a steady offset.
    @inline(__always)
    func dates(around instant: Int64, steady: (dates: Range<Int>, offset: Int64)) -> ClosedRange<Int> {
        let date = Int((instant + steady.offset).dividedDown(by: CalendarDays.day))
        guard steady.dates.contains(date) else { return dates(around: instant).dates }
        return (plan.runsOver(date - 1) ? date - 1 : date)...date
    }

    /// The dates that may have working time around an instant, and their offset when it is steady. All of what earlier dates bring is
    /// before the instant, all of what later ones bring is not.
    func dates(around instant: Int64) -> (dates: ClosedRange<Int>, offset: Int64?) {
        let stretch = zone.stretch(at: Instant(milliseconds: instant))
        let date = Int((instant + stretch.offset.count).dividedDown(by: CalendarDays.day))
        guard let offset = steadyOffset(stretch, at: Instant(milliseconds: instant)) else {
            // A clock set back over midnight shows the end of one day after the start of the next.
            return ((date - 2)...(date + 1), nil)
        }
        return ((plan.runsOver(date - 1) ? date - 1 : date)...date, offset)
    }

    /// Calls `body` with the working time that a date brings, in order, until it says that it has enough.
    ///
    /// - Parameter offset: what `steadyOffset` has for the date.
    @inline(__always)
    func forEachOpening(on date: Int, offset: Int64?, _ body: (_ opens: Int64, _ closes: Int64) -> Bool) {
        let midnight = Int64(date) * CalendarDays.day
        let hours = plan.hours(on: date)
        guard !hours.isEmpty else { return }
        var covered = end(of: date - 1, offset: offset)
        if offset == nil { covered = max(covered, end(of: date - 2, offset: offset)) }
        for index in hours {
            let window = plan[index]
            let opens = max(covered, opening(midnight + Int64(window.opens) * CalendarDays.minute, offset))
            let closes = closing(midnight + Int64(window.closes) * CalendarDays.minute, offset)
            guard opens < closes else { continue }
            covered = closes
            if body(opens, closes) { return }
        }
    }

    /// The working time that a date brings before an instant.
    func worked(on date: Int, before instant: Int64 = .max, offset: Int64?) -> Int64 {
        var time: Int64 = 0
        forEachOpening(on: date, offset: offset) { opens, closes in
            if opens < instant { time += min(closes, instant) - opens }
            return closes >= instant
        }
        return time
    }

    /// The working time of a weekday in a week that has neither a replaced date nor a change of the clock.
    func regularTime(onWeekday weekday: Int) -> Int64 {
        let before = plan.hours(onWeekday: (weekday + 6) % 7).last.map { plan[$0].closes } ?? 0
        var covered = before - DailyWindow.minutesOfDay
        var minutes = 0
        for index in plan.hours(onWeekday: weekday) {
            minutes += max(0, plan[index].closes - max(plan[index].opens, covered))
            covered = max(covered, plan[index].closes)
        }
        return Int64(minutes) * CalendarDays.minute
    }

    /// Dates of the range whose working time may differ from that of their weekdays, ascending: those that are replaced, those after them,
    /// and those near a change of the clock.
    func irregularDates(in range: ClosedRange<Int>) -> [Int] {
        var dates: [Int] = []
        for date in plan.replacedDays(in: (range.lowerBound - 1)...range.upperBound) {
            dates.append(date)
            dates.append(date + 1)
        }
        let first = Instant(milliseconds: Int64(range.lowerBound - 4) * CalendarDays.day)
        let last = Instant(milliseconds: Int64(range.upperBound + 4) * CalendarDays.day)
        let replaced = dates.count
        for change in zone.changes(in: first...last) {
            // By any offset, the local times of the change are within a day and a half of its date in UTC.
            let date = Int(change.milliseconds.dividedDown(by: CalendarDays.day))
            dates += (date - 3)...(date + 4)
        }
        if dates.count > replaced { dates.sort() }
        var unique: [Int] = []
        unique.reserveCapacity(dates.count)
        for date in dates where range.contains(date) && date != unique.last { unique.append(date) }
        return unique
    }

    /// Where the windows of a date end; the distant past when it has none.
    private func end(of date: Int, offset: Int64?) -> Int64 {
        guard let last = plan.hours(on: date).last else { return .min }
        return closing(Int64(date) * CalendarDays.day + Int64(plan[last].closes) * CalendarDays.minute, offset)
    }

    /// A window opens at the first of two equal local times, and at the end of a gap.
    private func opening(_ local: Int64, _ offset: Int64?) -> Int64 {
        offset.map { local - $0 } ?? zone.instant(local: local).milliseconds
    }

    /// A window closes at the second of two equal local times, and at the instant of a gap.
    private func closing(_ local: Int64, _ offset: Int64?) -> Int64 {
        offset.map { local - $0 } ?? zone.lastInstant(local: local).milliseconds
    }
}

extension CalendarPlan {
    /// Whether the last window of a date ends on the next one.
    fileprivate func runsOver(_ date: Int) -> Bool {
        hours(on: date).last.map { self[$0].closes > DailyWindow.minutesOfDay } ?? false
    }
}
