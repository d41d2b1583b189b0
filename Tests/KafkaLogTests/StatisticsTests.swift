// librdkafka's reports on itself.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Testing

@Suite("Statistics")
struct StatisticsTests {
    @Test("a report gives bytes, waiting records, rebalances, and how far its readers are from the ends")
    func report() throws {
        let json = """
            {"name": "x", "rx_bytes": 12, "tx_bytes": 34, "msg_cnt": 5,
             "cgrp": {"state": "up", "rebalance_cnt": 3}, "topics": {
              "a": {"partitions": {
                "0": {"fetch_state": "active", "app_offset": 7, "next_offset": 0, "hi_offset": 10},
                "1": {"fetch_state": "active", "app_offset": -1001, "next_offset": 4, "hi_offset": 9},
                "2": {"fetch_state": "active", "app_offset": -1001, "next_offset": -1001, "hi_offset": 9},
                "3": {"fetch_state": "active", "app_offset": 3, "hi_offset": -1001},
                "4": {"fetch_state": "none", "app_offset": 3, "hi_offset": 100}}},
              "b": {"partitions": {"0": {"fetch_state": "active", "app_offset": 8, "hi_offset": 8}}}, "c": {}}}
            """
        let report = try StatisticsReport(json: Array(json.utf8))
        #expect(report.receivedBytes == 12)
        #expect(report.sentBytes == 34)
        #expect(report.waitingMessages == 5)
        #expect(report.rebalances == 3)
        #expect(report.lag == 3 + 5)
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
