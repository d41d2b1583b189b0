// What holds of every replay.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Simulation
import Testing
import Wire

@testable import Pipeline

@Suite("Invariants of replays")
struct ReplayInvariantTests {
    /// What tasks make of generated traffic, read in batches and committed at instants that a seed says.
    private struct Run {
        var evaluations: [[UInt8]] = []
        var facts: [Fact] = []

        init(_ policies: PolicySet, traffic seed: UInt64, cuts: UInt64) throws {
            var settings = TrafficSettings()
            settings.seed = seed
            settings.surveyRate = 0
            settings.conversationInterval = .seconds(2)
            var traffic = Traffic(settings)
            var random = SeededRandom(seed: cuts)
            let task = EvaluationTask(partition: 0, policies: policies)
            var rest = 2_000
            var offset: Int64 = 0
            while rest > 0 {
                var (batch, outbox) = (RecordBatch(), Outbox())
                let count = min(rest, random.number(1...300))
                for _ in 0..<count {
                    let record = traffic.next()
                    batch.append(
                        origin: TopicPartition(.conversations, 0), offset: offset, timestamp: record.at,
                        key: record.key, value: record.value)
                    offset += 1
                }
                rest -= count
                task.apply(&batch, batch.records.indices, into: &outbox)
                task.prepareCommit(into: &outbox)
                task.commit()
                for effect in outbox.effects {
                    guard let value = effect.value else { continue }
                    switch effect.topic {
                    case .evaluations: evaluations.append(Array(outbox.bytes[value.indices]))
                    case .facts: facts.append(try Fact.read(outbox.bytes, value))
                    default: continue
                    }
                }
            }
        }
    }

    private struct Place: Hashable {
        var subject: String
        var hour: Instant
    }

    private static func sums(_ facts: [Fact]) -> [Place: Measures] {
        facts.reduce(into: [Place: Measures]()) { sums, fact in
            guard fact.contact == nil, fact.mark == nil else { return }
            sums[Place(subject: fact.subject, hour: fact.hour), default: Measures()].add(fact.measures)
        }.filter { !$0.value.isZero }
    }

    /// The tallies that a task keeps of facts, by key; those that came to nothing are left out.
    private static func tallies(of facts: [Fact], _ policies: PolicySet) throws -> [String: Measures] {
        let task = TallyTask(partition: 0, policies: policies)
        var tallies: [String: Measures] = [:]
        var (batch, outbox) = (RecordBatch(), Outbox())
        for (offset, fact) in facts.enumerated() {
            var value: [UInt8] = []
            _ = fact.write(appendingTo: &value)
            batch.append(
                origin: TopicPartition(.facts, 0), offset: Int64(offset), timestamp: fact.hour,
                key: RecordKey.bytes(tenant: fact.tenant, name: fact.subject), value: value)
        }
        task.apply(&batch, batch.records.indices, into: &outbox)
        task.prepareCommit(into: &outbox)
        task.commit()
        for effect in outbox.effects where effect.topic == .tallies {
            guard let key = effect.key, let value = effect.value else { continue }
            let name = String(decoding: outbox.bytes[key.indices], as: UTF8.self)
            tallies[name] = try Tally.read(outbox.bytes, value).measures
        }
        #expect(outbox.effects.allSatisfy { $0.topic != .deadLetters })
        return tallies.filter { !$0.value.isZero }
    }

    @Test(
        "invariant 12: a replay with the same policy gives the same bytes, wherever batches and commits fall",
        arguments: UInt64(1)...3)
    func sameBytes(seed: UInt64) throws {
        let policies = try PolicyLoader.preset("pharma-v2")
        let first = try Run(policies, traffic: seed, cuts: seed)
        let second = try Run(policies, traffic: seed, cuts: 1_000 + seed)
        #expect(first.evaluations.count > 30 && first.evaluations == second.evaluations)
        #expect(Self.sums(first.facts) == Self.sums(second.facts))
        #expect(try Self.tallies(of: first.facts, policies) == Self.tallies(of: second.facts, policies))
    }

    @Test(
        "invariant 12: with a new policy, the old tallies and the difference of both are the new ones",
        arguments: UInt64(1)...3)
    func difference(seed: UInt64) throws {
        let policies = try PolicyLoader.preset("pharma-v2")
        let before = try Run(try PolicyLoader.preset("pharma-v1"), traffic: seed, cuts: seed)
        let after = try Run(policies, traffic: seed, cuts: seed)
        #expect(before.evaluations != after.evaluations, "the policies differ")
        let (old, new) = (Self.sums(before.facts), Self.sums(after.facts))
        let places = Set(old.keys).union(new.keys).sorted { ($0.subject, $0.hour) < ($1.subject, $1.hour) }
        let differences = places.map { place -> Fact in
            var measures = new[place] ?? Measures()
            measures.add(old[place] ?? Measures(), times: -1)
            return Fact(tenant: "acme", subject: place.subject, hour: place.hour, measures: measures, source: 0)
        }
        let corrected = try Self.tallies(of: before.facts + differences, policies)
        #expect(try corrected == Self.tallies(of: after.facts, policies))
    }
}
