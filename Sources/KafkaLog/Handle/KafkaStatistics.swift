// librdkafka's statistics as metrics.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import struct Logging.Logger
import Metrics

/// Turns the JSON that librdkafka reports of one client into gauges, away from the queue that uses the client.
///
/// Labels: `client` (what it is for) and `lane`.
final class KafkaStatistics: Sendable {
    private let queue = DispatchQueue(label: "assay.kafka.statistics", qos: .utility)
    private let logger: Logger
    private let received: Gauge
    private let sent: Gauge
    private let waiting: Gauge
    private let lag: Gauge?
    private let rebalances: Gauge?

    init(lane: Int, role: KafkaRole, logger: Logger) {
        let labels = [("client", role.word), ("lane", String(lane))]
        self.logger = logger
        received = Gauge(label: "assay_kafka_received_bytes", dimensions: labels)
        sent = Gauge(label: "assay_kafka_sent_bytes", dimensions: labels)
        waiting = Gauge(label: "assay_kafka_waiting_messages", dimensions: labels)
        lag = role == .member ? Gauge(label: "assay_kafka_lag_records", dimensions: labels) : nil
        rebalances = role == .member ? Gauge(label: "assay_kafka_rebalances", dimensions: labels) : nil
    }

    /// Publishes a report. Returns at once: decoding takes a millisecond or two.
    func publish(json: [UInt8]) {
        queue.async {
            do {
                let report = try JSONDecoder().decode(StatisticsReport.self, from: Data(json))
                self.received.record(report.rx_bytes ?? 0)
                self.sent.record(report.tx_bytes ?? 0)
                self.waiting.record(report.msg_cnt ?? 0)
                self.lag?.record(report.lag)
                self.rebalances?.record(report.cgrp?.rebalance_cnt ?? 0)
            } catch {
                self.logger.debug("Statistics of librdkafka do not decode: \(error)")
            }
        }
    }
}

/// The parts of librdkafka's report that are published, under its own names (see STATISTICS.md there).
struct StatisticsReport: Decodable {
    struct Group: Decodable { var rebalance_cnt: Int64? }
    struct Topic: Decodable { var partitions: [String: Partition]? }
    struct Partition: Decodable { var consumer_lag: Int64? }

    var rx_bytes: Int64?
    var tx_bytes: Int64?
    var msg_cnt: Int64?
    var cgrp: Group?
    var topics: [String: Topic]?

    /// Records not yet read, over all partitions whose lag is known (-1 where it is not).
    var lag: Int64 {
        (topics ?? [:]).values.reduce(0) { sum, topic in
            (topic.partitions ?? [:]).values.reduce(sum) { $0 + max(0, $1.consumer_lag ?? 0) }
        }
    }
}
