// librdkafka's statistics as metrics.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Metrics

import struct Logging.Logger

/// The gauges that come of librdkafka's statistics, for whoever shows them.
package enum KafkaGauges {
    /// What each means, by its name.
    package static let meanings: [(name: String, meaning: String)] = [
        ("assay_kafka_received_bytes", "Bytes received from brokers since the client was made."),
        ("assay_kafka_sent_bytes", "Bytes sent to brokers since the client was made."),
        ("assay_kafka_waiting_messages", "Records in a producer's queue or on their way."),
        (
            "assay_kafka_lag_records",
            "Records between the lane's readers and the ends of their partitions, companions included."
        ),
        ("assay_kafka_rebalances", "Rebalances that the lane took part in since it joined its group."),
    ]
}

/// Turns the JSON that librdkafka reports of one client into gauges, away from the queue that uses the client.
///
/// Labels: `lane`, and `role` (what the client is for) where a lane has several that report the same.
final class KafkaStatistics: Sendable {
    private let queue = DispatchQueue(label: "assay.kafka.statistics", qos: .utility)
    private let logger: Logger
    private let received: Gauge
    private let sent: Gauge
    private let waiting: Gauge
    private let lag: Gauge?
    private let rebalances: Gauge?

    init(lane: Int, role: KafkaRole, logger: Logger) {
        let lanes = [("lane", String(lane))]
        let labels = lanes + [("role", role.word)]
        self.logger = logger
        received = Gauge(label: "assay_kafka_received_bytes", dimensions: labels)
        sent = Gauge(label: "assay_kafka_sent_bytes", dimensions: labels)
        waiting = Gauge(label: "assay_kafka_waiting_messages", dimensions: labels)
        lag = role == .member ? Gauge(label: "assay_kafka_lag_records", dimensions: lanes) : nil
        rebalances = role == .member ? Gauge(label: "assay_kafka_rebalances", dimensions: lanes) : nil
    }

    /// The client is gone, and so are its figures.
    deinit {
        for gauge in [received, sent, waiting, lag, rebalances] { gauge?.destroy() }
    }

    /// Publishes a report. Returns at once: decoding takes a millisecond or two.
    func publish(json: [UInt8]) {
        queue.async {
            do throws(KafkaError) {
                let report = try StatisticsReport(json: json)
                self.received.record(report.receivedBytes)
                self.sent.record(report.sentBytes)
                self.waiting.record(report.waitingMessages)
                self.lag?.record(report.lag)
                self.rebalances?.record(report.rebalances)
            } catch {
                self.logger.debug("\(error)")
            }
        }
    }
}

/// What is published of librdkafka's report on one client.
package struct StatisticsReport: Equatable, Sendable {
    /// Bytes received from brokers, since the client was made.
    package var receivedBytes: Int64
    /// Bytes sent to brokers, since the client was made.
    package var sentBytes: Int64
    /// Records in the producer's queue or on their way.
    package var waitingMessages: Int64
    /// Records between the readers and the ends of their partitions, as far as these are known.
    package var lag: Int64
    /// Rebalances that this member took part in.
    package var rebalances: Int64

    /// The report in librdkafka's JSON (STATISTICS.md there); what is missing counts as zero.
    ///
    /// - Throws: `KafkaError` for bytes that are no such report.
    package init(json: [UInt8]) throws(KafkaError) {
        let report: Report
        do { report = try JSONDecoder().decode(Report.self, from: Data(json)) } catch {
            throw KafkaError("The statistics of librdkafka do not decode: \(error)")
        }
        receivedBytes = report.rx_bytes ?? 0
        sentBytes = report.tx_bytes ?? 0
        waitingMessages = report.msg_cnt ?? 0
        rebalances = report.cgrp?.rebalance_cnt ?? 0
        lag = (report.topics ?? [:]).values.reduce(0) { sum, topic in
            (topic.partitions ?? [:]).values.reduce(sum) { $0 + $1.lag }
        }
    }

    private struct Report: Decodable {
        struct Group: Decodable { var rebalance_cnt: Int64? }
        struct Topic: Decodable { var partitions: [String: Partition]? }
        struct Partition: Decodable {
            var fetch_state: String?
            var app_offset: Int64?
            var next_offset: Int64?
            var hi_offset: Int64?

            /// From the reader to the end. librdkafka's own lag is not used: it counts from the offsets that the consumer
            /// commits, and a transaction's go another way.
            var lag: Int64 {
                guard fetch_state == "active", let end = hi_offset, end >= 0 else { return 0 }
                // Nothing read yet: where reading begins.
                let position = app_offset.flatMap { $0 >= 0 ? $0 : nil } ?? next_offset ?? -1
                return position < 0 ? 0 : max(0, end - position)
            }
        }

        var rx_bytes: Int64?
        var tx_bytes: Int64?
        var msg_cnt: Int64?
        var cgrp: Group?
        var topics: [String: Topic]?
    }
}
