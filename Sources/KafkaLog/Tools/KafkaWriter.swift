// Writes records to any topic, without transactions.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
package import Quality

package import struct Logging.Logger

/// A producer for demonstrations, load and tests: idempotent, with back-pressure. Used from one queue.
package final class KafkaWriter {
    /// A record to be written.
    package struct Record: Sendable {
        /// The key; nil for none.
        package var key: [UInt8]?
        /// The value; nil for a tombstone.
        package var value: [UInt8]?
        /// Headers in order.
        package var headers: [(name: String, value: [UInt8]?)]
        /// The record's create time; nil for now.
        package var timestamp: Instant?
        /// The partition; nil leaves it to the key.
        package var partition: Int32?

        /// A record to be written.
        package init(
            key: [UInt8]?, value: [UInt8]?, headers: [(name: String, value: [UInt8]?)] = [], timestamp: Instant? = nil,
            partition: Int32? = nil
        ) {
            self.key = key
            self.value = value
            self.headers = headers
            self.timestamp = timestamp
            self.partition = partition
        }
    }

    let handle: KafkaHandle
    private let settings: KafkaSettings
    private let call = ProduceCall()
    private var isClosed = false

    /// A producer; it connects by itself.
    ///
    /// - Throws: `KafkaError` for settings that are wrong.
    package convenience init(_ settings: KafkaSettings, logger: Logger) throws(KafkaError) {
        try self.init(settings, role: .writer, logger)
    }

    /// A producer in that role, which decides whether it writes in transactions.
    init(_ settings: KafkaSettings, role: KafkaRole, _ logger: Logger) throws(KafkaError) {
        try settings.validate()
        self.settings = settings
        handle = try KafkaHandle(role, settings, logger)
    }

    /// The partition of a key among so many, as `murmur2_random` and Java clients have it; `count` is at least 1.
    package static func partition(of key: [UInt8], among count: Int) -> Int32 {
        key.withUnsafeBytes {
            rd_kafka_msg_partitioner_murmur2(nil, $0.baseAddress, $0.count, Int32(clamping: count), nil, nil)
        }
    }

    deinit { close() }

    /// Hands a record to the producer, waiting while its queue is full.
    ///
    /// - Throws: `KafkaError` when the record is refused or the queue stays full for the operation timeout.
    package func write(_ record: borrowing Record, to topic: String) throws(KafkaError) {
        guard !isClosed else { throw KafkaError("The writer is closed.") }
        guard let object = handle.topic(topic) else {
            throw KafkaError("librdkafka refuses the topic name '\(topic)'.")
        }
        call.setTarget(topic: object, partition: record.partition)
        call.setTimestamp(record.timestamp?.milliseconds ?? 0)
        let (key, value, headers) = (record.key, record.value, record.headers)
        let failure = Self.withBytes(key) { key in
            Self.withBytes(value) { value in
                call.setContent(key: key, value: value)
                return enqueue(headers)
            }
        }
        if let failure { throw KafkaError("Writing to '\(topic)': \(failure.text)\(handle.latestTrouble).") }
    }

    /// Waits until everything written is delivered.
    ///
    /// - Throws: `KafkaError` when records were not delivered, or not within the time.
    package func flush(within timeout: Milliseconds) throws(KafkaError) {
        guard !isClosed else { return }
        if let failure = Failure(rd_kafka_flush(handle.pointer, Int32(clamping: timeout.count))) {
            throw KafkaError(
                "\(rd_kafka_outq_len(handle.pointer)) records wait still: \(failure.text)\(handle.latestTrouble).")
        }
        let notes = handle.callbacks
        defer { notes.forgetUndelivered() }
        if notes.undelivered > 0 {
            throw KafkaError(
                "\(notes.undelivered) records were not delivered, the first to \(notes.undeliveredReason).")
        }
    }

    /// Ends and drops what is not delivered; also happens when the writer is let go.
    package func close() {
        if isClosed { return }
        isClosed = true
        rd_kafka_purge(
            handle.pointer, Int32(RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING))
        handle.serve()
        handle.destroy(within: settings.closeTimeout)
    }

    // MARK: -

    private func enqueue(_ headers: [(name: String, value: [UInt8]?)]) -> Failure? {
        var waited: Int32 = 0
        while let failure = call.perform(on: handle.pointer, headers: Self.list(headers)) {
            let mayWait =
                failure.code == RD_KAFKA_RESP_ERR__QUEUE_FULL && Int64(waited) < settings.operationTimeout.count
            guard mayWait else { return failure }
            handle.serve(timeout: Self.fullQueuePause)
            waited += Self.fullQueuePause
        }
        return nil
    }

    /// How long a full queue is left to drain before the record is offered again, in milliseconds.
    private static let fullQueuePause: Int32 = 10

    private static func list(_ headers: [(name: String, value: [UInt8]?)]) -> OpaquePointer? {
        guard !headers.isEmpty, let list = rd_kafka_headers_new(headers.count) else { return nil }
        for (name, value) in headers {
            withBytes(value) { value in
                // As with values: a null pointer means no value, which is not the same as an empty one.
                let start = value.map { $0.baseAddress ?? UnsafeRawPointer(list) }
                _ = rd_kafka_header_add(list, name, -1, start, value?.count ?? 0)
            }
        }
        return list
    }

    private static func withBytes<R>(_ bytes: [UInt8]?, _ body: (UnsafeRawBufferPointer?) -> R) -> R {
        guard let bytes else { return body(nil) }
        return bytes.withUnsafeBytes { body($0) }
    }
}
