// The command `assay deadletters replay`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Logging
import Wire

/// Puts dead letters back.
struct ReplayLetters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Put the records of dead letters back on the topics they came from, each once.",
        usage: """
            assay deadletters replay ID ... [--config FILE] [--dry-run] [--SETTING VALUE ...]
            assay deadletters replay ID [--value-from FILE] [--key KEY] [--content-type TYPE] [--config FILE] [--dry-run] [--SETTING VALUE ...]
            assay deadletters replay --all [--reason R] [--topic T] [--config FILE] [--dry-run] [--SETTING VALUE ...]
            """,
        discussion: """
            A record goes back under its key with its headers and one more, replayed-from, that names the letter as \
            <topic>/<partition>/<offset>. A letter whose name is found on its source topic is not put back again: the command may be run \
            twice, by two people at once, or again after a crash. The topic is searched from ten minutes before the letter's time on, so this \
            holds as long as the replayed record is within the topic's retention.

            With exactly-once delivery each record is a transaction, under the id <topic of dead letters>-replay-<partition>, which the \
            cluster's access rules must allow; of two replays of one partition's letters the later goes on and the earlier is refused. With \
            at-least-once delivery there are no transactions: a crash at the wrong moment, or two replays at once, may put a record there \
            twice. For events that is harmless, as workers drop an event whose id they have seen; a fact would be counted twice.

            A letter that has only the first parts of its record, as that was too large, is refused: it names the place where the whole record stands. \
            With --value-from, and --key where the key is cut, too, it goes back.

            One line a letter says what became of it: replayed, already replayed, or refused with the reason and how to mend it.

            Exit status: 0 when all are replayed or already were; 1 when one was refused; 64 for wrong usage; 66 when FILE cannot be read; \
            69 when the cluster cannot be reached or has no topic of dead letters; 78 when a setting cannot be used. All settings are listed \
            by 'assay worker --help'.
            """)

    /// What values can be written in.
    enum ContentType: String, ExpressibleByArgument, CaseIterable {
        case json = "application/json"
        case protobuf = "application/x-protobuf"
    }

    @Flag(help: "Replay all letters, or all of a reason or a topic.")
    var all = false

    @OptionGroup var choice: LetterFilterOptions

    @Option(help: ArgumentHelp("Put the value in this file in place of the letter's; one ID.", valueName: "FILE"))
    var valueFrom: String?

    @Option(help: ArgumentHelp("Put the record under this key; one ID.", valueName: "KEY"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "What the value is written in, uncompressed: application/json or application/x-protobuf; one ID.",
            valueName: "TYPE"))
    var contentType: ContentType?

    @Flag(help: "Only tell what would become of each letter.")
    var dryRun = false

    @OptionGroup var options: SettingsOptions

    func run() throws {
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: .max)
            let kafka = settings.kafkaForLetters
            let (choice, repair) = (try chosen(words, kafka.topics), try repair())
            let replay = Replay(
                topic: try LetterTopic(kafka, try LetterKeys(settings), logger: settings.logger), choice: choice,
                repair: repair,
                isRehearsal: dryRun)
            var counts = ReplayCounts()
            try replay.run { id, outcome in
                counts.note(outcome)
                try tell("\(id) \(outcome.text)\n")
            }
            StandardStreams.complain(counts.summary(of: replay.topic.name) + "\n")
            if counts.refused > 0 { throw ExitCode.failure }
        }
    }

    /// Writes a line. A reader that has gone does not end the work: the exit status speaks for all letters.
    private func tell(_ line: String) throws {
        do throws(StandardStreams.WriteError) {
            try StandardStreams.write(Array(line.utf8))
        } catch {
            guard error == .closed else { throw error }
        }
    }

    private func chosen(_ words: [String], _ names: TopicNames) throws(CommandFailure) -> Replay.Choice {
        if all {
            guard words.isEmpty else { throw .usage("say either --all or which letters, not both") }
            guard valueFrom == nil, key == nil, contentType == nil else {
                throw .usage("--value-from, --key and --content-type repair one letter: say which instead of --all")
            }
            return .all(try choice.filter(names))
        }
        guard choice.isEmpty else { throw .usage("--reason and --topic choose among --all letters: write --all, too") }
        guard !words.isEmpty else {
            throw .usage("say which letters: assay deadletters replay ID ..., or --all")
        }
        var ids: Set<LetterID> = []
        for word in words { ids.insert(try LetterID(word)) }
        guard ids.count == 1 || valueFrom == nil && key == nil && contentType == nil else {
            throw .usage("--value-from, --key and --content-type repair one letter: replay each by itself")
        }
        return .letters(ids)
    }

    private func repair() throws(CommandFailure) -> LetterRepair {
        var repair = LetterRepair(key: key.map { Array($0.utf8) }, contentType: contentType?.rawValue)
        if let valueFrom { repair.value = try LetterRepair.value(from: valueFrom) }
        return repair
    }
}

extension Replay.Outcome {
    /// What became of the letter, on a line.
    var text: String {
        switch self {
        case .replayed(let target): "replayed to \(target)"
        case .wouldBeReplayed(let target): "would be replayed to \(target)"
        case .alreadyReplayed(let place): "already replayed at \(place)"
        case .refused(let reason): "refused: \(reason)"
        }
    }
}

/// What became of letters, in numbers.
struct ReplayCounts: Equatable {
    private var replayed = 0
    private var wouldBe = 0
    private var already = 0
    private(set) var refused = 0

    /// Counts one more.
    mutating func note(_ outcome: Replay.Outcome) {
        switch outcome {
        case .replayed: replayed += 1
        case .wouldBeReplayed: wouldBe += 1
        case .alreadyReplayed: already += 1
        case .refused: refused += 1
        }
    }

    /// A line for people.
    func summary(of topic: String) -> String {
        let parts = [
            (replayed, "replayed"), (wouldBe, "would be replayed"), (already, "already replayed"), (refused, "refused"),
        ].filter { $0.0 > 0 }
        if parts.isEmpty { return "there are no such dead letters on '\(topic)': nothing to replay" }
        return parts.map { "\($0.0.grouped) \($0.1)" }.joined(separator: ", ")
    }
}
