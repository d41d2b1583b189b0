// The hand-written readers and writers against the generated code.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

/// Random messages of our schemas.
struct RandomMessages {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func number() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        return value ^ value >> 31
    }

    mutating func number(below limit: Int) -> Int { Int(number() % UInt64(limit)) }
    mutating func flag() -> Bool { number() % 2 == 0 }

    /// Small and large numbers alike.
    mutating func signed() -> Int64 { Int64(bitPattern: number()) >> Int64(3 + number(below: 60)) }

    mutating func text(_ lengths: ClosedRange<Int>) -> String {
        let letters = ["a", "Z", "7", "您", "好", "é", "😀", " ", "药"]
        let count = lengths.lowerBound + number(below: lengths.count)
        return (0..<count).map { _ in letters[number(below: letters.count)] }.joined()
    }

    mutating func identifier() -> String { "id-\(number() % 100_000)" }

    mutating func conversationEvent() -> ProtoConversationEvent {
        var event = ProtoConversationEvent()
        event.tenant = identifier()
        event.conversationID = text(1...20)
        event.eventID = identifier()
        event.sequence = flag() ? 0 : UInt32(number(below: 1 << 30))
        event.atMs = 1 + Int64(number(below: 1 << 44))
        event.ingestedAtMs = flag() ? 0 : 17
        event.channel = flag() ? "" : "chat"
        event.body = body()
        return event
    }

    private mutating func body() -> ProtoConversationEvent.OneOf_Body {
        switch number(below: 14) {
        case 0:
            var opened = ProtoOpened()
            opened.scene = text(0...5)
            opened.brand = text(0...5)
            opened.customerTier = text(0...3)
            opened.language = flag() ? "zh-Hans" : ""
            opened.stage = [.unspecified, .preSale, .inSale, .afterSale][number(below: 4)]
            opened.contactKind = [.unspecified, .customer, .mystery, .test][number(below: 4)]
            return .opened(opened)
        case 1:
            var assigned = ProtoAssigned()
            assigned.agentID = text(0...9)
            assigned.teamID = text(0...9)
            assigned.acceptedAtMs = flag() ? 0 : Int64(1_000 + number(below: 9_000))
            return .assigned(assigned)
        case 2:
            var transferred = ProtoTransferred()
            transferred.toAgentID = text(0...9)
            transferred.hasNote_p = flag()
            transferred.escalation = flag()
            transferred.fromBot = flag()
            return .transferred(transferred)
        case 3: return .resolved(ProtoResolved())
        case 4:
            var closed = ProtoClosed()
            closed.reason = [.unspecified, .agent, .customer, .merged][number(below: 4)]
            return .closed(closed)
        case 5: return .lookup(ProtoLookup())
        case 6:
            var classified = ProtoClassified()
            classified.urgencyClass = text(0...2)
            classified.taskType = text(0...9)
            classified.customersAffected = UInt32(number(below: 500))
            classified.stage = [.unspecified, .preSale, .inSale, .afterSale][number(below: 4)]
            return .classified(classified)
        case 7:
            var recorded = ProtoRecorded()
            recorded.enteredAtMs = signed()
            recorded.result = text(0...60)
            return .recorded(recorded)
        case 8:
            var consent = ProtoConsent()
            consent.purpose = text(0...9)
            consent.given = flag()
            return .consent(consent)
        case 9:
            var complaint = ProtoComplaint()
            complaint.status = [.unspecified, .received, .accepted, .answered, .closed, .withdrawn][number(below: 6)]
            var changed = ProtoStateChanged()
            changed.state = .inProgress
            changed.reason = text(0...9)
            return flag() ? .complaint(complaint) : .stateChanged(changed)
        default:
            var message = ProtoMessage()
            message.messageID = identifier()
            message.role = [.customer, .agent, .bot, .system][number(below: 4)]
            message.agentID = text(0...9)
            message.teamID = text(0...5)
            message.text = text(0...120)
            message.internal = flag()
            message.autoSubmitted = flag()
            message.solicitation = flag()
            message.language = flag() ? "zh" : ""
            return .message(message)
        }
    }
}

@Suite("Hot records")
struct HotRecordTests {
    @Test("the reader of conversation events agrees with the generated code")
    func conversationReader() throws {
        var random = RandomMessages(seed: 1)
        for _ in 0..<2_000 {
            let message = random.conversationEvent()
            let bytes = [0, 1, 2] + message.protobuf + [9]
            let event = try ConversationReader.read(bytes, ByteRange(3..<bytes.count - 1))
            #expect(bytes.string(event.tenant) == message.tenant)
            #expect(bytes.string(event.conversation) == message.conversationID)
            #expect(bytes.string(event.id) == message.eventID)
            #expect(event.sequence == message.sequence && event.at.milliseconds == message.atMs)
            #expect(bytes.string(event.channel) == message.channel)
            expect(event.body, in: bytes, is: message.body)
        }
    }

