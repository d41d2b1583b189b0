// How an evaluation task applies conversation events.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

extension EvaluationTask {
    /// Applies a record of the conversations topic that was read ahead, or makes it a dead letter.
    func applyConversation(_ record: Record, _ place: Int, _ batch: RecordBatch, _ outbox: inout Outbox) {
        do throws(Complaint) {
            guard let event = ahead.read[place].event else { throw ahead.complaint(at: place) }
            try accept(event.at, of: record)
            try apply(event, place, record, batch, &outbox)
        } catch {
            deadLetter(batch.source(of: record), error, &outbox)
        }
    }

    private func apply(
        _ event: ConversationEvent, _ place: Int, _ record: Record, _ batch: RecordBatch, _ outbox: inout Outbox
    ) throws(Complaint) {
        // Part by part: the whole is large, and would be copied.
        let conversation = conversation(
            ahead.read[place].key, hash: ahead.read[place].hash, tenantLength: event.tenant.count, batch.bytes)
        // Its checkpoint contains what is replayed for the sake of others.
        guard record.offset >= conversation.state.trail.saved else { return }
        beginAnewIfForgotten(conversation)
        let identity = ahead.read[place].identity
        guard !conversation.state.seen.contains(identity) else {
            if isLive { counted.duplicates += 1 }
            return
        }
        if case .corrected = event.body, let correction = ConversationReader.correction(batch.bytes, of: event) {
            return try park(correction, identity: identity, record, batch, conversation, &outbox)
        }
        let turn = turn(of: event, conversation)
        try refuseTooMany(event, conversation)
        guard turn != .waits else {
            return wait(event, identity: identity, value: ahead.read[place].value, record, batch, conversation, &outbox)
        }
        // Events that waited may follow, and they may do anything.
        if conversation.state.isOpen, conversation.state.pending.isEmpty, !event.body.endsEpisode {
            conversations.willGrow(conversation)
        } else {
            conversations.willChange(conversation)
        }
        noteChange(conversation)
        try refuseLate(event, turn, conversation)
        conversation.state.seen.insert(identity)
        counted.heldRecords += 1
        let hasGap = turn == .late && event.sequence != 0
        ahead.current = place
        take(event, batch.bytes, conversation, hasGap: hasGap, isLate: turn == .late, &outbox)
        ahead.current = -1
        guard !conversation.state.pending.isEmpty else { return }
        release(until: recordTime, conversation, &outbox)
        joinDue(conversation, &outbox)
    }

    /// A record that comes when the conversation is forgotten by the time of the stream begins it anew, whether it is still
    /// in memory or not.
    private func beginAnewIfForgotten(_ conversation: Conversation) {
        if conversation.leavingSince != nil {
            conversation.leavingSince = nil
            setTimer(conversation)
        }
        guard conversation.state.idleUntil != .distantPast, conversation.isForgotten(at: streamTime) else {
            return
        }
        conversations.willChange(conversation)
        counted.heldRecords -= conversation.state.heldRecords
        conversation.state = conversation.state.begunAnew()
    }

    /// Takes an event whose turn has come.
    func take(
        _ taken: ConversationEvent, _ bytes: [UInt8], _ conversation: Conversation, hasGap: Bool, isLate: Bool,
        _ outbox: inout Outbox
    ) {
        var event = taken
        if case .message(let message) = event.body, isRetry(message, bytes, conversation) { event.body = .noted }
        if hasGap {
            if conversation.state.isOpen {
                conversation.state.episode.header.hasGaps = true
            } else {
                conversation.state.hasGap = true
            }
        }
        conversation.state.trail.nextSequence = max(conversation.state.trail.nextSequence, event.sequence &+ 1)
        if !event.channel.isEmpty { setChannel(names.name(bytes, event.channel), at: event.at, conversation, &outbox) }
        startEpisodeIfNeeded(event, conversation, bytes)
        countRecord(at: event.at, conversation)
        perform(event, conversation, bytes, isLate: isLate, &outbox)
    }

    /// Whether a message came before under another event id: its client sent it again (F20). The record counts as any other. What edits a message is no retry of it.
    private func isRetry(
        _ message: ConversationEvent.Message, _ bytes: [UInt8], _ conversation: Conversation
    ) -> Bool {
        guard !message.token.isEmpty, !message.flags.contains(.change) else { return false }
        // Told apart from the ids of events, and by who wrote it.
        let mark = ByteHash.hash(bytes, message.token) &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(message.role.rawValue)
        guard !conversation.state.seen.contains(mark) else { return true }
        conversation.state.seen.insert(mark)
        return false
    }

    /// At most so many events of one conversation are taken.
    static let mostEvents = 100_000

