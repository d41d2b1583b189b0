// Holds what workers published against what they read.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Logging
import Pipeline
import Quality
import Wire

/// Takes records topic by topic, outputs and dead letters before the input, and tells what does not hold.
struct Verification {
    private let policies: PolicySet
    private let range: Range<Instant>
    private let allowsCopies: Bool
    private let values = ValueReader()
    private var evaluations: EvaluationLedger
    private var figures: FigureLedger
    private var contacts: ContactLedger
    private var alerts: AlertLedger
    private var figureAlerts: FigureAlertLedger
    private var fatalAlerts: FatalAlertLedger
    private var input = InputLedger()
    private var pay = PayLedger()
    private(set) var findings = Findings()
    /// Topics that do not reach back to their first record: sums over them prove nothing.
    private var shortened: Set<Topic> = []

    /// The topics in the order in which they are taken.
    static let topics: [Topic] = [
        .evaluations, .facts, .tallies, .alerts, .deadLetters, .audit, .scorecards, .conversations, .surveys,
        .reviews,
    ]

    /// A verification of what belongs to some hours; `allowsCopies` where effects are published at least once.
    init(policies: PolicySet, range: Range<Instant>, allowsCopies: Bool) {
        self.policies = policies
        self.range = range
        self.allowsCopies = allowsCopies
        evaluations = EvaluationLedger(allowsCopies: allowsCopies)
        figures = FigureLedger(zone: policies.zone, range: range)
        contacts = ContactLedger(policies: policies)
        alerts = AlertLedger(allowsCopies: allowsCopies)
        fatalAlerts = FatalAlertLedger(allowsCopies: allowsCopies)
        figureAlerts = FigureAlertLedger(policies: policies, range: range, allowsCopies: allowsCopies)
    }

    /// Takes the records of a batch: of one topic, those of each partition in their order.
    mutating func take(_ batch: RecordBatch) {
        var batch = batch
        for record in batch.records {
            let end = batch.bytes.count
            take(record, &batch)
            batch.bytes.removeLast(batch.bytes.count - end)
        }
    }

    /// Notes that the topic's oldest records are gone.
    mutating func note(shortened topic: Topic) { shortened.insert(topic) }

    private mutating func take(_ record: Record, _ batch: inout RecordBatch) {
        let topic = record.origin.topic
        switch topic {
        case .conversations, .surveys, .reviews: takeInput(record, &batch)
        default:
            let key = record.key.map { batch.bytes[$0] } ?? []
            guard let value = record.value else {
                // A tombstone of a compacted topic: what it replaces is no longer of interest, or it is a tally that was let go.
                if topic == .tallies, Tally.isKey(key), let tally = TallyKey(key) { figures.take(deletionOf: tally) }
                return
            }
            do {
                if topic == .tallies, !Tally.isKey(key) {
                    // The state of customers and of closed months is no figure.
                    guard HorizonRecord.isKey(key) else { return }
                    return figures.take(try HorizonRecord.read(batch.bytes, value))
                }
                try takeOutput(topic, record, batch.bytes, value)
            } catch {
                findings.add(topic.check, "\(record.origin) offset \(record.offset) does not decode: \(error)")
            }
        }
    }

    private mutating func takeOutput(
        _ topic: Topic, _ record: Record, _ bytes: [UInt8], _ value: ByteRange
    ) throws {
        switch topic {
        case .evaluations:
            let content = Array(bytes[value])
            evaluations.take(try ProtoEvaluation(protobuf: content), content, &findings)
        case .facts:
            let fact = try Fact.read(bytes, value)
            guard fact.mark == nil else { return }
            contacts.take(fact)
            figures.take(fact, offset: record.offset, partition: record.origin.partition)
            guard fact.contact == nil else { return }
            figureAlerts.take(
                fact, offset: record.offset, partition: record.origin.partition, timestamp: record.timestamp)
        case .tallies: figures.take(try Tally.read(bytes, value))
        case .alerts:
            let alert = try ProtoAlert(protobuf: Array(bytes[value]))
            if alert.hasFigure { figureAlerts.take(alert) }
            if !alert.criterion.isEmpty { fatalAlerts.take(alert, &findings) }
            alerts.take(alert, &findings)
        case .deadLetters:
            let letter = try ProtoDeadLetter(protobuf: Array(bytes[value]))
            input.take(deadLetter: letter, allowsCopies: allowsCopies, &findings)
        case .audit: pay.take(entry: Array(bytes[value]), &findings)
        case .scorecards: try pay.take(scorecard: Array(bytes[value]), &findings)
        default: break
        }
    }

