// Finds out where evaluations stand that came before those of the view.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Dispatch
import Foundation
import KafkaLog
import Logging
import Pipeline
import Quality
import Services
import Synchronization

/// Reads a part of the topic of evaluations once, beside all else, and notes for the view where each stands. A cluster that is away is tried
/// again.
final class EarlierEvaluations: Sendable {
    private let ranges: [Int32: Range<Int64>]
    private let view: View
    private let kafka: KafkaSettings
    private let logger: Logger
    private let isStopping = Mutex(false)
    private let queue = DispatchQueue(label: "assay.gateway.earlier", qos: .utility)
    private let ended = DispatchSemaphore(value: 0)

    private static let chunk = 1000
    private static let patience = Milliseconds(200)
    /// After an error it is tried again after so long, in seconds.
    private static let pause = 1.0

    /// Of these offsets, by partition.
    init(_ ranges: [Int32: Range<Int64>], view: View, _ kafka: KafkaSettings, logger: Logger) {
        self.ranges = ranges
        self.view = view
        self.kafka = kafka
        self.logger = logger
    }

    func start() { queue.async { self.run() } }

    /// Ends it and waits until it has.
    func stop() {
        isStopping.withLock { $0 = true }
        ended.wait()
    }

    private var isAsked: Bool { isStopping.withLock { $0 } }

    private func run() {
        defer { ended.signal() }
        var rest = ranges
        while !isAsked {
            do throws(KafkaError) {
                try read(&rest)
                guard !isAsked else { return }
                view.noteEarlierTaken()
                logger.info("evaluations of \(view.indexed) earlier episodes can be found")
                return
            } catch {
                logger.warning("reading where earlier evaluations stand is tried again: \(error)")
                Thread.sleep(forTimeInterval: Self.pause)
            }
        }
    }

    private func read(_ rest: inout [Int32: Range<Int64>]) throws(KafkaError) {
        let reader = try KafkaReader(kafka, topic: .evaluations, ranges: rest, logger: logger)
        defer { reader.close() }
        let decoder = ResultDecoder()
        var batch = RecordBatch()
        while !isAsked, !reader.isAtEnd {
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
