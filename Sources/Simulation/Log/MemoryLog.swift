// One member's log over a simulated cluster.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
import Quality

/// One member's log over a memory cluster. The test plays the coordinator of the group: it says which partitions come
/// and go.
package final class MemoryLog: EventLog {
    /// What a commit promises.
    package enum Delivery: Sendable {
        /// Effects and positions in one transaction.
        case exactlyOnce
        /// The effects before the positions.
        case atLeastOnce
    }

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
        /// At least once: between the effects and the states, and between these and the positions.
        case flush
        /// The answer to a commit that was made.
        case commitAnswer
        case abort
    }

    /// How far the reading of one partition has come.
    private struct Reader {
        /// The offset behind the last record handed out, or where reading began; nil from the oldest record on.
        var next: Int64?
        /// Where nothing more was found.
        var end: Int64?
        var isPaused = false
    }

    let cluster: MemoryCluster
    let delivery: Delivery
    /// Its transactional id.
    package let id: String
    /// Its number in the group.
    let member: Int
    private var readers: [TopicPartition: Reader] = [:]
    /// Rebalances that it has not been told of yet.
    private var events: [LogEvent] = []
    let producer: ProducerInstance
    /// What was sent and has not reached a broker yet.
    var outgoing: [Outgoing] = []
    /// At least once: checkpoints and tallies that wait until the effects they go with are delivered.
    var states: [Outgoing] = []
    /// The positions of a commit that was asked for and whose outcome the member does not know; whether it was made.
    var undecided: (positions: [Position], isMade: Bool)?
    /// At least once: whether the group may have taken positions of a commit that failed, and where it then goes back to.
    var mayBeAhead = false
    var wayBack: [Position] = []
    /// Whether the transaction has failed, so that only `abort` may follow.
    var mustAbort = false
    private(set) package var isClosed = false

    /// Asked before every operation: what it returns is thrown, and the operation is not carried out.
    package var fault: (Operation) -> LogError? = { _ in nil }
    /// Called before every operation: others may do something meanwhile.
    package var before: () -> Void = {}
    /// Told what it does.
    package var trace: ((String) -> Void)?
    /// With a source of randomness, records of partitions come in any order and number, rebalances may be told later
    /// than records that came after them, and records wait in the producer; without, everything comes at once.
    package var choices: SeededRandom?
    /// Nothing comes from these.
    package var stalled: Set<TopicPartition> = []

    /// A member without partitions. An earlier one with the same transactional id is fenced off; without an id it gets
    /// one of its own.
    package init(cluster: MemoryCluster, id: String? = nil, delivery: Delivery = .exactlyOnce) {
        self.cluster = cluster
        self.delivery = delivery
        member = cluster.group.join()
        self.id = id ?? "member-\(member)"
        producer = cluster.startProducer(self.id)
    }

    // MARK: The coordinator's part

    /// Gives the member leading partitions and their companions.
    package func assign(_ leading: [TopicPartition]) {
        let partitions = MemoryLog.withCompanions(leading)
        for partition in partitions { cluster.group.owners[partition] = member }
        events.append(.assigned(partitions))
    }

    /// Takes leading partitions and their companions away. Lost ones are not the member's any more, whether it knows it
    /// or not, and until it does the group takes no positions from it.
    package func revoke(_ leading: [TopicPartition], lost: Bool = false) {
        let partitions = MemoryLog.withCompanions(leading)
        if lost {
            cluster.group.disown(partitions, of: member)
            cluster.group.expel(member)
        }
        events.append(.revoked(partitions, lost: lost))
    }

    /// Whether some of the partitions are still the member's.
    package func owns(any leading: [TopicPartition]) -> Bool {
        leading.contains { cluster.group.owners[$0] == member }
    }

    /// The leading partitions that are the member's.
    package var owned: [TopicPartition] {
        cluster.group.owners.filter { $0.value == member && Topic.leading.contains($0.key.topic) }.map(\.key).sorted()
    }

    /// Whether nothing that it sent waits for a commit.
    package var isIdle: Bool { outgoing.isEmpty && undecided == nil && !cluster.isOpen(id) }

    private static func withCompanions(_ leading: [TopicPartition]) -> [TopicPartition] {
        leading.flatMap { one in [one] + one.topic.companions.map { TopicPartition($0, one.partition) } }
    }

    // MARK: Polling

    func perform(_ operation: Operation) throws(LogError) {
        if let error = failure(of: operation) { throw error }
    }

    /// Why the operation is not carried out.
    func failure(of operation: Operation) -> LogError? {
        if !isClosed { before() }
        // It may have died meanwhile.
        return isClosed ? .fatal("the log is closed") : fault(operation)
    }

    package func poll(limit: Int, into batch: inout RecordBatch) throws(LogError) -> LogEvent {
        try perform(.poll)
        batch.removeAll()
        if let event = events.first, !chance(perMille: 300) {
            events.removeFirst()
            trace?("hears \(event)")
            hear(event)
            return event
        }
        precondition(undecided == nil, "a commit whose outcome is not known comes before anything else")
        fill(&batch, limit: limit)
        return .records
    }

    /// Lost partitions are not read any more from the moment that the member is told; when it has heard of all losses
    /// it is one of the present generation again.
    private func hear(_ event: LogEvent) {
        guard case .revoked(let partitions, lost: true) = event else { return }
        for partition in partitions { readers[partition] = nil }
        let hasLostMore = events.contains { if case .revoked(_, lost: true) = $0 { true } else { false } }
        if !hasLostMore { cluster.group.rejoin(member) }
    }

    private func fill(_ batch: inout RecordBatch, limit: Int) {
        var order = readers.keys.sorted()
        if choices != nil { choices?.shuffle(&order) }
        for partition in order where batch.records.count < limit && !stalled.contains(partition) {
            guard var reader = readers[partition], !reader.isPaused else { continue }
            let left = limit - batch.records.count
            let wanted = choices?.number(1...left) ?? left
            let log = cluster.logs[partition] ?? PartitionLog()
            let from = max(reader.next ?? 0, log.start)
            let reading = log.read(from: from, limit: wanted) { append($0, partition, to: &batch) }
            if reading.next > from { reader.next = reading.next }
            reader.end = reading.end ?? reader.end
            readers[partition] = reader
        }
    }

    private func append(_ record: MemoryCluster.Stored, _ partition: TopicPartition, to batch: inout RecordBatch) {
        batch.append(
            origin: partition, offset: record.offset, timestamp: record.timestamp, key: record.key, value: record.value,
            headers: record.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }

    func chance(perMille: Int) -> Bool { choices?.chance(perMille: perMille) ?? false }

    // MARK: Partitions

    package func committed(_ partitions: [TopicPartition]) throws(LogError) -> [Position] {
        try perform(.committed)
        return try cluster.stablePositions(partitions)
    }

    package func start(_ partitions: [(partition: TopicPartition, offset: Int64?)]) throws(LogError) {
        try perform(.start)
        for (partition, offset) in partitions where readers[partition] == nil {
            readers[partition] = Reader(next: offset)
        }
    }

    package func release(_ partitions: [TopicPartition]) throws(LogError) {
        try perform(.release)
        wayBack.removeAll { partitions.contains($0.partition) }
        for partition in partitions { readers[partition] = nil }
        // Some may be the member's again by an assignment that it has not heard of yet.
        var again: Set<TopicPartition> = []
        for case .assigned(let partitions) in events { again.formUnion(partitions) }
        cluster.group.disown(partitions.filter { !again.contains($0) }, of: member)
    }

    package func pause(_ partitions: [TopicPartition]) throws(LogError) {
        try perform(.pause)
        for partition in partitions { readers[partition]?.isPaused = true }
    }

    package func resume(_ partitions: [TopicPartition]) throws(LogError) {
        try perform(.resume)
        for partition in partitions { readers[partition]?.isPaused = false }
    }

    package func rewind(_ partition: TopicPartition, to offset: Int64) throws(LogError) {
        try perform(.rewind)
        readers[partition]?.next = offset
        readers[partition]?.end = nil
    }

    // MARK: Ends and state

    /// See `EventLog.endOffset`. Records of open transactions count, and so do the markers of transactions.
    package func endOffset(_ partition: TopicPartition) throws(LogError) -> Int64 {
        try perform(.end)
        return cluster.end(of: partition)
    }

    /// See `EventLog.isCaughtUp`. An open transaction is a backlog, until its end is known; markers are none.
    package func isCaughtUp(_ partition: TopicPartition) throws(LogError) -> Bool {
        let end = try endOffset(partition)
        guard let reader = readers[partition] else { return false }
        return max(reader.next ?? 0, reader.end ?? 0) >= end
    }

    /// See `EventLog.read`: what is committed. Behind an open transaction nothing comes, and the offset stays.
    package func read(
        _ partition: TopicPartition, from offset: Int64, until end: Int64, limit: Int, into batch: inout RecordBatch
    ) throws(LogError) -> Int64? {
        try perform(.read)
        guard offset < end else { return nil }
        let log = cluster.logs[partition] ?? PartitionLog()
        let wanted = choices?.number(1...limit) ?? limit
        let reading = log.read(from: offset, below: end, limit: wanted) { append($0, partition, to: &batch) }
        let next = max(reading.next, reading.end ?? 0)
        return next < end ? next : nil
    }

    // MARK: The end

    /// Leaves the group, aborts what is open, and ends.
    package func close() {
        if isClosed { return }
        isClosed = true
        outgoing = []
        if delivery == .exactlyOnce, undecided == nil { try? cluster.end(producer, isCommit: false) }
        cluster.group.remove(member)
    }

    /// The process dies: of what waited in the producer, a part still arrives, and a transaction stays open. Its
    /// partitions stay its own until the coordinator takes notice.
    package func crash() {
        if isClosed { return }
        isClosed = true
        deliverSome()
    }

    /// The coordinator takes notice that the member is gone.
    package func expire() { cluster.group.remove(member) }
}
