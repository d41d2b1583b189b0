// Follows one topic of results.
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

/// Reads a topic from its beginning on, committed records only, and hands what it reads to the view. A cluster that is away is tried again.
final class Follower: Sendable {
    private let topic: ResultTopic
    private let view: View
    private let beginnings: [Int64]
    private let settings: Settings
    private let logger: Logger
    private let isStopping = Mutex(false)
    private let queue: DispatchQueue
    private let ended = DispatchSemaphore(value: 0)

    /// So many records are taken at a time, and the first is waited for so long.
    private static let chunk = 1000
    private static let patience = Milliseconds(200)
    /// After an error it is tried again after so long.
    private static let pause = DispatchTimeInterval.seconds(1)

    init(_ topic: ResultTopic, view: View, topics: ResultTopics, settings: Settings) throws(CommandFailure) {
        self.topic = topic
        self.view = view
        self.settings = settings
        beginnings = topics.beginnings[topic] ?? []
        logger = settings.logger
        queue = DispatchQueue(label: "assay.gateway.\(topic.rawValue)")
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
        var next = Dictionary(uniqueKeysWithValues: beginnings.enumerated().map { (Int32($0.offset), $0.element) })
        while !isAsked {
            do throws(KafkaError) {
                try follow(&next)
            } catch {
                logger.warning("following \(topic.rawValue) stands still: \(error)")
                Thread.sleep(forTimeInterval: 1)
            }
        }
    }

    private func follow(_ next: inout [Int32: Int64]) throws(KafkaError) {
        let reader = try KafkaReader(settings.kafka, topic: topic.topic, from: .offsets(next), logger: logger)
        defer { reader.close() }
        let decoder = ResultDecoder()
        var batch = RecordBatch()
        var unusable = 0
        while !isAsked {
            if try reader.poll(limit: Self.chunk, timeout: Self.patience, into: &batch) {
                let behind = ResultDecoder.next(batch)
                take(&batch, behind, decoder)
                next.merge(behind) { $1 }
            }
            view.note(
                topic, lag: reader.isAtEnd ? 0 : 1, isRestored: reader.isAtEnd, unusable: decoder.unusable - unusable)
            unusable = decoder.unusable
        }
    }

    private func take(_ batch: inout RecordBatch, _ next: [Int32: Int64], _ decoder: ResultDecoder) {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        switch topic {
        case .evaluations: view.take(decoder.evaluations(&batch), next: next, at: now)
        case .alerts: view.take(decoder.alerts(&batch), next: next, at: now)
        case .tallies: view.take(decoder.tallies(&batch), next: next, at: now)
        case .scorecards: view.take(decoder.scorecards(&batch), at: now)
        }
    }
}
