// Tallies that a policy lets go.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Retention of tallies")
struct TallyRetentionTests {
    /// A line that is never crossed.
    private static let watch = Threshold(
        name: "never", figure: Figure(.conversations), subjects: [.all, .agent], windows: WindowKind.allCases,
        yardstick: .target(Fraction(-2, over: 1), alert: Fraction(-3, over: 1), clear: Fraction(-2, over: 1)), least: 1,
        receivers: ["leader"])

    /// Far less than a policy may say, so that few facts tell.
    private static let keep = TallyRetention([.hour: .hours(3), .day: .hours(30), .month: .hours(24 * 40)])

    private static func policies(_ retention: TallyRetention) -> PolicySet {
        PolicySet([.fixture(tallyRetention: retention)])
    }

    private static func fact(_ subject: String, hour: Int, conversations: Int64 = 1) -> Fact {
        var measures = Measures()
        measures.conversations = conversations
        return Fact(tenant: "acme", subject: subject, hour: at(hour * 3_600), measures: measures, source: 0)
    }

    /// What stands in the topic behind all commits: conversations by key.
    private static func told(_ bench: Bench) throws -> [String: Int64] {
        try bench.newest.reduce(into: [:]) { told, record in
            guard Tally.isKey(record.key[...]) else { return }
            let tally = try Tally.read(record.value, ByteRange(0..<record.value.count))
            told[String(decoding: record.key, as: UTF8.self)] = tally.measures.conversations
        }
    }

    @Test("X24: a window that ended as long ago as it is kept is deleted, and others stay")
    func deletes() throws {
        let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
        try bench.take(Self.fact("all", hour: 0))
        try bench.take(Self.fact("all", hour: 3))
        // The first hour ended at 1, three hours before 4.
        try bench.commit()
        #expect(try Self.told(bench).keys.filter { $0.contains("/hour/") }.count == 2)
        try bench.take(Self.fact("agent:A1", hour: 4))
        try bench.commit()
        let told = try Self.told(bench)
        #expect(told.keys.filter { $0.contains("/hour/") }.count == 2 && told.count == 8)
        #expect(told.filter { $0.key.contains("all/day") }.map(\.value) == [2])
        #expect(bench.tombstones == ["acme/all/hour/\(Self.label(0))"])
    }

    private static func label(_ hour: Int) -> String {
        Window(.hour, containing: at(hour * 3_600), zone: .utc).label
    }

    @Test("what comes late for a window that is gone counts in the longer ones alone, and does not make it again")
    func late() throws {
        let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
        try bench.take(Self.fact("all", hour: 0))
        try bench.take(Self.fact("all", hour: 9))
        // Gone from that fact on, not from the commit on.
        try bench.take(Self.fact("all", hour: 0))
        try bench.commit()
        try bench.take(Self.fact("all", hour: 0))
        try bench.commit()
        try bench.restart()
        try bench.take(Self.fact("all", hour: 0))
        try bench.commit()
        let told = try Self.told(bench)
        #expect(told.filter { $0.key.contains("/hour/") }.map(\.value) == [1])
        #expect(told.filter { $0.key.contains("/month/") }.map(\.value) == [5])
        #expect(bench.letters.isEmpty)
    }

    @Test("a policy that keeps longer brings nothing back, and one that keeps for ever neither")
    func longer() throws {
        for retention in [TallyRetention([.hour: .hours(500)]), TallyRetention()] {
            let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
            try bench.take(Self.fact("all", hour: 0))
            try bench.take(Self.fact("all", hour: 9))
            try bench.commit()
            try bench.restart(Self.policies(retention))
            try bench.take(Self.fact("all", hour: 0))
            try bench.take(Self.fact("all", hour: 12))
            try bench.commit()
            #expect(try Self.told(bench).filter { $0.key.contains("/hour/") }.count == 2)
        }
    }

