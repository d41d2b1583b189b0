// How long tallies are kept.
// SPDX-License-Identifier: Apache-2.0

/// How long tallies are kept behind their window's end, by the window's length. What is not named is kept for ever.
package struct TallyRetention: Equatable, Sendable {
    /// So long after its end a window is let go.
    package var keep: [WindowKind: Milliseconds]

    /// Keeps each kind of window that is named so long, and the others for ever.
    package init(_ keep: [WindowKind: Milliseconds] = [:]) { self.keep = keep }

    /// The least that a policy may keep: hours, days and weeks for a week, so that what comes late still finds its window; months
    /// for the three that a quarter is the sum of, and some days to look at it.
    package static func least(_ kind: WindowKind) -> Milliseconds {
        kind == .month ? .hours(24 * 100) : .hours(24 * 7)
    }
}

/// Which tallies of a partition have been let go. Facts alone decide: what is the latest hour of one of them, so much time has passed.
/// It never goes back, so a window that was let go stays gone when a policy keeps longer: what it would be made of is not there any more.
package struct TallyHorizon: Equatable, Sendable {
    /// Windows of the kind that end then or before are gone.
    private var gone: [Instant?] = Array(repeating: nil, count: WindowKind.allCases.count)

    /// Nothing is gone.
    package init() {}

    /// The instant up to which windows of a kind are gone, those included that end then; nil where none is.
    package subscript(kind: WindowKind) -> Instant? {
        get { gone[Int(kind.rawValue) - 1] }
        set {
            gone[Int(kind.rawValue) - 1] = newValue
            isEmpty = gone.allSatisfy { $0 == nil }
        }
    }

    /// Whether nothing is gone.
    package private(set) var isEmpty = true

    /// Whether a window is gone.
    package func hasLetGo(_ kind: WindowKind, end: Instant) -> Bool {
        guard let gone = self[kind] else { return false }
        return end <= gone
    }

    /// Whether a month of a period is gone, whatever the zone of the tallies: up to a day early.
    package func hasLetGo(_ period: ReportingPeriod) -> Bool {
        // No zone is further ahead of UTC.
        let earliest = Milliseconds.hours(14)
        return period.months.compactMap(ReportingPeriod.init).contains { month in
            hasLetGo(.month, end: Instant(milliseconds: (month.lastDay + 1) * 86_400_000) - earliest)
        }
    }

    /// Moves on with a fact of an hour. Returns whether it moved.
    package mutating func advance(to hour: Instant, _ retention: TallyRetention) -> Bool {
        var moved = false
        for (kind, span) in retention.keep where hour - span > self[kind] ?? .distantPast {
            self[kind] = hour - span
            moved = true
        }
        return moved
    }

    /// What both let go.
    package mutating func formUnion(_ other: TallyHorizon) {
        for kind in WindowKind.allCases {
            guard let theirs = other[kind] else { continue }
            self[kind] = max(self[kind] ?? theirs, theirs)
        }
    }
}
