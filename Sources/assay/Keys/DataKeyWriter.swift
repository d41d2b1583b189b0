// Writes the topic of data keys.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Wire

/// Writes the topic of data keys.
struct DataKeyWriter {
    private let writer: TransactionalWriter
    private let topic: String

    /// The one writer of them beside the workers: it fences off every other one.
    ///
    /// - Throws: `KafkaError` when an earlier one could not be settled in time.
    init(_ settings: Settings) throws(KafkaError) {
        var kafka = settings.kafkaForLetters
        topic = kafka.topics[.dataKeys]
        kafka.transactionalIDPrefix = "\(topic)-writer"
        kafka.lane = 0
        writer = try TransactionalWriter(kafka, logger: settings.logger)
    }

    /// So many records are one transaction.
    private static let most = 1_000

    /// Writes records; without a value they say that the key is forgotten.
    ///
    /// - Throws: `KafkaError` when not all are written.
    func write(_ records: [(name: [UInt8], value: [UInt8]?)]) throws(KafkaError) {
        for start in stride(from: 0, to: records.count, by: DataKeyWriter.most) {
            let some = records[start..<min(start + DataKeyWriter.most, records.count)]
            try writer.write(
                some.map { record in
                    let tenant = Array(RecordKey.tenant(of: record.name[...]))
                    let headers: [(name: String, value: [UInt8]?)] = [
                        ("schema", Array(Topic.dataKeys.schema.utf8)), ("tenant", tenant),
                        ("content-type", Array("application/x-protobuf".utf8)),
                    ]
                    return (KafkaWriter.Record(key: record.name, value: record.value, headers: headers), topic)
                })
        }
    }

    func close() { writer.close() }
}
