// Asks brokers where partitions begin and end.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
package import Pipeline
package import Quality

package import struct Logging.Logger

/// A client that asks for offsets of all partitions of one topic, for tools. Used from one queue; it fetches nothing,
/// and every call ends within the operation timeout.
package final class TopicOffsets {
    /// How many partitions the topic has.
    package let partitionCount: Int
    private let handle: KafkaHandle
    private let settings: KafkaSettings
    private let topic: Topic

    /// A client for a topic.
    ///
    /// - Parameter seesUncommitted: whether ends are the true ones; else they are where the oldest open transaction
    ///   begins, as far as a reader of committed records can read now.
    /// - Throws: `KafkaError` for wrong settings, a topic that does not exist, or a cluster that does not answer.
    package init(
        _ settings: KafkaSettings, topic: Topic, seesUncommitted: Bool, logger: Logger
    ) throws(KafkaError) {
        partitionCount = try KafkaAdmin(settings, logger: logger).partitionCount(topic)
        handle = try KafkaHandle(.side(seesUncommitted: seesUncommitted), settings, logger)
        (self.settings, self.topic) = (settings, topic)
    }

    deinit { close() }

    /// The oldest offset there is, by partition.
    ///
    /// - Throws: `KafkaError` when a partition's broker does not answer.
    package func oldest() throws(KafkaError) -> [Int32: Int64] { try ask(Int64(RD_KAFKA_OFFSET_BEGINNING)) }

    /// The offset that the next record gets, by partition.
    ///
    /// - Throws: `KafkaError` when a partition's broker does not answer.
    package func ends() throws(KafkaError) -> [Int32: Int64] { try ask(Int64(RD_KAFKA_OFFSET_END)) }

    /// The offset of the first record that is not older than an instant, by partition. Partitions in which there is
    /// none are left out, and so are those whose broker cannot look up times: to be sure, read these from the oldest.
    ///
    /// - Throws: `KafkaError` when a partition's broker does not answer.
    package func first(notBefore instant: Instant) throws(KafkaError) -> [Int32: Int64] {
        try ask(max(0, instant.milliseconds))
    }

    /// Frees the client; also happens when it is let go.
    package func close() { handle.destroy(within: settings.closeTimeout) }

    private func ask(_ time: Int64) throws(KafkaError) -> [Int32: Int64] {
        let list = PartitionList()
        for partition in 0..<Int32(partitionCount) {
            list.add(TopicPartition(topic, partition), offset: time, settings.topics)
        }
        let timeout = Int32(clamping: settings.operationTimeout.count)
        let code = list.withList { rd_kafka_offsets_for_times(handle.pointer, $0, timeout) }
        return try list.answers(
            Failure(code), "Asking for offsets of topic '\(settings.topics[topic])'", handle)
    }
}
