// Periods whose tallies are kept no longer.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

extension CommandFailure {
    /// Refuses windows of which tallies were let go, of some subjects at least: what is left would be shown as if it were all.
    static func refuseGone(
        _ period: String, _ kind: WindowKind, ends: [Instant], _ horizon: TallyHorizon
    ) throws(CommandFailure) {
        guard ends.contains(where: { horizon.hasLetGo(kind, end: $0) }), let gone = horizon[kind] else { return }
        throw .noInput(
            "tallies of \(period) are kept no longer: the policy ('keep' of 'tallies') has let go of each \(kind.word) that ended by "
                + "\(gone.written ?? "\(gone.milliseconds) ms"); ask for a later period"
                + (kind == .month ? ", or look at what was published of this one" : ", or for its month"))
    }

    /// Likewise of the months of a period, whatever the zone of the tallies.
    static func refuseGone(_ period: ReportingPeriod, _ horizon: TallyHorizon) throws(CommandFailure) {
        // No zone is further ahead of UTC.
        let earliest = Milliseconds.hours(14)
        let ends = period.months.compactMap(ReportingPeriod.init).map { month in
            Instant(milliseconds: (month.lastDay + 1) * 86_400_000) - earliest
        }
        try refuseGone(period.label, .month, ends: ends, horizon)
    }
}
