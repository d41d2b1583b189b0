// What leaves an evaluation task.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    /// Publishes a revision, and what it changes in the tallies: the new one minus the old. What happened at `time` is its cause.
    func publish(
        _ evaluation: Evaluation, replacing old: Evaluation?, at time: Instant, credit: Credit,
        _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        save(conversation)
        guard isLive else { return noteReplayFault("an evaluation") }
        counted.evaluations += 1
        if old == nil { outbox.criteria.add(evaluation.sheet, version: evaluation.policyIndex, criterionPlaces) }
        counted.heldRecords -= Int(evaluation.counts.records) - Int(old?.counts.records ?? 0)
        let cause = settings.combinesFacts ? 0 : cause(of: evaluation, conversation)
        // An answer may be older than the end of what it judges: it changes nothing before that.
        facts.closedBefore = max(closedMonths.before(at: max(time, evaluation.endedAt)), toldClosing)
        count(evaluation, credit, times: 1, cause: cause)
        if let old { count(old, credit, times: -1, cause: cause) }
        tellContact(evaluation, replacing: old, credit, cause: cause, &outbox)
        outbox.append(.evaluations, key: conversation.key) { bytes in
            EvaluationWriter.write(evaluation, policies: policies, appendingTo: &bytes)
        }
    }

    private func count(_ evaluation: Evaluation, _ credit: Credit, times: Int64, cause: UInt64) {
        let policy = policies.versions[evaluation.policyIndex]
        facts.add(evaluation, policy, credit: credit, times: times, cause: cause) { name in
            let bytes = Array(name.utf8)
            return names.name(bytes, ByteRange(0..<bytes.count))
        }
        for (criterion, measures) in evaluation.criterionMeasures(policy) {
            let name = Array(criterion.utf8)
            facts.add(
                criterion: names.name(name, ByteRange(0..<name.count)), measures, credit: credit, times: times,
                cause: cause)
        }
    }

    /// Tells what the revision changes of the contact that the episode is: to the task that has the customer's other contacts.
    private func tellContact(
        _ evaluation: Evaluation, replacing old: Evaluation?, _ credit: Credit, cause: UInt64, _ outbox: inout Outbox
    ) {
        let policy = policies.versions[evaluation.policyIndex]
        guard policy.repeats != nil else { return }
        let before = old.flatMap { $0.contact(policy) }
        let after = evaluation.contact(policy)
        guard before != after, var contact = after ?? before else { return }
        contact.isFirst = before == nil
        contact.isWithdrawn = after == nil
        let customer = (after == nil ? old ?? evaluation : evaluation).identity.customer
        var fact = Fact(
            tenant: evaluation.tenant, customer: customer, contact: contact, hour: credit.hour,
            source: UInt32(partition), cause: cause)
        fact.closedBefore = facts.closedBefore
        counted.facts += 1
        outbox.append(.facts, key: RecordKey.bytes(tenant: fact.tenant, name: fact.subject)) { bytes in
            fact.write(appendingTo: &bytes)
        }
    }

    /// A number for a revision; never 0.
    private func cause(of evaluation: Evaluation, _ conversation: Conversation) -> UInt64 {
        var writer = StateWriter()
        writer.raw(conversation.key)
        writer.number(evaluation.episode)
        writer.number(evaluation.revision)
        // A conversation that is forgotten and taken up again counts its episodes from 1 once more.
        writer.signed(evaluation.startedAt.milliseconds)
        return max(1, ByteHash.hash(writer.bytes, ByteRange(0..<writer.bytes.count)))
    }

    /// Publishes what the clocks of the open episode say, as far as the policy wants alerts about them.
    func alert(_ announcements: [ClockAnnouncement], _ conversation: Conversation, _ outbox: inout Outbox) {
        guard !announcements.isEmpty else { return }
        let header = conversation.state.episode.header
        guard !header.hasEstimatedTimes else { return }
        let policy = policies.versions[header.policyIndex]
        let subject = subject(conversation)
        for announcement in announcements {
            let clock = policy.clocks[Int(announcement.clock.place)]
            save(conversation)
            guard isLive else { return noteReplayFault("an alert") }
            // Who held it when the deadline passed, whoever holds it when that is told.
            let moment = announcement.step == .approaching ? announcement.at : announcement.clock.deadline
            let holder = conversation.state.episode.holder(at: moment)
            let alert = ClockAlert(
                tenant: subject.tenant, conversation: subject.conversation, episode: header.number,
                announcement: announcement, kind: clock.kind, policyVersion: policy.version,
                channel: subject.channel, agent: names.string(holder.agent), team: names.string(holder.team),
                receivers: clock.receivers(of: announcement.step, rule: announcement.clock.rule),
                lateBy: header.clocks.lateBy(announcement.clock, policy.clocks))
            outbox.append(.alerts, key: conversation.key) { $0.appendRange(alert.bytes) }
            outbox.alertTimes.append(announcement.at)
            counted.alerts += 1
        }
    }

    /// Publishes what is told of fatal criteria of the open episode.
    func tell(_ failures: [FatalFailure], at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard !failures.isEmpty else { return }
        let header = conversation.state.episode.header
        let subject = subject(conversation)
        save(conversation)
        guard isLive else { return noteReplayFault("an alert") }
        for failure in failures {
            let alert = FatalAlert(
                subject: subject, episode: header.number, startedAt: header.startedAt, failure: failure, at: time,
                policy: policies.versions[header.policyIndex], agent: names.string(header.agent),
                team: names.string(header.team))
            outbox.append(.alerts, key: conversation.key) { $0.appendRange(alert.bytes) }
            outbox.alertTimes.append(time)
            counted.alerts += 1
        }
    }

    /// Decides the clocks of the open episode: nothing of `time` or before is still to come.
    func decide(at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        let policy = policies.versions[conversation.state.episode.header.policyIndex]
        alert(conversation.state.episode.decide(at: time, policy: policy), conversation, &outbox)
    }

    /// Whose episode it is.
    func subject(_ conversation: Conversation) -> EpisodeSubject {
        EpisodeSubject(
            tenant: names.string(conversation.state.tenant), conversation: conversation.idString,
            channel: names.string(conversation.state.channel),
            countsForCustomers: conversation.state.countsForCustomers,
            attributes: conversation.state.attributes.values(names), identity: conversation.state.identity)
    }

    /// Publishes a record that could not be used.
    func deadLetter(_ source: SourceRecord, _ complaint: Complaint, _ outbox: inout Outbox) {
        guard isLive else { return }
        counted.deadLetters += 1
        outbox.append(source, complaint)
    }
}

