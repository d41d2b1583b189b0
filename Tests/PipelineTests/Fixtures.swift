// Small policies, events and a bench to apply them.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Quality
import Wire

/// Instants are seconds after this one.
let epoch = Instant(milliseconds: 1_800_000_000_000)

func at(_ seconds: Int) -> Instant { epoch + .seconds(Int64(seconds)) }

extension PolicySet {
    /// Greeting 60 points, no slang 40 points; both first-response clocks 30 s, the human one with alerts; surveys join for an hour; skew 5 s.
    static let fixture = PolicySet([.fixture()])
}

extension Policy {
    static func fixture(
        version: String = "1", effectiveFrom: Instant = .distantPast, target: Milliseconds = .seconds(30),
        reviews: ReviewPolicy? = nil, clocks: [ClockPolicy]? = nil, pauseReasons: [String] = [],
        gratitude: GratitudePolicy? = nil, lexicons: [Lexicon]? = nil,
        tallySubjects: [SubjectKind] = [], credit: ClockCredit = .holder, episodeCredit: EpisodeCredit = .lastAnswerer,
        repeats: RepeatRules? = nil,
        monthsCloseAfter: Milliseconds? = nil, thresholds: [Threshold] = [],
        tallyRetention: TallyRetention = TallyRetention(), integrity: IntegrityPolicy? = nil,
        surveys: SurveyPolicy = SurveyPolicy(window: .hours(1))
    ) -> Policy {
        func criterion(_ id: String, _ points: Int32, _ check: Check) -> Criterion {
            Criterion(
                id: id, title: .init(chinese: id, english: id), requirements: ["S0-010"],
                points: Points(hundredths: points * 100), check: check)
        }
        let dimension = Dimension(
            id: "attitude", weight: .hundred,
            criteria: [
                criterion("greeting", 60, .requires(lexicon: 0, place: .first(1))),
                criterion("slang", 40, .forbids(lexicons: LexiconSet([1]), each: Points(hundredths: 4_000))),
            ])
        return Policy(
            name: "fixture", version: version, effectiveFrom: effectiveFrom, zone: .utc,
            rubric: Rubric(dimensions: [dimension]),
            lexicons: lexicons ?? [
                Lexicon(name: "greeting", phrases: ["您好"], exempt: []),
                Lexicon(name: "slang", phrases: ["yyds"], exempt: []),
            ],
            clocks: clocks ?? [
                ClockPolicy(kind: .firstResponseHuman, target: target, alerts: true, receivers: ["leader"]),
                ClockPolicy(kind: .firstResponseAny, target: .seconds(30), alerts: false, receivers: []),
            ], pauseReasons: pauseReasons,
            surveys: surveys, reviews: reviews, gratitude: gratitude,
            thresholds: thresholds, tallySubjects: tallySubjects, clockCredit: credit, episodeCredit: episodeCredit,
            monthsCloseAfter: monthsCloseAfter, tallyRetention: tallyRetention, repeats: repeats,
            integrity: integrity, allowedSkew: .seconds(5))
    }
}

/// Writes the records of one conversation.
struct Chat {
    var tenant = "acme"
    var id: String
    private(set) var count = 0

    init(_ id: String, tenant: String = "acme") {
        self.id = id
        self.tenant = tenant
    }

    var key: [UInt8] { RecordKey.bytes(tenant: tenant, name: id) }

    mutating func event(at seconds: Int, _ body: ProtoConversationEvent.OneOf_Body) -> ProtoConversationEvent {
        count += 1
        var event = ProtoConversationEvent()
        event.tenant = tenant
        event.conversationID = id
        event.eventID = "e\(count)"
        event.sequence = UInt32(count)
        event.atMs = at(seconds).milliseconds
        event.channel = "chat"
        event.body = body
        return event
    }

    mutating func message(
        _ role: ProtoRole, _ text: String, at seconds: Int, by agent: String = "A17"
    ) -> ProtoConversationEvent {
        var message = ProtoMessage()
        message.messageID = "m\(count + 1)"
        message.role = role
        if role != .customer { message.agentID = agent }
        message.text = text
        return event(at: seconds, .message(message))
    }

    mutating func customer(_ text: String = "在吗", at seconds: Int) -> ProtoConversationEvent {
        message(.customer, text, at: seconds)
    }

