// Creates and describes topics.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
package import Pipeline
import Quality

package import struct Logging.Logger

/// A client for the operator's side of a cluster. Used from one queue; every call ends within the operation timeout.
package final class KafkaAdmin {
    /// A topic to be created.
    package struct NewTopic: Equatable, Sendable {
        /// Its name on the broker.
        package var name: String
        /// How many partitions; at least 1.
        package var partitions: Int
        /// How many copies; -1 for the broker's default.
        package var replication: Int
        /// Properties of the topic, such as `cleanup.policy` and `retention.ms`.
        package var properties: [String: String]

        /// A topic to be created.
        package init(name: String, partitions: Int, replication: Int = -1, properties: [String: String] = [:]) {
            self.name = name
            self.partitions = partitions
            self.replication = replication
            self.properties = properties
        }
    }

    /// What became of a topic.
    package enum Creation: Equatable, Sendable {
        /// It is there now.
        case created
        /// It was there before and is as it was.
        case existed
        /// It is not there, for this reason.
        case refused(String)
    }

    let handle: KafkaHandle
    private let settings: KafkaSettings

    /// A client; it connects with its first call.
    ///
    /// - Throws: `KafkaError` for settings that are wrong.
    package init(_ settings: KafkaSettings, logger: Logger) throws(KafkaError) {
        try settings.validate()
        self.settings = settings
        handle = try KafkaHandle(.admin, settings, logger)
    }

    /// Creates topics, each by itself.
    ///
    /// - Returns: what became of each, by name.
    /// - Throws: `KafkaError` when the cluster did not answer, or for a topic that no broker would take.
    package func create(_ topics: [NewTopic]) throws(KafkaError) -> [String: Creation] {
        guard !topics.isEmpty else { return [:] }
        var requests: [OpaquePointer?] = []
        defer { for request in requests { rd_kafka_NewTopic_destroy(request) } }
        for topic in topics { requests.append(try Self.request(topic)) }
        let answer = try ask("Creating topics", RD_KAFKA_ADMIN_OP_CREATETOPICS) { options, answers in
            rd_kafka_CreateTopics(handle.pointer, &requests, requests.count, options, answers)
        }
        defer { rd_kafka_event_destroy(answer) }
        return try results(answer)
    }

    /// Asks the cluster for something. Returns its answer, which is to be destroyed.
    ///
    /// - Throws: `KafkaError`, which begins with `what`, when it does not answer within the operation timeout, or refuses.
    func ask(
        _ what: String, _ operation: rd_kafka_admin_op_t,
        _ request: (_ options: OpaquePointer?, _ answers: OpaquePointer) -> Void
    ) throws(KafkaError) -> OpaquePointer {
        guard let answers = rd_kafka_queue_new(handle.pointer) else { throw KafkaError("No queue could be made.") }
        defer { rd_kafka_queue_destroy(answers) }
        let options = rd_kafka_AdminOptions_new(handle.pointer, operation)
        defer { rd_kafka_AdminOptions_destroy(options) }
        var reason = [CChar](repeating: 0, count: 256)
        rd_kafka_AdminOptions_set_request_timeout(options, timeout, &reason, reason.count)
        request(options, answers)
        // The request has a timeout of its own; this one only guards against its failing.
        guard let answer = rd_kafka_queue_poll(answers, timeout + 1000) else {
            throw KafkaError("\(what): no answer within \(timeout) ms\(handle.latestTrouble).")
        }
        if let failure = Failure(rd_kafka_event_error(answer)) {
            let text = rd_kafka_event_error_string(answer).map { String(cString: $0) } ?? failure.text
            rd_kafka_event_destroy(answer)
            throw KafkaError("\(what): \(text)\(handle.latestTrouble).")
        }
        return answer
    }

    /// How many partitions each topic has; topics that do not exist are left out.
    ///
    /// All topics are asked for, as asking for one by name makes some brokers create it.
    ///
    /// - Throws: `KafkaError` when the cluster did not answer, or will not tell of a topic.
    package func partitionCounts(_ names: [String]) throws(KafkaError) -> [String: Int] {
        try handle.partitionCounts(names, timeout: timeout)
    }

    /// How many partitions a topic of the house has.
    ///
    /// - Throws: `KafkaError` when it does not exist, or the cluster did not answer.
    package func partitionCount(_ topic: Topic) throws(KafkaError) -> Int {
        let name = settings.topics[topic]
        guard let count = try partitionCounts([name])[name] else {
            throw KafkaError("Topic '\(name)' does not exist: create it, or set the topic's name.")
        }
        return count
    }

    /// Checks that topics which are read partition by partition together are partitioned alike.
    ///
    /// - Throws: `KafkaError` naming two topics, their counts and what to do; or a topic that does not exist.
    package func checkPartitionCounts() throws(KafkaError) {
        try PartitionCounts(try partitionCounts(PartitionCounts.topics.map { settings.topics[$0] })).check(
            settings.topics)
    }

    // MARK: -

    private var timeout: Int32 { Int32(clamping: settings.operationTimeout.count) }

    private static func request(_ topic: NewTopic) throws(KafkaError) -> OpaquePointer {
        var reason = [CChar](repeating: 0, count: 512)
        guard
            let request = rd_kafka_NewTopic_new(
                topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replication), &reason, reason.count
            )
        else { throw KafkaError("Topic '\(topic.name)' cannot be created: \(String(terminated: reason)).") }
        for (name, value) in topic.properties.sorted(by: { $0.key < $1.key }) {
            let code = rd_kafka_NewTopic_set_config(request, name, value)
            if let failure = Failure(code) {
                rd_kafka_NewTopic_destroy(request)
                throw KafkaError("Topic '\(topic.name)' cannot have \(name)=\(value): \(failure.text).")
            }
        }
        return request
    }

    private func results(_ answer: OpaquePointer) throws(KafkaError) -> [String: Creation] {
        guard let result = rd_kafka_event_CreateTopics_result(answer) else {
            throw KafkaError("Creating topics: the answer makes no sense.")
        }
        var count = 0
        guard let topics = rd_kafka_CreateTopics_result_topics(result, &count) else { return [:] }
        var creations: [String: Creation] = [:]
        for topic in UnsafeBufferPointer(start: topics, count: count) {
            guard let topic else { continue }
            let creation: Creation =
                switch rd_kafka_topic_result_error(topic) {
                case RD_KAFKA_RESP_ERR_NO_ERROR: .created
                case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS: .existed
                case let code: .refused(Self.text(rd_kafka_topic_result_error_string(topic), code))
                }
            creations[String(cString: rd_kafka_topic_result_name(topic))] = creation
        }
        return creations
    }

    private static func text(_ reason: UnsafePointer<CChar>?, _ code: rd_kafka_resp_err_t) -> String {
        String(cString: reason ?? rd_kafka_err2str(code))
    }
}
