// Where topics begin.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Logging
import Pipeline
import Services
import Synchronization

/// Asks the cluster where topics begin: once for all who want to know at about the same time, as thousands of streams do that come back
/// together.
final class OldestOffsets: Sendable {
    private struct Question {
        var answer: Task<[Int64], any Error>
        var at: ContinuousClock.Instant
    }

    private let kafka: KafkaSettings
    private let logger: Logger
    private let questions = Mutex<[ResultTopic: Question]>([:])

    /// An answer is good for so long.
    private static let age = Duration.seconds(1)

    init(_ kafka: KafkaSettings, logger: Logger) {
        self.kafka = kafka
        self.logger = logger
    }

    /// The oldest offset of each partition.
    ///
    /// - Throws: `Refusal` when the cluster does not answer.
    func offsets(of topic: ResultTopic) async throws(Refusal) -> [Int64] {
        let question = questions.withLock { questions in
            let now = ContinuousClock.now
            if let latest = questions[topic], now - latest.at < Self.age { return latest }
            let question = Question(answer: Task { try await ask(topic) }, at: now)
            questions[topic] = question
            return question
        }
        do {
            return try await question.answer.value
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw .unavailable("The cluster does not answer.", retryAfter: .seconds(5))
        }
    }

    private func ask(_ topic: ResultTopic) async throws(Refusal) -> [Int64] {
        let (kafka, logger) = (kafka, logger)
        return try await refusing(logger) { _ in
            let offsets = try TopicOffsets(kafka, topic: topic.topic, seesUncommitted: false, logger: logger)
            defer { offsets.close() }
            let oldest = try offsets.oldest()
            return (0..<Int32(offsets.partitionCount)).map { oldest[$0] ?? 0 }
        }
    }
}