    private func setChannel(
        _ channel: NameID, at time: Instant, _ conversation: Conversation, _ outbox: inout Outbox
    ) {
        guard conversation.state.channel != channel else { return }
        conversations.willChange(conversation)
        conversation.state.channel = channel
        retarget(at: time, conversation, &outbox)
    }

    /// The conversation of that key, which is made known when it is not.
    func conversation(_ key: ByteRange, hash: UInt64, tenantLength: Int, _ bytes: [UInt8]) -> Conversation {
        if let known = conversations.find(bytes, key, hash: hash) {
            thaw(known)
            return known
        }
        let conversation = conversations.insert(key: Array(bytes[key]), hash: hash, tenantLength: tenantLength)
        conversation.state.tenant = names.name(
            bytes, ByteRange(start: key.start, end: key.start + UInt32(tenantLength)))
        return conversation
    }

    /// An episode starts with the first public customer message while none is open.
    private func startEpisodeIfNeeded(_ event: ConversationEvent, _ conversation: Conversation, _ bytes: [UInt8]) {
        guard !conversation.state.isOpen, case .message(let message) = event.body, message.role == .customer,
            message.flags.isDisjoint(with: .neverAnswers)
        else { return }
        let policyIndex = policies.index(at: event.at)
        guard !isGratitude(message, at: event.at, conversation, bytes, policies.versions[policyIndex]) else { return }
        conversation.state.episodes += 1
        conversation.state.episode = Episode(
            number: conversation.state.episodes, start: event.at, policyIndex: policyIndex,
            policy: policies.versions[policyIndex], contact: contact(conversation, policies.versions[policyIndex]))
        conversation.state.episode.header.counts.records = conversation.state.waitingRecords
        conversation.state.episode.header.hasGaps = conversation.state.hasGap
        conversation.state.hasGap = false
        conversation.state.episode.assign(
            agent: conversation.state.assignedAgent, team: conversation.state.assignedTeam, at: event.at)
        conversation.state.waitingRecords = 0
        takeUp(conversation.state.closing, in: &conversation.state.episode)
        conversation.state.isOpen = true
        counted.open += 1
        tellFollowUps(.start, at: event.at, conversation)
        setTimer(conversation)
    }

    /// Whether the customer only says thanks after an episode that has just ended (T38).
    private func isGratitude(
        _ message: ConversationEvent.Message, at time: Instant, _ conversation: Conversation, _ bytes: [UInt8],
        _ policy: Policy
    ) -> Bool {
        guard policy.gratitude != nil, conversation.state.lastEnd > .distantPast else { return false }
        let edition = edition(of: conversation, policy)
        policy.scan(bytes, message.text, by: message.role, message.flags, edition: edition, into: &room)
        return policy.isGratitude(message.text, after: time - conversation.state.lastEnd, room.hits)
    }

    private func countRecord(at time: Instant, _ conversation: Conversation) {
        guard !conversation.state.isOpen else { return conversation.state.episode.count(recordAt: time) }
        conversation.state.waitingRecords += 1
        keepIdle(conversation, from: time)
    }

    private func perform(
        _ event: ConversationEvent, _ conversation: Conversation, _ bytes: [UInt8], isLate: Bool,
        _ outbox: inout Outbox
    ) {
        func clocks(_ events: ClockEvents, at time: Instant? = nil) {
            let occurrence = EpisodeClocks.Occurrence(events, at: time ?? event.at, isLate: isLate)
            tellClocks(occurrence, conversation, &outbox)
            tellFollowUps(events, at: time ?? event.at, isLate: isLate, conversation)
        }
        switch event.body {
        case .message(let message):
            perform(message, at: event.at, conversation, bytes, isLate: isLate, &outbox)
            noteTalk(message, at: event.at, conversation, bytes)
        case .assigned(let agent, let team, let acceptedAt):
            mark(.assigned, event, conversation, bytes)
            assign(agent, team, at: event.at, conversation, bytes)
            retargetTeam(at: event.at, conversation, &outbox)
            clocks(.assignment)
            // It was accepted by now, whatever the source's clock says (T62).
            if let acceptedAt = acceptedAt.map({ min($0, event.at) }) {
                if conversation.state.isOpen { conversation.state.episode.accept(at: acceptedAt) }
                clocks(.acceptance, at: acceptedAt)
            }
        case .transferred(let transfer):
            if conversation.state.isOpen { conversation.state.episode.count(transferWithNote: transfer.hasNote) }
            let kind = EventKind(hasNote: transfer.hasNote, isEscalation: transfer.isEscalation)
            mark(kind, event, conversation, bytes)
            noteHandOver(transfer, at: event.at, conversation, bytes)
            assign(transfer.agent, transfer.team, at: event.at, conversation, bytes)
            retargetTeam(at: event.at, conversation, &outbox)
            var events = ClockEvents.handOver
            if transfer.isEscalation { events.insert(.escalation) }
            if transfer.isFromBot { events.insert(.handOverFromBot) }
            clocks(events)
        case .opened(let opening):
            open(opening, conversation, bytes)
            retarget(at: event.at, conversation, &outbox)
        case .classified(let classification):
            classify(classification, conversation, bytes)
            retarget(at: event.at, conversation, &outbox)
        case .stateChanged(let reason): pause(bytes.string(reason), at: event.at, isLate: isLate, conversation, &outbox)
        case .consented(let isGiven):
            mark(isGiven ? .consentGiven : .consentWithdrawn, event, conversation, bytes)
        case .lookedUp: mark(.lookup, event, conversation, bytes)
        case .recorded(let text):
            mark(.record, event, conversation, bytes, text: text)
            clocks(.entry)
        case .complained(let step, let isSecond):
            if conversation.state.isOpen { conversation.state.episode.count(step, isSecond: isSecond) }
            noteWithdrawal(step, at: event.at, conversation)
            if step == .received { mark(.complaint, event, conversation, bytes) }
            clocks(step.clockEvents)
        case .resolved:
            clocks(.end)
            if conversation.state.isOpen { conversation.state.episode.header.isResolved = true }
            endEpisode(at: event.at, conversation, &outbox)
        case .closed(let isMerged):
            if isMerged {
                cancelClocks(at: event.at, conversation, &outbox)
                tellFollowUps(.merge, at: event.at, conversation)
            } else {
                clocks(.end)
            }
            endEpisode(at: event.at, conversation, &outbox)
        // A correction waits with surveys and reviews, and comes here never.
        case .reopened, .corrected, .noted: break
        }
    }

