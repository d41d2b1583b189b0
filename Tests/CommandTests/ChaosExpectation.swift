// What must come out of a run of chaos, and what did.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Logging
import Pipeline
import Quality
import Wire

@testable import assay

/// Results by their identity.
struct ResultLedger {
    struct Result {
        var content: [UInt8]
        var times = 1
        /// Whether it came with other content, too.
        var isChanged = false
    }

    /// The topics whose records have an identity.
    static let topics: [Topic] = [.evaluations, .alerts, .deadLetters]

    private(set) var results: [Topic: [String: Result]] = [:]
    /// How many records there were.
    private(set) var total = 0

    /// How many different ones there are.
    func count(_ topic: Topic) -> Int { results[topic]?.count ?? 0 }

    /// How many records said again what others had said.
    var copies: Int { total - results.values.reduce(0) { $0 + $1.count } }

    /// Takes a record's value.
    mutating func take(_ topic: Topic, _ content: [UInt8]) throws {
        total += 1
        let identity = try Self.identity(topic, content)
        guard var known = results[topic, default: [:]][identity] else {
            results[topic, default: [:]][identity] = Result(content: content)
            return
        }
        known.times += 1
        known.isChanged = known.isChanged || known.content != content
        results[topic]?[identity] = known
    }

    private static func identity(_ topic: Topic, _ content: [UInt8]) throws -> String {
        switch topic {
        case .evaluations:
            let it = try ProtoEvaluation(protobuf: content)
            return "\(it.tenant)/\(it.conversationID) episode \(it.episode) revision \(it.revision)"
        case .alerts:
            let it = try ProtoAlert(protobuf: content)
            return "\(it.tenant)/\(it.conversationID) episode \(it.episode) \(it.clock) \(it.cycle) \(it.deadlineMs) "
                + "\(it.policyVersion) \(it.step)"
        default:
            let it = try ProtoDeadLetter(protobuf: content)
            return "\(it.topic)[\(it.partition)] \(it.offset)"
        }
    }

    /// The alerts that stand: a breach that was told and taken back is none. A worker tells one falsely when the clock
    /// passes a deadline while the writer of the reply is held up.
    var standingAlerts: [String: Result] {
        var standing = results[.alerts] ?? [:]
        for name in standing.keys where name.hasSuffix(" \(ProtoAlert.Step.retracted)") {
            standing[name] = nil
            standing[name.dropLast("\(ProtoAlert.Step.retracted)".count) + "\(ProtoAlert.Step.breached)"] = nil
        }
        return standing
    }
}

/// What must come out of the input as it stands in the topics: by the tasks that workers run, but one a partition, to
/// which nothing ever happens.
struct ChaosExpectation {
    private var certain = ResultLedger()
    /// With the alerts, too, that are due when time passes after the last record.
    private var possible = ResultLedger()
    private var facts: [SubjectHour: Measures] = [:]

    private struct InputRecord {
        var origin: TopicPartition
        var offset: Int64
        var timestamp: Instant
        var key: [UInt8]?
        var value: [UInt8]?
        var headers: [(name: String, value: [UInt8]?)]

        var order: (Int64, UInt8, Int64) { (timestamp.milliseconds, origin.topic.rawValue, offset) }
    }

    /// From the input that is in the topics now.
    init(_ kafka: KafkaSettings) throws {
        var input: [Int32: [InputRecord]] = [:]
        for topic in [Topic.conversations, .surveys] {
            try Self.scan(topic, kafka) { record, batch in
                input[record.origin.partition, default: []].append(
                    InputRecord(
                        origin: record.origin, offset: record.offset, timestamp: record.timestamp,
                        key: record.key.map { Array(batch.bytes[$0]) },
                        value: record.value.map { Array(batch.bytes[$0]) },
                        headers: batch.headers(of: record)))
            }
        }
        let policies = try PolicyLoader.preset("pharma-v2")
        for (partition, records) in input {
            try work(
                off: records.sorted { $0.order < $1.order }, EvaluationTask(partition: partition, policies: policies))
        }
    }

