// One generated conversation, from its opening to its rating.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Writes the events of one conversation.
struct ConversationScript {
    private let settings: TrafficSettings
    private let id: String
    private var random: SeededRandom
    private var time: Instant
    private var sequence: UInt32 = 0
    private(set) var records: [TrafficRecord] = []
    private let agent: Int
    /// How well the agent works, 0 to 1000: decides which sentences are left out or replaced.
    private let care: Int

    init(number: Int, start: Instant, settings: TrafficSettings, random: SeededRandom) {
        self.settings = settings
        self.random = random
        time = start
        id = "c-\(number)"
        agent = self.random.number(0...(settings.agents - 1))
        // A few agents are careless, most are good.
        care = agent % 9 == 4 ? 350 : 940
        write()
    }

    private var agentID: String { "A\(100 + agent)" }
    private var teamID: String { "T\(agent % settings.teams + 1)" }

    private mutating func write() {
        let isLate = random.chance(perMille: settings.lateRate)
        let isUnfinished = random.chance(perMille: settings.unfinishedRate)
        let isAngry = random.chance(perMille: 120)
        var opened = ProtoOpened()
        opened.scene = "consultation"
        add(.opened(opened))
        customer(random.pick(Phrases.questions), after: 1...4)
        if random.chance(perMille: 500) { message(.bot, "greeter", Phrases.botGreeting, after: 1...2) }
        var assigned = ProtoAssigned()
        assigned.agentID = agentID
        assigned.teamID = teamID
        add(after: 1...5, .assigned(assigned))
        agent(Phrases.greetings, after: isLate ? 32...75 : 3...14, essential: true)
        if isAngry {
            customer(random.pick(Phrases.complaints), after: 3...12)
            agent(Phrases.empathy, after: 4...20)
        }
        agent(Phrases.confirmations, after: 3...15)
        talk()
        if isUnfinished { return }
        agent(Phrases.closings, after: 3...10)
        customer(random.pick(Phrases.thanks), after: 2...15)
        var resolved = ProtoResolved()
        resolved.agentID = agentID
        add(after: 1...8, .resolved(resolved))
        records[records.count - 1].endsConversation = true
        if random.chance(perMille: settings.surveyRate) { survey(isAngry: isAngry) }
    }

    private mutating func talk() {
        let spread = random.number(-3...3)
        while records.count < settings.eventsPerConversation - 3 + spread {
            customer(random.pick(Phrases.details), after: 4...20)
            agent(random.chance(perMille: 150) ? Phrases.cautions : Phrases.answers, after: 4...25)
            if random.chance(perMille: 40) { agent([Phrases.dosage], after: 3...9) }
            if random.chance(perMille: 15) { agent(Phrases.promises, after: 3...9) }
        }
    }

    private mutating func customer(_ text: String, after delay: ClosedRange<Int>) {
        message(.customer, "", text, after: delay)
    }

    /// An agent's sentence; a careless agent says something else, or nothing when the sentence is not essential.
    private mutating func agent(_ phrases: [String], after delay: ClosedRange<Int>, essential: Bool = false) {
        if random.chance(perMille: care) {
            message(.agent, agentID, random.pick(phrases), after: delay)
        } else if essential || random.chance(perMille: 500) {
            message(.agent, agentID, random.pick(Phrases.careless), after: delay)
        }
    }

    private mutating func message(_ role: ProtoRole, _ author: String, _ text: String, after delay: ClosedRange<Int>) {
        var message = ProtoMessage()
        message.messageID = "m\(sequence + 1)"
        message.role = role
        message.agentID = author
        message.text = lengthened(text)
        add(after: delay, .message(message))
    }

    private mutating func lengthened(_ text: String) -> String {
        var text = text
        while text.utf8.count < settings.leastTextBytes { text += "，" + random.pick(Phrases.matters) }
        return text
    }

    private mutating func add(after delay: ClosedRange<Int> = 0...0, _ body: ProtoConversationEvent.OneOf_Body) {
        time = time + Milliseconds(Int64(random.number(delay.lowerBound * 1000...delay.upperBound * 1000)))
        sequence += 1
        var event = ProtoConversationEvent()
        event.tenant = settings.tenant
        event.conversationID = id
        event.eventID = "e\(sequence)"
        event.sequence = sequence
        event.atMs = time.milliseconds
        if sequence == 1 { event.channel = random.pick(["chat", "chat", "chat", "phone", "email"]) }
        event.body = body
        append(Self.encoding(event, json: random.chance(perMille: settings.jsonRate)), isSurvey: false)
    }

    private mutating func survey(isAngry: Bool) {
        time = time + Milliseconds(Int64(random.number(5_000...60_000)))
        var event = ProtoSurveyEvent()
        event.tenant = settings.tenant
        event.conversationID = id
        event.eventID = "s1"
        event.atMs = time.milliseconds
        event.surveyID = "\(id)-s"
        event.programme = "instant"
        event.channel = "popup"
        event.step = .answered
        event.scale = .stars5
        event.submitted = true
        let pleased = care > 500 && !isAngry
        event.rating = Int32(pleased ? random.pick([3, 4, 4, 5, 5, 5, 5, 5]) : random.pick([1, 1, 2, 2, 3, 4, 5]))
        event.recommend = Int32(pleased ? random.number(6...10) : random.number(0...8))
        append(Self.encoding(event, json: random.chance(perMille: settings.jsonRate)), isSurvey: true)
    }

    private mutating func append(_ value: (bytes: [UInt8], isJSON: Bool), isSurvey: Bool) {
        records.append(
            TrafficRecord(
                isSurvey: isSurvey, kind: .event, key: RecordKey.bytes(tenant: settings.tenant, name: id),
                value: value.bytes, isJSON: value.isJSON, at: time, endsConversation: false))
    }

    private static func encoding(_ event: some EncodableEvent, json: Bool) -> (bytes: [UInt8], isJSON: Bool) {
        (json ? event.json : event.protobuf, json)
    }
}
