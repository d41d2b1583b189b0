// Lanes under everything that can go wrong, against the oracle.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Quality
import Simulation
import Testing
import Wire

@Suite("Simulated histories")
struct HistoryTests {
    /// The seeds to run, in blocks that run side by side: one that `SIMULATION_SEED` names, or as many as
    /// `SIMULATION_SEEDS` says.
    static let blocks: [ClosedRange<UInt64>] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["SIMULATION_SEED"].flatMap(UInt64.init) { return [seed...seed] }
        let count = max(1, environment["SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 800)
        return stride(from: 1, through: count, by: 50).map { $0...min($0 + 49, count) }
    }()

    @Test(
        "A01–A04, invariants 5 and 6: what is committed in the end is what the oracle reads from the input",
        arguments: blocks)
    func histories(seeds: ClosedRange<UInt64>) throws {
        for seed in seeds {
            let report = try SeedsUnderWay.report(seed, inDepth: seeds.count == 1)
            if let report { Issue.record("\(report)") }
        }
    }

    @Test("enough goes wrong in histories, and enough comes out of them, to be worth their name")
    func historiesAreFaulty() throws {
        let histories = try (UInt64(1)...30).map { seed in
            let history = History(HistorySettings(seed: seed))
            let differences = try history.run()
            #expect(differences.isEmpty, "seed \(seed)")
            return history
        }
        func total(_ count: (History.Counts) -> Int) -> Int { histories.reduce(0) { $0 + count($1.counts) } }
        #expect(total(\.faults) > 1_000)
        #expect(total(\.moves) > 100)
        #expect(total(\.losses) > 80)
        #expect(total(\.crashes) > 80)
        #expect(total(\.freezes) > 50)
        #expect(total(\.fencings) > 20)
        #expect(total(\.leaves) > 20)
        #expect(total(\.slowCommits) > 10)
        #expect(total(\.cleanings) > 50)
        let outcomes = try histories.map { try Outcome($0.cluster) }
        for (kind, count) in [("evaluation", 600), ("alert", 500), ("dead letter", 60), ("tally", 600)] {
            #expect(outcomes.reduce(0) { $0 + $1.count(kind) } > count, "\(kind)")
        }
        let alerts = try histories.flatMap {
            try $0.cluster.content(.alerts).map { try ProtoAlert(protobuf: $0.value ?? []) }
        }
        #expect(alerts.count { $0.hasFigure && $0.step == .raised } > 500)
        #expect(alerts.count { $0.hasFigure && $0.step == .cleared } > 30)
        #expect(alerts.count { $0.hasFigure && $0.cycle > 1 } > 10)
        #expect(alerts.count { $0.reason == .corrected && $0.step == .retracted } > 20)
        #expect(alerts.count { $0.reason == .corrected && $0.step == .breached } > 20)
        let isMoved = { (alert: ProtoAlert) in alert.deadlineMs != alert.startedAtMs + alert.targetMs }
        #expect(alerts.count { $0.step == .breached && $0.reason == .unspecified && isMoved($0) } > 10)
        let evaluations = try histories.flatMap {
            try $0.cluster.content(.evaluations).map { try ProtoEvaluation(protobuf: $0.value ?? []) }
        }
        let tallies = histories.flatMap { history in
            history.cluster.content(.tallies).compactMap { record in
                record.value.flatMap { try? Tally.read($0, ByteRange(0..<$0.count)) }
            }
        }
        for signal in IntegritySignal.allCases {
            let counts = tallies.compactMap { $0.measures.integrity.entries.first { $0.name == signal.word } }
            #expect(counts.count { $0.sum > 0 } > 50, "\(signal) comes up")
        }
        #expect(evaluations.count { $0.cause == .correction } > 50)
        #expect(evaluations.count { !$0.pauses.isEmpty } > 50)
    }
}
