// The command `assay sla corrections`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Quality
import Wire

/// Tells what a calendar that was corrected after the fact changes of a history (T30).
struct CorrectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections",
        abstract:
            "Tell which breaches a calendar that is corrected after the fact takes back, and what tallies owe for it.",
        usage:
            "assay sla corrections --policy A (--calendar FILE ... | --corrected B) --from FILE ... [--format text|json]\n"
            + "assay sla corrections --policy A (--calendar FILE ... | --corrected B) --from-topic [--config FILE] [--SETTING VALUE ...]",
        discussion: """
            Judges all episodes of a history as they were judged, by --policy, and once more with corrected calendars: a file with \
            --calendar takes the place of the policy's calendar of that name, or --corrected is the whole policy as it should have been. \
            A holiday that was declared late (as in 2020) is a line of the calendar's 'days'. Says of each clock that goes otherwise what \
            became of it before and after, with its business time and whom it is credited to; what has to be added to the tallies of \
            all, agents, teams, channels and the queue, month by month; and the episodes whose scores differ. The history is files as 'assay \
            evaluate' reads them or the conversations topic from its oldest record to where it ends.

            Nothing is written to any topic: alerts that were told, evaluations, facts and tallies stay as they are. Clocks that outlive \
            their episodes are not judged again.

            Exit status: 0; 1 when some lines or records could not be used, 64 for wrong usage, 66 when a file or a policy cannot be \
            read, 69 when the cluster cannot be reached or has no such topic, 78 when a setting, a policy or a calendar is not valid.
            """)

    @Option(parsing: .upToNextOption, help: ArgumentHelp("The files, in the order of time.", valueName: "FILE|-"))
    var from: [String] = []

    @Flag(help: "Read the conversations topic of the cluster that the settings name.")
    var fromTopic = false

    @Option(
        help: ArgumentHelp(
            "The policy that judged: a preset, or a directory of .yaml files, or one of both @VERSION.",
            valueName: "A"))
    var policy: String

    @Option(help: ArgumentHelp("A corrected calendar; may be given again.", valueName: "FILE"))
    var calendar: [String] = []

    @Option(help: ArgumentHelp("The policy as it should have been.", valueName: "B"))
    var corrected: String?

    @Option(help: "How the report is written.")
    var format = ReplayPolicies.Format.text

    @Option(help: ArgumentHelp("How many threads judge; by default one a processor.", valueName: "N"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @OptionGroup var options: SettingsOptions

    func validate() throws {
        guard from.isEmpty == fromTopic else {
            throw ValidationError("Say where the history is: --from FILE ..., or --from-topic.")
        }
        guard calendar.isEmpty == (corrected != nil) else {
            throw ValidationError("Say what was corrected: --calendar FILE, or --corrected B for a whole policy.")
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
            let before = try ReplayPolicies.set(policy)
            let (after, correction) = try self.correction(of: before)
            var replay = PolicyReplay(
                before: before, after: after, lineLimit: ReplayPolicies.longestLine, threads: threads)
            var comparison = PolicyComparison(top: 0, corrections: Corrections(zone: before.zone))
            if fromTopic {
                unusable = try ReplayPolicies.readTopic(options, &replay, into: &comparison)
            } else {
                for file in from { unusable += try ReplayPolicies.read(file, &replay, into: &comparison) }
            }
            replay.finish(into: &comparison)
            let report = CorrectionReport(
                corrections: comparison.corrections ?? Corrections(zone: before.zone),
                episodes: comparison.all.episodes, policy: before, correction: correction)
            try StandardStreams.write(Array((format == .json ? report.json : report.text).utf8))
        }
        if unusable > 0 { throw ExitCode(1) }
    }

    /// The corrected policy, and what is corrected, in words.
    private func correction(of before: PolicySet) throws(CommandFailure) -> (PolicySet, String) {
        if let corrected { return (try ReplayPolicies.set(corrected), "corrected as \(corrected)") }
        var calendars: [String: CalendarSet] = [:]
        for path in calendar {
            let set = try CalendarChoice.file(path)
            guard calendars.updateValue(set, forKey: set.name) == nil else {
                throw .usage("--calendar \(path): the calendar '\(set.name)' is given twice; leave one out")
            }
        }
        let used = Set(before.versions.flatMap { $0.allClocks.flatMap(\.calendarNames) }).sorted()
        if let stranger = calendars.keys.sorted().first(where: { !used.contains($0) }) {
            throw .usage(
                "no clock of the policy uses a calendar '\(stranger)'; name it as the one that it corrects: "
                    + used.joined(separator: ", "))
        }
        let versions = before.versions.map { version in
            version.changed(clocks: version.allClocks.map { $0.corrected(by: calendars) })
        }
        let names = calendars.keys.sorted().joined(separator: ", ")
        return (PolicySet(versions), "calendar \(names) corrected")
    }
}

extension ClockPolicy {
    /// The calendars that its deadlines are counted in.
    fileprivate var calendarNames: [String] { [calendarName] + rules.map(\.calendarName) }

    /// The clock with corrected calendars in the places of those of their names.
    fileprivate func corrected(by calendars: [String: CalendarSet]) -> ClockPolicy {
        var clock = self
        if let calendar = calendars[calendarName] { clock.calendar = calendar }
        for index in rules.indices {
            if let calendar = calendars[rules[index].calendarName] { clock.rules[index].calendar = calendar }
        }
        for index in ladder.indices {
            if let calendar = calendars[ladder[index].calendarName] { clock.ladder[index].calendar = calendar }
        }
        return clock
    }
}
