// The command `assay explain`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Quality
import Wire

/// Prints one evaluation as a person would want to read it.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Print one evaluation with the dialogue, and each point with its rule and its passage.",
        discussion: """
            Reads a file as 'assay evaluate' does: transcripts or conversation events, one JSON object a line, plain or compressed \
            with zstd. Prints the dialogue with its times and the passages that cost or earned points, each point with its rule in \
            words, its requirements and the exact passage; then scores, clocks, what did not apply and why, and what is left to \
            people. A number joins a passage with its point: [[3: words]], coloured on a terminal.

            Letters and digits of personal data are printed as asterisks. Byte ranges are those of the original text.

            Exit status: 0; 64 for wrong usage, 66 when the file cannot be read or has no such conversation, 78 when the policy is \
            not valid.
            """)

    /// How the page is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, html }

    @Option(help: ArgumentHelp("The input; - for standard input.", valueName: "FILE|-"))
    var from: String

    @Option(help: ArgumentHelp("The policy: a built-in one, or a directory of .yaml files.", valueName: "NAME|DIR"))
    var policy = "pharma-v2"

    @Option(help: ArgumentHelp("The episode, from 1; the latest one when it is left out.", valueName: "N"))
    var episode: UInt32?

    @Option(help: "How the page is written.")
    var format = Format.text

    @Option(help: "The language of titles and rules.")
    var lang = PageLanguage.both

    @Argument(help: ArgumentHelp("The conversation's id, or TENANT/ID.", valueName: "CONVERSATION"))
    var conversation: String

    /// The longest line that is read: as `assay evaluate` has it when nothing else is said.
    private static let longestLine = 16 << 20

    func run() throws {
        try CommandFailure.reported {
            let policies = try PolicyChoice.load(policy)
            let name = from == ByteInput.standardInput ? "standard input" : from
            let input = try LineInput(path: from, lineLimit: ExplainCommand.longestLine)
            var search = ConversationSearch(
                for: conversation, policies: ProbedPolicies(policies, ofConditions: true).policies)
            let found = try search.run(input, name: name)
            for complaint in search.complaints { StandardStreams.complain("assay: \(complaint)\n") }
            if search.unusable > 0 {
                let lines = search.unusable == 1 ? "1 line" : "\(search.unusable.grouped) lines"
                StandardStreams.complain("assay: \(lines) of \(name) cannot be used; 'assay evaluate' says why\n")
            }
            let explained = try explanation(of: found, policies, name)
            let output: String =
                switch format {
                case .text: ExplanationText(explained, in: lang, hasColours: isatty(STDOUT_FILENO) == 1).text
                case .html: ExplanationHTML(explained, in: lang).html
                }
            try StandardStreams.write(Array(output.utf8))
        }
    }

    private func explanation(
        of found: ConversationSearch.Found, _ policies: PolicySet, _ name: String
    ) throws(CommandFailure) -> Explanation {
        let episodes = found.evaluations.keys.sorted()
        guard let latest = episodes.last else {
            throw .noInput(
                "nobody was served in the conversation '\(conversation)': it has no message of the customer in \(name)")
        }
        guard let evaluation = found.evaluations[episode ?? latest] else {
            let there = episodes.map(String.init).joined(separator: ", ")
            throw .usage("the conversation '\(conversation)' has no episode \(episode ?? 0); there are: \(there)")
        }
        guard let policy = policies.versions.first(where: { $0.version == evaluation.evaluation.policyVersion }) else {
            throw .software(
                "the evaluation names the version \(evaluation.evaluation.policyVersion), which was not loaded")
        }
        return Explanation(
            evaluation.evaluation, findings: evaluation.findings, entries: found.entries, policy: policy,
            episodes: episodes.count)
    }
}