    private func open(_ opening: ConversationEvent.Opening, _ conversation: Conversation, _ bytes: [UInt8]) {
        conversations.willChange(conversation)
        conversation.state.countsForCustomers = opening.countsForCustomers
        func set(_ range: ByteRange, _ place: WritableKeyPath<AttributeNames, NameID>) {
            if !range.isEmpty { conversation.state.attributes[keyPath: place] = names.name(bytes, range) }
        }
        set(opening.brand, \.brand)
        set(opening.scene, \.scene)
        set(opening.tier, \.tier)
        set(opening.language, \.language)
        set(opening.region, \.region)
        if opening.stage != .unknown { conversation.state.attributes.stage = opening.stage }
        guard policies.tellRepeats, !opening.identity.isEmpty else { return }
        let told = ConversationReader.identity(bytes, opening.identity)
        if !told.customer.isEmpty { conversation.state.identity.customer = told.customer }
        if !told.orders.isEmpty { conversation.state.identity.orders = told.orders }
    }

    private func classify(
        _ classification: ConversationEvent.Classification, _ conversation: Conversation, _ bytes: [UInt8]
    ) {
        conversations.willChange(conversation)
        if !classification.urgencyClass.isEmpty {
            conversation.state.attributes.urgencyClass = names.name(bytes, classification.urgencyClass)
        }
        if !classification.taskType.isEmpty {
            conversation.state.attributes.taskType = names.name(bytes, classification.taskType)
        }
        if policies.tellRepeats, !classification.issue.isEmpty {
            conversation.state.identity.issue = bytes.string(classification.issue)
        }
        if classification.stage != .unknown { conversation.state.attributes.stage = classification.stage }
    }

    /// Keeps the mark of an event in the open episode when some condition of its policy asks for such events.
    private func mark(
        _ kind: EventKind, _ event: ConversationEvent, _ conversation: Conversation, _ bytes: [UInt8],
        text: ByteRange = .empty
    ) {
        guard conversation.state.isOpen else { return }
        let policy = policies.versions[conversation.state.episode.header.policyIndex]
        if policy.countsSensitiveNumbers, !text.isEmpty {
            conversation.state.episode.count(policy.sensitiveNumbers(bytes, text, &room))
        }
        guard policy.wantedEvents.contains(kind) else { return }
        policy.scanRecord(bytes, text, edition: edition(of: conversation, policy), into: &room)
        conversation.state.episode.record(kind, at: event.at, id: bytes[event.id], hits: room.hits)
    }

    /// The edition of the lexicons for the conversation.
    private func edition(of conversation: Conversation, _ policy: Policy) -> Int {
        guard policy.hasEditions else { return 0 }
        let attributes = conversation.state.attributes
        return policy.edition(brand: names.string(attributes.brand), language: names.string(attributes.language))
    }