extension Outbox {
    /// Appends an effect whose value `write` appends to the bytes.
    mutating func append(
        _ topic: Topic, partition: Int32? = nil, key: [UInt8]?, _ write: (inout [UInt8]) -> ByteRange
    ) {
        let key = key.map { bytes.appendRange($0) }
        let value = write(&bytes)
        effects.append(
            Effect(topic: topic, partition: partition, key: key, value: value, traceParent: traceParent))
    }
}

extension Outbox {
    /// Appends the dead letter of a record, with that record's trace context, be it that it was waited for something that did not come.
    mutating func append(_ source: SourceRecord, _ complaint: Complaint) {
        let cause = traceParent
        if cause == nil { traceParent = source.traceParent.map { bytes.appendRange($0) } }
        append(.deadLetters, key: source.letterKey) { $0.appendRange(source.deadLetter(complaint)) }
        traceParent = cause
    }

    /// Appends a record without a value.
    mutating func append(tombstoneTo topic: Topic, partition: Int32, key: [UInt8]) {
        effects.append(Effect(topic: topic, partition: partition, key: bytes.appendRange(key), value: nil))
    }
}

extension RecordBatch {
    /// A record with its bytes, apart from the batch.
    func source(of record: Record) -> SourceRecord {
        SourceRecord(
            topic: record.origin.topic.word, partition: record.origin.partition, offset: record.offset,
            timestamp: record.timestamp.milliseconds, key: record.key.map { Array(bytes[$0]) },
            value: record.value.map { Array(bytes[$0]) },
            headers: record.headers.map { index in
                let header = headers[Int(index)]
                return (bytes.string(header.name), header.value.map { Array(bytes[$0]) })
            })
    }

    /// The record's value as plain protobuf.
    mutating func plainValue(
        of record: Record, schema: ValueReader.Schema, reader: ValueReader
    ) throws(Complaint) -> ByteRange {
        guard let value = record.value else {
            throw Complaint(.tombstone, "the record has no value; \(record.origin.topic.word) is not a compacted topic")
        }
        try ValueReader.accept(valueBytes: value.count)
        guard !record.headers.isEmpty else { return value }
        var format = ValueFormat.plain
        var headerBytes = 0
        for index in record.headers {
            let header = headers[Int(index)]
            headerBytes += header.name.count + (header.value?.count ?? 0)
            try ValueReader.accept(headerBytes: headerBytes)
            guard let text = header.value.map({ bytes.string($0) }) else { continue }
            switch bytes.string(header.name) {
            case "content-type": format.contentType = text
            case "content-encoding": format.contentEncoding = text
            default: break
            }
        }
        return try reader.plain(&bytes, value, format: format, schema: schema)
    }
}
