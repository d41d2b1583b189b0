// `loadtest run`: plays a scenario.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Quality
import Wire

/// Plays a scenario against workers that it starts, and judges.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Play a scenario against workers, and judge what came out.",
        discussion: """
            SCENARIO is built in (\(ScenarioPresets.all.map(\.name).joined(separator: ", "))) or a YAML file (loadtest/scenarios.md). Starts \
            'assay worker' processes on topics of the run's own, sends the scenario on time, reads the results as their users do, and holds \
            them one by one against what must come out of what was sent. Writes report.json, report.html and the workers' logs to a folder.

            Exit status: 0 when all objectives are met and every result is as it must be, 1 when not, 64 for wrong usage, 65 when the \
            scenario has mistakes, 69 when the cluster cannot be used.
            """)

    @Argument(help: "The scenario: a name or a file.") var scenario: String
    @OptionGroup var options: PlayOptions
    @Option(help: "The folder for the report and the logs; made when it is missing.") var output = "load-report"
    @Option(help: "Which of several generators this is, of how many: 2/3. All need the same --start-at.")
    var part: String?
    @Option(help: "When the first record is due, for several generators: 2026-11-10T20:00:00+08:00.")
    var startAt: String?

    func run() throws {
        let scenario = try options.scenario(self.scenario)
        let (part, parts) = try GeneratorPart.read(part)
        let start = try GeneratorPart.instant(startAt)
        guard parts == 1 || start != nil else {
            throw ValidationError("Several generators begin together: give all of them the same --start-at.")
        }
        let folder = URL(fileURLWithPath: output)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let report = try options.play(scenario, folder: folder, part: part, parts: parts, startsAt: start)
        try report.json().write(to: folder.appendingPathComponent("report.json"))
        try Data(report.page.utf8).write(to: folder.appendingPathComponent("report.html"))
        print(report.summary)
        print("\(folder.appendingPathComponent("report.html").path)")
        if !report.isGood { throw ExitCode(1) }
    }
}

/// A generator's part of a scenario.
enum GeneratorPart {
    /// Part and parts of "2/3"; the whole without a text.
    static func read(_ text: String?) throws -> (part: Int, parts: Int) {
        guard let text else { return (0, 1) }
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let part = numbers[0], let parts = numbers[1], (1...1000).contains(parts),
            (1...parts).contains(part)
        else { throw ValidationError("--part is '\(text)': write for instance 2/3, the second of three.") }
        return (part - 1, parts)
    }

    /// The instant of a text.
    static func instant(_ text: String?) throws -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(iso: text), instant > WallClock.now else {
            throw ValidationError(
                "--start-at is '\(text)': write a time to come with its offset from UTC, as 2026-11-10T20:00:00+08:00.")
        }
        return instant
    }
}

extension LoadReport {
    /// The verdict for a terminal.
    var summary: String {
        var lines = [
            "\(scenario.name): \(sent.ledger.records) records of \(sent.ledger.conversations) conversations in "
                + "\(scenario.length.count / 1000) s, worked off after \(workedOff / 1000) s",
            "evaluations: \(latency.text); alerts: \(alertLatency.text)",
        ]
        if let costPerMillion {
            lines.append(
                "workers: \((costPerMillion * 100).rounded() / 100) processor seconds for a million records, "
                    + "\(usage.memory >> 20) MiB at most")
        }
        lines += verdicts.map { "\($0.isMet ? "✓" : "✗") \($0.objective): \($0.found)" }
        lines += complaints.prefix(10).map { "  \($0)" }
        if complaints.count > 10 { lines.append("  and \(complaints.count - 10) more") }
        return lines.joined(separator: "\n")
    }
}
