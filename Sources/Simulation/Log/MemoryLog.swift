// One member's log over a simulated cluster.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
import Quality

/// One member's log over a memory cluster. The test plays the coordinator: it says which partitions come and go.
package final class MemoryLog: EventLog {
    private let cluster: MemoryCluster
    private var events: [LogEvent] = []
    private var next: [TopicPartition: Int64] = [:]
    private var paused: Set<TopicPartition> = []
    private var sent: [(effect: Effect, key: [UInt8]?, value: [UInt8]?)] = []
    /// The positions of a commit that was asked for and whose outcome the member does not know; whether it was made.
    private var undecided: (positions: [Position], isMade: Bool)?
    /// Whether the transaction has failed, so that only `abort` may follow.
    private var mustAbort = false
    private(set) package var isClosed = false

    /// What a member asks of its log.
    package enum Operation: CaseIterable, Sendable {
        case poll
        case committed
        case start
        case release
        case pause
        case resume
        case rewind
        case end
        case read
        case send
        case commit
        /// The answer to a commit that was made.
        case commitAnswer
        case abort
    }

    /// Asked before every operation: what it returns is thrown, and the operation is not carried out.
    package var fault: (Operation) -> LogError? = { _ in nil }

    /// A member without partitions.
    package init(cluster: MemoryCluster) { self.cluster = cluster }

    /// Gives the member leading partitions and their companions.
    package func assign(_ leading: [TopicPartition]) {
        let partitions = MemoryLog.withCompanions(leading)
        for partition in partitions { cluster.owners[partition] = ObjectIdentifier(self) }
        events.append(.assigned(partitions))
    }

    /// Takes leading partitions and their companions away. Lost ones are not the member's any more, whether it knows it
    /// or not.
    package func revoke(_ leading: [TopicPartition], lost: Bool = false) {
        let partitions = MemoryLog.withCompanions(leading)
        if lost { disown(partitions) }
        events.append(.revoked(partitions, lost: lost))
    }

    /// Whether some of the partitions are still the member's.
    package func owns(any leading: [TopicPartition]) -> Bool {
        leading.contains { cluster.owners[$0] == ObjectIdentifier(self) }
    }

    private func disown(_ partitions: [TopicPartition]) {
        for partition in partitions where cluster.owners[partition] == ObjectIdentifier(self) {
            cluster.owners[partition] = nil
        }
    }

    private func perform(_ operation: Operation) throws(LogError) {
        if let error = fault(operation) { throw error }
    }

    private static func withCompanions(_ leading: [TopicPartition]) -> [TopicPartition] {
        leading.flatMap { one in [one] + one.topic.companions.map { TopicPartition($0, one.partition) } }
    }

    package func poll(limit: Int, into batch: inout RecordBatch) throws(LogError) -> LogEvent {
        try perform(.poll)
        batch.removeAll()
        if !events.isEmpty { return events.removeFirst() }
        precondition(undecided == nil, "a commit whose outcome is not known comes before anything else")
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
        try perform(.committed)
        return partitions.compactMap { cluster.positions[$0] }
    }

    package func start(_ partitions: [(partition: TopicPartition, offset: Int64?)]) throws(LogError) {
        try perform(.start)
        for (partition, offset) in partitions { next[partition] = offset ?? 0 }
    }

    package func release(_ partitions: [TopicPartition]) throws(LogError) {
        try perform(.release)
        for partition in partitions {
            next[partition] = nil
            paused.remove(partition)
        }
        // Some may be the member's again by an assignment that it has not heard of yet.
        var again: Set<TopicPartition> = []
        for case .assigned(let partitions) in events { again.formUnion(partitions) }
        disown(partitions.filter { !again.contains($0) })
    }

    package func pause(_ partitions: [TopicPartition]) throws(LogError) {
        try perform(.pause)
        paused.formUnion(partitions)
    }

    package func resume(_ partitions: [TopicPartition]) throws(LogError) {
        try perform(.resume)
        paused.subtract(partitions)
    }

    package func rewind(_ partition: TopicPartition, to offset: Int64) throws(LogError) {
        try perform(.rewind)
        if next[partition] != nil { next[partition] = offset }
    }

    package func endOffset(_ partition: TopicPartition) throws(LogError) -> Int64 {
        try perform(.end)
        return Int64(cluster.content(partition).count)
    }

    package func isCaughtUp(_ partition: TopicPartition) throws(LogError) -> Bool {
        guard let next = next[partition] else { return false }
        return try next >= endOffset(partition)
    }

    package func read(
        _ partition: TopicPartition, from offset: Int64, until end: Int64, limit: Int, into batch: inout RecordBatch
    ) throws(LogError) -> Int64? {
        try perform(.read)
        let content = cluster.content(partition)
        var offset = offset
        while offset < min(end, Int64(content.count)), batch.records.count < limit {
            append(content[Int(offset)], partition, offset, to: &batch)
            offset += 1
        }
        return offset < end ? offset : nil
    }

    package func send(_ outbox: borrowing Outbox) throws(LogError) {
        precondition(
            !mustAbort && undecided == nil, "a transaction that failed or is being committed takes nothing more")
        let failure = fault(.send)
        // A call that fails may have taken some of the effects.
        for effect in outbox.effects.prefix(failure == nil ? .max : outbox.effects.count / 2) {
            sent.append(
                (effect, effect.key.map { Array(outbox.bytes[$0]) }, effect.value.map { Array(outbox.bytes[$0]) }))
        }
        if let failure {
            mustAbort = true
            throw failure
        }
    }

    package func commit(_ positions: [Position]) throws(LogError) {
        precondition(!mustAbort, "a transaction that failed is aborted")
        precondition(
            undecided.map { $0.positions == positions } ?? true, "a commit is asked for again with the same positions")
        if undecided?.isMade != true {
            if let error = fault(.commit) { throw refusal(error, positions) }
            try make(positions)
        }
        if let error = fault(.commitAnswer) {
            undecided = (positions, true)
            throw error
        }
        undecided = nil
    }

    /// A commit that was not made. Once its outcome is not known, it stays so until it is known.
    private func refusal(_ error: LogError, _ positions: [Position]) -> LogError {
        switch error {
        case .retriable(let reason) where undecided != nil: return .undecided(reason)
        case .undecided: undecided = (positions, false)
        case .aborted:
            undecided = nil
            mustAbort = true
        case .retriable, .fenced, .fatal: break
        }
        return error
    }

    private func make(_ positions: [Position]) throws(LogError) {
        guard positions.allSatisfy({ cluster.owners[$0.partition] == ObjectIdentifier(self) }) else {
            undecided = nil
            mustAbort = true
            throw .aborted("the group has gone on without this member")
        }
        for (effect, key, value) in sent {
            cluster.append(
                effect.topic, partition: effect.partition, key: key, value: value, timestamp: Instant(milliseconds: 0))
        }
        sent = []
        for position in positions { cluster.positions[position.partition] = position }
    }

    package func abort() throws(LogError) {
        precondition(undecided == nil, "a commit whose outcome is not known cannot be aborted")
        try perform(.abort)
        sent = []
        mustAbort = false
    }

    package func close() { isClosed = true }
}
