// The command `assay scorecard`: an agent's result of a period.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// Computes a provisional scorecard from tallies.
struct ScorecardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scorecard",
        abstract: "Compute the provisional scorecard of an agent and period.",
        usage:
            "assay scorecard AGENT PERIOD --model MODEL [--pay MODEL] [--tallies FILE [--supplements FILE] | --config FILE] [--SETTING VALUE ...]",
        discussion: """
            PERIOD is a month, quarter, half-year or year: 2026-11, 2026-Q4, 2026-H2, 2026. Tallies are what 'assay tail tallies' prints, or are \
            read from the topic; so are supplements. Proposals are adjustments of the pay with their evidence, one JSON object a line; they count \
            when they are confirmed and the time for appeals is over at the time of --at. Nothing is published: the scorecard is printed.

            Exit status: 0, also when there is no composite; 64 for wrong usage, 66 when an input cannot be read or used, 69 when the cluster \
            cannot be reached, 78 when a model or setting cannot be used. All settings are listed by 'assay worker --help'.
            """)

    /// How the scorecard is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(help: ArgumentHelp("The KPI model: a preset or a file.", valueName: "NAME|FILE"))
    var model: String
    @Option(help: ArgumentHelp("The pay model; without one nothing is paid.", valueName: "NAME|FILE"))
    var pay: String?
    @Option(help: ArgumentHelp("Tallies as lines of JSON, plain or compressed with zstd.", valueName: "FILE"))
    var tallies: String?
    @Option(help: ArgumentHelp("Supplements as lines of JSON.", valueName: "FILE"))
    var supplements: String?
    @Option(help: ArgumentHelp("Proposed adjustments as lines of JSON.", valueName: "FILE"))
    var proposals: String?
    @Option(help: ArgumentHelp("The tenant, where there are several.", valueName: "NAME"))
    var tenant: String?
    @Option(
        help: ArgumentHelp(
            "The agent's team, whose figures may take the place of too few of the agent's.", valueName: "NAME"))
    var team: String?
    @Option(help: ArgumentHelp("What coefficients of grades are of, for instance 3000.00.", valueName: "AMOUNT"))
    var baseAmount: String?
    @Option(help: ArgumentHelp("Whom adjustments may concern: agent or head-of-department.", valueName: "WHO"))
    var payee = "agent"
    @Option(
        help: ArgumentHelp("The time at which proposals are looked at; needed with --proposals.", valueName: "INSTANT"))
    var at: String?
    @Option(help: "How the scorecard is written.")
    var format = Format.text
    @OptionGroup var options: SettingsOptions

    func run() throws {
        try CommandFailure.reported {
            let (words, settings) = try arguments()
            guard words.count == 2 else {
                throw CommandFailure.usage(
                    "say whose scorecard, and of which period: assay scorecard A17 2026-11 --model FILE")
            }
            guard let period = ReportingPeriod(words[1]) else {
                throw CommandFailure.usage(
                    "there is no period '\(words[1])'; write for instance 2026-11, 2026-Q4, 2026-H2 or 2026")
            }
            let kpi = try PayChoice.kpi(model)
            let paid = try pay.map { try PayChoice.pay($0) }
            try PayChoice.expectForce(kpi.model.effectiveFrom, of: model, period)
            if let paid {
                try PayChoice.expectForce(paid.model.effectiveFrom, of: pay ?? "", period)
                let unpaid = paid.model.unpaid(of: kpi.model)
                guard unpaid.isEmpty else {
                    throw CommandFailure.configuration(
                        "the pay model knows nothing of the grade \(unpaid.map { "'\($0)'" }.joined(separator: ", ")); add it to 'performance-pay'"
                    )
                }
            }
            let agent = words[0]
            var books = PayBooks(tenant: tenant, agent: agent, team: team)
            try read(period, into: &books, settings)
            let tenant = try CommandFailure.tenant(of: books)
            let inputs = try CommandFailure.ofBooks { () throws(Complaint) in
                try books.inputs(agent, team: team, period, isClosed: false)
            }
            let input = ScorecardInput(
                tenant: tenant, period: period, kpi: kpi, pay: paid, inputs: inputs, payee: try payeeChoice(),
                baseAmount: try baseCents(), proposals: books.proposals(agent, period), now: try instant())
            let scorecard = input.scorecard
            switch format {
            case .text:
                try StandardStreams.write(Array((ScorecardText.lines(scorecard).joined(separator: "\n") + "\n").utf8))
            case .json:
                let json = try ValueJSON().json(of: scorecard.protobuf, format: .plain, schema: .scorecard)
                try StandardStreams.write(json + [0x0A])
            }
        }
    }

    /// Agent and period, and the settings of the cluster where it is read.
    private func arguments() throws -> ([String], Settings?) {
        guard tallies != nil else {
            let (settings, words) = try options.load(mostWords: 2)
            return (words, settings)
        }
        let arguments = SettingsArguments(options.rest, mostWords: 2)
        if let mistake = arguments.mistakes.first
            ?? arguments.options.first.map({ "\($0.name) has no meaning with --tallies" })
        {
            throw CommandFailure.usage(mistake)
        }
        return (arguments.words, nil)
    }

    private func read(_ period: ReportingPeriod, into books: inout PayBooks, _ settings: Settings?) throws {
        if let tallies {
            try PayInput.lines(of: tallies, into: &books) { books, line throws(Complaint) in
                switch try TallyLine.read(line) {
                case .tally(let tally): books.take(tally)
                case .horizon(let horizon): books.take(horizon)
                case .nothing: break
                }
            }
            try CommandFailure.refuseGone(period, books.horizon)
        } else if let settings {
            try PayInput.readTallies(settings, of: period, into: &books)
            if supplements == nil { try PayInput.readSupplements(settings, into: &books) }
        }
        if let supplements {
            try PayInput.lines(of: supplements, into: &books) { books, line throws(Complaint) in
                if let statement = try PayLine.statement(line) { books.take(statement) }
            }
        }
        if let proposals {
            try PayInput.lines(of: proposals, into: &books) { books, line throws(Complaint) in
                if let proposal = try PayLine.proposal(line) { books.take(proposal) }
            }
        }
    }

    private func payeeChoice() throws(CommandFailure) -> PayModel.Payee {
        guard let payee = PayModel.Payee(rawValue: payee) else {
            throw .usage(
                "--payee is '\(payee)'; write \(PayModel.Payee.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        return payee
    }

    private func baseCents() throws(CommandFailure) -> Cents? {
        guard let baseAmount else { return nil }
        guard let cents = Cents(written: baseAmount) else {
            throw .usage("--base-amount '\(baseAmount)' is no amount; write for instance 3000.00")
        }
        return cents
    }

    private func instant() throws(CommandFailure) -> Instant {
        // Equal inputs give equal scorecards: the time is one of them, and nothing but proposals depends on it.
        guard let at else {
            guard proposals == nil else {
                throw .usage("say when the proposals are looked at: --at 2026-12-05T00:00:00+08:00")
            }
            return .epoch
        }
        guard let instant = Instant(iso: at), instant >= .epoch else {
            throw .usage(
                "--at '\(at)' is no date and time with its offset from UTC: write for instance 2026-12-05T00:00:00+08:00"
            )
        }
        return instant
    }
}
