// Reads the topic of data keys.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Sealing

extension DataKeys {
    /// The data keys of a cluster, as far as they are committed.
    ///
    /// - Throws: `KafkaError` when their topic cannot be read.
    init(_ kafka: KafkaSettings, logger: Logger) throws(KafkaError) {
        self.init()
        let scan = TopicScan(kafka: kafka, topic: .dataKeys, logger: logger)
        var keys = DataKeys()
        do {
            try scan.read(scan.ranges()) { batch in
                for record in batch.records {
                    guard let name = record.key else { continue }
                    keys.take(name: Array(batch.bytes[name]), value: record.value.map { Array(batch.bytes[$0]) })
                }
                return true
            }
        } catch let error as KafkaError {
            throw error
        } catch {
            throw KafkaError("Reading '\(kafka.topics[.dataKeys])': \(error)")
        }
        self = keys
    }
}
