// The command `assay tail`: shows what is in a topic.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog

/// Shows the records of a topic as lines of JSON.
struct TailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Show the records of a topic, decoded, as lines of JSON.",
        usage:
            "assay tail TOPIC [--config FILE] [--from oldest|newest] [--follow | --until-end] [--max N] [--SETTING VALUE ...]",
        discussion: """
            TOPIC is one of conversations, surveys, reviews, facts, supplements, checkpoints, evaluations, alerts, tallies, scorecards, \
            dead-letters and audit, or its name on the broker. Only committed records are shown, those of one partition in their order. Each line has \
            partition, offset, timestamp, key, schema and value; a record without a value has null, and one that does not decode its bytes \
            in base64 and an "error".

            Exit status: 0 at the end, or when nobody reads on; 64 for wrong usage; 69 when the cluster cannot be reached or has no such \
            topic; 74 when the output cannot be written; 78 when a setting cannot be used. All settings are listed by 'assay worker --help'.
            """)

    /// Where to begin.
    enum Beginning: String, ExpressibleByArgument, CaseIterable { case oldest, newest }

    /// When to end.
    enum Ending: String, EnumerableFlag {
        case follow, untilEnd

        static func help(for value: Ending) -> ArgumentHelp? {
            switch value {
            case .follow: "Wait for further records; the default with --from newest."
            case .untilEnd: "End when all partitions are read to their end; the default with --from oldest."
            }
        }
    }

    @Option(help: "Begin with the oldest record, or with the next one that comes.")
    var from = Beginning.oldest

    @Flag var ending: Ending?

    @Option(help: ArgumentHelp("Show at most so many records.", valueName: "N"))
    var max: Int?

    @OptionGroup var options: SettingsOptions

    func validate() throws {
        if let max, max < 1 { throw ValidationError("--max must be at least 1.") }
    }

    func run() throws {
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: 1)
            guard let word = words.first else { throw CommandFailure.usage("say which topic: assay tail TOPIC") }
            let kafka = settings.kafka
            let topic = try TopicTail.topic(word, kafka.topics)
            let reader = try KafkaReader(
                kafka, topic: topic, from: from == .oldest ? .oldest : .newest, logger: settings.logger)
            defer { reader.close() }
            let tail = TopicTail(untilEnd: (ending ?? (from == .oldest ? .untilEnd : .follow)) == .untilEnd, most: max)
            try tail.run(reader) { try StandardStreams.write($0) }
        }
    }
}