    private static func scan(
        _ topic: Topic, _ kafka: KafkaSettings, _ body: (Record, RecordBatch) throws -> Void
    ) throws {
        let scan = TopicScan(kafka: kafka, topic: topic, logger: .silent)
        try scan.read(try scan.ranges()) { batch in
            for record in batch.records { try body(record, batch) }
            return true
        }
    }

    private mutating func work(off records: [InputRecord], _ task: EvaluationTask) throws {
        var outbox = Outbox()
        for record in records {
            var batch = RecordBatch()
            batch.append(
                origin: record.origin, offset: record.offset, timestamp: record.timestamp, key: record.key,
                value: record.value, headers: record.headers)
            task.apply(&batch, 0..<1, into: &outbox)
        }
        guard let last = records.last else { return }
        // Surveys wait until time has come to them.
        task.advance(to: last.timestamp, into: &outbox)
        task.advanceCompanions(to: last.timestamp, into: &outbox)
        task.prepareCommit(into: &outbox)
        try take(outbox, isCertain: true)
        outbox.removeAll()
        task.advance(to: last.timestamp + .hours(1), into: &outbox)
        task.advanceCompanions(to: last.timestamp + .hours(1), into: &outbox)
        try take(outbox, isCertain: false)
    }

    private mutating func take(_ outbox: Outbox, isCertain: Bool) throws {
        for effect in outbox.effects {
            guard let range = effect.value else { continue }
            if effect.topic == .facts {
                let fact = try Fact.read(outbox.bytes, range)
                facts[SubjectHour(fact), default: Measures()].add(fact.measures)
            } else if ResultLedger.topics.contains(effect.topic) {
                if isCertain { try certain.take(effect.topic, Array(outbox.bytes[range])) }
                try possible.take(effect.topic, Array(outbox.bytes[range]))
            }
        }
    }

    // MARK: Comparing

    /// Whether all is there that must be.
    func isMet(by seen: ResultLedger) -> Bool {
        ResultLedger.topics.allSatisfy { topic in
            guard seen.count(topic) >= certain.count(topic) else { return false }
            let there = seen.results[topic] ?? [:]
            return (certain.results[topic] ?? [:]).keys.allSatisfy { there[$0] != nil }
        }
    }

    /// What is missing, too much, or other than it should be.
    func complaints(about seen: ResultLedger) -> [String] {
        ResultLedger.topics.flatMap { topic in
            let (must, may, there) =
                topic == .alerts
                ? (certain.standingAlerts, possible.standingAlerts, seen.standingAlerts)
                : (certain.results[topic] ?? [:], possible.results[topic] ?? [:], seen.results[topic] ?? [:])
            return must.keys.filter { there[$0] == nil }.sorted().map { "\(topic.word): \($0) is missing" }
                + there.sorted { $0.key < $1.key }.compactMap { name, result in
                    guard let due = may[name] else { return "\(topic.word): \(name) is too much" }
                    return result.isChanged || result.content != due.content
                        ? "\(topic.word): \(name) says something else" : nil
                }
        }
    }

    /// Facts and hourly tallies that do not add up to what the input contributes.
    func complaintsAboutFigures(_ kafka: KafkaSettings) throws -> [String] {
        var told: [SubjectHour: Measures] = [:]
        try Self.scan(.facts, kafka) { record, batch in
            let fact = try Fact.read(batch.bytes, record.value ?? .empty)
            told[SubjectHour(fact), default: Measures()].add(fact.measures)
        }
        var tallies: [SubjectHour: Measures] = [:]
        try Self.scan(.tallies, kafka) { record, batch in
            let tally = try Tally.read(batch.bytes, record.value ?? .empty)
            guard tally.kind == .hour else { return }
            tallies[SubjectHour(tenant: tally.tenant, subject: tally.subject, hour: tally.start)] = tally.measures
        }
        let wrongFacts = Set(facts.keys).union(told.keys).filter { facts[$0] != told[$0] }
        let wrongTallies = Set(facts.keys).union(tallies.keys).filter { facts[$0] != tallies[$0] }
        return wrongFacts.sorted().map { "facts: \($0) does not add up" }
            + wrongTallies.sorted().map { "tallies: \($0) does not add up" }
    }
}

extension SubjectHour {
    fileprivate init(_ fact: Fact) { self.init(tenant: fact.tenant, subject: fact.subject, hour: fact.hour) }
}
