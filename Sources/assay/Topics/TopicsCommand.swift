// The commands `assay topics plan`, `assay topics create` and `assay topics check`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog

/// Shows and creates the topics of a cluster.
struct TopicsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Show, create and check the topics that workers need.",
        subcommands: [Plan.self, Create.self, Check.self])

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

    /// Compares the topics that are there with the plan.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the topics that are there with the plan.",
            discussion: """
                A line for each topic and what is not as it should be: missing, another number of partitions, or another cleanup.policy, \
                message.timestamp.type or max.message.bytes. Retention and copies are yours to choose. The user needs the right DescribeConfigs on the topics.

                Exit status: 0 when all is as it should be, 1 when something is not, 69 when the cluster cannot be reached or does not tell. All \
                settings are listed by 'assay worker --help'.
                """)

        @OptionGroup var options: SettingsOptions

        func run() throws {
            try CommandFailure.reported {
                let settings = try options.load().settings
                let plan = PlannedTopic.all(settings)
                let admin = try KafkaAdmin(settings.kafka, logger: settings.logger)
                let counts = try admin.partitionCounts(plan.map(\.creation.name))
                let properties = try admin.properties(of: counts.keys.sorted())
                let findings = TopicFinding.all(plan, counts: counts, properties: properties)
                let lines = findings.map { "\($0.topic): \($0.text)\n" }
                try StandardStreams.write(Array(lines.joined().utf8))
                guard findings.isEmpty else { throw ExitCode.failure }
                StandardStreams.complain("\(plan.count) topics are as they should be\n")
            }
        }
    }
}
