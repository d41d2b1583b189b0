// The lane under faults at every step: nothing lost, nothing doubled.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Quality
import Simulation
import Testing
import Wire

/// Two members on a cluster whose every operation may fail, whose partitions move, and of whom one may die at any step.
private final class FaultyHistory {
    private var random: SeededRandom
    private let cluster: MemoryCluster
    private var members: [Member] = []
    /// Where each pair of leading partitions is; nil while it is on its way.
    private var places: [Int?]
    /// Operations that fail, in a thousand.
    private let faultRate: Int
    private(set) var faults = 0
    private(set) var crashes = 0
    private(set) var moves = 0

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        cluster = MemoryCluster(partitions: 3)
        faultRate = random.pick([0, 20, 60, 150])
        places = [nil, nil, nil]
        fill(cluster)
        for _ in 0..<2 { join() }
        for index in places.indices { place(index, on: random.number(0...1)) }
    }

    /// Some conversations, answered in time or late, with surveys and repeated records.
    private func fill(_ cluster: MemoryCluster) {
        var records: [ProtoConversationEvent] = []
        for number in 0..<16 {
            var chat = Chat("c\(number)")
            let start = number * 4
            records.append(chat.customer(at: start))
            let answer = start + (number % 3 == 0 ? 45 : 9)
            records.append(chat.agent(number % 4 == 0 ? "yyds" : "您好", at: answer))
            records.append(chat.resolved(at: answer + 5))
            if number % 2 == 0 { cluster.append(chat.survey(Int32(1 + number % 5), at: answer + 30)) }
        }
        records.sort { $0.atMs < $1.atMs }
        // Two conversations of which the lane hears when their deadlines have passed already.
        for number in 16..<18 {
            var late = Chat("c\(number)")
            records.insert(late.customer(at: number - 16), at: records.count - 12 + (number - 16) * 4)
            records.append(late.agent(at: 140 + number))
            records.append(late.resolved(at: 150 + number))
        }
        for (index, record) in records.enumerated() {
            cluster.append(record)
            if index % 7 == 0 { cluster.append(record) }
        }
    }

    private func join() {
        let member = Member(cluster, batchLimit: random.pick([1, 3, 7, 100]))
        member.log.fault = { [unowned self] operation in fault(operation) }
        members.append(member)
    }

    private func fault(_ operation: MemoryLog.Operation) -> LogError? {
        guard random.chance(perMille: faultRate) else { return nil }
        faults += 1
        switch operation {
        case .commit: return random.pick([.undecided("fault"), .aborted("fault"), .retriable("fault")])
        case .commitAnswer: return .undecided("fault")
        case .send: return random.pick([.aborted("fault"), .retriable("fault")])
        default: return .retriable("fault")
        }
    }

    private func leading(_ index: Int) -> [TopicPartition] {
        [TopicPartition(.conversations, Int32(index)), TopicPartition(.facts, Int32(index))]
    }

    private func place(_ index: Int, on member: Int) {
        members[member].log.assign(leading(index))
        places[index] = member
    }

    /// One step of somebody.
    private func step() throws {
        switch random.number(0...99) {
        case 0...2: try move(random.number(0...2), lost: false)
        case 3...4: try move(random.number(0...2), lost: true)
        case 5...7: crash(random.number(0...1))
        default: try turn(members[random.number(0...1)])
        }
    }

    private func turn(_ member: Member) throws {
        do throws(LogError) {
            try member.turn()
        } catch {
            guard case .retriable = error else { throw error }
        }
    }

    /// Takes a partition away from its member and gives it to the other, as a coordinator does: not before the first
    /// has released it, unless it is lost to it anyway.
    private func move(_ index: Int, lost: Bool) throws {
        guard let from = places[index] else { return }
        moves += 1
        members[from].log.revoke(leading(index), lost: lost)
        places[index] = nil
        if lost { return place(index, on: 1 - from) }
        var steps = 0
        while members[from].log.owns(any: leading(index)) {
            try turn(members[random.number(0...1)])
            steps += 1
            guard steps < 10_000 else { throw Stuck() }
        }
        place(index, on: 1 - from)
    }

    /// The member is gone, with what it had not committed; a new one takes its partitions.
    private func crash(_ index: Int) {
        crashes += 1
        let fresh = Member(cluster, batchLimit: random.pick([1, 3, 7, 100]))
        fresh.log.fault = { [unowned self] operation in fault(operation) }
        members[index] = fresh
        for (partition, place) in places.enumerated() where place == index { self.place(partition, on: index) }
    }

    struct Stuck: Error {}

    /// First everything that can go wrong, then a while in peace.
    func run(steps: Int) throws -> Outcome {
        for _ in 0..<steps { try step() }
        for member in members { member.log.fault = { _ in nil } }
        for _ in 0..<2 {
            for _ in 0..<75 { for member in members { try turn(member) } }
            for member in members { member.wait(.minutes(2)) }
        }
        for _ in 0..<20 { for member in members { try turn(member) } }
        return try Outcome(cluster)
    }

    /// What was committed, whatever the order between conversations.
    struct Outcome: Equatable {
        var evaluations: [[UInt8]]
        var alerts: [String]
        var tallies: [String: ProtoMeasures]

        init(_ cluster: MemoryCluster) throws {
            evaluations = try cluster.evaluations.map(\.protobuf).sorted { $0.lexicographicallyPrecedes($1) }
            alerts = try cluster.alerts.map { "\($0.conversationID) \($0.clock) \($0.step) \($0.deadlineMs)" }.sorted()
            tallies = try cluster.tallies.mapValues(\.measures)
        }

        /// What was lost and what is too much.
        func differences(from expected: Outcome) -> [String] {
            func list<Element>(_ kind: String, _ found: [Element], _ wanted: [Element]) -> [String]
            where Element: Hashable {
                found.difference(from: wanted).map { change in
                    switch change {
                    case .insert(_, let element, _): "\(kind) too much: \(element)"
                    case .remove(_, let element, _): "\(kind) lost: \(element)"
                    }
                }
            }
            let keys = Set(tallies.keys).union(expected.tallies.keys)
            let wrong = keys.filter { tallies[$0] != expected.tallies[$0] }.sorted()
            return list("evaluation", evaluations, expected.evaluations) + list("alert", alerts, expected.alerts)
                + wrong.map { key in
                    "tally \(key): \(tallies[key]?.records ?? 0) records, not \(expected.tallies[key]?.records ?? 0)"
                }
        }
    }

    /// What comes out when nothing goes wrong.
    static func undisturbed() throws -> Outcome {
        let history = FaultyHistory(seed: 0)
        for member in history.members { member.log.fault = { _ in nil } }
        return try history.run(steps: 0)
    }
}

