// What a scorecard rests on.
// SPDX-License-Identifier: Apache-2.0

/// What is known of an agent's period: the sums of tallies, and what people stated.
package struct PayInputs: Hashable, Sendable {
    /// The agent's number.
    package var agent: String
    /// The agent's tallies of the period, added up.
    package var measures: Measures
    /// Those of the team, where they are known.
    package var team: Measures?
    /// What was stated about the agent and period, each once, in the order of their ids.
    package let statements: [Statement]

    /// Inputs. Of statements with one id the one that was made last counts; their order does not matter.
    package init(agent: String, measures: Measures, team: Measures? = nil, statements: [Statement] = []) {
        self.agent = agent
        self.measures = measures
        self.team = team
        var byID: [String: Statement] = [:]
        for statement in statements {
            if let other = byID[statement.id], statement.isEarlier(than: other) { continue }
            byID[statement.id] = statement
        }
        self.statements = byID.values.sorted { $0.id < $1.id }
    }

    /// The name under which effective working time is stated, in hours.
    package static let effectiveHours = "effective-hours"

    /// The name under which a part of something is stated: "exam/theory".
    package static func name(of whole: String, part: String) -> String { "\(whole)/\(part)" }

    /// What somebody stated that no conversation shows.
    package struct Statement: Hashable, Sendable {
        /// Its id.
        package var id: String
        /// What it states.
        package var name: String
        /// The value, in hundredths of its unit.
        package var hundredths: Int64
        /// When it was stated.
        package var at: Instant
        /// Who stated it.
        package var source: String

        /// A statement.
        package init(id: String, name: String, hundredths: Int64, at: Instant, source: String) {
            self.id = id
            self.name = name
            self.hundredths = hundredths
            self.at = at
            self.source = source
        }

        /// By time; of one instant by all the rest, so that the order of reading does not matter.
        fileprivate func isEarlier(than other: Statement) -> Bool {
            (at.milliseconds, id, name, source, hundredths)
                < (other.at.milliseconds, other.id, other.name, other.source, other.hundredths)
        }
    }

    /// The values stated under a name, the latest last.
    func values(_ name: String) -> [Int64] {
        statements.filter { $0.name == name }.sorted { $0.isEarlier(than: $1) }.map(\.hundredths)
    }

    /// What each rater stated last, ascending. Nobody rates themselves, and nobody rates unnamed (C34, X37).
    func ratings(_ name: String) -> [Int64] {
        let given = statements.filter { $0.name == name && $0.source != agent && !$0.source.isEmpty }
            .sorted { $0.isEarlier(than: $1) }
        return Dictionary(given.map { ($0.source, $0.hundredths) }, uniquingKeysWith: { $1 }).values.sorted()
    }
}
