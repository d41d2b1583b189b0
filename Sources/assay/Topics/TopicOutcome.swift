// What became of the topics that should be.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog

/// A planned topic and what became of it.
struct TopicOutcome: Equatable, Sendable {
    var planned: PlannedTopic
    var creation: KafkaAdmin.Creation
    /// How many partitions it had before; nil when it was not there.
    var partitionsBefore: Int?

    /// Creates the topics that are not there yet.
    ///
    /// - Throws: `KafkaError` when the cluster does not answer.
    static func create(_ plan: [PlannedTopic], _ admin: KafkaAdmin) throws(KafkaError) -> [TopicOutcome] {
        let before = try admin.partitionCounts(plan.map(\.creation.name))
        let missing = plan.map(\.creation).filter { before[$0.name] == nil }
        return outcomes(plan, before: before, creations: try admin.create(missing))
    }

    /// What became of each topic, from how many partitions those had that were there before, and what became of the others.
    static func outcomes(
        _ plan: [PlannedTopic], before: [String: Int], creations: [String: KafkaAdmin.Creation]
    ) -> [TopicOutcome] {
        plan.map { planned in
            let name = planned.creation.name
            let creation =
                before[name] == nil ? creations[name] ?? .refused("the broker did not say what became of it") : .existed
            return TopicOutcome(planned: planned, creation: creation, partitionsBefore: before[name])
        }
    }

    /// "created", "existed" or "refused".
    var word: String {
        switch creation {
        case .created: "created"
        case .existed: "existed"
        case .refused: "refused"
        }
    }

    /// What is to be said besides; empty when all is as planned.
    var detail: String {
        switch creation {
        case .created: return ""
        case .refused(let reason): return reason
        case .existed:
            guard let partitionsBefore, partitionsBefore != planned.creation.partitions else { return "" }
            return
                "has \(partitionsBefore) partitions, planned were \(planned.creation.partitions): set topics.partitions to "
                + "\(partitionsBefore), or give it another name"
        }
    }

    /// Whether it is not there.
    var isRefused: Bool { if case .refused = creation { true } else { false } }
}
