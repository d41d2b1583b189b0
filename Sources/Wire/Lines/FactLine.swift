// A fact as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

import Quality
import SwiftProtobuf

/// A line of facts: proto3 JSON of a `Fact`, or a record as `assay tail facts` shows it, with that as its value.
package enum FactLine {
    /// The fact of a line; nil for a record without a value.
    ///
    /// - Throws: `Complaint` that says what is wrong and how to mend it.
    package static func read(_ line: [UInt8]) throws(Complaint) -> Fact? {
        guard let text = try JSONMembers.record(line) else { return nil }
        let proto: ProtoFact
        do {
            proto = try ProtoFact(jsonUTF8Bytes: text)
        } catch {
            throw JSONText.complaint(text, as: "a fact", error)
        }
        let bytes = proto.protobuf
        do throws(DecodeError) {
            return try Fact.read(bytes, ByteRange(0..<bytes.count))
        } catch {
            throw Complaint(error)
        }
    }
}
