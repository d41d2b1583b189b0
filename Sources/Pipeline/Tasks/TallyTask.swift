// The state machine of one partition of facts and supplements.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Wire

/// Keeps the tallies of one partition's subjects: adds facts to the windows of their hour, and writes the tallies that changed at every
/// commit. A tally record is state and output in one: it names the next fact that it does not contain, so a fact is never added twice.
/// Besides it says which thresholds are raised, so an alert travels with the record that knows of it.
package final class TallyTask: PartitionTask {
    package let partition: Int32
    package let sources: [Topic] = [.facts, .supplements]
    package let stateTopic: Topic? = .tallies

    struct Key: Hashable {
        var tenant: String
        var subject: String
        var kind: WindowKind
        var start: Instant
    }

    let policies: PolicySet
    let hasThresholds: Bool
    let values = ValueReader()
    var tallies: TallyTable
    private var customers: CustomerTable
    private var closing: ClosingTable
    /// By when something is due about thresholds that were crossed.
    var dutyWaits: [Key: Instant] = [:]
    /// How far the supplements are known.
    var supplementTime = CompanionTime()
    private var savedSupplementTime = CompanionTime()
    /// Tallies behind whose newest record an older one stands in the topic: they are written once more, as readers take the
    /// last record.
    private var overwritten: Set<Key> = []
    /// Those of them that the transaction under way contains.
    private var rewritten: Set<Key> = []
    /// The facts that were taken lately, where they may come again.
    private var recent = RecentFacts()
    /// Facts below this offset are in the tallies: they are read again to be recognised when they come twice.
    private var replayEndOffset: Int64?
    private var progress: [Topic: Int64] = [:]
    private var savedProgress: [Topic: Int64] = [:]
    var counted = TaskStatistics()
    private var savedCounts = TaskStatistics()

    /// The task of one partition, with windows in the policies' zone; `combinesFacts` and `counts` as in `EvaluationSettings`.
    package init(partition: Int32, policies: PolicySet, combinesFacts: Bool = true, counts: TaskCounts? = nil) {
        self.partition = partition
        self.policies = policies
        customers = CustomerTable(policies: policies, source: partition, combinesFacts: combinesFacts)
        closing = ClosingTable(partition: partition, counts: counts)
        hasThresholds = policies.hasThresholds
        let watched = policies.versions.flatMap { $0.thresholds.flatMap(\.subjects) }
        tallies = TallyTable(zone: policies.zone, watched: Set(watched), retention: policies.tallyRetention)
    }

    package func load(_ batch: RecordBatch) throws(LogError) {
        for record in batch.records {
            guard let value = record.value else {
                guard let key = record.key else { continue }
                if CustomerRecord.isKey(batch.bytes[key]) {
                    customers.load(tombstone: batch.bytes[key])
                } else if let tally = TallyKey(batch.bytes[key]) {
                    tallies.load(tombstone: tally)
                }
                continue
            }
            do throws(DecodeError) {
                if let key = record.key, ClosingRecord.isKey(batch.bytes[key]) {
                    closing.load(try ClosingRecord.read(batch.bytes, value))
                    continue
                }
                if let key = record.key, HorizonRecord.isKey(batch.bytes[key]) {
                    tallies.load(try HorizonRecord.read(batch.bytes, value).horizon)
                    continue
                }
                if let key = record.key, CustomerRecord.isKey(batch.bytes[key]),
                    let customer = try CustomerRecord.read(batch.bytes, value)
                {
                    customers.load(customer)
                    continue
                }
                let tally = try Tally.read(batch.bytes, value)
                // Without transactions a worker that was paused may write behind its successor, and one whose offsets were
                // refused behind itself.
                let key = key(of: tally)
                if let known = tallies.entry(key), known.tally.nextFact > tally.nextFact {
                    overwritten.insert(key)
                } else {
                    overwritten.remove(key)
                    tallies.load(tally)
                }
            } catch {
                throw .fatal("\(record.origin) offset \(record.offset) is not a tally: \(error); restore the topic")
            }
        }
    }

    package func begin(at positions: [Position]) -> [(partition: TopicPartition, offset: Int64?)] {
        sources.map { topic in
            let origin = TopicPartition(topic, partition)
            let position = positions.first { $0.partition == origin }
            let next = position?.next
            progress[topic] = next
            savedProgress[topic] = next
            if topic == .supplements { supplementTime = CompanionTime(position?.metadata ?? "") }
            guard topic == .facts, let next, let from = RecentFacts.oldest(in: position?.metadata ?? ""), from < next
            else { return (origin, next) }
            replayEndOffset = next
            return (origin, from)
        }
    }

    package func replayEnd(_ topic: Topic) -> Int64? { topic == .facts ? replayEndOffset : nil }

    package func endRestore() throws(LogError) {
        if let end = replayEndOffset { progress[.facts] = max(end, progress[.facts] ?? end) }
        replayEndOffset = nil
        for key in tallies.keys { waitForDuties(key) }
        commit()
    }

    package func apply(_ batch: inout RecordBatch, _ indices: Range<Int>, into outbox: inout Outbox) {
        for index in indices {
            let record = batch.records[index]
            if replayEndOffset == nil {
                counted.records += 1
                if record.origin.topic == .facts { counted.factRecords += 1 }
            }
            progress[record.origin.topic] = record.offset + 1
            do throws(Complaint) {
                try apply(record, &batch, &outbox)
            } catch {
                guard replayEndOffset == nil else { continue }
                counted.deadLetters += 1
                outbox.append(batch.source(of: record), error)
            }
        }
    }

    private func apply(_ record: Record, _ batch: inout RecordBatch, _ outbox: inout Outbox) throws(Complaint) {
        guard record.origin.topic == .facts else { return try applySupplement(record, &batch, &outbox) }
        guard let value = record.value else { throw Complaint(.tombstone, "a fact has a value") }
        var fact: Fact
        var bound: UInt64 = 0
        do throws(DecodeError) {
            fact = try Fact.read(batch.bytes, value, bound: &bound)
        } catch {
            throw Complaint(error)
        }
        if fact.cause != 0, !recent.insert(fact.cause, at: record.offset) {
            counted.duplicates += 1
            return
        }
        guard replayEndOffset == nil else { return }
        if let mark = fact.mark { return closing.take(mark) }
        if let contact = fact.contact {
            counted.facts += customers.take(contact, of: fact, closed: closing.told, at: record.offset, &outbox)
            return
        }
        do throws(TallyTable.Refusal) {
            if try !tallies.add(&fact, bound, at: record.offset, timestamp: record.timestamp) { counted.leftOut += 1 }
        } catch {
            throw complaint(about: fact, error)
        }
        for (window, entry) in tallies.changed {
            decideThresholds(of: &entry.tally, window, &outbox)
            decideDuties(of: &entry.tally, &outbox)
        }
    }

    private func complaint(about fact: Fact, _ refusal: TallyTable.Refusal) -> Complaint {
        switch refusal {
        case .full(let window):
            Complaint(
                .refused,
                "a number of the tally \(fact.subject)/\(window.kind.word)/\(window.label) would be 2^61 or more away from 0: "
                    + "one of its facts is damaged; produce the opposite of that one, and then this one again")
        case .gone:
            Complaint(
                .refused,
                "the tallies of \(fact.subject) for the hour that starts at \(fact.hour.milliseconds) ms are gone: the policy keeps them "
                    + "no longer ('keep' of 'tallies'); what the fact says is in no figure, and changes none that is still there"
            )
        }
    }

    func key(of tally: Tally) -> Key {
        Key(tenant: tally.tenant, subject: tally.subject, kind: tally.kind, start: tally.start)
    }

    package func advance(to time: Instant, into outbox: inout Outbox) {}

    package func advance(_ companion: Topic, to time: Instant, into outbox: inout Outbox) {
        guard companion == .supplements else { return }
        supplementTime.know(time)
        decideDueDuties(&outbox)
    }

    package func known(_ companion: Topic) -> Instant {
        companion == .supplements ? supplementTime.known : .distantFuture
    }

    package var nextWait: Instant? { dutyWaits.values.min() }

    package var nextDeadline: Instant? { nil }

    /// Tallies are kept as long as the policy says, however far it reads on.
    package var footprint: Int { 0 }

    package var timeReached: Instant? { closing.timeReached }

    package func prepareCommit(into outbox: inout Outbox) {
        rewritten = overwritten
        letGo(into: &outbox)
        tallies.writeChanged(beside: overwritten) { entry in
            outbox.append(entry, partition: partition)
            counted.tallies += 1
        }
        counted.facts += customers.prepareCommit(partition: partition, into: &outbox)
        counted.facts += closing.prepareCommit(into: &outbox)
    }

    /// Deletes the tallies that are gone. What is gone is said first: without transactions, who takes over between the two sweeps again.
    private func letGo(into outbox: inout Outbox) {
        if tallies.horizon.mustWrite {
            let record = HorizonRecord(partition: partition, horizon: tallies.horizon.now)
            outbox.append(.tallies, partition: partition, key: record.key) { record.write(appendingTo: &$0) }
            tallies.horizon.isWritten = true
        }
        tallies.letGo(isAwaited: { dutyWaits[$0] != nil }) { key in
            var bytes: [UInt8] = []
            key.append(to: &bytes)
            outbox.append(tombstoneTo: .tallies, partition: partition, key: bytes)
        }
    }

    static func precedes(_ left: Key, _ right: Key) -> Bool {
        (left.tenant, left.subject, left.kind.rawValue, left.start)
            < (right.tenant, right.subject, right.kind.rawValue, right.start)
    }

    package var positions: [Position] {
        sources.compactMap { topic in
            progress[topic].map { next in
                Position(
                    partition: TopicPartition(topic, partition), next: next,
                    metadata: topic == .facts ? recent.metadata : supplementTime.metadata(next: next))
            }
        }
    }

    package func commit() {
        tallies.commit()
        overwritten.subtract(rewritten)
        rewritten.removeAll()
        customers.commit()
        closing.commit()
        recent.commit(next: progress[.facts] ?? 0)
        savedProgress = progress
        savedSupplementTime = supplementTime
        savedCounts = counted
    }

    package func rollBack() {
        for key in tallies.rollBack() { waitForDuties(key) }
        supplementTime = savedSupplementTime
        rewritten.removeAll()
        customers.rollBack()
        closing.rollBack()
        recent.rollBack()
        progress = savedProgress
        counted = savedCounts
    }

    package var statistics: TaskStatistics {
        var statistics = counted
        statistics.held = tallies.count + customers.count
        return statistics
    }
}

extension Outbox {
    /// Appends a tally's record.
    fileprivate mutating func append(_ entry: TallyTable.Entry, partition: Int32) {
        let start = bytes.count
        TallyKey(tenant: entry.owner.tenant, subject: entry.owner.name, kind: entry.kind, label: entry.label)
            .append(to: &bytes)
        let key = ByteRange(start..<bytes.count)
        let value = entry.write(appendingTo: &bytes)
        effects.append(
            Effect(topic: .tallies, partition: partition, key: key, value: value, traceParent: traceParent))
    }
}
