// One stretch of a conversation, from the customer's first message to its resolution or closing.
// SPDX-License-Identifier: Apache-2.0

/// Who holds a conversation from an instant on; without an agent it is in a queue.
package struct Holder: Hashable, Sendable {
    /// From when on.
    package var since: Instant
    /// The agent.
    package var agent: NameID
    /// The agent's team, or the queue's.
    package var team: NameID

    /// A holder.
    package init(since: Instant, agent: NameID, team: NameID) {
        self.since = since
        self.agent = agent
        self.team = team
    }
}

/// The parts of an episode that have a fixed size: cheap to keep as an old value.
package struct EpisodeHeader: Hashable, Sendable {
    // First what most events read or change: it lies together, so that the processor fetches little.

    /// Index of the policy version that judges it.
    package var policyIndex: Int
    /// The latest event.
    package var lastAt: Instant
    /// Who held the conversation since when, in that order: those it was assigned or handed to, and those who answered.
    package var holders: [Holder] = []
    /// The last human who answered, else the last assigned.
    package var agent: NameID = .none
    /// That agent's team.
    package var team: NameID = .none
    /// The episode's number in the conversation, from 1.
    package var number: UInt32
    /// Whether `agent` wrote a public message (then an assignment does not replace it as the credited one).
    package var agentAnswered = false
    /// Whether some times were set by rule.
    package var hasEstimatedTimes = false
    /// Whether an event that the source counted had not come when it was needed: what comes after it was taken without.
    package var hasGaps = false
    /// Whether it was resolved: set when it ends with that.
    package var isResolved = false
    /// The clocks.
    package var clocks: EpisodeClocks
    /// What the episode consisted of.
    package var counts = EpisodeCounts()

    /// First public customer message.
    package var startedAt: Instant
    /// When a person first accepted it; nil when nobody did since it started.
    package var acceptedAt: Instant?
    /// The fatal criteria that were told to have failed, by their numbers in the policy.
    package var fatalTold: UInt64 = 0
    /// What integrity signals are made of, in the order in which it came; only where the policy counts these.
    package var notes: [IntegrityNote] = []

    /// The header of an episode in which nothing has happened yet.
    package init(
        number: UInt32, policyIndex: Int, startedAt: Instant, lastAt: Instant, clocks: EpisodeClocks = EpisodeClocks()
    ) {
        self.number = number
        self.policyIndex = policyIndex
        self.startedAt = startedAt
        self.lastAt = lastAt
        self.clocks = clocks
    }
}

/// What one message adds to an episode, after its text was read.
package struct ReadMessage: Sendable {
    /// When it was written.
    package var at: Instant
    /// Who wrote it.
    package var role: Role
    /// The author's number.
    package var author: NameID
    /// The author's team; none when the event does not say.
    package var team: NameID
    /// What kind of message it is.
    package var flags: MessageFlags
    /// Length in Unicode scalars.
    package var length: UInt32
    /// Hash of the text, where repetitions are asked for; else 0.
    package var textHash: UInt32
    /// Whether it is more than words of courtesy (F17), where a clock asks for it.
    package var isSubstantive: Bool
    /// Whether it comes later than allowed: what happened after it was taken before.
    package var isLate: Bool
    /// The time that it promises, where a clock asks for it (T69).
    package var promised: Milliseconds?
    /// Whether it is an agent's and says hardly anything, where integrity signals are counted.
    package var isEmpty = false

    /// A message whose text was read.
    package init(
        at: Instant, role: Role, author: NameID, team: NameID, flags: MessageFlags, length: UInt32,
        textHash: UInt32 = 0, isSubstantive: Bool = false, isLate: Bool = false, promised: Milliseconds? = nil
    ) {
        self.promised = promised
        self.at = at
        self.role = role
        self.author = author
        self.team = team
        self.flags = flags
        self.length = length
        self.textHash = textHash
        self.isSubstantive = isSubstantive
        self.isLate = isLate
    }

    /// What it is to clocks.
    var clockEvents: ClockEvents {
        guard flags.isDisjoint(with: .neverAnswers) else {
            return role == .agent && flags.contains(.internal) ? .note : []
        }
        return switch role {
        case .customer: .customer
        case .agent: isSubstantive ? [.agent, .substance] : .agent
        case .bot: .bot
        case .system: []
        }
    }
}

