// Topics as a table, and as JSON.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Pipeline
import Wire

/// Shows planned topics, and what became of them when they were created.
enum TopicTable {
    /// An aligned table with a line of headings.
    static func text(_ plan: [PlannedTopic], outcomes: [TopicOutcome]? = nil) -> String {
        var rows = [
            [
                "TOPIC", "NAME", "PARTITIONS", "REPLICATION", "CLEANUP", "RETENTION", "TIMESTAMPS", "MIN-INSYNC",
                "MAX-BYTES",
            ]
        ]
        if outcomes != nil { rows[0] += ["OUTCOME", ""] }
        for (index, planned) in plan.enumerated() {
            let properties = planned.creation.properties
            rows.append([
                planned.topic.word, planned.creation.name, String(planned.creation.partitions),
                String(planned.creation.replication),
                properties["cleanup.policy"] ?? "-", planned.retention ?? "-",
                properties["message.timestamp.type"] ?? "-",
                properties["min.insync.replicas"] ?? "-", properties["max.message.bytes"] ?? "-",
            ])
            if let outcomes { rows[index + 1] += [outcomes[index].word, outcomes[index].detail] }
        }
        return aligned(rows)
    }

    /// A JSON array with an object a topic.
    static func json(_ plan: [PlannedTopic], outcomes: [TopicOutcome]? = nil) -> String {
        let objects = plan.enumerated().map { index, planned in
            var fields = [
                ("topic", JSONString.quoted(planned.topic.word)), ("name", JSONString.quoted(planned.creation.name)),
                ("partitions", String(planned.creation.partitions)),
                ("replication", String(planned.creation.replication)),
                (
                    "properties",
                    object(planned.creation.properties.sorted { $0.key < $1.key }.map { ($0, JSONString.quoted($1)) })
                ),
            ]
            if let outcomes {
                fields.append(("outcome", JSONString.quoted(outcomes[index].word)))
                if !outcomes[index].detail.isEmpty {
                    fields.append(("detail", JSONString.quoted(outcomes[index].detail)))
                }
            }
            return object(fields)
        }
        return "[\n  " + objects.joined(separator: ",\n  ") + "\n]\n"
    }

    private static func object(_ fields: [(name: String, json: String)]) -> String {
        "{" + fields.map { "\(JSONString.quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}"
    }

    private static func aligned(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(
                separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
