// The commands `assay sla`: business time and deadlines of calendars.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Asks calendars for deadlines and business time.
struct SLACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sla",
        abstract: "Compute deadlines and business time by a calendar, and breaches under another policy or calendar.",
        discussion: """
            A calendar is a built-in one, or a file (deploy/calendars.md documents its format). Built in are 'always', in which all time is \
            working time, and 'cn-office', Monday to Friday from 09:00 to 18:00 in Asia/Shanghai but for the official holidays and make-up \
            working days of mainland China: complete for 2019 to 2026; 2027 has only the days that the law itself fixes, and is provisional.
            """,
        subcommands: [
            DeadlineCommand.self, ElapsedCommand.self, BatchCommand.self, WhatIfCommand.self,
            CorrectionCommand.self, PublishCommand.self,
        ])
}
