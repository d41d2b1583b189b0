// What depends on the version of librdkafka that the process is linked with.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// The linked librdkafka, and the faults of old versions that this module works round.
package struct KafkaVersion: Comparable, Sendable {
    /// Major, minor, revision and pre-release, one byte each, as `rd_kafka_version` packs them.
    package var packed: Int32

    /// A version packed as `rd_kafka_version` does it.
    package init(packed: Int32) { self.packed = packed }

    /// The version of the linked library.
    package static let linked = KafkaVersion(packed: rd_kafka_version())

    /// What the linked library was built with, in its own words: `ssl`, `sasl_scram`, `zstd` and so on.
    package static let features: Set<String> = {
        let configuration = rd_kafka_conf_new()
        defer { rd_kafka_conf_destroy(configuration) }
        var text = [CChar](repeating: 0, count: 1024)
        var size = text.count
        guard rd_kafka_conf_get(configuration, "builtin.features", &text, &size) == RD_KAFKA_CONF_OK else { return [] }
        return Set(String(terminated: text).split(separator: ",").map(String.init))
    }()

    package static func < (left: KafkaVersion, right: KafkaVersion) -> Bool { left.packed < right.packed }

    /// Below 2.10 the cooperative assignor may lose its assignment when the consumer commits during a rebalance (issue
    /// 4059).
    package var losesAssignmentOnConsumerCommit: Bool { packed < 0x020A_0000 }

    /// Below 2.1 a rebalance can drop records that a batch poll has just taken, of partitions that stay: the library
    /// pauses them from its own thread while the poll is under way, and goes on behind the records that nobody got
    /// (pull request 4208).
    package var skipsRecordsOnRebalance: Bool { packed < 0x0201_0000 }

    /// Below 2.3 freeing a cooperative member between its joining and its first assignment ends the process (issue
    /// 4312).
    package var crashesUnassigned: Bool { packed < 0x0203_0000 }

    /// Below 2.1 `rd_kafka_seek_partitions` takes its milliseconds for microseconds (pull request 4230).
    package var seekTimeoutFactor: Int64 { packed < 0x0201_0000 ? 1000 : 1 }
}
