// The command `assay sla elapsed`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Computes the business time between two instants.
struct ElapsedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "elapsed",
        abstract: "How much business time lies between two instants.",
        discussion: """
            Writes the business time of [start, end) outside the pauses in milliseconds, and to standard error the same in hours. It is \
            zero when the end is not after the start.

            Exit status: 0; 64 for wrong usage, 66 when a file cannot be read, 78 when it is no calendar.
            """)

    @OptionGroup var options: CalendarOptions

    @Option(help: ArgumentHelp("When the clock stops, written as the start is.", valueName: "ISO"))
    var end: String

    func run() throws {
        try CommandFailure.reported {
            let calendar = try CalendarChoice.load(options.calendar)
            let start = try CalendarOptions.instant(options.start, "--start")
            let stop = try CalendarOptions.instant(end, "--end")
            let time = calendar.businessTime(from: start, to: stop, without: try options.pauses())
            try StandardStreams.write(Array("\(time.count)\n".utf8))
            let version = calendar.version(at: stop)
            StandardStreams.complain(
                "\(ElapsedCommand.words(time)) of business time, by '\(calendar.name)' version \(version.name) in \(version.zone.identifier)\n"
            )
            calendar.noteProvisional(from: start, to: stop)
        }
    }

    /// "2 h 30 min 15.250 s".
    private static func words(_ time: Milliseconds) -> String {
        let (hours, minutes) = (time.count / 3_600_000, time.count / 60_000 % 60)
        let (seconds, rest) = (time.count / 1_000 % 60, time.count % 1_000)
        var parts: [String] = []
        if hours > 0 { parts.append("\(Int(hours).grouped) h") }
        if minutes > 0 { parts.append("\(minutes) min") }
        if rest > 0 {
            parts.append("\(seconds).\(String(1_000 + rest).dropFirst()) s")
        } else if seconds > 0 || parts.isEmpty {
            parts.append("\(seconds) s")
        }
        return parts.joined(separator: " ")
    }
}
