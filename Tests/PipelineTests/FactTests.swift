// Facts that come twice.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Testing
import Wire

@Suite("Facts without transactions")
struct FactTests {
    /// The facts of a conversation and its survey, as a task publishes them that does not sum them up.
    private func facts(commits: Int) throws -> [ProtoFact] {
        var settings = EvaluationSettings()
        settings.combinesFacts = false
        let bench = TaskBench(settings: settings)
        var chat = Chat("c1")
        for (index, event) in chat.complete(from: 0).enumerated() {
            try bench.apply(event)
            if index < commits { try bench.commit() }
        }
        try bench.answer(chat.survey(4, at: 60))
        try bench.commit()
        return bench.facts
    }

    private func batch(_ facts: [ProtoFact], from offset: Int64) -> RecordBatch {
        var batch = RecordBatch()
        for (index, fact) in facts.enumerated() {
            batch.append(
                origin: TopicPartition(.facts, 0), offset: offset + Int64(index), timestamp: at(0),
                key: Array("acme/\(fact.subject)".utf8), value: fact.protobuf)
        }
        return batch
    }

    private func apply(_ batch: RecordBatch, to task: TallyTask) throws -> [ProtoTally] {
        var batch = batch
        var outbox = Outbox()
        task.apply(&batch, batch.records.indices, into: &outbox)
        task.prepareCommit(into: &outbox)
        let tallies = try outbox.effects.filter { $0.topic == .tallies }.map {
            try ProtoTally(protobuf: Array(outbox.bytes[$0.value ?? .empty]))
        }
        task.commit()
        return tallies
    }

    @Test("A01: a fact has the same identity whenever its revision is published again, and no other fact has it")
    func identities() throws {
        let once = try facts(commits: 0)
        let again = try facts(commits: 3)
        #expect(Set(once.map(\.cause)) == Set(again.map(\.cause)))
        #expect(Set(once.map(\.cause)).count == once.count && once.count == 6 && !once.map(\.cause).contains(0))
    }

    @Test("a tally behind whose newest record an older one stands is written once more by its next owner")
    func overwritten() throws {
        let facts = try facts(commits: 3)
        let first = TallyTask(partition: 0, policies: .fixture)
        let old = try apply(batch(Array(facts.prefix(1)), from: 0), to: first)
        let new = try apply(batch(Array(facts.prefix(1)), from: 1), to: TallyTask(partition: 0, policies: .fixture))
        let next = TallyTask(partition: 0, policies: .fixture)
        var records = RecordBatch()
        for (index, tally) in (new + old).enumerated() {
            records.append(
                origin: TopicPartition(.tallies, 0), offset: Int64(index), timestamp: at(0), key: [1],
                value: tally.protobuf)
        }
        try next.load(records)
        _ = next.begin(at: [])
        try next.endRestore()
        #expect(try apply(RecordBatch(), to: next).map(\.nextFactOffset) == new.map(\.nextFactOffset))
        #expect(try apply(RecordBatch(), to: next).isEmpty)
    }

    @Test("a fact that comes again counts once, also for the successor of the task that took it")
    func comesAgain() throws {
        let facts = try facts(commits: 3)
        let first = TallyTask(partition: 0, policies: .fixture)
        let tallies = try apply(batch(facts, from: 0), to: first)
        #expect(try apply(batch(facts, from: 6), to: first).isEmpty && first.statistics.duplicates == 6)

        let successor = TallyTask(partition: 0, policies: .fixture)
        let starts = successor.begin(at: first.positions)
        #expect(starts.first?.offset == 0 && successor.replayEnd(.facts) == 12)
        var state = RecordBatch()
        for tally in tallies {
            state.append(
                origin: TopicPartition(.tallies, 0), offset: 0, timestamp: at(0), key: [1], value: tally.protobuf)
        }
        try successor.load(state)
        #expect(try apply(batch(facts + facts, from: 0), to: successor).isEmpty)
        try successor.endRestore()
        #expect(try apply(batch(facts, from: 12), to: successor).isEmpty)
        #expect(successor.positions.first?.next == 18)
    }

    @Test("what is rolled back is not remembered")
    func rolledBack() throws {
        let facts = try facts(commits: 0)
        let task = TallyTask(partition: 0, policies: .fixture)
        var batch = batch(facts, from: 0)
        var outbox = Outbox()
        task.apply(&batch, batch.records.indices, into: &outbox)
        task.rollBack()
        #expect(try apply(batch, to: task).count == 3 * WindowKind.allCases.count)
    }

    @Test("a fact whose sums cannot be added is a dead letter that says so, and changes no tally")
    func beyondNumbers() throws {
        var fact = try #require(try facts(commits: 0).first)
        fact.cause = 0
        fact.measures.records = (1 << 61) - 1
        var damaged = fact
        damaged.measures.records = 1 << 61
        var twice = fact
        twice.measures.firstResponseAny.histogram.buckets = [3, 3]
        twice.measures.firstResponseAny.histogram.counts = [1, 1]
        let task = TallyTask(partition: 0, policies: .fixture)
        var batch = batch([fact, fact, damaged, twice], from: 0)
        var outbox = Outbox()
        task.apply(&batch, batch.records.indices, into: &outbox)
        let letters = try outbox.effects.filter { $0.topic == .deadLetters }.map {
            try ProtoDeadLetter(protobuf: Array(outbox.bytes[$0.value ?? .empty]))
        }
        #expect(letters.map(\.offset) == [1, 2, 3] && letters.map(\.reason) == [.refused, .invalid, .invalid])
        #expect(letters.map(\.detail).allSatisfy { $0.contains("2^61") || $0.contains("ascending") })
        task.prepareCommit(into: &outbox)
        let tallies = try outbox.effects.filter { $0.topic == .tallies }.map {
            try ProtoTally(protobuf: Array(outbox.bytes[$0.value ?? .empty]))
        }
        #expect(tallies.count == WindowKind.allCases.count)
        #expect(tallies.allSatisfy { $0.measures.records == fact.measures.records && $0.nextFactOffset == 1 })
    }
}
