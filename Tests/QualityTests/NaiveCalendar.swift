// A deliberately naive calendar that walks minute by minute: the oracle of the property tests.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

/// Working time of a few days, written without the calendars' code: a table that says of every minute whether it is working time, made by
/// looking for the openings and closings in the local times that the minutes have. All times are whole seconds.
struct NaiveCalendar {
    /// The first minute of the table, in minutes since 1970.
    let first: Int
    /// Whether each minute is working time.
    private(set) var isOpen: [Bool]

    /// The table of `count` days from a date on.
    init(_ spec: CalendarSpec, from date: Int, count: Int) throws {
        first = date * 1440
        let minutes = count * 1440
        let zone = try #require(TimeZone(identifier: spec.zone))
        // The local minutes of the table and of three days around it, asked of Foundation every quarter of an hour: no clock changes
        // between (Lord Howe changes by half an hour, Apia by a day, all of them at whole quarters or at 00:01).
        let margin = 3 * 1440
        var local: [Int] = []
        local.reserveCapacity(minutes + 2 * margin)
        for minute in (first - margin)..<(first + minutes + margin) {
            if local.isEmpty || minute % 15 == 0 || minute % 15 == 1 {
                let offset = zone.secondsFromGMT(for: Foundation.Date(timeIntervalSince1970: Double(minute * 60)))
                local.append(minute + offset / 60)
            } else {
                local.append(local[local.count - 1] + 1)
            }
        }
        isOpen = [Bool](repeating: false, count: minutes)
        for date in (date - 3)...(date + count + 2) {
            for text in NaiveCalendar.windows(spec, on: date) {
                let digits = text.utf8.filter { $0 != 0x2D && $0 != 0x3A }.map { Int($0) - 0x30 }
                let from = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
                var to = (digits[4] * 10 + digits[5]) * 60 + digits[6] * 10 + digits[7]
                if to <= from { to += 1440 }
                // Local times differ from UTC by less than a day.
                let near =
                    max(
                        0, (date - 1) * 1440 - first + margin)..<max(
                        0, min(local.count, (date + 4) * 1440 - first + margin))
                guard let opens = near.first(where: { local[$0] >= date * 1440 + from }),
                    let last = near.last(where: { local[$0] <= date * 1440 + to })
                else { continue }
                let closes = local[last] == date * 1440 + to ? last : last + 1
                for index in max(opens - margin, 0)..<max(min(closes - margin, minutes), max(opens - margin, 0))
                where index < minutes {
                    isOpen[index] = true
                }
            }
        }
    }

    private static func windows(_ spec: CalendarSpec, on date: Int) -> [String] {
        if !spec.days.isEmpty {
            let civil = CivilDate(dayNumber: Int64(date))
            if let windows = spec.days[civil.label] { return windows }
        }
        // 2024-01-01, day 19723, was a Monday.
        return spec.week[((date - 19_723) % 7 + 7) % 7]
    }

    /// Seconds of working time in [start, end), both in seconds since 1970, outside the pauses.
    func seconds(from start: Int, to end: Int, pauses: NaivePauses) -> Int {
        var sum = 0
        var index = start / 60 - first
        while (first + index) * 60 < end {
            if isOpen[index] {
                sum += worked(max(start, (first + index) * 60), min(end, (first + index + 1) * 60), pauses)
            }
            index += 1
        }
        return sum
    }

    /// Seconds of [from, to), within a minute, that are in no pause.
    private func worked(_ from: Int, _ to: Int, _ pauses: NaivePauses) -> Int {
        if !pauses.touch(from, to) { return to - from }
        var sum = 0
        for second in from..<to where !pauses.contain(second) { sum += 1 }
        return sum
    }

    /// The second at which `target` seconds have gone by since `start`; without a target the first second of working time. Nil when the
    /// table does not last so long.
    func deadline(from start: Int, target: Int, pauses: NaivePauses) -> Int? {
        var rest = target
        var index = start / 60 - first
        while index < isOpen.count {
            if isOpen[index] {
                let (from, to) = (max(start, (first + index) * 60), (first + index + 1) * 60)
                let worked = worked(from, to, pauses)
                if rest > 0, worked < rest {
                    rest -= worked
                } else {
                    for moment in from..<to where !pauses.contain(moment) {
                        if rest == 0 { return moment }
                        rest -= 1
                        if rest == 0 { return moment + 1 }
                    }
                }
            }
            index += 1
        }
        return nil
    }

    /// The last second from which `target` seconds, above zero, go by until `end`. Nil when the table does not begin so early.
    func start(before end: Int, target: Int, pauses: NaivePauses) -> Int? {
        var rest = target
        var index = (end - 1) / 60 - first
        while index >= 0 {
            if isOpen[index] {
                let (from, to) = ((first + index) * 60, min(end, (first + index + 1) * 60))
                let worked = worked(from, to, pauses)
                if worked < rest {
                    rest -= worked
                } else {
                    for moment in (from..<to).reversed() where !pauses.contain(moment) {
                        rest -= 1
                        if rest == 0 { return moment }
                    }
                }
            }
            index -= 1
        }
        return nil
    }
}

/// Up to three pauses, in seconds since 1970; those that are not there are empty. They are no list, as a debug build is slow with lists.
struct NaivePauses {
    var first = 0..<0
    var second = 0..<0
    var third = 0..<0

    /// The pauses that are there.
    var list: [Range<Int>] { [first, second, third].filter { !$0.isEmpty } }

    /// Whether a second is in one of them.
    func contain(_ moment: Int) -> Bool { touch(moment, moment + 1) }

    /// Whether one of them has seconds of [from, to).
    func touch(_ from: Int, _ to: Int) -> Bool {
        (first.lowerBound < to && first.upperBound > from) || (second.lowerBound < to && second.upperBound > from)
            || (third.lowerBound < to && third.upperBound > from)
    }
}
