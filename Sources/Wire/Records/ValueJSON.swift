// The value of any record as proto3 JSON, for people and tools.
// SPDX-License-Identifier: Apache-2.0

import SwiftProtobuf

/// What a value is an instance of; raw values as in the header `schema`.
package enum RecordSchema: String, CaseIterable, Sendable {
    /// A conversation event.
    case conversationEvent = "assay.v1.ConversationEvent"
    /// A survey event.
    case surveyEvent = "assay.v1.SurveyEvent"
    /// A review event.
    case reviewEvent = "assay.v1.ReviewEvent"
    /// A contribution to tallies.
    case fact = "assay.v1.Fact"
    /// A figure from outside.
    case supplement = "assay.v1.Supplement"
    /// A conversation's saved state.
    case checkpoint = "assay.v1.Checkpoint"
    /// A scored episode.
    case evaluation = "assay.v1.Evaluation"
    /// A breach, or what became of it.
    case alert = "assay.v1.Alert"
    /// The state of a subject and window.
    case tally = "assay.v1.Tally"
    /// The result of a pay period.
    case scorecard = "assay.v1.Scorecard"
    /// A record that could not be used.
    case deadLetter = "assay.v1.DeadLetter"
    /// A decision that money rests on.
    case auditEntry = "assay.v1.AuditEntry"
    /// A conversation's saved state, sealed.
    case sealedState = "assay.v1.SealedState"
    /// What dead letters are sealed with.
    case dataKey = "assay.v1.DataKey"

    fileprivate var message: any Message.Type {
        switch self {
        case .conversationEvent: ProtoConversationEvent.self
        case .surveyEvent: ProtoSurveyEvent.self
        case .reviewEvent: ProtoReviewEvent.self
        case .fact: ProtoFact.self
        case .supplement: ProtoSupplement.self
        case .checkpoint: ProtoCheckpoint.self
        case .evaluation: ProtoEvaluation.self
        case .alert: ProtoAlert.self
        case .tally: ProtoTally.self
        case .scorecard: ProtoScorecard.self
        case .deadLetter: ProtoDeadLetter.self
        case .auditEntry: ProtoAuditEntry.self
        case .sealedState: ProtoSealedState.self
        case .dataKey: ProtoDataKey.self
        }
    }
}

/// Shows values as JSON. Takes any bytes. Not Sendable: it owns a decompression context.
package final class ValueJSON {
    private let decompressor = ZstdDecompressor()

    /// A converter with its own decompression context.
    package init() {}

    /// The proto3 JSON of a value, on one line, decompressed if need be; a value that is JSON already is checked and brought to the
    /// same form.
    ///
    /// - Throws: `Complaint` when the format is unknown, or the bytes are no value of the schema or, decompressed, more than
    ///   `ValueReader.mostBytes`.
    package func json(of value: [UInt8], format: ValueFormat, schema: RecordSchema) throws(Complaint) -> [UInt8] {
        let message = try message(try decompressed(value, format.contentEncoding), format.contentType, schema)
        do {
            return try message.jsonUTF8Bytes()
        } catch {
            throw Complaint(.malformed, "the value has no JSON form: \(error)")
        }
    }

    private func decompressed(_ value: [UInt8], _ encoding: String?) throws(Complaint) -> [UInt8] {
        switch encoding {
        case nil, "identity": return value
        case "zstd":
            do throws(ZstdError) {
                return try decompressor.decompress(value, limit: ValueReader.mostBytes)
            } catch {
                throw Complaint(.malformed, "the value is not a usable zstd frame: \(error)")
            }
        case .some(let other):
            throw Complaint(.unknownEncoding, "content-encoding \"\(other)\" is not known; use zstd or none")
        }
    }

    private func message(_ bytes: [UInt8], _ type: String?, _ schema: RecordSchema) throws(Complaint) -> any Message {
        do {
            switch type {
            case nil, "application/x-protobuf", "application/protobuf":
                return try schema.message.init(serializedBytes: bytes)
            case "application/json":
                return try schema.message.init(jsonUTF8Bytes: bytes)
            case .some: break
            }
        } catch {
            throw Complaint(.malformed, "the value is no \(schema.rawValue): \(error)")
        }
        throw Complaint(
            .unknownEncoding,
            "content-type \"\(type ?? "")\" is not known; use application/x-protobuf or application/json")
    }
}
