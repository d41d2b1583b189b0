// A simulated cluster that several members of a group share.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
package import Quality

/// The records, transactions and committed positions of a simulated cluster, and its clock. Partitions are created by
/// their first record.
package final class MemoryCluster {
    /// A record as it stands in a partition.
    package struct Stored: Equatable, Sendable {
        /// Its offset.
        package var offset: Int64
        /// Its timestamp.
        package var timestamp: Instant
        /// Its key.
        package var key: [UInt8]?
        /// Its value.
        package var value: [UInt8]?
        /// Its headers.
        package var headers: [String: [UInt8]]

        /// A record; the log that it comes into gives it its offset.
        package init(
            offset: Int64 = 0, timestamp: Instant, key: [UInt8]?, value: [UInt8]?, headers: [String: [UInt8]] = [:]
        ) {
            self.offset = offset
            self.timestamp = timestamp
            self.key = key
            self.value = value
            self.headers = headers
        }
    }

    /// How many partitions each topic has.
    package let partitions: Int32
    /// The clusters' time; a broker's clock may differ from it.
    private(set) package var now = Instant(milliseconds: 0)
    /// How far the clocks of the brokers that lead partition 0, 1 and so on are ahead; none for the others.
    package var clockSkews: [Milliseconds] = []
    /// A transaction that is open for so long is aborted, and its producer fenced off.
    package var transactionTimeout = Milliseconds.seconds(10)
    /// Asked for each marker of a transaction: how long after the decision it is written.
    package var markerDelay: () -> Milliseconds = { .zero }
    /// What no member may do, and one did.
    package internal(set) var violations: [String] = []

    var logs: [TopicPartition: PartitionLog] = [:]
    var producers: [String: Producer] = [:]
    var transactions = 0
    var group = Group()

    /// A cluster whose topics have so many partitions.
    package init(partitions: Int32) { self.partitions = partitions }

    // MARK: Time

    /// Lets time pass: writes the markers that are due and aborts transactions that are open for too long.
    package func pass(to time: Instant) {
        now = max(now, time)
        endLateTransactions()
        writeMarkers { $0 <= now }
    }

    /// The clock of the broker that leads a partition.
    package func time(of partition: TopicPartition) -> Instant {
        let index = Int(partition.partition)
        return clockSkews.indices.contains(index) ? now + clockSkews[index] : now
    }

    // MARK: Records

    /// Appends a record and returns where it stands; without a partition, the key decides.
    @discardableResult
    package func append(
        _ topic: Topic, partition: Int32? = nil, key: [UInt8]?, value: [UInt8]?, timestamp: Instant,
        headers: [String: [UInt8]] = [:]
    ) -> (partition: TopicPartition, offset: Int64) {
        let place = TopicPartition(topic, partition ?? self.partition(of: key ?? []))
        let record = Stored(timestamp: timestamp, key: key, value: value, headers: headers)
        return (place, logs[place, default: PartitionLog()].append(record))
    }

    /// What a source leaves that writes in transactions and aborts one: a record that nobody gets, and a marker.
    package func appendAborted(_ partition: TopicPartition, key: [UInt8]?, value: [UInt8]?) {
        transactions += 1
        let record = Stored(timestamp: time(of: partition), key: key, value: value, headers: [:])
        logs[partition, default: PartitionLog()].append(record, transaction: transactions)
        logs[partition]?.mark(transactions, isCommit: false)
    }

    /// The partition of a key.
    package func partition(of key: [UInt8]) -> Int32 {
        let hash = key.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return Int32(hash % UInt32(partitions))
    }

    /// All records of a partition that a read-committed reader gets.
    package func content(_ partition: TopicPartition) -> [Stored] { logs[partition]?.content ?? [] }

    /// All records of a partition that a read-committed reader ever got: those that retention removed, too.
    package func everything(_ partition: TopicPartition) -> [Stored] {
        (logs[partition]?.removed ?? []) + content(partition)
    }

    /// All records of a topic that a read-committed reader gets, partition by partition.
    package func content(_ topic: Topic) -> [Stored] {
        (0..<partitions).flatMap { content(TopicPartition(topic, $0)) }
    }

    /// The offset that the next record of a partition gets: records of open transactions count, and markers.
    package func end(of partition: TopicPartition) -> Int64 { logs[partition]?.end ?? 0 }

    /// The offset of the last record of a partition that a read-committed reader gets.
    package func last(of partition: TopicPartition) -> Int64? { logs[partition]?.last }

    /// The first offset of a partition that nobody gets yet, because a transaction is undecided there.
    package func lastStable(of partition: TopicPartition) -> Int64 { logs[partition]?.lastStable ?? 0 }

    /// Retention: removes what stands below an offset.
    package func removeOldest(_ partition: TopicPartition, before offset: Int64) {
        logs[partition]?.removeOldest(before: offset)
    }

    /// Compaction below an offset: of every key the latest value stays, and the latest tombstone as long as it is not
    /// older than `tombstoneLife`.
    package func compact(_ partition: TopicPartition, below offset: Int64, tombstoneLife: Milliseconds) {
        logs[partition]?.compact(below: offset, tombstonesBefore: now - tombstoneLife)
    }

    /// The committed position of a partition; nil when there is none.
    package func committed(_ partition: TopicPartition) -> Position? { group.positions[partition] }
}
