// A simulated cluster that several members of a group share.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
package import Quality

/// The records and committed positions of a simulated cluster. Partitions are created by their first record.
package final class MemoryCluster {
    /// A record as it stands in a partition.
    package struct Stored: Equatable, Sendable {
        /// Its timestamp.
        package var timestamp: Instant
        /// Its key.
        package var key: [UInt8]?
        /// Its value.
        package var value: [UInt8]?
        /// Its headers.
        package var headers: [String: [UInt8]]
    }

    /// How many partitions each topic has.
    package let partitions: Int32
    private var records: [TopicPartition: [Stored]] = [:]
    var positions: [TopicPartition: Position] = [:]
    /// The member that each partition belongs to.
    var owners: [TopicPartition: ObjectIdentifier] = [:]

    /// A cluster whose topics have so many partitions.
    package init(partitions: Int32) { self.partitions = partitions }

    /// Appends a record; without a partition, the key decides.
    package func append(
        _ topic: Topic, partition: Int32? = nil, key: [UInt8]?, value: [UInt8]?, timestamp: Instant,
        headers: [String: [UInt8]] = [:]
    ) {
        let number = partition ?? self.partition(of: key ?? [])
        records[TopicPartition(topic, number), default: []].append(
            Stored(timestamp: timestamp, key: key, value: value, headers: headers))
    }

    /// The partition of a key.
    package func partition(of key: [UInt8]) -> Int32 {
        let hash = key.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return Int32(hash % UInt32(partitions))
    }

    /// All records of a partition.
    package func content(_ partition: TopicPartition) -> [Stored] { records[partition] ?? [] }

    /// All records of a topic, partition by partition.
    package func content(_ topic: Topic) -> [Stored] {
        (0..<partitions).flatMap { content(TopicPartition(topic, $0)) }
    }

    /// The committed position of a partition; nil when there is none.
    package func committed(_ partition: TopicPartition) -> Position? { positions[partition] }
}
