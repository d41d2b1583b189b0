// The headers of the records Assay writes, prepared.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

/// Header lists by topic and tenant, made once and copied for every record.
final class HeaderLists {
    /// How many lists are kept; beyond that all are made anew.
    private static let capacity = 4096
    /// The longest tenant; see envelope.md.
    private static let tenantBytes = 64

    private struct Key: Hashable {
        var topic: Topic
        var tenant: [UInt8]
        var isSealed: Bool
    }

    private var lists: [Key: OpaquePointer] = [:]
    /// The list used last: effects of one tenant come in runs.
    private var latest: (key: Key, list: OpaquePointer)?

    deinit { removeAll() }

    /// A list for a record of the topic with that key: schema, tenant, content type and, where there is one, the trace
    /// context.
    ///
    /// The caller owns it.
    func headers(
        _ topic: Topic, key: UnsafeRawBufferPointer?, isSealed: Bool, traceParent: UnsafeRawBufferPointer?
    ) -> OpaquePointer? {
        let tenant = Self.tenant(of: key)
        guard let copy = rd_kafka_headers_copy(prepared(topic, tenant, isSealed)) else { return nil }
        if let traceParent {
            rd_kafka_header_add(copy, "traceparent", -1, traceParent.baseAddress, traceParent.count)
        }
        return copy
    }

    /// The key up to its first slash; empty when there is no key, no slash, or no legal tenant before it.
    private static func tenant(of key: UnsafeRawBufferPointer?) -> UnsafeRawBufferPointer {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        guard let key else { return none }
        guard let slash = key.prefix(tenantBytes + 1).firstIndex(of: UInt8(ascii: "/")) else { return none }
        return UnsafeRawBufferPointer(rebasing: key[..<slash])
    }

    private func prepared(
        _ topic: Topic, _ tenant: UnsafeRawBufferPointer, _ isSealed: Bool
    ) -> OpaquePointer? {
        if let latest, latest.key.topic == topic, latest.key.isSealed == isSealed,
            latest.key.tenant.elementsEqual(tenant)
        {
            return latest.list
        }
        let key = Key(topic: topic, tenant: [UInt8](tenant), isSealed: isSealed)
        guard let list = lists[key] ?? make(key) else { return nil }
        latest = (key, list)
        return list
    }

    private func make(_ key: Key) -> OpaquePointer? {
        guard let list = rd_kafka_headers_new(4) else { return nil }
        let schema = key.isSealed ? "assay.v1.SealedState" : key.topic.schema
        rd_kafka_header_add(list, "schema", -1, schema, -1)
        if !key.tenant.isEmpty { rd_kafka_header_add(list, "tenant", -1, key.tenant, key.tenant.count) }
        rd_kafka_header_add(list, "content-type", -1, "application/x-protobuf", -1)
        if key.topic == .checkpoints, !key.isSealed {
            rd_kafka_header_add(list, "content-encoding", -1, "zstd", -1)
        }
        if lists.count >= Self.capacity { removeAll() }
        lists[key] = list
        return list
    }

    private func removeAll() {
        latest = nil
        for list in lists.values { rd_kafka_headers_destroy(list) }
        lists.removeAll()
    }
}

extension Topic {
    /// The message type of the topic's values: the `schema` header.
    package var schema: String {
        switch self {
        case .conversations: "assay.v1.ConversationEvent"
        case .surveys: "assay.v1.SurveyEvent"
        case .reviews: "assay.v1.ReviewEvent"
        case .facts: "assay.v1.Fact"
        case .supplements: "assay.v1.Supplement"
        case .checkpoints: "assay.v1.Checkpoint"
        case .evaluations: "assay.v1.Evaluation"
        case .alerts: "assay.v1.Alert"
        case .tallies: "assay.v1.Tally"
        case .scorecards: "assay.v1.Scorecard"
        case .deadLetters: "assay.v1.DeadLetter"
        case .audit: "assay.v1.AuditEntry"
        case .dataKeys: "assay.v1.DataKey"
        }
    }
}