    private func perform(
        _ message: ConversationEvent.Message, at time: Instant, _ conversation: Conversation, _ bytes: [UInt8],
        isLate: Bool,
        _ outbox: inout Outbox
    ) {
        guard conversation.state.isOpen else {
            if message.role == .agent, message.flags.isDisjoint(with: .neverAnswers) {
                tellFollowUps(.callBack, at: time, isLate: isLate, conversation)
            }
            return
        }
        let policyIndex = conversation.state.episode.header.policyIndex
        let policy = policies.versions[policyIndex]
        if !ahead.recall(by: policyIndex, into: &room) {
            policy.scan(
                bytes, message.text, by: message.role, message.flags, edition: edition(of: conversation, policy),
                into: &room)
        }
        // Handed over several times, and retained once.
        let hits = room.hits
        var read = ReadMessage(
            at: time, role: message.role, author: names.name(bytes, message.author),
            team: names.name(bytes, message.team),
            flags: message.flags, length: message.length, textHash: policy.textHash(bytes, message.text),
            isSubstantive: policy.isSubstantive(message.text, by: message.role, hits), isLate: isLate,
            promised: message.role == .agent ? policy.promised(bytes, message.text, hits) : nil)
        if policy.countsIntegrity { read.isEmpty = policy.isEmptyReply(bytes, message, hits) }
        if policy.countsSensitiveNumbers {
            conversation.state.episode.count(policy.sensitiveNumbers(bytes, message.text, &room))
        }
        if isLate, message.role == .customer { beginEarlier(at: time, message, policy, conversation, &outbox) }
        let contact = contact(conversation, policy)
        let announcements = conversation.state.episode.record(
            read, id: bytes[message.id], hits: hits, policy: policy, contact: contact)
        if !announcements.isEmpty { alert(announcements, conversation, &outbox) }
        if message.role == .agent { retargetTeam(at: time, conversation, &outbox) }
        if message.role == .agent, policy.tellsFatalFailures {
            let (attributes, channel) = (conversation.state.attributes, conversation.state.channel)
            let failures = conversation.state.episode.newFatalFailures(
                hits, of: attributes.values(names, channel: channel), policy: policy)
            if !failures.isEmpty { tell(failures, at: time, conversation, &outbox) }
        }
        // A cheap look first: most messages bring no deadline.
        if conversation.state.episode.header.clocks.nextMoment < conversation.timer { setTimer(conversation) }
    }

    private func assign(
        _ agent: ByteRange, _ team: ByteRange, at time: Instant, _ conversation: Conversation, _ bytes: [UInt8]
    ) {
        let agent = names.name(bytes, agent)
        let team = names.name(bytes, team)
        guard !conversation.state.isOpen else {
            return conversation.state.episode.assign(agent: agent, team: team, at: time)
        }
        conversation.state.assignedAgent = agent
        conversation.state.assignedTeam = team
    }

    /// Resolve or close: the episode is decided, scored and published, and waits for surveys and reviews from now on.
    private func endEpisode(at end: Instant, _ conversation: Conversation, _ outbox: inout Outbox) {
        guard conversation.state.isOpen else { return }
        decide(at: end, conversation, &outbox)
        // Taken out, and not copied.
        var episode = Episode.none
        swap(&episode, &conversation.state.episode)
        let policy = policies.versions[episode.header.policyIndex]
        var evaluation = episode.evaluation(of: subject(conversation), policy: policy, endedAt: end, names: names)
        evaluation.clocks += conversation.state.followUps.results(of: evaluation.episode, policies)
        if policy.tellsFatalFailures {
            let failures = episode.fatalFailures(atEnd: evaluation, policy: policy)
            if !failures.isEmpty {
                swap(&episode, &conversation.state.episode)
                tell(failures, at: end, conversation, &outbox)
                swap(&episode, &conversation.state.episode)
            }
        }
        let credit = Credit(
            tenant: conversation.state.tenant, agent: episode.header.agent, team: episode.header.team,
            channel: conversation.state.channel,
            hour: Window.hourStart(of: episode.header.startedAt, zone: policy.zone))
        (conversation.state.assignedAgent, conversation.state.assignedTeam) = episode.successor(policy.episodeCredit)
        conversation.state.closing = policy.integrity.map { episode.closing(at: end, policy: policy, $0) }
        conversation.state.isOpen = false
        counted.open -= 1
        conversation.state.lastEnd = max(conversation.state.lastEnd, end)
        conversation.state.ended.append(
            EndedEpisode(
                evaluation: state(of: evaluation), number: evaluation.episode, endedAt: end, credit: credit,
                expires: max(end, streamTime) + policy.episodeWindow))
        keepForFollowUps(conversation.state.ended.count - 1, policy, conversation)
        publish(evaluation, replacing: nil, at: end, credit: credit, conversation, &outbox)
        joinDue(conversation, &outbox)
        keepIdle(conversation, from: end)
        waitForCompanions(conversation)
    }
}
