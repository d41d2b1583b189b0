// Which dead letters were put back already, and where.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality

/// The records on source topics that name the letters they were put back from.
struct ReplayedRecords {
    /// The header that does: `<topic of dead letters>/<partition>/<offset>`.
    static let header = "replayed-from"

    /// By how much clocks of brokers and workers may differ: so much earlier than the letter's time the search begins.
    private static let clockSkew = Milliseconds.minutes(10)

    /// By the header's value.
    private var places: [String: Place] = [:]

    /// Where a record stands.
    struct Place: Equatable, CustomStringConvertible {
        var partition: TopicPartition
        var offset: Int64

        var description: String { "\(partition)@\(offset)" }
    }

    /// Where the letter of that name was put back; nil when it was not.
    subscript(name: String) -> Place? { places[name] }

    /// Reads a topic for records that were put back since an instant.
    ///
    /// All partitions are read, as an earlier replay may have had another key; and to their true ends, so past open transactions:
    /// what was put back may stand behind one.
    ///
    /// - Throws: `KafkaError` when the topic cannot be read to its end.
    mutating func find(
        on topic: Topic, since instant: Instant, _ kafka: KafkaSettings, _ logger: Logger
    ) throws {
        let offsets = try TopicOffsets(kafka, topic: topic, seesUncommitted: true, logger: logger)
        defer { offsets.close() }
        let time = Instant(milliseconds: max(0, instant.milliseconds - ReplayedRecords.clockSkew.count))
        let (oldest, first, ends) = (try offsets.oldest(), try offsets.first(notBefore: time), try offsets.ends())
        var ranges: [Int32: Range<Int64>] = [:]
        for (partition, end) in ends {
            ranges[partition] = min(first[partition] ?? oldest[partition] ?? 0, end)..<end
        }
        try TopicScan(kafka: kafka, topic: topic, logger: logger).read(ranges) { batch in
            for record in batch.records { note(record, batch) }
            return true
        }
    }

    /// A record that failed again and was put back again names both letters; the first place of each counts.
    private mutating func note(_ record: Record, _ batch: RecordBatch) {
        for header in batch.headers[Int(record.headers.lowerBound)..<Int(record.headers.upperBound)] {
            // Bytes first: nearly all headers of nearly all records are others.
            guard batch.bytes[header.name].elementsEqual(ReplayedRecords.header.utf8), let value = header.value else {
                continue
            }
            let name = String(decoding: batch.bytes[value], as: UTF8.self)
            let place = Place(partition: record.origin, offset: record.offset)
            places[name] = places[name] ?? place
        }
    }
}
