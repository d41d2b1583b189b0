// Calendars: the tricky cases of business time and deadlines, by their ids.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Business calendars")
struct CalendarTests {
    private let office = CalendarSpec.office("UTC", "09:00-17:00")
    private let long = CalendarSpec.office("UTC", "08:00-18:00")
    private let lunch = CalendarSpec.office("Asia/Shanghai", "09:00-12:00", "13:30-18:00")
    private let china = CalendarLibrary.builtIn.calendar(named: "cn-office")!

    @Test("T01: an hour from Friday 16:30 ends on Monday")
    func overTheWeekend() throws {
        let deadline = try office.calendar().deadline(from: at("2024-03-01T16:30:00Z"), target: .hours(1))
        #expect(deadline == at("2024-03-04T09:30:00Z"))
    }

    @Test("T02: a pause in closed hours changes nothing")
    func pauseInClosedHours() throws {
        let calendar = try office.calendar()
        let pause = PauseSet([at("2024-03-04T18:00:00Z")..<at("2024-03-05T08:00:00Z")])
        let start = at("2024-03-04T16:00:00Z")
        #expect(calendar.deadline(from: start, target: .hours(2), without: pause) == at("2024-03-05T10:00:00Z"))
        #expect(calendar.businessTime(from: start, to: at("2024-03-05T10:00:00Z"), without: pause) == .hours(2))
    }

    @Test("T03: a pause over the working hours of two days costs these hours, and not the night")
    func pauseOverTwoDays() throws {
        let pause = PauseSet([at("2024-03-04T16:00:00Z")..<at("2024-03-05T10:00:00Z")])
        let deadline = try office.calendar().deadline(
            from: at("2024-03-04T09:00:00Z"), target: .hours(8), without: pause)
        #expect(deadline == at("2024-03-05T11:00:00Z"))
    }

    @Test("T04, T05: four hours from Monday 17:00, and the warning one business hour before")
    func warning() throws {
        let calendar = try long.calendar()
        let start = at("2024-03-04T17:00:00Z")
        let deadline = try #require(calendar.deadline(from: start, target: .hours(4)))
        #expect(deadline == at("2024-03-05T11:00:00Z"))
        #expect(calendar.deadline(from: start, target: .hours(3)) == at("2024-03-05T10:00:00Z"))
        #expect(calendar.start(before: deadline, target: .hours(1)) == at("2024-03-05T10:00:00Z"))
        // Exactly back to the opening: the latest start, not the closing of the day before.
        #expect(calendar.start(before: deadline, target: .hours(3)) == at("2024-03-05T08:00:00Z"))
        #expect(calendar.start(before: deadline, target: .hours(4)) == start)
        #expect(calendar.start(before: deadline, target: .zero) == deadline)
    }

    @Test("T06: a Saturday to make up for a holiday works")
    func makeUpDay() {
        let deadline = china.deadline(from: at("2021-10-08T17:00:00+08:00"), target: .hours(4))
        #expect(deadline == at("2021-10-09T12:00:00+08:00"))
    }

    @Test("T07, T08: two working days of nine hours over the National Day of 2021; as 48 hours they are others")
    func twoWorkingDays() {
        let start = at("2021-09-30T17:30:00+08:00")
        #expect(china.deadline(from: start, target: .hours(2 * 9)) == at("2021-10-09T17:30:00+08:00"))
        #expect(china.deadline(from: start, target: .hours(48)) == at("2021-10-14T11:30:00+08:00"))
    }

