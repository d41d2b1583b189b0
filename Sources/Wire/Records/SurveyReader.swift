// Reads survey events: generated code, then checks.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import SwiftProtobuf

/// Reads `SurveyEvent`.
package enum SurveyReader {
    /// A survey event and whom it is about.
    package struct Survey: Sendable {
        /// The tenant.
        package var tenant: String
        /// The conversation.
        package var conversation: String
        /// The event.
        package var event: SurveyEvent
    }

    /// The survey event in `range` of the bytes.
    ///
    /// - Throws: `DecodeError`: the record is a dead letter.
    package static func read(_ bytes: [UInt8], _ range: ByteRange) throws(DecodeError) -> Survey {
        let proto: ProtoSurveyEvent
        do {
            proto = try ProtoSurveyEvent(serializedBytes: Array(bytes[range]))
        } catch {
            throw .malformed("not a SurveyEvent: \(error)")
        }
        let step = try check(proto)
        return Survey(
            tenant: proto.tenant, conversation: proto.conversationID,
            event: SurveyEvent(
                id: proto.eventID, at: Instant(milliseconds: proto.atMs), survey: proto.surveyID,
                programme: proto.programme, episode: proto.episode, step: step, rating: try rating(proto),
                recommend: try recommend(proto), isTest: proto.test))
    }

    private static func check(_ proto: ProtoSurveyEvent) throws(DecodeError) -> SurveyEvent.Step {
        typealias Limit = ConversationReader.Limit
        try bound(proto.tenant, Limit.tenant, "tenant")
        try bound(proto.conversationID, Limit.conversation, "conversation_id")
        try bound(proto.eventID, Limit.identifier, "event_id")
        try bound(proto.surveyID, Limit.identifier, "survey_id")
        try bound(proto.programme, Limit.identifier, "programme")
        guard proto.atMs > 0, proto.atMs < Limit.time else {
            throw .invalid("at_ms must be the event's time in milliseconds since 1970")
        }
        guard let step = SurveyEvent.Step(rawValue: UInt8(clamping: proto.step.rawValue)) else {
            throw .invalid("step must be one of STEP_SENT to STEP_EXPIRED")
        }
        if step.isAnswer, !proto.hasRating, !proto.hasRecommend {
            throw .invalid("an answer needs a rating or a recommend value")
        }
        return step
    }

    private static func bound(_ text: String, _ limit: Int, _ name: StaticString) throws(DecodeError) {
        guard (1...limit).contains(text.utf8.count) else {
            throw .invalid("\(name) has \(text.utf8.count) bytes; it must have 1 to \(limit)")
        }
    }

    /// The rating on a scale of five; other scales are kept apart and do not count here (C10).
    private static func rating(_ proto: ProtoSurveyEvent) throws(DecodeError) -> Int? {
        guard proto.hasRating else { return nil }
        let range: ClosedRange<Int32>
        switch proto.scale {
        case .stars5, .likert5: range = 1...5
        case .thumbs: range = 0...1
        case .zeroToTen: range = 0...10
        case .unspecified, .UNRECOGNIZED: throw .invalid("a rating needs its scale")
        }
        guard range.contains(proto.rating) else {
            throw .invalid("rating \(proto.rating) is outside its scale, \(range.lowerBound) to \(range.upperBound)")
        }
        return range == 1...5 ? Int(proto.rating) : nil
    }

    private static func recommend(_ proto: ProtoSurveyEvent) throws(DecodeError) -> Int? {
        guard proto.hasRecommend else { return nil }
        guard (0...10).contains(proto.recommend) else {
            throw .invalid("recommend \(proto.recommend) is outside its scale, 0 to 10")
        }
        return Int(proto.recommend)
    }
}
