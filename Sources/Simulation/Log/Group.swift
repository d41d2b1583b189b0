// The cluster's coordinator of the consumer group, as far as the test does not play it.
// SPDX-License-Identifier: Apache-2.0

import Pipeline

/// Who owns what, who is still a member, and how far the group has come.
struct Group {
    /// How far the group has come.
    private(set) var positions: [TopicPartition: Position] = [:]
    /// The member that each partition belongs to.
    var owners: [TopicPartition: Int] = [:]
    /// Members that lost partitions and have not heard of it: their generation is past.
    private var stale: Set<Int> = []
    private var members = 0

    /// The number of a new member.
    mutating func join() -> Int {
        members += 1
        return members
    }

    /// The member has fallen out of its generation.
    mutating func expel(_ member: Int) { stale.insert(member) }

    /// The member has heard of it and is one of the present generation.
    mutating func rejoin(_ member: Int) { stale.remove(member) }

    /// Takes partitions from a member, as far as they are its own.
    mutating func disown(_ partitions: [TopicPartition], of member: Int) {
        for partition in partitions where owners[partition] == member { owners[partition] = nil }
    }

    /// A member that is gone owns nothing.
    mutating func remove(_ member: Int) {
        disown(owners.keys.sorted(), of: member)
        stale.insert(member)
    }

    /// A broker asks for the generation only: a member of the present one can commit what it likes. One that commits
    /// what is not its own spoils the positions of the owner, which is noted as a violation.
    ///
    /// - Throws: `LogError.aborted` when the group has gone on without this member.
    func check(_ positions: [Position], of member: Int, _ violations: inout [String]) throws(LogError) {
        guard !stale.contains(member) else { throw .aborted("the group has gone on without this member") }
        for position in positions where owners[position.partition] != member {
            violations.append("member \(member) commits \(position.partition), which is not its own")
        }
    }

    /// Makes positions valid. They never go back, save at least once, when effects are repeated.
    mutating func store(_ positions: [Position], mayGoBack: Bool = false, _ violations: inout [String]) {
        for position in positions {
            if !mayGoBack, let old = self.positions[position.partition], old.next > position.next {
                violations.append("\(position.partition) goes back from \(old.next) to \(position.next)")
            }
            self.positions[position.partition] = position
        }
    }
}
