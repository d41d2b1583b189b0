// What holds of every calendar: the invariants 1 to 4 of business time.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing
import Wire

@Suite("Invariants of business calendars")
struct CalendarInvariantTests {
    static let zones = [
        "Europe/Berlin", "America/St_Johns", "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Apia", "UTC",
    ]

    /// Instants from 1970 to 2099, and near each other as often as far apart.
    static func instants(_ count: Int, _ random: inout SeededRandom) -> [Instant] {
        let first = Int64(random.number(below: 4_102_444_800)) * 1000 + Int64(random.number(below: 1000))
        let reach = random.pick([86_400, 30 * 86_400, 20 * 365 * 86_400])
        return (0..<count).map { _ in
            let instant = Instant(
                milliseconds: first + Int64(random.number(below: reach)) * 1000 + Int64(random.number(below: 1000)))
            return min(instant, BusinessCalendar.horizon.upperBound)
        }.sorted()
    }

    static func windows(_ random: inout SeededRandom) throws -> [DailyWindow] {
        try (0..<random.number(1...3)).map { _ in
            try #require(DailyWindow(from: random.number(below: 1440), to: random.number(0...1440)))
        }
    }

    static func pauses(_ count: Int, _ random: inout SeededRandom) -> [Range<Instant>] {
        (0..<count).map { _ in
            let bounds = instants(2, &random)
            return bounds[0]..<bounds[1]
        }
    }

    /// A plan with dates that differ, some of them near the instants.
    static func plan(near instant: Instant, _ random: inout SeededRandom) throws -> CalendarPlan {
        var plan = CalendarPlan()
        for weekday in 0..<7 where random.chance(perMille: 700) { plan.setWeekday(weekday, to: try windows(&random)) }
        plan.setWeekday(random.number(0...6), to: try windows(&random))
        for _ in 0..<random.number(0...20) {
            let day = Int(instant.milliseconds / 86_400_000) + random.number(-40...40)
            if day >= 0, day < 47_000 {
                plan.setDays(
                    day...(day + random.number(0...2)), to: random.chance(perMille: 600) ? [] : try windows(&random))
            }
        }
        return plan
    }

    @Test(
        "invariants 1 and 2: additive, monotone, within bounds; deadlines and business time undo each other",
        arguments: zones)
    func additive(zone: String) throws {
        let rules = try #require(ZoneRules(named: zone))
        var random = SeededRandom(seed: 11)
        for _ in 0..<100 {
            let times = Self.instants(4, &random)
            guard let calendar = BusinessCalendar(try Self.plan(near: times[1], &random), zone: rules) else { continue }
            let pauses = PauseSet(random.chance(perMille: 500) ? [] : Self.pauses(3, &random))
            func time(_ from: Int, _ to: Int) -> Int64 {
                calendar.businessTime(from: times[from], to: times[to], without: pauses).count
            }
            #expect(time(0, 1) + time(1, 2) == time(0, 2))
            #expect(0 <= time(0, 1) && time(0, 1) <= (times[1] - times[0]).count && time(0, 1) <= time(0, 3))
            let target = Milliseconds(Int64(random.number(1...400_000_000)))
            if let deadline = calendar.deadline(from: times[1], target: target, without: pauses) {
                #expect(calendar.businessTime(from: times[1], to: deadline, without: pauses) == target)
                // The least one.
                let before = Instant(milliseconds: deadline.milliseconds - 1)
                #expect(calendar.businessTime(from: times[1], to: before, without: pauses) < target)
                let later = calendar.deadline(from: times[2], target: target, without: pauses)
                #expect(later == nil || later! >= deadline)
                let more = calendar.deadline(from: times[1], target: target + Milliseconds(1), without: pauses)
                #expect(more == nil || more! > deadline)
            }
            if let start = calendar.start(before: times[2], target: target, without: pauses) {
                #expect(calendar.businessTime(from: start, to: times[2], without: pauses) == target)
                // The latest one.
                let after = Instant(milliseconds: start.milliseconds + 1)
                #expect(calendar.businessTime(from: after, to: times[2], without: pauses) < target)
            }
            let opening = calendar.deadline(from: times[1], target: .zero)
            #expect(opening == (calendar.isOpen(at: times[1]) ? times[1] : calendar.nextOpening(at: times[1])))
            if let opening {
                #expect(calendar.isOpen(at: opening) && calendar.businessTime(from: times[1], to: opening) == .zero)
            }
        }
    }

