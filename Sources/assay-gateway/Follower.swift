// Follows one topic of results.
// SPDX-License-Identifier: Apache-2.0

import Commands
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
    private let latestTurn = Mutex(ContinuousClock.now)
    private let reading: BackgroundReading

    /// So many records are taken at a time, and the first is waited for so long.
    private static let chunk = 1000
    private static let patience = Milliseconds(200)
    /// While it is behind, how far is asked so often.
    private static let lagInterval = Duration.seconds(5)
    private static let longestTurn = Duration.seconds(60)

    init(_ topic: ResultTopic, view: View, topics: ResultTopics, settings: Settings) throws(CommandFailure) {
        self.topic = topic
        self.view = view
        self.settings = settings
        beginnings = topics.beginnings[topic] ?? []
        logger = settings.logger
        reading = BackgroundReading(topic.rawValue)
    }

    func start() { reading.start { self.run() } }

    /// Ends it and waits until it has.
    func stop() { reading.stop() }

    /// The topic, in Assay's words.
    var name: String { topic.rawValue }

    /// Whether its loop has not come round for a minute. One that cannot reach the cluster goes round.
    var standsStill: Bool { ContinuousClock.now - latestTurn.withLock { $0 } > Self.longestTurn }

    private func run() {
        var next = Dictionary(uniqueKeysWithValues: beginnings.enumerated().map { (Int32($0.offset), $0.element) })
        reading.untilDone("following \(topic.rawValue) stands still", logger) { () throws(KafkaError) in
            latestTurn.withLock { $0 = .now }
            try follow(&next)
        }
    }

    private func follow(_ next: inout [Int32: Int64]) throws(KafkaError) {
        let reader = try KafkaReader(settings.kafka, topic: topic.topic, from: .offsets(next), logger: logger)
        defer { reader.close() }
        let decoder = ResultDecoder()
        var batch = RecordBatch()
        var unusable = 0
        var lag: Int64 = 0
        var lagIsDue = ContinuousClock.now
        while !reading.isAsked {
            latestTurn.withLock { $0 = .now }
            if try reader.poll(limit: Self.chunk, timeout: Self.patience, into: &batch) {
                let behind = ResultDecoder.next(batch)
                take(&batch, behind, decoder)
                next.merge(behind) { $1 }
            }
            if reader.isAtEnd {
                lag = 0
            } else if ContinuousClock.now >= lagIsDue {
                lag = try self.lag(behind: next)
                lagIsDue = .now + Self.lagInterval
            }
            view.note(topic, lag: lag, isRestored: reader.isAtEnd, unusable: decoder.unusable - unusable)
            unusable = decoder.unusable
        }
    }

    /// Records that are there and not read.
    private func lag(behind next: [Int32: Int64]) throws(KafkaError) -> Int64 {
        let offsets = try TopicOffsets(settings.kafka, topic: topic.topic, seesUncommitted: false, logger: logger)
        defer { offsets.close() }
        return try offsets.ends().reduce(0) { $0 + max(0, $1.value - (next[$1.key] ?? 0)) }
    }

    private func take(_ batch: inout RecordBatch, _ next: [Int32: Int64], _ decoder: ResultDecoder) {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        switch topic {
        case .evaluations: view.take(decoder.evaluations(&batch), next: next, at: now)
        case .alerts: view.take(decoder.alerts(&batch), next: next, at: now)
        case .tallies:
            view.take(decoder.tallies(&batch), next: next, at: now)
            view.take(decoder.horizons(batch))
        case .scorecards: view.take(decoder.scorecards(&batch), at: now)
        }
    }
}
