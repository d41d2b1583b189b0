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
        guard let text = try JSONMembers.record(line) else { return nil }
        let proto: ProtoTally
        do {
            proto = try ProtoTally(jsonUTF8Bytes: text)
        } catch {
            throw JSONText.complaint(text, as: "a tally", error)
        }
        guard !proto.hasCustomer, !proto.hasClosing else { return nil }
        let bytes = proto.protobuf
        do throws(DecodeError) {
            return try Tally.read(bytes, ByteRange(0..<bytes.count))
        } catch {
            throw Complaint(error)
        }
    }
}
