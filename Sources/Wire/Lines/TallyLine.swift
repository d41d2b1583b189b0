// A tally as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf

/// A line of tallies: proto3 JSON of a `Tally`, or a record as `assay tail tallies` shows it, with that as its value.
package enum TallyLine {
    /// The tally of a line; nil for what is no tally of a window: the record of a customer, a deletion.
    ///
    /// - Throws: `Complaint` that says what is wrong and how to mend it.
    package static func read(_ line: [UInt8]) throws(Complaint) -> Tally? {
        try JSONText.check(line)
        let range = try value(line)
        let text = Array(line[range])
        guard text != Array("null".utf8) else { return nil }
        let proto: ProtoTally
        do {
            proto = try ProtoTally(jsonUTF8Bytes: text)
        } catch {
            throw JSONText.complaint(text, as: "a tally", error)
        }
        guard !proto.hasCustomer else { return nil }
        let bytes = proto.protobuf
        do throws(DecodeError) {
            return try Tally.read(bytes, ByteRange(0..<bytes.count))
        } catch {
            throw Complaint(error)
        }
    }

    /// Where the tally stands: the whole line, or the member "value" of a record.
    private static func value(_ line: [UInt8]) throws(Complaint) -> Range<Int> {
        let result = line.withUnsafeBytes { bytes -> Result<Range<Int>, Complaint> in
            var cursor = JSONCursor(bytes)
            var found: Range<Int>?
            do throws(JSONCursor.Fault) {
                try cursor.expect("{", "the line is not a JSON object")
                var isFirst = true
                while try !cursor.ends("}", isFirst: isFirst) {
                    isFirst = false
                    let key = try cursor.key()
                    let isValue = cursor.with(key) { $0.isWord("value") }
                    let range = try cursor.skipValue()
                    if isValue { found = range }
                }
            } catch {
                return .failure(Complaint(.malformed, "byte \(error.place): \(error.problem)"))
            }
            return .success(found ?? line.indices)
        }
        return try result.get()
    }
}