    mutating func agent(_ text: String = "您好", at seconds: Int) -> ProtoConversationEvent {
        message(.agent, text, at: seconds)
    }

    mutating func classified(_ urgencyClass: String, at seconds: Int) -> ProtoConversationEvent {
        var classified = ProtoClassified()
        classified.urgencyClass = urgencyClass
        return event(at: seconds, .classified(classified))
    }

    mutating func state(_ reason: String, at seconds: Int) -> ProtoConversationEvent {
        var changed = ProtoStateChanged()
        changed.reason = reason
        return event(at: seconds, .stateChanged(changed))
    }

    mutating func complaint(_ status: ProtoComplaint.Status, at seconds: Int) -> ProtoConversationEvent {
        var complaint = ProtoComplaint()
        complaint.status = status
        return event(at: seconds, .complaint(complaint))
    }

    mutating func recorded(at seconds: Int) -> ProtoConversationEvent { event(at: seconds, .recorded(ProtoRecorded())) }

    mutating func transferred(at seconds: Int, isEscalation: Bool = false) -> ProtoConversationEvent {
        var transferred = ProtoTransferred()
        transferred.escalation = isEscalation
        return event(at: seconds, .transferred(transferred))
    }

    mutating func closed(_ reason: ProtoClosed.Reason, at seconds: Int) -> ProtoConversationEvent {
        var closed = ProtoClosed()
        closed.reason = reason
        return event(at: seconds, .closed(closed))
    }

    mutating func resolved(at seconds: Int) -> ProtoConversationEvent { event(at: seconds, .resolved(ProtoResolved())) }

    /// A conversation with a greeting and an end: 100 points.
    mutating func complete(from seconds: Int) -> [ProtoConversationEvent] {
        [customer(at: seconds), agent(at: seconds + 10), resolved(at: seconds + 20)]
    }

    func survey(
        _ rating: Int32, at seconds: Int, event: String = "s1", survey: String = "sv1",
        step: ProtoSurveyEvent.Step = .answered,
        programme: String = "instant"
    ) -> ProtoSurveyEvent {
        var answer = ProtoSurveyEvent()
        answer.tenant = tenant
        answer.conversationID = id
        answer.eventID = event
        answer.atMs = at(seconds).milliseconds
        answer.surveyID = survey
        answer.programme = programme
        answer.step = step
        answer.scale = .stars5
        answer.rating = rating
        return answer
    }
}

extension Chat {
    /// A survey's invitation is sent.
    func invitation(at seconds: Int) -> ProtoSurveyEvent {
        var invitation = survey(1, at: seconds, event: "i\(seconds)", step: .sent)
        invitation.clearRating()
        return invitation
    }

    /// A step of a review. Items are hundredths of the total.
    func review(
        _ step: ProtoReviewEvent.Step, by rater: String = "", at seconds: Int, event: String,
        items: KeyValuePairs<String, UInt32> = [:], kind: ProtoReviewEvent.Kind = .sample, episode: UInt32 = 1
    ) -> ProtoReviewEvent {
        var review = ProtoReviewEvent()
        review.tenant = tenant
        review.conversationID = id
        review.eventID = event
        review.atMs = at(seconds).milliseconds
        review.episode = episode
        review.reviewID = "R\(episode)"
        review.raterID = rater
        review.kind = kind
        review.step = step
        review.policyVersion = items.isEmpty ? "" : "1"
        review.items = items.map { criterion, lost in
            var item = ProtoItemScore()
            item.criterion = criterion
            item.pointsLostHundredths = lost
            return item
        }
        return review
    }
}

/// An evaluation task on its own, with everything it published.
final class TaskBench {
    let task: EvaluationTask
    private(set) var evaluations: [ProtoEvaluation] = []
    private(set) var alerts: [ProtoAlert] = []
    private(set) var letters: [ProtoDeadLetter] = []
    private(set) var facts: [ProtoFact] = []
    /// Trace contexts of the effects, in their order; empty for an effect without one.
    private(set) var traces: [String] = []
    private var offsets: [Topic: Int64] = [:]
    private let policies: PolicySet
    private var checkpoints: [(key: [UInt8], value: [UInt8])] = []

