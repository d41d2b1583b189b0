// Shows the records of a topic one after the other.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Pipeline
import Quality
import Wire

/// How much of a topic is shown.
struct TopicTail {
    /// Whether to end when every partition was read to its end.
    var untilEnd: Bool
    /// At most so many records; nil for any number.
    var most: Int?

    /// How many records are taken at a time, and how long is waited for the first: long enough not to burn a core.
    private static let chunk = 500
    private static let patience = Milliseconds(200)

    /// Reads on and hands lines to `write`, many at a time, until the end or for ever.
    ///
    /// - Throws: `KafkaError` when the topic cannot be read, and what `write` throws.
    func run(_ reader: KafkaReader, write: ([UInt8]) throws -> Void) throws {
        let lines = TailLine()
        var batch = RecordBatch()
        var left = most ?? .max
        while left > 0 {
            let found = try reader.poll(limit: min(left, TopicTail.chunk), timeout: TopicTail.patience, into: &batch)
            if found {
                left -= batch.records.count
                try write(batch.records.flatMap { lines.line($0, of: batch) })
            }
            if untilEnd, reader.isAtEnd { return }
        }
    }

    /// The topic of that word, else of that name on the broker.
    ///
    /// - Throws: `CommandFailure` that names the nearest topic.
    static func topic(_ word: String, _ names: TopicNames) throws(CommandFailure) -> Topic {
        if let topic = Topic.allCases.first(where: { $0.word == word }) ?? names.topic(named: word) { return topic }
        let words = Topic.allCases.map(\.word)
        let nearest = NearestName.of(word, among: words + Topic.allCases.map { names[$0] })
        throw .usage(
            "there is no topic '\(word)'; \(nearest.map { "did you mean '\($0)'? " } ?? "")topics: \(words.joined(separator: ", "))"
        )
    }
}
