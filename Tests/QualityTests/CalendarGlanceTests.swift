// Glances at calendars against the calendars as a whole.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing
import Wire

@Suite("Glances at calendars")
struct CalendarGlanceTests {
    @Test(
        "a glance answers as the whole calendar does, over changes of the clock, night shifts, holidays and pauses",
        arguments: CalendarInvariantTests.zones + ["America/New_York", "Africa/Casablanca", "Asia/Kathmandu"])
    func glance(zone: String) throws {
        let rules = try #require(ZoneRules(named: zone))
        var random = SeededRandom(seed: 21)
        var glance = CalendarGlance()
        var answered = 0
        for _ in 0..<300 {
            let around = CalendarInvariantTests.instants(1, &random)[0]
            var plan = try CalendarInvariantTests.plan(near: around, &random)
            plan.putInOrder()
            guard let whole = BusinessCalendar(plan, zone: rules) else { continue }
            for _ in 0..<40 {
                func near(_ seconds: Int) -> Instant {
                    let instant = around + .seconds(Int64(random.number(-seconds...seconds)))
                    let horizon = BusinessCalendar.horizon
                    return min(max(instant, horizon.lowerBound), horizon.upperBound)
                }
                let start = near(20 * 86_400)
                let pauses = PauseSet(
                    (0..<random.pick([0, 0, 1, 3])).map { _ in
                        let bounds = [near(30 * 86_400), near(30 * 86_400)].sorted()
                        return bounds[0]..<bounds[1]
                    })
                let target = Milliseconds(Int64(random.number(below: random.pick([1, 10_000_000, 3_000_000_000]))))
                if let deadline = glance.deadline(plan, zone: rules, from: start, target: target, without: pauses) {
                    #expect(whole.deadline(from: start, target: target, without: pauses) == deadline)
                    answered += 1
                }
                let end = near(random.pick([86_400, 90 * 86_400]))
                if let time = glance.businessTime(plan, zone: rules, from: start, to: end, without: pauses) {
                    #expect(whole.businessTime(from: start, to: end, without: pauses) == time)
                    answered += 1
                }
            }
        }
        #expect(answered > 10_000)
    }

    @Test("far deadlines, long spans and the end of the horizon take the whole calendar")
    func limits() throws {
        var plan = CalendarPlan()
        plan.setWeekday(0, to: [try #require(DailyWindow(from: 540, to: 600))])
        var glance = CalendarGlance()
        func deadline(_ start: Int64, _ hours: Int64, _ pauses: PauseSet = .none) -> Instant? {
            glance.deadline(
                plan, zone: .utc, from: Instant(milliseconds: start), target: .hours(hours), without: pauses)
        }
        let day: Int64 = 86_400_000
        // Mondays come every seven days: 1970-01-05 is the first.
        #expect(deadline(0, 2) == Instant(milliseconds: 11 * day + 36_000_000))
        #expect(deadline(0, 11) == nil)
        #expect(deadline(0, 1, PauseSet([Instant.epoch..<Instant.distantFuture])) == nil)
        let end = BusinessCalendar.horizon.upperBound
        #expect(deadline(end.milliseconds, 0) == nil && deadline(end.milliseconds - 3 * day, 1) == nil)
        let long = glance.businessTime(
            plan, zone: .utc, from: .epoch, to: Instant(milliseconds: 71 * day), without: .none)
        #expect(long == nil)
        let none = glance.businessTime(plan, zone: .utc, from: end, to: .epoch, without: .none)
        #expect(none == .zero)
    }
}
