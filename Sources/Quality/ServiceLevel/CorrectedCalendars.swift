// Policies whose calendars were corrected after the fact.
// SPDX-License-Identifier: Apache-2.0

extension PolicySet {
    /// The calendars that clocks of some version count in, by name and in order; `always` cannot be corrected and is none of them.
    package var calendarNames: [String] {
        var names: Set<String> = []
        for clock in versions.flatMap(\.allClocks) {
            if clock.calendar != nil { names.insert(clock.calendarName) }
            for rule in clock.rules where rule.calendar != nil { names.insert(rule.calendarName) }
        }
        return names.sorted()
    }

    /// The same policies with other calendars in the places of those that have their names, in all versions (T30). What else they say
    /// stays, and so do the calendars of ladders: they change who is told when, and no breach.
    package func corrected(by calendars: [CalendarSet]) -> PolicySet {
        PolicySet(
            versions.map { policy in policy.changed(clocks: policy.allClocks.map { $0.corrected(by: calendars) }) })
    }
}

extension ClockPolicy {
    fileprivate func corrected(by calendars: [CalendarSet]) -> ClockPolicy {
        func correction(of time: (any WorkingTime)?, _ name: String) -> (any WorkingTime)? {
            guard let time else { return nil }
            return calendars.first { $0.name == name } ?? time
        }
        var clock = self
        clock.calendar = correction(of: calendar, calendarName)
        for index in rules.indices {
            clock.rules[index].calendar = correction(of: rules[index].calendar, rules[index].calendarName)
        }
        return clock
    }
}
