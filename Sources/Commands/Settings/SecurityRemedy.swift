// What to mend when encryption or authentication fails.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog

/// From librdkafka's words about TLS and SASL to the settings that decide about them.
enum SecurityRemedy {
    /// What to look at; nil when the words are about something else.
    static func of(_ words: String) -> String? {
        if words.contains("certificate verify failed") {
            return
                "The brokers' certificates are not signed by an authority that is known here: name the authority's file in kafka.properties.ssl.ca.location, and brokers in kafka.bootstrap-servers by the names that stand in their certificates."
        }
        if words.contains("SSL_HANDSHAKE") || words.contains("SSL handshake failed") || words.contains("SSL listener")
            || words.contains("security.protocol")
        {
            return
                "Does kafka.properties.security.protocol (plaintext, ssl, sasl_plaintext or sasl_ssl) fit the brokers' listeners in kafka.bootstrap-servers? A broker that asks for certificates needs kafka.properties.ssl.certificate.location and ssl.key.location, too."
        }
        if words.contains("SASL") || words.contains("sasl.") {
            return
                "Look at kafka.properties.sasl.mechanisms and kafka.properties.sasl.username, and at the file of kafka.secrets.sasl.password; this librdkafka has \(mechanisms)."
        }
        if words.contains("ssl.") {
            return
                "Properties such as ssl.ca.location name PEM files that this process may read; the files of secrets such as kafka.secrets.ssl.key.pem contain the PEM itself."
        }
        return nil
    }

    /// The mechanisms of authentication that the linked library was built with.
    private static var mechanisms: String {
        let names = [
            ("sasl_plain", "PLAIN"), ("sasl_scram", "SCRAM-SHA-256 and SCRAM-SHA-512"), ("sasl_gssapi", "GSSAPI"),
            ("sasl_oauthbearer", "OAUTHBEARER"),
        ].filter { KafkaVersion.features.contains($0.0) }.map(\.1)
        return names.isEmpty ? "no mechanism: install one that is built with SASL" : names.joined(separator: ", ")
    }
}
