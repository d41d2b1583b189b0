// Reads review events: generated code, then checks.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// Reads `ReviewEvent`.
package enum ReviewReader {
    /// A review event and whom it is about.
    package struct Review: Sendable {
        /// The tenant.
        package var tenant: String
        /// The conversation.
        package var conversation: String
        /// The event.
        package var event: ReviewEvent
    }

    /// A sheet has at most so many items: no rubric has more criteria.
    package static let mostItems = 1_000

    /// The review event in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the record is a dead letter.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> Review {
        let proto: ProtoReviewEvent
        do {
            proto = try ProtoReviewEvent(serializedBytes: Array(bytes[range]))
        } catch {
            throw .malformed("not a ReviewEvent: \(error)")
        }
        let step = try step(of: proto)
        return Review(
            tenant: proto.tenant, conversation: proto.conversationID,
            event: ReviewEvent(
                id: proto.eventID, at: Instant(milliseconds: proto.atMs), episode: proto.episode, review: proto.reviewID,
                rater: proto.raterID, kind: try kind(of: proto), step: step, policyVersion: proto.policyVersion,
                items: try items(of: proto, step), corrects: proto.correctsReviewID))
    }

    private static func step(of proto: ProtoReviewEvent) throws(DecodeError) -> ReviewEvent.Step {
        typealias Limit = ConversationReader.Limit
        try bound(proto.tenant, 1...Limit.tenant, "tenant")
        try bound(proto.conversationID, 1...Limit.conversation, "conversation_id")
        try bound(proto.eventID, 1...Limit.identifier, "event_id")
        try bound(proto.reviewID, 1...Limit.identifier, "review_id")
        try bound(proto.raterID, 0...Limit.identifier, "rater_id")
        try bound(proto.policyVersion, 0...Limit.identifier, "policy_version")
        try bound(proto.correctsReviewID, 0...Limit.identifier, "corrects_review_id")
        guard proto.atMs > 0, proto.atMs < Limit.time else {
            throw .invalid("at_ms must be the event's time in milliseconds since 1970")
        }
        guard proto.episode > 0 else { throw .invalid("episode must say which one is judged, from 1") }
        guard let step = ReviewEvent.Step(rawValue: UInt8(clamping: proto.step.rawValue)) else {
            throw .invalid("step must be one of STEP_SCORED to STEP_REVIEWED")
        }
        let decides = step.needsRater || step == .combined && !proto.items.isEmpty
        guard !decides || !proto.raterID.isEmpty else {
            throw .invalid("rater_id must say who did it")
        }
        return step
    }

    private static func kind(of proto: ProtoReviewEvent) throws(DecodeError) -> ReviewEvent.Kind? {
        if proto.kind == .unspecified { return nil }
        guard let kind = ReviewEvent.Kind(rawValue: UInt8(clamping: proto.kind.rawValue)) else {
            throw .invalid("kind must be one of KIND_SAMPLE to KIND_APPEAL, or not set")
        }
        return kind
    }

    private static func items(
        of proto: ProtoReviewEvent, _ step: ReviewEvent.Step
    ) throws(DecodeError) -> [ReviewEvent.Item] {
        guard !proto.items.isEmpty else {
            guard !step.needsItems else {
                throw .invalid("the step needs items; a rater who takes nothing off lists a criterion with 0 points lost")
            }
            return []
        }
        guard step.mayHaveItems else {
            throw .invalid(
                "the step has no items; they belong to STEP_SCORED, STEP_COMBINED, STEP_CORRECTED and STEP_APPEAL_ACCEPTED")
        }
        guard proto.items.count <= mostItems else {
            throw .invalid("items has \(proto.items.count) elements; at most \(mostItems)")
        }
        guard !proto.policyVersion.isEmpty else {
            throw .invalid("policy_version must say by which rubric the items were scored")
        }
        var items: [ReviewEvent.Item] = []
        var names: Set<String> = []
        for item in proto.items {
            try bound(item.criterion, 1...ConversationReader.Limit.identifier, "criterion")
            guard names.insert(item.criterion).inserted else {
                throw .invalid("items has the criterion '\(item.criterion)' twice")
            }
            guard item.pointsLostHundredths <= 10_000 else {
                throw .invalid("points_lost_hundredths of '\(item.criterion)' is more than 10000, the whole score")
            }
            guard !item.notApplicable || item.pointsLostHundredths == 0 else {
                throw .invalid("the criterion '\(item.criterion)' does not apply and loses points: it can only be one of both")
            }
            items.append(
                ReviewEvent.Item(
                    criterion: item.criterion,
                    lost: item.notApplicable ? nil : Points(hundredths: Int32(item.pointsLostHundredths))))
        }
        return items
    }

    private static func bound(
        _ text: String, _ limits: ClosedRange<Int>, _ name: StaticString
    ) throws(DecodeError) {
        guard limits.contains(text.utf8.count) else {
            throw .invalid(
                "\(name) has \(text.utf8.count) bytes; it must have \(limits.lowerBound) to \(limits.upperBound)")
        }
    }
}
