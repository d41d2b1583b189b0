// The records of a scenario, in the order in which they are due.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KafkaLog
import Quality
import Simulation
import Wire

/// Writes the records of a scenario one after the other. Which records there are, and when each is due, is decided by the scenario, the
/// seed and the start: never by how fast they can be sent (an open loop).
///
/// As many conversations begin as it takes for the events to come at the phase's rate: at a steep rise very many at once, as at midnight,
/// and none while those under way have more events than the phase asks for. Several generators share a scenario: each takes its part of
/// the rate and names of its own.
struct LoadSchedule: Sendable {
    /// The record that is due.
    struct Due: Sendable {
        /// When, in milliseconds after the start.
        var at: Int64 = 0
        var key: [UInt8] = []
        var value: [UInt8] = []
        var isSurvey = false
        var isJSON = false
        var partition: Int32 = 0
        /// The phase in which it is due.
        var phase = 0
    }

    /// The longest delay that can be asked for: what is under way must fit on the wheel.
    static let longestDelay = Milliseconds.seconds(60)
    /// For so many milliseconds, events beyond the rate are made up for by fewer beginnings.
    private static let patience = 500.0
    /// How much later a repetition comes.
    private static let repetition: Int64 = 50
    /// Slots of a millisecond: more than any gap between the events of a conversation.
    private static let slots = 1 << 17

    private let scenario: Scenario
    private let start: Instant
    private let (part, parts): (Int, Int)
    private var random: SeededRandom
    private var pool: TemplatePool
    private let (tenants, agents, shops): (Zipf, Zipf, Zipf)

    /// What was sent so far.
    private(set) var ledger: LoadLedger
    /// The record that `next` has found.
    private(set) var due = Due()
    /// Conversations under way.
    private(set) var open = 0

    private var now: Int64 = -1
    private var number = 0
    /// Events that the phase asks for and that no conversation under way has.
    private var wanted = 0.0
    /// A conversation begins when so many are wanted.
    private var enough = 0.0
    /// Records and conversations when the millisecond began.
    private var before = (records: 0, conversations: 0)
    private var conversations: [Conversation] = []
    private var freeConversations: [Int32] = []
    private var visits: [Visit] = []
    private var freeVisits: [Int32] = []
    /// The first and the last visit of each slot; −1 for none.
    private var heads: [Int32]
    private var tails: [Int32]
    /// A record that cannot be used is sent with the one that was due.
    private var hasBadCopy = false

    private struct Conversation {
        var number: Int64
        var start: Int64
        var template: Int32
        var agent: Int32
        var partition: Int32
        var shop: Int16
        var tenant: Int16
        /// Visits that are still to come.
        var pending: Int16
    }

    /// A record of a conversation that is due in some slot.
    private struct Visit {
        var conversation: Int32
        var entry: Int32
        var next: Int32 = -1
        var isExtra: Bool
    }

    /// A generator's part of a scenario, from 0, that begins at an instant.
    init(_ scenario: Scenario, start: Instant, part: Int = 0, parts: Int = 1) {
        precondition((0..<parts).contains(part), "a part is one of the parts")
        self.scenario = scenario
        self.start = start
        (self.part, self.parts) = (part, parts)
        random = SeededRandom(seed: scenario.seed &+ UInt64(part) &* 0x5851_F42D_4C95_7F2D)
        pool = TemplatePool(scenario.conversations, seed: scenario.seed)
        tenants = Zipf(scenario.tenants)
        agents = Zipf(scenario.agents)
        shops = Zipf(scenario.shops)
        heads = Array(repeating: -1, count: Self.slots)
        tails = heads
        ledger = LoadLedger(partitions: scenario.partitions, phases: scenario.phases.count)
        enough = Self.exponential(&random)
    }

    /// Finds the next record that is due before a time in milliseconds after the start; false when there is none.
    mutating func next(before end: Int64) -> Bool {
        if hasBadCopy {
            hasBadCopy = false
            spoil()
            return true
        }
        let end = min(end, scenario.length.count)
        while true {
            while now >= 0, let visit = popVisit() {
                if take(visit) { return true }
            }
            guard now + 1 < end else { return false }
            now += 1
            begin()
        }
    }

    // MARK: Beginning

