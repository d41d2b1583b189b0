// How a member leaves its group.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Dispatch

import struct Logging.Logger

/// The way out of a group, on a thread of its own: leaving takes as long as the group and its brokers like, and a
/// client that ends while a rebalance is under way can hold up whoever waits for it for ever. From its beginning nobody
/// else uses the client.
///
/// The member first unsubscribes and answers what rebalances there are, as in ordinary life, until it has no member id
/// any more; only then is the client told to close. Closing right away would do for most, but below librdkafka 2.5 an
/// assignment that arrives meanwhile is never done with (issue 4527), and an answer that arrives just after the end is
/// waited for in vain.
struct Farewell: Sendable {
    /// Addresses, as the objects themselves may not change threads; they live until the farewell is over.
    let client: UInt
    let queue: UInt
    let notes: UInt
    /// A static member keeps its place in the group: it closes without leaving.
    let isStatic: Bool
    let isCooperative: Bool

    /// The longest that either step takes before it is given up.
    private static let patience = DispatchTimeInterval.seconds(60)
    /// The longest wait for one event, in milliseconds.
    private static let pause: Int32 = 10

    /// Leaves.
    ///
    /// - Returns: whether the client may be freed now. If not it must be kept, or freeing it would never come to an
    ///   end.
    func run() -> Bool {
        guard let client = OpaquePointer(bitPattern: client), let queue = OpaquePointer(bitPattern: queue),
            let notes = UnsafeRawPointer(bitPattern: notes)
        else { return false }
        let callbacks = Unmanaged<KafkaCallbacks>.fromOpaque(notes).takeUnretainedValue()
        if !isStatic { unsubscribe(client, queue) }
        callbacks.ending = .closing
        let isClosed = close(client)
        rd_kafka_queue_destroy(queue)
        if KafkaVersion.linked.crashesUnassigned, isCooperative, !callbacks.wasAssigned { return false }
        if !isClosed { callbacks.logger.warning("The group is not left: it will notice by the session timeout") }
        return isClosed
    }

    private func unsubscribe(_ client: OpaquePointer, _ queue: OpaquePointer) {
        guard Failure(rd_kafka_unsubscribe(client)) == nil else { return }
        let buffer = MessageBuffer()
        let end = DispatchTime.now() + Self.patience
        while isMember(client), DispatchTime.now() < end {
            _ = buffer.drain(queue, timeout: Self.pause, limit: MessageBuffer.chunk) { _ in }
        }
    }

    private func isMember(_ client: OpaquePointer) -> Bool {
        guard let id = rd_kafka_memberid(client) else { return false }
        defer { rd_kafka_mem_free(client, id) }
        return id.pointee != 0
    }

    private func close(_ client: OpaquePointer) -> Bool {
        guard let events = rd_kafka_queue_new(client) else { return false }
        defer { rd_kafka_queue_destroy(events) }
        // A client with a fatal error does not close, and need not.
        if Failure(consuming: rd_kafka_consumer_close_queue(client, events)) != nil { return true }
        let buffer = MessageBuffer()
        let end = DispatchTime.now() + Self.patience
        while rd_kafka_consumer_closed(client) == 0 {
            if DispatchTime.now() >= end { return false }
            _ = buffer.drain(events, timeout: Self.pause, limit: MessageBuffer.chunk) { _ in }
        }
        return true
    }
}

extension Rebalance.Kind {
    /// Answers a rebalance on the way out: nothing is taken up and everything is given up.
    func answerForLeaving(_ client: OpaquePointer?) {
        let isCooperative = rd_kafka_rebalance_protocol(client).map { String(cString: $0) } == "COOPERATIVE"
        switch (self, isCooperative) {
        case (.assigned, true):
            _ = Failure(consuming: PartitionList().withList { rd_kafka_incremental_assign(client, $0) })
        case (.assigned, false):
            _ = PartitionList().withList { rd_kafka_assign(client, $0) }
        case (.revoked, false), (.failed, false):
            rd_kafka_assign(client, nil)
        case (.revoked, true), (.failed, true):
            var assignment: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
            guard rd_kafka_assignment(client, &assignment) == RD_KAFKA_RESP_ERR_NO_ERROR, let assignment else { return }
            _ = Failure(consuming: rd_kafka_incremental_unassign(client, assignment))
            rd_kafka_topic_partition_list_destroy(assignment)
        }
    }
}