    init(policies: PolicySet = .fixture, settings: EvaluationSettings = EvaluationSettings()) {
        self.policies = policies
        task = EvaluationTask(partition: 0, policies: policies, settings: settings)
    }

    func apply(_ events: ProtoConversationEvent...) throws {
        for event in events { try apply(event, arrivingAfter: .zero) }
    }

    func apply(all events: [ProtoConversationEvent]) throws {
        for event in events { try apply(event, arrivingAfter: .zero) }
    }

    /// Applies an event that the broker gets so long after it happened.
    func apply(_ event: ProtoConversationEvent, arrivingAfter delay: Milliseconds) throws {
        try apply(
            .conversations, key: RecordKey.bytes(tenant: event.tenant, name: event.conversationID),
            value: event.protobuf, timestamp: Instant(milliseconds: event.atMs) + delay)
    }

    func apply(_ survey: ProtoSurveyEvent) throws {
        try apply(
            .surveys, key: RecordKey.bytes(tenant: survey.tenant, name: survey.conversationID), value: survey.protobuf,
            timestamp: Instant(milliseconds: survey.atMs))
    }

    func apply(_ review: ProtoReviewEvent) throws {
        try apply(
            .reviews, key: RecordKey.bytes(tenant: review.tenant, name: review.conversationID), value: review.protobuf,
            timestamp: Instant(milliseconds: review.atMs))
    }

    /// Applies a review event, and lets time come as far.
    func take(_ review: ProtoReviewEvent) throws {
        try apply(review)
        try advance(to: Instant(milliseconds: review.atMs))
    }

    /// Applies a survey event, and lets time come as far.
    func answer(_ survey: ProtoSurveyEvent) throws {
        try apply(survey)
        try advance(to: Instant(milliseconds: survey.atMs))
    }

    func apply(
        _ topic: Topic, key: [UInt8]?, value: [UInt8]?, timestamp: Instant,
        headers: [(name: String, value: [UInt8]?)] = []
    ) throws {
        var batch = RecordBatch()
        let offset = offsets[topic] ?? 0
        offsets[topic] = offset + 1
        batch.append(
            origin: TopicPartition(topic, 0), offset: offset, timestamp: timestamp, key: key, value: value,
            headers: headers)
        var outbox = Outbox()
        task.apply(&batch, batch.records.indices, into: &outbox)
        try take(outbox)
    }

    /// Lets time come as far in the conversations alone.
    func advanceConversations(to time: Instant) throws {
        var outbox = Outbox()
        task.advance(to: time, into: &outbox)
        try take(outbox)
    }

    /// Commits, and returns a task that takes up what was committed.
    func restored() throws -> TaskBench {
        try commit()
        let next = TaskBench(policies: policies)
        next.offsets = offsets
        var batch = RecordBatch()
        for (offset, checkpoint) in checkpoints.enumerated() {
            batch.append(
                origin: TopicPartition(.checkpoints, 0), offset: Int64(offset), timestamp: epoch, key: checkpoint.key,
                value: checkpoint.value)
        }
        try next.task.load(batch)
        _ = next.task.begin(at: task.positions)
        try next.task.endRestore()
        return next
    }

    func advance(to time: Instant) throws {
        var outbox = Outbox()
        task.advance(to: time, into: &outbox)
        task.advanceCompanions(to: time, into: &outbox)
        try take(outbox)
    }

    func commit() throws {
        var outbox = Outbox()
        task.prepareCommit(into: &outbox)
        try take(outbox)
        task.commit()
    }

    private func take(_ outbox: Outbox) throws {
        for effect in outbox.effects {
            let value = Array(outbox.bytes[effect.value ?? .empty])
            traces.append(outbox.bytes.string(effect.traceParent ?? .empty))
            switch effect.topic {
            case .evaluations: evaluations.append(try ProtoEvaluation(protobuf: value))
            case .alerts: alerts.append(try ProtoAlert(protobuf: value))
            case .deadLetters: letters.append(try ProtoDeadLetter(protobuf: value))
            case .facts: facts.append(try ProtoFact(protobuf: value))
            case .checkpoints: checkpoints.append((Array(outbox.bytes[effect.key ?? .empty]), value))
            default: break
            }
        }
    }
}