    /// Begins the conversations of this millisecond.
    private mutating func begin() {
        guard let (phase, rate) = scenario.moment(Milliseconds(now)) else { return }
        due.phase = phase
        // The first record of a conversation was counted when it began.
        let others = (ledger.records - before.records) - (ledger.conversations - before.conversations)
        before = (ledger.records, ledger.conversations)
        let share = rate / 1000 / Double(parts)
        wanted = max(wanted + share - Double(others), -Self.patience * share)
        while wanted >= enough {
            begin(phase)
            wanted -= 1
            enough = Self.exponential(&random)
        }
    }

    private mutating func begin(_ phase: Int) {
        let agent = agents.next(&random)
        let traits = traits(scenario.phases[phase].mix)
        // A few agents are careless, most are good.
        let templates = pool.templates(of: .init(traits: traits, isCareless: agent % 9 == 4))
        let tenant = tenants.next(&random)
        var conversation = Conversation(
            number: Int64(number * parts + part), start: now,
            template: Int32(templates.lowerBound + random.number(below: templates.count)), agent: Int32(agent),
            partition: 0, shop: Int16(shops.next(&random)), tenant: Int16(tenant), pending: 1)
        number += 1
        due.key.removeAll(keepingCapacity: true)
        due.key.append(contentsOf: RecordKey.bytes(tenant: Self.tenant(tenant), name: Self.name(conversation.number)))
        conversation.partition = KafkaWriter.partition(of: due.key, among: scenario.partitions)
        let index: Int32
        if let free = freeConversations.popLast() {
            index = free
            conversations[Int(index)] = conversation
        } else {
            index = Int32(conversations.count)
            conversations.append(conversation)
        }
        open += 1
        ledger.conversations += 1
        let entry = pool.templates[Int(conversation.template)].lowerBound
        schedule(Visit(conversation: index, entry: Int32(entry), isExtra: false), at: now)
    }

    private mutating func traits(_ mix: Scenario.Mix) -> ConversationTraits {
        var traits = ConversationTraits()
        traits.isEnglish = random.chance(perMille: mix.english)
        traits.isAngry = random.chance(perMille: mix.angry)
        traits.hasComplaint = traits.isAngry && random.chance(perMille: mix.complaints)
        traits.isLate = random.chance(perMille: mix.late)
        traits.isUnfinished = random.chance(perMille: mix.unfinished)
        traits.isRated = !traits.isUnfinished && random.chance(perMille: mix.rated)
        traits.isReopened = !traits.isUnfinished && random.chance(perMille: mix.reopened)
        return traits
    }

    private static func exponential(_ random: inout SeededRandom) -> Double {
        -log(Double(random.next() >> 11 | 1) / 9_007_199_254_740_992)
    }

    // MARK: Visits

    private mutating func schedule(_ visit: Visit, at time: Int64) {
        precondition(time >= now && time - now < Int64(Self.slots), "what is to come fits on the wheel")
        let index: Int32
        if let free = freeVisits.popLast() {
            index = free
            visits[Int(index)] = visit
        } else {
            index = Int32(visits.count)
            visits.append(visit)
        }
        let slot = Int(time) & (Self.slots - 1)
        if tails[slot] >= 0 { visits[Int(tails[slot])].next = index } else { heads[slot] = index }
        tails[slot] = index
    }

    private mutating func popVisit() -> Visit? {
        let slot = Int(now) & (Self.slots - 1)
        let index = heads[slot]
        guard index >= 0 else { return nil }
        let visit = visits[Int(index)]
        heads[slot] = visit.next
        if visit.next < 0 { tails[slot] = -1 }
        freeVisits.append(index)
        return visit
    }

    /// Sends the visit's record, or puts it off; returns whether it is sent now.
    private mutating func take(_ visit: Visit) -> Bool {
        let index = Int(visit.conversation)
        let conversation = conversations[index]
        conversations[index].pending -= 1
        let entry = pool.entries[Int(visit.entry)]
        var isSent = true
        if visit.isExtra {
            write(entry, conversation)
        } else {
            follow(visit, conversation)
            isSent = send(visit, entry, conversation)
        }
        if conversations[index].pending == 0 {
            freeConversations.append(visit.conversation)
            open -= 1
        }
        return isSent
    }

    private mutating func follow(_ visit: Visit, _ conversation: Conversation) {
        let next = visit.entry + 1
        guard Int(next) < pool.templates[Int(conversation.template)].upperBound else { return }
        conversations[Int(visit.conversation)].pending += 1
        schedule(
            Visit(conversation: visit.conversation, entry: next, isExtra: false),
            at: max(now, conversation.start + Int64(pool.entries[Int(next)].at)))
    }

