// The alerts about figures of a verification.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Quality
import Simulation
import Wire

/// Takes facts and alerts about figures, and tells from the facts which of these there must be.
struct FigureAlertLedger {
    private let zone: ZoneRules
    private let range: Range<Instant>
    /// Whether an alert may come again: at least once.
    private let allowsCopies: Bool
    private var oracle: FigureOracle
    private var told: [FigureOracle.Statement] = []

    init(policies: PolicySet, range: Range<Instant>, allowsCopies: Bool) {
        zone = policies.zone
        self.range = range
        self.allowsCopies = allowsCopies
        oracle = FigureOracle(policies: policies)
    }

    /// Takes the next fact of its partition.
    mutating func take(_ fact: Fact, offset: Int64) { oracle.take(fact, offset: offset) }

    /// Takes one alert.
    mutating func take(_ alert: ProtoAlert) {
        if let statement = FigureOracle.Statement(alert) { told.append(statement) }
    }

    /// Compares what was told about windows within the range with what the facts say. Thresholds that took force when there
    /// were facts of a window already were not decided at these: look at windows from then on.
    func compare(_ findings: inout Findings) {
        var open: [String: FigureOracle.Statement] = [:]
        for statement in oracle.statements where isLookedAt(statement) { open[statement.identity] = statement }
        var seen: Set<FigureOracle.Statement> = []
        for statement in told where isLookedAt(statement) {
            if !seen.insert(statement).inserted {
                if !allowsCopies { findings.add(.alerts, "\(statement.identity) was told twice") }
            } else if let due = open.removeValue(forKey: statement.identity) {
                guard due.text != statement.text else { continue }
                findings.add(
                    .alerts, "\(statement.identity): the alert says \(statement.text), the facts \(due.text)")
            } else {
                findings.add(
                    .alerts, "\(statement.identity): the facts say nothing of it, the alert \(statement.text)")
            }
        }
        for statement in oracle.statements where open[statement.identity] != nil {
            findings.add(.alerts, "\(statement.identity) was not told: \(statement.text)")
        }
    }

    private func isLookedAt(_ statement: FigureOracle.Statement) -> Bool {
        range.lowerBound <= statement.place.start
            && Window(statement.place.kind, containing: statement.place.start, zone: zone).end <= range.upperBound
    }
}
