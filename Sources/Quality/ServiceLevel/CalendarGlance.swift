// Working time within some weeks of an instant, for calendars of which little is asked.
// SPDX-License-Identifier: Apache-2.0

/// Answers one question about a plan day by day, as far as some weeks: cheaper than a `BusinessCalendar` where each question has a calendar
/// of its own. The answers are the same. It keeps nothing but memory from one question to the next.
package struct CalendarGlance {
    /// A question about more days than these is one for a `BusinessCalendar`.
    private static let mostDays = 70

    private var openings = Openings()

    /// A glance at nothing yet.
    package init() {}

    /// The deadline, as `WorkingTime` has it; nil when it is not within some weeks and well within the horizon. The plan is in order.
    package mutating func deadline(
        _ plan: CalendarPlan, zone: ZoneRules, from start: Instant, target: Milliseconds, without pauses: PauseSet
    ) -> Instant? {
        guard target.count <= Int64(CalendarGlance.mostDays) * CalendarDays.day else { return nil }
        var walk = Walk(CalendarDays(plan, zone: zone), from: start)
        openings.removeAll()
        walk.forward(to: start + target, &openings)
        while walk.canGoOn {
            let hasEnough = openings.position(of: .distantFuture) - openings.position(of: start) >= target.count
            if hasEnough, let deadline = openings.deadline(from: start, target: target, without: pauses) {
                return deadline
            }
            walk.forward(days: 1, &openings)
        }
        return nil
    }

    /// The working time of [start, end) outside the pauses; nil when that is not within some weeks and well within the horizon. The plan
    /// is in order.
    package mutating func businessTime(
        _ plan: CalendarPlan, zone: ZoneRules, from start: Instant, to end: Instant, without pauses: PauseSet
    ) -> Milliseconds? {
        guard start < end else { return .zero }
        guard (end - start).count <= Int64(CalendarGlance.mostDays) * CalendarDays.day else { return nil }
        var walk = Walk(CalendarDays(plan, zone: zone), from: start)
        openings.removeAll()
        walk.forward(to: end, &openings)
        guard walk.canGoOn else { return nil }
        return openings.businessTime(from: start, to: end, without: pauses)
    }

    /// Goes from date to date.
    private struct Walk {
        private let days: CalendarDays
        private let steady: (dates: Range<Int>, offset: Int64)
        private let last: Int
        private var next: Int

        init(_ days: CalendarDays, from start: Instant) {
            self.days = days
            let steady = days.steadyDates(near: start)
            self.steady = steady
            next = days.dates(around: start.milliseconds, steady: steady).lowerBound
            last = min(next + CalendarGlance.mostDays + 4, Walk.lastDate)
        }

        private static let lastDate = Int(BusinessCalendar.horizon.upperBound.milliseconds / CalendarDays.day) - 4

        /// Whether it has not come too far.
        var canGoOn: Bool { next <= last }

        /// As far as all working time before an instant.
        mutating func forward(to instant: Instant, _ openings: inout Openings) {
            let date = days.dates(around: instant.milliseconds, steady: steady).upperBound
            forward(days: date - next + 1, &openings)
        }

        mutating func forward(days count: Int, _ openings: inout Openings) {
            for date in next..<(next + max(0, count)) {
                let offset = steady.dates.contains(date) ? steady.offset : days.steadyOffset(around: date)
                days.forEachOpening(on: date, offset: offset) { opens, closes in
                    openings.append(opens, closes)
                    return false
                }
            }
            next += max(0, count)
        }
    }
}

/// Working time as a list of its openings. It begins and ends with them: what is asked beyond its end is not reached.
private struct Openings: WorkingTime {
    private struct Opening {
        var opens: Int64
        var closes: Int64
        /// The working time before it.
        var before: Int64
    }

    private var list: [Opening] = []

    mutating func removeAll() { list.removeAll(keepingCapacity: true) }

    /// Adds the working time that follows.
    mutating func append(_ opens: Int64, _ closes: Int64) {
        let before = list.last.map { $0.before + $0.closes - $0.opens } ?? 0
        list.append(Opening(opens: opens, closes: closes, before: before))
    }

    func position(of instant: Instant) -> Int64 {
        let place = place { $0.opens <= instant.milliseconds }
        guard place > 0 else { return 0 }
        let opening = list[place - 1]
        return opening.before + min(opening.closes, instant.milliseconds) - opening.opens
    }

    func instant(at position: Int64, after: Bool) -> Instant? {
        let goal = after ? position : position - 1
        let place = place { $0.before + $0.closes - $0.opens <= goal }
        guard place < list.count else { return nil }
        return Instant(milliseconds: list[place].opens + position - list[place].before)
    }

    /// How many of the first openings something holds for.
    @inline(__always)
    private func place(_ holds: (Opening) -> Bool) -> Int {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if holds(list[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
