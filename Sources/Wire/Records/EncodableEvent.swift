// Encodes events for producers: generators, tests and tools.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import SwiftProtobuf

/// A message of ours that can be written in both forms Assay reads.
package protocol EncodableEvent: Message {}

extension ProtoConversationEvent: EncodableEvent {}
extension ProtoSurveyEvent: EncodableEvent {}
extension ProtoReviewEvent: EncodableEvent {}
extension ProtoSupplement: EncodableEvent {}
extension ProtoEvaluation: EncodableEvent {}
extension ProtoAlert: EncodableEvent {}
extension ProtoFact: EncodableEvent {}
extension ProtoTally: EncodableEvent {}
extension ProtoDeadLetter: EncodableEvent {}
extension ProtoScorecard: EncodableEvent {}
extension ProtoCheckpoint: EncodableEvent {}
extension ProtoPayProposal: EncodableEvent {}
extension ProtoSealedState: EncodableEvent {}
extension ProtoDataKey: EncodableEvent {}

extension EncodableEvent {
    /// The message of these protobuf bytes.
    ///
    /// - Throws: a decoding error of SwiftProtobuf.
    package init(protobuf bytes: [UInt8]) throws { try self.init(serializedBytes: bytes) }

    /// The protobuf bytes.
    package var protobuf: [UInt8] { encoded(self) }

    /// The proto3 JSON, with fields named as in the schema's JSON mapping.
    package var json: [UInt8] {
        do {
            return Array(try jsonUTF8Data())
        } catch {
            preconditionFailure("a message without Any fields has a JSON form: \(error)")
        }
    }
}
