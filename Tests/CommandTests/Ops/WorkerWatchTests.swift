// When a worker ends because a lane hangs.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Testing

@testable import Commands
@testable import assay

@Suite("Worker watch", .serialized)
struct WorkerWatchTests {
    private static let second: UInt64 = 1_000_000_000

    private func lane(_ state: LaneSnapshot.State, turn: UInt64?) -> LaneSnapshot {
        var lane = LaneSnapshot()
        (lane.state, lane.lastTurn) = (state, turn)
        return lane
    }

    private var watch: WorkerWatch { WorkerWatch(logger: .silent, longestTurn: 10 * Self.second) }

    @Test("a lane that begins no turn for longer than the bound hangs; the others are of no help")
    func hangs() {
        var watch = watch
        for second in 0...10 as ClosedRange<UInt64> {
            watch.look(at: [lane(.running, turn: second), lane(.running, turn: 7)], now: second * Self.second)
        }
        #expect(watch.failure == nil)
        watch.look(at: [lane(.running, turn: 11), lane(.running, turn: 7)], now: 11 * Self.second)
        #expect(
            watch.failure?.hasPrefix(
                "lane 1 has begun no turn for 11 s (worker.longest-turn): a call in it does not come back")
                == true)
    }

    @Test("one that never began its first turn hangs, too; one that has ended does not")
    func firstTurn() {
        var (starting, ended) = (watch, watch)
        for second in 0...20 as ClosedRange<UInt64> {
            starting.look(at: [lane(.starting, turn: nil)], now: second * Self.second)
            ended.look(at: [lane(.stopped, turn: 1)], now: second * Self.second)
        }
        #expect(starting.failure?.hasPrefix("lane 0 has begun no turn") == true)
        #expect(ended.failure == nil)
    }

    @Test("a process that was halted for an hour has not hung: the time in which nobody looked does not count")
    func halted() {
        var watch = watch
        watch.look(at: [lane(.running, turn: 1)], now: Self.second)
        watch.look(at: [lane(.running, turn: 1)], now: 3_600 * Self.second)
        watch.look(at: [lane(.running, turn: 1)], now: 3_601 * Self.second)
        #expect(watch.failure == nil)
        watch.look(at: [lane(.running, turn: 2)], now: 3_602 * Self.second)
        for second in 3_603...3_612 as ClosedRange<UInt64> {
            watch.look(at: [lane(.running, turn: 2)], now: second * Self.second)
        }
        #expect(watch.failure == nil)
        watch.look(at: [lane(.running, turn: 2)], now: 3_613 * Self.second)
        #expect(watch.failure != nil)
    }

    @Test("a real lane whose task does not return is found")
    func realLane() throws {
        let cluster = try MockCluster()
        for topic in Topic.allCases { try cluster.createTopic(topic.word, partitions: 1) }
        var kafka = KafkaSettings(bootstrapServers: cluster.bootstrapServers, groupID: "hanging")
        kafka.delivery = .atLeastOnce
        let (reached, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let policies = try PolicyChoice.load("pharma-v2")
        let lane = LaneRunner(settings: kafka, laneSettings: LaneSettings(), logger: .silent) { leading in
            reached.signal()
            released.wait()
            let settings = EvaluationSettings()
            if leading.topic == .facts {
                return TallyTask(
                    partition: leading.partition, policies: policies, combinesFacts: false, counts: settings.counts)
            }
            return EvaluationTask(partition: leading.partition, policies: policies, settings: settings)
        }
        lane.start()
        #expect(reached.wait(timeout: .now() + 60) == .success, "the group gave nothing within a minute")
        var watch = watch
        for second in 0...11 as ClosedRange<UInt64> { watch.look(at: [lane.snapshot], now: second * Self.second) }
        #expect(watch.failure?.hasPrefix("lane 0 has begun no turn for 11 s") == true)
        for _ in 0..<16 { released.signal() }
        lane.stop()
        #expect(lane.snapshot.state == .stopped)
    }

    @Test("a bound that calls to the broker may exceed is refused with both settings")
    func bounds() throws {
        #expect(try WorkerCommand.longestTurn(settings(set: [])) == 60 * Self.second)
        #expect(try WorkerCommand.longestTurn(settings(set: ["worker.longest-turn=30s"])) == 30 * Self.second)
        let failure = #expect(throws: CommandFailure.self) {
            try WorkerCommand.longestTurn(settings(set: ["kafka.operation-timeout=11s"]))
        }
        #expect(failure?.status == 78 && failure?.message.contains("kafka.operation-timeout (11000 ms)") == true)
    }
}
