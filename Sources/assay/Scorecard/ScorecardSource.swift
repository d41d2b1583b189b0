// The tallies, supplements and proposals of one scorecard.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Wire

/// Keeps what concerns one agent and period.
struct ScorecardSource {
    private struct TallyKey: Hashable {
        var tenant: String
        var subject: String
        var month: String
    }

    /// The agent's number.
    let agent: String
    /// The agent's team, where it is known.
    let team: String?
    /// The period.
    let period: ReportingPeriod
    /// The tenant, when one was named.
    let tenant: String?
    private var measures: [TallyKey: Measures] = [:]
    private var statements: [AgentStatement] = []
    /// The proposals of the agent and period.
    private(set) var proposals: [PayProposal] = []

    init(agent: String, team: String?, period: ReportingPeriod, tenant: String?) {
        self.agent = agent
        self.team = team
        self.period = period
        self.tenant = tenant
    }

    /// Takes one tally; a later one of the same subject and month replaces it.
    mutating func take(_ tally: Tally) {
        guard tenant == nil || tally.tenant == tenant, let month = tally.month, period.months.contains(month),
            tally.subject == "agent:\(agent)" || tally.subject == team.map({ "team:\($0)" })
        else { return }
        measures[TallyKey(tenant: tally.tenant, subject: tally.subject, month: month)] = tally.measures
    }

    /// Takes what was stated of the agent for days of the period.
    ///
    /// - Throws: `Complaint` for days of which only some belong to the period.
    mutating func take(_ statement: AgentStatement) throws(Complaint) {
        guard tenant == nil || statement.tenant == tenant, statement.subject == "agent:\(agent)",
            statement.firstDay <= period.lastDay, statement.lastDay >= period.firstDay
        else { return }
        guard statement.firstDay >= period.firstDay, statement.lastDay <= period.lastDay else {
            let (first, last) = (CivilDate(dayNumber: statement.firstDay), CivilDate(dayNumber: statement.lastDay))
            throw Complaint(
                .invalid,
                "'\(statement.statement.id)' is about \(first.label) to \(last.label), which lies only partly in \(period.label); state each period by itself"
            )
        }
        statements.append(statement)
    }

    /// Takes a proposal about the agent and period.
    mutating func take(_ proposal: AgentProposal) {
        guard proposal.agent == agent, proposal.period == period.label else { return }
        proposals.append(proposal.proposal)
    }

    /// The one tenant that the agent's data are of; the named one when there are none.
    ///
    /// - Throws: `CommandFailure` when there are several.
    func onlyTenant() throws(CommandFailure) -> String {
        let tenants = Set(measures.keys.map(\.tenant) + statements.map(\.tenant)).sorted()
        guard tenants.count <= 1 else {
            throw .usage("there is an agent \(agent) of each of \(tenants.joined(separator: ", ")); add --tenant")
        }
        return tenant ?? tenants.first ?? ""
    }

    /// What is known of the agent.
    ///
    /// - Throws: `CommandFailure` when tallies cannot be added up.
    func inputs() throws(CommandFailure) -> PayInputs {
        PayInputs(
            agent: agent, measures: try sum(of: "agent:\(agent)") ?? Measures(),
            team: try team.flatMap { name throws(CommandFailure) in try sum(of: "team:\(name)") },
            statements: statements.map(\.statement))
    }

    /// Nil when there are no tallies.
    private func sum(of subject: String) throws(CommandFailure) -> Measures? {
        let parts = measures.filter { $0.key.subject == subject }.sorted { $0.key.month < $1.key.month }.map(\.value)
        guard !parts.isEmpty else { return nil }
        guard let sum = Measures(sumOf: parts) else {
            throw .noInput("the tallies of \(subject) are damaged: their sum has more digits than can be held")
        }
        return sum
    }

    // MARK: Where it is read from

    /// No line of tallies has more bytes.
    private static let longestLine = 16 << 20

    /// Hands out the lines of a file that are not blank.
    ///
    /// - Throws: `CommandFailure` at the first line that cannot be used: nothing is paid by half of an input.
    static func lines(of file: String, _ body: ([UInt8]) throws(Complaint) -> Void) throws(CommandFailure) {
        try LineInput.lines(of: file, lineLimit: longestLine, body) { complaint throws(CommandFailure) in
            throw .noInput(complaint)
        }
    }

    /// Reads the topic of tallies.
    ///
    /// - Throws: `KafkaError` when it cannot be read, `CommandFailure` when a record is damaged.
    mutating func readTallies(_ settings: Settings) throws {
        try read(.tallies, settings) { source, value, _ throws(Complaint) in
            do throws(DecodeError) {
                source.take(try Tally.read(value, ByteRange(0..<value.count)))
            } catch {
                throw Complaint(error)
            }
        }
    }

    /// Reads the topic of supplements. What is none is a dead letter of the workers.
    ///
    /// - Throws: `KafkaError` when it cannot be read, `CommandFailure` when a supplement lies only partly in the period.
    mutating func readSupplements(_ settings: Settings) throws {
        let values = ValueReader()
        try read(.supplements, settings) { source, value, format throws(Complaint) in
            var bytes = value
            let range: ByteRange
            do throws(Complaint) {
                range = try values.plain(&bytes, ByteRange(0..<value.count), format: format, schema: .supplement)
            } catch {
                return
            }
            guard let statement = try? AgentStatement.read(Array(bytes[range])) else { return }
            try source.take(statement)
        }
    }

    private mutating func read(
        _ topic: Topic, _ settings: Settings,
        _ body: (inout ScorecardSource, [UInt8], ValueFormat) throws(Complaint) -> Void
    ) throws {
        let scan = TopicScan(kafka: settings.kafka, topic: topic, logger: settings.logger)
        try scan.read(try scan.ranges()) { batch in
            for record in batch.records {
                // What is kept of a customer stands on the topic of tallies, too.
                guard let value = record.value, record.key.map({ Tally.isKey(batch.bytes[$0]) }) ?? true
                else { continue }
                do throws(Complaint) {
                    try body(&self, Array(batch.bytes[value]), ValueHeaders(record, batch).format)
                } catch {
                    throw CommandFailure.noInput(
                        "\(settings.kafka.topics[topic])[\(record.origin.partition)]@\(record.offset): \(error.detail.onOneLine)"
                    )
                }
            }
            return true
        }
    }
}
