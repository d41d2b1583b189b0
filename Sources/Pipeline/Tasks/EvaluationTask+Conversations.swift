// How an evaluation task applies conversation events.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    /// The conversations of so many records are looked at before the first of them is applied.
    static let lookAhead = 16

    /// Looks at the conversations of the records that come next, for the processor's sake: what is not in its caches is fetched for all of
    /// them at the same time, and not one after the other while they are applied.
    func lookAhead(_ batch: RecordBatch, _ indices: Range<Int>) {
        var hashes = InlineArray<16, UInt64>(repeating: 0)
        for index in indices {
            guard let key = batch.records[index].key else { continue }
            hashes[index - indices.lowerBound] = ByteHash.hash(batch.bytes, key)
        }
        conversations.lookAt(hashes)
    }

    /// Applies a record of the conversations topic, or makes it a dead letter.
    func applyConversation(_ record: Record, _ batch: inout RecordBatch, _ outbox: inout Outbox) {
        do throws(Complaint) {
            let value = try batch.plainValue(of: record, schema: .conversation, reader: values)
            let event: ConversationEvent
            do throws(DecodeError) {
                event = try ConversationReader.read(batch.bytes, value)
            } catch {
                throw Complaint(error)
            }
            guard let key = record.key,
                RecordKey.names(batch.bytes, key: key, tenant: event.tenant, conversation: event.conversation)
            else { throw .foreignKey }
            try accept(event.at, of: record)
            apply(event, key: key, record, batch, &outbox)
        } catch {
            deadLetter(batch.source(of: record), error, &outbox)
        }
    }

    private func apply(
        _ event: ConversationEvent, key: ByteRange, _ record: Record, _ batch: RecordBatch, _ outbox: inout Outbox
    ) {
        let conversation = conversation(key, tenantLength: event.tenant.count, record, batch.bytes)
        let identity = ByteHash.hash(batch.bytes, event.id)
        guard !conversation.state.seen.contains(identity) else {
            if isLive { counted.duplicates += 1 }
            return
        }
        if conversation.state.isOpen, !event.body.endsEpisode {
            conversations.willGrow(conversation)
        } else {
            conversations.willChange(conversation)
        }
        conversation.state.seen.insert(identity)
        if !conversation.state.hasEvents {
            conversation.state.hasEvents = true
            hold(record, conversation)
        }
        if !event.channel.isEmpty { setChannel(names.name(batch.bytes, event.channel), conversation) }
        startEpisodeIfNeeded(event, conversation)
        countRecord(at: event.at, conversation)
        perform(event, conversation, batch, &outbox)
    }

    private func setChannel(_ channel: NameID, _ conversation: Conversation) {
        guard conversation.state.channel != channel else { return }
        conversations.willChange(conversation)
        conversation.state.channel = channel
    }

    /// The conversation of that key, which is made known when it is not.
    func conversation(_ key: ByteRange, tenantLength: Int, _ record: Record, _ bytes: [UInt8]) -> Conversation {
        let hash = ByteHash.hash(bytes, key)
        if let known = conversations.find(bytes, key, hash: hash) { return known }
        let conversation = conversations.insert(key: Array(bytes[key]), hash: hash, tenantLength: tenantLength)
        conversation.state.tenant = names.name(
            bytes, ByteRange(start: key.start, end: key.start + UInt32(tenantLength)))
        hold(record, conversation)
        return conversation
    }

    /// An episode starts with the first public customer message while none is open.
    private func startEpisodeIfNeeded(_ event: ConversationEvent, _ conversation: Conversation) {
        guard !conversation.state.isOpen, case .message(let message) = event.body, message.role == .customer,
            message.flags.isDisjoint(with: .neverAnswers)
        else { return }
        let policyIndex = policies.index(at: event.at)
        conversation.state.episodes += 1
        var episode = Episode(
            number: conversation.state.episodes, start: event.at, policyIndex: policyIndex,
            policy: policies.versions[policyIndex])
        episode.header.counts.records = conversation.state.waitingRecords
        episode.assign(agent: conversation.state.assignedAgent, team: conversation.state.assignedTeam)
        conversation.state.waitingRecords = 0
        conversation.state.episode = episode
        conversation.state.isOpen = true
        setTimer(conversation)
    }

    private func countRecord(at time: Instant, _ conversation: Conversation) {
        guard !conversation.state.isOpen else { return conversation.state.episode.count(recordAt: time) }
        conversation.state.waitingRecords += 1
        keepIdle(conversation, from: time)
    }

    private func perform(
        _ event: ConversationEvent, _ conversation: Conversation, _ batch: RecordBatch, _ outbox: inout Outbox
    ) {
        switch event.body {
        case .message(let message): perform(message, at: event.at, conversation, batch.bytes, &outbox)
        case .assigned(let agent, let team): assign(agent, team, conversation, batch.bytes)
        case .transferred(let agent, let team, let hasNote):
            if conversation.state.isOpen { conversation.state.episode.count(transferWithNote: hasNote) }
            assign(agent, team, conversation, batch.bytes)
        case .opened(let countsForCustomers):
            conversations.willChange(conversation)
            conversation.state.countsForCustomers = countsForCustomers
        case .resolved, .closed: endEpisode(at: event.at, conversation, &outbox)
        case .reopened, .noted: break
        }
    }

    private func perform(
        _ message: ConversationEvent.Message, at time: Instant, _ conversation: Conversation, _ bytes: [UInt8],
        _ outbox: inout Outbox
    ) {
        guard conversation.state.isOpen else { return }
        hits.removeAll(keepingCapacity: true)
        policies.versions[conversation.state.episode.header.policyIndex].scan(
            bytes, message.text, by: message.role, message.flags, into: &hits)
        let read = ReadMessage(
            at: time, role: message.role, author: names.name(bytes, message.author),
            team: names.name(bytes, message.team),
            flags: message.flags, length: message.length)
        let announcements = conversation.state.episode.record(read, id: bytes[message.id], hits: hits)
        alert(announcements, conversation, &outbox)
    }

    private func assign(_ agent: ByteRange, _ team: ByteRange, _ conversation: Conversation, _ bytes: [UInt8]) {
        let agent = names.name(bytes, agent)
        let team = names.name(bytes, team)
        guard !conversation.state.isOpen else { return conversation.state.episode.assign(agent: agent, team: team) }
        conversation.state.assignedAgent = agent
        conversation.state.assignedTeam = team
    }

    /// Resolve or close: the episode is decided, scored and published, and waits for surveys from now on.
    private func endEpisode(at end: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard conversation.state.isOpen else { return }
        alert(conversation.state.episode.decide(at: end), conversation, &outbox)
        let episode = conversation.state.episode
        let header = episode.header
        let policy = policies.versions[header.policyIndex]
        let evaluation = episode.evaluation(of: subject(conversation), policy: policy, endedAt: end, names: names)
        let credit = Credit(
            tenant: conversation.state.tenant, agent: header.agent, team: header.team,
            channel: conversation.state.channel, hour: Window.hourStart(of: header.startedAt, zone: policy.zone))
        conversation.state.assignedAgent = header.agent
        conversation.state.assignedTeam = header.team
        conversation.state.isOpen = false
        conversation.state.episode = .none
        conversation.state.ended.append(
            EndedEpisode(
                evaluation: evaluation, credit: credit, expires: max(end, streamTime) + policy.surveys.window))
        publish(evaluation, replacing: nil, credit: credit, conversation, &outbox)
        joinParked(conversation, &outbox)
        setTimer(conversation)
    }

    /// Whose episode it is.
    func subject(_ conversation: Conversation) -> EpisodeSubject {
        EpisodeSubject(
            tenant: names.string(conversation.state.tenant), conversation: conversation.idString,
            channel: names.string(conversation.state.channel), countsForCustomers: conversation.state.countsForCustomers
        )
    }
}

extension Complaint {
    /// The record's key does not name the conversation of its value.
    static let foreignKey = Complaint(
        .keyMismatch,
        "the key must be <tenant>/<conversation id> of the value; produce the record again under that key")
}
