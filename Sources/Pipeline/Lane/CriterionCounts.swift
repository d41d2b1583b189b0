// How often each criterion was judged, and how often it failed.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Where the criteria of a policy stand in one row: version by version, each in its rubric's order.
package struct CriterionPlaces: Equatable, Sendable {
    /// The place of each version's first criterion.
    private let first: [Int]
    /// How many places there are.
    package let count: Int

    /// The places of these policies.
    package init(_ policies: PolicySet) {
        var first: [Int] = []
        var count = 0
        for version in policies.versions {
            first.append(count)
            count += version.rubric.dimensions.reduce(0) { $0 + $1.criteria.count }
        }
        (self.first, self.count) = (first, count)
    }

    /// The place of a version's first criterion.
    func first(of version: Int) -> Int { first[version] }

    /// The criteria's ids, place by place; nil for those of bonus sections, which award and do not fail.
    package static func names(_ policies: PolicySet) -> [String?] {
        policies.versions.flatMap { version in
            version.rubric.dimensions.flatMap { dimension in
                dimension.criteria.map { dimension.bonusCap == nil ? $0.id : nil }
            }
        }
    }
}

/// Counts by the place of a criterion. For display, never for decisions.
package struct CriterionCounts: Equatable, Sendable {
    /// How often each applied to an episode that ended; empty while none did.
    package private(set) var judged: [Int64] = []
    /// How often each lost something.
    package private(set) var failed: [Int64] = []

    /// Nothing counted.
    package init() {}

    /// Whether nothing is counted.
    package var isEmpty: Bool { judged.isEmpty }

    /// Counts what the automatic checks found of an episode, by that version of the policies.
    mutating func add(_ sheet: ScoreSheet, version: Int, _ places: CriterionPlaces) {
        if judged.isEmpty { makeRoom(places.count) }
        let first = places.first(of: version)
        for (index, loss) in sheet.losses.enumerated() where loss != ScoreSheet.notApplicable {
            judged[first + index] += 1
            if loss > 0 { failed[first + index] += 1 }
        }
    }

    /// Adds the counts of another lane, or of another time, by the same policies.
    package mutating func add(_ other: CriterionCounts) {
        guard !other.isEmpty else { return }
        if judged.isEmpty { makeRoom(other.judged.count) }
        for index in other.judged.indices {
            judged[index] += other.judged[index]
            failed[index] += other.failed[index]
        }
    }

    /// Sets all counts back to nothing and keeps the memory.
    mutating func removeAll() {
        judged.removeAll(keepingCapacity: true)
        failed.removeAll(keepingCapacity: true)
    }

    private mutating func makeRoom(_ count: Int) {
        judged.append(contentsOf: repeatElement(0, count: count))
        failed.append(contentsOf: repeatElement(0, count: count))
    }
}
