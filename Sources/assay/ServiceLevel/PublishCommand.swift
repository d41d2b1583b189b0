// The command `assay sla publish`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import KafkaLog
import Pipeline
import Quality
import Wire

/// Puts corrections of clocks on the conversations topic (T30).
struct PublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Put corrections of clocks on the conversations topic, for the workers to publish.",
        usage: "assay sla publish FILE [--rehearse] [--config FILE] [--SETTING VALUE ...]",
        discussion: """
            FILE has one correction a line, as 'assay sla correction --events' writes them or people do: the proto3 JSON of a ConversationEvent \
            with the body 'corrected', plain or compressed with zstd. All lines are checked before the first one is written. Each conversation's \
            corrections go to the partition of its events. Workers retract breaches that were told and are none, give the evaluations revisions \
            with the cause CAUSE_CORRECTION, and compensate the figures; what came late for a closed month is an adjustment of the next closing.

            Publishing a file again corrects nothing twice: an event of the same id is a repetition. A correction that does not fit what the workers \
            know of its episode, or of an episode that is not kept any more, becomes a dead letter that says so.

            Exit status: 0; 64 for wrong usage, 66 when FILE cannot be read or a line is no correction, 69 when the cluster cannot be reached, 78 \
            when a setting cannot be used. All settings are listed by 'assay worker --help'.
            """)

    @Flag(help: "Only check the lines.")
    var rehearse = false

    @OptionGroup var options: SettingsOptions

    /// So many corrections go into a transaction: much fewer than take its time.
    private static let mostAtOnce = 1_000

    func run() throws {
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: 1)
            guard let path = words.first else { throw CommandFailure.usage("say which file: assay sla publish FILE") }
            let events = try PublishCommand.corrections(in: path)
            let topic = settings.kafka.topics[.conversations]
            if !rehearse, !events.isEmpty { try write(events, to: topic, settings) }
            let would = rehearse ? "would be" : "are"
            try StandardStreams.write(Array("\(events.count.grouped) corrections \(would) on '\(topic)'\n".utf8))
        }
    }

    /// The corrections of a file.
    ///
    /// - Throws: `CommandFailure` when it cannot be read, or a line is none.
    static func corrections(in path: String) throws(CommandFailure) -> [OfflineEvent] {
        let name = path == ByteInput.standardInput ? "<stdin>" : path
        var input = try LineInput(path: path, lineLimit: ReplayPolicies.longestLine)
        var events: [OfflineEvent] = []
        while true {
            let chunk = input.next()
            for line in chunk.lines {
                do throws(Complaint) {
                    events.append(try correction(in: line))
                } catch {
                    throw .noInput("\(name):\(line.number): \(error.detail.onOneLine)")
                }
            }
            switch chunk.end {
            case nil: continue
            case .complete, .empty: return events
            case .damaged(let line, let error): throw .noInput("\(name):\(line): \(error)")
            case .unreadable(let line, let failure): throw .noInput("\(name):\(line): \(failure.message)")
            }
        }
    }

    private static func correction(in line: LineSplitter.Line) throws(Complaint) -> OfflineEvent {
        guard case .bytes(let bytes) = line.content else {
            throw Complaint(.invalid, "the line is longer than \(ReplayPolicies.longestLine.grouped) bytes")
        }
        guard case .event(let event) = try OfflineLine(json: bytes) else { throw .noCorrection }
        do throws(DecodeError) {
            let read = try ConversationReader.read(event.value, ByteRange(0..<event.value.count))
            guard case .corrected = read.body else { throw .invalid(Complaint.noCorrection.detail) }
        } catch {
            throw Complaint(error)
        }
        return event
    }

    private func write(_ events: [OfflineEvent], to topic: String, _ settings: Settings) throws {
        var kafka = settings.kafkaForLetters
        kafka.transactionalIDPrefix = "\(topic)-corrections"
        kafka.lane = 0
        let writer = try TransactionalWriter(kafka, logger: settings.logger)
        defer { writer.close() }
        for start in stride(from: 0, to: events.count, by: PublishCommand.mostAtOnce) {
            let some = events[start..<min(start + PublishCommand.mostAtOnce, events.count)]
            try writer.write(some.map { (PublishCommand.record($0), topic) })
        }
    }

    /// A record with the headers of the envelope.
    private static func record(_ event: OfflineEvent) -> KafkaWriter.Record {
        let headers: [(name: String, value: [UInt8]?)] = [
            ("schema", Array(Topic.conversations.schema.utf8)), ("tenant", Array(RecordKey.tenant(of: event.key[...]))),
        ]
        return KafkaWriter.Record(key: event.key, value: event.value, headers: headers)
    }
}

extension Complaint {
    /// The line says something else.
    fileprivate static let noCorrection = Complaint(.invalid, "the line is no correction: it has no 'corrected'")
}
