// Reading outside the group, on a mock cluster.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Testing

@Suite("Reading outside the group")
struct RestoreTests {
    /// Reads from an offset up to an end, in slices; the offsets in between must never go back.
    private static func slices(
        _ log: KafkaEventLog, _ partition: TopicPartition, _ from: Int64, _ end: Int64, limit: Int
    ) throws -> [[SeenRecord]] {
        var slices: [[SeenRecord]] = []
        var next: Int64? = from
        for _ in 0..<Member.mostTurns {
            guard let offset = next else { return slices }
            var batch = RecordBatch()
            next = try log.read(partition, from: offset, until: end, limit: limit, into: &batch)
            #expect(next ?? end >= offset)
            if !batch.records.isEmpty { slices.append(batch.seen) }
        }
        throw TimedOut(description: "the end of \(partition)")
    }

    @Test("a partition is read from an offset up to, not including, an end, in slices of about the limit")
    func range() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            try bench.write((0..<1000).map(String.init), to: .checkpoints)
            let member = try Member(bench.settings)
            let partition = TopicPartition(.checkpoints, 0)
            let slices = try Self.slices(member.log, partition, 100, 900, limit: 64)
            #expect(slices.joined().map(\.offset) == (100..<900).map { Int64($0) })
            #expect(slices.allSatisfy { $0.count <= 64 })
            #expect(slices.joined().first?.headers.isEmpty == true)
            #expect(
                try Self.slices(member.log, partition, 0, 1000, limit: 5000).joined().count == 1000,
                "once more, to the very end")
            #expect(try Self.slices(member.log, partition, 5, 5, limit: 10).isEmpty)
        }
    }

    @Test("several partitions are read in turns, each where it was left, and a jump is followed")
    func interleaved() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 2)
            for partition in [Int32(0), 1] { try bench.write((0..<300).map(String.init), to: .tallies, partition) }
            let member = try Member(bench.settings)
            let log = member.log
            var batch = RecordBatch()
            var next: [Int64?] = [0, 0]
            for _ in 0..<Member.mostTurns where next != [nil, nil] {
                for index in 0..<2 {
                    guard let offset = next[index] else { continue }
                    let partition = TopicPartition(.tallies, Int32(index))
                    next[index] = try log.read(partition, from: offset, until: 300, limit: 17, into: &batch)
                }
            }
            for partition in [Int32(0), 1] {
                let offsets = batch.seen.filter { $0.origin.partition == partition }.map(\.offset)
                #expect(offsets == (0..<300).map { Int64($0) })
            }
            var jump = RecordBatch()
            let partition = TopicPartition(.tallies, 0)
            for _ in 0..<Member.mostTurns where jump.records.isEmpty {
                _ = try log.read(partition, from: 10, until: 300, limit: 5, into: &jump)
            }
            jump.removeAll()
            let jumped = try Self.slices(log, partition, 250, 260, limit: 100).joined()
            #expect(jumped.map(\.offset) == (250..<260).map { Int64($0) })
        }
    }

    @Test("a partition that does not exist is told when its end is asked for, before anything is read")
    func missing() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Member(bench.settings)
            let error = #expect(throws: LogError.self) { try member.log.endOffset(TopicPartition(.tallies, 5)) }
            guard case .retriable(let reason) = error else {
                Issue.record("expected a retriable error, not \(String(describing: error))")
                return
            }
            #expect(reason.hasPrefix("Asking for the end of tallies[5]: "))
        }
    }

    @Test("a reader of a whole topic knows when it has come to the end of every partition")
    func reader() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 3)
            for partition in Int32(0)..<3 { try bench.write((0..<100).map(String.init), to: .evaluations, partition) }
            #expect(try bench.content(.evaluations).count == 300)
            #expect(try bench.content(.alerts).isEmpty, "an empty topic ends too")

            let some = try KafkaReader(
                bench.settings, topic: .evaluations, from: .offsets([0: 90, 2: 100]), logger: quietLogger)
            var batch = RecordBatch()
            var counts: [Int32: Int] = [:]
            for _ in 0..<300 where !some.isAtEnd {
                _ = try some.poll(limit: 50, timeout: Milliseconds(100), into: &batch)
                for record in batch.records { counts[record.origin.partition, default: 0] += 1 }
            }
            #expect(counts == [0: 10, 1: 100])

            let tail = try KafkaReader(bench.settings, topic: .evaluations, from: .newest, logger: quietLogger)
            for _ in 0..<300 where !tail.isAtEnd {
                _ = try tail.poll(limit: 50, timeout: Milliseconds(100), into: &batch)
            }
            #expect(tail.isAtEnd)
            try bench.write(["news"], to: .evaluations, 1)
            for _ in 0..<300 {
                if try tail.poll(limit: 50, timeout: Milliseconds(100), into: &batch) { break }
            }
            #expect(batch.seen.map(\.text) == ["news"])
        }
    }

    @Test("a reader of a topic that does not exist is refused")
    func missingTopic() async throws {
        try await onOwnThread {
            let cluster = try MockCluster()
            let settings = KafkaSettings.brief(cluster.bootstrapServers, .exactlyOnce)
            let error = #expect(throws: KafkaError.self) {
                try KafkaReader(settings, topic: .alerts, from: .oldest, logger: quietLogger)
            }
            #expect(error?.message == "Topic 'alerts' does not exist: create it, or set the topic's name.")
        }
    }

    @Test("a writer waits while its queue is full, and tells of what it could not deliver")
    func writer() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            bench.settings.producerQueue.messages = 20
            let writer = try KafkaWriter(bench.settings, logger: quietLogger)
            for number in 0..<500 {
                try writer.write(.init(key: nil, value: [UInt8(number & 255)], partition: 0), to: "alerts")
            }
            try writer.flush(within: .seconds(10))
            #expect(try bench.content(.alerts).count == 500)
            bench.cluster.answer(.produce, with: [.messageTooLarge])
            try writer.write(.init(key: nil, value: [1], partition: 0), to: "alerts")
            let error = #expect(throws: KafkaError.self) { try writer.flush(within: .seconds(10)) }
            #expect(error?.message.hasPrefix("1 records were not delivered, the first to alerts[0]") == true)
            try writer.flush(within: .seconds(1))
        }
    }
}