    private mutating func send(_ visit: Visit, _ entry: TemplatePool.Entry, _ conversation: Conversation) -> Bool {
        let disturbances = scenario.disturbances
        var luck = random.next()
        /// Four chances of one number: each of 16 bits.
        func happens(_ share: Int) -> Bool {
            defer { luck >>= 16 }
            return Int(((luck & 0xFFFF) * 1000) >> 16) < share
        }
        let delay =
            happens(disturbances.late)
            ? disturbances.lateBy : happens(disturbances.reordered) ? disturbances.reorderedBy : .zero
        if happens(disturbances.duplicates) {
            ledger.duplicates += 1
            again(visit, after: delay.count + Self.repetition)
        }
        hasBadCopy = delay == .zero && happens(disturbances.bad)
        guard delay == .zero else {
            ledger.delayed += 1
            again(visit, after: delay.count)
            return false
        }
        write(entry, conversation)
        return true
    }

    private mutating func again(_ visit: Visit, after delay: Int64) {
        conversations[Int(visit.conversation)].pending += 1
        schedule(Visit(conversation: visit.conversation, entry: visit.entry, isExtra: true), at: now + delay)
    }

    // MARK: Bytes

    private mutating func write(_ entry: TemplatePool.Entry, _ conversation: Conversation) {
        due.at = now
        due.isSurvey = entry.isSurvey
        due.isJSON = entry.isJSON
        due.partition = conversation.partition
        due.value.removeAll(keepingCapacity: true)
        due.value.append(contentsOf: pool.bytes[Int(entry.value.lowerBound)..<Int(entry.value.upperBound)])
        due.key.removeAll(keepingCapacity: true)
        due.key.append(contentsOf: "t00/c-0000000000".utf8)
        put(Int64(conversation.tenant), digits: 2, endingAt: 3, inKey: true)
        put(conversation.number, digits: 10, endingAt: 16, inKey: true)
        let time = start.milliseconds + conversation.start + Int64(entry.at)
        for place in pool.places[Int(entry.places.lowerBound)..<Int(entry.places.upperBound)] {
            let end = Int(place.offset) + place.part.width
            switch place.part {
            case .tenant: put(Int64(conversation.tenant), digits: 2, endingAt: end)
            case .conversation: put(conversation.number, digits: 10, endingAt: end)
            case .agent: put(Int64(conversation.agent), digits: 5, endingAt: end)
            case .team: put(Int64(Int(conversation.agent) % scenario.teams), digits: 4, endingAt: end)
            case .shop: put(Int64(conversation.shop), digits: 4, endingAt: end)
            case .timeDigits: put(time, digits: 13, endingAt: end)
            case .time:
                var left = UInt64(time)
                for offset in Int(place.offset)..<end {
                    due.value[offset] = UInt8(truncatingIfNeeded: left & 0x7F) | (offset == end - 1 ? 0 : 0x80)
                    left >>= 7
                }
            }
        }
        ledger.note(due)
    }

    private mutating func put(_ number: Int64, digits: Int, endingAt end: Int, inKey: Bool = false) {
        var left = number
        for offset in stride(from: end - 1, through: end - digits, by: -1) {
            let digit = UInt8(truncatingIfNeeded: 0x30 + left % 10)
            if inKey { due.key[offset] = digit } else { due.value[offset] = digit }
            left /= 10
        }
    }

    /// Makes of the record that was sent last one that cannot be used.
    private mutating func spoil() {
        ledger.bad += 1
        due.value.removeLast(due.value.count / 2)
        due.value.append(0xFF)
        ledger.note(due)
    }

    private static func tenant(_ number: Int) -> String { "t" + String(number + 100).suffix(2) }
    private static func name(_ number: Int64) -> String { "c-" + String(number + 10_000_000_000).suffix(10) }
}

extension LoadSchedule {
    /// What a part of a scenario sends when it is played to its end.
    static func ledger(of scenario: Scenario, start: Instant, part: Int, parts: Int) -> LoadLedger {
        var schedule = LoadSchedule(scenario, start: start, part: part, parts: parts)
        while schedule.next(before: .max) {}
        return schedule.ledger
    }
}
