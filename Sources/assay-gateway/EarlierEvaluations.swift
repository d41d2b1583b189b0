// Finds out where evaluations stand that came before those of the view.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Dispatch
import KafkaLog
import Logging
import Pipeline
import Quality
import Services

/// Reads a part of the topic of evaluations once, beside all else, and notes for the view where each stands.
final class EarlierEvaluations: Sendable {
    private let ranges: [Int32: Range<Int64>]
    private let view: View
    private let kafka: KafkaSettings
    private let logger: Logger
    private let reading = BackgroundReading("earlier", qos: .utility)

    private static let chunk = 1000
    private static let patience = Milliseconds(200)

    /// Of these offsets, by partition.
    init(_ ranges: [Int32: Range<Int64>], view: View, _ kafka: KafkaSettings, logger: Logger) {
        self.ranges = ranges
        self.view = view
        self.kafka = kafka
        self.logger = logger
    }

    func start() { reading.start { self.run() } }

    /// Ends it and waits until it has.
    func stop() { reading.stop() }

    private func run() {
        var rest = ranges
        reading.untilDone("reading where earlier evaluations stand is tried again", logger) { () throws(KafkaError) in
            try read(&rest)
        }
        guard !reading.isAsked else { return }
        view.noteEarlierTaken()
        logger.info("evaluations of \(view.indexed) earlier episodes can be found")
    }

    private func read(_ rest: inout [Int32: Range<Int64>]) throws(KafkaError) {
        let reader = try KafkaReader(kafka, topic: .evaluations, ranges: rest, logger: logger)
        defer { reader.close() }
        let decoder = ResultDecoder()
        var batch = RecordBatch()
        while !reading.isAsked, !reader.isAtEnd {
            guard try reader.poll(limit: Self.chunk, timeout: Self.patience, into: &batch) else { continue }
            let next = ResultDecoder.next(batch)
            view.take(earlier: decoder.evaluations(&batch))
            for (partition, offset) in next {
                guard let range = rest[partition] else { continue }
                rest[partition] = min(offset, range.upperBound)..<range.upperBound
            }
        }
    }
}
