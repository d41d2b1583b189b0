// Settings: how those in effect are shown.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Commands
@testable import assay

@Suite("Printed settings")
struct SettingsPrintTests {
    @Test("every line says where its value came from")
    func origins() throws {
        let yaml = try settings(
            file: "kafka: { group-id: g }\n", environment: ["ASSAY_LOG_LEVEL": "debug"],
            arguments: ["--worker-lanes", "2"]
        ).yaml
        #expect(Self.line("group-id", yaml) == ["group-id:", "g", "#", "assay.yaml:1"])
        #expect(Self.line("level", yaml) == ["level:", "debug", "#", "ASSAY_LOG_LEVEL"])
        #expect(Self.line("lanes", yaml) == ["lanes:", "2", "#", "--worker-lanes"])
        #expect(Self.line("linger", yaml) == ["linger:", "5ms", "#", "default"])
        #expect(yaml.contains("# instance-id:"))
    }

    @Test("what is printed is a file that makes the same settings")
    func readBack() throws {
        let made = try settings(
            file:
                "kafka:\n  group-id: \"a # b: \\\"c\\\"\"\n  client-id: 'null'\n  properties: { client.rack: \"- x\" }\n",
            set: ["topics.retention.inputs=3d", "kafka.topics.facts=f"])
        let again = try settings(file: made.yaml)
        #expect(again.values.mapValues(\.text) == made.values.mapValues(\.text))
        #expect(again.properties.mapValues(\.text) == made.properties.mapValues(\.text))
    }

    @Test(
        "secrets are not shown",
        arguments: ["sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password"])
    func secrets(property: String) throws {
        let yaml = try settings(set: ["kafka.properties.\(property)=hunter2"]).yaml
        #expect(!yaml.contains("hunter2"))
        #expect(Self.line(property, yaml)[1] == "\"***\"")
    }

    private static func line(_ key: String, _ yaml: String) -> [String] {
        let lines = yaml.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return lines.first { $0[0] == "\(key):" } ?? []
    }
}
