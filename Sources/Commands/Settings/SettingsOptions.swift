// The options by which every command that needs a cluster takes its settings.
// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import Foundation
import Logging

/// `--config`, `--set`, `--print-config`, and every setting as an option of its own.
package struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Settings as a YAML file.", valueName: "FILE"))
    package var config: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A setting by its dotted name; may be repeated.", valueName: "name=value"))
    package var assignments: [String] = []

    @Flag(help: "Print the settings in effect and where each came from, and end.")
    package var printConfig = false

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Any setting as an option, for instance --kafka-group-id NAME.", valueName: "--SETTING VALUE"))
    package var rest: [String] = []

    package init() {}

    /// The settings, and the words among the arguments, of which at most so many have a meaning.
    ///
    /// - Throws: `CommandFailure` with all mistakes, or when the file cannot be read; `ExitCode.success` after printing.
    package func load(mostWords: Int = 0) throws -> (settings: Settings, words: [String]) {
        let arguments = SettingsArguments(rest, mostWords: mostWords)
        let sources = SettingsSources(
            file: try file(), environment: ProcessInfo.processInfo.environment, assignments: assignments,
            arguments: arguments)
        let settings: Settings
        do throws(SettingsError) { settings = try SettingsReader.read(sources) } catch {
            throw CommandFailure.configuration("the settings cannot be used:\n\(error)")
        }
        if printConfig {
            try StandardStreams.write(Array(settings.yaml.utf8))
            throw ExitCode.success
        }
        for warning in settings.warnings { settings.logger.warning("\(warning)") }
        return (settings, arguments.words)
    }

    private func file() throws(CommandFailure) -> (name: String, text: String)? {
        guard let config else { return nil }
        do {
            return (config, try String(contentsOfFile: config, encoding: .utf8))
        } catch {
            throw .noInput("the settings in \(config) cannot be read: \(error.localizedDescription)")
        }
    }

    /// How settings are made, and all of them, for the help of a command.
    package static let help: String = {
        var lines = [
            "Settings come from the defaults, the file of --config, the environment, and options; what comes later in this list wins. "
                + "kafka.group-id, for instance, stands in a file as group-id below kafka, in the environment as ASSAY_KAFKA_GROUP_ID, "
                + "and among the options as --kafka-group-id NAME or --set kafka.group-id=NAME.",
            "",
        ]
        for setting in Setting.all {
            let fallback = setting.fallback.map { $0.isEmpty ? "" : " [\($0)]" } ?? ""
            lines.append("\(setting.name)\(fallback)")
            lines.append("    \(setting.summary)")
        }
        lines.append("kafka.properties.NAME")
        lines.append("    Any property of librdkafka; under consumer.NAME or producer.NAME for one side only.")
        lines.append("kafka.secrets.NAME")
        lines.append(
            "    A file whose content is the value of such a property, for instance kafka.secrets.sasl.password; one line break at its end is not part of it."
        )
        return lines.joined(separator: "\n")
    }()
}
