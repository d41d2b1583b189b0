// A client of librdkafka.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Dispatch
import Pipeline
import Quality

import struct Logging.Logger

/// The one owner of an `rd_kafka_t`. Used from one queue.
final class KafkaHandle {
    /// The client: valid until `destroy`.
    let pointer: OpaquePointer
    /// What librdkafka called back.
    let callbacks: KafkaCallbacks
    /// What the client is for.
    let role: KafkaRole
    /// The topic objects made so far, by name.
    private var topics: [String: OpaquePointer] = [:]
    private var isDestroyed = false

    /// A client in that role.
    ///
    /// - Throws: `KafkaError` when librdkafka refuses a property or the properties together.
    init(_ role: KafkaRole, _ settings: KafkaSettings, _ logger: Logger) throws(KafkaError) {
        var logger = logger
        logger[metadataKey: "client"] = "\(role.word)-\(settings.lane)"
        let statistics =
            settings.statisticsInterval == .zero
            ? nil : KafkaStatistics(lane: settings.lane, role: role, logger: logger)
        let callbacks = KafkaCallbacks(logger: logger, statistics: statistics)
        let configuration = try KafkaConfiguration(settings.properties(for: role))
        callbacks.register(with: configuration, role: role)
        var reason = [CChar](repeating: 0, count: 512)
        let type = role.isConsumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER
        guard let pointer = rd_kafka_new(type, configuration.raw, &reason, reason.count) else {
            throw KafkaError(
                refusedSettings:
                    "librdkafka refuses the settings of the \(role.word) client: \(String(terminated: reason)).")
        }
        configuration.release()
        self.pointer = pointer
        self.callbacks = callbacks
        self.role = role
        // Balanced in `destroy`, once no thread of the client is left to call back.
        _ = Unmanaged.passRetained(callbacks)
    }

    deinit { destroy(within: .seconds(10)) }

    /// The client's object for a topic; lives as long as the client.
    func topic(_ name: String) -> OpaquePointer? {
        if let known = topics[name] { return known }
        let made = rd_kafka_topic_new(pointer, name, nil)
        topics[name] = made
        return made
    }

    /// The cause of a fatal error; nil when there was none.
    func fatalFailure() -> Failure? {
        var reason = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(pointer, &reason, reason.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return Failure(code: code, text: String(terminated: reason))
    }

    /// What a broker connection last complained of, as a clause for a message; empty when it never did.
    var latestTrouble: String { callbacks.latestTrouble.map { " (latest trouble: \($0))" } ?? "" }

    /// Runs the callbacks that wait.
    func serve(timeout: Int32 = 0) { _ = rd_kafka_poll(pointer, timeout) }

    /// What matters of a member when it leaves.
    struct Membership {
        var queue: OpaquePointer
        var isStatic: Bool
        var isCooperative: Bool
    }

    /// Ends the client and frees it, once, leaving its group first if it is a member of one.
    ///
    /// Ending may wait for threads that wait for brokers, so it goes on by itself when it takes longer than the bound.
    ///
    /// - Parameter group: how a member leaves its group; its consumer queue is destroyed.
    /// - Returns: whether it came to its end within the bound.
    @discardableResult
    func destroy(within bound: Milliseconds, leaving group: Membership? = nil) -> Bool {
        if isDestroyed { return true }
        isDestroyed = true
        for topic in topics.values { rd_kafka_topic_destroy(topic) }
        topics.removeAll()
        let client = UInt(bitPattern: pointer)
        let notes = UInt(bitPattern: Unmanaged.passUnretained(callbacks).toOpaque())
        let farewell = group.map { group in
            Farewell(
                client: client, queue: UInt(bitPattern: group.queue), notes: notes, isStatic: group.isStatic,
                isCooperative: group.isCooperative)
        }
        let ended = DispatchSemaphore(value: 0)
        DispatchQueue(label: "assay.kafka.end").async {
            if farewell?.run() ?? true {
                rd_kafka_destroy_flags(OpaquePointer(bitPattern: client), RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
                if let notes = UnsafeRawPointer(bitPattern: notes) {
                    Unmanaged<KafkaCallbacks>.fromOpaque(notes).release()
                }
            }
            ended.signal()
        }
        return ended.wait(timeout: .now() + .milliseconds(Int(max(bound.count, 0)))) == .success
    }
}
