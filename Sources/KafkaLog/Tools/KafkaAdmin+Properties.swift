// Asks for the properties of topics.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension KafkaAdmin {
    /// All properties of topics that are there, by the topic's name, with the values that hold.
    ///
    /// - Throws: `KafkaError` when the cluster does not answer within the operation timeout, knows no such question, or will not tell of one
    ///   of the topics: that needs the right `DescribeConfigs`.
    package func properties(of names: [String]) throws(KafkaError) -> [String: [String: String]] {
        guard !names.isEmpty else { return [:] }
        var resources: [OpaquePointer?] = names.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { for resource in resources { rd_kafka_ConfigResource_destroy(resource) } }
        let answer = try ask("Asking for properties of topics", RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS) { options, answers in
            rd_kafka_DescribeConfigs(handle.pointer, &resources, resources.count, options, answers)
        }
        defer { rd_kafka_event_destroy(answer) }
        return try properties(in: answer)
    }

    private func properties(in answer: OpaquePointer) throws(KafkaError) -> [String: [String: String]] {
        guard let result = rd_kafka_event_DescribeConfigs_result(answer) else {
            throw KafkaError("Asking for properties of topics: the answer makes no sense.")
        }
        var count = 0
        guard let resources = rd_kafka_DescribeConfigs_result_resources(result, &count) else { return [:] }
        var found: [String: [String: String]] = [:]
        for resource in UnsafeBufferPointer(start: resources, count: count) {
            guard let resource, let name = rd_kafka_ConfigResource_name(resource).map({ String(cString: $0) }) else {
                continue
            }
            if let failure = Failure(rd_kafka_ConfigResource_error(resource)) {
                let text = rd_kafka_ConfigResource_error_string(resource).map { String(cString: $0) } ?? failure.text
                throw KafkaError("Asking for properties of topic '\(name)': \(text)")
            }
            found[name] = Self.entries(of: resource)
        }
        return found
    }

    private static func entries(of resource: OpaquePointer) -> [String: String] {
        var count = 0
        guard let entries = rd_kafka_ConfigResource_configs(resource, &count) else { return [:] }
        return UnsafeBufferPointer(start: entries, count: count).reduce(into: [:]) { properties, entry in
            guard let name = rd_kafka_ConfigEntry_name(entry), let value = rd_kafka_ConfigEntry_value(entry) else {
                return
            }
            properties[String(cString: name)] = String(cString: value)
        }
    }
}
