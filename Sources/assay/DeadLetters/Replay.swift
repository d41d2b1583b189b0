// Puts dead letters back, each once.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Logging
import Pipeline
import Quality
import Wire

/// Puts records back on the topics they came from, unless they are there already.
///
/// Exactly once: a transactional id that belongs to a partition of dead letters, whoever replays them, fences off every other
/// replay of these letters and settles what it left; only then the source topics are searched for what was put back before, to
/// the ends they have by then. A replay that is fenced off later cannot commit. At least once there is nothing to fence off: two
/// replays at the same time, or one after a crash whose record was still under way, may put a record back twice.
struct Replay {
    /// Which letters.
    enum Choice {
        case letters(Set<LetterID>)
        case all(LetterFilter)
    }

    /// What became of a letter.
    enum Outcome: Equatable {
        case replayed(TopicPartition)
        case wouldBeReplayed(TopicPartition)
        case alreadyReplayed(ReplayedRecords.Place)
        /// Why it was not, and how to mend it.
        case refused(String)
    }

    /// So many partitions of dead letters are worked on at a time: each has a client of its own, the source topics are searched
    /// once for all of them.
    private static let partitionsAtOnce = 16

    let topic: LetterTopic
    let choice: Choice
    let repair: LetterRepair
    /// Whether nothing is written, and nobody fenced off.
    let isRehearsal: Bool

    private var kafka: KafkaSettings { topic.kafka }

    /// Puts the letters back and tells what became of each.
    ///
    /// - Throws: `KafkaError` when the cluster cannot be reached or read, and what `report` throws. What was told holds; the rest
    ///   can be done by another call.
    func run(_ report: (LetterID, Outcome) throws -> Void) throws {
        let counts = try KafkaAdmin(kafka, logger: topic.logger).partitionCounts(
            Topic.allCases.map { kafka.topics[$0] })
        let plan = try plan(counts)
        for id in missing(plan) { try report(id, .refused(topic.absence(of: id))) }
        let partitions = plan.ranges.keys.sorted()
        for start in stride(from: 0, to: partitions.count, by: Replay.partitionsAtOnce) {
            let some = partitions[start..<min(start + Replay.partitionsAtOnce, partitions.count)]
            try replay(plan, Set(some), counts, report)
        }
    }

    /// The id under which the letters of a partition are put back. It comes from the topic and not from the prefix in the
    /// settings, which every worker has of its own: whoever replays a letter must have the same.
    static func transactionalIDPrefix(_ names: TopicNames) -> String { "\(names[.deadLetters])-replay" }

    // MARK: -

    /// What there is to do.
    private struct Plan {
        /// Where the chosen letters are, by partition of dead letters.
        var ranges: [Int32: Range<Int64>] = [:]
        /// Those of the letters chosen by id that were found.
        var found: Set<LetterID> = []
        /// The topics they came from, and when the oldest of each was written.
        var sources: [Topic: Instant] = [:]
    }

    private func plan(_ counts: [String: Int]) throws -> Plan {
        var plan = Plan()
        try topic.forEach(in: wantedRanges) { letter in
            guard includes(letter) else { return true }
            if case .letters = choice { plan.found.insert(letter.id) }
            let known = plan.ranges[letter.id.partition]
            plan.ranges[letter.id.partition] = (known?.lowerBound ?? letter.id.offset)..<letter.id.offset + 1
            guard case .success(let content) = letter.content, let source = content.topic,
                counts[kafka.topics[source]] != nil
            else { return true }
            let time = min(letter.timestamp, Instant(milliseconds: content.source.timestamp))
            plan.sources[source] = min(plan.sources[source] ?? time, time)
            return true
        }
        return plan
    }

    /// The parts of the topic that can hold the chosen letters.
    private var wantedRanges: [Int32: Range<Int64>] {
        guard case .letters(let ids) = choice else { return topic.ranges }
        var ranges: [Int32: Range<Int64>] = [:]
        for id in ids where topic.ranges[id.partition]?.contains(id.offset) == true {
            let known = ranges[id.partition] ?? id.offset..<id.offset + 1
            ranges[id.partition] = min(known.lowerBound, id.offset)..<max(known.upperBound, id.offset + 1)
        }
        return ranges
    }

