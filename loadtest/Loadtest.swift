// The load-test harness: benchmarks of Assay's parts, and how well it judges.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The root command.
@main
struct Loadtest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loadtest", abstract: "Proves and measures Assay.",
        subcommands: [
            RunCommand.self, ScenariosCommand.self, CapacityCommand.self, PlanCommand.self, GenerateCommand.self,
            Bench.self, Fuzz.self,
            DictionaryCommand.self, Validate.self,
        ])
}

/// The benchmarks.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a benchmark.",
        subcommands: [
            BenchPipeline.self, BenchStream.self, BenchKafka.self, BenchAlerts.self, BenchClocks.self,
            BenchRestore.self, BenchZstd.self,
            BenchMatcher.self, BenchTallies.self, BenchSums.self,
        ])
}
