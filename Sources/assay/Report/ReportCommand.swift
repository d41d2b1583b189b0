// The command `assay report`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import KafkaLog
import Pipeline
import Quality
import Wire

/// Writes the service report of a period.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The service report of a month, quarter or year.",
        discussion: """
            PERIOD is a month, 2026-11, or a sum of months, 2026-Q4, 2026-H2 or 2026. The report has the figures of everything with what they \
            rest on and their change, those of teams and channels, agents ranked by score and by good ratings, reasons of bad ratings, \
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
    /// A line of tallies has no more bytes.
    private static let longestLine = 16 << 20

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
            let found = tallies.isEmpty ? try fromTopic(settings) : try fromFiles()
            let book = try book(of: found, policies.zone)
            let report = ServiceReport(book, period, least: least, language: language)
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

    private func book(of tallies: [Tally], _ zone: ZoneRules) throws(CommandFailure) -> TallyBook {
        let tenants = Set(tallies.map(\.tenant)).sorted()
        guard let tenant = tenant ?? (tenants.count == 1 ? tenants.first : nil) else {
            throw tenants.isEmpty
                ? .noInput("there are no tallies")
                : .usage("name one of the tenants with --tenant: " + tenants.joined(separator: ", "))
        }
        var book = TallyBook(tenant: tenant, zone: zone)
        for tally in tallies { book.take(tally) }
        return book
    }

    private func fromTopic(_ settings: Settings) throws -> [Tally] {
        var tallies: [Tally] = []
        let scan = TopicScan(kafka: settings.kafka, topic: .tallies, logger: settings.logger)
        try scan.read(scan.ranges()) { batch in
            for record in batch.records {
                guard let value = record.value, record.key.map({ Tally.isKey(batch.bytes[$0]) }) ?? true
                else { continue }
                do throws(DecodeError) {
                    tallies.append(try Tally.read(batch.bytes, value))
                } catch {
                    StandardStreams.complain("\(record.origin) offset \(record.offset) is no tally: \(error)\n")
                }
            }
            return true
        }
        return tallies
    }

    private func fromFiles() throws(CommandFailure) -> [Tally] {
        var tallies: [Tally] = []
        for file in self.tallies {
            try LineInput.lines(of: file, lineLimit: ReportCommand.longestLine) { line throws(Complaint) in
                if let tally = try TallyLine.read(line) { tallies.append(tally) }
            } complain: {
                StandardStreams.complain($0 + "\n")
            }
        }
        return tallies
    }
}
