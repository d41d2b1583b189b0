// Messages on their way from a queue of librdkafka into a batch.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Takes messages from a queue, a chunk at a time, and destroys each before the next chunk: a message that is not
/// destroyed would hold up the end of its client for ever.
final class MessageBuffer {
    /// The most messages taken at once; it also bounds by how much a batch may exceed its bound in bytes.
    static let chunk = 256

    private let messages: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>

    init() {
        messages = .allocate(capacity: Self.chunk)
        messages.initialize(repeating: nil, count: Self.chunk)
    }

    deinit { messages.deallocate() }

    /// Takes at most `limit` messages (and never more than a chunk), waiting at most `timeout` milliseconds for the
    /// first, shows them in order, and destroys them. Callbacks that wait in the queue run meanwhile.
    ///
    /// - Returns: how many there were.
    func drain(
        _ queue: OpaquePointer, timeout: Int32 = 0, limit: Int, _ body: (Message) -> Void
    ) -> Int {
        // With a timeout librdkafka waits until it has all it was asked for: so only the first message is waited for.
        var count = 0
        if timeout > 0 { count = take(queue, timeout, limit: min(1, limit), at: 0) }
        if timeout == 0 || count == 1 { count += take(queue, 0, limit: min(limit, Self.chunk) - count, at: count) }
        for index in 0..<count {
            if let message = messages[index] { body(Message(raw: message)) }
        }
        for index in 0..<count {
            rd_kafka_message_destroy(messages[index])
            messages[index] = nil
        }
        return count
    }

    private func take(_ queue: OpaquePointer, _ timeout: Int32, limit: Int, at index: Int) -> Int {
        guard limit > 0 else { return 0 }
        return max(0, rd_kafka_consume_batch_queue(queue, timeout, messages + index, limit))
    }
}

/// A message while `MessageBuffer.drain` shows it; not valid any longer.
struct Message {
    fileprivate let raw: UnsafeMutablePointer<rd_kafka_message_t>

    /// No error for a record; anything else is an event of the consumer.
    var code: rd_kafka_resp_err_t { raw.pointee.err }

    /// The topic object; nil for errors that concern none.
    var topic: OpaquePointer? { raw.pointee.rkt }

    /// The partition.
    var partition: Int32 { raw.pointee.partition }

    /// The offset: of the record, or where an event happened.
    var offset: Int64 { raw.pointee.offset }

    /// The text of an error.
    var errorText: String { String(cString: rd_kafka_message_errstr(raw)) }

    /// Create time or append time, in milliseconds since 1970; -1 when the record has none.
    fileprivate var timestamp: Instant {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        return Instant(milliseconds: rd_kafka_message_timestamp(raw, &type))
    }

    /// The headers; nil when there are none.
    fileprivate var headers: OpaquePointer? {
        var headers: OpaquePointer?
        return rd_kafka_message_headers(raw, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR ? headers : nil
    }
}

extension RecordBatch {
    /// Appends a copy of a message.
    mutating func append(_ message: Message, from origin: TopicPartition) {
        let first = Int32(truncatingIfNeeded: headers.count)
        if let list = message.headers { appendHeaders(list) }
        let raw = message.raw
        records.append(
            Record(
                origin: origin, offset: message.offset, timestamp: message.timestamp,
                key: appendCopy(raw.pointee.key, raw.pointee.key_len),
                value: appendCopy(raw.pointee.payload, raw.pointee.len),
                headers: first..<Int32(truncatingIfNeeded: headers.count)))
    }

    private mutating func appendHeaders(_ list: OpaquePointer) {
        var index = 0
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        while rd_kafka_header_get_all(list, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR {
            let nameRange = name.flatMap { appendCopy($0, strlen($0)) }
            headers.append(RecordHeader(name: nameRange ?? .empty, value: appendCopy(value, size)))
            index += 1
        }
    }

    /// Copies bytes to the end; nil for a null pointer, an empty range for no bytes.
    private mutating func appendCopy(_ source: UnsafeRawPointer?, _ size: Int) -> ByteRange? {
        guard let source else { return nil }
        let position = bytes.count
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: source, count: size))
        return ByteRange(start: UInt32(position), end: UInt32(position + size))
    }
}
