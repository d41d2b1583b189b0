// One generated conversation, from its opening to its rating.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Wire

/// Writes the events of one conversation.
package struct ConversationScript {
    /// Who takes part in a conversation.
    package struct Names: Sendable {
        /// Its id.
        package var conversation: String
        /// The agent.
        package var agent: String
        /// The agent's team.
        package var team: String
        /// The shop or brand; empty when it is none.
        package var brand = ""

        /// These names.
        package init(conversation: String, agent: String, team: String, brand: String = "") {
            self.conversation = conversation
            self.agent = agent
            self.team = team
            self.brand = brand
        }
    }

    /// Its records, in the order of their times.
    package private(set) var records: [TrafficRecord] = []
    private let settings: TrafficSettings
    private let names: Names
    private let phrases: Phrases
    private var random: SeededRandom
    private var time: Instant
    private var sequence: UInt32 = 0
    /// How well the agent works, 0 to 1000: decides which sentences are left out or replaced.
    private let care: Int

    /// The conversation of that number; its traits are as likely as the settings say.
    init(number: Int, start: Instant, settings: TrafficSettings, random: SeededRandom) {
        var random = random
        let agent = random.number(0...(settings.agents - 1))
        let names = Names(
            conversation: "c-\(number)", agent: "A\(100 + agent)", team: "T\(agent % settings.teams + 1)")
        // A few agents are careless, most are good.
        self.init(
            names: names, traits: nil, isCareless: agent % 9 == 4, start: start, settings: settings, random: random)
    }

    /// A conversation with these traits; nil traits are as likely as the settings say.
    package init(
        names: Names, traits: ConversationTraits?, isCareless: Bool, start: Instant, settings: TrafficSettings,
        random: SeededRandom
    ) {
        self.settings = settings
        self.names = names
        self.random = random
        time = start
        phrases = traits?.isEnglish == true ? .english : .chinese
        care = isCareless ? 350 : 940
        write(traits)
    }

    private mutating func write(_ traits: ConversationTraits?) {
        let isLate = traits?.isLate ?? random.chance(perMille: settings.lateRate)
        let isUnfinished = traits?.isUnfinished ?? random.chance(perMille: settings.unfinishedRate)
        let isAngry = traits?.isAngry ?? random.chance(perMille: 120)
        var opened = ProtoOpened()
        opened.scene = "consultation"
        opened.brand = names.brand
        add(.opened(opened))
        customer(random.pick(phrases.questions), after: 1...4)
        if random.chance(perMille: 500) { message(.bot, "greeter", phrases.botGreeting, after: 1...2) }
        var assigned = ProtoAssigned()
        assigned.agentID = names.agent
        assigned.teamID = names.team
        add(after: 1...5, .assigned(assigned))
        agent(phrases.greetings, after: isLate ? 32...75 : 3...14, essential: true, isPaced: !isLate)
        if isAngry {
            customer(random.pick(phrases.complaints), after: 3...12)
            if traits?.hasComplaint == true { complaint() }
            agent(phrases.empathy, after: 4...20)
        }
        agent(phrases.confirmations, after: 3...15)
        talk()
        if isUnfinished { return }
        agent(phrases.closings, after: 3...10)
        customer(random.pick(phrases.thanks), after: 2...15)
        var resolved = ProtoResolved()
        resolved.agentID = names.agent
        add(after: 1...8, .resolved(resolved))
        records[records.count - 1].endsConversation = true
        if traits?.isRated ?? random.chance(perMille: settings.surveyRate) { survey(isAngry: isAngry) }
        if traits?.isReopened == true { reopen(resolved) }
    }

    /// The customer comes back with another question, which is answered.
    private mutating func reopen(_ resolved: ProtoResolved) {
        customer(random.pick(phrases.questions), after: 5...30)
        agent(phrases.answers, after: 3...14, essential: true)
        agent(phrases.closings, after: 3...10)
        add(after: 1...8, .resolved(resolved))
        records[records.count - 1].endsConversation = true
    }

    private mutating func complaint() {
        var complaint = ProtoComplaint()
        complaint.complaintID = "\(names.conversation)-k"
        complaint.complaintClass = "process"
        complaint.status = .received
        add(after: 1...3, .complaint(complaint))
    }

    private mutating func talk() {
        let spread = random.number(-3...3)
        while records.count < settings.eventsPerConversation - 3 + spread {
            customer(random.pick(phrases.details), after: 4...20)
            agent(random.chance(perMille: 150) ? phrases.cautions : phrases.answers, after: 4...25)
            if random.chance(perMille: 40) { agent([phrases.dosage], after: 3...9) }
            if random.chance(perMille: 15) { agent(phrases.promises, after: 3...9) }
        }
    }

    private mutating func customer(_ text: String, after delay: ClosedRange<Int>) {
        message(.customer, "", text, after: delay)
    }

    /// An agent's sentence; a careless agent says something else, or nothing when the sentence is not essential.
    private mutating func agent(
        _ sentences: [String], after delay: ClosedRange<Int>, essential: Bool = false, isPaced: Bool = true
    ) {
        if random.chance(perMille: care) {
            message(.agent, names.agent, random.pick(sentences), after: delay, isPaced: isPaced)
        } else if essential || random.chance(perMille: 500) {
            message(.agent, names.agent, random.pick(phrases.careless), after: delay, isPaced: isPaced)
        }
    }

    private mutating func message(
        _ role: ProtoRole, _ author: String, _ text: String, after delay: ClosedRange<Int>, isPaced: Bool = true
    ) {
        var message = ProtoMessage()
        message.messageID = "m\(sequence + 1)"
        message.role = role
        message.agentID = author
        message.text = lengthened(text)
        add(after: delay, isPaced: isPaced, .message(message))
    }

    private mutating func lengthened(_ text: String) -> String {
        var text = text
        while text.utf8.count < settings.leastTextBytes { text += phrases.separator + random.pick(phrases.matters) }
        guard settings.hasDistinctTexts else { return text }
        return text + phrases.separator + String((0..<5).map { _ in random.pick(Self.filler) })
    }

    /// Characters without a meaning to lexicons and detectors.
    private static let filler = Array("松柏梅兰竹菊荷桂桃李杏梨枫桐槐柳溪湖海江河泉潭峰岭谷丘岩石沙泥霜露云雾虹雷电星辰")

    /// Goes on in time by so many seconds, divided by the pace unless that is said to be none.
    private mutating func pass(_ seconds: ClosedRange<Int>, isPaced: Bool = true) {
        let passed = Int64(random.number(seconds.lowerBound * 1000...seconds.upperBound * 1000))
        time = time + Milliseconds(isPaced ? passed / Int64(settings.pace) : passed)
    }

    private mutating func add(
        after delay: ClosedRange<Int> = 0...0, isPaced: Bool = true, _ body: ProtoConversationEvent.OneOf_Body
    ) {
        pass(delay, isPaced: isPaced)
        sequence += 1
        var event = ProtoConversationEvent()
        event.tenant = settings.tenant
        event.conversationID = names.conversation
        event.eventID = "e\(sequence)"
        event.sequence = sequence
        event.atMs = time.milliseconds
        if sequence == 1 { event.channel = random.pick(["chat", "chat", "chat", "phone", "email"]) }
        event.body = body
        append(Self.encoding(event, json: random.chance(perMille: settings.jsonRate)), isSurvey: false)
    }

    private mutating func survey(isAngry: Bool) {
        pass(5...60)
        var event = ProtoSurveyEvent()
        event.tenant = settings.tenant
        event.conversationID = names.conversation
        event.eventID = "s1"
        event.atMs = time.milliseconds
        event.surveyID = "\(names.conversation)-s"
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
                isSurvey: isSurvey, kind: .event,
                key: RecordKey.bytes(tenant: settings.tenant, name: names.conversation),
                value: value.bytes, isJSON: value.isJSON, at: time, endsConversation: false))
    }

    private static func encoding(_ event: some EncodableEvent, json: Bool) -> (bytes: [UInt8], isJSON: Bool) {
        (json ? event.json : event.protobuf, json)
    }
}
