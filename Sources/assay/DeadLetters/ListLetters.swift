// The command `assay deadletters list`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Wire

/// Lists dead letters, one a line.
struct ListLetters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List dead letters, one a line.",
        usage:
            "assay deadletters list [--config FILE] [--reason R] [--topic T] [--limit N] [--json] [--SETTING VALUE ...]",
        discussion: """
            Each line has, separated by tabs, the letter's id, when it was written, where its record stood (topic[partition]@offset), the \
            record's key, the reason, and the beginning of the explanation; with --json an object. What is committed when the command begins \
            is listed, the letters of one partition in their order. Their number by reason is told on standard error.

            Exit status: 0 at the end, also when there are none; 64 for wrong usage; 69 when the cluster cannot be reached or has no such \
            topic; 74 when the output cannot be written; 78 when a setting cannot be used. All settings are listed by 'assay worker --help'.
            """)

    @OptionGroup var choice: LetterFilterOptions

    @Option(help: ArgumentHelp("List at most so many letters.", valueName: "N"))
    var limit: Int?

    @Flag(help: "Print lines of JSON.")
    var json = false

    @OptionGroup var options: SettingsOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }

    func run() throws {
        try CommandFailure.reported {
            let settings = try options.load().settings
            let kafka = settings.kafkaForLetters
            let filter = try choice.filter(kafka.topics)
            let topic = try LetterTopic(kafka, logger: settings.logger)
            var counts = LetterCounts()
            try topic.forEach(in: topic.ranges) { letter in
                counts.all += 1
                guard filter.includes(letter) else { return true }
                counts.byReason[LetterLine.reason(letter), default: 0] += 1
                try StandardStreams.write(Array((json ? LetterLine.json(letter) : LetterLine.text(letter)).utf8))
                return counts.listed < limit ?? .max
            }
            StandardStreams.complain(counts.summary(of: topic.name, isCut: counts.listed == limit) + "\n")
        }
    }
}

/// How many letters there were.
struct LetterCounts: Equatable {
    /// All that were read.
    var all = 0
    /// Those that were listed, by the word for their reason.
    var byReason: [String: Int] = [:]

    /// How many were listed.
    var listed: Int { byReason.values.reduce(0, +) }

    /// A line for people: "3 dead letters on 'dead-letters': 2 malformed, 1 invalid".
    func summary(of topic: String, isCut: Bool) -> String {
        if all == 0 { return "there are no dead letters on '\(topic)'" }
        if listed == 0 { return "none of the \(all.grouped) dead letters on '\(topic)' has this reason and topic" }
        let reasons = byReason.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let letters = listed == 1 ? "1 dead letter" : "\(listed.grouped) dead letters"
        return "\(isCut ? "the first " : "")\(letters) on '\(topic)': "
            + reasons.map { "\($0.value.grouped) \($0.key)" }.joined(separator: ", ")
    }
}
