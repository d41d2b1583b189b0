// The simulated log: transactions, isolation, fencing, generations, retention and compaction.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Testing

/// Sends, polls and reads by the word.
extension MemoryLog {
    fileprivate func send(_ words: String..., to topic: Topic = .evaluations, key: String = "k") throws {
        var outbox = Outbox()
        for word in words {
            let key = outbox.bytes.appendRange(key.utf8)
            let value = outbox.bytes.appendRange(word.utf8)
            outbox.effects.append(Effect(topic: topic, partition: 0, key: key, value: value))
        }
        try send(outbox)
    }

    fileprivate func polled(limit: Int = 100) throws -> [String] {
        var batch = RecordBatch()
        while try poll(limit: limit, into: &batch) != .records {}
        return batch.words
    }

    /// Takes up partition 0 of the conversations after it was assigned.
    fileprivate func begin(at offset: Int64? = nil) throws {
        var batch = RecordBatch()
        assign([TopicPartition(.conversations, 0)])
        guard case .assigned(let partitions) = try poll(limit: 1, into: &batch) else { return }
        try start(partitions.map { ($0, offset) })
    }
}

extension RecordBatch {
    fileprivate var words: [String] { records.map { bytes.string($0.value ?? .empty) } }
}

extension MemoryCluster {
    fileprivate func words(_ topic: Topic) -> [String] {
        content(topic).map { String(decoding: $0.value ?? [], as: UTF8.self) }
    }

    fileprivate func append(_ word: String, key: String = "k") {
        append(.conversations, key: Array(key.utf8), value: Array(word.utf8), timestamp: now)
    }
}

private let events = TopicPartition(.conversations, 0)
private let output = TopicPartition(.evaluations, 0)

@Suite("Simulated log")
struct MemoryLogTests {
    let cluster = MemoryCluster(partitions: 1)

    private func position(_ next: Int64) -> [Position] { [Position(partition: events, next: next)] }

    // MARK: Transactions

    @Test("records of an open transaction have offsets and no reader; the marker takes an offset of its own")
    func openTransaction() throws {
        let log = MemoryLog(cluster: cluster)
        try log.send("a", "b")
        #expect(cluster.words(.evaluations) == [])
        #expect(cluster.end(of: output) == 2 && cluster.lastStable(of: output) == 0)
        try log.commit([])
        #expect(cluster.words(.evaluations) == ["a", "b"])
        #expect(cluster.end(of: output) == 3 && cluster.lastStable(of: output) == 3)
        #expect(cluster.last(of: output) == 1)
    }

    @Test("aborted records leave a gap")
    func abortedTransaction() throws {
        let log = MemoryLog(cluster: cluster)
        try log.send("a")
        try log.abort(to: [])
        try log.send("b")
        try log.commit([])
        #expect(cluster.content(output).map(\.offset) == [2])
        #expect(cluster.end(of: output) == 4)
    }

    @Test("a reader stops at the first record of an undecided transaction, whatever was committed behind it")
    func lastStableOffset() throws {
        let slow = MemoryLog(cluster: cluster)
        let quick = MemoryLog(cluster: cluster)
        try slow.send("slow")
        try quick.send("quick")
        try quick.commit([])
        #expect(cluster.words(.evaluations) == [])
        var batch = RecordBatch()
        #expect(try quick.read(output, from: 0, until: 3, limit: 9, into: &batch) == 0)
        try slow.commit([])
        #expect(try quick.read(output, from: 0, until: 3, limit: 9, into: &batch) == nil)
        #expect(batch.words == ["slow", "quick"])
    }

    @Test("the end counts what is undecided, and markers; whoever has come that far is caught up")
    func ends() throws {
        let log = MemoryLog(cluster: cluster)
        try log.begin()
        cluster.append("a")
        cluster.appendAborted(events, key: nil, value: nil)
        #expect(try log.endOffset(events) == 3)
        #expect(try log.polled(limit: 1) == ["a"])
        #expect(try log.polled() == [])
        #expect(try log.isCaughtUp(events))
        try log.rewind(events, to: 0)
        #expect(try !log.isCaughtUp(events))
        #expect(try log.polled() == ["a"])
    }

