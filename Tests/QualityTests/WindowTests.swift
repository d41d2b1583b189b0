// Windows of time: their borders and names over changes of the clock.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Windows")
struct WindowTests {
    /// Berlin in 2026: clocks go forward on 29 March and back on 25 October, at 01:00 UTC.
    private let berlin = ZoneRules(
        identifier: "Europe/Berlin", first: .hours(1),
        transitions: [
            (at: Instant(milliseconds: 1_774_746_000_000), offset: .hours(2)),
            (at: Instant(milliseconds: 1_792_890_000_000), offset: .hours(1)),
        ])

    @Test("F28: both hours of the same name in autumn have windows and labels of their own")
    func autumn() {
        let change = Instant(milliseconds: 1_792_890_000_000)
        let hours = [-1, 0, 1].map { hour in
            Window(.hour, containing: change + .hours(hour) + .minutes(30), zone: berlin)
        }
        #expect(hours.map(\.label) == ["2026-10-25T02", "2026-10-25T02+01:00", "2026-10-25T03"])
        #expect(hours.map { ($0.start - change).count / 3_600_000 } == [-1, 0, 1])
        #expect(Set(hours.map(\.end)).count == 3)
    }

    @Test("F28: days of a change have 23 and 25 hours, and every hour of them its own label")
    func days() {
        for (change, length) in [(1_774_746_000_000, 23), (1_792_890_000_000, 25)] as [(Int64, Int64)] {
            let day = Window(.day, containing: Instant(milliseconds: change), zone: berlin)
            #expect(day.end - day.start == .hours(length))
            let labels = (0..<length).map { Window(.hour, containing: day.start + .hours($0), zone: berlin).label }
            #expect(Set(labels).count == Int(length))
        }
    }

    @Test(
        "F29: an ISO week begins on Monday, and belongs to the year of its Thursday",
        arguments: [
            (2026, 11, 23, "2026-W48"), (2026, 11, 29, "2026-W48"), (2026, 11, 30, "2026-W49"),
            (2026, 12, 31, "2026-W53"),
            (2027, 1, 3, "2026-W53"), (2027, 1, 4, "2027-W01"), (2024, 12, 30, "2025-W01"), (1970, 1, 1, "1970-W01"),
            (1969, 12, 28, "1969-W52"), (2021, 1, 3, "2020-W53"),
        ])
    func weeks(year: Int, month: Int, day: Int, label: String) {
        let number = CivilDate(year: year, month: month, day: day).dayNumber
        let window = Window(.week, containing: Instant(milliseconds: number * 86_400_000 + 1), zone: .utc)
        #expect(window.label == label)
        #expect(window.end - window.start == .hours(7 * 24))
        #expect((window.start.milliseconds / 86_400_000 + 3) % 7 == 0, "a Monday")
    }

    @Test("F28, F29: the weeks of a change have an hour less or more, and days never lie in two of them")
    func weeksOfChanges() {
        for (change, hours) in [(1_774_746_000_000, 167), (1_792_890_000_000, 169)] as [(Int64, Int64)] {
            let week = Window(.week, containing: Instant(milliseconds: change), zone: berlin)
            #expect(week.end - week.start == .hours(hours))
            let before = Window(.week, containing: week.start(weeksBefore: 1, zone: berlin), zone: berlin)
            #expect(before.end == week.start && before.start == week.start(weeksBefore: 1, zone: berlin))
            var start = week.start
            var days = 0
            while start < week.end {
                start = Window(.day, containing: start, zone: berlin).end
                days += 1
            }
            #expect(start == week.end && days == 7)
        }
    }

    @Test("C50: quarters, half-years and years are their months")
    func periods() {
        #expect(Period("2026-Q4")?.months == ["2026-10", "2026-11", "2026-12"])
        #expect(Period("2026-H1")?.months == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"])
        #expect(Period("2026")?.months.count == 12 && Period("2026")?.months.last == "2026-12")
        for name in ["", "26", "2026-", "2026-Q5", "2026-Q0", "2026-H3", "2026-11", "2026-Q1-1", "-026", "2026-W48"] {
            #expect(Period(name) == nil, "\(name)")
        }
    }
}
