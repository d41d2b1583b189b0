// The commands `assay keys list` and `assay keys rewrap`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Pipeline
import Quality
import Sealing
import Wire

/// Counts what each master key has sealed.
struct ListKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the master keys, and how much is sealed under each.",
        usage: "assay keys list [--config FILE] [--SETTING VALUE ...]",
        discussion: """
            Reads the topics of data keys and checkpoints to their ends. A key under which nothing is may be taken out of the file. Checkpoints come under \
            the current key as conversations go on; data keys with 'assay keys rewrap'.

            Exit status: 0 when it was listed; 69 when the cluster cannot be reached or lacks a topic; 78 when a setting cannot be used, or none names \
            master keys.
            """)

    @OptionGroup var options: SettingsOptions

    func run() throws {
        try CommandFailure.reported {
            let settings = try options.load().settings
            let masters = try settings.requiredMasterKeys()
            let kafka = settings.kafkaForLetters
            let data = try DataKeys(kafka, logger: settings.logger).mastersInUse
            var checkpoints: [[UInt8]: String] = [:]
            let scan = TopicScan(kafka: kafka, topic: .checkpoints, logger: settings.logger)
            try scan.read(scan.ranges()) { batch in
                for record in batch.records {
                    guard let key = record.key else { continue }
                    let name = Array(batch.bytes[key])
                    checkpoints[name] = record.value.map { SealedState.master(of: batch.bytes[$0]) ?? "" }
                }
                return true
            }
            let states = Dictionary(checkpoints.values.map { ($0, 1) }, uniquingKeysWith: +)
            var lines = ["KEY\tSTATE\tDATA KEYS\tCHECKPOINTS"]
            let strangers = Set(data.keys).union(states.keys).subtracting(masters.ids + [""]).sorted()
            for id in masters.ids + strangers {
                let state = id == masters.current ? "current" : masters.ids.contains(id) ? "opens" : "MISSING"
                lines.append("\(id)\t\(state)\t\(data[id] ?? 0)\t\(states[id] ?? 0)")
            }
            lines.append("none\t-\t0\t\(states[""] ?? 0)")
            try StandardStreams.write(Array((lines.joined(separator: "\n") + "\n").utf8))
        }
    }
}

/// Brings all data keys under the current master key.
struct RewrapKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rewrap",
        abstract: "Seal all data keys anew, by the current master key.",
        usage: "assay keys rewrap [--config FILE] [--SETTING VALUE ...]",
        discussion: """
            What the data keys have sealed stays as it is. May be done while workers run, and again.

            Exit status: 0 when all are; 65 when one cannot be opened; 69 when the cluster cannot be reached or lacks the topic; 78 when a setting \
            cannot be used, or none names master keys.
            """)

    @OptionGroup var options: SettingsOptions

    func run() throws {
        try CommandFailure.reported {
            let settings = try options.load().settings
            let masters = try settings.requiredMasterKeys()
            // Who forgets a key meanwhile is fenced off, so that it is not brought back.
            let writer = try DataKeyWriter(settings)
            defer { writer.close() }
            let keys = try DataKeys(settings.kafkaForLetters, logger: settings.logger)
            let records: [StoredDataKey]
            do throws(SealingError) {
                records = try keys.rewrapped(masters)
            } catch {
                throw CommandFailure(message: error.description, status: 65)
            }
            try writer.write(records.map { ($0.name, $0.value) })
            let text =
                "\(records.count) of \(keys.count) data keys are under '\(masters.current)' now, the others were\n"
            try StandardStreams.write(Array(text.utf8))
        }
    }
}
