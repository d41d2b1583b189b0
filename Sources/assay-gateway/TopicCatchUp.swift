// Reads a piece of a topic again, for one stream.
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Services

/// A piece of a topic, batch by batch.
// The reader, its batch and its decoder are touched on `queue` only.
final class TopicCatchUp<Traits: Sendable>: CatchUp, @unchecked Sendable {
    private let queue = DispatchQueue(label: "assay.gateway.catch-up")
    private var reader: KafkaReader?
    private var batch = RecordBatch()
    private let decoder = ResultDecoder()
    private let decode: @Sendable (ResultDecoder, inout RecordBatch) -> [Held<Traits>]
    private let open: @Sendable () throws(KafkaError) -> KafkaReader
    private let longest: Duration
    private let logger: Logger
    private var latest = ContinuousClock.now

    private static var chunk: Int { 500 }
    private static var patience: Milliseconds { Milliseconds(200) }

    /// A piece: of each partition a range of offsets. Nothing is read before it is asked for.
    init(
        _ kafka: KafkaSettings, _ topic: ResultTopic, _ ranges: [Int32: Range<Int64>], logger: Logger,
        _ decode: @escaping @Sendable (ResultDecoder, inout RecordBatch) -> [Held<Traits>]
    ) {
        self.decode = decode
        self.logger = logger
        longest = .milliseconds(kafka.transactionTimeout.count + kafka.operationTimeout.count)
        open = { () throws(KafkaError) in try KafkaReader(kafka, topic: topic.topic, ranges: ranges, logger: logger) }
    }

    func next() async throws(Refusal) -> [Held<Traits>]? {
        try await refusing(logger, on: queue) { interest in try self.read(interest) }
    }

    private func read(_ interest: Interest) throws -> [Held<Traits>]? {
        let reader = try self.reader ?? open()
        if self.reader == nil { latest = .now }
        self.reader = reader
        while !reader.isAtEnd {
            if interest.isGone { throw CancellationError() }
            if try reader.poll(limit: Self.chunk, timeout: Self.patience, into: &batch) {
                latest = .now
                return decode(decoder, &batch)
            }
            if !reader.isAtEnd, ContinuousClock.now - latest > longest {
                throw Refusal.unavailable("Reading old results stands still.", retryAfter: .seconds(5))
            }
        }
        return nil
    }

    func close() async {
        _ = try? await blocking(on: queue) { _ in
            self.reader?.close()
            self.reader = nil
        }
    }
}
