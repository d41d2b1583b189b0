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
    mutating func take(_ fact: Fact, offset: Int64, partition: Int32, timestamp: Instant) {
        oracle.take(fact, offset: offset, partition: partition, timestamp: timestamp)
    }

    /// Takes one alert.
    mutating func take(_ alert: ProtoAlert) {
        if let statement = FigureOracle.Statement(alert) { told.append(statement) }
    }

    /// Compares what was told about windows within the range with what the facts say. Thresholds that took force when there
    /// were facts of a window already were not decided at these: look at windows from then on.
    func compare(_ findings: inout Findings) {
        var due: [String: String] = [:]
        for statement in oracle.statements where isLookedAt(statement) { due[statement.identity] = statement.text }
        var heard: [String: String] = [:]
        for statement in told where isLookedAt(statement) {
            let (identity, text) = (statement.identity, statement.text)
            if let first = heard[identity] {
                if !allowsCopies || first != text { findings.add(.alerts, "\(identity) was told again: \(text)") }
                continue
            }
            heard[identity] = text
            guard let facts = due[identity] else {
                findings.add(.alerts, "\(identity): the facts say nothing of it, the alert \(text)")
                continue
            }
            if facts != text { findings.add(.alerts, "\(identity): the alert says \(text), the facts \(facts)") }
        }
        for statement in oracle.statements where due[statement.identity] != nil && heard[statement.identity] == nil {
            findings.add(.alerts, "\(statement.identity) was not told: \(statement.text)")
        }
    }

    private func isLookedAt(_ statement: FigureOracle.Statement) -> Bool {
        range.lowerBound <= statement.place.start
            && Window(statement.place.kind, containing: statement.place.start, zone: zone).end <= range.upperBound
    }
}
