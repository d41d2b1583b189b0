// One record as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

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
        }
    }
}

extension Instant {
    /// "2026-11-11T00:00:00.250Z"; nil for instants before 1970, which stand for none, and after the year 9999.
    var written: String? {
        guard (0..<253_402_300_800_000).contains(milliseconds) else { return nil }
        let (day, time) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let date = CivilDate(dayNumber: day)
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { padded($0, 2) }.joined(
            separator: ":")
        let civil = "\(padded(Int64(date.year), 4))-\(padded(Int64(date.month), 2))-\(padded(Int64(date.day), 2))"
        return "\(civil)T\(clock).\(padded(time % 1000, 3))Z"
    }
}
