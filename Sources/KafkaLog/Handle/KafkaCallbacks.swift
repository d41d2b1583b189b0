// What librdkafka calls back.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

import struct Logging.Logger

/// A rebalance as the callback saw it: noted there, acted on later.
struct Rebalance {
    /// What the group wants.
    enum Kind: Equatable {
        case assigned
        case revoked(lost: Bool)
        case failed(String)
    }

    /// What the group wants.
    var kind: Kind
    /// Topics by name, with partitions.
    var partitions: [(topic: String, partition: Int32)]
}

/// The notes of one client. librdkafka holds it as its opaque pointer until the client is destroyed.
///
/// All callbacks but the one for logs run inside a call into librdkafka, so on the queue that uses the client; the one
/// for logs runs on any thread and touches nothing but `logger`, which is immutable and `Sendable`.
final class KafkaCallbacks {
    /// How far the client is on its way out.
    enum Ending {
        /// In use: rebalances are noted.
        case none
        /// On its way out of the group: rebalances are answered at once, as nobody will act on them later.
        case leaving
        /// Told to close: any answer is taken for giving up everything.
        case closing
    }

    /// Where librdkafka's log lines go.
    let logger: Logger
    /// Where its statistics go; nil when nobody wants them.
    let statistics: KafkaStatistics?
    /// Rebalances not yet acted on.
    var rebalances: [Rebalance] = []
    /// Whether the last thing the group told was an assignment, be it of nothing: not before the first one, nor between the loss of
    /// partitions and the next assignment, which ends every rebalance of a member.
    private(set) var isSettled = false
    /// Whether the group has ever told this member of an assignment.
    var wasAssigned = false
    /// How many records could not be delivered since this was last cleared.
    var undelivered = 0
    /// Why the first of them could not.
    var undeliveredReason = ""
    /// What a broker connection last complained of: the likely reason when a call times out.
    var latestTrouble: String?
    /// How rebalances are answered from now on.
    var ending = Ending.none

    init(logger: Logger, statistics: KafkaStatistics?) {
        self.logger = logger
        self.statistics = statistics
    }

    /// Registers the callbacks that make sense for a client in that role.
    func register(with configuration: borrowing KafkaConfiguration, role: KafkaRole) {
        rd_kafka_conf_set_opaque(configuration.raw, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(configuration.raw) { client, level, facility, text in
            guard let client, let notes = KafkaCallbacks.from(rd_kafka_opaque(client)) else { return }
            notes.log(level, facility, text)
        }
        rd_kafka_conf_set_error_cb(configuration.raw) { _, code, reason, opaque in
            KafkaCallbacks.from(opaque)?.noteTrouble(code, reason)
        }
        if statistics != nil {
            rd_kafka_conf_set_stats_cb(configuration.raw) { _, json, length, opaque in
                KafkaCallbacks.from(opaque)?.noteStatistics(json, length)
                return 0
            }
        }
        switch role {
        case .member:
            rd_kafka_conf_set_rebalance_cb(configuration.raw) { client, code, list, opaque in
                KafkaCallbacks.from(opaque)?.noteRebalance(client, code, list)
            }
        case .effects, .writer:
            rd_kafka_conf_set_dr_msg_cb(configuration.raw) { _, message, opaque in
                guard let message else { return }
                KafkaCallbacks.from(opaque)?.noteDelivery(message.pointee)
            }
        case .side, .groupOffsets, .admin: break
        }
    }

    /// Forgets the deliveries that failed.
    func forgetUndelivered() {
        undelivered = 0
        undeliveredReason = ""
    }

    private static func from(_ opaque: UnsafeMutableRawPointer?) -> KafkaCallbacks? {
        opaque.map { Unmanaged<KafkaCallbacks>.fromOpaque($0).takeUnretainedValue() }
    }

    private func log(_ level: Int32, _ facility: UnsafePointer<CChar>?, _ text: UnsafePointer<CChar>?) {
        guard let text else { return }
        logger.log(
            level: Logger.Level(syslog: level), "\(String(cString: text))",
            metadata: ["facility": "\(facility.map { String(cString: $0) } ?? "")"])
    }

    private func noteTrouble(_ code: Int32, _ reason: UnsafePointer<CChar>?) {
        let text = reason.map { String(cString: $0) } ?? String(cString: rd_kafka_err2str(rd_kafka_resp_err_t(code)))
        latestTrouble = text
        logger.warning("\(text)", metadata: ["code": "\(code)"])
    }

    private func noteStatistics(_ json: UnsafeMutablePointer<CChar>?, _ length: Int) {
        guard let json, let statistics else { return }
        statistics.publish(json: [UInt8](UnsafeRawBufferPointer(start: json, count: length)))
    }

    private func noteDelivery(_ message: rd_kafka_message_t) {
        guard message.err != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        if undelivered == 0 {
            let topic = message.rkt.map { String(cString: rd_kafka_topic_name($0)) } ?? "?"
            undeliveredReason = "\(topic)[\(message.partition)]: \(String(cString: rd_kafka_err2str(message.err)))"
        }
        undelivered += 1
    }

    private func noteRebalance(
        _ client: OpaquePointer?, _ code: rd_kafka_resp_err_t,
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        isSettled = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS
        if isSettled { wasAssigned = true }
        let elements = UnsafeBufferPointer(start: list?.pointee.elems, count: Int(list?.pointee.cnt ?? 0))
        let partitions = elements.map { (String(cString: $0.topic), $0.partition) }
        let kind: Rebalance.Kind =
            switch code {
            case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS: .assigned
            case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS: .revoked(lost: rd_kafka_assignment_lost(client) != 0)
            default: .failed(String(cString: rd_kafka_err2str(code)))
            }
        switch ending {
        case .none: rebalances.append(Rebalance(kind: kind, partitions: partitions))
        case .leaving: kind.answerForLeaving(client)
        case .closing: rd_kafka_assign(client, nil)
        }
    }
}

extension Logger.Level {
    /// The level of syslog's numbers, 0 (emergency) to 7 (debug).
    init(syslog level: Int32) {
        switch level {
        case ...2: self = .critical
        case 3: self = .error
        case 4: self = .warning
        case 5: self = .notice
        case 6: self = .info
        default: self = .debug
        }
    }
}
