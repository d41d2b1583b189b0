// The command `assay explain`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Glibc
import Quality
import Wire

/// Prints one evaluation, or one figure with the conversations it comes from, as a person would want to read it.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain one evaluation, or one figure and where it comes from.",
        usage: """
            assay explain CONVERSATION --from FILE [--policy NAME|DIR] [--episode N] [--format text|html] [--lang LANG]
            assay explain METRIC SUBJECT PERIOD [--config FILE | --tallies FILE --evaluations FILE] [--format text|html|json] [--SETTING VALUE ...]
            """,
        discussion: """
            A conversation: reads a file as 'assay evaluate' does: transcripts or conversation events, one JSON object a line, plain or compressed \
            with zstd. Prints the dialogue with its times and the passages that cost or earned points, each point with its rule in \
            words, its requirements and the exact passage; then scores, clocks, what did not apply and why, and what is left to \
            people. A number joins a passage with its point: [[3: words]], coloured on a terminal. Letters and digits of personal data \
            are printed as asterisks. Byte ranges are those of the original text.

            A figure: METRIC is one that 'assay report' prints, for instance csat-good-rate, clock-timeliness:first-response-human, \
            return-rate:monthly or reason:monthly:slow, or the name of a threshold; SUBJECT is all, agent:A17, team:T3, channel:phone, \
            queue or another subject of tallies; PERIOD is a month, quarter, half-year, year, day, week or hour. Prints what the figure is, its \
            formula with its counts, which episodes count, the tallies it is the sum of and the facts that they reflect, what is left out and \
            why, the policy versions of the results, and the conversations it comes from, the largest contributors first. They are found by \
            crediting the newest evaluation of each episode by the code of the workers, those of contacts by the facts about customers; when \
            their sum is not that of the tallies, it says so. Everything is read from the topics, or from files: proto3 JSON, one a line, as \
            'assay tail' shows it.

            Exit status: 0; 1 when conversations and tallies differ; 64 for wrong usage, also for an unknown metric or subject, 66 when a file \
            cannot be read or has no such conversation, 69 when the cluster cannot be reached or a topic is missing, 78 when a setting or the \
            policy cannot be used.
            """)

    /// How the page is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, html, json }

    /// Whether clocks whose episode ended first count among those that ended.
    enum Abandoned: String, ExpressibleByArgument, CaseIterable {
        case counted
        case leftOut = "left-out"
    }

    @Option(help: ArgumentHelp("The input of a conversation; - for standard input.", valueName: "FILE|-"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "The policy: a built-in one, or a directory of .yaml files; pharma-v2 for a conversation, and that of the settings for a figure, when left out.",
            valueName: "NAME|DIR"))
    var policy: String?

    @Option(help: ArgumentHelp("The episode, from 1; the latest one when it is left out.", valueName: "N"))
    var episode: UInt32?

    @Option(help: "How the page is written; json is for figures.")
    var format = Format.text

    @Option(help: "The language of titles and rules.")
    var lang = PageLanguage.both

    @OptionGroup var figure: FigureOptions
    @OptionGroup var options: SettingsOptions

    /// The longest line that is read: as `assay evaluate` has it when nothing else is said.
    private static let longestLine = 16 << 20

    func run() throws {
        var agrees = true
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: 3)
            switch words.count {
            case 1: try explain(conversation: words[0])
            case 3: agrees = try explain(metric: words[0], of: words[1], in: words[2], settings)
            default:
                throw CommandFailure.usage(
                    "say what is to be explained: assay explain CONVERSATION --from FILE, or assay explain METRIC SUBJECT PERIOD"
                )
            }
        }
        if !agrees { throw ExitCode(1) }
    }

    private func explain(conversation: String) throws {
        guard let from else {
            throw CommandFailure.usage("say where the conversation is: --from FILE, or - for standard input")
        }
        guard figure.isEmpty else {
            throw CommandFailure.usage(
                "options of figures have no meaning for a conversation; write METRIC SUBJECT PERIOD")
        }
        let policies = try PolicyChoice.load(policy ?? "pharma-v2")
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
        let explained = try explanation(of: found, conversation, policies, name)
        let output: String =
            switch format {
            case .text: ExplanationText(explained, in: lang, hasColours: isatty(STDOUT_FILENO) == 1).text
            case .html: ExplanationHTML(explained, in: lang).html
            case .json:
                throw CommandFailure.usage("a conversation is explained as text or html; 'assay evaluate' writes JSON")
            }
        try StandardStreams.write(Array(output.utf8))
    }

    /// Explains a figure, and tells whether conversations and tallies agree, as far as both were read.
    private func explain(
        metric: String, of subject: String, in period: String, _ settings: Settings
    ) throws -> Bool {
        guard from == nil, episode == nil else {
            throw CommandFailure.usage(
                "--from and --episode are of conversations; figures have --tallies and --evaluations")
        }
        let limits = try figure.limits()
        let policies = try PolicyChoice.load(policy ?? settings.required(.policy))
        guard let span = WindowSpan(period, zone: policies.zone) else {
            throw CommandFailure.usage("'\(period)' is no period: \(WindowSpan.examples)")
        }
        let explanation = try ExplainFigure(
            metric: try Metric(metric, try figure.choices(), policies: policies), subject: subject, span: span,
            policies: policies, limits: limits
        ).explanation(of: figure.inputs, tenant: figure.tenant, settings)
        let output: String =
            switch format {
            case .text: explanation.text
            case .html: explanation.page
            case .json: explanation.json
            }
        try StandardStreams.write(Array(output.utf8))
        return explanation.agrees ?? true
    }

    private func explanation(
        of found: ConversationSearch.Found, _ conversation: String, _ policies: PolicySet, _ name: String
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
