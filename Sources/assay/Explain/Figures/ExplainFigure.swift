// `assay explain METRIC SUBJECT PERIOD`: where a figure comes from.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// Reads tallies and evaluations, from their topics or from files, and explains one figure.
struct ExplainFigure {
    /// Which inputs are read: files, or the topics when none is named.
    struct Inputs {
        var tallies: [String] = []
        var evaluations: [String] = []
        var facts: [String] = []

        /// Whether the topics are read.
        var areTopics: Bool { tallies.isEmpty && evaluations.isEmpty && facts.isEmpty }
    }

    /// How much is shown and asked.
    struct Limits {
        var least: Int64
        var most: Int
    }

    let metric: Metric
    let subject: String
    let span: WindowSpan
    let policies: PolicySet
    let limits: Limits

    /// A line of an input has no more bytes.
    private static let longestLine = 16 << 20

    /// The explanation.
    ///
    /// - Throws: `KafkaError` when a topic cannot be read; `CommandFailure` when a file cannot, or nothing is known of the subject.
    func explanation(of inputs: Inputs, tenant: String?, _ settings: Settings) throws -> FigureExplanation {
        let found = try tallies(inputs, settings)
        var tenant = tenant
        var book: TallyBook?
        if let found {
            try CommandFailure.refuseGone(span.label, span.kind, ends: span.windows.map(\.end), found.horizon)
            let made = try TallySource.book(of: found, tenant: tenant, policies.zone)
            (book, tenant) = (made, made.tenant)
        }
        let evidence =
            try metric.isOfContacts
            ? contacts(inputs, tenant, settings) : evaluations(inputs, tenant, settings)
        let tenants = tenant.map { [$0] } ?? evidence?.tenants ?? []
        guard tenants.count == 1, let only = tenants.first else {
            throw tenants.isEmpty
                ? CommandFailure.noInput("there is nothing in the input")
                : CommandFailure.usage("name one of the tenants with --tenant: " + tenants.joined(separator: ", "))
        }
        let known = Set(book?.subjects ?? []).union(evidence?.subjects ?? [])
        if !known.isEmpty, !known.contains(subject) {
            let nearest = NearestName.of(subject, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            throw CommandFailure.usage(
                "there is no subject '\(subject)' of the tenant '\(only)'\(nearest) Subjects are all, queue, bot, agent:NAME, team:NAME, channel:NAME and those that the policy tells apart"
            )
        }
        return FigureExplanation(
            metric: metric, subject: subject, span: span, tenant: only, zone: policies.zone,
            tallies: book?.tallies(subject, in: span), found: evidence?.found, thresholds: thresholds,
            standardised: book.flatMap(standardised),
            leastAnswers: metric.figure.flatMap { policies.versions.last?.surveys.least(for: $0) } ?? 1,
            least: limits.least, most: limits.most)
    }

    /// The rate of an agent or a team as if its work were spread as that of everything is; nil where the policy does not say by what.
    private func standardised(_ book: TallyBook) -> StandardisedRate? {
        guard let figure = metric.figure, StandardisedRate.isDefined(for: figure),
            let dimension = policies.versions.last?.standardisedBy, let kind = SubjectKind(ofSubject: subject),
            kind == .agent || kind == .team
        else { return nil }
        let name = String(subject.dropFirst(kind.word.count + 1))
        let prefix = dimension.word + ":"
        let strata = book.subjects.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        return book.standardised(figure, of: kind, name, by: dimension, strata) { subject in
            let parts = book.tallies(subject, in: span).map(\.measures)
            return parts.isEmpty ? nil : Measures(sumOf: parts)
        }
    }

    /// The thresholds that watch the figure of such subjects.
    private var thresholds: [(name: String, least: Int64)] {
        let kind = SubjectKind(ofSubject: subject)
        return (policies.versions.last?.thresholds ?? []).filter { threshold in
            threshold.figure == metric.figure && kind.map(threshold.subjects.contains) ?? false
        }.map { ($0.name, $0.least) }
    }

    /// The tallies; nil when only conversations are given.
    private func tallies(_ inputs: Inputs, _ settings: Settings) throws -> TallySource.Found? {
        if inputs.areTopics { return try TallySource.topic(settings) }
        return inputs.tallies.isEmpty ? nil : try TallySource.files(inputs.tallies)
    }

    // MARK: Conversations

    private struct Evidence {
        var found: FigureExplanation.Found
        var subjects: Set<String>
        var tenants: [String]
    }

    private func evaluations(_ inputs: Inputs, _ tenant: String?, _ settings: Settings) throws -> Evidence? {
        guard inputs.areTopics || !inputs.evaluations.isEmpty else { return nil }
        var evidence = FigureEvidence(
            metric: metric, subject: subject, span: span, tenant: tenant, policies: policies)
        if inputs.areTopics {
            try EvaluationSource.topic(settings) { evidence.take($0) }
        } else {
            try EvaluationSource.files(inputs.evaluations) { evidence.take($0) }
        }
        let source =
            "\(evidence.read.grouped) evaluations, of which \(evidence.replaced.grouped) are replaced by other revisions"
        return Evidence(
            found: FigureExplanation.Found(
                source: source, contributions: evidence.contributions, exclusions: evidence.exclusions,
                judgedBy: evidence.judgedBy),
            subjects: evidence.subjects, tenants: evidence.tenants.sorted())
    }

    private func contacts(_ inputs: Inputs, _ tenant: String?, _ settings: Settings) throws -> Evidence? {
        guard inputs.areTopics || !inputs.facts.isEmpty else { return nil }
        var evidence = ContactEvidence(
            metric: metric, subject: subject, span: span, tenant: tenant, policies: policies)
        if inputs.areTopics {
            let scan = TopicScan(kafka: settings.kafka, topic: .facts, logger: settings.logger)
            try scan.read(scan.ranges()) { batch in
                for record in batch.records {
                    guard let value = record.value else { continue }
                    // What is no fact is a dead letter of the workers.
                    if let fact = try? Fact.read(batch.bytes, value) { evidence.take(fact) }
                }
                return true
            }
        } else {
            for file in inputs.facts {
                try LineInput.lines(of: file, lineLimit: ExplainFigure.longestLine) { line throws(Complaint) in
                    if let fact = try FactLine.read(line) { evidence.take(fact) }
                } complain: {
                    StandardStreams.complain($0 + "\n")
                }
            }
        }
        let source =
            "\(evidence.read.grouped) facts about contacts, of which \(evidence.withdrawn.grouped) withdraw one; evaluations do not say whose contacts they are"
        return Evidence(
            found: FigureExplanation.Found(
                source: source, contributions: evidence.contributions, exclusions: evidence.exclusions, judgedBy: [],
                forgotten: evidence.forgotten),
            subjects: [], tenants: evidence.tenants.sorted())
    }
}
