// A window of a working day in local time.
// SPDX-License-Identifier: Apache-2.0

/// Hours of a day that are working time, [opens, closes), as the clock on the wall shows them. A night shift belongs to the date it
/// opens on (T17, T18).
package struct DailyWindow: Hashable, Sendable {
    /// Minutes of a day.
    package static let minutesOfDay = 24 * 60

    /// The opening, in minutes after midnight: 0 to 1439.
    package let opens: Int
    /// The closing, in minutes after the midnight before the opening: after `opens`, before the end of the next day.
    package let closes: Int

    /// A window from one time of day to another, in minutes after midnight: one that ends at or before its start ends on the next day,
    /// so that 09:00 to 09:00 are 24 hours. Nil unless `start` is 0 to 1439 and `end` 0 to 1440 (24:00, T22).
    package init?(from start: Int, to end: Int) {
        guard (0..<DailyWindow.minutesOfDay).contains(start), (0...DailyWindow.minutesOfDay).contains(end) else {
            return nil
        }
        opens = start
        closes = end > start ? end : end + DailyWindow.minutesOfDay
    }

    private init(opens: Int, closes: Int) {
        self.opens = opens
        self.closes = closes
    }

    /// Puts the last windows of a list, which are those of one day, in order; those that touch or overlap become one.
    static func merge(_ windows: inout [DailyWindow], from first: Int) {
        var isAscending = true
        for index in (first + 1)..<windows.count where windows[index].opens < windows[index - 1].opens {
            isAscending = false
        }
        if !isAscending { windows[first...].sort { $0.opens < $1.opens } }
        var last = first
        for index in (first + 1)..<windows.count {
            if windows[index].opens <= windows[last].closes {
                windows[last] = DailyWindow(
                    opens: windows[last].opens, closes: max(windows[last].closes, windows[index].closes))
            } else {
                last += 1
                windows[last] = windows[index]
            }
        }
        windows.removeLast(windows.count - last - 1)
    }
}
