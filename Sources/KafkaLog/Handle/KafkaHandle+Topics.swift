// Asks how topics are partitioned.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension KafkaHandle {
    /// How many partitions each topic has; topics that do not exist are left out.
    ///
    /// All topics are asked for, as asking for one by name makes some brokers create it.
    ///
    /// - Throws: `KafkaError` when the cluster did not answer within so many milliseconds, or will not tell of a topic.
    func partitionCounts(_ names: [String], timeout: Int32) throws(KafkaError) -> [String: Int] {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(pointer, 1, nil, &answer, timeout)
        serve()
        if let failure = Failure(code) {
            throw KafkaError("Describing topics: \(failure.text)\(latestTrouble).")
        }
        guard let answer else { throw KafkaError("Describing topics: the answer is empty.") }
        defer { rd_kafka_metadata_destroy(answer) }
        var counts: [String: Int] = [:]
        for topic in UnsafeBufferPointer(start: answer.pointee.topics, count: Int(answer.pointee.topic_cnt)) {
            let name = String(cString: topic.topic)
            guard names.contains(name) else { continue }
            if let failure = Failure(topic.err) { throw KafkaError("Describing topic '\(name)': \(failure.text).") }
            counts[name] = Int(topic.partition_cnt)
        }
        return counts
    }
}
