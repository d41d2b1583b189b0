// Counts and sums by name.
// SPDX-License-Identifier: Apache-2.0

/// Counts and sums by name, which add up. Only names that a policy gives are added, so there never are more of them.
package struct NamedSums: Hashable, Sendable {
    /// What belongs to one name.
    package struct Entry: Hashable, Sendable {
        /// The name.
        package var name: String
        /// How many.
        package var count: Int64
        /// Their sum.
        package var sum: Int64

        /// A count and a sum.
        package init(name: String, count: Int64, sum: Int64) {
            self.name = name
            self.count = count
            self.sum = sum
        }
    }

    /// By name, ascending; those of which there are none are not there.
    package private(set) var entries: [Entry] = []

    /// Nothing.
    package init() {}

    /// Adds others so many times; −1 takes them away.
    package mutating func add(_ other: NamedSums, times: Int64) {
        for entry in other.entries { add(entry, times: times) }
    }

    /// Adds to a name so many times.
    package mutating func add(_ entry: Entry, times: Int64 = 1) {
        let index = entries.firstIndex { $0.name >= entry.name } ?? entries.count
        if index == entries.count || entries[index].name != entry.name {
            entries.insert(Entry(name: entry.name, count: 0, sum: 0), at: index)
        }
        entries[index].count += entry.count * times
        entries[index].sum += entry.sum * times
        if entries[index].count == 0, entries[index].sum == 0 { entries.remove(at: index) }
    }

    /// What belongs to a name.
    package subscript(name: String) -> Entry {
        entries.first { $0.name == name } ?? Entry(name: name, count: 0, sum: 0)
    }
}
