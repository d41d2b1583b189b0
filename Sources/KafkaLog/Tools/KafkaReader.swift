// Reads a whole topic, outside any group.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
package import Pipeline
package import Quality

package import struct Logging.Logger

/// A consumer of all partitions of one topic, for tools: it may wait. Used from one queue.
package final class KafkaReader {
    /// Where reading begins.
    package enum Beginning: Equatable, Sendable {
        /// With the oldest record there is.
        case oldest
        /// With the next record that is appended.
        case newest
        /// At these offsets; with the oldest record in partitions that are not named.
        case offsets([Int32: Int64])
    }

    private let handle: KafkaHandle
    private let settings: KafkaSettings
    private let topic: Topic
    private let object: OpaquePointer
    private let queue: OpaquePointer
    private let buffer = MessageBuffer()
    private let partitions: [Int32]
    /// Where reading ends, by partition; nil when it goes on with what comes.
    private let ends: [Int32: Int64]?
    /// Partitions whose end was reached, and behind which nothing has come since.
    private var ended: Set<Int32> = []
    private var isClosed = false

    /// Begins to read a topic.
    ///
    /// - Throws: `KafkaError` for wrong settings, a topic that does not exist, or a cluster that does not answer.
    package convenience init(
        _ settings: KafkaSettings, topic: Topic, from beginning: Beginning, logger: Logger
    ) throws(KafkaError) {
        let count = try KafkaAdmin(settings, logger: logger).partitionCount(topic)
        try self.init(
            settings, topic, (0..<Int32(count)).map { ($0, Self.offset(beginning, $0)) }, ends: nil, logger)
    }

    /// Begins to read parts of a topic: of each partition that is named the offsets in its range, which may be empty.
    /// The other partitions are not read. It is at its end when all ranges are read.
    ///
    /// - Throws: `KafkaError` for wrong settings.
    package convenience init(
        _ settings: KafkaSettings, topic: Topic, ranges: [Int32: Range<Int64>], logger: Logger
    ) throws(KafkaError) {
        let wanted = ranges.filter { !$0.value.isEmpty }
        try self.init(
            settings, topic, wanted.map { ($0.key, $0.value.lowerBound) }, ends: wanted.mapValues(\.upperBound), logger)
    }

    private init(
        _ settings: KafkaSettings, _ topic: Topic, _ beginnings: [(partition: Int32, offset: Int64)],
        ends: [Int32: Int64]?, _ logger: Logger
    ) throws(KafkaError) {
        let name = settings.topics[topic]
        handle = try KafkaHandle(.side(seesUncommitted: false), settings, logger)
        guard let object = handle.topic(name), let queue = rd_kafka_queue_new(handle.pointer) else {
            throw KafkaError("librdkafka refuses to read topic '\(name)'.")
        }
        (self.settings, self.topic, self.object, self.queue) = (settings, topic, object, queue)
        (partitions, self.ends) = (beginnings.map(\.partition), ends)
        for (partition, offset) in beginnings { rd_kafka_consume_start_queue(object, partition, offset, queue) }
    }

    deinit { close() }

    /// Whether every partition was read to its end, when its end was last asked for; or to the end of its range.
    package var isAtEnd: Bool { ended.count == partitions.count }

    /// Replaces the batch's content by at most `limit` records, waiting for the first for at most `timeout`.
    ///
    /// - Returns: whether there were any.
    /// - Throws: `KafkaError` when a partition cannot be read.
    package func poll(limit: Int, timeout: Milliseconds, into batch: inout RecordBatch) throws(KafkaError) -> Bool {
        batch.removeAll()
        guard !isClosed else { throw KafkaError("The reader is closed.") }
        var failure: String?
        var wait = Int32(clamping: timeout.count)
        while batch.records.count < limit, batch.bytes.count < settings.batchBytes {
            let wanted = min(limit - batch.records.count, MessageBuffer.chunk)
            let count = buffer.drain(queue, timeout: wait, limit: wanted) { message in
                switch message.code {
                case RD_KAFKA_RESP_ERR_NO_ERROR:
                    if isInRange(message) { batch.append(message, from: TopicPartition(topic, message.partition)) }
                    note(message.partition, next: message.offset + 1, isEnd: false)
                case RD_KAFKA_RESP_ERR__PARTITION_EOF: note(message.partition, next: message.offset, isEnd: true)
                default: failure = failure ?? message.errorText
                }
            }
            wait = 0
            if count < wanted { break }
        }
        handle.serve()
        if let failure {
            throw KafkaError("Reading topic '\(settings.topics[topic])': \(failure)\(handle.latestTrouble).")
        }
        return !batch.records.isEmpty
    }

    /// Ends; also happens when the reader is let go.
    package func close() {
        if isClosed { return }
        isClosed = true
        for partition in partitions { rd_kafka_consume_stop(object, partition) }
        rd_kafka_queue_destroy(queue)
        handle.destroy(within: settings.closeTimeout)
    }

    private func isInRange(_ message: Message) -> Bool {
        guard let end = ends?[message.partition] else { return true }
        return message.offset < end
    }

    /// Notes how far a partition is read. An end that the broker tells is only where committed records end: a range may
    /// reach beyond it, when a transaction is open there.
    private func note(_ partition: Int32, next: Int64, isEnd: Bool) {
        if ends?[partition].map({ next >= $0 }) ?? isEnd {
            ended.insert(partition)
        } else {
            ended.remove(partition)
        }
    }

    private static func offset(_ beginning: Beginning, _ partition: Int32) -> Int64 {
        switch beginning {
        case .oldest: Int64(RD_KAFKA_OFFSET_BEGINNING)
        case .newest: Int64(RD_KAFKA_OFFSET_END)
        case .offsets(let offsets): offsets[partition] ?? Int64(RD_KAFKA_OFFSET_BEGINNING)
        }
    }
}
