// Ending, on a mock cluster.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Pipeline
import Quality
import Synchronization
import Testing

@Suite("Closing")
struct CloseTests {
    /// How long closing takes, in milliseconds.
    private static func duration(of close: () -> Void) -> Int {
        let start = DispatchTime.now()
        close()
        return Int((DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000)
    }

    @Test("a log with records fetched, effects queued and a restore under way closes in time")
    func busy() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            try bench.write((0..<5000).map(String.init), to: .conversations)
            try bench.write((0..<100).map(String.init), to: .checkpoints)
            let member = try Member(bench.settings)
            try member.turns(until: "a record") {
                try member.turn(limit: 1)
                return !member.records.isEmpty
            }
            var batch = RecordBatch()
            _ = try member.log.read(TopicPartition(.checkpoints, 0), from: 0, until: 100, limit: 3, into: &batch)
            _ = try member.log.endOffset(TopicPartition(.checkpoints, 0))
            try member.log.send(.of((0..<1000).map(String.init), .evaluations))
            #expect(Self.duration { member.log.close() } < 5000)
            member.log.close()
            let error = #expect(throws: LogError.self) { try member.log.commit([]) }
            #expect(error == .fatal("The log is closed"))
        }
    }

    @Test("a log whose brokers are gone closes in time")
    func brokersGone() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let member = try Member(bench.settings)
            try member.turns(until: "an assignment") { !member.rebalances.isEmpty }
            try member.log.send(.of(["x"], .evaluations))
            bench.cluster.shutDown()
            try member.log.send(.of((0..<1000).map(String.init), .evaluations))
            #expect(Self.duration { member.log.close() } < 5000)
        }
    }

    @Test("a log closes in time with an assignment or a revocation unanswered, and its partitions go to others")
    func unanswered() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 2)
            let first = try Member(bench.settings, followsGroup: false)
            try first.turns(until: "an assignment") { !first.rebalances.isEmpty }
            let second = try Member(bench.settings)
            try turns([first, second], until: "a revocation") { first.rebalances.count >= 2 }
            #expect(Self.duration { first.log.close() } < 5000)
            try second.turns(until: "both partitions") {
                let assigned = second.rebalances.flatMap { event in
                    if case .assigned(let partitions) = event { partitions } else { [TopicPartition]() }
                }
                return assigned.filter { $0.topic == .conversations }.count == 2
            }
        }
    }

    @Test("the handler runs when there is something to poll, and never after closing")
    func handler() async throws {
        try await onOwnThread {
            let bench = try Bench(partitions: 1)
            let log = try KafkaEventLog(bench.settings, leading: [.conversations], logger: quietLogger)
            let wakeUps = Mutex(0)
            let queue = DispatchQueue(label: "test.handler")
            let woken = DispatchSemaphore(value: 0)
            try queue.sync {
                try log.onReadable(queue: queue) {
                    wakeUps.withLock { $0 += 1 }
                    woken.signal()
                }
            }
            var batch = RecordBatch()
            var count = 0
            for _ in 0..<1000 where count < 3 {
                guard woken.wait(timeout: .now() + .seconds(20)) == .success else { break }
                try queue.sync {
                    if case .assigned(let partitions) = try log.poll(limit: 1, into: &batch) {
                        try log.start(partitions.map { (partition: $0, offset: nil) })
                        try bench.write(["a", "b", "c"], to: .conversations)
                    }
                    count += batch.records.count
                }
            }
            #expect(count == 3, "polls of one record each are woken for the next")
            queue.sync { log.close() }
            queue.sync {}
            let before = wakeUps.withLock { $0 }
            try bench.write(["d"], to: .conversations)
            queue.sync {}
            #expect(wakeUps.withLock { $0 } == before)
        }
    }
}
