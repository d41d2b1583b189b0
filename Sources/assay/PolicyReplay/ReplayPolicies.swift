// The command `assay replay`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import KafkaLog
import Pipeline
import Quality
import Wire

/// Judges a history by two policies and reports what differs.
struct ReplayPolicies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Judge a history by another policy, and report what that changes.",
        usage:
            "assay replay --from FILE ... --policy A --against B [--top N] [--format text|json]\n"
            + "assay replay --from-topic [--config FILE] --policy A --against B [--SETTING VALUE ...]",
        discussion: """
            Judges all episodes of a history by both policies. The history is files as 'assay evaluate' reads them, one after the \
            other (plain or zstd, - for standard input), or the conversations topic from its oldest record to where it ends. Reports \
            scores before and after, over all and by agent and team; per criterion the points lost (-) or awarded (+) on average, in how \
            many episodes it applied and in how many its points changed; and the episodes whose score moved most, with the points that differ. \
            Sums are exact. Nothing is written to any topic. A directory judges each episode by the version that was in force when \
            it started; DIR@VERSION judges all by that one.

            Lines and records that cannot be used are reported on standard error. Exit status: 0; 1 when some could not be used, 64 \
            for wrong usage, 66 when a file or a policy cannot be read, 69 when the cluster cannot be reached or has no such topic, 78 \
            when a setting or a policy is not valid. All settings are listed by 'assay worker --help'.
            """)

    /// How the report is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(parsing: .upToNextOption, help: ArgumentHelp("The files, in the order of time.", valueName: "FILE|-"))
    var from: [String] = []

    @Flag(help: "Read the conversations topic of the cluster that the settings name.")
    var fromTopic = false

    @Option(
        help: ArgumentHelp(
            "The policy before: a preset, or a directory of .yaml files, or one of both @VERSION.", valueName: "A"))
    var policy: String

    @Option(help: ArgumentHelp("The policy after.", valueName: "B"))
    var against: String

    @Option(help: ArgumentHelp("Show so many of the episodes that moved most.", valueName: "N"))
    var top = 10

    @Option(help: "How the report is written.")
    var format = Format.text

    @Option(help: ArgumentHelp("How many threads judge; by default one a processor.", valueName: "N"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup var options: SettingsOptions

    static let longestLine = 16 << 20
    static let mostThreads = 1024
    private static let mostMoved = 10_000

    func validate() throws {
        guard from.isEmpty == fromTopic else {
            throw ValidationError("Say where the history is: --from FILE ..., or --from-topic.")
        }
        guard (0...ReplayPolicies.mostMoved).contains(top) else {
            throw ValidationError("--top must be 0 to \(ReplayPolicies.mostMoved).")
        }
        guard (1...ReplayPolicies.mostThreads).contains(threads) else {
            throw ValidationError("--threads must be 1 to \(ReplayPolicies.mostThreads).")
        }
        if !fromTopic, let stranger = options.rest.first ?? options.config ?? options.assignments.first {
            throw ValidationError("'\(stranger)' has no meaning with --from: settings are for --from-topic.")
        }
    }

    func run() throws {
        var unusable = 0
        try CommandFailure.reported {
            let (before, after) = (try ReplayPolicies.set(policy), try ReplayPolicies.set(against))
            var replay = PolicyReplay(
                before: before, after: after, lineLimit: ReplayPolicies.longestLine, threads: threads)
            var comparison = PolicyComparison(top: top)
            if fromTopic {
                unusable = try read(&replay, into: &comparison)
            } else {
                for file in from { unusable += try ReplayPolicies.read(file, &replay, into: &comparison) }
            }
            replay.finish(into: &comparison)
            let report = ReplayReport(comparison: comparison, before: before, after: after)
            try StandardStreams.write(Array((format == .json ? report.json : report.text).utf8))
        }
        if unusable > 0 { throw ExitCode(1) }
    }

    /// All versions of a choice, or the one that it names.
    static func set(_ choice: String) throws(CommandFailure) -> PolicySet {
        guard choice.contains("@"), !FileManager.default.fileExists(atPath: choice) else {
            return try PolicyChoice.load(choice)
        }
        return PolicySet([try PolicyChoice.version(written: choice).policy])
    }

    // MARK: Files

    /// Lets the replay judge a file, and complains of lines that cannot be used. Returns how many there were.
    static func read(
        _ file: String, _ replay: inout PolicyReplay, into comparison: inout PolicyComparison
    ) throws(CommandFailure) -> Int {
        let name = file == ByteInput.standardInput ? "<stdin>" : file
        var input = try LineInput(path: file, lineLimit: longestLine)
        var unusable = 0
        while true {
            let chunk = input.next()
            let complaints = replay.take(chunk.lines, into: &comparison)
            unusable += complaints.count
            if !complaints.isEmpty {
                let lines = complaints.map { "\(name):\($0.line): \($0.complaint.detail.onOneLine)\n" }
                StandardStreams.complain(lines.joined())
            }
            switch chunk.end {
            case nil: continue
            case .complete: return unusable
            case .empty: throw .noInput("\(name) is empty; give it conversations, one JSON object a line")
            case .damaged(let line, let error): throw .noInput("\(name):\(line): \(error)")
            case .unreadable(let line, let failure): throw .noInput("\(name):\(line): \(failure.message)")
            }
        }
    }

    // MARK: The topic

    private func read(_ replay: inout PolicyReplay, into comparison: inout PolicyComparison) throws -> Int {
        let settings = try options.load().settings
        let scan = TopicScan(kafka: settings.kafka, topic: .conversations, logger: settings.logger)
        let values = ValueReader()
        var unusable = 0
        try scan.read(try scan.ranges()) { batch in
            var events: [Int32: [(event: OfflineEvent, offset: Int64)]] = [:]
            var complaints: [String] = []
            for record in batch.records {
                do throws(Complaint) {
                    let event = try ReplayPolicies.event(record, batch, values)
                    events[record.origin.partition, default: []].append((event, record.offset))
                } catch {
                    complaints.append(
                        "conversations \(record.origin.partition):\(record.offset): \(error.detail.onOneLine)\n")
                }
            }
            for (partition, found) in events.sorted(by: { $0.key < $1.key }) {
                for (index, complaint) in replay.take(found.map(\.event), partition: partition, into: &comparison) {
                    complaints.append(
                        "conversations \(partition):\(found[index].offset): \(complaint.detail.onOneLine)\n")
                }
            }
            unusable += complaints.count
            if !complaints.isEmpty { StandardStreams.complain(complaints.joined()) }
            return true
        }
        return unusable
    }

    /// The event in a record, as a worker reads it.
    private static func event(
        _ record: Record, _ batch: RecordBatch, _ values: ValueReader
    ) throws(Complaint) -> OfflineEvent {
        guard let value = record.value else { throw Complaint(.tombstone, "the record has no value") }
        var bytes = Array(batch.bytes[value])
        let whole = ByteRange(0..<bytes.count)
        let plain = try values.plain(
            &bytes, whole, format: ValueHeaders(record, batch).format, schema: .conversation)
        return OfflineEvent(
            key: record.key.map { Array(batch.bytes[$0]) } ?? [], value: Array(bytes[plain]), at: record.timestamp)
    }
}
