// Zones by name, each read from the database once.
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Quality

/// Remembers zones, and names that are none.
struct ZoneTable {
    private enum Entry {
        case zone(ZoneRules)
        case unknown(String)
    }

    /// Names that are no zones come from the input: not all of them are remembered.
    private static let mostEntries = 4_096

    private var entries: [String: Entry] = [:]
    /// The zones that were asked for lately, each at a place by the hash of its name, and their names.
    private var recent = [ZoneRules?](repeating: nil, count: recentPlaces)
    private var recentNames = [[UInt8]](repeating: [], count: recentPlaces)
    private static let recentPlaces = 64

    /// A table without zones.
    init() {}

    /// The zone that a string of JSON names.
    ///
    /// - Throws: `CalendarFault` when there is none of that name.
    mutating func zone(_ cursor: JSONCursor, _ text: JSONCursor.Text) throws(CalendarFault) -> ZoneRules {
        let place = cursor.with(text) { Int(truncatingIfNeeded: ByteHash.hash($0)) & (ZoneTable.recentPlaces - 1) }
        if let zone = recent[place], cursor.with(text, { isName($0, of: place) }) { return zone }
        let name = cursor.string(text)
        let zone = try zone(named: name)
        recent[place] = zone
        recentNames[place] = Array(name.utf8)
        return zone
    }

    /// Whether this is the name of the zone at a place; only names of zones, which are not empty, stand there.
    private func isName(_ name: UnsafeRawBufferPointer, of place: Int) -> Bool {
        recentNames[place].count == name.count
            && recentNames[place].withUnsafeBytes { memcmp($0.baseAddress!, name.baseAddress!, name.count) == 0 }
    }

    private mutating func zone(named name: String) throws(CalendarFault) -> ZoneRules {
        if entries[name] == nil {
            if entries.count >= ZoneTable.mostEntries { entries.removeAll() }
            entries[name] = ZoneRules(named: name).map(Entry.zone) ?? .unknown(ZoneTable.complaint(name))
        }
        switch entries[name] {
        case .zone(let zone): return zone
        case .unknown(let complaint): throw CalendarFault(complaint)
        case nil: preconditionFailure("the entry was just made")
        }
    }

    private static func complaint(_ name: String) -> String {
        let nearest = name.utf8.count <= 64 ? NearestName.of(name, among: ZoneRules.names) : nil
        return "unknown zone \"\(name.prefix(64))\"; \(nearest.map { "did you mean \"\($0)\"? " } ?? "")"
            + "write an IANA name, for instance \"Asia/Shanghai\""
    }
}
