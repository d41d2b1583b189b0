// Puts reviews on their topic.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Services
import SwiftProtobuf
import Wire

/// Writes reviews, one after the other.
// The writer is touched on `queue` only.
final class ReviewWriter: @unchecked Sendable {
    private let queue = DispatchQueue(label: "assay.gateway.reviews")
    private var writer: KafkaWriter?
    private let kafka: KafkaSettings
    private let logger: Logger

    init(_ kafka: KafkaSettings, logger: Logger) {
        self.kafka = kafka
        self.logger = logger
    }

    /// Returns when the review is on its topic.
    ///
    /// - Throws: `Refusal` when it is not known to be there. To send it again does no harm: it has an id.
    func write(_ review: ProtoReviewEvent) async throws(Refusal) {
        try await refusing(logger, on: queue) { _ in
            do {
                let writer = try self.writer ?? KafkaWriter(self.kafka, logger: self.logger)
                self.writer = writer
                let value: [UInt8] = try review.serializedBytes()
                let record = KafkaWriter.Record(
                    key: RecordKey.bytes(tenant: review.tenant, name: review.conversationID), value: value,
                    headers: [
                        ("schema", Array(Topic.reviews.schema.utf8)), ("tenant", Array(review.tenant.utf8)),
                        ("content-type", Array("application/x-protobuf".utf8)),
                    ])
                try writer.write(record, to: self.kafka.topics[.reviews])
                try writer.flush(within: self.kafka.operationTimeout)
            } catch {
                // What is still on its way would be told at the next review.
                self.writer?.close()
                self.writer = nil
                throw error
            }
        }
    }
}
