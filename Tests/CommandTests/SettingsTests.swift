// Settings: their table, the places they come from, and which wins.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Pipeline
import Quality
import Testing

@testable import Commands
@testable import assay

/// The settings that the places make.
func settings(
    file: String? = nil, environment: [String: String] = [:], set: [String] = [], arguments: [String] = []
) throws -> Settings {
    try SettingsReader.read(
        SettingsSources(
            file: file.map { ("assay.yaml", $0) }, environment: environment, assignments: set,
            arguments: SettingsArguments(arguments, mostWords: 0)))
}

@Suite("Settings")
struct SettingsTests {
    @Test("the defaults are those of the lane and of the log")
    func defaultsAgree() {
        var worker = Settings().worker
        worker.kafka.transactionalIDPrefix = worker.kafka.groupID
        #expect(worker.kafka == KafkaSettings(bootstrapServers: "localhost:9092", groupID: "assay"))
        #expect(worker.lane == LaneSettings())
        #expect((1...256).contains(worker.lanes))
    }

    @Test("every default is a sound value, and every name is unique in every spelling")
    func tableIsSound() {
        for setting in Setting.all {
            if let fallback = setting.fallback { #expect(setting.complaint(about: fallback) == nil, "\(setting.name)") }
            #expect(!Setting.groups.contains(setting.name))
        }
        for spelling in [Spelling.dotted, .environment, .option] {
            #expect(Set(Setting.all.map(spelling.name(of:))).count == Setting.all.count)
        }
    }

    @Test("what comes later wins: default, file, environment, --set, option")
    func laterWins() throws {
        let file = "kafka:\n  group-id: file\n"
        let environment = ["ASSAY_KAFKA_GROUP_ID": "environment"]
        func group(_ settings: Settings) -> Settings.Value? { settings[.groupID] }
        #expect(group(try settings()) == .init(text: "assay", origin: .fallback))
        #expect(group(try settings(file: file)) == .init(text: "file", origin: .file("assay.yaml", line: 2)))
        #expect(
            group(try settings(file: file, environment: environment))
                == .init(text: "environment", origin: .environment("ASSAY_KAFKA_GROUP_ID")))
        #expect(
            group(try settings(file: file, environment: environment, set: ["kafka.group-id=a", "kafka.group-id=set"]))
                == .init(text: "set", origin: .option("--set kafka.group-id")))
        #expect(
            group(
                try settings(
                    file: file, environment: environment, set: ["kafka.group-id=set"],
                    arguments: ["--kafka-group-id", "option"]))
                == .init(text: "option", origin: .option("--kafka-group-id")))
    }

    @Test("every setting can be made in every place")
    func everywhere() throws {
        for setting in Setting.all {
            let value = Self.sample(setting)
            let line = "\(setting.name): \"\(value)\""
            #expect(try settings(file: line).text(setting) == value)
            #expect(try settings(environment: [Spelling.environment.name(of: setting): value]).text(setting) == value)
            #expect(try settings(set: ["\(setting.name)=\(value)"]).text(setting) == value)
            #expect(try settings(arguments: ["\(Spelling.option.name(of: setting))=\(value)"]).text(setting) == value)
        }
    }

    private static func sample(_ setting: Setting) -> String {
        if setting == .transactionTimeout { return "20s" }
        if setting == .sessionTimeout { return "45s" }
        if setting == .commitInterval { return "1s" }
        return switch setting.kind {
        case .text: "other-\(setting.name.count)"
        case .count(let bounds): String(bounds.lowerBound + 1)
        case .bytes(let bounds): String(bounds.lowerBound + 1)
        case .duration: "1m"
        case .word(let words): words[1]
        case .address: "127.0.0.1:1"
        }
    }

    @Test("maps are nested, or their keys are dotted")
    func nestedAndDotted() throws {
        let nested = try settings(file: "topics:\n  retention:\n    inputs: 3d\n")
        #expect(nested.duration(.inputRetention) == .hours(72))
        #expect(try settings(file: "topics.retention.inputs: 3d\n").duration(.inputRetention) == .hours(72))
        #expect(try settings(file: "topics:\n  retention.inputs: 3d\n").duration(.inputRetention) == .hours(72))
    }

    @Test(
        "an empty file, and a group whose lines are commented out, set nothing",
        arguments: ["", "# nothing\n", "kafka:\n  # linger: 1ms\n"])
    func emptyFiles(text: String) throws {
        #expect(try settings(file: text) == Settings())
    }

    @Test("properties pass through from every place; in the environment an underscore is a dot")
    func properties() throws {
        let made = try settings(
            file: "kafka:\n  properties:\n    queued.min.messages: 5\n    consumer.fetch.min.bytes: 7\n",
            environment: ["ASSAY_KAFKA_PROPERTIES_SOCKET_KEEPALIVE_ENABLE": "true", "HOME": "/"],
            set: ["kafka.properties.queued.min.messages=6"], arguments: ["--kafka-properties-ssl.key.location", "/key"])
        #expect(
            made.kafka.properties == [
                "queued.min.messages": "6", "consumer.fetch.min.bytes": "7", "socket.keepalive.enable": "true",
                "ssl.key.location": "/key",
            ])
    }

    @Test("values become the settings of the worker")
    func becomeWorkerSettings() throws {
        let worker = try settings(
            file: """
                kafka:
                  delivery: at-least-once
                  instance-id: w1
                  compression: lz4
                  topic-prefix: cs.
                  topics: { evaluations: quality.evaluations }
                worker: { lanes: 3, commit-bytes: 1MiB, commit-interval: 100ms }
                """
        ).worker
        #expect(worker.kafka.delivery == .atLeastOnce)
        #expect(worker.kafka.groupInstanceID == "w1")
        #expect(worker.kafka.compression == KafkaSettings.Compression(codec: "lz4"))
        #expect(worker.kafka.topics[.evaluations] == "quality.evaluations")
        #expect(worker.kafka.topics[.deadLetters] == "cs.dead-letters")
        #expect(worker.lanes == 3)
        #expect(worker.lane.commitBytes == 1 << 20)
        #expect(worker.lane.commitInterval == Milliseconds(100))
    }

    @Test("the transactional ids are the process's own unless the worker has a name or they are given one")
    func transactionalIDs() throws {
        let own = try settings(set: ["kafka.group-id=g"]).kafka.transactionalIDPrefix
        #expect(own.hasPrefix("g-") && own.hasSuffix("-\(ProcessInfo.processInfo.processIdentifier)"))
        #expect(try settings(set: ["kafka.group-id=g", "kafka.instance-id=w1"]).kafka.transactionalIDPrefix == "g-w1")
        #expect(try settings(set: ["kafka.transactional-id-prefix=t"]).kafka.transactionalIDPrefix == "t")
    }
}

@Suite("Arguments that are settings")
struct SettingsArgumentsTests {
    @Test("options take the next argument or what follows '='; the rest are words")
    func split() {
        let arguments = SettingsArguments(["--a", "1", "word", "--b=2=3", "--c", "--d", "x", "--e="], mostWords: 1)
        #expect(arguments.options.map(\.name) == ["--a", "--b", "--c", "--d", "--e"])
        #expect(arguments.options.map(\.text) == ["1", "2=3", nil, "x", ""])
        #expect(arguments.words == ["word"])
        #expect(arguments.mistakes.isEmpty)
    }

    @Test("words too many and short options are refused")
    func refused() {
        let arguments = SettingsArguments(["one", "-x", "two"], mostWords: 1)
        #expect(
            arguments.mistakes == [
                "-x: there is no such option; options begin with two hyphens",
                "'two' has no meaning here; settings are written --name value",
            ])
    }
}
