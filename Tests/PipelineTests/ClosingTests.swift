// How months of tallies are closed.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Closed months")
struct ClosingTests {
    private static let policies = PolicySet([
        .fixture(monthsCloseAfter: .hours(1), surveys: SurveyPolicy(window: .hours(5)))
    ])
    /// The end of January 2027, and an hour later.
    private static let end = 1_440_000
    private static let closing = end + 3_600

    private static func bench() -> TaskBench {
        var settings = EvaluationSettings()
        settings.counts = TaskCounts(evaluation: 2, tally: 3)
        return TaskBench(policies: policies, settings: settings)
    }

    /// A chat that ends in January, with one answer at a time.
    private static func rated(at seconds: Int) throws -> TaskBench {
        let bench = bench()
        var chat = Chat("c1")
        try bench.apply(all: chat.complete(from: end - 600))
        try bench.answer(chat.survey(2, at: seconds))
        return bench
    }

    @Test("C24: an answer before the closing counts in the month, and one at the closing is late")
    func answers() throws {
        for (second, isLate) in [(60, false), (3_599, false), (3_600, true), (3_660, true)] {
            let bench = try Self.rated(at: Self.end + second)
            try bench.commit()
            let rated = bench.facts.filter { $0.subject == "all" && $0.measures.ratings.contains { $0 != 0 } }
            #expect(rated.count == 1)
            let january = at(Self.end).milliseconds
            #expect(rated.map(\.closedBeforeMs) == [isLate ? january : 0], "\(second)")
            // What was there before is not late by that.
            let ended = bench.facts.filter { $0.subject == "all" && $0.measures.conversations == 1 }
            #expect(ended.map(\.closedBeforeMs) == [0])
        }
    }

    @Test("F12: an episode open at the month's end counts in the month it began in, and late once that is closed")
    func openAtTheEnd() throws {
        for (second, isLate) in [(60, false), (3_599, false), (3_601, true), (90_000, true)] {
            let bench = Self.bench()
            var chat = Chat("c1")
            try bench.apply(chat.customer(at: Self.end - 10), chat.agent(at: Self.end + 20))
            try bench.advance(to: at(Self.end + second - 1))
            try bench.commit()
            // While it is open no figure has it: what is told of today does not change tomorrow unseen.
            #expect(bench.facts.allSatisfy { $0.measures.conversations == 0 })
            try bench.apply(chat.resolved(at: Self.end + second))
            try bench.advance(to: at(Self.end + second + 10))
            try bench.commit()
            let ended = bench.facts.filter { $0.subject == "all" && $0.measures.conversations == 1 }
            #expect(ended.map(\.hourStartMs) == [at(Self.end - 3_600).milliseconds], "\(second)")
            #expect(ended.map(\.closedBeforeMs) == [isLate ? at(Self.end).milliseconds : 0], "\(second)")
        }
    }

    private static func marks(_ bench: TaskBench) -> [ProtoClosingMark] {
        bench.facts.filter(\.hasClosingMark).map(\.closingMark)
    }

    @Test("a month is told to be closed once, to each tally task, when all topics are known as far")
    func marks() throws {
        let bench = Self.bench()
        try bench.advance(to: at(0))
        try bench.commit()
        // December was closed before.
        #expect(Self.marks(bench).map(\.closedBeforeMs) == Array(repeating: 1_798_761_600_000, count: 3))
        try bench.advance(to: at(Self.closing - 1))
        try bench.commit()
        #expect(Self.marks(bench).count == 3)
        // Surveys and reviews may still be behind.
        try bench.advanceConversations(to: at(Self.closing + 10))
        try bench.commit()
        #expect(Self.marks(bench).count == 3)
        try bench.advance(to: at(Self.closing))
        try bench.commit()
        let told = Self.marks(bench).dropFirst(3)
        #expect(told.map(\.closedBeforeMs) == Array(repeating: at(Self.end).milliseconds, count: 3))
        #expect(told.allSatisfy { $0.tasks == 2 && !$0.ofTallyTask && $0.partition == 0 })
        try bench.advance(to: at(Self.closing + 86_400))
        try bench.commit()
        #expect(Self.marks(bench).count == 6)
    }

    @Test("what is undone is told again, and what is committed is not told by the next owner")
    func rollBack() throws {
        let bench = Self.bench()
        try bench.advance(to: at(0))
        try bench.commit()
        try bench.advance(to: at(Self.closing))
        var outbox = Outbox()
        bench.task.prepareCommit(into: &outbox)
        #expect(outbox.effects.count { $0.topic == .facts } == 3)
        bench.task.rollBack()
        try bench.advance(to: at(Self.closing))
        try bench.commit()
        #expect(Self.marks(bench).count == 6)
    }

    // MARK: Tallies

    /// A tally task, and what it wrote last.
    private final class Tallies {
        let task: TallyTask
        private var offset: Int64
        private(set) var records: [(key: [UInt8], value: [UInt8])] = []
        private(set) var told: [ProtoClosingMark] = []