    @Test("positions are pending until their transaction is decided")
    func pendingPositions() throws {
        let log = MemoryLog(cluster: cluster)
        try log.begin()
        log.fault = { $0 == .commit ? .undecided("test") : nil }
        #expect(throws: LogError.undecided("test")) { try log.commit(position(1)) }
        #expect(throws: LogError.self) { try log.committed([events]) }
        #expect(cluster.committed(events) == nil)
        log.fault = { _ in nil }
        try log.commit(position(1))
        #expect(try log.committed([events]) == position(1))
    }

    @Test("markers may come after the answer: positions and records become valid one by one")
    func lateMarkers() throws {
        var delays = [Milliseconds(20), Milliseconds(10)]
        cluster.markerDelay = { delays.removeFirst() }
        let log = MemoryLog(cluster: cluster)
        try log.begin()
        try log.send("a")
        try log.commit(position(1))
        #expect(cluster.committed(events) == nil)
        cluster.pass(to: Instant(milliseconds: 10))
        #expect(try log.committed([events]) == position(1))
        #expect(cluster.words(.evaluations) == [] && cluster.end(of: output) == 1)
        cluster.pass(to: Instant(milliseconds: 20))
        #expect(cluster.words(.evaluations) == ["a"])
    }

    // MARK: Fencing

    @Test("a crash leaves the transaction open until a successor takes over the id")
    func crashAndSuccessor() throws {
        let first = MemoryLog(cluster: cluster, id: "w")
        try first.send("lost")
        first.crash()
        #expect(cluster.lastStable(of: output) == 0 && cluster.end(of: output) == 1)
        let second = MemoryLog(cluster: cluster, id: "w")
        #expect(cluster.lastStable(of: output) == 2)
        try second.send("b")
        try second.commit([])
        #expect(cluster.words(.evaluations) == ["b"])
    }

    @Test("a transaction that takes too long is aborted, and its producer fenced off")
    func transactionTimeout() throws {
        let log = MemoryLog(cluster: cluster)
        try log.send("late")
        cluster.pass(to: Instant(milliseconds: 9_999))
        #expect(cluster.lastStable(of: output) == 0)
        cluster.pass(to: Instant(milliseconds: 10_000))
        #expect(cluster.lastStable(of: output) == 2)
        #expect(throws: LogError.self) { try log.commit([]) }
        #expect(cluster.words(.evaluations) == [])
    }

    @Test("an instance whose id another one took over is fenced off, even when its commit was made")
    func fenced() throws {
        let first = MemoryLog(cluster: cluster, id: "w")
        first.fault = { $0 == .commitAnswer ? .undecided("test") : nil }
        try first.send("a")
        #expect(throws: LogError.undecided("test")) { try first.commit([]) }
        cluster.fence("w")
        first.fault = { _ in nil }
        do {
            try first.commit([])
            Issue.record("the commit succeeds")
        } catch {
            guard case .fenced = error else { throw error }
        }
        #expect(cluster.words(.evaluations) == ["a"])
    }

    // MARK: The group

    @Test("a member that lost its generation commits nothing until it has heard of it")
    func lostGeneration() throws {
        let log = MemoryLog(cluster: cluster)
        try log.begin()
        log.revoke([events], lost: true)
        do {
            try log.commit(position(1))
            Issue.record("the commit succeeds")
        } catch {
            guard case .aborted = error else { throw error }
        }
        try log.abort(to: [])
        _ = try log.polled()
        try log.commit([])
        #expect(cluster.committed(events) == nil && cluster.violations == [])
    }

    @Test("whoever commits what is not its own, or goes back, is noted")
    func violations() throws {
        let log = MemoryLog(cluster: cluster)
        try log.commit(position(5))
        try log.commit(position(4))
        #expect(cluster.violations.count == 3)
    }

