// Reads supplements: generated code, then checks.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// Reads `Supplement`.
package enum SupplementReader {
    /// A supplement and whom it is about.
    package struct Supplement: Sendable {
        /// The tenant.
        package var tenant: String
        /// The subject.
        package var subject: String
        /// What is stated.
        package var event: SupplementEvent
    }

    /// The supplement in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the record is a dead letter.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> Supplement {
        let proto: ProtoSupplement
        do {
            proto = try ProtoSupplement(serializedBytes: Array(bytes[range]))
        } catch {
            throw .malformed("not a Supplement: \(error)")
        }
        typealias Limit = ConversationReader.Limit
        try bound(proto.tenant, Limit.tenant, "tenant")
        try bound(proto.subject, Limit.conversation, "subject")
        try bound(proto.supplementID, Limit.identifier, "supplement_id")
        guard proto.atMs > 0, proto.atMs < Limit.time else {
            throw .invalid("at_ms must be the supplement's time in milliseconds since 1970")
        }
        return Supplement(
            tenant: proto.tenant, subject: proto.subject,
            event: SupplementEvent(
                id: proto.supplementID, at: Instant(milliseconds: proto.atMs), content: try content(proto)))
    }

    private static func content(_ proto: ProtoSupplement) throws(DecodeError) -> SupplementEvent.Content {
        let kind: Duty.Kind
        switch proto.kind {
        case .analysis: kind = .analysis
        case .mended: kind = .mending
        default:
            do {
                _ = try AgentStatement(proto)
            } catch {
                throw .invalid(error.detail)
            }
            return .statement
        }
        try bound(proto.threshold, ConversationReader.Limit.identifier, "threshold")
        guard let window = WindowKind(rawValue: UInt8(clamping: proto.window.rawValue)) else {
            throw .invalid("window must be that of the alert about the threshold")
        }
        guard proto.startMs > 0, proto.startMs < ConversationReader.Limit.time else {
            throw .invalid("start_ms must be the start of the window, as the alert about the threshold has it")
        }
        return .done(
            kind, threshold: proto.threshold, window, start: Instant(milliseconds: proto.startMs))
    }

    private static func bound(_ text: String, _ limit: Int, _ name: StaticString) throws(DecodeError) {
        guard (1...limit).contains(text.utf8.count) else {
            throw .invalid("\(name) has \(text.utf8.count) bytes; it must have 1 to \(limit)")
        }
    }
}
