// The customers of one partition, and what their contacts contribute to tallies.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Keeps the customers' contacts, and makes facts of what they contribute. Everything depends on the facts of the partition in their order,
/// not on where commits fall: with transactions what a commit contributes to a subject and hour is one fact, without them every fact about
/// a contact gives facts of its own, which are recognised when they come twice.
struct CustomerTable {
    struct Key: Hashable {
        var tenant: String
        var customer: String
    }

    private struct Sum: Hashable, Comparable {
        var tenant: String
        var place: CustomerContacts.Place
        /// As in facts, for those that are late.
        var closedBefore: Instant

        static func < (left: Sum, right: Sum) -> Bool {
            (left.tenant, left.place, left.closedBefore) < (right.tenant, right.place, right.closedBefore)
        }
    }

    private let policies: PolicySet
    private let source: UInt32
    private let combinesFacts: Bool
    private var customers: [Key: CustomerRecord] = [:]
    /// What customers were before they were first touched since the last commit; nil for new ones.
    private var oldValues: [Key: CustomerRecord?] = [:]
    /// Those behind whose newest record an older one stands in the topic.
    private var overwritten: Set<Key> = []
    private var rewritten: Set<Key> = []
    private var sums: [Sum: CustomerContacts.Contribution] = [:]
    /// The latest end of a contact that was told: the customers' time.
    private var time = Instant.distantPast
    private var savedTime = Instant.distantPast
    /// When it was last looked who may be forgotten.
    private var lastSweep = Instant.distantPast

    /// So often, in the customers' time, it is looked who may be forgotten.
    private static let sweepInterval = Milliseconds.hours(1)

    init(policies: PolicySet, source: Int32, combinesFacts: Bool) {
        self.policies = policies
        self.source = UInt32(source)
        self.combinesFacts = combinesFacts
    }

    /// How many customers are kept.
    var count: Int { customers.count }

    // MARK: Saved state

    mutating func load(_ record: CustomerRecord) {
        let key = Key(tenant: record.tenant, customer: record.customer)
        if let known = customers[key], known.nextFact > record.nextFact {
            overwritten.insert(key)
        } else {
            overwritten.remove(key)
            customers[key] = record
            time = max(time, record.contacts.latestEnd)
        }
    }

    /// A customer was forgotten.
    mutating func load(tombstone recordKey: ArraySlice<UInt8>) {
        let text = String(decoding: recordKey, as: UTF8.self)
        guard let slash = text.firstIndex(of: "/") else { return }
        let subject = text[text.index(after: slash)...]
        guard subject.hasPrefix(Fact.customerPrefix) else { return }
        let key = Key(
            tenant: String(text[..<slash]), customer: String(subject.dropFirst(Fact.customerPrefix.count)))
        customers[key] = nil
        overwritten.remove(key)
    }

    // MARK: Facts

    /// Takes a contact of a customer; facts that it makes without being combined go to the outbox. Returns how many.
    ///
    /// - Parameter told: months that end then or before are closed for what the facts of this task say.
    mutating func take(
        _ contact: Contact, of fact: Fact, closed told: Instant, at offset: Int64, _ outbox: inout Outbox
    ) -> Int64 {
        let customer = String(fact.subject.dropFirst(Fact.customerPrefix.count))
        let key = Key(tenant: fact.tenant, customer: customer)
        var record = customers[key] ?? CustomerRecord(tenant: fact.tenant, customer: customer)
        guard record.nextFact <= offset else { return 0 }
        touch(key)
        record.contacts.forget(at: time, policies)
        let changes = record.contacts.take(contact, policies)
        record.nextFact = offset + 1
        customers[key] = record
        time = max(time, contact.endedAt)
        let closedBefore = max(told, fact.closedBefore)
        func closed(_ place: CustomerContacts.Place) -> Instant {
            place.hour < closedBefore ? closedBefore : .distantPast
        }
        guard combinesFacts else {
            for (place, change) in changes.sorted(by: { $0.key < $1.key }) {
                let sum = Sum(tenant: fact.tenant, place: place, closedBefore: closed(place))
                append(self.fact(sum, change, cause: cause(fact.cause, place)), to: &outbox)
            }
            return Int64(changes.count)
        }
        for (place, change) in changes {
            let sum = Sum(tenant: fact.tenant, place: place, closedBefore: closed(place))
            sums[sum, default: CustomerContacts.Contribution()].add(change)
        }
        return 0
    }

    private func fact(_ sum: Sum, _ change: CustomerContacts.Contribution, cause: UInt64) -> Fact {
        var measures = Measures()
        measures.contacts = change.measures
        var fact = Fact(
            tenant: sum.tenant, subject: sum.place.subject, hour: sum.place.hour, measures: measures, source: source,
            cause: cause)
        fact.closedBefore = sum.closedBefore
        fact.provisionalUntil = change.provisionalUntil
        return fact
    }

    /// A number for what a fact changes at a place; never 0.
    private func cause(_ cause: UInt64, _ place: CustomerContacts.Place) -> UInt64 {
        var writer = StateWriter()
        writer.bits(cause)
        writer.text(place.subject)
        writer.signed(place.hour.milliseconds)
        return max(1, ByteHash.hash(writer.bytes, ByteRange(0..<writer.bytes.count)))
    }

    private func append(_ fact: Fact, to outbox: inout Outbox) {
        outbox.append(.facts, key: RecordKey.bytes(tenant: fact.tenant, name: fact.subject)) { bytes in
            fact.write(appendingTo: &bytes)
        }
    }

    private mutating func touch(_ key: Key) {
        if oldValues[key] == nil { oldValues.updateValue(customers[key], forKey: key) }
    }

    // MARK: Commits

    /// Puts the facts and the customers that changed into the outbox. Returns how many facts.
    mutating func prepareCommit(partition: Int32, into outbox: inout Outbox) -> Int64 {
        var facts: Int64 = 0
        for (sum, change) in sums.sorted(by: { $0.key < $1.key }) where change.measures != ContactMeasures() {
            append(fact(sum, change, cause: 0), to: &outbox)
            facts += 1
        }
        sums.removeAll(keepingCapacity: true)
        sweep()
        rewritten = overwritten
        let changed = overwritten.union(oldValues.keys).sorted { ($0.tenant, $0.customer) < ($1.tenant, $1.customer) }
        for key in changed {
            guard let record = customers[key] else {
                let record = CustomerRecord(tenant: key.tenant, customer: key.customer)
                outbox.append(tombstoneTo: .tallies, partition: partition, key: record.key)
                continue
            }
            outbox.append(.tallies, partition: partition, key: record.key) { record.write(appendingTo: &$0) }
        }
        return facts
    }

    /// Lets go of the customers who have not come back for long enough.
    private mutating func sweep() {
        guard time - lastSweep >= CustomerTable.sweepInterval else { return }
        lastSweep = time
        let due = customers.filter { entry in
            entry.value.contacts.nextForgetting(policies).map { $0 <= time } ?? true
        }
        for (key, record) in due {
            var record = record
            record.contacts.forget(at: time, policies)
            touch(key)
            customers[key] = record.contacts.contacts.isEmpty ? nil : record
        }
    }

    mutating func commit() {
        oldValues.removeAll(keepingCapacity: true)
        overwritten.subtract(rewritten)
        rewritten.removeAll()
        savedTime = time
    }

    mutating func rollBack() {
        for (key, old) in oldValues { customers[key] = old }
        oldValues.removeAll(keepingCapacity: true)
        rewritten.removeAll()
        sums.removeAll(keepingCapacity: true)
        time = savedTime
        lastSweep = min(lastSweep, time)
    }
}