    @Test("invariant 3: a pause or a holiday makes no deadline earlier, a window none later", arguments: zones)
    func monotoneInHours(zone: String) throws {
        let rules = try #require(ZoneRules(named: zone))
        var random = SeededRandom(seed: 12)
        for _ in 0..<100 {
            let start = Self.instants(1, &random)[0]
            let plan = try Self.plan(near: start, &random)
            let target = Milliseconds(Int64(random.number(0...200_000_000)))
            func deadline(_ plan: CalendarPlan, _ pauses: [Range<Instant>] = []) -> Instant {
                BusinessCalendar(plan, zone: rules)?.deadline(from: start, target: target, without: PauseSet(pauses))
                    ?? .distantFuture
            }
            let pauses = Self.pauses(2, &random)
            let plain = deadline(plan)
            #expect(deadline(plan, [pauses[0]]) >= plain && deadline(plan, pauses) >= deadline(plan, [pauses[0]]))
            let day = Int(start.milliseconds / 86_400_000) + random.number(0...5)
            var holiday = plan
            holiday.setDays(day...day, to: [])
            #expect(deadline(holiday) >= plain)
            var longer = holiday
            longer.setDays(day...day, to: try Self.windows(&random))
            #expect(deadline(longer) <= deadline(holiday))
        }
    }

    @Test("invariant 4: the zone and all local times shifted together change nothing")
    func shifted() throws {
        let berlin = try #require(ZoneRules(named: "Europe/Berlin"))
        let changes = Array(berlin.changes(in: BusinessCalendar.horizon))
        var random = SeededRandom(seed: 13)
        for _ in 0..<100 {
            let shift = random.number(-5...5) * 30
            let moved = ZoneRules(
                identifier: "moved", first: berlin.offset(at: .distantPast) + .minutes(Int64(shift)),
                transitions: changes.map { ($0, berlin.offset(at: $0) + .minutes(Int64(shift))) })
            var (plan, movedPlan) = (CalendarPlan(), CalendarPlan())
            for weekday in 0..<7 {
                let from = random.number(150...600)
                let to = from + random.number(1...600)
                plan.setWeekday(weekday, to: [try #require(DailyWindow(from: from, to: to))])
                movedPlan.setWeekday(weekday, to: [try #require(DailyWindow(from: from + shift, to: to + shift))])
            }
            let calendar = try #require(BusinessCalendar(plan, zone: berlin))
            let other = try #require(BusinessCalendar(movedPlan, zone: moved))
            let times = Self.instants(2, &random)
            let target = Milliseconds(Int64(random.number(0...200_000_000)))
            #expect(
                calendar.businessTime(from: times[0], to: times[1]) == other.businessTime(from: times[0], to: times[1]))
            #expect(calendar.deadline(from: times[0], target: target) == other.deadline(from: times[0], target: target))
        }
    }

    @Test("a calendar for a part of the horizon answers there as the whole one does", arguments: zones)
    func span(zone: String) throws {
        let rules = try #require(ZoneRules(named: zone))
        var random = SeededRandom(seed: 14)
        for _ in 0..<100 {
            let times = Self.instants(2, &random)
            let plan = try Self.plan(near: times[0], &random)
            guard let whole = BusinessCalendar(plan, zone: rules),
                let part = BusinessCalendar(plan, zone: rules, covering: times[0]...times[1])
            else { continue }
            #expect(whole.businessTime(from: times[0], to: times[1]) == part.businessTime(from: times[0], to: times[1]))
            let target = Milliseconds(Int64(random.number(0...100_000_000)))
            let deadline = whole.deadline(from: times[0], target: target)
            #expect(part.deadline(from: times[0], target: target) == deadline.flatMap { $0 <= times[1] ? $0 : nil })
            let start = whole.start(before: times[1], target: target)
            #expect(part.start(before: times[1], target: target) == start.flatMap { $0 >= times[0] ? $0 : nil })
        }
    }

    @Test("local times of a zone: first and last instants, over every change")
    func localTimes() throws {
        for name in Self.zones {
            let zone = try #require(ZoneRules(named: name))
            for change in zone.changes(in: BusinessCalendar.horizon) {
                for minutes in stride(from: Int64(-180), through: 180, by: 7) {
                    let instant = change + .minutes(minutes)
                    let local = instant.milliseconds + zone.offset(at: instant).count
                    let (first, last) = (zone.instant(local: local), zone.lastInstant(local: local))
                    #expect(first <= instant && instant <= last)
                    #expect(first.milliseconds + zone.offset(at: first).count == local)
                    #expect(last.milliseconds + zone.offset(at: last).count == local)
                }
            }
        }
    }
}
