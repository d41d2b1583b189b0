// The producer of a lane: effects, and in the same breath positions.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Pipeline
import Quality

import struct Logging.Logger

/// Writes effects and commits them with positions, exactly once by transactions or at least once in order.
final class EffectProducer {
    /// The transaction, as librdkafka sees it.
    private enum Transaction: Equatable {
        /// None is open.
        case none
        /// Effects and positions may be added.
        case open
        /// The positions are in it and the commit was asked for: it can only be asked for again, until its outcome is
        /// known.
        case committing
    }

    let handle: KafkaHandle
    private let settings: KafkaSettings
    private let headers = HeaderLists()
    private let call = ProduceCall()
    private var transaction = Transaction.none
    /// At least once: checkpoints and tallies that wait until the effects they go with are delivered.
    private var states = Outbox()
    /// At least once: whether the group may have taken positions of a commit that failed.
    private var mayBeAhead = false
    /// At least once: where the group goes back to before states older than its positions are written. The next owner would not
    /// read again what is between them.
    private var wayBack: [Position] = []
    /// librdkafka's topic objects by raw value.
    private var topics: [OpaquePointer?] = Topic.allCases.map { _ in nil }

    /// A producer; exactly once, it has fenced off and settled what its predecessor left.
    ///
    /// - Throws: `LogError.fatal` for settings that librdkafka refuses; `.retriable` when the broker did not answer in
    ///   time.
    init(_ settings: KafkaSettings, _ logger: Logger) throws(LogError) {
        do { handle = try KafkaHandle(.effects, settings, logger) } catch { throw .fatal(error.message) }
        self.settings = settings
        guard settings.delivery == .exactlyOnce else { return }
        let error = rd_kafka_init_transactions(handle.pointer, timeout)
        handle.serve()
        if let failure = Failure(consuming: error) {
            throw LogError(failure, "Taking over transactional id \(settings.transactionalID)", handle)
        }
    }

    /// See `EventLog.send`.
    ///
    /// When the local queue stays full for the operation timeout, some effects are enqueued and some are not: the
    /// transaction must be aborted, and at least once the lane rolls back, reads again and repeats them.
    func send(_ outbox: borrowing Outbox) throws(LogError) {
        guard !outbox.isEmpty else { return }
        try begin()
        let effects = outbox.effects
        try outbox.bytes.withUnsafeBufferPointer { (bytes) throws(LogError) in
            for effect in effects {
                if effect.topic.holdsState, settings.delivery == .atLeastOnce {
                    keep(effect, outbox.bytes)
                } else {
                    try produce(effect, UnsafeRawBufferPointer(bytes))
                }
            }
        }
        handle.serve()
    }

    /// Keeps a checkpoint or a tally until the commit. Without transactions it must not be there before what left because of it: the
    /// next owner would take that for published.
    private func keep(_ effect: Effect, _ bytes: [UInt8]) {
        var kept = effect
        kept.key = effect.key.map { states.bytes.appendRange(bytes[$0]) }
        kept.value = effect.value.map { states.bytes.appendRange(bytes[$0]) }
        kept.traceParent = nil
        states.effects.append(kept)
    }

    private func produceStates() throws(LogError) {
        guard !states.isEmpty else { return }
        let effects = states.effects
        try states.bytes.withUnsafeBufferPointer { (bytes) throws(LogError) in
            for effect in effects { try produce(effect, UnsafeRawBufferPointer(bytes)) }
        }
        states.removeAll()
        try flush()
    }

    /// See `EventLog.commit`. While the outcome of a commit is not known, it is only asked for again. The consumer is the member of the group whose positions they are.
    func commit(_ positions: [Position], _ consumer: GroupConsumer) throws(LogError) {
        switch settings.delivery {
        case .exactlyOnce: try commitTransaction(positions, consumer)
        case .atLeastOnce:
            try flush()
            if !wayBack.isEmpty {
                try consumer.store(wayBack)
                wayBack = []
                mayBeAhead = false
            }
            try produceStates()
            mayBeAhead = true
            try consumer.store(positions)
            mayBeAhead = false
        }
    }

    /// See `EventLog.abort`.
    func abort(to positions: [Position]) throws(LogError) {
        defer { handle.callbacks.forgetUndelivered() }
        states.removeAll()
        guard settings.delivery == .exactlyOnce else {
            wayBack = mayBeAhead ? positions : []
            return try settle()
        }
        switch transaction {
        case .none: return
        case .committing:
            throw .fenced(
                "The outcome of the last commit of \(settings.transactionalID) is not known: join anew to learn it.")
        case .open:
            try attempt("Aborting the transaction of \(settings.transactionalID)") {
                rd_kafka_abort_transaction(handle.pointer, $0)
            }
            transaction = .none
        }
    }

    /// Their next owner begins where the group is: what is written of them is as new as that at least.
    func release(_ partitions: [TopicPartition]) {
        wayBack.removeAll { partitions.contains($0.partition) }
    }

    /// Ends an open transaction, so that no reader waits for its timeout, and frees the client. Commits nothing.
    func close(within bound: Milliseconds) {
        if transaction == .open {
            _ = Failure(consuming: rd_kafka_abort_transaction(handle.pointer, Int32(clamping: bound.count / 2)))
        }
        let flags = RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING
        rd_kafka_purge(handle.pointer, Int32(flags))
        handle.serve()
        handle.destroy(within: Milliseconds(bound.count / 2))
    }

    // MARK: -

    private var timeout: Int32 { Int32(clamping: settings.operationTimeout.count) }

