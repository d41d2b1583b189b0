// What is not as it should be about the topics that are there.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline

/// Something about a topic that is not as planned, and how to mend it.
struct TopicFinding: Equatable, Sendable {
    /// The topic's name on the broker.
    var topic: String
    /// What it is, and the command or setting that mends it.
    var text: String

    /// What is not as planned. Retention, copies and what a plan does not name are the operator's own and not compared.
    ///
    /// - Parameters:
    ///   - counts: how many partitions topics have; those that are missing are not there.
    ///   - properties: what the broker says of them, by topic.
    static func all(
        _ plan: [PlannedTopic], counts: [String: Int], properties: [String: [String: String]]
    ) -> [TopicFinding] {
        plan.flatMap { planned -> [TopicFinding] in
            let name = planned.creation.name
            guard let count = counts[name] else {
                return [TopicFinding(topic: name, text: "is not there: 'assay topics create' creates it")]
            }
            var findings: [TopicFinding] = []
            if count != planned.creation.partitions {
                findings.append(
                    TopicFinding(
                        topic: name,
                        text:
                            "has \(count) partitions, planned were \(planned.creation.partitions): set topics.partitions to "
                            + "\(count), or give it another name"))
            }
            return findings + (properties[name].map { compare(planned, $0) } ?? [])
        }
    }

    /// Inputs whose records carry producers' times and not the broker's, and why that matters.
    static func producersTimes(_ plan: [PlannedTopic], properties: [String: [String: String]]) -> [TopicFinding] {
        plan.filter { $0.kind == .input }.flatMap { planned in
            (properties[planned.creation.name].map { compare(planned, $0) } ?? []).filter {
                $0.text.hasPrefix(timestampType)
            }
        }
    }

    private static let timestampType = "message.timestamp.type"

    private static func compare(_ planned: PlannedTopic, _ found: [String: String]) -> [TopicFinding] {
        let name = planned.creation.name
        return planned.creation.properties.sorted { $0.key < $1.key }.compactMap { property, wanted in
            guard let value = found[property], let why = objection(property, wanted, value) else { return nil }
            return TopicFinding(
                topic: name,
                text:
                    "\(property) is \(value) and not \(wanted): \(why). Change it: kafka-configs --alter --topic \(name) "
                    + "--add-config \(property)=\(wanted)")
        }
    }

    /// Why a value will not do; nil when it does.
    private static func objection(_ property: String, _ wanted: String, _ value: String) -> String? {
        switch property {
        case timestampType where value != wanted:
            return
                "its records carry producers' clocks, and one that is fast by more than the allowed skew can tell a breach early, or make events "
                + "look as if they came from the future"
        case "max.message.bytes" where (Int(value) ?? 0) < (Int(wanted) ?? 0):
            return "a worker ends at the first record that the broker does not take"
        case "cleanup.policy" where Set(value.split(separator: ",")) != Set(wanted.split(separator: ",")):
            return "what must stay goes, or what must go stays"
        default: return nil
        }
    }
}
