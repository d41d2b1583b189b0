// `loadtest bench tallies`: the tally task in memory.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Quality
import Simulation
import Wire

/// Facts per processor second through `TallyTask`: every agent has a fact in every second, and every second is committed. The facts are those
/// of real episodes, as an evaluation task publishes them.
struct BenchTallies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tallies",
        abstract: "Facts per processor second through one tally task, and what its tallies cost.")

    @Option(help: "How many facts.") var facts = 1_000_000
    @Option(help: "How many agents: each has a fact in every second.") var agents = 10_000
    @Option(help: "Records are applied so many at a time.") var batch = 1_000
    @Option(help: "How many seconds pass between commits.") var commitSeconds = 1
    @Option(help: "The preset that judges.") var policy = "pharma-v2"
    @Flag(help: "Prints one JSON object.") var json = false

    func validate() throws {
        guard facts > 0, agents > 0, batch > 0, commitSeconds > 0 else {
            throw ValidationError("All numbers must be above 0.")
        }
    }

    func run() throws {
        let policies = try PolicyLoader.preset(policy)
        let samples = try FactSamples(policies: policies, count: 2_000).facts
        let task = TallyTask(partition: 0, policies: policies)
        var run = Run(task: task)
        for second in 0..<((facts + agents - 1) / agents) {
            for batch in batches(second, samples, policies.zone) { run.apply(batch) }
            if (second + 1) % commitSeconds == 0 { run.commit() }
        }
        run.commit()
        report(run, held: task.statistics.held)
    }

    /// The facts of a second, agent by agent.
    private func batches(_ second: Int, _ samples: [Fact], _ zone: ZoneRules) -> [RecordBatch] {
        let at = TrafficSettings().start + .seconds(Int64(second))
        let hour = Window.hourStart(of: at, zone: zone)
        let first = second * agents
        var batches: [RecordBatch] = []
        for number in first..<min(first + agents, facts) {
            if (number - first) % batch == 0 { batches.append(RecordBatch()) }
            var fact = samples[number % samples.count]
            fact.subject = "agent:A\(number % agents)"
            fact.hour = hour
            var bytes: [UInt8] = []
            _ = fact.write(appendingTo: &bytes)
            batches[batches.count - 1].append(
                origin: TopicPartition(.facts, 0), offset: Int64(number), timestamp: at,
                key: RecordKey.bytes(tenant: fact.tenant, name: fact.subject), value: bytes)
        }
        return batches
    }

    /// What was measured so far.
    private struct Run {
        let task: TallyTask
        private var outbox = Outbox()
        private(set) var facts = 0
        private(set) var factBytes = 0
        private(set) var tallies = 0
        private(set) var tallyBytes = 0
        /// Processor seconds of applying facts, and of commits.
        private(set) var applying = 0.0
        private(set) var committing = 0.0

        init(task: TallyTask) { self.task = task }

        mutating func apply(_ batch: RecordBatch) {
            var batch = batch
            facts += batch.records.count
            factBytes += batch.records.reduce(0) { $0 + ($1.value?.count ?? 0) }
            let start = ProcessorTime.thread
            task.apply(&batch, batch.records.indices, into: &outbox)
            applying += ProcessorTime.thread - start
        }

        mutating func commit() {
            let start = ProcessorTime.thread
            task.prepareCommit(into: &outbox)
            tallies += outbox.effects.count
            tallyBytes += outbox.effects.reduce(0) { $0 + ($1.value?.count ?? 0) }
            outbox.removeAll()
            task.commit()
            committing += ProcessorTime.thread - start
        }
    }

    private func report(_ run: Run, held: Int) {
        let rate = Int(Double(run.facts) / run.applying)
        let whole = Int(Double(run.facts) / (run.applying + run.committing))
        let records = Int(Double(run.tallies) / max(run.committing, 1e-9))
        guard !json else {
            print(
                "{\"facts_per_cpu_second\":\(rate),\"facts_per_cpu_second_with_commits\":\(whole),\"tallies_per_cpu_second\":\(records)}"
            )
            return
        }
        print("facts                    \(run.facts), \(run.factBytes / max(1, run.facts)) bytes on average")
        print("tallies held             \(held)")
        print("tallies written          \(run.tallies), \(run.tallyBytes / max(1, run.tallies)) bytes on average")
        print("nanoseconds per fact     \(Int(run.applying * 1e9) / max(1, run.facts))")
        print("nanoseconds per tally    \(Int(run.committing * 1e9) / max(1, run.tallies))")
        print("facts_per_cpu_second     \(rate), with commits \(whole)")
        print("tallies_per_cpu_second   \(records)")
    }
}

/// Facts of agents, as an evaluation task publishes them for generated conversations.
private struct FactSamples {
    private(set) var facts: [Fact] = []

    init(policies: PolicySet, count: Int) throws {
        var settings = TrafficSettings()
        settings.duplicateRate = 0
        settings.badRate = 0
        settings.jsonRate = 0
        settings.surveyRate = 0
        var traffic = Traffic(settings)
        let task = EvaluationTask(partition: 0, policies: policies)
        var offset: Int64 = 0
        while facts.count < count {
            var batch = RecordBatch()
            var outbox = Outbox()
            for _ in 0..<100 {
                let record = traffic.next()
                batch.append(
                    origin: TopicPartition(.conversations, 0), offset: offset, timestamp: record.at, key: record.key,
                    value: record.value)
                offset += 1
            }
            task.apply(&batch, batch.records.indices, into: &outbox)
            task.prepareCommit(into: &outbox)
            for effect in outbox.effects where effect.topic == .facts {
                let fact = try Fact.read(outbox.bytes, effect.value ?? .empty)
                if fact.subject.hasPrefix("agent:"), fact.measures.conversations > 0 { facts.append(fact) }
            }
            task.commit()
        }
    }
}
