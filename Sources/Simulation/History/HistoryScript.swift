// One conversation of a history.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Wire

/// Writes the events and surveys of one conversation, with the moments at which they happen.
struct HistoryScript {
    /// Something that happened; the clock of its source may be off.
    struct Happening {
        var at: Instant
        var topic: Topic
        var key: [UInt8]
        var value: [UInt8]
    }

    let settings: HistorySettings
    private let bursts: [Range<Int64>]
    let id: String
    var random: SeededRandom
    var now = Instant(milliseconds: 0)
    /// The latest event time so far, and that of a reply.
    private var latestStamp = Instant.distantPast
    private var latestReply = Instant.distantPast
    /// When the state changed last: nothing that is counted behind it happened before it.
    private var latestState = Instant.distantPast
    private var sequence: UInt32 = 0
    /// Who spoke last for the house.
    private(set) var latestAgent = "A1"
    var surveys = 0
    private var reviews = 0
    private var corrections = 0
    var episode: UInt32 = 0
    private var begunAt = Instant.distantPast
    /// Its first message, as the source's clock shows it.
    private var firstStamp = Instant.distantPast
    /// Whether a second episode comes.
    var isReopened = false
    private(set) var happenings: [Happening] = []

    /// The conversation of that number. Bursts are ranges of milliseconds since 1970.
    init(number: Int, settings: HistorySettings, bursts: [Range<Int64>], random: SeededRandom) {
        self.settings = settings
        self.bursts = bursts
        self.random = random
        id = "c\(number)"
        write(number)
    }

    private mutating func write(_ number: Int) {
        let burst = random.pick(bursts)
        now = Instant(milliseconds: burst.lowerBound + Int64(random.number(0...Int(burst.count) / 2)))
        if random.chance(perMille: 500) { add(.opened(opening())) }
        switch number % 5 {
        case 0: stayOpen()
        case 1, 2:
            isReopened = true
            talk()
            pass(1_000...9_000)
            if random.chance(perMille: 400) { add(.reopened(ProtoReopened())) }
            talk()
        default: talk()
        }
    }

    private mutating func opening() -> ProtoOpened {
        var opened = ProtoOpened()
        if random.chance(perMille: 100) { opened.contactKind = .mystery }
        if random.chance(perMille: 500) { opened.brand = random.pick(["acme", "other"]) }
        if random.chance(perMille: 800) { opened.customerID = "k\(random.number(1...4))" }
        for _ in 0..<random.number(0...2) { opened.orderIds.append("o\(random.number(1...3))") }
        return opened
    }

    // MARK: Courses

    /// An episode from its first message to its end, mostly.
    private mutating func talk() {
        begin()
        for _ in 0..<random.number(0...3) { goOn() }
        if settings.hasCorrections, random.chance(perMille: 100) { correct(after: random.number(0...2_000)) }
        if random.chance(perMille: 120) { return }
        end()
    }

    /// An episode that stays open over all bursts to come; some are never ended.
    private mutating func stayOpen() {
        let first = now
        begin()
        for burst in bursts where burst.lowerBound > first.milliseconds {
            now = max(now, Instant(milliseconds: burst.lowerBound + Int64(random.number(0...Int(burst.count) - 1))))
            goOn()
        }
        if random.chance(perMille: 600) { end() }
    }

    private mutating func begin() {
        episode += 1
        begunAt = now
        if random.chance(perMille: 300) { message(.customer, "在吗", isAutomatic: true) }
        firstStamp = message(.customer, random.pick(["在吗", "我要投诉", "请问"]))
        if random.chance(perMille: 300) {
            pass(200...3_000)
            message(.bot, "您好")
        }
        if random.chance(perMille: 500) { assign() }
        if random.chance(perMille: 150) { return }
        pass(random.chance(perMille: 300) ? 7_000...14_000 : 300...4_500)
        message(.agent, random.pick(["您好", "您好，抱歉", "yyds"]))
    }

