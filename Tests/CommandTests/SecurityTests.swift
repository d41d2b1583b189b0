// Encryption and authentication that do not work are told with what to mend.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Testing

@testable import Commands

@Suite("Security of the connection")
struct SecurityTests {
    /// A worker that cannot reach a cluster that speaks neither TLS nor SASL.
    struct Case: Sendable, CustomTestStringConvertible {
        var properties: [String]
        var status: Int32
        var words: [String]

        var testDescription: String { properties.joined(separator: " ") }
    }

    @Test(
        "a worker whose security does not fit the brokers ends with what to look at, and without its secrets",
        arguments: [
            Case(
                properties: ["security.protocol=ssl"], status: 69,
                // Whether librdkafka guesses that the listener is a plain one depends on who of both hangs up first.
                words: ["ssl://127.0.0.1", "Does kafka.properties.security.protocol"]),
            Case(
                properties: [
                    "security.protocol=sasl_plaintext", "sasl.mechanisms=PLAIN", "sasl.username=u",
                    "sasl.password=hunter2",
                ], status: 69,
                words: ["SASL Handshake not supported by broker", "the file of kafka.secrets.sasl.password", "PLAIN, "]),
            Case(
                properties: ["security.protocol=sasl_plaintext", "sasl.mechanisms=SCRAM-SHA-256"], status: 78,
                words: ["sasl.username and sasl.password must be set", "the file of kafka.secrets.sasl.password"]),
            Case(
                properties: ["security.protocol=ssl", "ssl.ca.location=/none/ca.pem"], status: 78,
                words: ["ssl.ca.location failed", "name PEM files that this process may read"]),
            Case(
                properties: ["security.protocol=ssl", "ssl.key.pem=hunter2 is no key"], status: 78,
                words: ["ssl.key.pem failed: not in PEM format?", "contain the PEM itself"]),
            Case(
                properties: ["security.protocol=sasl_plaintext", "sasl.mechanisms=BOGUS"], status: 78,
                words: ["Unsupported SASL mechanism: BOGUS", "this librdkafka has PLAIN, SCRAM"]),
        ])
    func refused(_ wrong: Case) throws {
        let cluster = try MockCluster()
        let worker = try RunningCommand(
            ["worker", "--kafka-bootstrap-servers", cluster.bootstrapServers, "--kafka-operation-timeout=2s"]
                + wrong.properties.map { "--kafka-properties-\($0)" })
        #expect(worker.status(within: 60) == wrong.status)
        let said = worker.said
        for words in wrong.words { #expect(said.contains(words), "\(words) in \(said)") }
        #expect(!said.contains("hunter2"))
    }

    @Test("a secret that everybody may read is warned of in the log; the settings that are printed name its file")
    func warned() async throws {
        try await Scratch.with { scratch in
            let file = try scratch.file("password", Array("hunter2\n".utf8))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            let arguments = ["worker", "--kafka-secrets-sasl.password", file.path, "--log-format=json"]
            let printed = try await AssayProcess.run(arguments + ["--print-config"])
            #expect(printed.status == 0)
            #expect(String(decoding: printed.output, as: UTF8.self).contains("sasl.password: \(file.path)"))
            #expect(!String(decoding: printed.output, as: UTF8.self).contains("hunter2"))
            let cluster = try MockCluster()
            let worker = try RunningCommand(arguments + ["--kafka-bootstrap-servers", cluster.bootstrapServers])
            #expect(worker.status(within: 60) == 69)
            #expect(worker.said.contains("every user of this machine may read"))
            #expect(!worker.said.contains("hunter2"))
        }
    }

    @Test("errors that are not about security get no remedy of it")
    func others() {
        #expect(SecurityRemedy.of("Describing topics: Local: Broker transport failure") == nil)
        #expect(SecurityRemedy.of("SSL handshake failed: certificate verify failed: unable to get local issuer") != nil)
        #expect(CommandFailure(KafkaError("Topic 'x' does not exist.")).status == 69)
    }

    @Test("the library says what it was built with")
    func features() {
        #expect(KafkaVersion.features.isSuperset(of: ["ssl", "zstd"]))
    }
}