    private func expect(
        _ body: ConversationEvent.Body, in bytes: [UInt8], is generated: ProtoConversationEvent.OneOf_Body?
    ) {
        switch (body, generated) {
        case (.opened(let opening), .opened(let opened)):
            #expect(opening.countsForCustomers == [.unspecified, .customer].contains(opened.contactKind))
            #expect(bytes.string(opening.scene) == opened.scene && bytes.string(opening.brand) == opened.brand)
            #expect(bytes.string(opening.tier) == opened.customerTier)
            #expect(bytes.string(opening.language) == opened.language)
            #expect(Int(opening.stage.rawValue) == opened.stage.rawValue)
        case (.classified(let classification), .classified(let classified)):
            #expect(bytes.string(classification.urgencyClass) == classified.urgencyClass)
            #expect(bytes.string(classification.taskType) == classified.taskType)
            #expect(Int(classification.stage.rawValue) == classified.stage.rawValue)
        case (.recorded(let text), .recorded(let recorded)): #expect(bytes.string(text) == recorded.result)
        case (.consented(let isGiven), .consent(let consent)): #expect(isGiven == consent.given)
        case (.assigned(let agent, let team, let acceptedAt), .assigned(let assigned)):
            #expect((acceptedAt?.milliseconds ?? 0) == assigned.acceptedAtMs)
            #expect(bytes.string(agent) == assigned.agentID && bytes.string(team) == assigned.teamID)
        case (.transferred(let transfer), .transferred(let transferred)):
            #expect(bytes.string(transfer.agent) == transferred.toAgentID)
            #expect(bytes.string(transfer.team) == transferred.toTeamID)
            #expect(transfer.hasNote == transferred.hasNote_p && transfer.isEscalation == transferred.escalation)
            #expect(transfer.isFromBot == transferred.fromBot)
        case (.complained(let step, let isSecond), .complaint(let complaint)):
            #expect(isSecond == complaint.repeated)
            #expect(Int(step.rawValue) == max(1, complaint.status.rawValue))
        case (.stateChanged(let reason), .stateChanged(let changed)): #expect(bytes.string(reason) == changed.reason)
        case (.closed(let isMerged), .closed(let closed)): #expect(isMerged == (closed.reason == .merged))
        case (.message(let message), .message(let proto)):
            #expect(bytes.string(message.id) == proto.messageID && bytes.string(message.author) == proto.agentID)
            #expect(bytes.string(message.text) == proto.text && Int(message.role.rawValue) == proto.role.rawValue)
            #expect(Int(message.length) == proto.text.unicodeScalars.count)
            #expect(message.flags.contains(.internal) == proto.internal)
            #expect(message.flags.contains(.autoSubmitted) == proto.autoSubmitted)
            #expect(message.flags.contains(.solicitation) == (proto.solicitation && proto.role != .customer))
        case (.resolved, .resolved), (.lookedUp, .lookup): break
        default: Issue.record("\(body) is not \(String(describing: generated))")
        }
    }

    @Test("any damage to an event is an error or another event, never a trap")
    func damagedEvents() {
        var random = RandomMessages(seed: 2)
        for _ in 0..<3_000 {
            var bytes = random.conversationEvent().protobuf
            for _ in 0...random.number(below: 3) {
                guard !bytes.isEmpty else { break }
                switch random.number(below: 3) {
                case 0: bytes[random.number(below: bytes.count)] = UInt8(truncatingIfNeeded: random.number())
                case 1: bytes.removeLast(random.number(below: bytes.count))
                default: bytes.insert(UInt8(truncatingIfNeeded: random.number()), at: random.number(below: bytes.count))
                }
            }
            _ = try? ConversationReader.read(bytes, ByteRange(0..<bytes.count))
            _ = try? Fact.read(bytes, ByteRange(0..<bytes.count))
            _ = try? Tally.read(bytes, ByteRange(0..<bytes.count))
            _ = try? CustomerRecord.read(bytes, ByteRange(0..<bytes.count))
        }
    }

