// The command `assay policy coverage`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Prints every requirement of the handbooks with what implements it.
struct PolicyCoverage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Print every requirement of the handbooks with what implements it, or why nothing does.",
        discussion: """
            Each requirement has its id, the parts of the software that it concerns, what became of it (implemented, human review, \
            later, outside, missing), and by what or why: the criteria that name it, as PRESET/CRITERION, figures, clocks, workflow. \
            A summary counts them by part: a requirement of two parts counts in both.

            Exit status: 0; 1 when a requirement of rubrics (RUB), reviews (QAW) or security (SEC) is neither implemented nor \
            explained, or a criterion names an id that there is not; 64 when there is no such policy, 78 when a file is no policy.
            """)

    /// How the table is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

    @Option(help: "How the table is written.")
    var format = Format.text

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The policies whose criteria count, in their newest versions; all presets when left out.",
            valueName: "NAME|DIR"))
    var policy: [String] = []

    func run() throws {
        var isWhole = true
        try CommandFailure.reported {
            let names = policy.isEmpty ? PolicyLoader.presets : policy
            var policies: [Policy] = []
            for name in names { policies.append(try PolicyChoice.version(written: name).policy) }
            let table = CoverageTable(policies)
            isWhole = table.gaps.isEmpty && table.unknown.isEmpty
            let output =
                switch format {
                case .text: table.text
                case .markdown: table.markdown
                case .json: table.json
                }
            try StandardStreams.write(Array(output.utf8))
        }
        if !isWhole { throw ExitCode(1) }
    }
}