    private mutating func takeInput(_ record: Record, _ batch: inout RecordBatch) {
        let place = InputLedger.Place(
            topic: record.origin.topic.word, partition: record.origin.partition, offset: record.offset)
        guard input.begins(place) else { return }
        do {
            guard let value = record.value else { throw Complaint(.invalid, "") }
            let format = ValueHeaders(record, batch).format
            switch record.origin.topic {
            case .surveys:
                let range = try values.plain(&batch.bytes, value, format: format, schema: .survey)
                let survey = try SurveyReader.read(batch.bytes, range)
                input.take(key: "\(survey.tenant)/\(survey.conversation)", survey: survey.event.id)
            case .reviews:
                let range = try values.plain(&batch.bytes, value, format: format, schema: .review)
                let review = try ReviewReader.read(batch.bytes, range)
                input.take(key: "\(review.tenant)/\(review.conversation)", review: review.event.id)
            default:
                let range = try values.plain(&batch.bytes, value, format: format, schema: .conversation)
                take(try ConversationReader.read(batch.bytes, range), batch.bytes)
            }
        } catch {
            input.take(unusable: place, &findings)
        }
    }

    private mutating func take(_ event: ConversationEvent, _ bytes: [UInt8]) {
        var startsEpisode = false
        if case .message(let message) = event.body {
            startsEpisode = message.role == .customer && message.flags.isDisjoint(with: .neverAnswers)
        }
        input.take(
            key: "\(bytes.string(event.tenant))/\(bytes.string(event.conversation))", event: bytes.string(event.id),
            InputLedger.Event(
                sequence: event.sequence, at: event.at, startsEpisode: startsEpisode,
                endsEpisode: event.body.endsEpisode))
    }

    /// Compares everything with everything else, after the last record.
    mutating func conclude() {
        if shortened.isDisjoint(with: [.facts, .evaluations]) {
            var due = evaluations.contributions(policies: policies, range: range)
            for (key, measures) in contacts.contributions(zone: policies.zone) {
                due[key, default: Measures()].contacts.add(measures, times: 1)
            }
            figures.compare(with: due, &findings)
            contacts.compare(with: evaluations, &findings)
        }
        if !shortened.contains(.facts) { figures.compareTallies(&findings) }
        if shortened.isDisjoint(with: [.facts, .alerts]) { figureAlerts.compare(&findings) }
        alerts.compare(with: evaluations, range: range, &findings)
        pay.compare(&findings)
        if !shortened.contains(.alerts) {
            alerts.compareBreaches(of: evaluations, policies: policies, range: range, &findings)
            fatalAlerts.compare(with: evaluations, policies: policies, range: range, &findings)
        }
        if shortened.isDisjoint(with: [.conversations, .surveys, .reviews, .evaluations, .deadLetters]) {
            input.compare(with: evaluations, range: range, &findings)
        }
    }

    /// What was read and found, line by line.
    var lines: [String] {
        var lines = [
            "\(evaluations.evaluations) evaluations of \(evaluations.count) episodes, \(evaluations.copies) copies",
            "\(figures.facts) facts, \(figures.tallyCount) tallies, \(alerts.alerts) alerts",
            "records in \(input.records) = evaluated \(input.evaluated) + dead-lettered \(input.deadLetters)"
                + " + repeated \(input.repeated) + unusable \(input.unusable) + held \(input.held)",
        ]
        if pay.counts != (0, 0) {
            lines.append("\(pay.counts.scorecards) scorecards, \(pay.counts.entries) entries of the audit")
        }
        for topic in shortened.sorted(by: { $0.rawValue < $1.rawValue }) {
            lines.append("! \(topic.word): the oldest records are gone, so sums over them are not checked")
        }
        return lines + findings.lines
    }
}

extension Topic {
    /// What a record of an output topic has to do with.
    fileprivate var check: Findings.Check {
        switch self {
        case .facts: .facts
        case .tallies: .tallies
        case .alerts: .alerts
        case .evaluations: .revisions
        case .audit, .scorecards: .pay
        default: .records
        }
    }
}
