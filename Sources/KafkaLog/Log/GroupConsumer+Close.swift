// Leaving the group.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

import struct Logging.Logger

extension GroupConsumer {
    /// Leaves the group and frees the client, in the given time, whatever the broker does. Nothing may be asked of it
    /// afterwards.
    func close(within bound: Milliseconds) {
        isClosed = true
        handle.callbacks.ending = .leaving
        // librdkafka goes no step further until what it has told of is answered.
        for rebalance in handle.callbacks.rebalances { rebalance.kind.answerForLeaving(handle.pointer) }
        if !revoked.isEmpty { Rebalance.Kind.revoked(lost: false).answerForLeaving(handle.pointer) }
        handle.callbacks.rebalances = []
        revoked = []
        positions = [:]
        let membership = KafkaHandle.Membership(
            queue: queue, isStatic: settings.groupInstanceID != nil, isCooperative: settings.isCooperative)
        if !handle.destroy(within: bound, leaving: membership) {
            handle.callbacks.logger.notice(
                "Leaving the group takes longer than \(bound.count) ms; it goes on by itself")
        }
    }
}
