// Asks how far a group has come.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
package import Pipeline
import Quality

package import struct Logging.Logger

/// A client that asks for the committed offsets of a group without joining it, for tools. Used from one queue; every call ends within the
/// operation timeout.
package final class GroupOffsets {
    private let handle: KafkaHandle
    private let settings: KafkaSettings

    /// A client for the group of the settings.
    ///
    /// - Throws: `KafkaError` for wrong settings.
    package init(_ settings: KafkaSettings, logger: Logger) throws(KafkaError) {
        handle = try KafkaHandle(.groupOffsets, settings, logger)
        self.settings = settings
    }

    deinit { close() }

    /// What the group commits next, by partition of a topic; partitions of which nothing was committed are left out.
    ///
    /// - Throws: `KafkaError` when the group's coordinator does not answer.
    package func committed(_ topic: Topic, partitions: Int) throws(KafkaError) -> [Int32: Int64] {
        let list = PartitionList((0..<Int32(partitions)).map { TopicPartition(topic, $0) }, settings.topics)
        let timeout = Int32(clamping: settings.operationTimeout.count)
        let code = list.withList { rd_kafka_committed(handle.pointer, $0, timeout) }
        return try list.answers(Failure(code), "Asking for the offsets of group '\(settings.groupID)'", handle)
    }

    /// Frees the client; also happens when it is let go.
    package func close() { handle.destroy(within: settings.closeTimeout) }
}
