// A line of the output of `assay evaluate`, as a reader of plain JSON gets it.
// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The fields that the tests look at.
struct EvaluationLine: Decodable, Equatable {
    /// A clock.
    struct Clock: Decodable, Equatable {
        var clock: String
        var outcome: String
        var elapsedMs: String?
    }

    /// What the episode consisted of.
    struct Counts: Decodable, Equatable {
        var records: Int
        var agentMessages: Int?
    }

    var conversationId: String
    var episode: Int
    var policyVersion: String
    var ended: Bool
    var score: Double?
    var clocks: [Clock]?
    var counts: Counts

    /// The evaluations in the lines of an output.
    static func all(_ lines: [Substring]) throws -> [EvaluationLine] {
        try lines.map { try JSONDecoder().decode(EvaluationLine.self, from: Data($0.utf8)) }
    }
}
