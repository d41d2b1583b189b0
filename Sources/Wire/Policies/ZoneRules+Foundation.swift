// The offsets of a time zone, from Foundation.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Quality

extension ZoneRules {
    /// Where reading a zone's transitions stops: 2100-01-01T00:00:00Z. Later instants have the last offset before it.
    private static let end = Date(timeIntervalSince1970: 4_102_444_800)

    /// The zone of that IANA name with its transitions from 1970 to 2100, from the database that Foundation carries; nil
    /// when there is none. Fixed offsets such as "GMT+8" are not names of zones.
    package init?(named name: String) {
        if name == ZoneRules.utc.identifier {
            self = .utc
            return
        }
        guard let zone = TimeZone(identifier: name), zone.identifier == name else { return nil }
        var at = Date(timeIntervalSince1970: 0)
        let first = zone.offset(at: at)
        var last = first
        var transitions: [(at: Instant, offset: Milliseconds)] = []
        while let next = zone.nextDaylightSavingTimeTransition(after: at), next > at, next < ZoneRules.end {
            let offset = zone.offset(at: next)
            // A change of the zone's abbreviation alone is reported too.
            if offset != last {
                transitions.append((Instant(milliseconds: Int64(next.timeIntervalSince1970) * 1000), offset))
            }
            (at, last) = (next, offset)
        }
        self.init(identifier: name, first: first, transitions: transitions)
    }

    /// The names of the zones, sorted, for suggestions.
    static var names: [String] { ["UTC"] + TimeZone.knownTimeZoneIdentifiers.sorted() }
}

extension TimeZone {
    fileprivate func offset(at date: Date) -> Milliseconds { .seconds(Int64(secondsFromGMT(for: date))) }
}
