// Reads a topic up to where it ended at some time.
// SPDX-License-Identifier: Apache-2.0

package import Logging
package import Pipeline
import Quality

/// Reads ranges of a topic to their ends, committed records only.
package struct TopicScan {
    let kafka: KafkaSettings
    let topic: Topic
    let logger: Logger

    /// How many records are taken at a time, and how long is waited for the first.
    private static let chunk = 500
    private static let patience = Milliseconds(200)

    /// A scan of a topic.
    package init(kafka: KafkaSettings, topic: Topic, logger: Logger) {
        self.kafka = kafka
        self.topic = topic
        self.logger = logger
    }

    /// What stands in each partition, from the oldest record to where committed records end now.
    ///
    /// - Throws: `KafkaError` when the topic does not exist or the cluster does not answer.
    package func ranges() throws(KafkaError) -> [Int32: Range<Int64>] {
        let offsets = try TopicOffsets(kafka, topic: topic, seesUncommitted: false, logger: logger)
        defer { offsets.close() }
        let oldest = try offsets.oldest()
        return try offsets.ends().reduce(into: [:]) { ranges, end in
            ranges[end.key] = min(oldest[end.key] ?? 0, end.value)..<end.value
        }
    }

    /// Hands out the records of the ranges in batches, those of one partition in their order, until `body` says that it has enough.
    ///
    /// - Parameter body: returns whether to go on.
    /// - Throws: `KafkaError` when the topic cannot be read, or reading stands still for longer than an open transaction lasts;
    ///   and what `body` throws.
    package func read(_ ranges: [Int32: Range<Int64>], _ body: (RecordBatch) throws -> Bool) throws {
        let reader = try KafkaReader(kafka, topic: topic, ranges: ranges, logger: logger)
        defer { reader.close() }
        var batch = RecordBatch()
        let longest = Duration.milliseconds(kafka.transactionTimeout.count + kafka.operationTimeout.count)
        var latest = ContinuousClock.now
        while !reader.isAtEnd {
            if try reader.poll(limit: TopicScan.chunk, timeout: TopicScan.patience, into: &batch) {
                guard try body(batch) else { return }
                latest = .now
            } else if !reader.isAtEnd, ContinuousClock.now - latest > longest {
                throw KafkaError(
                    "Reading topic '\(kafka.topics[topic])' to its end stands still: a broker is away, or a transaction stays open "
                        + "there. Run the command again when it has ended.")
            }
        }
    }
}
