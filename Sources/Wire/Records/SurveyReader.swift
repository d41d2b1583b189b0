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
        /// What the customer wrote; may be empty.
        package var comment: String
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
        var event = SurveyEvent(
            id: proto.eventID, at: Instant(milliseconds: proto.atMs), survey: proto.surveyID,
            programme: proto.programme, episode: proto.episode, step: step, rating: try rating(proto),
            recommend: try recommend(proto), isTest: proto.test)
        event.isSubmitted = proto.submitted
        event.items = try items(proto)
        event.reasons = try reasons(proto)
        return Survey(tenant: proto.tenant, conversation: proto.conversationID, event: event, comment: proto.comment)
    }

    /// The most ratings of questions, and the most reasons, of an answer.
    private static let mostParts = 64

    /// Ratings of questions on a scale of five; those of other scales are kept apart and do not count here (C10).
    private static func items(_ proto: ProtoSurveyEvent) throws(DecodeError) -> [SurveyEvent.NamedRating] {
        guard proto.items.count <= mostParts else {
            throw .invalid("items has \(proto.items.count) ratings; at most \(mostParts)")
        }
        var items: [SurveyEvent.NamedRating] = []
        for item in proto.items {
            try bound(item.item, ConversationReader.Limit.identifier, "item")
            guard !items.contains(where: { $0.name == item.item }) else {
                throw .invalid("items rates '\(item.item)' twice")
            }
            if let rating = try rating(item.rating, proto.scale, of: "the rating of an item") {
                items.append(SurveyEvent.NamedRating(name: item.item, rating: rating))
            }
        }
        return items
    }

    private static func reasons(_ proto: ProtoSurveyEvent) throws(DecodeError) -> [String] {
        guard proto.reasons.count <= mostParts else {
            throw .invalid("reasons has \(proto.reasons.count) codes; at most \(mostParts)")
        }
        for reason in proto.reasons { try bound(reason, ConversationReader.Limit.identifier, "a reason") }
        return Set(proto.reasons).sorted()
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
        proto.hasRating ? try rating(proto.rating, proto.scale, of: "rating") : nil
    }

    private static func rating(
        _ rating: Int32, _ scale: ProtoScale, of what: StaticString
    ) throws(DecodeError) -> Int? {
        let range: ClosedRange<Int32>
        switch scale {
        case .stars5, .likert5: range = 1...5
        case .thumbs: range = 0...1
        case .zeroToTen: range = 0...10
        case .unspecified, .UNRECOGNIZED: throw .invalid("a rating needs its scale")
        }
        guard range.contains(rating) else {
            throw .invalid("\(what) \(rating) is outside its scale, \(range.lowerBound) to \(range.upperBound)")
        }
        return range == 1...5 ? Int(rating) : nil
    }

    private static func recommend(_ proto: ProtoSurveyEvent) throws(DecodeError) -> Int? {
        guard proto.hasRecommend else { return nil }
        guard (0...10).contains(proto.recommend) else {
            throw .invalid("recommend \(proto.recommend) is outside its scale, 0 to 10")
        }
        return Int(proto.recommend)
    }
}
