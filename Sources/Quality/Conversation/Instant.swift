// Points in time and lengths of time, in milliseconds.
// SPDX-License-Identifier: Apache-2.0

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, POSIX (T63: no leap seconds).
@usableFromInline
package struct Instant: Comparable, Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    @usableFromInline package var milliseconds: Int64

    /// An instant so many milliseconds after 1970-01-01T00:00:00Z.
    @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// 1970-01-01T00:00:00Z.
    @inlinable package static var epoch: Instant { Instant(milliseconds: 0) }

    /// Before every event time that a decoder accepts.
    @inlinable package static var distantPast: Instant { Instant(milliseconds: .min / 4) }

    /// After every event time that a decoder accepts.
    @inlinable package static var distantFuture: Instant { Instant(milliseconds: .max / 4) }

    @inlinable package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The instant `span` later.
    @inlinable package static func + (instant: Instant, span: Milliseconds) -> Instant {
        Instant(milliseconds: instant.milliseconds + span.count)
    }

    /// The instant `span` earlier.
    @inlinable package static func - (instant: Instant, span: Milliseconds) -> Instant {
        Instant(milliseconds: instant.milliseconds - span.count)
    }

    /// The time from `start` to `end`; negative when `end` is earlier.
    @inlinable package static func - (end: Instant, start: Instant) -> Milliseconds {
        Milliseconds(end.milliseconds - start.milliseconds)
    }
}

/// A length of time in whole milliseconds.
@usableFromInline
package struct Milliseconds: Comparable, Hashable, Sendable {
    /// How many milliseconds.
    @usableFromInline package var count: Int64

    /// A length of so many milliseconds.
    @inlinable package init(_ count: Int64) { self.count = count }

    /// No time at all.
    @inlinable package static var zero: Milliseconds { Milliseconds(0) }

    /// A length of so many seconds.
    @inlinable package static func seconds(_ seconds: Int64) -> Milliseconds { Milliseconds(seconds * 1000) }

    /// A length of so many minutes.
    @inlinable package static func minutes(_ minutes: Int64) -> Milliseconds { seconds(minutes * 60) }

    /// A length of so many hours.
    @inlinable package static func hours(_ hours: Int64) -> Milliseconds { minutes(hours * 60) }

    @inlinable package static func < (left: Milliseconds, right: Milliseconds) -> Bool { left.count < right.count }

    @inlinable package static func + (left: Milliseconds, right: Milliseconds) -> Milliseconds {
        Milliseconds(left.count + right.count)
    }
}
