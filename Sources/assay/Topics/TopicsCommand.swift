// The commands `assay topics plan` and `assay topics create`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog

/// Shows and creates the topics of a cluster.
struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Show and create the topics that workers need.",
        subcommands: [Plan.self, Create.self])

    /// Shows the topics as they should be; asks no broker.
    struct Plan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the topics as they should be, without a broker.",
            discussion: "All settings are listed by 'assay worker --help'.")

        @OptionGroup var options: SettingsOptions

        @Flag(help: "Print a JSON array instead of a table.")
        var json = false

        func run() throws {
            try CommandFailure.reported {
                let plan = PlannedTopic.all(try options.load().settings)
                let text = json ? TopicTable.json(plan) : TopicTable.text(plan) + "\n" + PlannedTopic.explanation
                try StandardStreams.write(Array(text.utf8))
            }
        }
    }

    /// Creates the topics that are not there.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create the topics that are not there yet.",
            discussion: """
                Topics that are there stay as they are. Exit status: 0 when all are there now, 1 when one was refused, 69 when the cluster \
                cannot be reached. All settings are listed by 'assay worker --help'.
                """)

        @OptionGroup var options: SettingsOptions

        @Flag(help: "Print a JSON array instead of a table.")
        var json = false

        func run() throws {
            try CommandFailure.reported {
                let settings = try options.load().settings
                let plan = PlannedTopic.all(settings)
                let outcomes = try TopicOutcome.create(plan, try KafkaAdmin(settings.kafka, logger: settings.logger))
                let text = json ? TopicTable.json(plan, outcomes: outcomes) : TopicTable.text(plan, outcomes: outcomes)
                try StandardStreams.write(Array(text.utf8))
                if outcomes.contains(where: \.isRefused) { throw ExitCode.failure }
            }
        }
    }
}
