// The command `assay deadletters show`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import KafkaLog
import Wire

/// Shows one dead letter.
struct ShowLetter: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything about one dead letter.",
        usage: "assay deadletters show ID [--config FILE] [--value-to FILE] [--SETTING VALUE ...]",
        discussion: """
            ID is as 'assay deadletters list' shows it, for instance 0:17. The value is shown as text, or in hexadecimal when it is none, and \
            decoded as JSON when it decodes by the schema of its topic; at most \(LetterPage.mostShown) bytes of each.

            Exit status: 0 when it was shown; 64 for wrong usage; 66 when there is no such letter, it does not decode, or has not the whole value that a file is to have; 69 when the cluster \
            cannot be reached or has no such topic; 74 when an output cannot be written; 78 when a setting cannot be used. All settings are \
            listed by 'assay worker --help'.
            """)

    @Option(help: ArgumentHelp("Write the value to a file, byte for byte, to be repaired.", valueName: "FILE"))
    var valueTo: String?

    @OptionGroup var options: SettingsOptions

    func run() throws {
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: 1)
            guard let word = words.first else {
                throw CommandFailure.usage("say which letter: assay deadletters show ID")
            }
            let kafka = settings.kafkaForLetters
            let letter = try letter(
                try LetterID(word), try LetterTopic(kafka, try LetterKeys(settings), logger: settings.logger))
            guard case .success(let content) = letter.content else { return }
            let page = LetterPage(letter: letter, content: content, names: kafka.topics)
            try StandardStreams.write(Array(page.text.utf8))
            if let reason = letter.sealedBecause, valueTo != nil {
                throw CommandFailure.noInput("\(letter.id): \(reason)")
            }
            if let valueTo { try write(content, of: letter.id, to: valueTo) }
        }
    }

    /// The letter of an id, decoded.
    private func letter(_ id: LetterID, _ topic: LetterTopic) throws -> StoredLetter {
        guard let found = try topic.letter(id) else { throw CommandFailure.noInput("\(id): \(topic.absence(of: id))") }
        if case .failure(let complaint) = found.content {
            throw CommandFailure.noInput(
                "\(id) on '\(topic.name)' cannot be shown: \(complaint.detail.onOneLine); nothing but dead letters belongs there"
            )
        }
        return found
    }

    private func write(_ letter: DeadLetter, of id: LetterID, to path: String) throws(CommandFailure) {
        if letter.cut != nil {
            throw .noInput("\(id) has only the first parts of its record: \(letter.wayToWhole)")
        }
        guard let value = letter.source.value else {
            throw .noInput("\(id) has no value that \(path) could have: its record is a tombstone")
        }
        do {
            try OwnFile.write(value, to: path)
        } catch {
            throw .inputOutput("the value cannot be written to \(path): \(error)")
        }
    }
}
