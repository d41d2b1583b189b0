// Which topics must be partitioned alike.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline

/// How many partitions topics have, by name.
package struct PartitionCounts: Equatable, Sendable {
    /// By the topic's name on the broker; topics that do not exist are missing.
    package var counts: [String: Int]

    /// These counts.
    package init(_ counts: [String: Int]) { self.counts = counts }

    /// Topics that are read or restored partition by partition with a leading one. Their keys begin alike, so partition
    /// p of one holds what belongs to partition p of the other only when both have as many.
    package static let groups: [(leading: Topic, others: [Topic])] = [
        (.conversations, [.surveys, .reviews, .checkpoints]),
        (.facts, [.supplements, .tallies]),
    ]

    /// All topics that are checked.
    package static var topics: [Topic] { groups.flatMap { [$0.leading] + $0.others } }

    /// Checks that a topic exists.
    ///
    /// - Throws: `KafkaError` naming it.
    package func checkExists(_ topic: Topic, _ names: TopicNames) throws(KafkaError) {
        guard counts[names[topic]] == nil else { return }
        throw KafkaError("There is no topic '\(names[topic])', which sealed dead letters need (sensitive.keys).")
    }

    /// Checks that the topics of each group exist and are partitioned alike. Returns how many tasks that makes.
    ///
    /// - Throws: `KafkaError` naming both topics and both counts, and how to mend it.
    @discardableResult
    package func check(_ names: TopicNames) throws(KafkaError) -> TaskCounts {
        for (leading, others) in Self.groups {
            let wanted = try count(leading, names, like: nil)
            for other in others {
                let found = try count(other, names, like: (leading, wanted))
                guard found != wanted else { continue }
                throw KafkaError(
                    """
                    Topic '\(names[leading])' has \(wanted) partitions and '\(names[other])' has \(found), but partition p of both is read \
                    by one task, so they must have as many. Create '\(names[other])' anew with \(wanted) partitions, or give it another \
                    name in the settings; adding partitions to a topic in use would send known keys to other partitions.
                    """)
            }
        }
        return TaskCounts(
            evaluation: Int32(try count(.conversations, names, like: nil)),
            tally: Int32(try count(.facts, names, like: nil)))
    }

    private func count(_ topic: Topic, _ names: TopicNames, like: (topic: Topic, count: Int)?) throws(KafkaError) -> Int
    {
        if let count = counts[names[topic]] { return count }
        let partitions =
            like.map { "\($0.count) partitions, as '\(names[$0.topic])' has" } ?? "as many partitions as you want tasks"
        throw KafkaError("Topic '\(names[topic])' does not exist: create it with \(partitions).")
    }
}
