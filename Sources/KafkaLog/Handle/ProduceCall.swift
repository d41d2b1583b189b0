// One call of the producer with all its arguments.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// The argument list of `rd_kafka_produceva`, allocated once and filled in for every record.
final class ProduceCall {
    private static let count = 7
    private let arguments: UnsafeMutablePointer<rd_kafka_vu_t>

    init() {
        arguments = .allocate(capacity: Self.count)
        arguments.initialize(repeating: rd_kafka_vu_t(), count: Self.count)
        arguments[0].vtype = RD_KAFKA_VTYPE_RKT
        arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION
        arguments[2].vtype = RD_KAFKA_VTYPE_KEY
        arguments[3].vtype = RD_KAFKA_VTYPE_VALUE
        arguments[4].vtype = RD_KAFKA_VTYPE_MSGFLAGS
        arguments[4].u.i = RD_KAFKA_MSG_F_COPY
        arguments[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP
        arguments[6].vtype = RD_KAFKA_VTYPE_HEADERS
    }

    deinit { arguments.deallocate() }

    /// Where the record goes; nil for the partition leaves it to the key.
    func setTarget(topic: OpaquePointer, partition: Int32?) {
        arguments[0].u.rkt = topic
        arguments[1].u.i32 = partition ?? RD_KAFKA_PARTITION_UA
    }

    /// Key and value; nil for a record without. The bytes need only be valid until `perform` returns.
    func setContent(key: UnsafeRawBufferPointer?, value: UnsafeRawBufferPointer?) {
        arguments[2].u.mem = Self.memory(key)
        arguments[3].u.mem = Self.memory(value)
    }

    /// Milliseconds since 1970; 0 for the time of the call.
    func setTimestamp(_ milliseconds: Int64) { arguments[5].u.i64 = milliseconds }

    /// Enqueues the record with a copy of its content.
    ///
    /// - Parameter headers: taken over when the call succeeds, else destroyed.
    /// - Returns: what went wrong, if anything; nothing was enqueued then.
    func perform(on client: OpaquePointer, headers: OpaquePointer?) -> Failure? {
        arguments[6].u.headers = headers
        // Without headers the last argument is left off: librdkafka wants a list there.
        let count = headers == nil ? Self.count - 1 : Self.count
        guard let failure = Failure(consuming: rd_kafka_produceva(client, arguments, count)) else { return nil }
        if let headers { rd_kafka_headers_destroy(headers) }
        return failure
    }

    /// librdkafka takes a null pointer for no value, and any other for a value, which may be empty.
    private static func memory(_ bytes: UnsafeRawBufferPointer?) -> rd_kafka_vu_t.__Unnamed_union_u.__Unnamed_struct_mem
    {
        guard let bytes else { return .init(ptr: nil, size: 0) }
        return .init(ptr: UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? nonNull), size: bytes.count)
    }

    /// Stands for the address of no bytes; never read.
    private static var nonNull: UnsafeRawPointer? { UnsafeRawPointer(bitPattern: 1) }
}
