// A task that copies its records: the least a lane can do.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality

/// Counts what was copied.
final class Copier {
    var count = 0
}

/// Copies the records of one conversations partition to the evaluations topic.
final class CopyTask: PartitionTask {
    let partition: Int32
    let sources: [Topic] = [.conversations, .surveys, .reviews]
    let stateTopic: Topic? = nil
    let nextDeadline: Instant? = nil
    let footprint = 0
    let timeReached: Instant? = nil
    private let copier: Copier
    private var next: [Topic: Int64] = [:]

    init(partition: Int32, copier: Copier) {
        self.partition = partition
        self.copier = copier
    }

    func load(_ batch: RecordBatch) {}

    func begin(at positions: [Position]) -> [(partition: TopicPartition, offset: Int64?)] {
        sources.map { (TopicPartition($0, partition), nil) }
    }

    func replayEnd(_ topic: Topic) -> Int64? { nil }

    func endRestore() {}

    func apply(_ batch: inout RecordBatch, _ indices: Range<Int>, into outbox: inout Outbox) {
        for index in indices {
            let record = batch.records[index]
            let key = record.key.map { outbox.bytes.appendRange(batch.bytes[$0]) }
            let value = record.value.map { outbox.bytes.appendRange(batch.bytes[$0]) }
            outbox.effects.append(Effect(topic: .evaluations, key: key, value: value))
            next[record.origin.topic] = record.offset + 1
        }
        copier.count += indices.count
    }

    let nextWait: Instant? = nil
    func advance(to time: Instant, into outbox: inout Outbox) {}
    func advance(_ companion: Topic, to time: Instant, into outbox: inout Outbox) {}
    func known(_ companion: Topic) -> Instant { .distantFuture }

    func prepareCommit(into outbox: inout Outbox) {}

    var positions: [Position] { next.map { Position(partition: TopicPartition($0.key, partition), next: $0.value) } }

    func commit() {}

    func rollBack() {}

    var statistics: TaskStatistics { TaskStatistics() }
}
