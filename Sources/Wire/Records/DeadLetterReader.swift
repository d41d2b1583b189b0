// Reads dead letters back.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftProtobuf

extension Complaint {
    /// The complaint in a dead letter that `SourceRecord` wrote.
    package init(deadLetter bytes: [UInt8]) {
        do {
            let letter = try ProtoDeadLetter(serializedBytes: bytes)
            guard let reason = Reason(rawValue: letter.reason.rawValue) else {
                preconditionFailure("a dead letter of ours states its reason")
            }
            self.init(reason, letter.detail)
        } catch {
            preconditionFailure("a dead letter of ours can be decoded: \(error)")
        }
    }
}

/// A record that could not be used, as `SourceRecord.deadLetter` wrote it or another version of Assay did.
package struct DeadLetter: Sendable {
    /// The record; one that is cut has no value here, though it had one.
    package var source: SourceRecord
    /// What the record was, where the letter has its first parts only; nil when it has all of it.
    package var cut: CutRecord?
    /// Why it could not be used; nil for a reason that is not stated or not known here.
    package var reason: Complaint.Reason?
    /// What was wrong, where, and how to mend it.
    package var detail: String

    /// The letter in these bytes.
    ///
    /// - Throws: `Complaint` when they are no dead letter.
    package init(_ bytes: [UInt8]) throws(Complaint) {
        do {
            let letter = try ProtoDeadLetter(serializedBytes: bytes)
            source = SourceRecord(
                topic: letter.topic, partition: letter.partition, offset: letter.offset, timestamp: letter.timestampMs,
                key: letter.hasKey ? [UInt8](letter.key) : nil, value: letter.hasValue ? [UInt8](letter.value) : nil,
                headers: letter.headers.map { ($0.name, $0.hasValue ? [UInt8]($0.value) : nil) })
            reason = Complaint.Reason(rawValue: letter.reason.rawValue)
            detail = letter.detail
            cut = letter.hasCut ? CutRecord(letter.cut) : nil
        } catch {
            throw Complaint(.malformed, "the value is no assay.v1.DeadLetter: \(error)")
        }
    }
}

extension Complaint.Reason {
    /// The reason as people write it, for instance "key-mismatch".
    package var word: String {
        switch self {
        case .malformed: "malformed"
        case .invalid: "invalid"
        case .keyMismatch: "key-mismatch"
        case .future: "future"
        case .unknownEncoding: "unknown-encoding"
        case .tombstone: "tombstone"
        case .orphan: "orphan"
        case .refused: "refused"
        case .late: "late"
        }
    }
}