    @Test("a fact all of whose windows are gone is a dead letter that says so")
    func allGone() throws {
        let keep = Dictionary(uniqueKeysWithValues: WindowKind.allCases.map { ($0, Milliseconds.hours(24)) })
        let bench = Bench(Self.policies(TallyRetention(keep)))
        try bench.take(Self.fact("all", hour: 24 * 70))
        try bench.take(Self.fact("agent:A1", hour: 0))
        try bench.commit()
        #expect(bench.letters.map(\.offset) == [1] && bench.letters.map(\.reason) == [.refused])
        #expect(
            bench.letters.allSatisfy { $0.detail.contains("agent:A1") && $0.detail.contains("'keep' of 'tallies'") })
        #expect(try Self.told(bench).count == 4)
    }

    @Test("a tally of which something is still due stays until that is decided")
    func duties() throws {
        let duty = Duty(kind: .analysis, within: .hours(24 * 9), receivers: ["leader"])
        let threshold = Threshold(
            name: "answers", figure: Figure(.timeliness, of: .firstResponseHuman), subjects: [.all], windows: [.day],
            yardstick: .target(Fraction(95, over: 100), alert: Fraction(90, over: 100), clear: Fraction(95, over: 100)),
            least: 1, receivers: ["leader"], duties: [duty])
        let bench = Bench(
            PolicySet([.fixture(thresholds: [threshold], tallyRetention: TallyRetention([.day: .hours(24 * 7)]))]))
        var fact = Self.fact("all", hour: 0)
        fact.measures.firstResponseHuman.breached = 1
        try bench.take(fact)
        try bench.take(Self.fact("all", hour: 24 * 9))
        try bench.commit()
        #expect(bench.tombstones.isEmpty)
        try bench.pass(to: 24 * 3_600 * 11)
        try bench.take(Self.fact("all", hour: 24 * 9 + 1))
        try bench.commit()
        #expect(bench.tombstones.count == 1)
    }

    @Test("a wrong hour lets go of nothing that the broker's clock has not come to, and no record without a time does")
    func wrongHour() throws {
        let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
        try bench.take(Self.fact("all", hour: 0))
        try bench.take(Self.fact("all", hour: 24 * 365 * 100), at: 1)
        try bench.take(Self.fact("all", hour: 9), at: nil)
        try bench.take(Self.fact("all", hour: 0), at: 1)
        try bench.commit()
        #expect(bench.tombstones.isEmpty)
        #expect(try Self.told(bench)["acme/all/hour/\(Self.label(0))"] == 2)
    }

    @Test("at least once, a horizon behind whose record an older one stands is written once more")
    func olderHorizon() throws {
        let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
        try bench.take(Self.fact("all", hour: 5))
        try bench.commit()
        let older = try #require(bench.newest.first { HorizonRecord.isKey($0.key[...]) })
        try bench.take(Self.fact("all", hour: 9))
        try bench.commit()
        let newer = try #require(bench.newest.first { HorizonRecord.isKey($0.key[...]) })
        #expect(older.value != newer.value)
        bench.write(older)
        try bench.restart()
        try bench.commit()
        #expect(bench.newest.contains { $0 == newer })
        let written = bench.count
        try bench.commit()
        #expect(bench.count == written)
    }

    @Test("at least once, a tally that a paused worker wrote behind its deletion is deleted again")
    func zombie() throws {
        let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
        try bench.take(Self.fact("all", hour: 0))
        try bench.commit()
        let tally = try #require(bench.newest.first { String(decoding: $0.key, as: UTF8.self).contains("/hour/") })
        try bench.take(Self.fact("all", hour: 9))
        try bench.commit()
        bench.write(tally)
        try bench.restart()
        try bench.commit()
        #expect(bench.tombstones.count == 2 && !bench.newest.contains { $0.key == tally.key })
    }

    @Test(
        "S4-070: what is gone tells no threshold what is usual, whether its record is still there or not",
        arguments: [false, true])
    func usual(commits: Bool) throws {
        func percent(_ number: Int64) -> Fraction { Fraction(number, over: 100) }
        let threshold = Threshold(
            name: "usual", figure: Figure(.meanResponse, of: .firstResponseHuman), subjects: [.all], windows: [.hour],
            yardstick: .earlierWeeks(1, alert: percent(150), clear: percent(110)), least: 1, receivers: ["leader"])
        func fact(hour: Int, elapsed: Int64) -> Fact {
            var fact = Self.fact("all", hour: hour)
            fact.measures.firstResponseHuman.answered = 1
            fact.measures.firstResponseHuman.elapsed = elapsed
            return fact
        }
        for (keep, alerts) in [(24 * 7, 1), (24 * 7 - 2, 0)] as [(Int64, Int)] {
            let bench = Bench(
                PolicySet([
                    .fixture(thresholds: [threshold], tallyRetention: TallyRetention([.hour: .hours(keep)]))
                ]))
            try bench.take(fact(hour: 0, elapsed: 1_000))
            if commits { try bench.commit() }
            try bench.take(fact(hour: 24 * 7, elapsed: 9_000))
            #expect(bench.alerts == alerts, "kept for \(keep) h")
        }
    }

    @Test("facts that some of their windows do not take are counted")
    func leftOut() throws {
        let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
        for hour in [0, 9, 0, 0, 9] { try bench.take(Self.fact("all", hour: hour)) }
        #expect(bench.leftOut == 2)
    }

    @Test("A02: wherever commits, failures and restarts fall, the same tallies are left", arguments: UInt64(1)...60)
    func anyCommits(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        // Of every third stream the weeks go, too, so that facts find nothing; of every second one facts are looked at one by one.
        let keep = seed % 3 == 0 ? TallyRetention(Self.keep.keep.merging([.week: .hours(24 * 40)]) { $1 }) : Self.keep
        let watched = seed % 2 == 0 ? [Self.watch] : []
        let bench = Bench(PolicySet([.fixture(thresholds: watched, tallyRetention: keep)]))
        // By hand: what each fact still finds, in the order of the facts.
        var horizon: [WindowKind: Instant] = [:]
        var expected: [String: (end: Instant, kind: WindowKind, count: Int64)] = [:]
        var refused: [Int64] = []
        var hour = 0
        for offset in 0..<Int64(150) {
            hour += random.pick([0, 0, 0, 1, 2, 20, random.chance(perMille: 30) ? 24 * 30 : 0])
            let late = random.chance(perMille: 300) ? random.number(0...60) : 0
            let veryLate = random.chance(perMille: 50) ? 24 * 70 : 0
            let fact = Self.fact(
                random.pick(["all", "agent:A1", "agent:A2"]), hour: hour - late - veryLate,
                conversations: Int64(random.number(1...9)))
            try bench.take(fact)
            var isTaken = false
            for (kind, keep) in keep.keep {
                horizon[kind] = max(horizon[kind] ?? .distantPast, fact.hour - keep)
            }
            for kind in WindowKind.allCases {
                let window = Window(kind, containing: fact.hour, zone: .utc)
                guard window.end > horizon[kind] ?? .distantPast else { continue }
                let key = "acme/\(fact.subject)/\(kind.word)/\(window.label)"
                expected[key, default: (window.end, kind, 0)].count += fact.measures.conversations
                isTaken = true
            }
            if !isTaken { refused.append(offset) }
            switch random.number(0...9) {
            case 0...3: try bench.commit()
            case 4: try bench.fail(prepared: random.chance(perMille: 500))
            case 5: try bench.restart(compacted: random.chance(perMille: 500))
            default: break
            }
        }
        try bench.commit()
        let left = expected.filter { $0.value.end > horizon[$0.value.kind] ?? .distantPast }
        let told = try Self.told(bench)
        let due = left.mapValues(\.count)
        let differences = Set(told.keys).union(due.keys).filter { told[$0] != due[$0] }.sorted()
        #expect(differences.map { "\($0): \(told[$0] ?? 0), not \(due[$0] ?? 0)" } == [])
        #expect(bench.letters.map(\.offset) == refused)
        #expect(bench.held == left.count)
        // Where weeks are kept for ever, nothing is refused.
        #expect(seed % 3 == 0 || refused.isEmpty)
    }

    @Test("more than a commit deletes are deleted with the next ones")
    func many() throws {
        let bench = Bench(Self.policies(TallyRetention([.hour: .hours(3)])))
        for agent in 0..<20_050 { try bench.take(Self.fact("agent:A\(agent)", hour: 0), feed: false) }
        try bench.feed()
        try bench.commit()
        try bench.take(Self.fact("all", hour: 5))
        try bench.commit()
        #expect(bench.tombstones.count == 20_000)
        try bench.take(Self.fact("all", hour: 5))
        try bench.commit()
        #expect(bench.tombstones.count == 20_050)
        #expect(bench.held == 20_050 * 3 + 4)
    }
}

