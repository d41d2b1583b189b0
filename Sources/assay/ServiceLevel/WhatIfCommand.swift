// The command `assay sla what-if`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import Quality

/// Tells how the clocks of a history go under a policy, and what another one would change.
struct WhatIfCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Tell how clocks go under a policy or calendar, by hour.",
        usage: "assay sla what-if --policy B [--against A] FILE ... [--format text|json]",
        discussion: """
            Judges all episodes of the files, which are as 'assay evaluate' reads them, one after the other (plain or zstd, - for standard \
            input), and counts the cycles of each clock: met, breached, abandoned, cancelled and open, over all and by the hour of the day \
            at which they started. With --against, the figures under that policy stand beside as 'before'. To try a calendar or a \
            target, copy a policy ('assay policy show NAME --format yaml') and change its 'calendars' and 'clocks'. Conversations whose \
            times were estimated have no clocks.

            Exit status: 0; 1 when some lines could not be used, 64 for wrong usage, 66 when a file or a policy cannot be read, 78 when a \
            policy is not valid.
            """)

    @Option(
        help: ArgumentHelp(
            "The policy: a preset, or a directory of .yaml files, or one of both @VERSION.", valueName: "B"))
    var policy: String

    @Option(help: ArgumentHelp("The policy to compare with.", valueName: "A"))
    var against: String?

    @Option(help: "How the report is written.")
    var format = ReplayPolicies.Format.text

    @Option(help: ArgumentHelp("How many threads judge; by default one a processor.", valueName: "N"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Argument(help: ArgumentHelp("The files, in the order of time.", valueName: "FILE|-"))
    var files: [String]

    func validate() throws {
        guard (1...ReplayPolicies.mostThreads).contains(threads) else {
            throw ValidationError("--threads must be 1 to \(ReplayPolicies.mostThreads).")
        }
    }

    func run() throws {
        var unusable = 0
        try CommandFailure.reported {
            let after = try ReplayPolicies.set(policy)
            let before = try against.map { choice throws(CommandFailure) in try ReplayPolicies.set(choice) }
            var replay = PolicyReplay(
                before: before ?? after, after: after, lineLimit: ReplayPolicies.longestLine, threads: threads)
            var comparison = PolicyComparison(top: 0)
            for file in files { unusable += try ReplayPolicies.read(file, &replay, into: &comparison) }
            replay.finish(into: &comparison)
            let report = WhatIfReport(clocks: comparison.clocks, policy: after, against: before)
            try StandardStreams.write(Array((format == .json ? report.json : report.text).utf8))
        }
        if unusable > 0 { throw ExitCode(1) }
    }
}
