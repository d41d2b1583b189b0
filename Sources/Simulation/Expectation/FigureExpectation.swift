// What must be told about figures, when the facts stand in their topic.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
package import Quality
package import Wire

/// What thresholds must have told, from the facts as they stand in their topic: when a line is crossed depends on how the facts of a
/// commit were summed up, so the input alone does not tell. That the facts are those of the input is told elsewhere.
package struct FigureExpectation: Sendable {
    private var oracle: FigureOracle

    /// Nothing yet; judged by these policies.
    package init(policies: PolicySet) { oracle = FigureOracle(policies: policies) }

    /// Takes the next record of a partition of facts.
    ///
    /// - Throws: `DecodeError` when it is none.
    package mutating func take(
        _ bytes: [UInt8], _ value: ByteRange, offset: Int64, partition: Int32, timestamp: Instant
    ) throws(DecodeError) {
        let fact = try Fact.read(bytes, value)
        if fact.contact == nil, fact.mark == nil {
            oracle.take(fact, offset: offset, partition: partition, timestamp: timestamp)
        }
    }

    /// How many alerts there must be.
    package var count: Int { oracle.statements.count }

    /// What was not told, told without a reason, told wrongly or, where that may not be, told again.
    package func complaints(about seen: ResultLedger, allowsCopies: Bool) -> [String] {
        var told = seen.figures
        let wrong = oracle.statements.compactMap { statement -> String? in
            guard let texts = told.removeValue(forKey: statement.identity) else {
                return "alerts: \(statement.identity) is missing"
            }
            if texts.contains(where: { $0 != statement.text }) {
                return "alerts: \(statement.identity) says \(texts), not \(statement.text)"
            }
            return texts.count > 1 && !allowsCopies
                ? "alerts: \(statement.identity) was told \(texts.count) times" : nil
        }
        return wrong + told.keys.sorted().map { "alerts: \($0) is too much" }
    }
}
