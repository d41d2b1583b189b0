// The command `assay pay propose`: adjustments that records give reason for.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// Finds streaks of failed tickets and writes proposals with their evidence.
struct ProposeAdjustments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Find the streaks of a pay model in evaluations, and write them as proposals.",
        usage:
            "assay pay propose PERIOD --model NAME|FILE [--evaluations FILE ... | --config FILE] [--against FILE] [--SETTING VALUE ...]",
        discussion: """
            PERIOD is a month, quarter, half-year or year, 2026-11, 2026-Q4, 2026-H2 or 2026. Each adjustment of the model for agents that has \
            'streak' with 'failed-by' is looked for; a streak belongs to the period in which its last ticket was closed. Evaluations are read \
            from their topic, or from files: one JSON object a line, as 'assay evaluate' writes them or 'assay tail evaluations' shows them; \
            the newest revision of each episode counts. The policy, --worker-policy, says the time zone of months.

            Writes one PayProposal a line, by agent, adjustment and time, as 'assay scorecard --proposals' reads it: with the episodes that \
            are its evidence and an id made of them. Nothing is taken away by it: somebody else confirms a proposal, and the agent may \
            appeal, before it counts (S3-067). With --against, proposals that were written before and are found no longer are told on \
            standard error: a ticket that came late, or a revision, broke their streak.

            Exit status: 0, also without proposals and with lines that could not be used, which are told; 64 for wrong usage, 66 when a file \
            cannot be read, 69 when the cluster cannot be reached or the topic is missing, 78 when a model or setting cannot be used.
            """)

    @Option(help: ArgumentHelp("The pay model: a preset or a file.", valueName: "NAME|FILE")) var model: String
    @Option(help: ArgumentHelp("Evaluations in a file; may be given again.", valueName: "FILE"))
    var evaluations: [String] = []
    @Option(help: ArgumentHelp("Proposals that were made before, as lines of JSON.", valueName: "FILE"))
    var against: String?
    @Option(help: ArgumentHelp("The tenant, where there are several.", valueName: "NAME")) var tenant: String?
    @OptionGroup var options: SettingsOptions

    func run() throws {
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: 1)
            guard let word = words.first, let period = ReportingPeriod(word) else {
                throw CommandFailure.usage(
                    "say of which period: assay pay propose 2026-11 --model FILE; or 2026-Q4, 2026-H2, 2026")
            }
            let model = try PayChoice.pay(model).model
            let policies = try PolicyChoice.load(settings.required(.policy))
            var book = TicketBook(model, tenant: tenant, zone: policies.zone)
            guard book.hasRules else {
                throw CommandFailure.configuration(
                    "no adjustment of the model '\(model.name)' says what a failed ticket is: add 'failed-by' to a 'streak', for instance "
                        + "failed-by: { criteria: [record-in-time], clocks: [record-entry] }")
            }
            if evaluations.isEmpty {
                try EvaluationSource.topic(settings) { book.take($0) }
            } else {
                try EvaluationSource.files(evaluations) { book.take($0) }
            }
            let proposals = try proposals(of: book, period)
            try tellLost(proposals, book.adjustments, period)
            try StandardStreams.write(proposals.flatMap(PayLine.line))
        }
    }

    private func proposals(of book: TicketBook, _ period: ReportingPeriod) throws(CommandFailure) -> [AgentProposal] {
        let tenants = tenant.map { [$0] } ?? book.tenants.sorted()
        guard tenants.count <= 1 else {
            throw .usage("there are evaluations of \(tenants.joined(separator: ", ")); add --tenant")
        }
        return book.streaks(in: period.months).map { streak in
            AgentProposal(streak, tenant: tenants.first ?? "", period: period)
        }
    }

    /// Tells the proposals that were made before and are found no longer.
    private func tellLost(
        _ proposals: [AgentProposal], _ adjustments: Set<String>, _ period: ReportingPeriod
    ) throws(CommandFailure) {
        guard let against else { return }
        let found = Set(proposals.map(\.proposal.id))
        var lines: [String] = []
        try PayInput.lines(of: against) { bytes throws(Complaint) in
            guard let known = try PayLine.proposal(bytes), known.period == period.label,
                adjustments.contains(known.proposal.adjustment), !found.contains(known.proposal.id)
            else { return }
            let evidence = known.proposal.evidence.joined(separator: ", ")
            lines.append(
                "assay: \(known.proposal.id) of \(known.agent) is found no longer: \(evidence) are no streak; reject it\n"
            )
        }
        for line in lines { StandardStreams.complain(line) }
    }
}

extension AgentProposal {
    /// The proposal of a streak. Its id depends on the tenant, the agent, the adjustment and the evidence alone.
    init(_ streak: TicketBook.Streak, tenant: String, period: ReportingPeriod) {
        let evidence = streak.tickets.map(\.id)
        let parts = [tenant, streak.agent, streak.adjustment] + evidence
        let hash = SHA256.hash(Array(parts.joined(separator: "\n").utf8)).prefix(8)
        let digits = hash.map { byte in
            let text = String(byte, radix: 16)
            return text.count < 2 ? "0" + text : text
        }
        self.init(
            agent: streak.agent, period: period.label,
            proposal: PayProposal(
                id: "\(streak.adjustment)-\(digits.joined())", adjustment: streak.adjustment, evidence: evidence))
    }
}
