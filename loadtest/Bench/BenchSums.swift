// `loadtest bench sums`: whether the parts of every figure are the whole.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Quality
import Simulation
import Wire

/// Runs conversations through the tasks, and holds what agents, teams and channels have against what everything has (invariant 8), window by
/// window and figure by figure.
struct BenchSums: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sums",
        abstract:
            "Check that agents with the queue, teams, and channels add up to everything, in every window and figure.",
        discussion: """
            Conversations wait in queues, are handed over between agents and teams, are answered late or never, and are rated; some have no \
            agent, no team or no channel. What these add to everything is told apart, and must be exactly what the evaluations without an agent, \
            team or channel say. Exit status: 0 when all sums are equal, 1 when one is not.
            """)

    @Option(help: "How many conversations.") var conversations = 1_000_000
    @Option(help: "How many agents.") var agents = 200
    @Option(help: "The stream's seed.") var seed: UInt64 = 1

    func run() throws {
        let policies = try SumsTraffic.policies()
        var traffic = SumsTraffic(agents: agents, seed: seed)
        var ledger = SumsLedger(policies: policies)
        let task = EvaluationTask(partition: 0, policies: policies)
        let tallies = TallyTask(partition: 0, policies: policies)
        var batch = RecordBatch()
        var surveys = RecordBatch()
        var outbox = Outbox()
        var facts = RecordBatch()
        var factOffset: Int64 = 0
        for number in 0..<conversations {
            traffic.append(conversation: number, to: &batch, surveys: &surveys)
            guard batch.records.count >= 2_000 || number == conversations - 1 else { continue }
            if number == conversations - 1 { traffic.appendLast(to: &batch) }
            task.apply(&batch, batch.records.indices, into: &outbox)
            task.apply(&surveys, surveys.records.indices, into: &outbox)
            task.advanceCompanions(to: traffic.time, into: &outbox)
            task.prepareCommit(into: &outbox)
            for effect in outbox.effects {
                let value = Array(outbox.bytes[effect.value ?? .empty])
                switch effect.topic {
                case .evaluations: try ledger.take(try ProtoEvaluation(protobuf: value))
                case .facts:
                    facts.append(
                        origin: TopicPartition(.facts, 0), offset: factOffset, timestamp: traffic.time,
                        key: effect.key.map { Array(outbox.bytes[$0]) }, value: value)
                    factOffset += 1
                case .deadLetters:
                    throw Complaint(.invalid, "a record was refused: \(try ProtoDeadLetter(protobuf: value).detail)")
                default: break
                }
            }
            task.commit()
            batch.removeAll()
            surveys.removeAll()
            outbox.removeAll()
            tallies.apply(&facts, facts.records.indices, into: &outbox)
            tallies.prepareCommit(into: &outbox)
            for effect in outbox.effects where effect.topic == .tallies {
                ledger.take(try Tally.read(outbox.bytes, effect.value ?? .empty))
            }
            tallies.commit()
            facts.removeAll()
            outbox.removeAll()
        }
        let differences = ledger.differences
        print(
            "\(ledger.evaluations) evaluations, \(factOffset) facts, \(ledger.tallies) tallies in \(ledger.windows) windows"
        )
        print(ledger.summary)
        for difference in differences.prefix(20) { print("✗ \(difference)") }
        print(
            differences.isEmpty
                ? "✓ the parts are the whole in every window and figure" : "✗ \(differences.count) windows differ")
        if !differences.isEmpty { throw ExitCode(1) }
    }
}
