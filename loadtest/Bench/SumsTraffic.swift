// Conversations in which everything happens that decides who is credited.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Wire

/// Writes short conversations one after the other, each to its end and to its survey: of queues, hand-overs, late and missing answers, and
/// of such without an agent, a team or a channel.
struct SumsTraffic {
    private let agents: Int
    private var random: SeededRandom
    private var offset: Int64 = 0
    private var surveyOffset: Int64 = 0
    private var sequence: UInt32 = 0
    private var name = ""
    /// When the latest event happened.
    private(set) var time = TrafficSettings().start

    private static let teams = 20
    private static let channels = ["chat", "phone", "email", "app"]

    init(agents: Int, seed: UInt64) {
        self.agents = max(1, agents)
        random = SeededRandom(seed: seed)
    }

    /// The policy that judges: clocks of a few seconds, as conversations are no longer.
    static func policies() throws -> PolicySet {
        let clocks = [
            ClockPolicy(kind: .firstResponseHuman, target: .seconds(1), alerts: false, receivers: []),
            ClockPolicy(kind: .firstResponseAny, target: .seconds(1), alerts: false, receivers: []),
            ClockPolicy(kind: .nextResponse, target: .seconds(1), alerts: false, receivers: []),
            ClockPolicy(kind: .acceptance, target: .seconds(1), alerts: false, receivers: []),
            ClockPolicy(kind: .resolution, target: .seconds(3), alerts: false, receivers: []),
        ]
        return PolicySet(try PolicyLoader.preset("pharma-v2").versions.map { $0.changed(clocks: clocks) })
    }

    /// Appends the records of a conversation: its events, and its survey to the others.
    mutating func append(conversation number: Int, to batch: inout RecordBatch, surveys: inout RecordBatch) {
        name = "c-\(number)"
        sequence = 0
        open(&batch)
        customer(&batch)
        if random.chance(perMille: 300) { message(.bot, "greeter", &batch) }
        if random.chance(perMille: 930) { serve(&batch) }
        if random.chance(perMille: 100) {
            var complaint = ProtoComplaint()
            complaint.complaintID = "x"
            complaint.status = .received
            add(.complaint(complaint), &batch)
        }
        end(&batch)
        if random.chance(perMille: 300) { survey(&surveys) }
    }

    /// Appends an event that takes the stream's time beyond all that was written.
    mutating func appendLast(to batch: inout RecordBatch) {
        name = "last"
        sequence = 0
        time = time + .hours(1)
        open(&batch)
    }

    private mutating func open(_ batch: inout RecordBatch) {
        var opened = ProtoOpened()
        opened.scene = "consultation"
        // Some are not of customers.
        if random.chance(perMille: 20) { opened.contactKind = .test }
        add(.opened(opened), &batch)
    }

    private mutating func serve(_ batch: inout RecordBatch) {
        var holder = random.number(below: agents)
        var assigned = ProtoAssigned()
        assigned.agentID = "A\(holder)"
        // Some agents are of no team.
        assigned.teamID = SumsTraffic.team(of: holder)
        add(.assigned(assigned), &batch)
        if random.chance(perMille: 850) { message(.agent, "A\(holder)", &batch) }
        for _ in 0..<random.pick([0, 0, 0, 1, 2]) {
            customer(&batch)
            var transferred = ProtoTransferred()
            transferred.fromAgentID = "A\(holder)"
            holder = random.number(below: agents)
            // To an agent, or into the queue of a team.
            if random.chance(perMille: 600) { transferred.toAgentID = "A\(holder)" }
            transferred.toTeamID = SumsTraffic.team(of: holder)
            add(.transferred(transferred), &batch)
            if random.chance(perMille: 700) { message(.agent, "A\(holder)", &batch) }
        }
    }

    private static func team(of agent: Int) -> String { agent % 25 == 7 ? "" : "T\(agent % teams)" }

    private mutating func end(_ batch: inout RecordBatch) {
        if random.chance(perMille: 800) {
            add(.resolved(ProtoResolved()), &batch)
        } else {
            add(.closed(ProtoClosed()), &batch)
        }
    }

    private mutating func customer(_ batch: inout RecordBatch) { message(.customer, "", &batch) }

    private mutating func message(_ role: ProtoRole, _ author: String, _ batch: inout RecordBatch) {
        var message = ProtoMessage()
        message.messageID = "m\(sequence + 1)"
        message.role = role
        message.agentID = author
        message.text = role == .customer ? "发货了吗" : "您好，请稍等"
        add(.message(message), &batch)
    }

    private mutating func add(_ body: ProtoConversationEvent.OneOf_Body, _ batch: inout RecordBatch) {
        time = time + Milliseconds(Int64(random.pick([20, 50, 100, 300, 1_500])))
        sequence += 1
        var event = ProtoConversationEvent()
        event.tenant = "acme"
        event.conversationID = name
        event.eventID = "e\(sequence)"
        event.sequence = sequence
        event.atMs = time.milliseconds
        if sequence == 1, random.chance(perMille: 950) { event.channel = random.pick(SumsTraffic.channels) }
        event.body = body
        append(event.protobuf, .conversations, offset, &batch)
        offset += 1
    }

    private mutating func survey(_ batch: inout RecordBatch) {
        time = time + Milliseconds(500)
        var event = ProtoSurveyEvent()
        event.tenant = "acme"
        event.conversationID = name
        event.eventID = "s1"
        event.atMs = time.milliseconds
        event.surveyID = "s"
        event.programme = "instant"
        event.step = .answered
        event.scale = .stars5
        event.submitted = true
        event.rating = Int32(random.number(1...5))
        event.recommend = Int32(random.number(0...10))
        append(event.protobuf, .surveys, surveyOffset, &batch)
        surveyOffset += 1
    }

    private func append(_ value: [UInt8], _ topic: Topic, _ offset: Int64, _ batch: inout RecordBatch) {
        batch.append(
            origin: TopicPartition(topic, 0), offset: offset, timestamp: time,
            key: RecordKey.bytes(tenant: "acme", name: name), value: value)
    }
}
