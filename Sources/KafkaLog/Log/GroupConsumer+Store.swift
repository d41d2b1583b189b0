// Committing positions without a transaction.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

extension GroupConsumer {
    /// Commits positions with their metadata to the group and waits for the broker's answer.
    ///
    /// - Throws: `LogError.retriable` when the answer did not come in time or the group is rebalancing: committing the
    ///   same positions again does no harm. `.aborted` when the group has gone on without this member.
    func store(_ positions: [Position]) throws(LogError) {
        guard !positions.isEmpty else { return }
        let list = PartitionList(positions, names)
        guard let answers = rd_kafka_queue_new(handle.pointer) else { throw .fatal("No queue could be made") }
        defer { rd_kafka_queue_destroy(answers) }
        let code = list.withList { rd_kafka_commit_queue(handle.pointer, $0, answers, nil, nil) }
        if let failure = Failure(code) {
            throw LogError(failure, "Committing positions", handle)
        }
        guard let answer = rd_kafka_queue_poll(answers, Int32(clamping: operationTimeout.count)) else {
            throw .retriable(
                "Committing positions: no answer within \(operationTimeout.count) ms\(handle.latestTrouble)")
        }
        defer { rd_kafka_event_destroy(answer) }
        if let failure = Failure(rd_kafka_event_error(answer)) {
            throw LogError(failure, "Committing positions", handle)
        }
        guard let results = rd_kafka_event_topic_partition_list(answer) else { return }
        for element in UnsafeBufferPointer(start: results.pointee.elems, count: Int(results.pointee.cnt)) {
            if let failure = Failure(element.err) {
                throw LogError(failure, "Committing \(String(cString: element.topic))[\(element.partition)]", handle)
            }
        }
    }
}
