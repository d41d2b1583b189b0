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
        usage: "assay keys forget TENANT/CONVERSATION ... [--config FILE] [--SETTING VALUE ...]",
        discussion: """
            For requests of deletion (A44). Figures, evaluations and pay stay as they are: they say nothing of what was said. The keys leave the brokers' \
            disks when the topic is compacted, within days. There is no way back, and copies of the topic must be deleted, too.

            Exit status: 0 when all are forgotten, also when there was none; 64 for wrong usage; 69 when the cluster cannot be reached or lacks the topic; \
            74 when writing fails; 78 when a setting cannot be used.
            """)

    @OptionGroup var options: SettingsOptions

    /// More conversations than one request names.
    private static let most = 10_000

    func run() throws {
        try CommandFailure.reported {
            let (settings, words) = try options.load(mostWords: Self.most)
            guard !words.isEmpty else {
                throw CommandFailure.usage(
                    "say whose: assay keys forget TENANT/CONVERSATION, as the key of a dead letter is")
            }
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
                try StandardStreams.write(Array("\(word): \(names.count) keys forgotten\n".utf8))
            }
        }
    }
}
