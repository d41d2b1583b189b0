// Reading through the group, on a mock cluster.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Testing

@Suite("Polling")
struct PollTests {
    private static let first = TopicPartition(.conversations, 0)

    @Test("keys, values, headers and timestamps arrive as they were written; none and empty are told apart")
    func content() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let records = [
                KafkaWriter.Record(
                    key: [1, 0, 2], value: Array("你好".utf8),
                    headers: [("schema", Array("assay.v1.ConversationEvent".utf8)), ("empty", []), ("none", nil)],
                    timestamp: Instant(milliseconds: 1_700_000_000_123), partition: 0),
                KafkaWriter.Record(key: nil, value: [], partition: 0),
                KafkaWriter.Record(key: [], value: nil, partition: 0),
            ]
            for record in records { try bench.writer.write(record, to: "conversations") }
            try bench.writer.flush(within: .seconds(10))

            let member = try Member(bench.settings)
            try member.turns(until: "three records") { member.records.count >= 3 }
            #expect(member.records.map(\.key) == [[1, 0, 2], nil, []])
            #expect(member.records.map(\.value) == [Array("你好".utf8), [], nil])
            #expect(member.records.map(\.offset) == [0, 1, 2])
            #expect(member.records[0].timestamp == Instant(milliseconds: 1_700_000_000_123))
            let schema = SeenHeader("schema", "assay.v1.ConversationEvent")
            #expect(member.records[0].headers == [schema, SeenHeader("empty", ""), SeenHeader("none", nil)])
            #expect(member.records[1].headers.isEmpty)
        }
    }

    @Test("a leading partition brings the same partition of its companions")
    func companions() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 2)
            try bench.write(["c"], to: .conversations, 1)
            try bench.write(["s"], to: .surveys, 1)
            try bench.write(["r"], to: .reviews, 0)
            try bench.write(["f"], to: .facts, 0)
            let member = try Member(bench.settings, leading: Topic.leading)
            try member.turns(until: "four records") { member.records.count >= 4 }
            let all = [Topic.conversations, .surveys, .reviews, .facts, .supplements].flatMap { topic in
                [TopicPartition(topic, 0), TopicPartition(topic, 1)]
            }
            #expect(member.rebalances == [.assigned(all)])
            #expect(Set(member.records.map(\.text)) == ["c", "s", "r", "f"])
        }
    }

    @Test("nothing is read before start, and then from the offset that start names")
    func startOffset() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            try bench.write((0..<10).map(String.init), to: .conversations)
            let member = try Member(bench.settings, followsGroup: false)
            try member.turns(until: "an assignment") { !member.rebalances.isEmpty }
            for _ in 0..<20 { try member.turn() }
            #expect(member.records.isEmpty)
            try member.log.start([(Self.first, 7)])
            try member.turns(until: "the rest") { member.records.count >= 3 }
            #expect(member.records.map(\.offset) == [7, 8, 9])
        }
    }

    @Test("a poll keeps to its limit, and what it leaves behind wakes the lane again")
    func limit() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            try bench.write((0..<700).map(String.init), to: .conversations)
            let member = try Member(bench.settings)
            try member.turns(until: "the first record") { !member.records.isEmpty }
            var sizes: [Int] = []
            try member.turns(until: "700 records") {
                let before = member.records.count
                try member.turn(limit: 300)
                sizes.append(member.records.count - before)
                return member.records.count >= 700
            }
            #expect(sizes.allSatisfy { $0 <= 300 })
            #expect(member.records.map(\.offset) == (0..<700).map { Int64($0) })
        }
    }

    @Test("a poll stops soon after its bound in bytes")
    func byteBound() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            bench.settings.batchBytes = 100_000
            let value = [UInt8](repeating: 7, count: 1000)
            for _ in 0..<1500 {
                try bench.writer.write(.init(key: nil, value: value, partition: 0), to: "conversations")
            }
            try bench.writer.flush(within: .seconds(10))
            let member = try Member(bench.settings)
            var most = 0
            try member.turns(until: "all records") {
                let before = member.records.count
                try member.turn(limit: 10_000)
                most = max(most, member.records.count - before)
                return member.records.count == 1500
            }
            #expect(most <= 100 + 256)
        }
    }

    @Test("after a rewind the records come again, exactly from the offset and none from before it")
    func rewind() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            try bench.write((0..<2000).map(String.init), to: .conversations)
            let member = try Member(bench.settings)
            for (seen, offset) in [(300, 120), (900, 5), (40, 39), (1500, 1000)] {
                member.records = []
                try member.turns(until: "\(seen) records") {
                    try member.turn(limit: 100)
                    return member.records.count >= seen
                }
                try member.log.rewind(Self.first, to: Int64(offset))
                member.records = []
                try member.turns(until: "the end again") { member.records.last?.offset == 1999 }
                #expect(member.records.map(\.offset) == (offset..<2000).map { Int64($0) })
                try member.log.rewind(Self.first, to: 0)
            }
        }
    }

    @Test("a paused partition is silent, the others go on, and resuming loses and repeats nothing")
    func pauseAndResume() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 2)
            let second = TopicPartition(.conversations, 1)
            let member = try Member(bench.settings)
            try bench.write((0..<500).map(String.init), to: .conversations, 0)
            try member.turns(until: "some records") {
                try member.turn(limit: 50)
                return member.records(of: Self.first).count >= 100
            }
            try member.log.pause([Self.first])
            let paused = member.records(of: Self.first).count
            try bench.write((0..<100).map(String.init), to: .conversations, 0)
            try bench.write((0..<100).map(String.init), to: .conversations, 1)
            try member.turns(until: "the other partition") { member.records(of: second).count >= 100 }
            #expect(member.records(of: Self.first).count == paused)
            try member.log.resume([Self.first])
            try member.turns(until: "all records") { member.records(of: Self.first).count >= 600 }
            #expect(member.records(of: Self.first).map(\.offset) == (0..<600).map { Int64($0) })
        }
    }

    @Test("pausing before the first record and resuming begins where start said")
    func pauseAtOnce() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            try bench.write((0..<20).map(String.init), to: .conversations)
            let member = try Member(bench.settings, followsGroup: false)
            try member.turns(until: "an assignment") { !member.rebalances.isEmpty }
            try member.log.start([(Self.first, 5)])
            try member.log.pause([Self.first])
            for _ in 0..<10 { try member.turn() }
            #expect(member.records.isEmpty)
            try member.log.resume([Self.first])
            try member.turns(until: "the rest") { member.records.count >= 15 }
            #expect(member.records.map(\.offset) == (5..<20).map { Int64($0) })
        }
    }

    @Test("moving in a partition that is not read leaves it alone")
    func foreignPartition() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Member(bench.settings)
            let foreign = TopicPartition(.facts, 7)
            try member.log.rewind(foreign, to: 3)
            try member.log.pause([foreign])
            try member.log.resume([foreign])
            try member.log.release([foreign])
        }
    }

    @Test("a reader is caught up when it has had everything, and not before")
    func caughtUp() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 2)
            try bench.write(["a", "b", "c"], to: .conversations, 0)
            let member = try Member(bench.settings)
            #expect(try member.log.isCaughtUp(Self.first) == false, "nothing is assigned yet")
            #expect(try member.log.endOffset(Self.first) == 3)
            try member.turns(until: "the records") { member.records.count >= 3 }
            #expect(try member.log.isCaughtUp(Self.first))
            #expect(try member.log.isCaughtUp(TopicPartition(.conversations, 1)), "an empty partition is no backlog")
            try bench.write(["d"], to: .conversations, 0)
            #expect(try member.log.isCaughtUp(Self.first) == false)
            try member.turns(until: "the fourth record") { member.records.count >= 4 }
            #expect(try member.log.isCaughtUp(Self.first))
            try member.log.rewind(Self.first, to: 2)
            #expect(try member.log.isCaughtUp(Self.first) == false)
        }
    }
}
