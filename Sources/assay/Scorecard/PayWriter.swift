// Writes scorecards and the audit.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Wire

/// The one writer of scorecards and audit entries: making it fences off every other one, so that what it reads behind that is the newest.
struct PayWriter {
    /// An entry of the audit that is to be written.
    struct Note: Equatable, Sendable {
        var kind: AuditEntry.Kind
        var tenant: String
        var subject: String
        var details: [AuditEntry.Detail]
    }

    private let writer: TransactionalWriter

    /// - Throws: `KafkaError` when an earlier writer could not be settled in time.
    init(_ settings: Settings) throws(KafkaError) {
        var kafka = settings.kafka
        kafka.transactionalIDPrefix = "\(kafka.topics[.audit])-writer"
        kafka.lane = 0
        writer = try TransactionalWriter(kafka, logger: settings.logger)
    }

    /// Writes scorecards and notes, all or nothing. Returns how many entries the audit has then.
    ///
    /// - Throws: `KafkaError` when nothing is written, or that is not known; `CommandFailure` when the audit's chain is broken.
    func write(_ scorecards: [Scorecard], _ notes: [Note], _ settings: Settings) throws -> Int {
        let topics = settings.kafka.topics
        var records = scorecards.map { card in
            (Self.record(card.key, card.protobuf, .scorecards, tenant: card.tenant), topics[.scorecards])
        }
        if !notes.isEmpty { try Self.checkSettled(settings) }
        let chain = notes.isEmpty ? AuditChain() : try PayInput.readAudit(settings)
        var last = chain.last
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        for note in notes {
            let entry = AuditEntry(
                after: last, at: now, note.kind, tenant: note.tenant, subject: note.subject, details: note.details)
            let key = RecordKey.bytes(tenant: note.tenant, name: "audit")
            var record = Self.record(key, entry.protobuf, .audit, tenant: note.tenant)
            record.partition = 0
            records.append((record, topics[.audit]))
            last = entry
        }
        try writer.write(records)
        return chain.count + notes.count
    }

    /// Checks that all of the audit can be read. Brokers settle what a writer left when another one takes over; one that does not would
    /// hide its entries for a while, and the chain would be continued without them.
    private static func checkSettled(_ settings: Settings) throws(KafkaError) {
        func ends(seesUncommitted: Bool) throws(KafkaError) -> [Int32: Int64] {
            let offsets = try TopicOffsets(
                settings.kafka, topic: .audit, seesUncommitted: seesUncommitted, logger: settings.logger)
            defer { offsets.close() }
            return try offsets.ends()
        }
        guard settings.kafka.delivery == .exactlyOnce,
            try ends(seesUncommitted: false) != ends(seesUncommitted: true)
        else { return }
        throw KafkaError("An earlier writer's entries in the audit are not settled yet: try again in a minute.")
    }

    /// A record with the headers of the envelope.
    private static func record(
        _ key: [UInt8], _ value: [UInt8], _ topic: Topic, tenant: String
    ) -> KafkaWriter.Record {
        let ofTenant: [(name: String, value: [UInt8]?)] = tenant.isEmpty ? [] : [("tenant", Array(tenant.utf8))]
        return KafkaWriter.Record(key: key, value: value, headers: [("schema", Array(topic.schema.utf8))] + ofTenant)
    }

    /// Ends.
    func close() { writer.close() }
}
