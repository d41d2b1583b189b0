// The command `assay sla deadline`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Computes one deadline.
struct DeadlineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadline",
        abstract: "When a target of business time has gone by.",
        discussion: """
            Writes the least instant until which the target of business time goes by, in UTC, and to standard error the same in the \
            calendar's zone. A target that is exactly the rest of the day ends at the closing. Without a target (PT0S) it is the start, \
            or the next opening when the start is no working time. A day of the target is 24 hours of business time: say for instance \
            PT18H for two working days of nine hours.

            Exit status: 0; 1 when the calendar has not so much working time before 2100, 64 for wrong usage, 66 when a file cannot be \
            read, 78 when it is no calendar.
            """)

    @OptionGroup var options: CalendarOptions

    @Option(help: ArgumentHelp("How much business time: PT2H, PT1H30M, 30m.", valueName: "DURATION"))
    var target: String

    func run() throws {
        try CommandFailure.reported {
            let calendar = try CalendarChoice.load(options.calendar)
            let start = try CalendarOptions.instant(options.start, "--start")
            guard let length = Milliseconds(iso: target) else {
                throw CommandFailure.usage(
                    "--target '\(target)' is no length of time: write for instance PT2H, PT1H30M, 30m or, for 24 hours of business "
                        + "time, P1D")
            }
            guard let deadline = calendar.deadline(from: start, target: length, without: try options.pauses()),
                BusinessCalendar.horizon.contains(deadline)
            else {
                throw CommandFailure(
                    message:
                        "the calendar '\(calendar.name)' has not so much working time before 2100: ask for less, or give it more "
                        + "hours", status: 1)
            }
            try StandardStreams.write(Array("\(deadline.iso)\n".utf8))
            let version = calendar.version(at: deadline)
            StandardStreams.complain(
                "\(deadline.written(in: version.zone) ?? "") in \(version.zone.identifier), by '\(calendar.name)' version \(version.name)\n"
            )
            calendar.noteProvisional(from: start, to: deadline)
        }
    }
}
