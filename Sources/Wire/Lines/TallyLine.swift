// A tally as a line of JSON.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// A line of tallies: proto3 JSON of a `Tally`, or a record as `assay tail tallies` shows it, with that as its value.
package enum TallyLine {
    /// What a line has.
    package enum Content: Equatable {
        /// The tally of a window.
        case tally(Tally)
        /// What of a partition's tallies is gone.
        case horizon(TallyHorizon)
        /// The record of a customer or of closed months, or a deletion.
        case nothing
    }

    /// What a line has.
    ///
    /// - Throws: `Complaint` that says what is wrong and how to mend it.
    package static func read(_ line: [UInt8]) throws(Complaint) -> Content {
        guard let text = try JSONMembers.record(line) else { return .nothing }
        let proto: ProtoTally
        do {
            proto = try ProtoTally(jsonUTF8Bytes: text)
        } catch {
            throw JSONText.complaint(text, as: "a tally", error)
        }
        guard !proto.hasCustomer, !proto.hasClosing else { return .nothing }
        let bytes = proto.protobuf
        do throws(DecodeError) {
            let range = ByteRange(0..<bytes.count)
            if proto.hasHorizon { return .horizon(try HorizonRecord.read(bytes, range).horizon) }
            return .tally(try Tally.read(bytes, range))
        } catch {
            throw Complaint(error)
        }
    }
}
