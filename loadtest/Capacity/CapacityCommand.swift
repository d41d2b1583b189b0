// `loadtest capacity`: how much a cluster holds.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Quality

/// Finds the highest rate at which a scenario's objectives are met, for 1 to n workers.
struct CapacityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity", abstract: "Find the highest rate that meets the objectives, by number of workers.",
        discussion: """
            Plays the scenario again and again at other rates: twice the rate until it is not held, then between what was held and what \
            was not, to 10 %. A rate is held when all objectives are met, what waits when the last record is sent is less than a second \
            of it, and the generator kept its time. Results are checked one by one at the highest rate only, in a run of its own.
            """)

    @Argument(help: "The scenario: a name or a file.") var scenario = "steady"
    @OptionGroup var options: PlayOptions
    @Option(help: "The first rate that is tried, in events a second at the scenario's peak.") var from = 4_000
    @Option(help: "The highest.") var most = 1_000_000
    @Option(help: "1 to so many workers; without it, the scenario's number alone.") var upTo: Int?
    @Option(help: "The folder for reports and logs.") var output = "load-capacity"

    /// What was found for a number of workers.
    struct Finding: Codable {
        var workers: Int
        var lanes: Int
        /// Events a second; nil when not even a sixteenth of the first rate was held.
        var rate: Int?
        var processorSecondsPerMillion: Double?
        var memoryMiB: Int
        var p99Milliseconds: Int64?
        var isCorrect: Bool
    }

    func validate() throws {
        guard from >= 1, most >= from, (upTo ?? 1) >= 1 else {
            throw ValidationError("--from, --most and --up-to are numbers from 1, and --most is no less than --from.")
        }
    }

    func run() throws {
        let scenario = try options.scenario(self.scenario)
        let folder = URL(fileURLWithPath: output)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var findings: [Finding] = []
        for workers in upTo.map({ Array(1...$0) }) ?? [scenario.workers] {
            var wanted = scenario
            wanted.workers = workers
            let finding = try find(wanted, folder)
            findings.append(finding)
            print(Self.line(finding))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(findings).write(to: folder.appendingPathComponent("capacity.json"))
        if findings.contains(where: { !$0.isCorrect }) { throw ExitCode(1) }
    }

    private func find(_ scenario: Scenario, _ folder: URL) throws -> Finding {
        var search = CapacitySearch(from: from, most: most)
        while let rate = search.next {
            let report = try play(scenario, rate, folder, checksResults: false)
            let waits = report.lagAtEnd.map { $0 < rate } ?? false
            search.note(rate, isHeld: report.isGood && waits)
            FileHandle.standardError.write(
                Data(
                    "\(scenario.workers) workers, \(rate) events a second: \(report.isGood && waits ? "held" : "not held"), "
                        .appending("\(report.latency.text), \(report.lagAtEnd.map(String.init) ?? "?") wait\n").utf8))
        }
        guard let rate = search.held else {
            return Finding(workers: scenario.workers, lanes: scenario.lanes, memoryMiB: 0, isCorrect: true)
        }
        let report = try play(scenario, rate, folder, checksResults: true)
        try report.json().write(to: folder.appendingPathComponent("workers-\(scenario.workers).json"))
        return Finding(
            workers: scenario.workers, lanes: scenario.lanes, rate: rate,
            processorSecondsPerMillion: report.costPerMillion.map { ($0 * 100).rounded() / 100 },
            memoryMiB: report.usage.memory >> 20, p99Milliseconds: report.latency.value(share: 9_900),
            isCorrect: report.complaints.isEmpty)
    }

    private func play(_ scenario: Scenario, _ rate: Int, _ folder: URL, checksResults: Bool) throws -> LoadReport {
        var quiet = options
        quiet.quiet = true
        return try quiet.play(scenario.scaled(rate, over: scenario.peak), folder: folder, checksResults: checksResults)
    }

    private static func line(_ finding: Finding) -> String {
        let name = "\(finding.workers) workers of \(finding.lanes) lanes"
        guard let rate = finding.rate, let cost = finding.processorSecondsPerMillion else {
            return "\(name): no rate that was tried is held"
        }
        return "\(name): \(rate) events a second, \(cost) processor seconds for a million, p99 "
            + "\(finding.p99Milliseconds.map(String.init) ?? "?") ms, \(finding.memoryMiB) MiB at most; results "
            + (finding.isCorrect ? "as they must be" : "NOT as they must be")
    }
}
