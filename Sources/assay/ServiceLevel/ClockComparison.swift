// Clocks under two policies.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Wire

/// How the clocks of a history went under two policies, by clock and by the instant's hour at which each cycle started.
struct ClockComparison {
    /// How cycles went.
    struct Outcomes: Equatable {
        var met: Int64 = 0
        var breached: Int64 = 0
        var abandoned: Int64 = 0
        var cancelled: Int64 = 0
        var open: Int64 = 0

        /// All cycles that started (invariant 7).
        var started: Int64 { met + breached + abandoned + cancelled + open }

        /// Met ones in a hundred of those that were met or breached, in hundredths, rounded; nil without such.
        var inTime: Int64? { met + breached == 0 ? nil : (met * 10_000).dividedRounding(by: met + breached) }

        fileprivate mutating func add(_ outcome: ProtoClockResult.Outcome) {
            switch outcome {
            case .met: met += 1
            case .breached: breached += 1
            case .abandoned: abandoned += 1
            case .cancelled: cancelled += 1
            case .open, .unspecified, .UNRECOGNIZED: open += 1
            }
        }
    }

    /// Outcomes under both policies.
    struct Pair: Equatable {
        var before = Outcomes()
        var after = Outcomes()
    }

    /// An hour of the history in which cycles of a clock started.
    struct Hour: Hashable {
        var clock: String
        /// Hours since 1970-01-01T00:00:00Z.
        var hour: Int64
    }

    private(set) var episodes: Int64 = 0
    private(set) var hours: [Hour: Pair] = [:]

    /// Takes an episode.
    mutating func add(_ pair: EpisodePair) {
        episodes += 1
        for cycle in pair.before.clocks {
            hours[ClockComparison.hour(of: cycle), default: Pair()].before.add(cycle.outcome)
        }
        for cycle in pair.after.clocks {
            hours[ClockComparison.hour(of: cycle), default: Pair()].after.add(cycle.outcome)
        }
    }

    private static func hour(of cycle: EpisodeOutcome.Cycle) -> Hour {
        Hour(clock: cycle.clock, hour: cycle.startedAt.flooredQuotient(by: 3_600_000))
    }

    /// The clocks, in the order of their kinds.
    var clocks: [String] {
        let found = Set(hours.keys.map(\.clock))
        return ClockKind.allCases.map(\.word).filter(found.contains)
    }

    /// How a clock went over all.
    func total(_ clock: String) -> Pair {
        hours.reduce(into: Pair()) { sum, entry in
            guard entry.key.clock == clock else { return }
            sum.before.add(entry.value.before)
            sum.after.add(entry.value.after)
        }
    }

    /// How a clock went by the hour of the day of a zone; hours in which no cycle started are not there.
    func byHour(_ clock: String, zone: ZoneRules) -> [(hour: Int, pair: Pair)] {
        var sums: [Int: Pair] = [:]
        for (key, pair) in hours where key.clock == clock {
            // Zones whose offset is no whole hour: the hour in which the hour starts.
            let instant = Instant(milliseconds: key.hour * 3_600_000)
            let local = instant.milliseconds + zone.offset(at: instant).count
            let hour = Int(local.flooredQuotient(by: 3_600_000) % 24)
            sums[hour, default: Pair()].before.add(pair.before)
            sums[hour, default: Pair()].after.add(pair.after)
        }
        return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension ClockComparison.Outcomes {
    fileprivate mutating func add(_ other: Self) {
        met += other.met
        breached += other.breached
        abandoned += other.abandoned
        cancelled += other.cancelled
        open += other.open
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