    private mutating func goOn() {
        pass(500...4_000)
        message(.customer, random.pick(["那好", "我要投诉"]))
        if random.chance(perMille: 200) { message(.agent, "内部", isInternal: true) }
        if random.chance(perMille: 200) { transfer() }
        if random.chance(perMille: 200) { classify() }
        if random.chance(perMille: 150) { complain() }
        if settings.hasPauses, random.chance(perMille: 300) { pause() }
        pass(random.chance(perMille: 100) ? 6_000...8_000 : 300...4_000)
        message(.agent, random.chance(perMille: 40) ? "保证治好" : random.pick(["yyds", "抱歉", "好的"]))
    }

    private mutating func end() {
        if settings.hasDressing, random.chance(perMille: 200) { return endInsteadOfAnswer() }
        pass(200...2_000)
        if random.chance(perMille: 500) { message(.agent, "再见") }
        if random.chance(perMille: 100) { add(.recorded(ProtoRecorded())) }
        let isEarly = settings.hasSurveys && random.chance(perMille: 120)
        if isEarly { survey(after: 0) }
        pass(200...2_000)
        addEnding()
        if random.chance(perMille: 200) { add(.recorded(ProtoRecorded())) }
        followUp()
        if settings.hasSurveys, !isEarly, random.chance(perMille: 600) { survey(after: random.number(0...8_000)) }
        if settings.hasReviews, random.chance(perMille: 600) { review(after: random.number(0...8_000)) }
        for _ in 0..<2 where settings.hasCorrections && random.chance(perMille: 300) {
            correct(after: random.number(0...8_000))
        }
    }

    private mutating func addEnding() {
        let ending: ProtoConversationEvent.OneOf_Body =
            random.chance(perMille: 700) ? .resolved(ProtoResolved()) : .closed(ProtoClosed())
        // An episode that ended before something was said in it would be no conversation at all.
        add(ending, notBefore: latestStamp)
    }

    /// The customer waits until the deadline is near, and the episode ends instead of an answer: it is taken up again soon.
    private mutating func endInsteadOfAnswer() {
        message(.customer, "那好")
        pass(1_400...2_600)
        addEnding()
    }

    /// What is due when the episode has ended, in time or late; sometimes nothing of it.
    private mutating func followUp() {
        if settings.hasSurveys, random.chance(perMille: 500) { invite(after: random.number(100...7_000)) }
        if settings.hasSurveys, settings.hasDressing, random.chance(perMille: 150) { changeMind() }
        if random.chance(perMille: 250) {
            pass(1_000...7_000)
            add(.recorded(ProtoRecorded()))
        }
        if random.chance(perMille: 250) {
            pass(1_000...7_000)
            message(.agent, "您好")
        }
        if random.chance(perMille: 200) {
            pass(1_000...7_000)
            transfer()
        }
        if random.chance(perMille: 150) {
            pass(200...3_000)
            complain()
        }
    }

    // MARK: Events

    mutating func pass(_ range: ClosedRange<Int>) { now = now + Milliseconds(Int64(random.number(range))) }

    @discardableResult
    mutating func message(
        _ role: ProtoRole, _ text: String, by agent: String? = nil, isAutomatic: Bool = false, isInternal: Bool = false
    ) -> Instant {
        var message = ProtoMessage()
        message.messageID = "m\(sequence + 1)"
        message.role = role
        message.text = text
        if role == .agent {
            latestAgent = agent ?? "A\(random.number(1...4))"
            message.agentID = latestAgent
        }
        if role == .agent, random.chance(perMille: 500) { message.teamID = "T\(random.number(1...2))" }
        message.autoSubmitted = isAutomatic
        message.internal = isInternal
        // A reply does not happen before one that is counted before it.
        let isReply = role == .agent || role == .bot
        let stamp = add(.message(message), notBefore: isReply && !Promises.anyReplyOrder ? latestReply : .distantPast)
        if isReply { latestReply = max(latestReply, stamp) }
        if settings.hasDressing, random.chance(perMille: 80) {
            // The client sends it again, under another event id.
            message.clientToken = "t\(sequence)"
            for _ in 0..<2 { add(.message(message), notBefore: stamp) }
        }
        return stamp
    }