/// An open episode: its header, its marks and where they hit lexicons. Marks, hits and identifiers only grow.
package struct Episode: Hashable, Sendable {
    /// The messages, in the order in which they came.
    package private(set) var marks: [Mark] = []
    /// The hits, in the order of the marks.
    package private(set) var hits: [LexiconHit] = []
    /// The ids of the messages, one after the other.
    package private(set) var identifiers: [UInt8] = []
    /// The parts of fixed size.
    package var header: EpisodeHeader

    /// At most so many messages of one episode are kept: a producer that runs wild must not fill the memory.
    package static let mostMessages = 20_000
    /// So many hits of one message are kept, and beyond them the first one of each lexicon: more cost nothing more, every
    /// criterion has lost its points by then.
    package static let mostHitsPerMessage = 64

    /// No episode: what stands where none is open.
    package static let none = Episode(
        header: EpisodeHeader(number: 0, policyIndex: 0, startedAt: .distantPast, lastAt: .distantPast))

    /// An episode from its parts, which belong together: hits in the order of the marks, identifiers as long as the
    /// marks say.
    package init(header: EpisodeHeader, marks: [Mark] = [], hits: [LexiconHit] = [], identifiers: [UInt8] = []) {
        self.header = header
        self.marks = marks
        self.hits = hits
        self.identifiers = identifiers
    }

    /// An episode that starts with a customer's message at `start`, of such a contact.
    package init(number: UInt32, start: Instant, policyIndex: Int, policy: Policy, contact: ContactAttributes) {
        header = EpisodeHeader(
            number: number, policyIndex: policyIndex, startedAt: start, lastAt: start,
            clocks: EpisodeClocks(episode: number, at: start, policy.clocks, contact))
        // Room for an ordinary conversation, so that it needs no growing.
        marks.reserveCapacity(Episode.ordinaryMessages)
        hits.reserveCapacity(Episode.ordinaryMessages * 5)
        identifiers.reserveCapacity(Episode.ordinaryMessages * 9)
    }

    private static let ordinaryMessages = 20

    /// Takes a message: keeps its mark and its hits, and lets it answer and start clocks. Its id has less than 64 KiB.
    package mutating func record(
        _ message: ReadMessage, id: ArraySlice<UInt8>, hits found: [PhraseHit], policy: Policy,
        contact: ContactAttributes
    ) -> [ClockAnnouncement] {
        note(found, id: id)
        let mark = Mark(
            at: message.at, length: message.length, identifierLength: UInt16(id.count),
            role: message.role, flags: message.flags, textHash: message.textHash)
        if message.isEmpty { header.notes.append(.emptyReply(mark: UInt32(marks.count))) }
        marks.append(mark)
        if message.flags.contains(.timeEstimated) { header.hasEstimatedTimes = true }
        if mark.isPublic { count(message, policy.episodeCredit) }
        let events = message.clockEvents
        guard !events.isDisjoint(with: policy.clockEvents) else { return [] }
        var said = LexiconSet()
        if events.contains(.agent), !policy.clockWords.isEmpty { for hit in found { said.insert(hit.lexicon) } }
        return header.clocks.take(
            EpisodeClocks.Occurrence(
                events, at: message.at, said: said, isLate: message.isLate, promised: message.promised),
            policy.clocks, contact, episode: header.number)
    }

    /// A message of the customer came late that is older than the first one that was known: the episode began with it (F22).
    package mutating func begin(at start: Instant, policy: Policy) -> [ClockAnnouncement] {
        let known = header.startedAt
        header.startedAt = start
        return header.clocks.begin(at: start, insteadOf: known, policy.clocks)
    }

    /// Lets clocks take what is no message.
    package mutating func take(
        _ occurrence: EpisodeClocks.Occurrence, policy: Policy, contact: ContactAttributes
    ) -> [ClockAnnouncement] {
        guard !occurrence.events.isDisjoint(with: policy.clockEvents) else { return [] }
        return header.clocks.take(occurrence, policy.clocks, contact, episode: header.number)
    }

    /// Keeps the mark of an event that is no message, with what was found in its text. Its id has less than 64 KiB. Beyond
    /// `mostMessages` marks events are not kept.
    package mutating func record(_ event: EventKind, at time: Instant, id: ArraySlice<UInt8>, hits found: [PhraseHit]) {
        guard marks.count < Episode.mostMessages else { return }
        note(found, id: id)
        marks.append(
            Mark(
                at: time, length: 0, identifierLength: UInt16(id.count), role: .system,
                flags: .internal, event: event))
    }

    /// Keeps where the next mark hits lexicons, and its id. Of more hits than are kept, each lexicon's first one is.
    private mutating func note(_ found: [PhraseHit], id: ArraySlice<UInt8>) {
        let index = UInt16(marks.count)
        let isLong = found.count > Episode.mostHitsPerMessage
        // Room is made once, and not looked after hit by hit; spans, as arrays would be retained for the closures.
        let (found, id) = (found.span, id.span)
        if !found.isEmpty {
            hits.append(addingCapacity: found.count) { room in
                var lexicons = LexiconSet()
                for place in found.indices {
                    let hit = found[place]
                    if isLong {
                        guard place < Episode.mostHitsPerMessage || !lexicons.contains(hit.lexicon) else { continue }
                        lexicons.insert(hit.lexicon)
                    }
                    room.append(LexiconHit(mark: index, start: hit.start, end: hit.end, lexicon: hit.lexicon))
                }
            }
        }
        identifiers.append(addingCapacity: id.count) { room in
            for place in id.indices { room.append(id[place]) }
        }
    }

    /// Counts an input record with the episode.
    package mutating func count(recordAt time: Instant) {
        header.counts.records += 1
        header.lastAt = max(header.lastAt, time)
    }

    /// Counts a hand-over (S1-021).
    package mutating func count(transferWithNote hasNote: Bool) {
        header.counts.transfers += 1
        if hasNote { header.counts.transfersWithNote += 1 }
    }

    /// Counts what becomes of complaints.
    package mutating func count(_ step: ConversationEvent.ComplaintStep, isSecond: Bool) {
        switch step {
        case .received:
            header.counts.complaints += 1
            if isSecond { header.counts.secondComplaints += 1 }
        case .withdrawn: header.counts.withdrawnComplaints += 1
        case .accepted, .answered, .closed: break
        }
    }

    /// Counts sensitive numbers in a text.
    package mutating func count(_ sensitive: SensitiveNumbers) {
        header.counts.sensitive = header.counts.sensitive + sensitive
    }

    private mutating func count(_ message: ReadMessage, _ credit: EpisodeCredit) {
        switch message.role {
        case .customer: header.counts.customerMessages += 1
        case .bot: header.counts.botMessages += 1
        case .system: break
        case .agent:
            header.counts.agentMessages += 1
            if message.author != .none {
                let isOther = header.agent != message.author
                let team = message.team != .none || isOther ? message.team : header.team
                hold(message.author, team, since: message.at)
                // Who first answered stays responsible where the policy says so.
                if credit == .lastAnswerer || !isOther || !header.agentAnswered || header.agent == .none {
                    header.agent = message.author
                    header.team = team
                }
            }
            header.agentAnswered = true
        }
    }

    /// The conversation got an agent, or was handed over to one or to a queue.
    package mutating func assign(agent: NameID, team: NameID, at time: Instant) {
        hold(agent, team, since: time)
        if !header.agentAnswered || agent == header.agent {
            header.agent = agent
            header.team = team
        }
    }

    /// Who has the conversation when the episode ends, and goes on with it: its agent, or, where that is who answered first, who took over.
    package func successor(_ credit: EpisodeCredit) -> (agent: NameID, team: NameID) {
        guard credit == .firstAnswerer, let last = header.holders.last else { return (header.agent, header.team) }
        return (last.agent, last.team)
    }

    /// A person accepted the conversation.
    package mutating func accept(at time: Instant) { header.acceptedAt = min(time, header.acceptedAt ?? time) }

    /// Notes who holds the conversation from now on.
    private mutating func hold(_ agent: NameID, _ team: NameID, since time: Instant) {
        if let last = header.holders.last, last.agent == agent, last.team == team {
            // By a clock that goes wrong, or by a late event, it may have been sooner. Else nothing is written: that would copy the list.
            if time < last.since { header.holders[header.holders.count - 1].since = time }
            return
        }
        guard header.holders.count < Episode.mostMessages else { return }
        header.holders.append(Holder(since: time, agent: agent, team: team))
    }

    /// Who held the conversation at an instant (F10); nobody before it was assigned.
    package func holder(at time: Instant) -> Holder {
        header.holders.last { $0.since <= time } ?? Holder(since: .distantPast, agent: .none, team: .none)
    }

    /// Time is known to have passed `time` without another event: decides the clocks.
    package mutating func decide(at time: Instant, policy: Policy) -> [ClockAnnouncement] {
        guard header.clocks.nextMoment <= time else { return [] }
        return header.clocks.decide(at: time, policy.clocks)
    }

    /// The next deadline about which something may have to be said; nil when there is none.
    package var nextDeadline: Instant? {
        header.clocks.nextMoment == .distantFuture ? nil : header.clocks.nextMoment
    }

    /// The id of a message.
    package func identifier(of mark: Int) -> String {
        let start = marks[..<mark].reduce(0) { $0 + Int($1.identifierLength) }
        return identifiers.string(ByteRange(start..<start + Int(marks[mark].identifierLength)))
    }

    /// Takes back everything that came after a point, for a rollback.
    package mutating func truncate(to header: EpisodeHeader, marks: Int, hits: Int, identifiers: Int) {
        self.header = header
        self.marks.removeLast(self.marks.count - marks)
        self.hits.removeLast(self.hits.count - hits)
        self.identifiers.removeLast(self.identifiers.count - identifiers)
    }
}
