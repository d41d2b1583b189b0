// The oracle of figures against what a cluster holds in the end.
// SPDX-License-Identifier: Apache-2.0

import Pipeline
package import Quality
import Wire

extension FigureOracle {
    /// The oracle of the facts that a cluster holds.
    package static func reading(_ cluster: MemoryCluster, policies: PolicySet) throws -> FigureOracle {
        var oracle = FigureOracle(policies: policies)
        for partition in 0..<cluster.partitions {
            for record in cluster.everything(TopicPartition(.facts, partition)) {
                let value = record.value ?? []
                let fact = try Fact.read(value, ByteRange(0..<value.count))
                guard fact.contact == nil, fact.mark == nil else { continue }
                oracle.take(fact, offset: record.offset, partition: partition, timestamp: record.timestamp)
            }
        }
        return oracle
    }

    /// What was told about figures too much, too little or wrongly, and tallies that say otherwise which thresholds are raised; one
    /// line each. Everything that the facts say must be told and in a tally: the history has come to rest.
    package func differences(of cluster: MemoryCluster, delivery: MemoryLog.Delivery) throws -> [String] {
        var told: [String: [String]] = [:]
        for record in cluster.content(.alerts) {
            guard let statement = FigureOracle.Statement(try ProtoAlert(protobuf: record.value ?? [])) else { continue }
            told[statement.identity, default: []].append(statement.text)
        }
        var differences: [String] = []
        for statement in statements {
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
        var places: [[UInt8]: Place] = [:]
        for record in cluster.content(.tallies) {
            let key = record.key ?? []
            guard Tally.isKey(key[...]) else { continue }
            guard let value = record.value else {
                places[key].map { states[$0] = nil }
                continue
            }
            let tally = try Tally.read(value, ByteRange(0..<value.count))
            let place = Place(tenant: tally.tenant, subject: tally.subject, kind: tally.kind, start: tally.start)
            places[key] = place
            states[place] = tally.thresholds.isEmpty ? nil : tally.thresholds
        }
        let kept = self.states.filter { place, _ in
            let window = Window(place.kind, containing: place.start, zone: policies.zone)
            return !hasLetGo(place.subject, ofTenant: place.tenant, window)
        }
        if states != kept { differences.append("tallies say otherwise which thresholds are raised") }
        return differences
    }
}