        init(from other: Tallies? = nil) throws {
            task = TallyTask(
                partition: 1, policies: ClosingTests.policies, counts: TaskCounts(evaluation: 2, tally: 3))
            offset = other?.offset ?? 0
            records = other?.records ?? []
            var batch = RecordBatch()
            for (index, record) in records.enumerated() {
                batch.append(
                    origin: TopicPartition(.tallies, 1), offset: Int64(index), timestamp: epoch, key: record.key,
                    value: record.value)
            }
            try task.load(batch)
            _ = task.begin(at: other?.task.positions ?? [])
            try task.endRestore()
        }

        func apply(_ facts: ProtoFact...) throws {
            var batch = RecordBatch()
            for fact in facts {
                batch.append(
                    origin: TopicPartition(.facts, 1), offset: offset, timestamp: at(0), key: [0x2F],
                    value: fact.protobuf)
                offset += 1
            }
            var outbox = Outbox()
            task.apply(&batch, batch.records.indices, into: &outbox)
            #expect(outbox.isEmpty)
        }

        func commit() throws {
            var outbox = Outbox()
            task.prepareCommit(into: &outbox)
            task.commit()
            for effect in outbox.effects {
                let value = Array(outbox.bytes[effect.value ?? .empty])
                if effect.topic == .facts {
                    told.append(try ProtoFact(protobuf: value).closingMark)
                } else {
                    records.append((Array(outbox.bytes[effect.key ?? .empty]), value))
                }
            }
        }

        func month() throws -> Tally? {
            let last = records.last { String(decoding: $0.key, as: UTF8.self) == "acme/all/month/2027-01" }
            return try last.map { try Tally.read($0.value, ByteRange(0..<$0.value.count)) }
        }

        func closedBefore() throws -> Int64? {
            let last = records.last { ClosingRecord.isKey($0.key[...]) }
            return try last.map {
                try ClosingRecord.read($0.value, ByteRange(0..<$0.value.count)).closedBefore.milliseconds
            }
        }
    }

    private static func fact(_ conversations: Int64, isLate: Bool = false) -> ProtoFact {
        var fact = ProtoFact()
        fact.tenant = "acme"
        fact.subject = "all"
        fact.hourStartMs = epoch.milliseconds
        fact.measures.conversations = conversations
        if isLate { fact.closedBeforeMs = at(end).milliseconds }
        return fact
    }

    private static func mark(_ partition: UInt32, ofTally: Bool = false) -> ProtoFact {
        var fact = ProtoFact()
        fact.closingMark.partition = partition
        fact.closingMark.ofTallyTask = ofTally
        fact.closingMark.tasks = ofTally ? 3 : 2
        fact.closingMark.closedBeforeMs = at(end).milliseconds
        fact.closingMark.knownMs = at(closing).milliseconds
        return fact
    }

    @Test("A07, A28: late facts change the sums of a month and leave its closed figures; the next owner knows of both")
    func lateFacts() throws {
        let tallies = try Tallies()
        try tallies.apply(Self.fact(5), Self.fact(2, isLate: true), Self.fact(1))
        try tallies.commit()
        for tally in [try tallies.month(), try Tallies(from: tallies).month()] {
            #expect(tally?.measures.conversations == 8)
            #expect(tally?.closed.conversations == 6)
            #expect(tally?.hasLateChanges == true)
        }
        let next = try Tallies(from: tallies)
        try next.apply(Self.fact(1, isLate: true))
        try next.commit()
        #expect(try next.month()?.measures.conversations == 9)
        #expect(try next.month()?.closed.conversations == 6)
    }

    @Test("a partition is closed when all tasks of both kinds have said so, and says so itself behind the evaluations")
    func closedPartitions() throws {
        let tallies = try Tallies()
        try tallies.apply(Self.mark(0))
        try tallies.commit()
        #expect(tallies.told.isEmpty)
        try tallies.apply(Self.mark(1))
        try tallies.commit()
        #expect(tallies.told.map(\.closedBeforeMs) == Array(repeating: at(Self.end).milliseconds, count: 3))
        #expect(tallies.told.allSatisfy { $0.ofTallyTask && $0.partition == 1 && $0.tasks == 3 })
        #expect(try tallies.closedBefore() == Instant.distantPast.milliseconds)
        let next = try Tallies(from: tallies)
        try next.apply(Self.mark(0, ofTally: true), Self.mark(2, ofTally: true), Self.mark(0))
        try next.commit()
        #expect(next.told.isEmpty)
        #expect(try next.closedBefore() == Instant.distantPast.milliseconds)
        try next.apply(Self.mark(1, ofTally: true))
        try next.commit()
        #expect(try next.closedBefore() == at(Self.end).milliseconds)
        #expect(next.task.timeReached == at(Self.closing))
        // What says nothing new is not written again.
        let count = next.records.count
        try next.apply(Self.mark(1, ofTally: true))
        try next.commit()
        #expect(next.records.count == count)
    }
}
