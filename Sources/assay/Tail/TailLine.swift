// One record as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Pipeline
import Quality
import Wire

/// Shows records: key, place and decoded value. Not Sendable: it owns a decompression context.
final class TailLine {
    private let values = ValueJSON()

    /// The line of a record, with its newline. A value that does not decode is shown in base64, with an `error`.
    func line(_ record: Record, of batch: RecordBatch) -> [UInt8] {
        let headers = ValueHeaders(record, batch)
        let schema = headers.schema ?? RecordSchema(of: record.origin.topic)
        var line = #"{"partition":\#(record.origin.partition),"offset":\#(record.offset),"timestamp":"#
        line += record.timestamp.written.map { "\"\($0)\"" } ?? "null"
        line += "," + TailLine.key(record.key.map { Array(batch.bytes[$0]) })
        line += #","schema":"\#(schema.rawValue)","value":"#
        var bytes = Array(line.utf8)
        if let value = record.value {
            bytes += self.value(Array(batch.bytes[value]), headers.format, schema)
        } else {
            bytes += "null".utf8
        }
        bytes += "}\n".utf8
        return bytes
    }

    private func value(_ value: [UInt8], _ format: ValueFormat, _ schema: RecordSchema) -> [UInt8] {
        do throws(Complaint) {
            return try values.json(of: value, format: format, schema: schema)
        } catch {
            return Array(#""\#(Data(value).base64EncodedString())","error":\#(JSONString.quoted(error.detail))"#.utf8)
        }
    }

    /// The member for a key, in base64 when it is no text.
    static func key(_ key: [UInt8]?) -> String {
        guard let key else { return #""key":null"# }
        if let text = String(validating: key, as: UTF8.self) { return #""key":"# + JSONString.quoted(text) }
        return #""keyBase64":"\#(Data(key).base64EncodedString())""#
    }
}

extension RecordSchema {
    /// What the values of a topic are.
    init(of topic: Topic) {
        switch topic {
        case .conversations: self = .conversationEvent
        case .surveys: self = .surveyEvent
        case .reviews: self = .reviewEvent
        case .facts: self = .fact
        case .supplements: self = .supplement
        case .checkpoints: self = .checkpoint
        case .evaluations: self = .evaluation
        case .alerts: self = .alert
        case .tallies: self = .tally
        case .scorecards: self = .scorecard
        case .deadLetters: self = .deadLetter
        case .audit: self = .auditEntry
        case .dataKeys: self = .dataKey
        }
    }
}