    private func begin() throws(LogError) {
        guard settings.delivery == .exactlyOnce else { return }
        switch transaction {
        case .none: break
        case .open: return
        case .committing: throw .undecided("The commit of \(settings.transactionalID) comes first")
        }
        if let failure = Failure(consuming: rd_kafka_begin_transaction(handle.pointer)) {
            throw LogError(failure, "Beginning a transaction of \(settings.transactionalID)", handle)
        }
        transaction = .open
    }

    private func produce(_ effect: Effect, _ bytes: UnsafeRawBufferPointer) throws(LogError) {
        let topic = try topicObject(effect.topic)
        func slice(_ range: ByteRange?) -> UnsafeRawBufferPointer? {
            range.map { UnsafeRawBufferPointer(rebasing: bytes[$0.indices]) }
        }
        let key = slice(effect.key)
        call.setTarget(topic: topic, partition: effect.partition)
        call.setContent(key: key, value: slice(effect.value))
        var waited: Int32 = 0
        while let failure = call.perform(
            on: handle.pointer,
            headers: headers.headers(
                effect.topic, key: key, isSealed: effect.isSealed, traceParent: slice(effect.traceParent))
        ) {
            guard failure.code == RD_KAFKA_RESP_ERR__QUEUE_FULL else { throw refusal(failure, effect) }
            guard waited < timeout else {
                throw .aborted("The producer's queue stayed full for \(timeout) ms\(handle.latestTrouble)")
            }
            handle.serve(timeout: Self.fullQueuePause)
            waited += Self.fullQueuePause
        }
    }

    private func topicObject(_ topic: Topic) throws(LogError) -> OpaquePointer {
        if let known = topics[Int(topic.rawValue)] { return known }
        guard let made = handle.topic(settings.topics[topic]) else {
            throw .fatal("librdkafka refuses the topic name '\(settings.topics[topic])'")
        }
        topics[Int(topic.rawValue)] = made
        return made
    }

    /// How long a full queue is left to drain before the record is offered again, in milliseconds.
    private static let fullQueuePause: Int32 = 5

    private func refusal(_ failure: Failure, _ effect: Effect) -> LogError {
        let what = "Writing to \(settings.topics[effect.topic])"
        switch failure.code {
        case RD_KAFKA_RESP_ERR__STATE where handle.fatalFailure() == nil && transaction == .open:
            return .aborted("\(what): the transaction has failed already\(handle.latestTrouble)")
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
            let size = (effect.key?.count ?? 0) + (effect.value?.count ?? 0)
            return .fatal(
                "\(what): a record of \(size) bytes is too large: raise message.max.bytes here and on the broker")
        case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            return .fatal(
                "\(what): there is no partition \(effect.partition ?? -1): create the topic with more partitions")
        default:
            return LogError(failure, what, handle)
        }
    }

    private func commitTransaction(_ positions: [Position], _ consumer: GroupConsumer) throws(LogError) {
        if transaction == .committing { return try finishCommit() }
        guard transaction == .open || !positions.isEmpty else { return }
        try begin()
        if !positions.isEmpty { try sendPositions(positions, consumer) }
        transaction = .committing
        try finishCommit()
    }

    private func sendPositions(_ positions: [Position], _ consumer: GroupConsumer) throws(LogError) {
        let list = PartitionList(positions, settings.topics)
        guard let group = rd_kafka_consumer_group_metadata(consumer.handle.pointer) else {
            throw .aborted("The group's metadata is not known")
        }
        defer { rd_kafka_consumer_group_metadata_destroy(group) }
        do {
            try attempt("Adding positions to the transaction of \(settings.transactionalID)") { timeout in
                list.withList { rd_kafka_send_offsets_to_transaction(handle.pointer, $0, group, timeout) }
            }
        } catch .retriable(let text) {
            // Nothing is committed and the transaction could still be: but a coordinator that stays away this long
            // costs more than one transaction, and so there is only one call, the commit itself, that goes on where it
            // stopped.
            throw .aborted(text)
        }
    }

    private func finishCommit() throws(LogError) {
        do {
            try attempt("Committing the transaction of \(settings.transactionalID)") {
                rd_kafka_commit_transaction(handle.pointer, $0)
            }
        } catch {
            if case .retriable(let reason) = error { throw .undecided(reason) }
            // To be aborted; or, when the client has come to its end, whatever is asked next is answered so.
            transaction = .open
            throw error
        }
        transaction = .none
        handle.callbacks.forgetUndelivered()
    }

    /// Makes a call that may be made again: at most `attempts` times, each within the operation timeout.
    private func attempt(_ what: String, _ call: (Int32) -> OpaquePointer?) throws(LogError) {
        var latest: LogError?
        for _ in 0..<Self.attempts {
            let failure = Failure(consuming: call(timeout))
            handle.serve()
            guard let failure else { return }
            let error = LogError(failure, what, handle)
            guard case .retriable = error else { throw error }
            latest = error
        }
        if let latest { throw latest }
    }

    private static let attempts = 2

    /// Waits until everything sent is delivered.
    private func flush() throws(LogError) {
        try settle()
        let notes = handle.callbacks
        if notes.undelivered > 0 {
            throw .aborted("\(notes.undelivered) records were not delivered, the first to \(notes.undeliveredReason)")
        }
    }

    /// Waits until everything sent is delivered or given up.
    private func settle() throws(LogError) {
        if let failure = Failure(rd_kafka_flush(handle.pointer, timeout)) {
            throw LogError(failure, "Waiting for \(rd_kafka_outq_len(handle.pointer)) records to be delivered", handle)
        }
    }
}
