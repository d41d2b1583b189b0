// The consumer of a lane: a member of the group.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

import struct Logging.Logger

/// The group's side of the log: polls, and carries out assignments when the lane asks for it.
///
/// The rebalance callback runs inside a poll and only takes a note. The next poll tells the lane, which commits what it
/// must and then calls `start` or `release`.
final class GroupConsumer {
    let handle: KafkaHandle
    /// The queue that records, rebalances, errors and statistics come through.
    let queue: OpaquePointer
    let names: TopicNames
    /// What is being read.
    var positions: [TopicPartition: ReadPosition] = [:]
    /// What the group wants back and the lane has not released yet.
    var revoked: Set<TopicPartition> = []
    /// What of it the lane has released, until all is.
    var released: [TopicPartition] = []
    /// Readers may stand elsewhere than `positions` says, and are put back before anything is polled.
    var mustMend = false
    /// A consumer error: thrown by the poll after the one that found it, and by all further ones when it is final.
    private var failure: LogError?
    /// Whether the queue and the client are gone.
    var isClosed = false
    private let leading: [Topic]
    /// How many partitions the leading topics have, once it was asked.
    private var counts: [Topic: Int32] = [:]
    let settings: KafkaSettings
    /// The longest that any call to the broker may take.
    var operationTimeout: Milliseconds { settings.operationTimeout }
    private let buffer = MessageBuffer()

    /// Joins the group and subscribes to the first of the topics: the others follow it, partition by partition. Were all subscribed to,
    /// assignors that count partitions without regard to topics would give a member that joins later all of one topic and none of
    /// the other.
    ///
    /// - Throws: `LogError.fatal` when librdkafka refuses the settings or the subscription.
    init(_ settings: KafkaSettings, leading: [Topic], _ logger: Logger) throws(LogError) {
        do { handle = try KafkaHandle(.member, settings, logger) } catch { throw .fatal(error.message) }
        names = settings.topics
        self.leading = leading
        self.settings = settings
        rd_kafka_poll_set_consumer(handle.pointer)
        guard let queue = rd_kafka_queue_get_consumer(handle.pointer) else {
            throw .fatal("The client has no consumer queue.")
        }
        self.queue = queue
        let subscription = PartitionList()
        for topic in leading.prefix(1) {
            subscription.add(
                TopicPartition(topic, RD_KAFKA_PARTITION_UA), offset: Int64(RD_KAFKA_OFFSET_INVALID), names)
        }
        if let failure = Failure(subscription.withList({ rd_kafka_subscribe(handle.pointer, $0) })) {
            rd_kafka_queue_destroy(queue)
            throw .fatal("Subscribing to \(leading.map { names[$0] }): \(failure.text)")
        }
    }

    deinit {
        if !isClosed { rd_kafka_queue_destroy(queue) }
    }

    /// See `EventLog.poll`. `more` tells whether something waits still.
    func poll(limit: Int, into batch: inout RecordBatch, more: inout Bool) throws(LogError) -> LogEvent {
        batch.removeAll()
        if let event = try waiting() { return event }
        try mend()
        fill(&batch, limit: limit, more: &more)
        if batch.records.isEmpty, let event = try waiting() { return event }
        if failure != nil || !handle.callbacks.rebalances.isEmpty { more = true }
        return .records
    }

    /// What an earlier call left to be told.
    private func waiting() throws(LogError) -> LogEvent? {
        if let failure {
            if case .retriable = failure { self.failure = nil }
            throw failure
        }
        return try nextRebalance()
    }

    private func fill(_ batch: inout RecordBatch, limit: Int, more: inout Bool) {
        while batch.bytes.count < settings.batchBytes, batch.records.count < limit {
            let wanted = min(limit - batch.records.count, MessageBuffer.chunk)
            if take(wanted, into: &batch) < wanted { return }
            if failure != nil || !handle.callbacks.rebalances.isEmpty { break }
        }
        more = true
    }

    /// One chunk. What is known of a partition is looked up once a run of its messages.
    private func take(_ limit: Int, into batch: inout RecordBatch) -> Int {
        var run = Run()
        let count = buffer.drain(queue, limit: limit) { message in
            if run.object != message.topic || run.partition.partition != message.partition {
                finish(run)
                run = begin(message)
            }
            switch message.code {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                guard message.offset >= run.next else { return }
                run.next = message.offset + 1
                run.hasRecords = true
                batch.append(message, from: run.partition)
            case RD_KAFKA_RESP_ERR__PARTITION_EOF:
                run.end = message.offset
            default:
                note(message)
            }
        }
        finish(run)
        return count
    }

    /// Messages of one partition in a row.
    private struct Run {
        /// librdkafka's object for the topic: the same for all messages of a topic, and alive as long as one of them.
        var object: OpaquePointer?
        var partition = TopicPartition(.conversations, RD_KAFKA_PARTITION_UA)
        /// Records below are not handed out: already handed out, or of a partition that is not being read.
        var next = Int64.max
        var hasRecords = false
        var end: Int64?
    }