/// A tally task with its topic and its facts.
private final class Bench {
    private var policies: PolicySet
    private var task: TallyTask
    private var facts: [Fact] = []
    /// How many the task has been given, and how many of them are committed.
    private var given = 0
    private var committed = 0
    private var topic: [(key: [UInt8], value: [UInt8]?)] = []
    private var times: [Int?] = []
    private(set) var alerts = 0
    private var pendingLetters: [ProtoDeadLetter] = []
    private(set) var letters: [ProtoDeadLetter] = []

    init(_ policies: PolicySet) {
        self.policies = policies
        task = TallyTask(partition: 0, policies: policies)
    }

    /// How many tallies the task holds.
    var held: Int { task.statistics.held }

    /// The last record of each key that has one.
    var newest: [(key: [UInt8], value: [UInt8])] {
        var newest: [[UInt8]: [UInt8]?] = [:]
        for record in topic { newest[record.key] = .some(record.value) }
        return newest.compactMap { key, value in value.map { (key, $0) } }
    }

    /// The keys that were deleted.
    var tombstones: [String] {
        topic.filter { $0.value == nil }.map { String(decoding: $0.key, as: UTF8.self) }
    }

    /// Takes a fact whose record has the time of its hour, or that of another one, or none.
    func take(_ fact: Fact, at hour: Int?, feed: Bool = true) throws {
        facts.append(fact)
        times.append(hour)
        if feed { try self.feed() }
    }

