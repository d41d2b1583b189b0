// Periods whose tallies are kept no longer.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

extension CommandFailure {
    /// Refuses windows of which tallies were let go, of some subjects at least: what is left would be shown as if it were all.
    static func refuseGone(
        _ period: String, _ kind: WindowKind, ends: [Instant], _ horizon: TallyHorizon
    ) throws(CommandFailure) {
        if ends.contains(where: { horizon.hasLetGo(kind, end: $0) }) { throw .gone(period, kind, horizon) }
    }

    /// Likewise of the months of a period, whatever the zone of the tallies.
    static func refuseGone(_ period: ReportingPeriod, _ horizon: TallyHorizon) throws(CommandFailure) {
        if horizon.hasLetGo(period) { throw .gone(period.label, .month, horizon) }
    }

    private static func gone(_ period: String, _ kind: WindowKind, _ horizon: TallyHorizon) -> CommandFailure {
        .noInput(
            "tallies of \(period) are kept no longer, or not for long any more: the policy ('keep' of 'tallies') lets go of each "
                + "\(kind.word) in turn, and has come to \(horizon[kind]?.written ?? "now"); ask for a later period"
                + (kind == .month ? ", or look at what was published of this one" : ", or for its month"))
    }
}
