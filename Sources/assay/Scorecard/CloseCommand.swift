// The command `assay close`: makes the scorecards of a period final.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import KafkaLog
import Pipeline
import Quality
import Wire

/// Publishes the closed scorecards of a period, the adjustments of earlier ones, and entries of the audit, in one transaction.
struct CloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a period: publish its final scorecards, and adjust earlier ones.",
        usage:
            "assay close PERIOD --model MODEL [--pay MODEL] --payees FILE [--proposals FILE] [--config FILE] [--SETTING VALUE ...]",
        discussion: """
            PERIOD is a month, quarter, half-year or year. It can be closed when the workers have closed its last month everywhere, so long after its end as \
            'tallies: { close-months-after: … }' of the policy says: what happened up to then counts, and what was stated later does not. Scorecards rest on the \
            closed figures of the tallies, on supplements, and on the lines of --payees (agentId, teamId, period, kind, baseAmountCents) and --proposals.

            What came late for periods that were closed before is paid or taken back with this one: the earlier scorecard gets a revision, and \
            the new one a line 'adjustment'. Models that made earlier scorecards are given behind the current one by further --model and --pay.

            Closing again changes nothing. When a closed scorecard cannot be made again from what is there now, that is told, and nothing is written. \
            With --provisional scorecards of an open period are published as they stand, as of --at.

            Exit status: 0 when the period is closed; 1 when a closed scorecard cannot be made again; 64 for wrong usage, 66 when an input cannot be \
            read or used, 69 when the cluster cannot be reached, 75 when the period cannot be closed yet, 78 when a model or setting cannot be used. \
            All settings are listed by 'assay worker --help'.
            """)

    @Option(
        help: ArgumentHelp(
            "The KPI model in force: a preset or a file; then those of earlier periods.", valueName: "NAME|FILE"))
    var model: [String]
    @Option(
        help: ArgumentHelp(
            "The pay model that goes with each KPI model, in the same order, or one for all.", valueName: "NAME|FILE"))
    var pay: [String] = []
    @Option(help: ArgumentHelp("Payees as lines of JSON, plain or compressed with zstd.", valueName: "FILE"))
    var payees: String?
    @Option(help: ArgumentHelp("Proposed adjustments as lines of JSON.", valueName: "FILE"))
    var proposals: String?
    @Option(help: ArgumentHelp("The tenant, where there are several.", valueName: "NAME"))
    var tenant: String?
    @Flag(help: "Show what would be written, and write nothing.")
    var rehearse = false
    @Flag(help: "Publish provisional scorecards of an open period.")
    var provisional = false
    @Option(help: ArgumentHelp("With --provisional, the time at which proposals are looked at.", valueName: "INSTANT"))
    var at: String?
    @OptionGroup var options: SettingsOptions

    func run() throws {
        var holds = true
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: 1)
            guard let word = words.first, let period = ReportingPeriod(word) else {
                throw CommandFailure.usage(
                    "say which period: a month, 2026-11, a quarter, 2026-Q4, a half-year, 2026-H2, or a year, 2026")
            }
            let models = try models(in: period)
            // From now on no other closing of these topics can write: what is read is what is written behind.
            let writer = rehearse ? nil : try PayWriter(settings)
            defer { writer?.close() }
            var books = PayBooks(tenant: tenant)
            try readFiles(into: &books)
            holds =
                try provisional
                ? publish(period, books, models[0], settings, writer)
                : close(period, books, models, settings, writer)
        }
        if !holds { throw ExitCode(1) }
    }

    // MARK: Input

    private func models(in period: ReportingPeriod) throws(CommandFailure) -> [ClosingPlan.Models] {
        guard pay.count <= 1 || pay.count == model.count else {
            throw .usage("give one --pay for all, or one for each of the \(model.count) --model")
        }
        var models: [ClosingPlan.Models] = []
        for (index, name) in model.enumerated() {
            let kpi = try PayChoice.kpi(name)
            let paid = try (pay.isEmpty ? nil : pay.count == 1 ? pay[0] : pay[index]).map {
                name throws(CommandFailure) in
                try PayChoice.pay(name)
            }
            if let unpaid = paid?.model.unpaid(of: kpi.model), !unpaid.isEmpty {
                throw .configuration(
                    "the pay model knows nothing of the grade \(unpaid.map { "'\($0)'" }.joined(separator: ", ")) of \(name); add it to 'performance-pay'"
                )
            }
            models.append(ClosingPlan.Models(kpi: kpi, pay: paid))
        }
        try PayChoice.expectForce(models[0].kpi.model.effectiveFrom, of: model[0], period)
        if let paid = models[0].pay { try PayChoice.expectForce(paid.model.effectiveFrom, of: pay[0], period) }
        return models
    }

    private func readFiles(into books: inout PayBooks) throws(CommandFailure) {
        if let payees {
            try PayInput.lines(of: payees, into: &books) { books, line throws(Complaint) in
                if let payee = try PayLine.payee(line) { try books.take(payee) }
            }
        }
        if let proposals {
            try PayInput.lines(of: proposals, into: &books) { books, line throws(Complaint) in
                if let proposal = try PayLine.proposal(line) { books.take(proposal) }
            }
        }
    }

    // MARK: Closing

    private func close(
        _ period: ReportingPeriod, _ books: PayBooks, _ models: [ClosingPlan.Models], _ settings: Settings,
        _ writer: PayWriter?
    ) throws -> Bool {
        let policies = try PolicyChoice.load(settings.required(.policy))
        var books = books
        var closings: [ClosingRecord] = []
        let tallyEnds = try PayInput.readTallies(settings, of: period, into: &books) { closing in
            closings.removeAll { $0.partition == closing.partition }
            closings.append(closing)
        }
        let supplementEnds = try PayInput.readSupplements(settings, into: &books)
        let cut = try cut(of: period, policies, books, closings, partitions: tallyEnds.keys.sorted())
        let tenant = try CommandFailure.tenant(of: books)
        let published = try PayInput.readScorecards(settings)
        let plan = try CommandFailure.ofBooks { () throws(Complaint) in
            try ClosingPlan(of: period, cut: cut, books: books, models: models, published: published)
        }
        guard plan.conflicts.isEmpty else {
            StandardStreams.complain(
                "assay: \(period.label) was closed from another input than is there now for \(plan.conflicts.joined(separator: ", ")): nothing is written. "
                    + "Were --payees, --proposals or a model changed, or was something stated later for a time before \(cut.written ?? "")? "
                    + "Put it back; changes belong into the next period, where they are adjusted.\n")
            return false
        }
        let report = ClosingReport(plan: plan, period: period, tenant: tenant, cut: cut, models: models)
        var entries = 0
        if let writer, !plan.scorecards.isEmpty {
            entries = try writer.write(
                plan.scorecards,
                report.audit(tallies: tallyEnds, supplements: supplementEnds), settings)
        }
        let text = report.lines(isRehearsal: writer == nil, entries: entries)
        try StandardStreams.write(Array((text.joined(separator: "\n") + "\n").utf8))
        return true
    }

    /// When the period is closed: everywhere, or it cannot be closed yet.
    private func cut(
        of period: ReportingPeriod, _ policies: PolicySet, _ books: PayBooks, _ closings: [ClosingRecord],
        partitions: [Int32]
    ) throws(CommandFailure) -> Instant {
        guard let end = books.end(of: period) else {
            throw .noInput("there are no tallies of \(period.months.last ?? period.label): nothing is to be closed")
        }
        let month = Window(.month, containing: end - Milliseconds(1), zone: policies.zone)
        guard month.end == end else {
            throw .configuration(
                "\(month.label) of the policy ends at another time than that of the tallies: give the policy of the workers by --worker-policy"
            )
        }
        guard let cut = policies.closing(of: month) else {
            throw .configuration(
                "the policy does not close months: add 'tallies: { close-months-after: 4d }', or how long you wait for what is late, and restart the workers"
            )
        }
        for partition in partitions {
            let closing = closings.first { $0.partition == partition } ?? ClosingRecord(partition: partition)
            guard closing.closedBefore < end else { continue }
            let open = closing.open(at: end)
            let names = open.prefix(5).map { "\($0.isTally ? "facts" : "conversations")[\($0.partition)]" }
            throw CommandFailure(
                message: "\(period.label) cannot be closed yet: \(names.joined(separator: ", "))"
                    + (open.count > names.count ? " and \(open.count - names.count) more" : "")
                    + " have not come to \(cut.written ?? "") as tallies[\(partition)] knows. Are workers running, and is their lag small? Then run this again.",
                status: 75)
        }
        return cut
    }

    // MARK: Provisional scorecards

    private func publish(
        _ period: ReportingPeriod, _ books: PayBooks, _ models: ClosingPlan.Models, _ settings: Settings,
        _ writer: PayWriter?
    ) throws -> Bool {
        guard let at, let now = Instant(iso: at), now >= .epoch else {
            throw CommandFailure.usage(
                "say as of when proposals are looked at, with its offset from UTC: --at 2026-11-15T00:00:00+08:00")
        }
        var books = books
        try PayInput.readTallies(settings, of: period, into: &books)
        try PayInput.readSupplements(settings, into: &books)
        let published = try PayInput.readScorecards(settings)
        let cards = try CommandFailure.ofBooks { () throws(Complaint) in
            try ClosingPlan.provisional(of: period, at: now, books: books, models: models, published: published)
        }
        if let writer, !cards.isEmpty { _ = try writer.write(cards, [], settings) }
        let verb = writer == nil ? "would be published" : "published"
        try StandardStreams.write(
            Array("\(period.label): \(cards.count) provisional scorecards \(verb), the others are as they stand\n".utf8)
        )
        return true
    }
}
