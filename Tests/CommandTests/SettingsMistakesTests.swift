// Settings: what is refused, and how.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Commands
@testable import assay

@Suite("Mistakes in settings")
struct SettingsMistakesTests {
    /// What a place says, and the one complaint about it.
    struct Case: Sendable, CustomTestStringConvertible {
        var file: String?
        var environment: [String: String] = [:]
        var set: [String] = []
        var arguments: [String] = []
        var complaint: String

        var testDescription: String { complaint }
    }

    private func mistakes(_ made: () throws -> Settings) -> [String] {
        do {
            _ = try made()
            return []
        } catch let error as SettingsError {
            return error.mistakes
        } catch {
            return ["\(error)"]
        }
    }

    @Test(
        "a mistake is told with its place and its remedy",
        arguments: [
            Case(
                file: "kafka:\n  bootstap-servers: x:1\n",
                complaint:
                    "assay.yaml:2: there is no setting 'kafka.bootstap-servers'; did you mean 'kafka.bootstrap-servers'?"
            ),
            Case(
                file: "kafak:\n  group-id: x\n",
                complaint: "assay.yaml:2: there is no setting 'kafak.group-id'; did you mean 'kafka.group-id'?"),
            Case(
                file: "\nzzz: 1\n",
                complaint: "assay.yaml:2: there is no setting 'zzz'; 'assay worker --help' lists all settings"),
            Case(
                file: "kafka: localhost\n",
                complaint: "assay.yaml:1: 'kafka' is a group of settings; write them below it, indented"),
            Case(
                file: "kafka:\n  topics: [a, b]\n",
                complaint: "assay.yaml:2: 'kafka.topics' is a group of settings; write them below it, indented"),
            Case(
                file: "kafka:\n  group-id: [a, b]\n",
                complaint: "assay.yaml:2: kafka.group-id is a list; write a single value, on the line of its key"),
            Case(
                file: "- a\n",
                complaint: "assay.yaml:1: the file is not a map; write settings as lines of 'name: value'"),
            Case(
                file: "worker:\n  lanes: 2\nworker.lanes: 3\n",
                complaint: "assay.yaml:3: worker.lanes is already set on line 2; keep one of the two"),
            Case(
                file: "kafka:\n  group-id:\n",
                complaint: "assay.yaml:2: kafka.group-id is empty: write a value, or leave the setting out"),
            Case(
                file: "worker:\n  lanes: 0\n",
                complaint: "assay.yaml:2: worker.lanes is '0': write a whole number from 1 to 256"),
            Case(
                environment: ["ASSAY_KAFKA_GROPU_ID": "x"],
                complaint:
                    "ASSAY_KAFKA_GROPU_ID: there is no setting 'ASSAY_KAFKA_GROPU_ID'; did you mean 'ASSAY_KAFKA_GROUP_ID'?"
            ),
            Case(
                environment: ["ASSAY_KAFKA_LINGER": "5 parsecs"],
                complaint:
                    "ASSAY_KAFKA_LINGER: kafka.linger is '5 parsecs': write a whole number and its unit, for instance 200ms, 30s, 2m, 2h or 7d"
            ),
            Case(
                environment: ["ASSAY_KAFKA_SESSION_TIMEOUT": "2h"],
                complaint:
                    "ASSAY_KAFKA_SESSION_TIMEOUT: kafka.session-timeout is '2h': write a length of time from 1 ms to 3600000 ms"
            ),
            Case(
                set: ["worker.commit-bytes=8MB"],
                complaint:
                    "--set worker.commit-bytes: worker.commit-bytes is '8MB': write a number of bytes from 1 to 1073741824, for instance 512KiB or 8MiB"
            ),
            Case(set: ["worker.lanes"], complaint: "--set worker.lanes: there is no value; write --set name=value"),
            Case(
                set: ["kafka.delivery=exactly-onc"],
                complaint:
                    "--set kafka.delivery: kafka.delivery is 'exactly-onc': write one of exactly-once, at-least-once; did you mean 'exactly-once'?"
            ),
            Case(
                arguments: ["--kafka-gropu-id", "x"],
                complaint: "--kafka-gropu-id: there is no setting '--kafka-gropu-id'; did you mean '--kafka-group-id'?"),
            Case(
                arguments: ["--worker-lanes"],
                complaint: "--worker-lanes: there is no value; write --worker-lanes=value"),
            Case(arguments: ["stray"], complaint: "'stray' has no meaning here; settings are written --name value"),
            Case(
                set: ["kafka.compression=none", "kafka.compression-level=3"],
                complaint:
                    "--set kafka.compression-level: kafka.compression-level has no meaning when kafka.compression is none; leave it out"
            ),
        ])
    func told(_ mistake: Case) {
        let found = mistakes {
            try settings(
                file: mistake.file, environment: mistake.environment, set: mistake.set, arguments: mistake.arguments)
        }
        #expect(found == [mistake.complaint])
    }

    @Test("text that is no YAML is told with its line")
    func noYAML() {
        let found = mistakes { try settings(file: "kafka:\n  a: [1\nb: 2\n") }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("assay.yaml:3: this is not YAML: ") == true)
        let twice = mistakes { try settings(file: "kafka:\n  group-id: a\n  group-id: b\n") }
        #expect(twice.count == 1)
        #expect(twice.first?.contains("'group-id' is there twice") == true)
    }

    @Test("a property that librdkafka does not know, or that Assay decides itself, is told with its place")
    func properties() {
        let found = mistakes {
            try settings(file: "kafka:\n  properties:\n    queued.mn: 3\n", set: ["kafka.properties.acks=1"])
        }
        #expect(found.count == 2)
        #expect(found.first?.hasPrefix("--set kafka.properties.acks: ") == true)
        #expect(found.last?.hasPrefix("assay.yaml:3: ") == true)
        #expect(found.last?.contains("'queued.mn'") == true)
    }

    @Test("a secret value is not told, be it refused or not")
    func secrets() {
        // Builds of librdkafka without OpenID refuse this one.
        let found = mistakes { try settings(set: ["kafka.properties.sasl.oauthbearer.client.secret=hunter2"]) }
        #expect(found.allSatisfy { !$0.contains("hunter2") })
    }

    @Test("settings that contradict each other are told")
    func contradictions() {
        let found = mistakes { try settings(set: ["kafka.transaction-timeout=40s"]) }
        #expect(found.count == 1)
        #expect(found.first?.contains("must be below the session timeout") == true)
        let names = mistakes { try settings(set: ["kafka.topics.alerts=x", "kafka.topics.tallies=x"]) }
        #expect(names.first?.contains("are both named 'x'") == true)
    }

    @Test("all mistakes are told at once: those of the file in its order, then the others")
    func allAtOnce() {
        let found = mistakes {
            try settings(
                file: "worker:\n  lanes: x\n  polcy: y\nlog: { level: loud }\n", environment: ["ASSAY_X": "1"],
                set: ["a"],
                arguments: ["--b", "c"])
        }
        let places = found.map { $0.prefix { $0 != " " } }
        #expect(places == ["assay.yaml:2:", "assay.yaml:3:", "assay.yaml:4:", "ASSAY_X:", "--set", "--b:"])
    }
}
