// Where evaluations are read from.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// Reads evaluations of their topic or of files, and what cannot be used is told on standard error.
enum EvaluationSource {
    /// A line of evaluations has no more bytes.
    private static let longestLine = 16 << 20

    /// Hands out the evaluations in the topic, those of a conversation in their order.
    ///
    /// - Throws: `KafkaError` when it cannot be read.
    static func topic(_ settings: Settings, _ body: (ProtoEvaluation) -> Void) throws {
        let scan = TopicScan(kafka: settings.kafka, topic: .evaluations, logger: settings.logger)
        try scan.read(scan.ranges()) { batch in
            for record in batch.records {
                guard let value = record.value else { continue }
                do {
                    body(try ProtoEvaluation(protobuf: Array(batch.bytes[value])))
                } catch {
                    StandardStreams.complain("\(record.origin) offset \(record.offset) is no evaluation: \(error)\n")
                }
            }
            return true
        }
    }

    /// Hands out the evaluations in files: one JSON object a line, as `assay evaluate` writes them or `assay tail evaluations` shows them.
    ///
    /// - Throws: `CommandFailure` when a file cannot be read.
    static func files(_ files: [String], _ body: (ProtoEvaluation) -> Void) throws(CommandFailure) {
        for file in files {
            try LineInput.lines(of: file, lineLimit: longestLine) { line throws(Complaint) in
                if let object = try JSONMembers.record(line) { body(try EvaluationJSON.evaluation(object)) }
            } complain: {
                StandardStreams.complain($0 + "\n")
            }
        }
    }
}
