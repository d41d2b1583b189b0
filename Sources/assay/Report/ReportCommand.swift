// The command `assay report`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Quality
import Wire

/// Writes the service report of a period.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The service report of a month, quarter or year.",
        discussion: """
            PERIOD is a month, 2026-11, or a sum of months, 2026-Q4, 2026-H2 or 2026. The report has the figures of everything with what they \
            rest on and their change, those of teams and channels, agents ranked by score and by good ratings, rates of agents and teams that do not depend on who works where, if \
            the policy says 'standardise', reasons of bad ratings, \
            thresholds that were raised, and, as a page, curves day by day.

            The tallies are read from their topic, or from files: proto3 JSON, one a line, as 'assay tail tallies' shows them. Of \
            several records of a subject and window the last one counts. The policy, --worker-policy, says the time zone.

            Exit status: 0 when the report was written, also with lines that could not be used, which are told; 64 for wrong usage, 66 when \
            a file cannot be read or has nothing of the period, 69 when the cluster cannot be reached or the topic is missing, 74 when the \
            report cannot be written, 78 when a setting or the policy cannot be used.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case html, md, csv
    }

    @Argument(help: "The period.") var period: String
    @OptionGroup var options: SettingsOptions
    @Option(help: "The tenant; may be left out when there is one only.") var tenant: String?
    @Option(help: "How it is written.") var format: Format = .html
    @Option(help: "The language.") var language: PageLanguage = .both
    @Option(help: "On how many conversations or answers an agent's figure must rest to be ranked.") var least: Int64 =
        30
    @Option(help: ArgumentHelp("Tallies in a file; may be given again.", valueName: "FILE")) var tallies: [String] = []

    func run() throws {
        try CommandFailure.reported {
            guard let period = ReportingPeriod(period) else {
                throw CommandFailure.usage(
                    "'\(self.period)' is no period: write a month, 2026-11, a quarter, 2026-Q4, a half-year, 2026-H2, or a year, 2026"
                )
            }
            guard least >= 1 else { throw CommandFailure.usage("--least must be at least 1") }
            let settings = try options.load().settings
            let policies = try PolicyChoice.load(settings.required(.policy))
            let found = tallies.isEmpty ? try TallySource.topic(settings) : try TallySource.files(tallies)
            let book = try TallySource.book(of: found, tenant: tenant, policies.zone)
            try CommandFailure.refuseGone(period.label, .month, ends: book.ends(ofMonths: period.months), book.horizon)
            let report = ServiceReport(
                book, period, least: least, language: language,
                standardisedBy: policies.versions.last?.standardisedBy, surveys: policies.versions.last?.surveys)
            guard !report.isEmpty else {
                throw CommandFailure.noInput(
                    "there is no tally of \(period.label) of the tenant '\(book.tenant)': look at 'assay tail tallies', and at the time zone of "
                        + "the policy, \(policies.zone.identifier)")
            }
            let text =
                switch format {
                case .html: report.page(language: language)
                case .md: report.markdown
                case .csv: report.csv
                }
            try StandardStreams.write(Array(text.utf8))
        }
    }
}
