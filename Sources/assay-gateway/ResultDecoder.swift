// From records to results.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Services
import SwiftProtobuf
import Wire

/// Decodes records of the topics of results. Used from one queue: it owns a decompression context.
final class ResultDecoder {
    private let values = ValueReader()
    /// How many records could not be used.
    private(set) var unusable = 0

    /// What makes a message to be told apart by; nil for what the gateway does not hold.
    typealias Traits<M, T> = (M) -> T?

    /// The results in a batch; what cannot be used is counted and left out.
    func results<M: Message, T: Sendable>(_ batch: inout RecordBatch, _ traits: Traits<M, T>) -> [Held<T>] {
        var results: [Held<T>] = []
        results.reserveCapacity(batch.records.count)
        for record in batch.records {
            guard let value = record.value else { continue }
            let headers = ValueHeaders(record, batch)
            guard headers.format.contentType != "application/json",
                let range = try? values.plain(&batch.bytes, value, format: headers.format, schema: .conversation)
            else {
                unusable += 1
                continue
            }
            let bytes = Array(batch.bytes[range])
            guard let message = try? M(serializedBytes: bytes) else {
                unusable += 1
                continue
            }
            guard let traits = traits(message) else { continue }
            results.append(
                Held(
                    partition: record.origin.partition, offset: record.offset, timestamp: record.timestamp,
                    bytes: bytes,
                    traits: traits))
        }
        return results
    }

    func evaluations(_ batch: inout RecordBatch) -> [Held<EvaluationTraits>] {
        results(&batch) { (evaluation: ProtoEvaluation) in EvaluationTraits(evaluation) }
    }

    func alerts(_ batch: inout RecordBatch) -> [Held<AlertTraits>] {
        results(&batch) { (alert: ProtoAlert) in AlertTraits(alert) }
    }

    func tallies(_ batch: inout RecordBatch) -> [Held<TallyTraits>] {
        results(&batch) { (tally: ProtoTally) in TallyTraits(tally) }
    }

    /// What partitions of the tallies have let go.
    func horizons(_ batch: RecordBatch) -> [HorizonRecord] {
        batch.records.compactMap { record in
            guard let key = record.key, let value = record.value, HorizonRecord.isKey(batch.bytes[key]) else {
                return nil
            }
            return try? HorizonRecord.read(batch.bytes, value)
        }
    }

    func scorecards(_ batch: inout RecordBatch) -> [Held<ScorecardTraits>] {
        results(&batch) { (scorecard: ProtoScorecard) in ScorecardTraits(scorecard) }
    }

    /// How far the batch's partitions are read behind it.
    static func next(_ batch: RecordBatch) -> [Int32: Int64] {
        batch.records.reduce(into: [:]) { next, record in
            next[record.origin.partition] = max(next[record.origin.partition] ?? 0, record.offset + 1)
        }
    }
}
