// Names of agents, teams, channels and tenants, as small numbers.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Gives every name a number. Names are few and stay: the table only grows.
struct NameTable: NameLookup {
    private var index = HashIndex()
    private var bytes: [UInt8] = []
    private var ranges: [ByteRange] = []
    private var strings: [String] = []

    /// The number of the name in `range` of `source`; none for an empty range.
    mutating func name(_ source: [UInt8], _ range: ByteRange) -> NameID {
        guard !range.isEmpty else { return .none }
        let hash = ByteHash.hash(source, range)
        if let slot = index.find(hash, { ByteHash.equal(bytes, ranges[Int($0)], source, range) }) {
            return NameID(slot)
        }
        let slot = Int32(ranges.count)
        ranges.append(bytes.appendRange(source[range]))
        strings.append(source.string(range))
        index.insert(hash, slot)
        return NameID(slot)
    }

    func string(_ name: NameID) -> String { name == .none ? "" : strings[Int(name.index)] }
}
