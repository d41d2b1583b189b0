// The one owner of a C list of partitions.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A list of partitions as librdkafka takes it.
struct PartitionList: ~Copyable {
    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// An empty list.
    init() { pointer = rd_kafka_topic_partition_list_new(8) }

    /// A list of these partitions, without offsets.
    init(_ partitions: some Sequence<TopicPartition>, _ names: TopicNames) {
        self.init()
        for partition in partitions { add(partition, offset: Int64(RD_KAFKA_OFFSET_INVALID), names) }
    }

    /// A list of these positions with their metadata.
    init(_ positions: [Position], _ names: TopicNames) {
        self.init()
        for position in positions {
            add(position.partition, offset: position.next, names)
            if !position.metadata.isEmpty { setMetadata(position.metadata) }
        }
    }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }

    /// Appends a partition with an offset.
    func add(_ partition: TopicPartition, offset: Int64, _ names: TopicNames) {
        rd_kafka_topic_partition_list_add(pointer, names[partition.topic], partition.partition).pointee.offset = offset
    }

    /// Shows the list to a call. Only so: the list would else be free to end between the taking of its address and the
    /// call.
    borrowing func withList<R>(_ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> R) -> R {
        body(pointer)
    }

    /// Shows the elements in order.
    borrowing func forEach<E>(_ body: (rd_kafka_topic_partition_t) throws(E) -> Void) throws(E) {
        for element in elements { try body(element) }
    }

    private var elements: UnsafeMutableBufferPointer<rd_kafka_topic_partition_t> {
        UnsafeMutableBufferPointer(start: pointer.pointee.elems, count: Int(pointer.pointee.cnt))
    }

    /// Gives the last element a copy of the text; the list frees it with `free`.
    private func setMetadata(_ text: String) {
        guard let element = elements.indices.last else { return }
        var text = text
        text.withUTF8 { bytes in
            guard let copy = malloc(bytes.count), let source = bytes.baseAddress else { return }
            copy.copyMemory(from: source, byteCount: bytes.count)
            elements[element].metadata = copy
            elements[element].metadata_size = bytes.count
        }
    }
}

extension rd_kafka_topic_partition_t {
    /// The metadata as text; empty when there is none.
    var text: String {
        guard let metadata, metadata_size > 0 else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: metadata, count: metadata_size), as: UTF8.self)
    }

    /// The partition, where the topic is one of the house's.
    func partition(_ names: TopicNames) -> TopicPartition? {
        names.topic(named: String(cString: topic)).map { TopicPartition($0, partition) }
    }
}