    /// The state changes once or more often: clocks stand still, and mostly go on.
    private mutating func pause() {
        for reason in ["customer", random.pick(["", "supplier", "customer"]), "handled"] {
            var changed = ProtoStateChanged()
            changed.reason = reason
            if random.chance(perMille: 850) {
                latestState = add(
                    .stateChanged(changed), notBefore: Promises.anyPauseOrder ? .distantPast : latestStamp)
            }
            pass(200...2_500)
        }
    }

    private mutating func assign() {
        var assigned = ProtoAssigned()
        assigned.agentID = "A\(random.number(1...4))"
        assigned.teamID = "T\(random.number(1...2))"
        add(.assigned(assigned))
    }

    private mutating func complain() {
        var complaint = ProtoComplaint()
        complaint.status = random.pick([.unspecified, .received, .accepted, .closed, .withdrawn])
        complaint.repeated = random.chance(perMille: 300)
        add(.complaint(complaint))
    }

    private mutating func classify() {
        var classified = ProtoClassified()
        classified.issueClass = random.pick(["delivery", "refund"])
        add(.classified(classified))
    }

    private mutating func transfer() {
        var transferred = ProtoTransferred()
        transferred.toAgentID = "A\(random.number(1...4))"
        transferred.toTeamID = "T\(random.number(1...2))"
        transferred.hasNote_p = random.chance(perMille: 500)
        add(.transferred(transferred))
    }

    /// The moments of a conversation's events are at least a little apart.
    @discardableResult
    private mutating func add(
        _ body: ProtoConversationEvent.OneOf_Body, notBefore earliest: Instant = .distantPast
    ) -> Instant {
        pass(20...120)
        sequence += 1
        var event = ProtoConversationEvent()
        event.tenant = "acme"
        event.conversationID = id
        event.eventID = "e\(sequence)"
        event.sequence = sequence
        let stamp = max(earliest, latestState, stamp())
        latestStamp = max(latestStamp, stamp)
        event.atMs = stamp.milliseconds
        if sequence == 1 || random.chance(perMille: 30) { event.channel = random.pick(["chat", "phone"]) }
        event.body = body
        append(.conversations, event.protobuf)
        return stamp
    }

    /// The time as the source's clock shows it.
    mutating func stamp() -> Instant {
        let error = Int(settings.clockError.count)
        guard error > 0, Promises.anyOrder else { return now }
        return now + Milliseconds(Int64(random.number(-error...error)))
    }

    // MARK: Reviews

    /// A review that may go any way: what its state does not allow becomes a dead letter.
    private mutating func review(after delay: Int) {
        let end = now
        now = now + Milliseconds(Int64(delay))
        for step in ReviewScript.steps(&random) {
            pass(50...2_500)
            reviews += 1
            var event = ReviewScript.event(step, &random)
            event.tenant = "acme"
            event.conversationID = id
            event.eventID = "r\(reviews)"
            event.atMs = (Promises.anyReviewOrder ? stamp() : now).milliseconds
            event.episode = episode
            if !event.items.isEmpty, event.policyVersion.isEmpty { event.policyVersion = policyVersion }
            if event.reviewID.isEmpty { event.reviewID = "rv\(episode)" }
            append(.reviews, event.protobuf)
        }
        now = end
    }

    // MARK: Corrections

    /// A correction of a clock, which may be none of the episode's, or one that outlives it: then it is a dead letter.
    private mutating func correct(after delay: Int) {
        let end = now
        now = now + Milliseconds(Int64(delay))
        corrections += 1
        var event = CorrectionScript.event(from: firstStamp, &random)
        event.tenant = "acme"
        event.conversationID = id
        event.eventID = "k\(corrections)"
        event.atMs = stamp().milliseconds
        event.corrected.episode = random.chance(perMille: 30) ? episode + 9 : episode
        append(.conversations, event.protobuf)
        now = end
    }

    /// The version that the episode is judged by, if it did not begin just when the second took force.
    private var policyVersion: String { begunAt < HistoryInput.secondPolicy(settings) ? "1" : "2" }

    mutating func append(_ topic: Topic, _ value: [UInt8]) {
        happenings.append(
            Happening(at: now, topic: topic, key: RecordKey.bytes(tenant: "acme", name: id), value: value))
    }
}
