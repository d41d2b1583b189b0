// `loadtest dictionary`: trains the dictionary of the checkpoints.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Pipeline
import Quality
import Simulation
import Wire

/// Trains a dictionary on the checkpoints of generated conversations and prints the source file that holds it.
struct DictionaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dictionary", abstract: "Trains the dictionary of the checkpoints and prints its source file.")

    @Option(help: "How many checkpoints are looked at.") var samples = 20_000
    @Option(help: "Bytes of the dictionary.") var capacity = 8 << 10
    @Option(help: "The stream's seed.") var seed: UInt64 = 1

    func run() throws {
        var source = try CheckpointSamples(seed: seed)
        let dictionary = try ZstdDictionary.train(samples: try source.take(samples), capacity: capacity)
        let text = Data(dictionary.bytes).base64EncodedString()
        print("// Made by 'make dictionary': do not edit.")
        print("// SPDX-License-Identifier: Apache-2.0\n")
        print("enum CheckpointDictionaryData {")
        print("    static let first = \"\"\"")
        var rest = Substring(text)
        while !rest.isEmpty {
            print("        \(rest.prefix(100))")
            rest = rest.dropFirst(100)
        }
        print("        \"\"\"\n}")
    }
}

/// Checkpoints as a task writes them, without their compression.
struct CheckpointSamples {
    private var traffic: Traffic
    private let task: EvaluationTask
    private let decompressor = ZstdDecompressor(dictionaries: CheckpointDictionary.all)
    private var offsets: [Topic: Int64] = [:]

    init(seed: UInt64) throws {
        var settings = TrafficSettings()
        settings.seed = seed
        settings.conversationInterval = .seconds(1)
        traffic = Traffic(settings)
        task = EvaluationTask(partition: 0, policies: try PolicyLoader.preset("pharma-v2"))
    }

    mutating func take(_ count: Int) throws -> [[UInt8]] {
        var samples: [[UInt8]] = []
        var outbox = Outbox()
        var records = 0
        while samples.count < count {
            apply(traffic.next(), &outbox)
            records += 1
            guard records.isMultiple(of: 100) else { continue }
            task.prepareCommit(into: &outbox)
            for effect in outbox.effects where effect.topic == .checkpoints {
                guard let value = effect.value else { continue }
                var plain: [UInt8] = []
                try decompressor.decompress(outbox.bytes, value.indices, limit: 1 << 24, appendingTo: &plain)
                samples.append(plain)
            }
            outbox.removeAll()
            task.commit()
        }
        return samples
    }

    private mutating func apply(_ record: TrafficRecord, _ outbox: inout Outbox) {
        var batch = RecordBatch()
        let topic = record.isSurvey ? Topic.surveys : .conversations
        offsets[topic, default: -1] += 1
        batch.append(
            origin: TopicPartition(topic, 0), offset: offsets[topic] ?? 0, timestamp: record.at, key: record.key,
            value: record.value,
            headers: record.isJSON ? [("content-type", Array("application/json".utf8))] : [])
        task.apply(&batch, 0..<1, into: &outbox)
    }
}