    func take(_ fact: Fact, feed: Bool = true) throws {
        try take(fact, at: Int((fact.hour - at(0)).count / 3_600_000), feed: feed)
    }

    /// How many facts some of their windows did not take.
    var leftOut: Int64 { task.statistics.leftOut }

    /// How many records the topic has.
    var count: Int { topic.count }

    /// Somebody else writes a record.
    func write(_ record: (key: [UInt8], value: [UInt8])) { topic.append((record.key, record.value)) }

    /// Gives the task the facts that it has not.
    func feed() throws {
        var batch = RecordBatch()
        for index in given..<facts.count {
            var value: [UInt8] = []
            _ = facts[index].write(appendingTo: &value)
            batch.append(
                origin: TopicPartition(.facts, 0), offset: Int64(index),
                timestamp: times[index].map { at($0 * 3_600) } ?? .epoch,
                key: Array("acme/\(facts[index].subject)".utf8), value: value)
        }
        given = facts.count
        var outbox = Outbox()
        task.apply(&batch, batch.records.indices, into: &outbox)
        alerts += outbox.effects.count { $0.topic == .alerts }
        for effect in outbox.effects where effect.topic == .deadLetters {
            pendingLetters.append(try ProtoDeadLetter(protobuf: Array(outbox.bytes[effect.value ?? .empty])))
        }
    }

    func pass(to seconds: Int) throws {
        var outbox = Outbox()
        task.advance(.supplements, to: at(seconds), into: &outbox)
        try commit()
    }

    func commit() throws {
        var outbox = Outbox()
        task.prepareCommit(into: &outbox)
        for effect in outbox.effects where effect.topic == .tallies {
            topic.append((Array(outbox.bytes[effect.key ?? .empty]), effect.value.map { Array(outbox.bytes[$0]) }))
        }
        task.commit()
        committed = given
        letters += pendingLetters
        pendingLetters = []
    }

    /// The transaction fails, and its facts are read again.
    func fail(prepared: Bool) throws {
        var outbox = Outbox()
        if prepared { task.prepareCommit(into: &outbox) }
        task.rollBack()
        try rewind()
    }

    /// Another task takes over.
    func restart(_ policies: PolicySet? = nil, compacted: Bool = false) throws {
        if compacted {
            let left = newest.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            topic = left.map { ($0.key, $0.value) }
        }
        self.policies = policies ?? self.policies
        task = TallyTask(partition: 0, policies: self.policies)
        var records = RecordBatch()
        for (index, record) in topic.enumerated() {
            records.append(
                origin: TopicPartition(.tallies, 0), offset: Int64(index), timestamp: at(0), key: record.key,
                value: record.value)
        }
        try task.load(records)
        _ = task.begin(at: [])
        try task.endRestore()
        try rewind()
    }

    private func rewind() throws {
        given = committed
        pendingLetters = []
        try feed()
    }
}
