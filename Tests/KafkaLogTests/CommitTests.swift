// Sending effects and committing, on a mock cluster.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Testing

@Suite("Committing")
struct CommitTests {
    private static let first = TopicPartition(.conversations, 0)

    /// A member that has an assignment, so that it may commit positions.
    private static func joined(_ bench: Bench) throws -> Member {
        let member = try Member(bench.settings)
        try member.turns(until: "an assignment") { !member.rebalances.isEmpty }
        return member
    }

    @Test("effects arrive with schema, tenant, content type and trace context", arguments: [true, false])
    func effects(exactlyOnce: Bool) async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1, delivery: exactlyOnce ? .exactlyOnce : .atLeastOnce)
            let member = try Self.joined(bench)
            var outbox = Outbox.of(["a", ""], .evaluations)
            outbox.effects[0].traceParent = outbox.bytes.appendRange("00-1-2-01".utf8)
            outbox.effects.append(Effect(topic: .tallies, partition: 0, key: outbox.effects[0].key, value: nil))
            outbox.effects.append(Effect(topic: .deadLetters, partition: 0, key: nil, value: outbox.effects[0].value))
            try member.log.send(outbox)
            try member.log.commit([Position(partition: Self.first, next: 0)])

            let type = SeenHeader("content-type", "application/x-protobuf")
            let (schema, tenant) = (SeenHeader("schema", "assay.v1.Evaluation"), SeenHeader("tenant", "acme"))
            let evaluations = try bench.content(.evaluations)
            #expect(
                evaluations.map(\.headers) == [
                    [schema, tenant, type, SeenHeader("traceparent", "00-1-2-01")], [schema, tenant, type],
                ])
            #expect(evaluations.map(\.value) == [Array("a".utf8), []])
            #expect(evaluations[0].key == Array("acme/a".utf8))
            let tallies = try bench.content(.tallies)
            #expect(tallies.map(\.value) == [nil])
            #expect(tallies.first?.headers.first == SeenHeader("schema", "assay.v1.Tally"))
            let letters = try bench.content(.deadLetters)
            #expect(letters.map(\.key) == [nil])
            #expect(letters.first?.headers == [SeenHeader("schema", "assay.v1.DeadLetter"), type])
        }
    }

    @Test("a key decides the partition as Java clients decide it")
    func partitioner() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 12)
            let member = try Self.joined(bench)
            var outbox = Outbox()
            for number in 0..<40 {
                let key = outbox.bytes.appendRange("acme/c-\(number)".utf8)
                outbox.effects.append(Effect(topic: .evaluations, key: key, value: .empty))
            }
            try member.log.send(outbox)
            try member.log.commit([])
            for record in try bench.content(.evaluations) {
                let hash = murmur2(record.key ?? []) & 0x7fff_ffff
                #expect(record.origin.partition == Int32(hash % 12))
                #expect(KafkaWriter.partition(of: record.key ?? [], among: 12) == Int32(hash % 12))
            }
        }
    }

    @Test("committed positions and their metadata are found again; partitions without one are left out")
    func metadata() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 2, delivery: .atLeastOnce)
            let member = try Self.joined(bench)
            let positions = [
                Position(partition: Self.first, next: 7, metadata: "replay=3;surveys=1"),
                Position(partition: TopicPartition(.surveys, 0), next: 2),
            ]
            try member.log.commit(positions)
            let asked = positions.map(\.partition) + [TopicPartition(.conversations, 1)]
            #expect(try member.log.committed(asked) == positions)
            #expect(try member.log.committed([]).isEmpty)
        }
    }

    @Test("turns without effects, without positions, or without both commit too", arguments: [true, false])
    func emptyTurns(exactlyOnce: Bool) async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1, delivery: exactlyOnce ? .exactlyOnce : .atLeastOnce)
            let member = try Self.joined(bench)
            try member.log.commit([])
            try member.log.commit([Position(partition: Self.first, next: 1)])
            try member.log.send(Outbox.of(["x"], .alerts))
            try member.log.commit([])
            #expect(member.log.commitTimes.count == 3 && member.log.commitTimes.longest > 0)
            try member.log.send(Outbox())
            try member.log.commit([Position(partition: Self.first, next: 2)])
            try member.log.abort(to: [])
            #expect(try bench.content(.alerts).map(\.text) == ["x"])
        }
    }

    @Test("an effect that the broker refuses aborts the commit, and the next turn works", arguments: [true, false])
    func refused(exactlyOnce: Bool) async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1, delivery: exactlyOnce ? .exactlyOnce : .atLeastOnce)
            let member = try Self.joined(bench)
            bench.cluster.answer(.produce, with: [.messageTooLarge])
            try member.log.send(Outbox.of(["refused"], .evaluations))
            let position = Position(partition: Self.first, next: 1)
            let error = #expect(throws: LogError.self) { try member.log.commit([position]) }
            guard case .aborted = error else {
                Issue.record("expected an abort, not \(String(describing: error))")
                return
            }
            try member.log.abort(to: [])
            for turn in 0..<3 { try Self.write("good \(turn)", position, member) }
            #expect(try bench.content(.evaluations).map(\.text) == ["good 0", "good 1", "good 2"])
        }
    }

    /// One turn, again if it is aborted: the first one behind a refused record may be, as its sequence number is
    /// missing.
    private static func write(_ text: String, _ position: Position, _ member: Member) throws {
        do {
            try member.log.send(Outbox.of([text], .evaluations))
            try member.log.commit([position])
        } catch LogError.aborted {
            try member.log.abort(to: [])
            try member.log.send(Outbox.of([text], .evaluations))
            try member.log.commit([position])
        }
    }

    @Test("after an abort of one's own the next turn works")
    func abort() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Self.joined(bench)
            for turn in 0..<3 {
                try member.log.send(Outbox.of(["dropped \(turn)"], .evaluations))
                try member.log.abort(to: [])
                try member.log.send(Outbox.of(["kept \(turn)"], .evaluations))
                try member.log.commit([Position(partition: Self.first, next: Int64(turn))])
            }
            // The mock cluster shows aborted records too, where they got as far as the broker.
            let kept = try bench.content(.evaluations).map(\.text).filter { $0.hasPrefix("kept") }
            #expect(kept == ["kept 0", "kept 1", "kept 2"])
        }
    }

    @Test("at least once, the group goes back to where a failed commit began before older states are written")
    func wayBack() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1, delivery: .atLeastOnce)
            let member = try Self.joined(bench)
            func position(_ next: Int64) -> [Position] { [Position(partition: Self.first, next: next)] }
            try member.log.commit(position(5))
            bench.cluster.answer(.offsetCommit, with: [.rebalanceInProgress])
            #expect(throws: LogError.self) { try member.log.commit(position(9)) }
            try member.log.abort(to: position(3))
            try member.log.send(Outbox.of(["of 4"], .checkpoints, partition: 0))
            // The way back is taken, and what follows is refused.
            bench.cluster.answer(.offsetCommit, with: [.none, .rebalanceInProgress])
            #expect(throws: LogError.self) { try member.log.commit(position(4)) }
            #expect(try member.log.committed([Self.first]) == position(3))
            #expect(try bench.content(.checkpoints).map(\.text) == ["of 4"])
            try member.log.commit(position(4))
            #expect(try member.log.committed([Self.first]) == position(4))
        }
    }

    @Test("a commit whose outcome is open goes on where it was when it is asked for again")
    func resumed() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            bench.settings.operationTimeout = Milliseconds(300)
            let member = try Self.joined(bench)
            let position = Position(partition: Self.first, next: 1)
            try member.log.send(Outbox.of(["once"], .evaluations))
            bench.cluster.answer(.endTransaction, with: .init(repeating: .coordinatorNotAvailable, count: 12))
            var tries = 0
            while true {
                do {
                    try member.log.commit([position])
                    break
                } catch LogError.undecided { tries += 1 }
                guard tries < 100 else { throw TimedOut(description: "the commit") }
                let error = #expect(throws: LogError.self) { try member.log.abort(to: []) }
                guard case .fenced = error else {
                    Issue.record("an abort must not pretend, but: \(String(describing: error))")
                    return
                }
                let early = #expect(throws: LogError.self) { try member.log.send(Outbox.of(["early"], .evaluations)) }
                guard case .undecided = early else {
                    Issue.record("nothing may be sent before the outcome is known, but: \(String(describing: early))")
                    return
                }
            }
            #expect(tries > 0)
            try member.log.send(Outbox.of(["twice"], .evaluations))
            try member.log.commit([position])
            #expect(try bench.content(.evaluations).map(\.text) == ["once", "twice"])
        }
    }

    @Test(
        "the group's verdict on a stale member aborts",
        arguments: [MockCluster.Answer.illegalGeneration, .unknownMember])
    func staleMember(answer: MockCluster.Answer) async throws {
        try await onOwnThread {
            for delivery in [KafkaSettings.Delivery.exactlyOnce, .atLeastOnce] {
                let bench = try Bench(partitions: 1, delivery: delivery)
                let member = try Self.joined(bench)
                bench.cluster.answer(
                    delivery == .exactlyOnce ? .transactionOffsetCommit : .offsetCommit, with: [answer])
                try member.log.send(Outbox.of(["x"], .evaluations))
                let error = #expect(throws: LogError.self) {
                    try member.log.commit([Position(partition: Self.first, next: 1)])
                }
                guard case .aborted = error else {
                    Issue.record("expected an abort, not \(String(describing: error))")
                    continue
                }
                try member.log.abort(to: [])
                try member.log.send(Outbox.of(["y"], .evaluations))
                try member.log.commit([])
            }
        }
    }

    @Test(
        "a producer that was taken over is fenced",
        arguments: [MockCluster.Request.addPartitionsToTransaction, .endTransaction])
    func fenced(request: MockCluster.Request) async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Self.joined(bench)
            bench.cluster.answer(request, with: [.producerFenced])
            try member.log.send(Outbox.of(["x"], .evaluations))
            let error = #expect(throws: LogError.self) { try member.log.commit([]) }
            guard case .fenced = error else {
                Issue.record("expected to be fenced, not \(String(describing: error))")
                return
            }
            let again = #expect(throws: LogError.self) { try member.log.send(Outbox.of(["x"], .evaluations)) }
            guard case .fenced = again else {
                Issue.record("expected to stay fenced, not \(String(describing: again))")
                return
            }
        }
    }

    @Test("a queue that stays full aborts, and nothing is sent twice afterwards")
    func fullQueue() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            bench.settings.operationTimeout = Milliseconds(400)
            bench.settings.producerQueue.messages = 50
            let member = try Self.joined(bench)
            let texts = (0..<200).map(String.init)
            try member.log.send(Outbox.of(texts, .evaluations))
            try member.log.commit([])
            bench.cluster.disconnect(.produce, count: 10_000)
            let error = #expect(throws: LogError.self) { try member.log.send(Outbox.of(texts, .evaluations)) }
            guard case .aborted(let reason) = error else {
                Issue.record("expected an abort, not \(String(describing: error))")
                return
            }
            #expect(reason.contains("stayed full"))
            bench.cluster.serve(.produce)
            try member.turns(until: "an abort") {
                do { try member.log.abort(to: []) } catch LogError.retriable { return false }
                return true
            }
            try member.log.send(Outbox.of(["end"], .evaluations))
            try member.turns(until: "a commit") {
                do { try member.log.commit([]) } catch LogError.undecided { return false }
                return true
            }
            let content = try bench.content(.evaluations).map(\.text)
            #expect(content.prefix(200) == texts[...])
            #expect(content.last == "end")
        }
    }

    @Test("an effect for a partition that does not exist ends the process with a plain reason")
    func missingPartition() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Self.joined(bench)
            try member.log.send(Outbox.of(["x"], .evaluations))
            try member.log.commit([])
            let error = #expect(throws: LogError.self) {
                try member.log.send(Outbox.of(["x"], .evaluations, partition: 9))
            }
            #expect(
                error
                    == .fatal("Writing to evaluations: there is no partition 9: create the topic with more partitions"))
        }
    }

    @Test("a record above librdkafka's own bound is written and read: a dead letter wraps a whole record")
    func large() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Self.joined(bench)
            try member.log.send(Outbox.of([String(repeating: "x", count: 2_000_000)], .deadLetters))
            try member.log.commit([])
            #expect(try bench.content(.deadLetters).map(\.text.utf8.count) == [2_000_000])
        }
    }

    @Test("a record above the size limit ends the process with a plain reason")
    func tooLarge() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Self.joined(bench)
            let outbox = Outbox.of([String(repeating: "x", count: KafkaSettings.mostRecordBytes + 1)], .evaluations)
            let error = #expect(throws: LogError.self) { try member.log.send(outbox) }
            guard case .fatal(let reason) = error else {
                Issue.record("expected a fatal error, not \(String(describing: error))")
                return
            }
            #expect(reason.contains("raise message.max.bytes"))
        }
    }
}

/// Kafka's hash of keys, written anew from its definition (MurmurHash2, 32 bits, seed 0x9747b28c).
private func murmur2(_ key: [UInt8]) -> UInt32 {
    let factor: UInt32 = 0x5bd1_e995
    var hash = 0x9747_b28c ^ UInt32(key.count)
    for block in 0..<key.count / 4 {
        var word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(key[block * 4 + $1]) << UInt32(8 * $1) }
        word = word &* factor
        word ^= word >> 24
        hash = hash &* factor ^ word &* factor
    }
    let rest = key.count & ~3
    if key.count > rest {
        for index in rest..<key.count { hash ^= UInt32(key[index]) << UInt32(8 * (index - rest)) }
        hash = hash &* factor
    }
    hash ^= hash >> 13
    hash = hash &* factor
    return hash ^ hash >> 15
}
