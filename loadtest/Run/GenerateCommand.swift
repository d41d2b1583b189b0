// `loadtest generate`: sends a scenario, or only writes it.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Foundation
import Glibc
import KafkaLog
import Logging
import Pipeline
import Quality

/// Sends the records of a scenario to topics that are there; several generators share one.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Send the records of a scenario on time, without workers.",
        discussion: """
            For further generators of a run, on other machines: give all the same scenario, seed and --start-at, each its --part, and \
            the topic prefix that the run has. With --dry nothing is sent, and the records are written as fast as they can be.
            """)

    @Argument(help: "The scenario: a name or a file.") var scenario: String
    @Option(help: "The cluster; its topics must be there.") var bootstrapServers: String?
    @Option(help: "Before the names of the topics.") var topicPrefix = ""
    @Option(help: "Which of several generators this is, of how many: 2/3.") var part: String?
    @Option(help: "When the first record is due: 2026-11-10T20:00:00+08:00. Without it, in a second.")
    var startAt: String?
    @Option(help: "The seed, instead of the scenario's.") var seed: UInt64?
    @Option(help: "All rates in a thousand of the scenario's.") var rate: Int?
    @Flag(help: "Sends nothing.") var dry = false

    func validate() throws {
        guard dry || bootstrapServers != nil else { throw ValidationError("Give --bootstrap-servers, or --dry.") }
    }

    func run() throws {
        var options = try PlayOptions.parse([])
        (options.seed, options.rate) = (seed, rate)
        let scenario = try options.scenario(self.scenario)
        let (part, parts) = try GeneratorPart.read(part)
        let start = try GeneratorPart.instant(startAt) ?? WallClock.now + .seconds(1)
        let before = WorkerProcess.usage(of: getpid())?.processorSeconds ?? 0
        let begin = WallClock.steadySeconds
        var ledger: LoadLedger
        var notes = ""
        if dry {
            ledger = LoadSchedule.ledger(of: scenario, start: start, part: part, parts: parts)
        } else {
            let generator = LoadGenerator(scenario)
            var kafka = KafkaSettings(bootstrapServers: bootstrapServers ?? "", groupID: "loadtest")
            kafka.topics = TopicNames(prefix: topicPrefix)
            var logger = Logger(label: "loadtest", factory: { StreamLogHandler.standardError(label: $0) })
            logger.logLevel = .error
            generator.start(
                LoadSchedule(scenario, start: start, part: part, parts: parts), at: start, to: kafka,
                length: scenario.length, logger)
            while !generator.hasEnded { WallClock.rest(microseconds: 20_000) }
            let progress = generator.snapshot
            if case .some(.some(let failure)) = progress.failure {
                FileHandle.standardError.write(Data("\(failure)\n".utf8))
                throw ExitCode(69)
            }
            ledger = progress.ledger
            let late = progress.late.reduce(0, +)
            notes =
                ", handed over \(progress.lateness.text) after they were due, \(late) more than "
                + "\(LoadGenerator.tolerance) ms: the schedule was \(late == 0 ? "held" : "not held")"
        }
        let used = (WorkerProcess.usage(of: getpid())?.processorSeconds ?? 0) - before
        print(
            "\(ledger.records) records of \(ledger.conversations) conversations, \(ledger.bytes) bytes, in "
                + "\(Int((WallClock.steadySeconds - begin) * 1000)) ms; "
                + "\((used * 1e8 / Double(max(1, ledger.records))).rounded() / 100) processor seconds for a million\(notes)"
        )
    }
}
