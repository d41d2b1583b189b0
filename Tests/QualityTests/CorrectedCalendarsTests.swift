// Calendars that take the places of others in policies.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@Suite("Corrected calendars")
struct CorrectedCalendarsTests {
    private static func calendar(_ name: String, _ hours: String) throws -> CalendarSet {
        let calendar = try CalendarSpec.office("UTC", hours).calendar()
        return CalendarSet(name: name, versions: [CalendarVersion(name: "1", calendar: calendar, zone: .utc)])
    }

    private static func policy(_ version: String, from: Int64, _ clocks: [ClockPolicy]) -> Policy {
        Policy(
            name: "p", version: version, effectiveFrom: Instant(milliseconds: from), zone: .utc,
            rubric: Rubric(dimensions: []), lexicons: [], clocks: clocks, surveys: SurveyPolicy(window: .hours(48)),
            allowedSkew: .seconds(5))
    }

    private static func rule(_ calendar: CalendarSet?) -> TargetRule {
        TargetRule(
            conditions: [TargetRule.Condition(kind: .channel, values: ["phone"])], target: .hours(1),
            calendar: calendar,
            calendarName: calendar?.name ?? "always")
    }

    @Test(
        "T30: a corrected calendar takes the place of the one of its name, in all clocks, rules and versions, and of no other"
    )
    func places() throws {
        let (support, night) = (try Self.calendar("support", "09:00-17:00"), try Self.calendar("night", "17:00-23:00"))
        var first = ClockPolicy.clock(.firstResponseHuman, 60, rules: [Self.rule(night), Self.rule(nil)])
        (first.calendar, first.calendarName) = (support, support.name)
        let plain = ClockPolicy.clock(.nextResponse, 60, rules: [Self.rule(support)])
        var after = ClockPolicy.clock(.callBack, 60)
        (after.calendar, after.calendarName) = (night, night.name)
        let policies = PolicySet([
            Self.policy("1", from: 0, [first, plain]), Self.policy("2", from: 1, [plain, after]),
        ])
        #expect(policies.calendarNames == ["night", "support"])
        let corrected = policies.corrected(by: [try Self.calendar("support", "12:00-13:00")])
        // A Tuesday, 09:00: an hour of working time later.
        let start = at("2024-03-05T09:00:00Z")
        func deadline(_ calendar: (any WorkingTime)?) -> Instant? { calendar?.deadline(from: start, target: .hours(1)) }
        let noon = at("2024-03-05T13:00:00Z")
        let evening = at("2024-03-05T18:00:00Z")
        let clocks = corrected.versions.map(\.allClocks)
        #expect(corrected.versions.map(\.version) == ["1", "2"])
        #expect(clocks.map { $0.map(\.kind) } == [[.firstResponseHuman, .nextResponse], [.nextResponse, .callBack]])
        #expect(deadline(clocks[0][0].calendar) == noon && deadline(clocks[0][0].rules[0].calendar) == evening)
        #expect(clocks[0][0].rules[1].calendar == nil && clocks[0][1].calendar == nil)
        #expect(deadline(clocks[0][1].rules[0].calendar) == noon && deadline(clocks[1][0].rules[0].calendar) == noon)
        #expect(deadline(clocks[1][1].calendar) == evening)
        #expect(deadline(policies.versions[0].clocks[0].calendar) == at("2024-03-05T10:00:00Z"))
    }
}
