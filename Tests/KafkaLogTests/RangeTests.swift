// Readers of parts of a topic, and the offsets these are made of.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Pipeline
import Quality
import Testing

@Suite("Ranges of topics")
struct RangeTests {
    @Test("a reader of ranges reads these and no more, and then is at its end")
    func ranges() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 3)
            for partition in 0..<3 as Range<Int32> { try bench.write(["a", "b", "c", "d"], to: .facts, partition) }
            let reader = try KafkaReader(
                bench.settings, topic: .facts, ranges: [0: 1..<3, 1: 0..<1, 2: 2..<2], logger: quietLogger)
            defer { reader.close() }
            var batch = RecordBatch()
            var seen: [SeenRecord] = []
            for _ in 0..<300 where !reader.isAtEnd {
                if try reader.poll(limit: 100, timeout: Milliseconds(100), into: &batch) { seen += batch.seen }
            }
            #expect(reader.isAtEnd)
            #expect(seen.filter { $0.origin.partition == 0 }.map(\.text) == ["b", "c"])
            #expect(seen.filter { $0.origin.partition == 1 }.map(\.text) == ["a"])
            #expect(seen.count == 3)
        }
    }

    @Test("a reader of no offsets is at its end at once")
    func nothing() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let reader = try KafkaReader(bench.settings, topic: .facts, ranges: [0: 0..<0], logger: quietLogger)
            #expect(reader.isAtEnd)
        }
    }

    @Test("offsets are told for every partition; a topic that does not exist is told of")
    func offsets() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 2)
            try bench.write(["a", "b"], to: .facts, 1)
            let offsets = try TopicOffsets(bench.settings, topic: .facts, seesUncommitted: true, logger: quietLogger)
            #expect(offsets.partitionCount == 2)
            #expect(try offsets.oldest() == [0: 0, 1: 0])
            #expect(try offsets.ends() == [0: 0, 1: 2])
            var settings = bench.settings
            settings.topics = TopicNames([.facts: "numbers"])
            let error = #expect(throws: KafkaError.self) {
                try TopicOffsets(settings, topic: .facts, seesUncommitted: true, logger: quietLogger)
            }
            #expect(error?.message == "Topic 'numbers' does not exist: create it, or set the topic's name.")
        }
    }
}
