// `loadtest bench stream`: long streams, side by side.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Dispatch
import Pipeline
import Quality
import Simulation
import Synchronization
import Wire

/// Cost and memory of streams that are as long as one likes, as events are made when they are needed: one task and one thread a lane, nothing
/// shared. What making them costs is not counted. Every conversation ends: one that does not is held open for as long as the stream lasts, as
/// only its source can end it.
struct BenchStream: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream",
        abstract: "Cost and memory over a long stream, with lanes side by side: neither should grow.")

    @Option(help: "How many events, all lanes together.") var events = 10_000_000
    @Option(help: "How many lanes.") var lanes = 1
    @Option(help: "Records are applied so many at a time.") var batch = 1_000
    @Option(help: "A commit closes every so many batches.") var commitBatches = 20
    @Option(help: "How many conversations of a lane are open at a time, about.") var open = 1_000
    @Option(help: "The streams' seed.") var seed: UInt64 = 1
    @Option(help: "The preset that judges.") var policy = "pharma-v2"
    @Flag(help: "No two messages have the same text: nothing that was found before helps.") var distinct = false

    /// So many lines are shown.
    private static let parts = 10

    func validate() throws {
        guard lanes > 0, batch > 0, commitBatches > 0, open > 0, events >= BenchStream.parts * lanes * batch else {
            throw ValidationError(
                "Give at least 1 of each option, and \(BenchStream.parts * lanes * batch) events: \(BenchStream.parts) batches a lane."
            )
        }
    }

    func run() throws {
        let policies = try PolicyLoader.preset(policy)
        // Processor seconds of each lane in each part.
        let seconds = Mutex<[[Double]]>(Array(repeating: [], count: lanes))
        let (lanes, share) = (lanes, events / lanes / BenchStream.parts)
        print("events       resident MiB   nanoseconds per event")
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
            var stream = Stream(self, lane: lane, policies)
            for part in 1...BenchStream.parts {
                let spent = stream.take(share)
                seconds.withLock { $0[lane].append(spent) }
                guard lane == 0 else { continue }
                let done = String(part * share * lanes)
                let memory = String(ProcessMemory.resident >> 20)
                let column = done + String(repeating: " ", count: max(1, 13 - done.count)) + memory
                print(
                    column + String(repeating: " ", count: max(1, 28 - column.count))
                        + "\(Int(spent * 1e9 / Double(share)))")
            }
        }
        let all = seconds.withLock { $0.joined().reduce(0, +) }
        let count = share * BenchStream.parts * lanes
        print("\(lanes) lanes, \(count) events, \(Int(all * 1e9 / Double(count))) nanoseconds per event in all of them")
    }

    /// A lane's events and its task.
    private struct Stream {
        private let settings: BenchStream
        private var traffic: Traffic
        private let task: EvaluationTask
        private var outbox = Outbox()
        private var batch = RecordBatch()
        private var offset: Int64 = 0
        private var batches = 0

        init(_ settings: BenchStream, lane: Int, _ policies: PolicySet) {
            self.settings = settings
            var shape = TrafficSettings.bench(
                seed: settings.seed &+ UInt64(lane), open: settings.open, distinct: settings.distinct)
            shape.unfinishedRate = 0
            traffic = Traffic(shape)
            task = EvaluationTask(partition: Int32(lane), policies: policies)
        }

        /// Makes and applies so many events. Returns the processor seconds of applying and committing.
        mutating func take(_ events: Int) -> Double {
            var left = events
            var seconds = 0.0
            while left > 0 {
                make(min(left, settings.batch))
                left -= batch.records.count
                let start = ProcessorTime.thread
                task.apply(&batch, batch.records.indices, into: &outbox)
                // Surveys and reviews are known as far, as a lane finds out: only then is a conversation let go.
                if let last = batch.records.last { task.advanceCompanions(to: last.timestamp, into: &outbox) }
                batches += 1
                if batches % settings.commitBatches == 0 || left == 0 {
                    task.prepareCommit(into: &outbox)
                    outbox.removeAll()
                    task.commit()
                }
                seconds += ProcessorTime.thread - start
            }
            return seconds
        }

        private mutating func make(_ count: Int) {
            batch.removeAll()
            for _ in 0..<count {
                let record = traffic.next()
                batch.append(
                    origin: TopicPartition(.conversations, task.partition), offset: offset, timestamp: record.at,
                    key: record.key, value: record.value)
                offset += 1
            }
        }
    }
}
