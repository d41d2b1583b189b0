// The oracle of figures against what a cluster holds in the end.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
package import Quality
import Wire

extension FigureOracle {
    /// What was told about figures too much, too little or wrongly, and tallies that say otherwise which thresholds are raised; one
    /// line each. Everything that the facts say must be told and in a tally: the history has come to rest.
    package static func differences(
        of cluster: MemoryCluster, policies: PolicySet, delivery: MemoryLog.Delivery
    ) throws -> [String] {
        var oracle = FigureOracle(policies: policies)
        for partition in 0..<cluster.partitions {
            for record in cluster.everything(TopicPartition(.facts, partition)) {
                let value = record.value ?? []
                let fact = try Fact.read(value, ByteRange(0..<value.count))
                if fact.contact == nil, fact.mark == nil { oracle.take(fact, offset: record.offset) }
            }
        }
        var told: [String: [String]] = [:]
        for record in cluster.content(.alerts) {
            guard let statement = Statement(try ProtoAlert(protobuf: record.value ?? [])) else { continue }
            told[statement.identity, default: []].append(statement.text)
        }
        var differences: [String] = []
        for statement in oracle.statements {
            let found = told.removeValue(forKey: statement.identity) ?? []
            let isRight =
                delivery == .exactlyOnce
                ? found == [statement.text] : !found.isEmpty && found.allSatisfy { $0 == statement.text }
            if !isRight {
                differences.append("figure \(statement.identity): told \(found), should be \(statement.text)")
            }
        }
        differences += told.sorted { $0.key < $1.key }.map { "figure \($0.key): told \($0.value), should not be" }
        var states: [Place: [ThresholdState]] = [:]
        for record in cluster.content(.tallies) {
            guard let value = record.value, Tally.isKey((record.key ?? [])[...]) else { continue }
            let tally = try Tally.read(value, ByteRange(0..<value.count))
            let place = Place(tenant: tally.tenant, subject: tally.subject, kind: tally.kind, start: tally.start)
            states[place] = tally.thresholds.isEmpty ? nil : tally.thresholds
        }
        if states != oracle.states { differences.append("tallies say otherwise which thresholds are raised") }
        return differences
    }
}
