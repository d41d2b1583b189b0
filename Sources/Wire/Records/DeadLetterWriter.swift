// Writes dead letters: records that could not be used, kept whole unless they are too large for it.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftProtobuf

/// Why a record could not be used.
package struct Complaint: Error, Equatable, Sendable {
    /// The kind of reason; raw values as `DeadLetter.Reason`.
    package enum Reason: Int, CaseIterable, Sendable {
        /// The bytes are not a record of the topic's schema.
        case malformed = 1
        /// A required field is missing or out of its bounds.
        case invalid = 2
        /// The key does not name the conversation that the value names.
        case keyMismatch = 3
        /// The event time is further ahead of the broker's time than the allowed skew (T62).
        case future = 4
        /// The content type or encoding is not known.
        case unknownEncoding = 5
        /// A record without a value where none is expected.
        case tombstone = 6
        /// A survey or review whose conversation did not come in time (C35).
        case orphan = 7
        /// A second answer, or one outside its window.
        case refused = 8
        /// An event that came after the allowed lateness, of an episode that is judged already.
        case late = 9
    }

    /// The kind of reason.
    package var reason: Reason
    /// What was wrong, where, and how to mend it.
    package var detail: String

    /// A reason with its explanation.
    package init(_ reason: Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    /// The reason behind a decoding error.
    package init(_ error: DecodeError) {
        switch error {
        case .malformed(let detail): self.init(.malformed, detail)
        case .invalid(let detail): self.init(.invalid, detail)
        }
    }

    /// A detail of a letter has at most so many bytes: it may quote what somebody wrote.
    private static let mostDetailBytes = 4_096

    /// The detail as a letter has it.
    fileprivate var briefDetail: String {
        guard detail.utf8.count > Complaint.mostDetailBytes else { return detail }
        // The mark takes three bytes, and a character that was cut through at most three more than it had.
        return String(decoding: detail.utf8.prefix(Complaint.mostDetailBytes - 6), as: UTF8.self) + "…"
    }
}

/// A record with its bytes, apart from the batch it came in.
package struct SourceRecord: Sendable {
    /// The topic's word, for instance "conversations".
    package var topic: String
    /// The partition.
    package var partition: Int32
    /// The offset.
    package var offset: Int64
    /// The broker's timestamp in milliseconds since 1970.
    package var timestamp: Int64
    /// The key; nil when it had none.
    package var key: [UInt8]?
    /// The value, byte for byte; nil for a tombstone.
    package var value: [UInt8]?
    /// The headers.
    package var headers: [(name: String, value: [UInt8]?)]

    /// A record.
    package init(
        topic: String, partition: Int32, offset: Int64, timestamp: Int64, key: [UInt8]?, value: [UInt8]?,
        headers: [(name: String, value: [UInt8]?)]
    ) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// The bytes of the dead letter for this record: at most 21 MiB. One that is too large for a letter is cut (`CutRecord`).
    package func deadLetter(_ complaint: Complaint) -> [UInt8] {
        var letter = ProtoDeadLetter()
        letter.topic = topic
        letter.partition = partition
        letter.offset = offset
        letter.timestampMs = timestamp
        letter.reason = ProtoDeadLetter.Reason(rawValue: complaint.reason.rawValue) ?? .unspecified
        letter.detail = complaint.briefDetail
        if let key = letterKey { letter.key = Data(key) }
        if isTooLarge {
            letter.cut = ProtoCutRecord(CutRecord(self))
        } else if let value {
            letter.value = Data(value)
        }
        letter.headers = letterHeaders.map { header in
            var proto = ProtoHeader()
            proto.name = header.name
            if let value = header.value { proto.value = Data(value) }
            return proto
        }
        return encoded(letter)
    }
}

/// The bytes of a message of ours. Only a proto2 message with required fields could fail to encode, and there is none.
func encoded(_ message: some Message) -> [UInt8] {
    do {
        return try message.serializedBytes()
    } catch {
        preconditionFailure("a proto3 message can always be encoded: \(error)")
    }
}
