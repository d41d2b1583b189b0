// What is written in a calendar: the hours of each weekday, and the dates that differ.
// SPDX-License-Identifier: Apache-2.0

/// The weekly schedule of a calendar and the dates that replace it: holidays, make-up working days, other hours. Without a zone it says
/// nothing about instants. Days that nothing is said about are closed.
package struct CalendarPlan: Sendable {
    /// A date whose hours are not those of its weekday.
    private struct Replacement {
        var day: Int
        var windows: Range<Int>
    }

    /// The windows of all days, each day's in order and apart from each other; at the end those that belong to no day yet.
    private var windows: [DailyWindow] = []
    /// Where the windows begin that belong to no day yet.
    private var firstLoose = 0
    private var weekdays: InlineArray<7, Range<Int>> = .init(repeating: 0..<0)
    private var replacements: [Replacement] = []
    private var isInOrder = true

    /// A plan in which every day is closed.
    package init() {}

    /// Closes every day again, and keeps the memory.
    package mutating func removeAll() {
        windows.removeAll(keepingCapacity: true)
        firstLoose = 0
        weekdays = .init(repeating: 0..<0)
        replacements.removeAll(keepingCapacity: true)
        isInOrder = true
    }

    /// Whether no day has working time (T28).
    package var isEmpty: Bool {
        for weekday in weekdays.indices where !weekdays[weekday].isEmpty { return false }
        for index in replacements.indices where !replacements[index].windows.isEmpty { return false }
        return true
    }

    /// Gives a weekday, 0 for Monday to 6 for Sunday, its hours.
    package mutating func setWeekday(_ weekday: Int, to hours: [DailyWindow]) {
        for window in hours { add(window) }
        giveWindows(toWeekday: weekday)
    }

    /// Gives dates, as days since 1970-01-01, hours in place of those of their weekdays; none make them holidays. What was said before of
    /// a date counts no longer.
    package mutating func setDays(_ days: ClosedRange<Int>, to hours: [DailyWindow]) {
        for window in hours { add(window) }
        giveWindows(toDays: days)
    }

    /// Gives dates the hours of a weekday, 0 for Monday to 6 for Sunday, as they are now: a make-up working day.
    package mutating func setDays(_ days: ClosedRange<Int>, toWeekday weekday: Int) {
        for day in days { replace(day, by: weekdays[weekday]) }
    }

    // MARK: One window at a time

    /// Adds a window to the hours that are given next.
    package mutating func add(_ window: DailyWindow) {
        if windows.isEmpty { windows.reserveCapacity(16) }
        windows.append(window)
    }

    /// Gives a weekday the windows that were added, in any order: `setWeekday`.
    package mutating func giveWindows(toWeekday weekday: Int) { weekdays[weekday] = takeLoose() }

    /// Gives dates the windows that were added, in any order: `setDays`.
    package mutating func giveWindows(toDays days: ClosedRange<Int>) {
        let range = takeLoose()
        for day in days { replace(day, by: range) }
    }

    private mutating func takeLoose() -> Range<Int> {
        if windows.count > firstLoose + 1 { DailyWindow.merge(&windows, from: firstLoose) }
        defer { firstLoose = windows.count }
        return firstLoose..<windows.count
    }

    private mutating func replace(_ day: Int, by range: Range<Int>) {
        if let last = replacements.last, last.day >= day { isInOrder = false }
        replacements.append(Replacement(day: day, windows: range))
    }

    /// Puts the dates in order, and forgets what was said of a date before it was said otherwise. Until then dates cannot be looked up.
    package mutating func putInOrder() {
        guard !isInOrder else { return }
        // Stable: what was said last of a date stays behind what was said before.
        replacements.sort { $0.day < $1.day }
        var kept = 0
        for index in replacements.indices {
            if kept > 0, replacements[kept - 1].day == replacements[index].day { kept -= 1 }
            replacements[kept] = replacements[index]
            kept += 1
        }
        replacements.removeLast(replacements.count - kept)
        isInOrder = true
    }

    /// The dates of the range that differ from their weekdays, ascending.
    func replacedDays(in range: ClosedRange<Int>) -> some Collection<Int> {
        let low = place(of: range.lowerBound)
        let high = place(of: range.upperBound + 1)
        return replacements[low..<high].lazy.map(\.day)
    }

    /// The hours of a day, as indices for `subscript`.
    func hours(on day: Int) -> Range<Int> {
        if let last = replacements.last, day <= last.day, day >= replacements[0].day {
            let place = place(of: day)
            if replacements[place].day == day { return replacements[place].windows }
        }
        return weekdays[CalendarPlan.weekday(of: day)]
    }

    /// The hours of a weekday, 0 for Monday to 6 for Sunday, as indices for `subscript`.
    func hours(onWeekday weekday: Int) -> Range<Int> { weekdays[weekday] }

    /// A window.
    subscript(index: Int) -> DailyWindow { windows[index] }

    /// 0 for Monday to 6 for Sunday.
    static func weekday(of day: Int) -> Int {
        // 1970-01-01 was a Thursday.
        let rest = (day + 3) % 7
        return rest < 0 ? rest + 7 : rest
    }

    /// Index of the first replacement at or after a day.
    private func place(of day: Int) -> Int {
        var low = 0
        var high = replacements.count
        while low < high {
            let middle = (low + high) / 2
            if replacements[middle].day < day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
