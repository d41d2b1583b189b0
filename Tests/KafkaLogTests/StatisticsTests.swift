// librdkafka's reports on itself.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Testing

@Suite("Statistics")
struct StatisticsTests {
    @Test("a report gives bytes, waiting records, rebalances, and the lag over all partitions that know theirs")
    func report() throws {
        let json = """
            {"name": "x", "rx_bytes": 12, "tx_bytes": 34, "msg_cnt": 5, "cgrp": {"state": "up", "rebalance_cnt": 3}, "topics": {
              "a": {"partitions": {"0": {"consumer_lag": 7, "leader": 1}, "1": {"consumer_lag": 8}, "-1": {"consumer_lag": -1}}},
              "b": {"partitions": {"0": {"consumer_lag": 1}}}, "c": {}}}
            """
        let report = try StatisticsReport(json: Array(json.utf8))
        #expect(report.receivedBytes == 12)
        #expect(report.sentBytes == 34)
        #expect(report.waitingMessages == 5)
        #expect(report.rebalances == 3)
        #expect(report.lag == 16)
    }

    @Test("what a producer does not report counts as zero")
    func producer() throws {
        let report = try StatisticsReport(json: Array("{}".utf8))
        #expect(report.lag == 0)
        #expect(report.rebalances == 0)
    }

    @Test("bytes that are no report are refused")
    func garbage() {
        #expect(throws: KafkaError.self) { try StatisticsReport(json: [1, 2, 3]) }
    }
}