extension Member {
    /// One turn, with its own kind of error.
    func turn() throws(LogError) {
        wait(Milliseconds(50))
        _ = try lane.turn(now: now)
    }
}

@Suite("Lane under faults")
struct LaneFaultTests {
    /// The seeds to run, in blocks that run side by side: one that `SIMULATION_SEED` names, or as many as
    /// `SIMULATION_SEEDS` says.
    static let blocks: [ClosedRange<UInt64>] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["SIMULATION_SEED"].flatMap(UInt64.init) { return [seed...seed] }
        let count = max(1, environment["SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 600)
        return stride(from: 1, through: count, by: 100).map { $0...min($0 + 99, count) }
    }()

    @Test(
        "A01–A04: under failing calls, moving and lost partitions and crashes, what is committed stays the same",
        arguments: blocks)
    func faultyHistories(seeds: ClosedRange<UInt64>) throws {
        let expected = try FaultyHistory.undisturbed()
        #expect(expected.evaluations.count == 26 && !expected.alerts.isEmpty)
        for seed in seeds {
            let outcome = try FaultyHistory(seed: seed).run(steps: 150)
            #expect(
                outcome.differences(from: expected) == [],
                "run it again with: make simulate SEED=\(seed)")
        }
    }

    @Test("a history has faults, crashes and moves enough to be worth its name")
    func historiesAreFaulty() throws {
        let histories = try (UInt64(1)...20).map { seed in
            let history = FaultyHistory(seed: seed)
            _ = try history.run(steps: 150)
            return history
        }
        #expect(histories.reduce(0) { $0 + $1.faults } > 300)
        #expect(histories.reduce(0) { $0 + $1.crashes } > 60)
        #expect(histories.reduce(0) { $0 + $1.moves } > 60)
    }
}
