// The command `assay keys forget`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Sealing

/// Forgets the keys of somebody, so that what they sealed cannot be read any more.
struct ForgetKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Forget the keys of conversations: their dead letters cannot be read any more, by anybody.",
        usage: "assay keys forget [TENANT/CONVERSATION ...] [--letter ID ...] [--config FILE] [--SETTING VALUE ...]",
        discussion: """
            For requests of deletion (A44). Figures, evaluations and pay stay as they are: they say nothing of what was said. The keys leave the brokers' \
            disks when a broker cleans the topic, and a week behind the letters at the latest. There is no way back, and copies of the topic must be \
            deleted, too. Records that came under a wrong key, or under none, are found by 'assay deadletters list': name those letters with --letter. \
            What is dead-lettered later has new keys: when records of the conversation still come, do it again.

            Exit status: 0 when all are forgotten, also when there was none; 64 for wrong usage; 66 when a letter is not there or not sealed; 69 when the cluster cannot be reached or lacks the topic; \
            74 when writing fails; 78 when a setting cannot be used.
            """)

    @Option(
        name: .customLong("letter"),
        help: ArgumentHelp("Forget the key of this dead letter; may be given again.", valueName: "ID"))
    var letters: [String] = []

    @OptionGroup var options: SettingsOptions

    /// More conversations than one request names.
    private static let most = 10_000

    func run() throws {
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: Self.most)
            guard !words.isEmpty || !letters.isEmpty else {
                throw CommandFailure.usage(
                    "say whose: assay keys forget TENANT/CONVERSATION, as the key of a dead letter is")
            }
            let ids = try letters.map(LetterID.init)
            if let wrong = words.first(where: { !$0.contains("/") }) {
                throw CommandFailure.usage(
                    "'\(wrong)' names no tenant: write TENANT/CONVERSATION, as the key of a dead letter is")
            }
            let writer = try DataKeyWriter(settings)
            defer { writer.close() }
            let keys = try DataKeys(settings.kafkaForLetters, logger: settings.logger)
            for word in words {
                let names = keys.names(of: word)
                try writer.write(names.map { ($0, nil) })
                let hint = names.isEmpty ? "; letters under another key have to be named with --letter" : ""
                try StandardStreams.write(Array("\(word): \(names.count) keys forgotten\(hint)\n".utf8))
            }
            for id in ids { try forget(id, settings, writer) }
        }
    }
    private func forget(_ id: LetterID, _ settings: Settings, _ writer: DataKeyWriter) throws {
        let topic = try LetterTopic(settings.kafkaForLetters, logger: settings.logger)
        guard let found = try topic.letter(id) else {
            throw CommandFailure.noInput("\(id): \(topic.absence(of: id))")
        }
        guard let name = found.dataKey else {
            throw CommandFailure.noInput("\(id) is not sealed: only the retention of '\(topic.name)' ends it")
        }
        try writer.write([(name, nil)])
        try StandardStreams.write(Array("\(id): its key is forgotten\n".utf8))
    }
}
