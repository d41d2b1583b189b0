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
        var failure = Failure(list.withList { rd_kafka_committed(handle.pointer, $0, timeout) })
        handle.serve()
        var offsets: [Int32: Int64] = [:]
        list.forEach { answer in
            failure = failure ?? Failure(answer.err)
            if answer.offset >= 0 { offsets[answer.partition] = answer.offset }
        }
        if let failure {
            throw KafkaError(
                "Asking for the offsets of group '\(settings.groupID)': \(failure.text)\(handle.latestTrouble).")
        }
        return offsets
    }

    /// Frees the client; also happens when it is let go.
    package func close() { handle.destroy(within: settings.closeTimeout) }
}
