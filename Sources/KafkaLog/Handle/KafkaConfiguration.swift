// A configuration of librdkafka until a client takes it over.
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// The one owner of an `rd_kafka_conf_t`.
struct KafkaConfiguration: ~Copyable {
    private var pointer: OpaquePointer?

    /// A configuration with these properties.
    ///
    /// - Throws: `KafkaError` naming the first property that librdkafka does not know or whose value it refuses, with
    ///   its own words.
    init(_ properties: [(name: String, value: String)]) throws(KafkaError) {
        pointer = rd_kafka_conf_new()
        for (name, value) in properties { try set(name, value) }
    }

    deinit {
        if let pointer { rd_kafka_conf_destroy(pointer) }
    }

    /// The configuration, for setting callbacks; valid as long as this value.
    var raw: OpaquePointer? { pointer }

    /// Gives the configuration away: a client that was made from it owns it.
    consuming func release() { pointer = nil }

    private func set(_ name: String, _ value: String) throws(KafkaError) {
        var reason = [CChar](repeating: 0, count: 512)
        switch rd_kafka_conf_set(pointer, name, value, &reason, reason.count) {
        case RD_KAFKA_CONF_OK: return
        case RD_KAFKA_CONF_UNKNOWN:
            throw KafkaError("librdkafka does not know the property '\(name)': \(String(terminated: reason)).")
        default:
            throw KafkaError("librdkafka refuses '\(value)' for the property '\(name)': \(String(terminated: reason)).")
        }
    }
}

extension String {
    /// The text up to the first zero.
    init(terminated characters: [CChar]) {
        self.init(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
