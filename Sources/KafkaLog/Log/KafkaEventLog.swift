// The event log over librdkafka.
// SPDX-License-Identifier: Apache-2.0

package import Dispatch
package import Pipeline
import Quality

package import struct Logging.Logger

/// One lane's log: a member of the group, a producer, and clients on the side for restoring and for end offsets, made
/// when first needed.
///
/// Used from one queue. Every call ends within the operation timeout, save that an abort may take two of them and a
/// commit four. Poll at least every five minutes, even when there is nothing to do: a member that does not is expelled.
package final class KafkaEventLog: EventLog {
    private let settings: KafkaSettings
    private let logger: Logger
    private let producer: EffectProducer
    private let consumer: GroupConsumer
    private var reader: SideReader?
    private var ends: EndOffsets?
    private var signal: ReadableSignal?
    private var isClosed = false
    /// How long commits have taken.
    package private(set) var commitTimes = CommitTimes()

    /// Whether it is a member of its group and no rebalance is under way, as far as the group has told.
    var isSettled: Bool {
        let notes = consumer.handle.callbacks
        return notes.isSettled && notes.rebalances.isEmpty
    }

    /// Connects, settles what a predecessor with the same transactional id left behind, and then joins the group.
    ///
    /// - Parameters:
    ///   - leading: the topics to read, of which the first is subscribed to; their companions come with them.
    /// - Throws: `LogError.fatal` for settings that librdkafka refuses; `.retriable` when no broker answered in time.
    package init(
        _ settings: KafkaSettings, leading: [Topic] = Topic.leading, logger: Logger
    ) throws(LogError) {
        do { try settings.validate() } catch { throw .fatal(error.message) }
        self.settings = settings
        self.logger = logger
        // In this order: once offsets of a predecessor are settled, asking for committed ones is answered at once.
        producer = try EffectProducer(settings, logger)
        consumer = try GroupConsumer(settings, leading: leading, logger)
    }

    deinit { close() }

    /// Runs the handler on the queue whenever there may be something to poll or to read, until `close`.
    ///
    /// The handler should poll until it likes no more: a poll that leaves something behind makes it run again. The
    /// queue must be the one that uses the log.
    ///
    /// - Throws: `LogError.fatal` when the process may not open two more files.
    package func onReadable(queue: DispatchQueue, _ handler: @escaping () -> Void) throws(LogError) {
        try checkOpen()
        signal?.cancel()
        do { signal = try ReadableSignal(queue: queue, handler: handler) } catch { throw .fatal(error.message) }
        signal?.watch(consumer.queue)
    }

    package func poll(limit: Int, into batch: inout RecordBatch) throws(LogError) -> LogEvent {
        try checkOpen()
        producer.handle.serve()
        var more = false
        defer { if more { signal?.raise() } }
        return try consumer.poll(limit: limit, into: &batch, more: &more)
    }

    package func committed(_ partitions: [TopicPartition]) throws(LogError) -> [Position] {
        try checkOpen()
        return try consumer.committed(partitions)
    }

    package func start(_ partitions: [(partition: TopicPartition, offset: Int64?)]) throws(LogError) {
        try checkOpen()
        try consumer.start(partitions)
    }

    package func release(_ partitions: [TopicPartition]) throws(LogError) {
        try checkOpen()
        producer.release(partitions)
        try consumer.release(partitions)
    }

    package func pause(_ partitions: [TopicPartition]) throws(LogError) {
        try checkOpen()
        try consumer.pause(partitions)
    }

    package func resume(_ partitions: [TopicPartition]) throws(LogError) {
        try checkOpen()
        try consumer.resume(partitions)
    }

    package func rewind(_ partition: TopicPartition, to offset: Int64) throws(LogError) {
        try checkOpen()
        try consumer.rewind(partition, to: offset)
    }

    /// See `EventLog.endOffset`. Records of open transactions count, and so do the markers of transactions.
    package func endOffset(_ partition: TopicPartition) throws(LogError) -> Int64 {
        try checkOpen()
        if let ends { return try ends.end(partition) }
        let made = try EndOffsets(settings, logger)
        ends = made
        return try made.end(partition)
    }

    /// See `EventLog.isCaughtUp`. An open transaction is a backlog, until its end is known; markers of transactions are
    /// none.
    package func isCaughtUp(_ partition: TopicPartition) throws(LogError) -> Bool {
        let end = try endOffset(partition)
        guard let position = consumer.positions[partition] else { return false }
        return max(position.next ?? 0, position.end ?? 0) >= end
    }

    package func read(
        _ partition: TopicPartition, from offset: Int64, until end: Int64, limit: Int, into batch: inout RecordBatch
    ) throws(LogError) -> Int64? {
        try checkOpen()
        let range = (from: offset, until: end)
        if let reader { return try reader.read(partition, range, limit: limit, into: &batch, signal: signal) }
        let made = try SideReader(settings, logger)
        reader = made
        return try made.read(partition, range, limit: limit, into: &batch, signal: signal)
    }

    package func send(_ outbox: borrowing Outbox) throws(LogError) {
        try checkOpen()
        try producer.send(outbox)
    }

    package func commit(_ positions: [Position]) throws(LogError) {
        try checkOpen()
        let begin = DispatchTime.now().uptimeNanoseconds
        try producer.commit(positions, consumer)
        commitTimes.add(DispatchTime.now().uptimeNanoseconds - begin)
    }

    package func abort(to positions: [Position]) throws(LogError) {
        try checkOpen()
        try producer.abort(to: positions)
    }

    package func close() {
        if isClosed { return }
        isClosed = true
        signal?.cancel()
        // The producer first, as an open transaction holds up others.
        let time = settings.closeTimeout.count
        producer.close(within: Milliseconds(time / 4))
        reader?.close(within: Milliseconds(time / 8))
        ends?.close(within: Milliseconds(time / 8))
        consumer.close(within: Milliseconds(time / 2))
        reader = nil
        ends = nil
    }

    private func checkOpen() throws(LogError) {
        if isClosed { throw .fatal("The log is closed") }
    }
}
