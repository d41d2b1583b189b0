// Reads partitions outside the group, for restoring state.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

import struct Logging.Logger

/// A consumer without a group, with a queue for every partition that is being restored.
///
/// It has connections of its own: what it asks for does not queue up behind the fetches of the group's member.
final class SideReader {
    /// A partition that is being read.
    private struct Stream {
        var topic: OpaquePointer
        var queue: OpaquePointer
        /// Where the caller is expected to go on.
        var next: Int64
    }

    private let handle: KafkaHandle
    private let settings: KafkaSettings
    private let buffer = MessageBuffer()
    private var streams: [TopicPartition: Stream] = [:]

    init(_ settings: KafkaSettings, _ logger: Logger) throws(LogError) {
        do { handle = try KafkaHandle(.side(seesUncommitted: false), settings, logger) } catch {
            throw .fatal(error.message)
        }
        self.settings = settings
    }

    /// See `EventLog.read`. When nothing is there yet it waits a few milliseconds at most and returns the same offset.
    ///
    /// - Parameter signal: raised whenever there is something more to be read.
    func read(
        _ partition: TopicPartition, _ range: (from: Int64, until: Int64), limit: Int, into batch: inout RecordBatch,
        signal: ReadableSignal?
    ) throws(LogError) -> Int64? {
        guard range.from < range.until else {
            stop(partition, signal)
            return nil
        }
        let queue = try stream(partition, at: range.from, signal)
        var slice = Slice(next: range.from)
        let bound = batch.bytes.count + settings.batchBytes
        var left = limit
        while left > 0, slice.next < range.until, batch.bytes.count < bound {
            let wanted = min(left, MessageBuffer.chunk)
            let patience = left == limit ? Self.patience : 0
            let count = buffer.drain(queue, timeout: patience, limit: wanted) { message in
                slice.take(message, below: range.until, from: partition, into: &batch)
            }
            left -= count
            if count < wanted || slice.failure != nil { break }
        }
        handle.serve()
        // After some progress the caller has records to work on; what is wrong for good will be wrong next time.
        if let failure = slice.failure, slice.next == range.from {
            throw LogError(failure, "Reading \(partition)", handle)
        }
        guard slice.next < range.until else {
            stop(partition, signal)
            return nil
        }
        streams[partition]?.next = slice.next
        if left == 0 || batch.bytes.count >= bound { signal?.raise() }
        return slice.next
    }

    /// Stops reading and frees the client.
    func close(within bound: Milliseconds) {
        for partition in streams.keys.sorted() { stop(partition, nil) }
        handle.destroy(within: bound)
    }

    // MARK: -

    /// How long one read waits for its first record, in milliseconds: short, as it holds up the lane.
    private static let patience: Int32 = 5

    /// What one call of `read` has come by.
    private struct Slice {
        /// Everything below was seen.
        var next: Int64
        /// The first thing that went wrong.
        var failure: Failure?

        mutating func take(
            _ message: Message, below end: Int64, from partition: TopicPartition, into batch: inout RecordBatch
        ) {
            switch message.code {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                if message.offset >= next, message.offset < end { batch.append(message, from: partition) }
                next = max(next, message.offset + 1)
            case RD_KAFKA_RESP_ERR__PARTITION_EOF:
                // Behind the last record there may be markers of transactions, which are counted but never seen.
                next = max(next, message.offset)
            default:
                if failure == nil { failure = Failure(code: message.code, text: message.errorText) }
            }
        }
    }

    private func stream(
        _ partition: TopicPartition, at offset: Int64, _ signal: ReadableSignal?
    ) throws(LogError) -> OpaquePointer {
        if let stream = streams[partition] {
            if stream.next == offset { return stream.queue }
            stop(partition, signal)
        }
        guard let topic = handle.topic(settings.topics[partition.topic]), let queue = rd_kafka_queue_new(handle.pointer)
        else {
            throw .fatal("librdkafka refuses to read \(partition)")
        }
        guard rd_kafka_consume_start_queue(topic, partition.partition, offset, queue) == 0 else {
            rd_kafka_queue_destroy(queue)
            let failure =
                Failure(rd_kafka_last_error()) ?? Failure(code: RD_KAFKA_RESP_ERR__FAIL, text: "it does not start")
            throw LogError(failure, "Reading \(partition) from \(offset)", handle)
        }
        signal?.watch(queue)
        streams[partition] = Stream(topic: topic, queue: queue, next: offset)
        return queue
    }

    private func stop(_ partition: TopicPartition, _ signal: ReadableSignal?) {
        guard let stream = streams.removeValue(forKey: partition) else { return }
        signal?.unwatch(stream.queue)
        rd_kafka_consume_stop(stream.topic, partition.partition)
        rd_kafka_queue_destroy(stream.queue)
    }
}
