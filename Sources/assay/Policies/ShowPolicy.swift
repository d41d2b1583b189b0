// The command `assay policy show`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Shows a rubric as a page.
struct ShowPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a rubric as a readable page: each criterion in words, and the lexicons behind it.",
        discussion: """
            Prints dimensions and weights; of each criterion its titles, points, severity, requirements, when it applies and what is \
            checked, in whole sentences in Chinese and English; and the lexicons with all their phrases. The HTML page stands by \
            itself: no network is needed to read it. With --format yaml the file itself is printed, to be copied and changed.

            Exit status: 0; 64 when there is no such policy or version, 66 when a file cannot be read, 78 when it is no policy.
            """)

    /// How the rubric is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case markdown, html, yaml }

    @Option(help: ArgumentHelp("Which version; the newest one when it is left out.", valueName: "V"))
    var version: String?

    @Option(help: "How the rubric is written.")
    var format = Format.markdown

    @Option(help: "The language of the page.")
    var lang = PageLanguage.both

    @Argument(help: ArgumentHelp("A preset, a directory of .yaml files, or one such file.", valueName: "NAME|DIR"))
    var policy: String

    func run() throws {
        try CommandFailure.reported {
            let (policy, text) = try PolicyChoice.version(version, of: self.policy)
            let page = RubricPage(policy, in: lang)
            let output =
                switch format {
                case .markdown: page.markdown
                case .html: page.html
                case .yaml: text.hasSuffix("\n") ? text : text + "\n"
                }
            try StandardStreams.write(Array(output.utf8))
        }
    }
}
