// The command `assay`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The root of the commands.
@main
struct Assay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Judges customer service while it happens.",
        subcommands: [
            Evaluate.self, ExplainCommand.self, ReplayPolicies.self, PolicyCommand.self, SampleCommand.self,
            SLACommand.self, SurveyCommand.self, ReportCommand.self, PayCommand.self, ScorecardCommand.self,
            CloseCommand.self,
            WorkerCommand.self, TopicsCommand.self, TailCommand.self,
            DeadLettersCommand.self, KeysCommand.self,
            VerifyCommand.self,
            Demo.self,
        ])
}
