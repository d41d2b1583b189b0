// The versions of a calendar as one timeline.
// SPDX-License-Identifier: Apache-2.0

/// One version of a calendar. Its zone is part of it (T66).
package struct CalendarVersion: Sendable {
    /// The version's name, for records and messages.
    package let name: String
    /// From when on it holds.
    package let effectiveFrom: Instant
    /// Its working time.
    package let calendar: BusinessCalendar
    /// Its zone, for instants that people read.
    package let zone: ZoneRules
    /// When its dates are complete and final; outside, some may still be announced or changed. Nil when they are for all time.
    package let settled: Range<Instant>?

    /// A version.
    package init(
        name: String, effectiveFrom: Instant = .distantPast, calendar: BusinessCalendar, zone: ZoneRules,
        settled: Range<Instant>? = nil
    ) {
        self.name = name
        self.effectiveFrom = effectiveFrom
        self.calendar = calendar
        self.zone = zone
        self.settled = settled
    }
}

/// A calendar with its versions, each from an instant on, as one timeline: working time is that of the version in force at each instant
/// (T29, T66). A clock that is to follow changes of its calendar asks the set; one that is pinned to the version in force when it
/// started asks that version's calendar.
package struct CalendarSet: WorkingTime {
    /// The calendar's name.
    package let name: String
    /// The versions in the order in which they take force; the first one holds before, too.
    package let versions: [CalendarVersion]
    /// The position of the timeline when each version takes force, ascending.
    private let starts: [Int64]
    /// The position of each version's own calendar then.
    private let ownStarts: [Int64]

    /// A calendar of at least one version; they are put in order. Of two that take force at the same instant the later one counts.
    package init(name: String, versions: [CalendarVersion]) {
        precondition(!versions.isEmpty, "a calendar has a version")
        self.name = name
        self.versions = versions.sorted { $0.effectiveFrom < $1.effectiveFrom }
        var starts: [Int64] = []
        var ownStarts: [Int64] = []
        for (index, version) in self.versions.enumerated() {
            let own = version.calendar.position(of: version.effectiveFrom)
            if index == 0 {
                starts.append(own)
            } else {
                let before = self.versions[index - 1].calendar.position(of: version.effectiveFrom)
                starts.append(starts[index - 1] + before - ownStarts[index - 1])
            }
            ownStarts.append(own)
        }
        self.starts = starts
        self.ownStarts = ownStarts
    }

    /// The version in force at an instant; before the first one takes force, the first.
    package func version(at instant: Instant) -> CalendarVersion { versions[index { $0.effectiveFrom <= instant }] }

    /// Whether the dates between two instants are complete and final.
    package func isSettled(from start: Instant, to end: Instant) -> Bool {
        versions.indices.allSatisfy { index in
            let from = index == 0 ? start : max(start, versions[index].effectiveFrom)
            let to = index + 1 < versions.count ? min(end, versions[index + 1].effectiveFrom) : end
            guard from <= to, index == 0 || versions[index].effectiveFrom <= end, let settled = versions[index].settled
            else { return true }
            return settled.lowerBound <= from && to <= settled.upperBound
        }
    }

    package func position(of instant: Instant) -> Int64 {
        let index = index { $0.effectiveFrom <= instant }
        return starts[index] + versions[index].calendar.position(of: instant) - ownStarts[index]
    }

    package func instant(at position: Int64, after: Bool) -> Instant? {
        // The version under which the position is reached, or with `after` left.
        var index = starts.count - 1
        while index > 0, after ? starts[index] > position : starts[index] >= position { index -= 1 }
        return versions[index].calendar.instant(at: position - starts[index] + ownStarts[index], after: after)
    }

    /// The last version that something holds for, of the first ones for which it does; else the first.
    private func index(_ holds: (CalendarVersion) -> Bool) -> Int {
        var low = 0
        var high = versions.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(versions[middle]) { low = middle } else { high = middle }
        }
        return low
    }
}
