// The commands about surveys.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What answers to surveys come to.
struct SurveyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey", abstract: "What answers to surveys come to.", subcommands: [SummarizeSurvey.self])
}
