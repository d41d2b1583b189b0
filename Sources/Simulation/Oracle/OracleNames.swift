// The oracle's names.
// SPDX-License-Identifier: Apache-2.0

import Quality

/// Names as they come.
struct OracleNames: NameLookup {
    private var list: [String] = []

    mutating func number(_ name: String) -> NameID {
        if name.isEmpty { return .none }
        if let index = list.firstIndex(of: name) { return NameID(Int32(index)) }
        list.append(name)
        return NameID(Int32(list.count - 1))
    }

    func string(_ name: NameID) -> String { name == .none ? "" : list[Int(name.index)] }
}
