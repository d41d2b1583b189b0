// The command `assay deadletters`: shows records that could not be used, and puts them back.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import KafkaLog
import Quality

/// Shows the records that could not be used, and puts them back.
struct DeadLettersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadletters",
        abstract: "Show the records that could not be used, and put them back once.",
        subcommands: [ListLetters.self, ShowLetter.self, ReplayLetters.self])
}

extension Settings {
    /// How commands that only look at dead letters or replay them reach the cluster: nobody reads their statistics.
    var kafkaForLetters: KafkaSettings {
        var kafka = self.kafka
        kafka.statisticsInterval = .zero
        return kafka
    }
}
