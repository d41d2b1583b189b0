// Points in time and lengths of time, in milliseconds.
// SPDX-License-Identifier: Apache-2.0

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, POSIX (T63: no leap seconds).
package struct Instant: Comparable, Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var milliseconds: Int64

    /// An instant so many milliseconds after 1970-01-01T00:00:00Z.
    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Before every event time that a decoder accepts.
    package static let distantPast = Instant(milliseconds: .min / 4)

    /// After every event time that a decoder accepts.
    package static let distantFuture = Instant(milliseconds: .max / 4)

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The instant `span` later.
    package static func + (instant: Instant, span: Milliseconds) -> Instant {
        Instant(milliseconds: instant.milliseconds + span.count)
    }

    /// The instant `span` earlier.
    package static func - (instant: Instant, span: Milliseconds) -> Instant {
        Instant(milliseconds: instant.milliseconds - span.count)
    }

    /// The time from `start` to `end`; negative when `end` is earlier.
    package static func - (end: Instant, start: Instant) -> Milliseconds {
        Milliseconds(end.milliseconds - start.milliseconds)
    }
}

/// A length of time in whole milliseconds.
package struct Milliseconds: Comparable, Hashable, Sendable {
    /// How many milliseconds.
    package var count: Int64

    /// A length of so many milliseconds.
    package init(_ count: Int64) { self.count = count }

    /// No time at all.
    package static let zero = Milliseconds(0)

    /// A length of so many seconds.
    package static func seconds(_ seconds: Int64) -> Milliseconds { Milliseconds(seconds * 1000) }

    /// A length of so many minutes.
    package static func minutes(_ minutes: Int64) -> Milliseconds { seconds(minutes * 60) }

    /// A length of so many hours.
    package static func hours(_ hours: Int64) -> Milliseconds { minutes(hours * 60) }

    package static func < (left: Milliseconds, right: Milliseconds) -> Bool { left.count < right.count }

    package static func + (left: Milliseconds, right: Milliseconds) -> Milliseconds {
        Milliseconds(left.count + right.count)
    }
}
