// Settings: values that stand in files.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Testing

@testable import Commands
@testable import assay

@Suite("Secrets in files")
struct SettingsSecretsTests {
    /// Writes a file that only this user reads.
    private func file(_ scratch: Scratch, _ content: String, mode: Int = 0o400) throws -> String {
        let path = try scratch.file("secret-\(content.utf8.count)-\(mode)", Array(content.utf8)).path
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// The mistakes that the settings have.
    private func mistakes(_ set: String...) -> [String] {
        do {
            _ = try settings(set: set)
            return []
        } catch let error as SettingsError {
            return error.mistakes
        } catch {
            return ["\(error)"]
        }
    }

    @Test("a property gets the content of its file, from every place, without one line break at the end")
    func places() async throws {
        try await Scratch.with { scratch in
            let path = try file(scratch, "hunter2\n")
            for made in [
                try settings(file: "kafka:\n  secrets:\n    sasl.password: \(path)\n"),
                try settings(environment: ["ASSAY_KAFKA_SECRETS_SASL_PASSWORD": path]),
                try settings(set: ["kafka.secrets.sasl.password=\(path)"]),
                try settings(arguments: ["--kafka-secrets-sasl.password", path]),
            ] {
                #expect(made.kafka.properties == ["sasl.password": "hunter2"])
                #expect(made.properties.isEmpty && made.warnings.isEmpty)
            }
            for (content, value) in [("a", "a"), ("a\n\n", "a\n"), ("a\r\n", "a"), (" a ", " a ")] {
                let made = try settings(set: ["kafka.secrets.sasl.password=\(try file(scratch, content))"])
                #expect(made.kafka.properties["sasl.password"] == value)
            }
        }
    }

    @Test("the path is printed and the content never, whatever prints the settings")
    func printed() async throws {
        try await Scratch.with { scratch in
            let path = try file(scratch, "hunter2")
            let made = try settings(set: ["kafka.secrets.sasl.password=\(path)", "kafka.properties.client.rack=r"])
            #expect(made.yaml.contains("  secrets:\n    sasl.password: \(path)"))
            #expect(made.yaml.contains("  properties:\n    client.rack: r"))
            var dumped = ""
            dump(made, to: &dumped)
            for text in [made.yaml, dumped, "\(made)", String(reflecting: made)] {
                #expect(!text.contains("hunter2"))
            }
            #expect(try settings(file: made.yaml).kafka.properties["sasl.password"] == "hunter2")
        }
    }

    @Test("a file that is not there, none, empty, too large or no text is told with what to do")
    func badFiles() async throws {
        try await Scratch.with { scratch in
            let binary = try scratch.file("binary", [0xFF, 0xFE]).path
            let zero = try scratch.file("zero", [65, 0, 66]).path
            let huge = try scratch.file("huge", Array(repeating: 65, count: SecretFile.mostBytes + 1)).path
            for (path, words) in [
                (scratch.path + "/none", "there is no file \(scratch.path)/none"),
                (scratch.path, "is no ordinary file"),
                (try file(scratch, ""), "is empty"), (try file(scratch, "\n"), "is empty"),
                (huge, "has more than 262144 bytes"),
                (binary, "is no UTF-8 text"), (zero, "is no UTF-8 text"), ("/dev/zero", "is no ordinary file"),
            ] {
                let found = mistakes("kafka.secrets.sasl.password=\(path)")
                #expect(found.count == 1 && found[0].contains(words), "\(found)")
                #expect(found[0].hasPrefix("--set kafka.secrets.sasl.password: kafka.secrets.sasl.password: "))
            }
        }
    }

    @Test("a file that everybody may read is warned of, also behind a symbolic link")
    func readableByAll() async throws {
        try await Scratch.with { scratch in
            let path = try file(scratch, "hunter2", mode: 0o644)
            let link = scratch.path + "/link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            for path in [path, link] {
                let warnings = try settings(set: ["kafka.secrets.sasl.password=\(path)"]).warnings
                #expect(warnings.count == 1 && warnings[0].contains("every user of this machine may read \(path)"))
            }
        }
    }

    @Test("a property that is given both ways is refused with both places; so is a name without a value")
    func bothWays() async throws {
        try await Scratch.with { scratch in
            let path = try file(scratch, "hunter2")
            let found = mistakes("kafka.secrets.sasl.password=\(path)", "kafka.properties.sasl.password=swordfish")
            #expect(
                found == [
                    "--set kafka.secrets.sasl.password: kafka.secrets.sasl.password: kafka.properties.sasl.password is given, too (--set kafka.properties.sasl.password); keep one of the two"
                ])
        }
        #expect(mistakes("kafka.secrets=x")[0].contains("is a group of settings"))
    }

    @Test(
        "what librdkafka says against a content does not repeat it, however long it is; other complaints are passed on")
    func redacted() async throws {
        try await Scratch.with { scratch in
            let long = try file(scratch, String(repeating: "hunter2 ", count: 400))
            for property in [
                "security.protocol", "sasl.mechanisms", "ssl.endpoint.identification.algorithm", "linger.ms",
            ] {
                let found = mistakes("kafka.secrets.\(property)=\(long)")
                #expect(found.count == 1 && !found[0].contains("hunter2"), "\(found)")
                #expect(found[0].contains("the content of \(long)") && found[0].contains("'\(property)'"))
            }
            #expect(
                mistakes("kafka.secrets.sasl.pasword=\(long)")[0].contains("librdkafka does not know the property"))
            #expect(mistakes("kafka.secrets.group.id=\(long)")[0].contains("use the setting for the group id"))
        }
    }

    @Test("tokens must come from somewhere")
    func tokens() {
        let found = mistakes("kafka.properties.sasl.mechanisms=OAUTHBEARER")
        #expect(found.count == 1 && found[0].contains("sasl.oauthbearer.method to oidc"))
        #expect(mistakes("kafka.properties.sasl.mechanisms=PLAIN").isEmpty)
    }
}
