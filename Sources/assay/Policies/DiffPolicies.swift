// The command `assay policy diff`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Shows what two policies differ in.
struct DiffPolicies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what two policies, or two versions of one, differ in.",
        discussion: """
            Compares clocks and windows, dimensions, criteria (points, severity, requirements, checks in words) and the entries of \
            lexicons. Criteria are the same when their ids are. - stands before what is only in the first, + before what is only in the \
            second, ~ before what changed. 'assay replay' tells what that makes of scores.

            Exit status: 0, whether they differ or not; 64 when there is no such policy or version, 66 when a file cannot be read, 78 when one \
            is no policy.
            """)

    @Option(help: "The language of titles and checks.")
    var lang = PageLanguage.en

    @Argument(
        help: ArgumentHelp(
            "The policy before: a preset, a directory or a file; the newest version without @.",
            valueName: "NAME|DIR[@VERSION]"))
    var before: String

    @Argument(help: ArgumentHelp("The policy after.", valueName: "NAME|DIR[@VERSION]"))
    var after: String

    func run() throws {
        try CommandFailure.reported {
            let (old, new) = (
                try PolicyChoice.version(written: before).policy, try PolicyChoice.version(written: after).policy
            )
            let lines = PolicyDifference(from: old, to: new, in: lang).lines
            let title = "\(old.name) \(old.version) → \(new.name) \(new.version)"
            let text = lines.isEmpty ? [title, "", "they do not differ"] : [title] + lines
            try StandardStreams.write(Array((text.joined(separator: "\n") + "\n").utf8))
        }
    }
}
