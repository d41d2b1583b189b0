// The cluster's coordinator of transactions.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality

/// A transaction from its first record or position to its last marker.
struct Transaction {
    /// What is written when it is decided.
    struct Marker {
        var at: Instant
        /// Nil for the marker that makes the positions valid.
        var partition: TopicPartition?
    }

    let number: Int
    let began: Instant
    /// Where it has records.
    var partitions: Set<TopicPartition> = []
    /// Committed with it; pending until then.
    var positions: [Position] = []
    /// Nil while it is undecided.
    var isCommit: Bool?
    /// Those that are still to be written.
    var markers: [Marker] = []
}

/// What the cluster knows of a transactional id.
struct Producer {
    var epoch = 0
    var transaction: Transaction?
}

/// One instance of a producer: a later one with the same id fences it off.
struct ProducerInstance {
    var id: String
    var epoch: Int
}

extension MemoryCluster {
    /// A new instance takes over a transactional id: what its predecessor left undecided is aborted, and all markers
    /// are written.
    func startProducer(_ id: String) -> ProducerInstance {
        decide(id, isCommit: false)
        writeMarkers(of: id) { _ in true }
        producers[id, default: Producer()].epoch += 1
        return ProducerInstance(id: id, epoch: producers[id]?.epoch ?? 0)
    }

    /// Somebody takes over a transactional id, does nothing with it, and is gone.
    package func fence(_ id: String) { _ = startProducer(id) }

    /// Appends a record to the transaction of the producer, which begins with it if none is open.
    func write(_ record: Stored, to partition: TopicPartition, by instance: ProducerInstance) throws(LogError) {
        let number = try open(instance)
        producers[instance.id]?.transaction?.partitions.insert(partition)
        logs[partition, default: PartitionLog()].append(record, transaction: number)
    }

    /// Adds positions to the transaction: pending until it is decided.
    func add(_ positions: [Position], by instance: ProducerInstance, of member: Int) throws(LogError) {
        _ = try open(instance)
        try group.check(positions, of: member, &violations)
        producers[instance.id]?.transaction?.positions += positions
    }

    /// Commits or aborts the transaction of the producer; without one there is nothing to do.
    func end(_ instance: ProducerInstance, isCommit: Bool) throws(LogError) {
        try check(instance)
        decide(instance.id, isCommit: isCommit)
        writeMarkers(of: instance.id) { $0 <= now }
    }

    /// Whether the producer has a transaction that is not decided.
    func isOpen(_ id: String) -> Bool { producers[id]?.transaction.map { $0.isCommit == nil } ?? false }

    /// - Throws: `LogError.fenced` when another instance has taken over, or the coordinator itself, after a transaction
    ///   that took too long.
    func check(_ instance: ProducerInstance) throws(LogError) {
        guard producers[instance.id]?.epoch == instance.epoch else {
            throw .fenced("\(instance.id) has a newer epoch than \(instance.epoch)")
        }
    }

    /// The number of the open transaction. A producer waits for the markers of its last one.
    private func open(_ instance: ProducerInstance) throws(LogError) -> Int {
        try check(instance)
        if let held = producers[instance.id]?.transaction, held.isCommit == nil { return held.number }
        writeMarkers(of: instance.id) { _ in true }
        transactions += 1
        producers[instance.id]?.transaction = Transaction(number: transactions, began: now)
        return transactions
    }

    private func decide(_ id: String, isCommit: Bool) {
        guard var transaction = producers[id]?.transaction, transaction.isCommit == nil else { return }
        transaction.isCommit = isCommit
        var places: [TopicPartition?] = transaction.partitions.sorted()
        if !transaction.positions.isEmpty { places.append(nil) }
        transaction.markers = places.map { Transaction.Marker(at: now + markerDelay(), partition: $0) }
        producers[id]?.transaction = transaction
    }

    /// Aborts transactions that are open for too long, and fences their producers off.
    func endLateTransactions() {
        for id in producers.keys.sorted() {
            guard let transaction = producers[id]?.transaction, transaction.isCommit == nil,
                now - transaction.began >= transactionTimeout
            else { continue }
            producers[id]?.epoch += 1
            decide(id, isCommit: false)
        }
    }

    /// Writes the markers whose time is such.
    func writeMarkers(_ isDue: (Instant) -> Bool) {
        for id in producers.keys.sorted() { writeMarkers(of: id, isDue) }
    }

    private func writeMarkers(of id: String, _ isDue: (Instant) -> Bool) {
        guard var transaction = producers[id]?.transaction, let isCommit = transaction.isCommit else { return }
        for marker in transaction.markers where isDue(marker.at) {
            if let partition = marker.partition {
                logs[partition]?.mark(transaction.number, isCommit: isCommit)
            } else {
                if isCommit { group.store(transaction.positions, &violations) }
                transaction.positions = []
            }
        }
        transaction.markers.removeAll { isDue($0.at) }
        producers[id]?.transaction = transaction.markers.isEmpty ? nil : transaction
    }

    /// The group's committed positions of the partitions.
    ///
    /// - Throws: `LogError.retriable` while one of them is part of a transaction whose end is not known.
    func stablePositions(_ partitions: [TopicPartition]) throws(LogError) -> [Position] {
        let pending = producers.values.flatMap { $0.transaction?.positions ?? [] }.map(\.partition)
        if let unstable = partitions.first(where: pending.contains) {
            throw .retriable("the offset of \(unstable) is part of an open transaction")
        }
        return partitions.compactMap { group.positions[$0] }
    }
}
