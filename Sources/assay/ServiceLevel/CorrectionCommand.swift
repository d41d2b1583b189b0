// The command `assay sla correction`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import Quality
import Wire

/// Tells which breaches of a history a corrected calendar takes back (T30).
struct CorrectionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correction",
        abstract: "Tell which breaches a calendar that was corrected after the fact takes back.",
        usage:
            "assay sla correction --policy P --calendar FILE ... [--list N] [--events FILE] [--format text|json] FILE|- ...",
        discussion: """
            Judges all episodes of the files, which are as 'assay evaluate' reads them, one after the other (plain or zstd, - for standard \
            input), by the policy as it is and with the corrected calendar in the place of the one that has its name, in all versions of \
            the policy. --calendar may be given again. Tells how many breaches are retracted and how many added, by month, agent and \
            team, and lists the cycles: a month that is closed already needs an adjustment of so many. Nothing is written to any topic. \
            A calendar that extends the one which is corrected is another calendar: give it, too.

            --events writes the corrections to a file, one event a line for each cycle that changes in an episode that has ended: look at them, \
            and put them on the conversations topic with 'assay sla publish'. Then workers retract the breaches, revise the evaluations and \
            compensate the figures. The history must have the conversations from their first episodes on, as corrections name these by number.

            Exit status: 0; 1 when some lines could not be used, 64 for wrong usage, 66 when a file, a calendar or a policy cannot be \
            read, 78 when a calendar or a policy is not valid.
            """)

    @Option(
        help: ArgumentHelp(
            "The policy: a preset, or a directory of .yaml files, or one of both @VERSION.", valueName: "P"))
    var policy: String

    @Option(
        help: ArgumentHelp(
            "A file with the corrected calendar, under the name that the policy knows it by.", valueName: "FILE"))
    var calendar: [String]

    @Option(help: ArgumentHelp("List so many of the cycles that change.", valueName: "N"))
    var list = 20

    @Option(help: ArgumentHelp("Write the corrections as events to this file.", valueName: "FILE"))
    var events: String?

    @Option(help: "How the report is written.")
    var format = ReplayPolicies.Format.text

    @Option(help: ArgumentHelp("How many threads judge; by default one a processor.", valueName: "N"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Argument(help: ArgumentHelp("The files, in the order of time.", valueName: "FILE|-"))
    var files: [String]

    private static let mostListed = 1_000_000

    func validate() throws {
        guard (0...CorrectionCommand.mostListed).contains(list) else {
            throw ValidationError("--list must be 0 to \(CorrectionCommand.mostListed).")
        }
        guard (1...ReplayPolicies.mostThreads).contains(threads) else {
            throw ValidationError("--threads must be 1 to \(ReplayPolicies.mostThreads).")
        }
    }

    func run() throws {
        var unusable = 0
        try CommandFailure.reported {
            let before = try ReplayPolicies.set(policy)
            let calendars = try CorrectionCommand.calendars(calendar, of: before)
            let after = before.corrected(by: calendars)
            var replay = PolicyReplay(
                before: before, after: after, lineLimit: ReplayPolicies.longestLine, threads: threads)
            var comparison = PolicyComparison(
                top: 0, breaches: BreachCorrections(limit: list, zone: before.zone, keepsAll: events != nil))
            for file in files { unusable += try ReplayPolicies.read(file, &replay, into: &comparison) }
            replay.finish(into: &comparison)
            let report = CorrectionReport(comparison: comparison, policy: before, calendars: calendars.map(\.name))
            try StandardStreams.write(Array((format == .json ? report.json : report.text).utf8))
            if let events { try write(comparison.breaches?.everyChange ?? [], calendars.map(\.name), to: events) }
        }
        if unusable > 0 { throw ExitCode(1) }
    }

    /// Writes the events of changes.
    private func write(
        _ changes: [BreachCorrections.Change], _ calendars: [String], to path: String
    ) throws(CommandFailure) {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        let corrections = CorrectionEvents(changes, at: now, calendars: calendars.map { "calendar \($0)" })
        do {
            try Data(corrections.lines).write(to: URL(fileURLWithPath: path))
        } catch {
            throw .inputOutput("\(path) cannot be written: \(error.localizedDescription)")
        }
        let open =
            corrections.open > 0 ? "; \(corrections.open.grouped) cycles are of episodes that are still open" : ""
        StandardStreams.complain(
            "\(corrections.events.count.grouped) corrections in \(path)\(open)\npublish them with: assay sla publish \(path)\n"
        )
    }

    /// The calendars of the files.
    ///
    /// - Throws: `CommandFailure` when one cannot be read, is no calendar, is given twice or is none that a clock counts in.
    private static func calendars(_ paths: [String], of policies: PolicySet) throws(CommandFailure) -> [CalendarSet] {
        let known = policies.calendarNames
        var calendars: [CalendarSet] = []
        for path in paths {
            let calendar = try CalendarChoice.file(path)
            guard known.contains(calendar.name) else {
                let nearest = NearestName.of(calendar.name, among: known).map { "did you mean '\($0)'? " } ?? ""
                let names = known.isEmpty ? "its clocks count all time" : "calendars: \(known.joined(separator: ", "))"
                throw .usage(
                    "no clock of the policy '\(policies.versions[0].name)' counts in the calendar '\(calendar.name)' of "
                        + "\(path); write the name of the one it corrects, as 'calendar: …'. \(nearest)\(names)")
            }
            guard !calendars.contains(where: { $0.name == calendar.name }) else {
                throw .usage("\(path) has the calendar '\(calendar.name)' again; give one file for each calendar")
            }
            calendars.append(calendar)
        }
        return calendars
    }
}