    private func begin(_ message: Message) -> Run {
        var run = Run(object: message.topic, partition: TopicPartition(.conversations, message.partition))
        guard let object = message.topic, let name = rd_kafka_topic_name(object),
            let topic = names.topic(named: String(cString: name))
        else { return run }
        run.partition.topic = topic
        if let position = positions[run.partition] { run.next = position.next ?? 0 }
        return run
    }

    private func finish(_ run: Run) {
        guard run.hasRecords || run.end != nil, var position = positions[run.partition] else { return }
        if run.hasRecords { position.next = run.next }
        if let end = run.end { position.end = end }
        positions[run.partition] = position
    }

    private func note(_ message: Message) {
        // The loss of membership that follows comes as a rebalance.
        if message.code == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED {
            handle.callbacks.logger.warning("\(message.errorText)")
        } else if failure == nil {
            failure = LogError(Failure(code: message.code, text: message.errorText), "Consuming", handle)
        }
    }

    private func nextRebalance() throws(LogError) -> LogEvent? {
        while let rebalance = handle.callbacks.rebalances.first {
            // Forgotten only when it is dealt with: should that fail, the next poll tries again.
            let event = try event(of: rebalance)
            handle.callbacks.rebalances.removeFirst()
            if let event { return event }
        }
        return nil
    }

    /// What the lane is told of a rebalance; nil when it concerns no partition.
    private func event(of rebalance: Rebalance) throws(LogError) -> LogEvent? {
        var partitions = try withFollowers(rebalance.partitions)
        switch rebalance.kind {
        case .assigned:
            try acknowledge()
            return partitions.isEmpty ? nil : .assigned(partitions)
        case .revoked(let lost):
            // The eager protocol takes everything, however it was come by.
            if !isCooperative { partitions = Set(partitions).union(positions.keys).sorted() }
            let isLost = lost || rd_kafka_assignment_lost(handle.pointer) != 0
            if isLost || partitions.isEmpty {
                try giveUp(partitions)
                return partitions.isEmpty ? nil : .revoked(partitions, lost: true)
            }
            revoked = Set(partitions)
            released = []
            return .revoked(partitions, lost: false)
        case .failed(let reason):
            handle.callbacks.logger.error("A rebalance failed, all partitions are given up: \(reason)")
            let all = positions.keys.sorted()
            rebalance.kind.answerForLeaving(handle.pointer)
            positions = [:]
            return all.isEmpty ? nil : .revoked(all, lost: true)
        }
    }

    /// The subscribed partitions among them, those of the other leading topics that follow them, and the companions of all, sorted.
    private func withFollowers(
        _ partitions: [(topic: String, partition: Int32)]
    ) throws(LogError) -> [TopicPartition] {
        var all: Set<TopicPartition> = []
        for (name, partition) in partitions {
            guard let topic = names.topic(named: name), topic == leading.first else { continue }
            var found = [TopicPartition(topic, partition)]
            for follower in leading.dropFirst() { found += try followers(follower, of: found[0]) }
            for leader in found {
                for member in [leader.topic] + leader.topic.companions {
                    all.insert(TopicPartition(member, leader.partition))
                }
            }
        }
        return all.sorted()
    }

    /// Partition q of another leading topic follows partition q modulo the number of partitions of the subscribed one.
    private func followers(_ topic: Topic, of partition: TopicPartition) throws(LogError) -> [TopicPartition] {
        if counts[topic] == nil {
            do {
                let timeout = Int32(clamping: settings.operationTimeout.count)
                let found = try handle.partitionCounts(leading.map { names[$0] }, timeout: timeout)
                for leader in leading { counts[leader] = Int32(found[names[leader]] ?? 0) }
            } catch {
                throw .retriable(error.message)
            }
        }
        let step = max(1, Int(counts[partition.topic] ?? 1))
        return stride(from: Int(partition.partition), to: Int(counts[topic] ?? 0), by: step).map {
            TopicPartition(topic, Int32($0))
        }
    }

    /// See `EventLog.committed`.
    func committed(_ partitions: [TopicPartition]) throws(LogError) -> [Position] {
        guard !partitions.isEmpty else { return [] }
        let list = PartitionList(partitions, names)
        let timeout = Int32(clamping: settings.operationTimeout.count)
        if let failure = Failure(list.withList({ rd_kafka_committed(handle.pointer, $0, timeout) })) {
            throw LogError(failure, "Asking for the committed offsets of group \(settings.groupID)", handle)
        }
        var found: [Position] = []
        try list.forEach { (element) throws(LogError) in
            guard let partition = element.partition(names) else { return }
            if let failure = Failure(element.err) {
                throw LogError(failure, "Asking for the committed offset of \(partition)", handle)
            }
            guard element.offset >= 0 else { return }
            found.append(Position(partition: partition, next: element.offset, metadata: element.text))
        }
        return found
    }
}