    @Test("T09, T10: an hour over a change of the clock in a window")
    func changeInWindow() throws {
        let calendar = try CalendarSpec.daily("Europe/Berlin", "01:00-05:00").calendar()
        let spring = at("2024-03-31T01:30:00+01:00")
        #expect(calendar.deadline(from: spring, target: .minutes(60)) == at("2024-03-31T03:30:00+02:00"))
        #expect(calendar.businessTime(from: spring, to: at("2024-03-31T05:00:00+02:00")) == .minutes(150))
        let autumn = at("2024-10-27T02:00:00+02:00")
        #expect(calendar.deadline(from: autumn, target: .minutes(60)) == at("2024-10-27T02:00:00+01:00"))
        #expect(
            calendar.businessTime(from: at("2024-10-27T01:00:00+02:00"), to: at("2024-10-27T05:00:00+01:00"))
                == .hours(5))
    }

    @Test("T11: days of a change have 23 and 25 hours around the clock")
    func daysOfChange() throws {
        let calendar = try CalendarSpec.daily("Europe/Berlin", "00:00-24:00").calendar()
        let spring = (at("2024-03-31T00:00:00+01:00"), at("2024-04-01T00:00:00+02:00"))
        let autumn = (at("2024-10-27T00:00:00+02:00"), at("2024-10-28T00:00:00+01:00"))
        #expect(calendar.businessTime(from: spring.0, to: spring.1) == .hours(23))
        #expect(calendar.businessTime(from: autumn.0, to: autumn.1) == .hours(25))
        #expect(BusinessCalendar.always.businessTime(from: autumn.0, to: autumn.1) == .hours(25))
    }

    @Test("T12: a pause from the first 02:30 to the second 02:10 lasts 40 minutes")
    func pauseOverChange() throws {
        let calendar = try CalendarSpec.daily("Europe/Berlin", "00:00-24:00").calendar()
        let pause = PauseSet([at("2024-10-27T02:30:00+02:00")..<at("2024-10-27T02:10:00+01:00")])
        let day = (at("2024-10-27T00:00:00+02:00"), at("2024-10-28T00:00:00+01:00"))
        #expect(calendar.businessTime(from: day.0, to: day.1, without: pause) == .minutes(25 * 60 - 40))
    }

    @Test("T13: an afternoon window on the date of a change is where the clock shows it")
    func afternoonOfChange() throws {
        let calendar = try CalendarSpec.daily("America/New_York", "13:00-18:00").calendar()
        #expect(calendar.nextOpening(at: at("2024-03-10T10:00:00Z")) == at("2024-03-10T17:00:00Z"))
        #expect(calendar.businessTime(from: at("2024-03-10T05:00:00Z"), to: at("2024-03-11T04:00:00Z")) == .hours(5))
    }

    @Test("T14: the offset of the day in question, also long ago")
    func history() throws {
        let calendar = try CalendarSpec.office("Europe/Berlin", "09:00-17:00").calendar()
        #expect(calendar.nextOpening(at: at("2024-01-15T00:00:00Z")) == at("2024-01-15T08:00:00Z"))
        #expect(calendar.nextOpening(at: at("2024-07-15T00:00:00Z")) == at("2024-07-15T07:00:00Z"))
        // China had summer time from 1986 to 1991.
        let shanghai = try CalendarSpec.office("Asia/Shanghai", "09:00-18:00").calendar()
        #expect(shanghai.nextOpening(at: at("1988-07-15T00:00:00+09:00")) == at("1988-07-15T00:00:00Z"))
        #expect(shanghai.nextOpening(at: at("1992-07-15T00:00:00+08:00")) == at("1992-07-15T01:00:00Z"))
    }

    @Test("T15, T16: lunch")
    func overLunch() throws {
        let calendar = try lunch.calendar()
        #expect(
            calendar.deadline(from: at("2024-03-04T12:30:00+08:00"), target: .seconds(30))
                == at("2024-03-04T13:30:30+08:00"))
        #expect(
            calendar.deadline(from: at("2024-03-04T11:50:00+08:00"), target: .minutes(30))
                == at("2024-03-04T13:50:00+08:00"))
    }

    @Test("T17: a night shift runs into the next day")
    func nightShift() throws {
        let calendar = try CalendarSpec.daily("UTC", "21:00-02:00").calendar()
        #expect(calendar.deadline(from: at("2024-03-02T01:30:00Z"), target: .hours(1)) == at("2024-03-02T21:30:00Z"))
        #expect(calendar.isOpen(at: at("2024-03-02T01:59:59.999Z")) && !calendar.isOpen(at: at("2024-03-02T02:00:00Z")))
    }

    @Test("T18: a holiday removes the night shift that starts on it, and not the end of the one before")
    func holidayInNightShift() throws {
        let nights = CalendarSpec.daily("UTC", "21:00-02:00")
        let calendar = try nights.with(["2024-03-02": []]).calendar()
        #expect(calendar.businessTime(from: at("2024-03-01T12:00:00Z"), to: at("2024-03-02T12:00:00Z")) == .hours(5))
        #expect(calendar.businessTime(from: at("2024-03-02T12:00:00Z"), to: at("2024-03-03T12:00:00Z")) == .zero)
        #expect(calendar.isOpen(at: at("2024-03-02T01:00:00Z")) && !calendar.isOpen(at: at("2024-03-03T01:00:00Z")))
    }

    @Test("T19, T20, T21: at closing time, before it, and exactly at it")
    func closing() throws {
        let calendar = try CalendarSpec.office("UTC", "09:00-18:00").calendar()
        let close = at("2024-03-04T18:00:00Z")
        #expect(!calendar.isOpen(at: close) && calendar.nextOpening(at: close) == at("2024-03-05T09:00:00Z"))
        #expect(calendar.deadline(from: close, target: .minutes(1)) == at("2024-03-05T09:01:00Z"))
        #expect(
            calendar.deadline(from: at("2024-03-04T17:59:30Z"), target: .seconds(60)) == at("2024-03-05T09:00:30Z"))
        #expect(calendar.deadline(from: at("2024-03-04T16:00:00Z"), target: .hours(2)) == close)
    }

    @Test(
        "T22, T64: 24:00 is the end of the day, 23:59 a minute before; whole days are 24 hours but for changes of the clock"
    )
    func endOfDay() throws {
        let day = (at("2024-03-04T00:00:00Z"), at("2024-03-05T00:00:00Z"))
        let whole = try CalendarSpec.daily("UTC", "00:00-24:00").calendar()
        let almost = try CalendarSpec.daily("UTC", "00:00-23:59").calendar()
        #expect(whole.businessTime(from: day.0, to: day.1) == .hours(24))
        #expect(almost.businessTime(from: day.0, to: day.1) == .minutes(24 * 60 - 1))
        #expect(
            try CalendarSpec.daily("UTC", "18:00-24:00").calendar().businessTime(from: day.0, to: day.1) == .hours(6))
        #expect(whole.deadline(from: at("2024-03-04T10:00:00Z"), target: .hours(48)) == at("2024-03-06T10:00:00Z"))
        let berlin = try CalendarSpec.daily("Europe/Berlin", "00:00-24:00").calendar()
        #expect(
            berlin.deadline(from: at("2024-03-30T12:00:00+01:00"), target: .hours(24))
                == at("2024-03-31T13:00:00+02:00"))
    }

    @Test("T23, T24: pauses count to the millisecond, overlapping ones once")
    func pauses() throws {
        let calendar = try office.calendar()
        let start = at("2024-03-04T10:00:00Z")
        let short = PauseSet([start + .minutes(1)..<start + .minutes(1) + .seconds(2)])
        #expect(calendar.deadline(from: start, target: .minutes(5), without: short) == start + .seconds(302))
        let both = PauseSet([
            start + .minutes(10)..<start + .minutes(30), start + .minutes(5)..<start + .minutes(20),
            start + .minutes(40)..<start + .minutes(40),
        ])
        #expect(calendar.businessTime(from: start, to: start + .minutes(60), without: both) == .minutes(35))
        #expect(calendar.deadline(from: start, target: .minutes(35), without: both) == start + .minutes(60))
        #expect(calendar.deadline(from: start + .minutes(7), target: .zero, without: both) == start + .minutes(30))
        #expect(calendar.start(before: start + .minutes(60), target: .minutes(35), without: both) == start)
        #expect(!calendar.isOpen(at: start + .minutes(10), without: both) && calendar.isOpen(at: start, without: both))
    }

    @Test("T23: a pause that has not ended leaves no deadline")
    func openPause() throws {
        let start = at("2024-03-04T10:00:00Z")
        let pause = PauseSet([start + .minutes(1)..<Instant.distantFuture])
        #expect(try office.calendar().deadline(from: start, target: .minutes(5), without: pause) == nil)
        #expect(try office.calendar().deadline(from: start, target: .minutes(1), without: pause) == start + .minutes(1))
    }

    @Test("T25, T26, T27: over the night, and outside working hours")
    func overNight() throws {
        let calendar = try CalendarSpec.daily("Asia/Shanghai", "09:00-23:00").calendar()
        func time(_ from: String, _ to: String) -> Milliseconds {
            calendar.businessTime(from: at("2024-03-04T\(from)+08:00"), to: at("2024-03-05T\(to)+08:00"))
        }
        #expect(time("23:05:00", "09:00:20") == .seconds(20))
        #expect(time("22:59:50", "09:00:15") == .seconds(25))
        #expect(time("23:30:00", "08:00:00") == .zero)
    }

    @Test("T28: a calendar without working time is refused; one whose working time ends has no deadline then")
    func noWorkingTime() throws {
        #expect(BusinessCalendar(CalendarPlan(), zone: .utc) == nil)
        #expect(BusinessCalendar(try CalendarSpec.office("UTC").with(["2024-03-04": []]).plan(), zone: .utc) == nil)
        let once = try CalendarSpec.office("UTC").with(["2024-03-02": ["10:00-12:00"]]).calendar()
        #expect(once.deadline(from: at("2024-01-01T00:00:00Z"), target: .hours(2)) == at("2024-03-02T12:00:00Z"))
        #expect(once.deadline(from: at("2024-01-01T00:00:00Z"), target: .hours(3)) == nil)
        #expect(once.nextOpening(at: at("2024-03-02T12:00:00Z")) == nil)
        #expect(once.start(before: at("2025-01-01T00:00:00Z"), target: .hours(2)) == at("2024-03-02T10:00:00Z"))
        #expect(once.start(before: at("2025-01-01T00:00:00Z"), target: .hours(3)) == nil)
        #expect(try office.calendar().deadline(from: at("2024-01-01T00:00:00Z"), target: Milliseconds(.max)) == nil)
    }

    @Test("T30: a holiday added after the fact moves the deadlines over it")
    func holidayAdded() throws {
        let before = try office.calendar()
        let after = try office.with(["2024-03-04": []]).calendar()
        let start = at("2024-03-01T16:30:00Z")
        #expect(before.deadline(from: start, target: .hours(1)) == at("2024-03-04T09:30:00Z"))
        #expect(after.deadline(from: start, target: .hours(1)) == at("2024-03-05T09:30:00Z"))
    }

    @Test("T31, T70: a date is that of the calendar's zone, east and west of UTC, wherever anybody sits")
    func dates() throws {
        for (zone, offset) in [
            ("America/Los_Angeles", "-08:00"), ("Asia/Tokyo", "+09:00"), ("Pacific/Kiritimati", "+14:00"),
        ] {
            let calendar = try CalendarSpec.daily(zone, "00:00-24:00").with(["2024-01-10": []]).calendar()
            let holiday = (at("2024-01-10T00:00:00\(offset)"), at("2024-01-11T00:00:00\(offset)"))
            #expect(
                calendar.businessTime(from: holiday.0 - .hours(24), to: holiday.1 + .hours(24)) == .hours(48), "\(zone)"
            )
            #expect(calendar.nextOpening(at: holiday.0) == holiday.1, "\(zone)")
        }
        // The same instant, written by somebody in another city.
        #expect(
            china.deadline(from: at("2024-03-04T02:00:00+01:00"), target: .hours(1))
                == china.deadline(from: at("2024-03-04T09:00:00+08:00"), target: .hours(1)))
    }

    @Test("T33: one working day a week is enough")
    func oneWeekday() throws {
        let calendar = try CalendarSpec(zone: "UTC", week: [[], [], ["09:00-10:00"], [], [], [], []]).calendar()
        #expect(calendar.deadline(from: at("2024-03-06T09:30:00Z"), target: .hours(1)) == at("2024-03-13T09:30:00Z"))
        #expect(calendar.deadline(from: at("2024-03-06T09:30:00Z"), target: .hours(520)) == at("2034-02-22T09:30:00Z"))
    }

    @Test("T63: milliseconds are those of POSIX time, which has no leap seconds")
    func leapSecond() {
        // Half a second before the end of 2016, which a leap second followed.
        let start = Instant(milliseconds: 1_483_228_799_500)
        #expect(
            BusinessCalendar.always.deadline(from: start, target: .seconds(2))
                == Instant(milliseconds: 1_483_228_801_500))
        #expect(BusinessCalendar.always.businessTime(from: start, to: start + Milliseconds(1)) == Milliseconds(1))
    }

    @Test("T58: a step due at night waits for the receiver's working hours, or does not, by the receiver's calendar")
    func receiverCalendar() {
        let breach = at("2024-03-04T17:50:00+08:00")
        #expect(china.deadline(from: breach, target: .minutes(30)) == at("2024-03-05T09:20:00+08:00"))
        #expect(BusinessCalendar.always.deadline(from: breach, target: .minutes(30)) == breach + .minutes(30))
    }

    @Test("a time that does not exist is the instant of the gap; a skipped day has no working time")
    func gaps() throws {
        let gap = try CalendarSpec.daily("Europe/Berlin", "02:15-02:45", "02:30-04:00").calendar()
        #expect(gap.nextOpening(at: at("2024-03-31T00:00:00Z")) == at("2024-03-31T03:00:00+02:00"))
        #expect(gap.businessTime(from: at("2024-03-31T00:00:00Z"), to: at("2024-03-31T12:00:00Z")) == .minutes(60))
        // In Sao Paulo midnight did not exist on 2018-11-04; in Apia the whole of 2011-12-30.
        let saoPaulo = try CalendarSpec.daily("America/Sao_Paulo", "00:00-02:00").calendar()
        #expect(saoPaulo.businessTime(from: at("2018-11-04T00:00:00Z"), to: at("2018-11-05T00:00:00Z")) == .minutes(60))
        // 09:00 to 17:00 on the 29th, its night until the gap, and from the gap on the night of the 30th.
        let apia = try CalendarSpec.daily("Pacific/Apia", "09:00-17:00", "22:00-03:00").calendar()
        #expect(
            apia.businessTime(from: at("2011-12-29T08:00:00-10:00"), to: at("2011-12-31T08:00:00+14:00")) == .hours(13))
    }

    @Test("a time that the clock shows twice opens at the first and closes at the second")
    func ambiguous() throws {
        let calendar = try CalendarSpec.daily("Europe/Berlin", "02:15-02:30").calendar()
        let night = (at("2024-10-27T00:00:00+02:00"), at("2024-10-27T12:00:00+01:00"))
        #expect(calendar.nextOpening(at: night.0) == at("2024-10-27T02:15:00+02:00"))
        #expect(calendar.businessTime(from: night.0, to: night.1) == .minutes(75))
        // 02:00 is shown twice, too.
        let late = try CalendarSpec.daily("Europe/Berlin", "22:00-02:00").calendar()
        #expect(late.isOpen(at: at("2024-10-27T01:59:00+01:00")) && !late.isOpen(at: at("2024-10-27T02:00:00+01:00")))
        // St. John's went back from 00:01 to 23:01: the next day had begun before this one ended.
        let johns = try CalendarSpec.daily("America/St_Johns", "23:30-00:30").calendar()
        let fall = (at("2010-11-06T12:00:00-02:30"), at("2010-11-07T12:00:00-03:30"))
        #expect(johns.businessTime(from: fall.0, to: fall.1) == .minutes(120))
    }

    @Test("windows that touch or overlap are one")
    func merging() throws {
        let calendar = try CalendarSpec.daily("UTC", "13:00-18:00", "09:00-12:00", "12:00-13:30", "17:00-09:00")
            .calendar()
        let day = (at("2024-03-04T00:00:00Z"), at("2024-03-05T00:00:00Z"))
        #expect(calendar.businessTime(from: day.0, to: day.1) == .hours(24))
        #expect(DailyWindow(written: "09:00-09:00").map { $0.closes - $0.opens } == 1440)
    }
}
