// What is changed in a record before it is put back.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import KafkaLog
import Wire

/// A repaired value, key or content type; what is nil stays as it was.
struct LetterRepair: Equatable, Sendable {
    var value: [UInt8]?
    var key: [UInt8]?
    /// What the value is written in. The value is then plain: its content-encoding is dropped.
    var contentType: String?

    /// The record that goes back in place of a letter's: with its headers, and one more that names the letter.
    func record(_ source: SourceRecord, partition: Int32, replayedFrom name: String) -> KafkaWriter.Record {
        var headers = source.headers
        if let contentType {
            headers.removeAll { $0.name == "content-type" || $0.name == "content-encoding" }
            headers.append(("content-type", Array(contentType.utf8)))
        }
        headers.append((ReplayedRecords.header, Array(name.utf8)))
        return KafkaWriter.Record(
            key: key ?? source.key, value: value ?? source.value, headers: headers, partition: partition)
    }

    /// Why a repaired record would be a dead letter again; nil when it decodes, or is as it was.
    func complaint(about record: KafkaWriter.Record, _ source: SourceRecord) -> String? {
        guard value != nil || contentType != nil, let value = record.value else { return nil }
        let headers = ValueHeaders(record.headers)
        guard let schema = headers.schema ?? source.schema else { return nil }
        do throws(Complaint) {
            _ = try ValueJSON().json(of: value, format: headers.format, schema: schema)
            return nil
        } catch {
            let remedy = contentType == nil ? "mend it, or say with --content-type what it is written in" : "mend it"
            return "the repaired value cannot be used: \(error.detail.onOneLine); \(remedy)"
        }
    }

    /// Why a letter that has only the first parts of its record is not put back; nil when it has all of it, or what it lacks is given.
    func complaint(aboutCut letter: DeadLetter) -> String? {
        guard let cut = letter.cut else { return nil }
        let source = letter.source
        guard cut.headers == source.headers.count else {
            return
                "the letter has \(source.headers.count) of \(cut.headers) headers of its record: \(letter.wayToWhole)"
        }
        var missing = value == nil ? ["the value with --value-from FILE"] : []
        if key == nil, cut.keyBytes > SourceRecord.mostKeyBytes { missing.append("a key with --key KEY") }
        guard !missing.isEmpty else { return nil }
        return
            "the letter has only the first parts of its record: \(letter.wayToWhole), or give \(missing.joined(separator: " and "))"
    }

    /// A repaired value from a file.
    ///
    /// - Throws: `CommandFailure` when it cannot be read, or has more bytes than any record.
    static func value(from path: String) throws(CommandFailure) -> [UInt8] {
        let value: Data
        do { value = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw .noInput("the value in \(path) cannot be read: \(error.localizedDescription)")
        }
        guard value.count <= ValueReader.mostBytes else {
            throw .noInput(
                "the value in \(path) has \(value.count.grouped) bytes; workers take at most "
                    + "\(ValueReader.mostBytes.grouped)")
        }
        return Array(value)
    }
}

extension DeadLetter {
    /// How to come by the whole record of a letter that is cut.
    var wayToWhole: String {
        "the whole record stands at \(source.place.onOneLine) as long as that topic keeps it; take it from there and have its producer send it "
            + "anew in parts that workers take"
    }
}
