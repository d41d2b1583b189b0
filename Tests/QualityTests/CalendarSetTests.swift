// Versions of a calendar: what holds when, and what running clocks make of it.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("Versions of calendars")
struct CalendarSetTests {
    /// From 9 to 17, and from 2024-03-06 on from 8 to 20.
    private func longer() throws -> CalendarSet {
        let old = CalendarVersion(
            name: "1", calendar: try CalendarSpec.office("UTC", "09:00-17:00").calendar(), zone: .utc)
        let new = CalendarVersion(
            name: "2", effectiveFrom: at("2024-03-06T00:00:00Z"),
            calendar: try CalendarSpec.office("UTC", "08:00-20:00").calendar(), zone: .utc)
        return CalendarSet(name: "support", versions: [new, old])
    }

    @Test("T29: a running clock follows the calendar's versions, or is pinned to the one in force at its start")
    func followOrPin() throws {
        let calendar = try longer()
        let start = at("2024-03-05T16:00:00Z")
        #expect(calendar.version(at: start).name == "1" && calendar.version(at: at("2024-03-06T00:00:00Z")).name == "2")
        #expect(calendar.deadline(from: start, target: .hours(12)) == at("2024-03-06T19:00:00Z"))
        let pinned = calendar.version(at: start).calendar
        #expect(pinned.deadline(from: start, target: .hours(12)) == at("2024-03-07T12:00:00Z"))
    }

    @Test("T29: business time is that of each version in its time, and positions go both ways")
    func timeline() throws {
        let calendar = try longer()
        let (from, change, to) = (at("2024-02-26T00:00:00Z"), at("2024-03-06T00:00:00Z"), at("2024-03-16T00:00:00Z"))
        #expect(calendar.businessTime(from: from, to: to) == .hours(7 * 8 + 8 * 12))
        #expect(calendar.businessTime(from: from, to: change) == .hours(56))
        // Exactly the working time of the old version: its last closing, and the first opening of the new one.
        #expect(calendar.deadline(from: from, target: .hours(56)) == at("2024-03-05T17:00:00Z"))
        #expect(calendar.start(before: at("2024-03-06T10:00:00Z"), target: .hours(2)) == at("2024-03-06T08:00:00Z"))
        #expect(calendar.start(before: at("2024-03-06T10:00:00Z"), target: .hours(3)) == at("2024-03-05T16:00:00Z"))
        #expect(calendar.nextOpening(at: at("2024-03-05T17:00:00Z")) == at("2024-03-06T08:00:00Z"))
        #expect(calendar.isOpen(at: at("2024-03-06T08:30:00Z")) && !calendar.isOpen(at: at("2024-03-05T08:30:00Z")))
    }

    @Test("T66: a team that moves changes its zone from then on, and not its history")
    func move() throws {
        let berlin = try #require(ZoneRules(named: "Europe/Berlin"))
        let tokyo = try #require(ZoneRules(named: "Asia/Tokyo"))
        let calendar = CalendarSet(
            name: "team",
            versions: [
                CalendarVersion(
                    name: "berlin", calendar: try CalendarSpec.office("Europe/Berlin", "09:00-17:00").calendar(),
                    zone: berlin),
                CalendarVersion(
                    name: "tokyo", effectiveFrom: at("2024-07-01T00:00:00+09:00"),
                    calendar: try CalendarSpec.office("Asia/Tokyo", "09:00-17:00").calendar(), zone: tokyo),
            ])
        #expect(calendar.nextOpening(at: at("2024-06-03T00:00:00Z")) == at("2024-06-03T09:00:00+02:00"))
        #expect(calendar.nextOpening(at: at("2024-07-08T00:00:00+09:00")) == at("2024-07-08T09:00:00+09:00"))
        // Friday's last hour in Berlin, Monday's first in Tokyo.
        #expect(
            calendar.deadline(from: at("2024-06-28T16:00:00+02:00"), target: .hours(2))
                == at("2024-07-01T10:00:00+09:00"))
        #expect(calendar.version(at: at("2024-06-30T14:59:59Z")).zone == berlin)
    }

    @Test("a version without working time left lets the next one go on")
    func emptyVersion() throws {
        let once = try CalendarSpec.office("UTC").with(["2024-03-04": ["09:00-10:00"]]).calendar()
        let versions = try ["2024-03-06", "2024-03-07", "2024-03-08"].enumerated().map { index, date in
            CalendarVersion(
                name: "\(index)", effectiveFrom: at("\(date)T00:00:00Z"),
                calendar: index == 2 ? try CalendarSpec.office("UTC", "09:00-10:00").calendar() : once, zone: .utc)
        }
        let calendar = CalendarSet(name: "rare", versions: versions)
        #expect(calendar.deadline(from: at("2024-03-04T09:30:00Z"), target: .hours(1)) == at("2024-03-08T09:30:00Z"))
        #expect(calendar.nextOpening(at: at("2024-03-05T00:00:00Z")) == at("2024-03-08T09:00:00Z"))
        #expect(calendar.start(before: at("2024-03-08T09:30:00Z"), target: .hours(1)) == at("2024-03-04T09:30:00Z"))
    }
}