    @Test("text that is not UTF-8 is refused, overlong forms and surrogates included")
    func invalidText() {
        for bad: [UInt8] in [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE0, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE6, 0x82],
        ] {
            var message = ProtoMessage()
            message.messageID = "m"
            message.role = .agent
            message.text = String(repeating: "x", count: bad.count)
            var event = ProtoConversationEvent()
            event.tenant = "t"
            event.conversationID = "c"
            event.eventID = "e"
            event.atMs = 1
            event.message = message
            let bytes = event.protobuf
            let place = bytes.firstIndex(of: UInt8(ascii: "x")) ?? 0
            let damaged = bytes[..<place] + bad + bytes[(place + bad.count)...]
            #expect(throws: DecodeError.self) {
                try ConversationReader.read(Array(damaged), ByteRange(0..<damaged.count))
            }
        }
    }

    @Test("facts are written and read as the generated code does")
    func facts() throws {
        var random = RandomMessages(seed: 3)
        for _ in 0..<500 {
            let fact = Fact(
                tenant: random.identifier(), subject: "agent:" + random.text(0...9),
                hour: Instant(milliseconds: 3_600_000),
                measures: random.measures(), source: UInt32(random.number(below: 1 << 20)))
            var bytes: [UInt8] = [7]
            let range = fact.write(appendingTo: &bytes)
            let proto = try ProtoFact(protobuf: Array(bytes[range]))
            #expect(proto.protobuf == Array(bytes[range]))
            #expect(try Fact.read(bytes, range) == fact)
            #expect(proto.subject == fact.subject && proto.measures.conversations == fact.measures.conversations)
        }
    }

    @Test("facts about contacts and records of customers are written and read as the generated code does")
    func contacts() throws {
        var random = RandomMessages(seed: 6)
        for _ in 0..<500 {
            let contacts = (0..<random.number(below: 4)).map { _ in random.contact() }
            var fact = Fact(
                tenant: random.identifier(), customer: random.text(1...9), contact: random.contact(),
                hour: Instant(milliseconds: 3_600_000), source: 3, cause: UInt64(random.number(below: 1 << 30)))
            if random.flag() { fact.provisionalUntil = Instant(milliseconds: 5) }
            var bytes: [UInt8] = [7]
            let range = fact.write(appendingTo: &bytes)
            #expect(try ProtoFact(protobuf: Array(bytes[range])).protobuf == Array(bytes[range]))
            #expect(try Fact.read(bytes, range) == fact)
            let record = CustomerRecord(
                tenant: random.identifier(), customer: random.text(1...9),
                contacts: CustomerContacts(contacts, forgottenUntil: Instant(milliseconds: 9)), nextFact: 12)
            bytes = []
            let place = record.write(appendingTo: &bytes)
            #expect(try ProtoTally(protobuf: bytes).protobuf == bytes)
            #expect(try CustomerRecord.read(bytes, place) == record)
        }
        var tally: [UInt8] = []
        let range = Tally(
            tenant: "t", subject: "all", kind: .day, start: Instant(milliseconds: 5), end: Instant(milliseconds: 9),
            measures: Measures(), nextFact: 1
        ).write(appendingTo: &tally)
        #expect(try CustomerRecord.read(tally, range) == nil)
    }

    @Test("tallies are written and read as the generated code does")
    func tallies() throws {
        var random = RandomMessages(seed: 4)
        for _ in 0..<500 {
            var tally = Tally(
                tenant: random.identifier(), subject: "all", kind: .day, start: Instant(milliseconds: 5),
                end: Instant(milliseconds: 9),
                measures: random.measures(), nextFact: Int64(random.number(below: 1 << 40)),
                thresholds: (0..<random.number(below: 3)).map { _ in
                    ThresholdState(
                        name: random.identifier(), cycle: UInt32(random.number(below: 1 << 20)), isRaised: random.flag()
                    )
                })
            if random.flag() { tally.provisionalUntil = Instant(milliseconds: 77) }
            var bytes: [UInt8] = []
            let range = tally.write(appendingTo: &bytes)
            #expect(try ProtoTally(protobuf: bytes).protobuf == bytes)
            #expect(try Tally.read(bytes, range) == tally)
        }
    }

    @Test("evaluations are written as the generated code does")
    func evaluations() throws {
        let policies = try PolicyLoader.preset("pharma-v2")
        var random = RandomMessages(seed: 5)
        for _ in 0..<500 {
            let evaluation = evaluation(&random, policies.versions[0])
            var bytes: [UInt8] = []
            _ = EvaluationWriter.write(evaluation, policies: policies, appendingTo: &bytes)
            let proto = try ProtoEvaluation(protobuf: bytes)
            #expect(proto.protobuf == bytes)
            #expect(proto.hasReview == (evaluation.review != nil))
            #expect(proto.review.versions.count == evaluation.review?.versions.count ?? 0)
            #expect(
                proto.awards.count == evaluation.awards.count && proto.fatal.count == evaluation.fatal.count)
            #expect(
                proto.hasScore == (evaluation.score != nil) && proto.deductions.count == evaluation.deductions.count)
            #expect(proto.conversationID == evaluation.conversation && proto.surveys.count == evaluation.surveys.count)
        }
    }

    private func evaluation(_ random: inout RandomMessages, _ policy: Policy) -> Evaluation {
        let rubric = policy.rubric
        var counts = EpisodeCounts()
        counts.records = UInt32(random.number(below: 300))
        counts.complaints = UInt32(random.number(below: 3))
        counts.secondComplaints = UInt32(random.number(below: 3))
        counts.withdrawnComplaints = UInt32(random.number(below: 3))
        let deductions = (0..<random.number(below: 6)).map { _ in
            let dimension = random.number(below: rubric.dimensions.count)
            return Deduction(
                dimension: dimension, criterion: random.number(below: rubric.dimensions[dimension].criteria.count),
                points: Points(hundredths: Int32(random.number(below: 10_000))),
                evidence: Evidence(
                    message: random.text(0...60), start: 3, end: UInt32(random.number(below: 900)), lexicon: "x"))
        }
        var event = SurveyEvent(
            id: "s", at: Instant(milliseconds: 4), survey: "v", programme: "p", episode: 1, step: .answered,
            rating: nil,
            recommend: nil, isTest: false)
        if random.flag() { event.rating = 1 + random.number(below: 5) }
        if random.flag() { event.recommend = random.number(below: 11) }
        var evaluation = Evaluation(
            tenant: random.identifier(), conversation: random.text(1...30), episode: 1,
            revision: UInt32(random.number(below: 9)),
            cause: .survey, policyIndex: 0, channel: random.text(0...4), agent: random.text(0...4),
            team: random.text(0...200),
            startedAt: Instant(milliseconds: random.signed()), endedAt: Instant(milliseconds: random.signed()),
            isEnded: random.flag(),
            score: random.flag() ? nil : Points(hundredths: Int32(random.number(below: 10_001))),
            dimensions: rubric.dimensions.map { _ in
                DimensionScore(
                    weight: Points(hundredths: Int32(random.number(below: 5_000))), score: random.flag() ? nil : .zero,
                    applied: 3)
            },
            deductions: deductions,
            awards: (0..<random.number(below: 3)).map { index in
                Award(
                    dimension: 0, criterion: index, points: Points(hundredths: 1 + Int32(index)),
                    evidence: Evidence(message: random.text(0...9), start: 1, end: 2, lexicon: "y"))
            },
            fatal: random.flag() ? [CriterionPlace(dimension: 0, criterion: 1)] : [],
            clocks: [
                ClockResult(
                    kind: .nextResponse, cycle: UInt32(random.number(below: 3)), startedAt: Instant(milliseconds: 0),
                    fulfilledAt: random.flag() ? nil : Instant(milliseconds: 0),
                    elapsed: random.flag() ? nil : .zero, target: .seconds(30), outcome: .met)
            ],
            surveys: [SurveyAnswer(event)], counts: counts, hasEstimatedTimes: random.flag(),
            hasGaps: random.flag(), countsForCustomers: random.flag(), sheet: sheet(&random, rubric))
        evaluation.review = random.flag() ? review(&random, policy) : nil
        evaluation.isResolved = random.flag()
        if random.flag() {
            evaluation.clocks[0].holder = HolderName(agent: random.text(0...9), team: random.text(0...9))
            evaluation.pauses = random.pauses(of: evaluation.clocks[0].holder)
        }
        if random.flag() { evaluation.integrity = random.integrity() }
        if random.flag() { evaluation.spans.queue = Milliseconds(random.signed()) }
        if random.flag() { evaluation.spans.assigned = .zero }
        if random.flag() { evaluation.spans.waiting = Milliseconds(random.signed()) }
        if random.flag() { evaluation.spans.responded = Milliseconds(random.signed()) }
        return evaluation
    }

    private func sheet(_ random: inout RandomMessages, _ rubric: Rubric) -> ScoreSheet {
        ScoreSheet(losses: rubric.dimensions.flatMap(\.criteria).map { _ in Int32(random.number(below: 9_000)) - 1 })
    }

    private func review(_ random: inout RandomMessages, _ policy: Policy) -> Review {
        var review = Review(id: random.identifier(), kind: .expert, state: .published)
        for number in 0..<random.number(below: 4) {
            let sheet = sheet(&random, policy.rubric)
            review.raters.append(
                RaterSheet(
                    rater: "Q\(number)", at: Instant(milliseconds: 7), sheet: sheet,
                    score: random.flag() ? nil : sheet.score(policy).total))
        }
        for number in 0..<random.number(below: 3) {
            let sheet = sheet(&random, policy.rubric)
            review.corrections.append(
                ReviewVersion(
                    cause: number == 0 ? .corrected : .ruled, by: random.text(0...9), at: Instant(milliseconds: 8),
                    sheet: sheet, score: sheet.score(policy).total))
        }
        review.publishedAt = random.flag() ? nil : Instant(milliseconds: random.signed())
        review.rulingBy = random.flag() ? nil : Instant(milliseconds: random.signed())
        review.ruledAt = random.flag() ? nil : Instant(milliseconds: random.signed())
        review.isClosed = random.flag()
        return review
    }
}
