// When the months of tallies are closed.
// SPDX-License-Identifier: Apache-2.0

/// A month is closed so long after its end as the policy says that was in force when it began. What happens up to then counts in its closed
/// figures; what happens later is late, and adjusts a later period (C24, A07, A28). Only event times decide, so that it does not matter how
/// records arrive.
extension PolicySet {
    /// Whether some version closes months.
    package var closesMonths: Bool { versions.contains { $0.monthsCloseAfter != nil } }

    /// All months that end at this instant or before are closed for what happens at `time`; the distant past when none is.
    package func closedBefore(at time: Instant) -> Instant { latestClosing(at: time)?.end ?? .distantPast }

    /// The latest month that is closed at a time: where it ends, and when it was closed.
    fileprivate func latestClosing(at time: Instant) -> (end: Instant, closing: Instant)? {
        guard closesMonths, time > .epoch else { return nil }
        var month = Window(.month, containing: time, zone: zone)
        for _ in 0..<PolicySet.mostMonths {
            guard month.start > .epoch else { break }
            month = Window(.month, containing: month.start - Milliseconds(1), zone: zone)
            if let closing = closing(of: month), closing <= time { return (month.end, closing) }
        }
        return nil
    }

    /// The first instant after `time` at which a month is closed; nil when there is none, the epoch while no time is known.
    package func nextClosing(after time: Instant) -> Instant? {
        guard closesMonths else { return nil }
        guard time >= .epoch else { return .epoch }
        let closed = closedBefore(at: time)
        let first = closed > .distantPast ? closed : max(.epoch, time - PolicySet.longestClosing)
        var month = Window(.month, containing: first, zone: zone)
        var next: Instant?
        for _ in 0..<PolicySet.mostMonths {
            if let closing = closing(of: month), closing > time { next = min(next ?? closing, closing) }
            month = Window(.month, containing: month.end, zone: zone)
        }
        return next
    }

    /// When a month is closed; nil when the version in force at its start does not close months.
    package func closing(of month: Window) -> Instant? {
        versions[index(at: month.start)].monthsCloseAfter.map { month.end + $0 }
    }

    /// The longest that a month may wait for its closing.
    package static let longestClosing = Milliseconds.hours(366 * 24)
    private static let mostMonths = 14
}

/// Remembers which months are closed at the times that are asked for: as a rule one after the other.
package struct ClosedMonths: Sendable {
    private let policies: PolicySet
    private var from = Instant.distantFuture
    private var until = Instant.distantPast
    private var closedBefore = Instant.distantPast

    /// The closings of these policies.
    package init(_ policies: PolicySet) { self.policies = policies }

    /// What `PolicySet.closedBefore(at:)` says.
    package mutating func before(at time: Instant) -> Instant {
        guard policies.closesMonths else { return .distantPast }
        if from <= time, time < until { return closedBefore }
        let latest = policies.latestClosing(at: time)
        closedBefore = latest?.end ?? .distantPast
        from = latest?.closing ?? time
        until = policies.nextClosing(after: max(time, .epoch)) ?? .distantFuture
        return closedBefore
    }
}
