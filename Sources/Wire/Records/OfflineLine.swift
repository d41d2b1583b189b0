// Reads a line of an offline input: a transcript or a conversation event.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// A conversation event as a record of the conversations topic would carry it.
package struct OfflineEvent: Equatable, Sendable {
    /// The record's key.
    package var key: [UInt8]
    /// The event in protobuf; whether its fields are within their bounds shows when it is applied.
    package var value: [UInt8]
    /// The event's own time, which stands in for the broker's.
    package var at: Instant

    /// An event under that key.
    package init(key: [UInt8], value: [UInt8], at: Instant) {
        self.key = key
        self.value = value
        self.at = at
    }
}

/// What a line of an offline input holds.
package enum OfflineLine: Equatable, Sendable {
    /// A whole conversation.
    case transcript(Transcript)
    /// One event of a conversation.
    case event(OfflineEvent)

    /// Reads a line: a JSON object with a field `turns` is a transcript, any other the proto3 JSON of a `ConversationEvent`.
    ///
    /// - Throws: `Complaint` that says how to mend the line.
    package init(json line: [UInt8]) throws(Complaint) {
        try JSONText.check(line)
        if JSONText.hasField("turns", line) {
            self = .transcript(try TranscriptReader.read(json: line))
        } else {
            self = .event(try OfflineLine.event(json: line))
        }
    }

    private static func event(json: [UInt8]) throws(Complaint) -> OfflineEvent {
        do {
            let event = try ProtoConversationEvent(jsonUTF8Bytes: json)
            return OfflineEvent(
                key: RecordKey.bytes(tenant: event.tenant, name: event.conversationID), value: encoded(event),
                at: Instant(milliseconds: event.atMs))
        } catch {
            throw JSONText.complaint(json, as: "a conversation event, since it has no \"turns\"", error)
        }
    }
}
