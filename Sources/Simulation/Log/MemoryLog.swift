// A log in memory that several members of a group share.
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
    fileprivate var positions: [TopicPartition: Position] = [:]

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

/// One member's log over a memory cluster. The test plays the coordinator: it says which partitions come and go.
package final class MemoryLog: EventLog {
    private let cluster: MemoryCluster
    private var events: [LogEvent] = []
    private var next: [TopicPartition: Int64] = [:]
    private var paused: Set<TopicPartition> = []
    private var sent: [(effect: Effect, key: [UInt8]?, value: [UInt8]?)] = []
    /// The next commits fail with these, in order.
    package var commitFailures: [LogError] = []
    /// Whether the end offsets can be asked for.
    package var answersEnds = true
    private(set) package var isClosed = false

    /// A member without partitions.
    package init(cluster: MemoryCluster) { self.cluster = cluster }

    /// Gives the member leading partitions and their companions.
    package func assign(_ leading: [TopicPartition]) { events.append(.assigned(MemoryLog.withCompanions(leading))) }

    /// Takes leading partitions and their companions away.
    package func revoke(_ leading: [TopicPartition], lost: Bool = false) {
        events.append(.revoked(MemoryLog.withCompanions(leading), lost: lost))
    }

    private static func withCompanions(_ leading: [TopicPartition]) -> [TopicPartition] {
        leading.flatMap { one in [one] + one.topic.companions.map { TopicPartition($0, one.partition) } }
    }

    package func poll(limit: Int, into batch: inout RecordBatch) throws(LogError) -> LogEvent {
        batch.removeAll()
        if !events.isEmpty { return events.removeFirst() }
        for partition in next.keys.sorted() where !paused.contains(partition) {
            let content = cluster.content(partition)
            while let offset = next[partition], offset < content.count, batch.records.count < limit {
                append(content[Int(offset)], partition, offset, to: &batch)
                next[partition] = offset + 1
            }
        }
        return .records
    }

    private func append(
        _ record: MemoryCluster.Stored, _ partition: TopicPartition, _ offset: Int64, to batch: inout RecordBatch
    ) {
        batch.append(
            origin: partition, offset: offset, timestamp: record.timestamp, key: record.key, value: record.value,
            headers: record.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }

    package func committed(_ partitions: [TopicPartition]) throws(LogError) -> [Position] {
        partitions.compactMap { cluster.positions[$0] }
    }

    package func start(_ partitions: [(partition: TopicPartition, offset: Int64?)]) throws(LogError) {
        for (partition, offset) in partitions { next[partition] = offset ?? 0 }
    }

    package func release(_ partitions: [TopicPartition]) throws(LogError) {
        for partition in partitions {
            next[partition] = nil
            paused.remove(partition)
        }
    }

    package func pause(_ partitions: [TopicPartition]) throws(LogError) { paused.formUnion(partitions) }

    package func resume(_ partitions: [TopicPartition]) throws(LogError) { paused.subtract(partitions) }

    package func rewind(_ partition: TopicPartition, to offset: Int64) throws(LogError) {
        if next[partition] != nil { next[partition] = offset }
    }

    package func endOffset(_ partition: TopicPartition) throws(LogError) -> Int64 {
        guard answersEnds else { throw .retriable("no broker answers") }
        return Int64(cluster.content(partition).count)
    }

    package func isCaughtUp(_ partition: TopicPartition) throws(LogError) -> Bool {
        guard let next = next[partition] else { return false }
        return try next >= endOffset(partition)
    }

    package func read(
        _ partition: TopicPartition, from offset: Int64, until end: Int64, limit: Int, into batch: inout RecordBatch
    ) throws(LogError) -> Int64? {
        let content = cluster.content(partition)
        var offset = offset
        while offset < min(end, Int64(content.count)), batch.records.count < limit {
            append(content[Int(offset)], partition, offset, to: &batch)
            offset += 1
        }
        return offset < end ? offset : nil
    }

    package func send(_ outbox: borrowing Outbox) throws(LogError) {
        for effect in outbox.effects {
            sent.append(
                (effect, effect.key.map { Array(outbox.bytes[$0]) }, effect.value.map { Array(outbox.bytes[$0]) }))
        }
    }

    package func commit(_ positions: [Position]) throws(LogError) {
        if !commitFailures.isEmpty { throw commitFailures.removeFirst() }
        for (effect, key, value) in sent {
            cluster.append(
                effect.topic, partition: effect.partition, key: key, value: value, timestamp: Instant(milliseconds: 0))
        }
        sent = []
        for position in positions { cluster.positions[position.partition] = position }
    }

    package func abort() throws(LogError) { sent = [] }

    package func close() { isClosed = true }
}