    @Test("a pause ends with the assignment, and a partition that is read already is not started again")
    func pauses() throws {
        let log = MemoryLog(cluster: cluster)
        try log.begin()
        cluster.append("a")
        try log.pause([events])
        #expect(try log.polled() == [])
        try log.start([(events, 1)])
        try log.resume([events])
        #expect(try log.polled() == ["a"])
        try log.pause([events])
        try log.release([events])
        try log.begin(at: 0)
        #expect(try log.polled() == ["a"])
    }

    // MARK: Retention, compaction, at least once

    @Test("what retention removed is passed over")
    func retention() throws {
        let log = MemoryLog(cluster: cluster)
        try log.begin(at: 0)
        for word in ["a", "b", "c"] { cluster.append(word) }
        cluster.removeOldest(events, before: 2)
        #expect(try log.polled() == ["c"])
    }

    @Test("compaction keeps the latest value of every key, a tombstone for a while, and nothing of what was aborted")
    func compaction() throws {
        let log = MemoryLog(cluster: cluster)
        try log.send("1", to: .tallies, key: "a")
        try log.send("2", to: .tallies, key: "b")
        try log.send("3", to: .tallies, key: "a")
        try log.commit([])
        let states = TopicPartition(.tallies, 0)
        cluster.append(.tallies, partition: 0, key: Array("b".utf8), value: nil, timestamp: cluster.now)
        cluster.compact(states, below: 2, tombstoneLife: .seconds(1))
        #expect(cluster.content(states).map(\.offset) == [0, 1, 2, 4])
        cluster.compact(states, below: 5, tombstoneLife: .seconds(1))
        #expect(cluster.content(states).map(\.offset) == [2, 4])
        cluster.pass(to: Instant(milliseconds: 1_001))
        cluster.compact(states, below: 5, tombstoneLife: .seconds(1))
        #expect(cluster.content(states).map(\.offset) == [2])
        #expect(cluster.end(of: states) == 5)
    }

    @Test("at least once, effects are there before the positions and stay")
    func atLeastOnce() throws {
        let log = MemoryLog(cluster: cluster, delivery: .atLeastOnce)
        try log.begin()
        try log.send("a")
        #expect(cluster.words(.evaluations) == ["a"])
        log.fault = { $0 == .commit ? .undecided("test") : nil }
        #expect(throws: LogError.retriable("test")) { try log.commit(position(1)) }
        #expect(cluster.committed(events) == nil)
        log.fault = { _ in nil }
        try log.commit(position(1))
        try log.abort(to: [])
        #expect(cluster.words(.evaluations) == ["a"] && cluster.committed(events)?.next == 1)
    }

    @Test("at least once, the group goes back to where a failed commit began before older states are written")
    func wayBack() throws {
        let log = MemoryLog(cluster: cluster, delivery: .atLeastOnce)
        try log.begin()
        try log.commit(position(1))
        log.fault = { $0 == .commitAnswer ? .retriable("test") : nil }
        try log.send("of 3", to: .checkpoints)
        #expect(throws: LogError.self) { try log.commit(position(3)) }
        #expect(cluster.committed(events)?.next == 3 && cluster.words(.checkpoints) == ["of 3"])
        try log.abort(to: position(1))
        try log.send("of 2", to: .checkpoints)
        #expect(throws: LogError.self) { try log.commit(position(2)) }
        #expect(cluster.committed(events)?.next == 1 && cluster.words(.checkpoints) == ["of 3"])
        log.fault = { _ in nil }
        try log.commit(position(2))
        #expect(cluster.committed(events)?.next == 2 && cluster.words(.checkpoints) == ["of 3", "of 2"])
        // What was committed is not gone back from.
        try log.abort(to: position(0))
        try log.commit([])
        #expect(cluster.committed(events)?.next == 2)
    }
}
