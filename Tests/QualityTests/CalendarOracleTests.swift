// Calendars against the naive one: random calendars, zones, dates near changes of the clock, and pauses.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing
import Wire

@Suite("Business calendars against the naive oracle")
struct CalendarOracleTests {
    /// Zones with an eventful clock, and dates on which theirs changed or was skipped.
    static let zones: [(name: String, dates: [String])] = [
        ("Europe/Berlin", ["2024-03-31", "2024-10-27", "1996-10-27"]),
        ("America/New_York", ["2024-03-10", "2024-11-03", "1974-01-06"]),
        ("Australia/Lord_Howe", ["2024-04-07", "2024-10-06"]),
        ("Asia/Shanghai", ["1986-05-04", "1991-09-15", "2024-02-10"]),
        ("Pacific/Apia", ["2011-12-30", "2012-04-01"]),
        ("Africa/Casablanca", ["2024-03-10", "2024-04-14"]),
        ("America/Sao_Paulo", ["2018-11-04", "2019-02-17"]),
        ("Asia/Kathmandu", ["1986-01-01", "2024-01-01"]),
        ("America/St_Johns", ["2010-11-07", "2010-03-14"]),
        ("Europe/Dublin", ["1971-10-31", "2024-10-27"]),
    ]

    /// How many calendars of a zone are tried, with so many questions each: ten zones make 105,000 cases of each kind.
    private static let calendars = 30
    private static let questions = 350

    @Test("business time and deadlines, both ways, as the walk minute by minute has them", arguments: zones)
    func oracle(zone: (name: String, dates: [String])) throws {
        var random = SeededRandom(seed: zone.name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        let rules = try #require(ZoneRules(named: zone.name))
        for _ in 0..<Self.calendars {
            let start = try CalendarSpec.day(random.pick(zone.dates)) - random.number(2...5)
            let spec = Self.spec(zone.name, around: start, &random)
            guard let calendar = BusinessCalendar(try spec.plan(), zone: rules) else { continue }
            let naive = try NaiveCalendar(spec, from: start, count: 9)
            for _ in 0..<Self.questions {
                let problem = Self.question(calendar, naive, &random)
                #expect(problem == nil, "\(spec): \(problem ?? "")")
                if problem != nil { return }
            }
        }
    }

    /// Asks both; says where they differ.
    private static func question(
        _ calendar: BusinessCalendar, _ naive: NaiveCalendar, _ random: inout SeededRandom
    ) -> String? {
        let seconds = naive.first * 60
        let start = seconds + 86_400 + random.number(below: 5 * 86_400)
        let end = min(
            start + random.number(below: random.chance(perMille: 50) ? 3 * 86_400 : 40_000), seconds + 8 * 86_400)
        var pauses = NaivePauses()
        if random.chance(perMille: 400) { pauses.first = pause(around: start, &random) }
        if random.chance(perMille: 200) { pauses.second = pause(around: start, &random) }
        if random.chance(perMille: 100) { pauses.third = pause(around: start, &random) }
        let set = PauseSet(pauses.list.map { instant($0.lowerBound)..<instant($0.upperBound) })
        let target =
            random.chance(perMille: 100) ? 0 : random.number(below: random.chance(perMille: 100) ? 40_000 : 8_000)
        let question = "start \(start), end \(end), target \(target), pauses \(pauses.list)"
        let time = naive.seconds(from: start, to: end, pauses: pauses)
        let found = calendar.businessTime(from: instant(start), to: instant(end), without: set)
        if found != .seconds(Int64(time)) { return "business time \(time) s, not \(found.count) ms; \(question)" }
        if set.isEmpty, calendar.businessTime(from: instant(start), to: instant(end)) != found {
            return "pauses; \(question)"
        }
        if let deadline = naive.deadline(from: start, target: target, pauses: pauses) {
            let found = calendar.deadline(from: instant(start), target: .seconds(Int64(target)), without: set)
            if found != instant(deadline) {
                return "deadline \(deadline), not \(String(describing: found)); \(question)"
            }
        }
        if target > 0, let first = naive.start(before: end, target: target, pauses: pauses) {
            let found = calendar.start(before: instant(end), target: .seconds(Int64(target)), without: set)
            if found != instant(first) { return "start \(first), not \(String(describing: found)); \(question)" }
        }
        return nil
    }

    private static func instant(_ second: Int) -> Instant { Instant(milliseconds: Int64(second) * 1000) }

    private static func pause(around start: Int, _ random: inout SeededRandom) -> Range<Int> {
        let from = start - 7_200 + random.number(below: 40_000)
        return from..<(from + random.number(below: random.chance(perMille: 300) ? 120 : 20_000))
    }

    /// A calendar: up to three windows a weekday, night shifts among them, and some dates that differ.
    private static func spec(_ zone: String, around start: Int, _ random: inout SeededRandom) -> CalendarSpec {
        var spec = CalendarSpec(zone: zone, week: [])
        for _ in 0..<7 { spec.week.append(random.chance(perMille: 200) ? [] : windows(&random)) }
        for _ in 0..<random.number(0...4) {
            let date = CivilDate(dayNumber: Int64(start + random.number(0...8))).label
            spec.days[date] = random.chance(perMille: 500) ? [] : windows(&random)
        }
        return spec
    }

    private static func windows(_ random: inout SeededRandom) -> [String] {
        (0..<random.number(1...3)).map { _ in
            // Times around changes of the clock and midnight more often than others.
            let hours = random.chance(perMille: 400) ? [0, 1, 2, 3, 23] : Array(0...23)
            let from = "\(twoDigits(random.pick(hours))):\(random.pick(["00", "00", "15", "30", "47"]))"
            let to =
                random.chance(perMille: 100)
                ? "24:00" : "\(twoDigits(random.pick(hours))):\(random.pick(["00", "30", "59"]))"
            return "\(from)-\(to)"
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
