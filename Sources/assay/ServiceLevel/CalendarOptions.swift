// What the commands of one question have in common.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// The calendar, the start and the pauses of a question.
struct CalendarOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The calendar: a built-in one, or a file.", valueName: "NAME|FILE"))
    var calendar: String

    @Option(help: ArgumentHelp("When the clock starts, for instance 2024-02-09T16:30:00+08:00.", valueName: "ISO"))
    var start: String

    @Option(
        help: ArgumentHelp(
            "When it stands still; may be given again, overlapping ones count once.", valueName: "FROM/TO"))
    var pause: [String] = []

    /// The pauses.
    ///
    /// - Throws: `CommandFailure` when one is not understood.
    func pauses() throws(CommandFailure) -> PauseSet {
        var ranges: [Range<Instant>] = []
        for text in pause {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else {
                throw .usage(
                    "--pause '\(text)' is not understood: write FROM/TO, for instance 2024-02-09T09:00:00Z/2024-02-09T09:10:00Z"
                )
            }
            let from = try CalendarOptions.instant(parts[0], "--pause")
            let to = try CalendarOptions.instant(parts[1], "--pause")
            guard from <= to else { throw .usage("--pause '\(text)' ends before it starts: swap its instants") }
            ranges.append(from..<to)
        }
        return PauseSet(ranges)
    }

    /// An instant of an option.
    ///
    /// - Throws: `CommandFailure` when it is none, or beyond what calendars cover.
    static func instant(_ text: String, _ option: String) throws(CommandFailure) -> Instant {
        guard let instant = Instant(iso: text) else {
            throw .usage(
                "\(option) '\(text)' is no instant with an offset from UTC: write for instance 2024-02-09T08:30:00Z or "
                    + "2024-02-09T16:30:00+08:00")
        }
        guard BusinessCalendar.horizon.contains(instant) else {
            throw .usage("\(option) '\(text)' is before 1970 or after 2099: calendars do not reach so far")
        }
        return instant
    }
}

extension CalendarSet {
    /// Says on standard error when an answer rests on dates that may still be announced or changed.
    func noteProvisional(from start: Instant, to end: Instant) {
        guard !isSettled(from: start, to: end) else { return }
        StandardStreams.complain(
            "provisional: not all holidays and make-up working days between these instants are known to the calendar '\(name)'; "
                + "give it a newer file\n")
    }
}
