// What was published, by its identity.
// SPDX-License-Identifier: Apache-2.0

package import Pipeline
import Quality
package import Wire

/// Results by their identity: what they say, and how often they were said.
package struct ResultLedger: Sendable {
    /// One result.
    package struct Result: Equatable, Sendable {
        /// The hash of what it says.
        package var content: UInt64
        /// How often it was published.
        package var times = 1
        /// Whether it came with other content, too.
        package var isChanged = false
    }

    /// The topics whose records have an identity.
    package static let topics: [Topic] = [.evaluations, .alerts, .deadLetters]

    /// By topic and identity.
    package private(set) var results: [Topic: [String: Result]] = [:]
    /// What alerts say about figures, by their identity: a matter of facts, and not of the input alone.
    package private(set) var figures: [String: [String]] = [:]
    /// How many records there were.
    package private(set) var total = 0

    /// Nothing yet.
    package init() {}

    /// How many different ones there are.
    package func count(_ topic: Topic) -> Int { results[topic]?.count ?? 0 }

    /// How many records said again what others had said.
    package var copies: Int { total - results.values.reduce(0) { $0 + $1.count } - figures.count }

    /// Takes a record's value.
    ///
    /// - Throws: what its decoding throws.
    package mutating func take(_ topic: Topic, _ value: [UInt8]) throws {
        guard topic == .alerts else { return try take(topic, identity: Self.identity(topic, value), value) }
        take(try ProtoAlert(protobuf: value), value)
    }

    /// Takes an alert and its record's value.
    package mutating func take(_ alert: ProtoAlert, _ value: [UInt8]) {
        guard alert.hasFigure else { return take(.alerts, identity: Self.identity(alert), value) }
        // One about a threshold that was withdrawn, or about what is due, is no matter of facts.
        guard let statement = FigureOracle.Statement(alert) else { return }
        total += 1
        figures[statement.identity, default: []].append(statement.text)
    }

    /// Takes a record's value whose identity is known.
    package mutating func take(_ topic: Topic, identity: String, _ value: [UInt8]) {
        total += 1
        let content = ByteHash.hash(value, ByteRange(0..<value.count))
        guard var known = results[topic, default: [:]][identity] else {
            results[topic, default: [:]][identity] = Result(content: content)
            return
        }
        known.times += 1
        known.isChanged = known.isChanged || known.content != content
        results[topic]?[identity] = known
    }

    /// The identity of a record of one of these topics.
    ///
    /// - Throws: what its decoding throws.
    package static func identity(_ topic: Topic, _ value: [UInt8]) throws -> String {
        switch topic {
        case .evaluations: identity(try ProtoEvaluation(protobuf: value))
        case .alerts: identity(try ProtoAlert(protobuf: value))
        default: identity(try ProtoDeadLetter(protobuf: value))
        }
    }

    /// The identity of an evaluation.
    package static func identity(_ it: ProtoEvaluation) -> String {
        "\(it.tenant)/\(it.conversationID) episode \(it.episode) revision \(it.revision)"
    }

    /// The identity of an alert.
    package static func identity(_ it: ProtoAlert) -> String {
        "\(it.tenant)/\(it.conversationID) episode \(it.episode) \(it.clock) \(it.cycle) \(it.deadlineMs) "
            + "\(it.policyVersion) \(it.revision > 0 ? "revision \(it.revision) " : "")\(it.step)"
    }

    /// The identity of a dead letter.
    package static func identity(_ it: ProtoDeadLetter) -> String { "\(it.topic)[\(it.partition)] \(it.offset)" }

    /// The alerts that stand: a breach that was told and taken back is none. A worker tells one falsely when the clock
    /// passes a deadline while the writer of the reply is held up.
    package var standingAlerts: [String: Result] {
        var standing = results[.alerts] ?? [:]
        for name in standing.keys where name.hasSuffix(" \(ProtoAlert.Step.retracted)") {
            standing[name] = nil
            standing[name.dropLast("\(ProtoAlert.Step.retracted)".count) + "\(ProtoAlert.Step.breached)"] = nil
        }
        return standing
    }
}
