// Local time of a zone, from its list of offsets.
// SPDX-License-Identifier: Apache-2.0

/// The offsets of a time zone from UTC over time. The loader in `Wire` fills it from the IANA database. Copies share one table.
package struct ZoneRules: Hashable, Sendable {
    /// What a zone has, once for all who use it.
    private final class Table: Sendable {
        let identifier: String
        /// When each offset begins, ascending; the first holds from the beginning of time.
        let starts: [Instant]
        /// The offsets, as many as starts.
        let offsets: [Milliseconds]

        init(identifier: String, starts: [Instant], offsets: [Milliseconds]) {
            self.identifier = identifier
            self.starts = starts
            self.offsets = offsets
        }
    }

    private let table: Table

    /// A zone whose offset is `first` and then changes at each transition; transitions ascend.
    package init(identifier: String, first: Milliseconds, transitions: [(at: Instant, offset: Milliseconds)] = []) {
        table = Table(
            identifier: identifier, starts: [.distantPast] + transitions.map(\.at),
            offsets: [first] + transitions.map(\.offset))
    }

    /// The IANA name, for instance "Asia/Shanghai".
    package var identifier: String { table.identifier }

    private var starts: [Instant] { table.starts }

    private var offsets: [Milliseconds] { table.offsets }

    package static func == (left: ZoneRules, right: ZoneRules) -> Bool {
        left.table === right.table
            || left.identifier == right.identifier && left.starts == right.starts && left.offsets == right.offsets
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

    /// Coordinated universal time.
    package static let utc = ZoneRules(identifier: "UTC", first: .zero)

    /// A stretch of time in which the offset does not change.
    package struct Stretch: Hashable, Sendable {
        /// Where it starts; the distant past for the first one.
        package var start: Instant
        /// Where the next one starts; the distant future for the last one.
        package var end: Instant
        /// Local time minus UTC.
        package var offset: Milliseconds
    }

    /// The stretch that contains an instant.
    package func stretch(at instant: Instant) -> Stretch { stretch(index(at: instant)) }

    /// The offset in force at an instant: local time minus UTC.
    package func offset(at instant: Instant) -> Milliseconds { offsets[index(at: instant)] }

    /// The instants within the range at which the offset changes, ascending.
    package func changes(in range: ClosedRange<Instant>) -> ArraySlice<Instant> {
        // The first start is no change; the stretch at the lower bound may start there.
        let low = index(at: range.lowerBound)
        return starts[max(1, starts[low] == range.lowerBound ? low : low + 1)..<max(1, index(at: range.upperBound) + 1)]
    }

    /// The first instant whose local time is at or after the given one, as milliseconds since 1970-01-01 00:00 local time: a time that
    /// the clock skips becomes the end of the gap, a time that it shows twice the first of both.
    package func instant(local: Int64) -> Instant {
        var index = index(at: Instant(milliseconds: local - ZoneRules.largestOffset))
        while true {
            let stretch = stretch(index)
            let candidate = max(Instant(milliseconds: local - stretch.offset.count), stretch.start)
            if candidate < stretch.end || index == starts.count - 1 { return candidate }
            index += 1
        }
    }

    /// Where the local times up to the given one end for good: a time that the clock skips becomes the instant of the gap, a time that it
    /// shows twice the second of both. Never before `instant(local:)`.
    package func lastInstant(local: Int64) -> Instant {
        var index = index(at: Instant(milliseconds: local + ZoneRules.largestOffset))
        while true {
            let stretch = stretch(index)
            let candidate = Instant(milliseconds: local - stretch.offset.count)
            if candidate >= stretch.start || index == 0 { return min(candidate, stretch.end) }
            index -= 1
        }
    }

    /// No offset is as large: a local time differs from UTC by less than a day.
    private static let largestOffset: Int64 = 86_400_000

    private func stretch(_ index: Int) -> Stretch {
        Stretch(
            start: starts[index], end: index + 1 < starts.count ? starts[index + 1] : .distantFuture,
            offset: offsets[index])
    }

    private func index(at instant: Instant) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= instant { low = middle } else { high = middle }
        }
        return low
    }
}
