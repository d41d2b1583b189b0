// Asks brokers for the ends of partitions.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

import struct Logging.Logger

/// A client that sees uncommitted records, as a client's question for an end is answered by its own isolation level:
/// this one learns the true end, not where the oldest open transaction begins. It fetches nothing, so its questions
/// wait for nothing.
final class EndOffsets {
    private let handle: KafkaHandle
    private let settings: KafkaSettings

    init(_ settings: KafkaSettings, _ logger: Logger) throws(LogError) {
        do { handle = try KafkaHandle(.side(seesUncommitted: true), settings, logger) } catch {
            throw .fatal(error.message)
        }
        self.settings = settings
    }

    /// The offset that the next record of the partition gets.
    func end(_ partition: TopicPartition) throws(LogError) -> Int64 {
        let list = PartitionList()
        // Asking for the offset of this 'time' means the end.
        list.add(partition, offset: Int64(RD_KAFKA_OFFSET_END), settings.topics)
        let timeout = Int32(clamping: settings.operationTimeout.count)
        let code = list.withList { rd_kafka_offsets_for_times(handle.pointer, $0, timeout) }
        handle.serve()
        var answer = rd_kafka_topic_partition_t()
        list.forEach { answer = $0 }
        if let failure = Failure(code) ?? Failure(answer.err) {
            throw LogError(failure, "Asking for the end of \(partition)", handle)
        }
        guard answer.offset >= 0 else {
            throw .retriable("Asking for the end of \(partition): the broker does not tell")
        }
        return answer.offset
    }

    /// Frees the client.
    func close(within bound: Milliseconds) { handle.destroy(within: bound) }
}
