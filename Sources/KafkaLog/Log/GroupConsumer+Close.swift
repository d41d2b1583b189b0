// Leaving the group.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Dispatch
import Pipeline
import Quality

import struct Logging.Logger

extension GroupConsumer {
    /// Leaves the group and frees the client, in about the given time, whatever the broker does.
    ///
    /// librdkafka waits until a rebalance it has told of is answered, one told of already or one that comes while it leaves: both are
    /// answered by giving up everything.
    func close(within bound: Milliseconds) {
        isClosed = true
        handle.callbacks.isClosing = true
        if !revoked.isEmpty || !handle.callbacks.rebalances.isEmpty { KafkaCallbacks.unassignAll(handle.pointer) }
        handle.callbacks.rebalances = []
        revoked = []
        positions = [:]
        let half = Milliseconds(bound.count / 2)
        leave(within: half)
        rd_kafka_queue_destroy(queue)
        if KafkaVersion.linked.crashesUnassigned, settings.isCooperative, !handle.callbacks.wasAssigned {
            handle.callbacks.logger.debug("The client is kept, as it has left the group before its first assignment")
            handle.abandon()
            return
        }
        if !handle.destroy(within: half) {
            handle.callbacks.logger.notice("The client did not end in time; it goes on ending by itself")
        }
    }

    private func leave(within bound: Milliseconds) {
        guard let events = rd_kafka_queue_new(handle.pointer) else { return }
        defer { rd_kafka_queue_destroy(events) }
        if let failure = Failure(consuming: rd_kafka_consumer_close_queue(handle.pointer, events)) {
            handle.callbacks.logger.notice("The group is not left: \(failure.text)")
            return
        }
        let end = DispatchTime.now() + .milliseconds(Int(bound.count))
        let buffer = MessageBuffer()
        while rd_kafka_consumer_closed(handle.pointer) == 0 {
            if DispatchTime.now() >= end {
                handle.callbacks.logger.notice("The group is not left in time: it will notice by the session timeout")
                return
            }
            _ = buffer.drain(events, timeout: Self.leavePause, limit: MessageBuffer.chunk) { _ in }
        }
    }

    private static var leavePause: Int32 { 20 }
}
