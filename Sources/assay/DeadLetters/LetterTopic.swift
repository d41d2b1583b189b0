// The dead letters of a cluster.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Sealing
import Wire

/// A dead letter as it lies on its topic.
struct StoredLetter {
    var id: LetterID
    /// When it was written.
    var timestamp: Instant
    /// The record's key: that of the source record, as far as the letter is ours.
    var key: [UInt8]?
    /// What it says, or why it does not decode.
    var content: Result<DeadLetter, Complaint>
    /// Why the record in it cannot be shown: nil when it can.
    private(set) var sealedBecause: String?
    /// The name of the data key that it is sealed with; nil when it is not.
    private(set) var dataKey: [UInt8]?

    /// The letter in a record of a batch, opened by the keys.
    init(_ record: Record, of batch: RecordBatch, _ keys: LetterKeys = LetterKeys()) {
        id = LetterID(partition: record.origin.partition, offset: record.offset)
        timestamp = record.timestamp
        key = record.key.map { Array(batch.bytes[$0]) }
        var value = record.value.map { Array(batch.bytes[$0]) }
        if let sealed = value {
            dataKey = DataKeys.name(ofKeyFor: sealed, key: key ?? [])
            do throws(SealingError) {
                value = try keys.opened(sealed, key: key ?? [])
            } catch {
                sealedBecause = error.description
            }
        }
        content = Result { () throws(Complaint) in
            guard let value else { throw Complaint(.malformed, "it has no value") }
            return try DeadLetter(value)
        }
    }
}

/// The topic of dead letters, as far as it was committed when this was made.
struct LetterTopic {
    let kafka: KafkaSettings
    let logger: Logger
    /// The offsets that can be read, by partition: oldest to end.
    let ranges: [Int32: Range<Int64>]
    private let keys: LetterKeys

    /// The topic's name on the broker.
    var name: String { kafka.topics[.deadLetters] }

    /// Asks where the topic begins and ends now.
    ///
    /// - Parameter keys: what opens letters.
    /// - Throws: `KafkaError` when the topic does not exist or the cluster does not answer.
    init(_ kafka: KafkaSettings, _ keys: LetterKeys = LetterKeys(), logger: Logger) throws(KafkaError) {
        self.kafka = kafka
        self.logger = logger
        self.keys = keys
        ranges = try TopicScan(kafka: kafka, topic: .deadLetters, logger: logger).ranges()
    }

    /// Shows letters, those of one partition in their order, until `body` says that it has enough.
    ///
    /// - Parameter body: returns whether to go on.
    /// - Throws: `KafkaError` when the topic cannot be read, and what `body` throws.
    func forEach(in ranges: [Int32: Range<Int64>], _ body: (StoredLetter) throws -> Bool) throws {
        try TopicScan(kafka: kafka, topic: .deadLetters, logger: logger).read(ranges) { batch in
            for record in batch.records {
                guard try body(StoredLetter(record, of: batch, keys)) else { return false }
            }
            return true
        }
    }

    /// The letter of an id; nil when there is none.
    ///
    /// - Throws: `KafkaError` when the topic cannot be read.
    func letter(_ id: LetterID) throws -> StoredLetter? {
        var found: StoredLetter?
        guard ranges[id.partition]?.contains(id.offset) == true else { return nil }
        try forEach(in: [id.partition: id.offset..<id.offset + 1]) { letter in
            found = letter
            return false
        }
        return found
    }

    /// Why there is no letter of an id that was not found.
    func absence(of id: LetterID) -> String {
        guard let range = ranges[id.partition] else {
            return "there is no partition \(id.partition) of '\(name)': it has \(ranges.count), from 0"
        }
        if id.offset >= range.upperBound {
            return
                "there is no such letter yet: partition \(id.partition) of '\(name)' ends before offset "
                + "\(range.upperBound)"
        }
        if id.offset < range.lowerBound {
            return
                "the letter is gone: partition \(id.partition) of '\(name)' now begins with offset "
                + "\(range.lowerBound), what was older is past its retention"
        }
        return
            "offset \(id.offset) of partition \(id.partition) of '\(name)' holds no letter: take an id from "
            + "'assay deadletters list'"
    }
}
