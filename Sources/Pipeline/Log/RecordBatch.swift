// Records as they come from a log, many at a time.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// A header of a record, as ranges of the batch's bytes.
package struct RecordHeader: Sendable {
    /// The name, UTF-8.
    package var name: ByteRange
    /// The value; nil when there is none.
    package var value: ByteRange?

    /// A header with that name and value.
    package init(name: ByteRange, value: ByteRange?) {
        self.name = name
        self.value = value
    }
}

/// One record of a batch, as ranges of the batch's bytes.
package struct Record: Sendable {
    /// Where it comes from.
    package var origin: TopicPartition
    /// Its offset.
    package var offset: Int64
    /// The broker's timestamp (create time or append time, as the topic is configured).
    package var timestamp: Instant
    /// The key; nil when it has none.
    package var key: ByteRange?
    /// The value; nil for a tombstone.
    package var value: ByteRange?
    /// Its headers: indices into the batch's `headers`.
    package var headers: Range<Int32>

    /// A record of a batch.
    package init(
        origin: TopicPartition, offset: Int64, timestamp: Instant, key: ByteRange?, value: ByteRange?,
        headers: Range<Int32> = 0..<0
    ) {
        self.origin = origin
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }
}

/// Many records with their bytes in one place, so that nothing is allocated a record and no record outlives the batch.
package struct RecordBatch: Sendable {
    /// Keys, values and headers of all records.
    package var bytes: [UInt8] = []
    /// The records: in order of offset within each partition.
    package var records: [Record] = []
    /// The headers of all records.
    package var headers: [RecordHeader] = []

    /// An empty batch.
    package init() {}

    /// Forgets the records and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        headers.removeAll(keepingCapacity: true)
    }

    /// Appends a record whose parts are given as bytes.
    package mutating func append(
        origin: TopicPartition, offset: Int64, timestamp: Instant, key: [UInt8]?, value: [UInt8]?,
        headers: [(name: String, value: [UInt8]?)] = []
    ) {
        let first = Int32(self.headers.count)
        for header in headers {
            let name = bytes.appendRange(header.name.utf8)
            self.headers.append(RecordHeader(name: name, value: header.value.map { bytes.appendRange($0) }))
        }
        records.append(
            Record(
                origin: origin, offset: offset, timestamp: timestamp, key: key.map { bytes.appendRange($0) },
                value: value.map { bytes.appendRange($0) }, headers: first..<Int32(self.headers.count)))
    }

    /// The headers of a record, in order.
    package func headers(of record: Record) -> [(name: String, value: [UInt8]?)] {
        headers[Int(record.headers.lowerBound)..<Int(record.headers.upperBound)].map { header in
            (String(decoding: bytes[header.name], as: UTF8.self), header.value.map { Array(bytes[$0]) })
        }
    }
}
