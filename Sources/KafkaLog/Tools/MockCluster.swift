// A Kafka cluster inside the process, for tests and demonstrations.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// librdkafka's mock cluster: brokers on loopback ports that any client, even of another process, can connect to.
///
/// Groups, rebalances, headers, timestamps and injected errors work. It is no judge of transactions: it shows aborted
/// records, does not keep offsets that were sent to a transaction, and drops the oldest beyond 5 MB or 100,000 records
/// a partition. Used from one queue.
package final class MockCluster {
    /// Requests whose answers can be made errors, by their number in Kafka's protocol.
    package enum Request: Int16, Sendable {
        case produce = 0
        case fetch = 1
        case listOffsets = 2
        case metadata = 3
        case offsetCommit = 8
        case offsetFetch = 9
        case findCoordinator = 10
        case joinGroup = 11
        case heartbeat = 12
        case syncGroup = 14
        case initProducerID = 22
        case addPartitionsToTransaction = 24
        case addOffsetsToTransaction = 25
        case endTransaction = 26
        case transactionOffsetCommit = 28
    }

    /// Errors as a broker answers them, by their number in Kafka's protocol.
    package enum Answer: Int32, Sendable {
        case none = 0
        case notLeaderForPartition = 6
        case requestTimedOut = 7
        case messageTooLarge = 10
        case coordinatorNotAvailable = 15
        case notEnoughReplicas = 19
        case illegalGeneration = 22
        case unknownMember = 25
        case rebalanceInProgress = 27
        case topicAuthorizationFailed = 29
        case invalidProducerEpoch = 47
        case fencedInstance = 82
        case producerFenced = 90
    }

    private let client: OpaquePointer
    private let cluster: OpaquePointer

    /// A cluster of so many brokers.
    ///
    /// - Throws: `KafkaError` when the process may not open enough sockets.
    package init(brokers: Int = 1) throws(KafkaError) {
        var reason = [CChar](repeating: 0, count: 512)
        // The cluster needs a client for its books, which never connects: its warning that it cannot is not worth
        // showing.
        let configuration = try KafkaConfiguration([("log_level", "3")])
        guard let client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration.raw, &reason, reason.count) else {
            throw KafkaError("The mock cluster's client cannot be made: \(String(terminated: reason)).")
        }
        configuration.release()
        guard let cluster = rd_kafka_mock_cluster_new(client, Int32(clamping: brokers)) else {
            rd_kafka_destroy(client)
            throw KafkaError("The mock cluster cannot be made.")
        }
        self.client = client
        self.cluster = cluster
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(client)
    }

    /// Where clients find it.
    package var bootstrapServers: String { String(cString: rd_kafka_mock_cluster_bootstraps(cluster)) }

    /// Creates a topic.
    ///
    /// - Throws: `KafkaError` when it is there already.
    package func createTopic(_ name: String, partitions: Int) throws(KafkaError) {
        if let failure = Failure(rd_kafka_mock_topic_create(cluster, name, Int32(clamping: partitions), 1)) {
            throw KafkaError("The mock cluster refuses topic '\(name)': \(failure.text).")
        }
    }

    /// The next requests of that kind get these answers, in order; then all is as before.
    package func answer(_ request: Request, with answers: [Answer]) {
        let codes = answers.map { rd_kafka_resp_err_t($0.rawValue) }
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
    }

    /// The next `count` requests of that kind end with the connection cut.
    package func disconnect(_ request: Request, count: Int = 1) {
        let codes = [rd_kafka_resp_err_t](repeating: RD_KAFKA_RESP_ERR__TRANSPORT, count: count)
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
    }

    /// All requests of that kind are answered as they should be from now on, whatever was to come.
    package func serve(_ request: Request) { rd_kafka_mock_clear_request_errors(cluster, request.rawValue) }

    /// Lets every broker wait so long before it answers.
    package func setRoundTrip(milliseconds: Int) {
        rd_kafka_mock_broker_set_rtt(cluster, -1, Int32(clamping: milliseconds))
    }

    /// Cuts all connections and accepts none any more. There is no way back: librdkafka would have to listen at the same
    /// port, and ends the process when somebody else was given it meanwhile. `disconnect` and `serve` are for outages
    /// that end.
    package func shutDown() { rd_kafka_mock_broker_set_down(cluster, -1) }
}
