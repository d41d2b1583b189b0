// Calendar files: the built-in ones, what files may say, and what is wrong said clearly.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Testing
import Wire

@Suite("Calendar files")
struct CalendarFileTests {
    private let china = CalendarLibrary.builtIn.calendar(named: "cn-office")!

    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso: text)) }

    private func hours(_ calendar: CalendarSet, _ from: String, _ to: String) throws -> Double {
        let time = calendar.businessTime(
            from: try instant("\(from)T00:00:00+08:00"), to: try instant("\(to)T00:00:00+08:00"))
        return Double(time.count) / 3_600_000
    }

    @Test(
        "T32: cn-office has the working days of the official notices, and nothing else",
        arguments: [
            (2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248),
        ])
    func workingDays(year: Int, days: Int) throws {
        #expect(try hours(china, "\(year)-01-01", "\(year + 1)-01-01") == Double(days * 9))
    }

    @Test("T06, T07: holidays and make-up days of cn-office, and what is provisional")
    func chinaOffice() throws {
        #expect(try hours(china, "2020-01-24", "2020-02-03") == 0)
        #expect(try hours(china, "2024-02-18", "2024-02-19") == 9)
        #expect(try hours(china, "2026-02-14", "2026-02-24") == 9)
        #expect(try hours(china, "2027-02-05", "2027-02-09") == 0)
        let (start, settled, later) = (
            try instant("2026-12-30T00:00:00Z"), try instant("2026-12-31T16:00:00Z"),
            try instant("2027-01-04T00:00:00Z")
        )
        #expect(china.isSettled(from: start, to: settled) && !china.isSettled(from: start, to: later))
    }

    @Test("always is always open")
    func always() throws {
        let always = try #require(CalendarLibrary.builtIn.calendar(named: "always"))
        let start = try instant("2024-02-09T23:30:00Z")
        #expect(always.deadline(from: start, target: .hours(48)) == start + .hours(48))
        #expect(always.start(before: start, target: .hours(48)) == start - .hours(48))
        #expect(always.nextOpening(at: start) == start && always.isSettled(from: start, to: start + .hours(100_000)))
    }

    @Test("a file extends cn-office: other hours, more days, and make-up days follow the hours of their weekday")
    func extending() throws {
        let calendar = try CalendarFile.decode(
            yaml: """
                calendar: hotline
                extends: cn-office
                week:
                  mon: ["08:00-20:00"]
                  sat: ["10:00-14:00"]
                days:
                  2027-02-09..2027-02-11: []
                  2027-02-20: mon
                  2027-02-21: ["09:00-10:00"]
                """, file: "hotline.yaml")
        #expect(calendar.name == "hotline")
        #expect(try hours(calendar, "2024-02-04", "2024-02-05") == 12)
        #expect(try hours(calendar, "2027-02-05", "2027-02-12") == 0)
        #expect(try hours(calendar, "2027-02-20", "2027-02-22") == 13)
        #expect(try hours(calendar, "2024-03-04", "2024-03-11") == 12 + 4 * 9 + 4)
        #expect(calendar.isSettled(from: try instant("2027-02-09T00:00:00Z"), to: try instant("2028-02-09T00:00:00Z")))
    }

    @Test("T29, T66: versions take force at a date of their own zone, or at an instant")
    func versions() throws {
        let calendar = try CalendarFile.decode(
            yaml: """
                versions:
                  - version: berlin
                    zone: Europe/Berlin
                    week: { mon: ["09:00-17:00"] }
                  - version: tokyo
                    from: 2024-07-01
                    zone: Asia/Tokyo
                    week: { mon: ["09:00-17:00"] }
                  - version: later
                    from: 2024-08-01T12:00:00Z
                    zone: Asia/Tokyo
                    week: { mon: ["10:00-17:00"] }
                """, file: "team.yaml")
        #expect(calendar.name == "team.yaml" && calendar.versions.map(\.name) == ["berlin", "tokyo", "later"])
        #expect(try calendar.versions[1].effectiveFrom == instant("2024-06-30T15:00:00Z"))
        #expect(try calendar.nextOpening(at: instant("2024-06-30T00:00:00Z")) == instant("2024-07-01T09:00:00+09:00"))
    }

    @Test("a JSON object as questions bring it is a file, too")
    func json() throws {
        let calendar = try CalendarFile.decode(
            yaml:
                #"{"zone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:30-18:00"]},"days":{"2024-02-04":["09:00-18:00"],"2024-02-10":[]}}"#,
            file: "c.json")
        #expect(try hours(calendar, "2024-02-04", "2024-02-06") == 16.5)
    }

    @Test(
        "every mistake is told with its place and remedy",
        arguments: [
            (
                "zone: Asia/Shangai\nweek: { mon: [\"09:00-18:00\"] }",
                ":1:7: unknown zone 'Asia/Shangai'; did you mean 'Asia/Shanghai'?"
            ),
            ("week: { mon: [\"09:00-18:00\"] }", "the calendar has no 'zone'"),
            ("zone: UTC\nweek: { mon: [] }", "no working time at all"),
            ("zone: UTC\nweek: { mo: [\"09:00-18:00\"] }", ":2:9: unknown weekday 'mo'; did you mean 'mon'?"),
            ("zone: UTC\nweek: { mon: [9-18] }", "'9-18' is no window of mon; write for instance \"09:00-12:00\""),
            ("zone: UTC\nweek: { mon: \"09:00-18:00\" }", "the windows of mon are not a list"),
            ("zone: UTC\nweek: { mon: [\"09:00-18:00\"] }\ndays: { 2024-02-30: [] }", ":3:9: '2024-02-30' is no date"),
            (
                "zone: UTC\nweek: { mon: [\"09:00-18:00\"] }\ndays: { 2024-02-03: monday }",
                "neither a list of windows nor a weekday"
            ),
            ("extends: cn-offic", "unknown calendar to extend 'cn-offic'; did you mean 'cn-office'?"),
            ("zone: UTC\nhours: 3", "unknown key 'hours'"),
            (
                "versions:\n  - { version: a, zone: UTC, week: { mon: [\"09:00-18:00\"] } }\n  - { version: a, from: 1999, extends: cn-office }",
                "'from' is '1999'"
            ),
            (
                "versions:\n  - { version: a, from: 2024-01-01, extends: cn-office }\n  - { version: a, from: 2023-01-01, extends: cn-office }",
                "does not take force after 'a'"
            ),
            ("", "the file is empty; start it with 'calendar: …'"),
        ])
    func mistakes(yaml: String, part: String) {
        #expect {
            try CalendarFile.decode(yaml: yaml, file: "c.yaml")
        } throws: { error in
            "\(error)".contains(part) && "\(error)".hasPrefix("c.yaml:")
        }
    }

    @Test("the examples of the manual are valid, and what it says of them holds")
    func manual() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("deploy/calendars.md"), encoding: .utf8)
        let examples = text.components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        let calendars = try examples.map { try CalendarFile.decode(yaml: $0, file: "calendars.md") }
        #expect(calendars.map(\.name) == ["support", "hotline", "team", "support"])
        let monday = try instant("2026-12-21T23:00:00+01:00")
        let christmas = try instant("2026-12-25T23:00:00+01:00")
        #expect(calendars[0].isOpen(at: monday) && !calendars[0].isOpen(at: christmas))
        #expect(calendars[2].versions.map(\.name) == ["2025", "2026-07"])
        // T30: the Friday behind the holidays as they were first announced.
        #expect(!calendars[3].isOpen(at: try instant("2020-01-31T10:00:00+08:00")))
        #expect(calendars[3].isOpen(at: try instant("2020-02-03T10:00:00+08:00")))
        let questions = text.components(separatedBy: "```json\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
        var batch = CalendarBatch(library: .builtIn)
        var answers: [UInt8] = []
        for line in questions[0].split(separator: "\n") {
            #expect(batch.answer(Array(line.utf8), into: &answers))
        }
        #expect(String(decoding: answers, as: UTF8.self) == questions[1] + "\n")
    }
}
