// Local time of a zone, from its list of offsets.
// SPDX-License-Identifier: Apache-2.0

/// The offsets of a time zone from UTC over time. The loader in `Wire` fills it from the IANA database.
package struct ZoneRules: Hashable, Sendable {
    /// The IANA name, for instance "Asia/Shanghai".
    package let identifier: String
    /// When each offset begins, ascending; the first holds from the beginning of time.
    private let starts: [Instant]
    /// The offsets, as many as starts.
    private let offsets: [Milliseconds]

    /// A zone whose offset is `first` and then changes at each transition; transitions ascend.
    package init(identifier: String, first: Milliseconds, transitions: [(at: Instant, offset: Milliseconds)] = []) {
        self.identifier = identifier
        starts = [.distantPast] + transitions.map(\.at)
        offsets = [first] + transitions.map(\.offset)
    }

    /// Coordinated universal time.
    package static let utc = ZoneRules(identifier: "UTC", first: .zero)

    /// The offset in force at an instant: local time minus UTC.
    package func offset(at instant: Instant) -> Milliseconds {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= instant { low = middle } else { high = middle }
        }
        return offsets[low]
    }

    /// The first instant whose local time is at or after the given one, as milliseconds since 1970-01-01 00:00 local time: a time that
    /// the clock skips becomes the end of the gap, a time that it shows twice the first of both.
    package func instant(local: Int64) -> Instant {
        var best = Instant.distantFuture
        for index in starts.indices {
            let candidate = max(Instant(milliseconds: local - offsets[index].count), starts[index])
            let end = index + 1 < starts.count ? starts[index + 1] : .distantFuture
            if candidate < end, candidate < best { best = candidate }
        }
        return best
    }
}