    private func includes(_ letter: StoredLetter) -> Bool {
        switch choice {
        case .letters(let ids): ids.contains(letter.id)
        case .all(let filter): filter.includes(letter)
        }
    }

    private func missing(_ plan: Plan) -> [LetterID] {
        guard case .letters(let ids) = choice else { return [] }
        return ids.subtracting(plan.found).sorted()
    }

    private func replay(
        _ plan: Plan, _ partitions: Set<Int32>, _ counts: [String: Int], _ report: (LetterID, Outcome) throws -> Void
    ) throws {
        var writers: [Int32: TransactionalWriter] = [:]
        defer { for writer in writers.values { writer.close() } }
        if !isRehearsal { for partition in partitions { writers[partition] = try writer(partition) } }
        var replayed = ReplayedRecords()
        for (source, time) in plan.sources { try replayed.find(on: source, since: time, kafka, topic.logger) }
        try topic.forEach(in: plan.ranges.filter { partitions.contains($0.key) }) { letter in
            guard includes(letter) else { return true }
            try report(letter.id, put(letter, writers[letter.id.partition], replayed, counts))
            return true
        }
    }

    private func writer(_ partition: Int32) throws(KafkaError) -> TransactionalWriter {
        var settings = kafka
        settings.transactionalIDPrefix = Replay.transactionalIDPrefix(kafka.topics)
        settings.lane = Int(partition)
        return try TransactionalWriter(settings, logger: topic.logger)
    }

    private func put(
        _ letter: StoredLetter, _ writer: TransactionalWriter?, _ replayed: ReplayedRecords, _ counts: [String: Int]
    ) -> Outcome {
        let content: DeadLetter
        switch letter.content {
        case .success(let decoded): content = decoded
        case .failure(let complaint):
            return .refused(
                "it does not decode: \(complaint.detail.onOneLine); nothing but dead letters belongs there")
        }
        if let reason = letter.sealedBecause { return .refused(reason) }
        guard let source = content.topic else {
            return .refused("it came from topic '\(content.source.topic.onOneLine)', which this version does not know")
        }
        guard let count = counts[kafka.topics[source]] else {
            return .refused("topic '\(kafka.topics[source])' does not exist: create it, or set the topic's name")
        }
        let name = "\(topic.name)/\(letter.id.partition)/\(letter.id.offset)"
        if let place = replayed[name] { return .alreadyReplayed(place) }
        guard let partition = partition(content.source, count) else {
            return .refused(
                "it has no key, and partition \(content.source.partition) of its topic is not there: give it one with --key"
            )
        }
        if let complaint = repair.complaint(aboutCut: content) { return .refused(complaint) }
        let record = repair.record(content.source, partition: partition, replayedFrom: name)
        if let complaint = repair.complaint(about: record, content.source) { return .refused(complaint) }
        return write(record, TopicPartition(source, partition), writer)
    }

    /// The partition of the record's key; a record without one goes where it was.
    private func partition(_ source: SourceRecord, _ count: Int) -> Int32? {
        if let key = repair.key ?? source.key { return KafkaWriter.partition(of: key, among: count) }
        return source.partition < count ? source.partition : nil
    }

    private func write(
        _ record: KafkaWriter.Record, _ target: TopicPartition, _ writer: TransactionalWriter?
    ) -> Outcome {
        guard let writer else { return .wouldBeReplayed(target) }
        do throws(KafkaError) {
            try writer.write(record, to: kafka.topics[target.topic])
            return .replayed(target)
        } catch {
            return .refused(
                "\(error.message.onOneLine) Mend that if need be, and run the command again: nothing is put there twice."
            )
        }
    }
}

extension DeadLetter {
    /// The topic its record came from; nil for one that is not known here.
    fileprivate var topic: Topic? { Topic.allCases.first { $0.word == source.topic } }
}
