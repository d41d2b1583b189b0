// Puts the settings together from all places, and notes every mistake.
// SPDX-License-Identifier: Apache-2.0

import KafkaLog
import Wire

/// Everything that is wrong with the settings: reading goes on after the first mistake.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    /// One a line: where, what, and how to mend it. At least one.
    package var mistakes: [String]

    package var description: String { mistakes.joined(separator: "\n") }
}

/// Everything that may say something about settings.
package struct SettingsSources: Sendable {
    /// The configuration file: its name for messages, and its text.
    package var file: (name: String, text: String)?
    /// The environment; only names that begin with `ASSAY_` are looked at.
    package var environment: [String: String] = [:]
    /// What follows each `--set`, in order.
    package var assignments: [String] = []
    /// Other arguments of the command.
    package var arguments = SettingsArguments()
}

/// Takes up what each place says; what comes later wins.
package struct SettingsReader {
    package private(set) var settings = Settings()
    package private(set) var mistakes: [String] = []

    /// The settings that the sources make: defaults, then the file, the environment, and the command's options.
    ///
    /// - Throws: `SettingsError` with all mistakes.
    package static func read(_ sources: SettingsSources) throws(SettingsError) -> Settings {
        var reader = SettingsReader()
        if let file = sources.file { reader.take(SettingsFile(name: file.name, text: file.text)) }
        reader.take(environment: sources.environment)
        reader.take(assignments: sources.assignments)
        reader.take(sources.arguments)
        if reader.mistakes.isEmpty { reader.mistakes = reader.settings.readSecrets() }
        if reader.mistakes.isEmpty { reader.mistakes = reader.settings.contradictions }
        guard reader.mistakes.isEmpty else { throw SettingsError(mistakes: reader.mistakes) }
        return reader.settings
    }

    private mutating func take(_ file: SettingsFile) {
        var found = file.mistakes
        let earlier = mistakes
        for entry in file.entries {
            mistakes = []
            take(entry.name, entry.text, .dotted, .file(file.name, line: entry.line))
            found += mistakes.map { (entry.line, $0) }
        }
        mistakes = earlier + found.sorted { $0.line < $1.line }.map(\.text)
    }

    private mutating func take(environment: [String: String]) {
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("ASSAY_") {
            take(name, text, .environment, .environment(name))
        }
    }

    private mutating func take(assignments: [String]) {
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "=") else {
                mistakes.append("--set \(assignment): there is no value; write --set name=value")
                continue
            }
            let name = String(assignment[..<equals])
            take(name, String(assignment[assignment.index(after: equals)...]), .dotted, .option("--set \(name)"))
        }
    }

    private mutating func take(_ arguments: SettingsArguments) {
        mistakes += arguments.mistakes
        for (name, text) in arguments.options { take(name, text, .option, .option(name)) }
    }

    private mutating func take(_ name: String, _ text: String?, _ spelling: Spelling, _ origin: Settings.Origin) {
        for prefix in [spelling.propertyPrefix, spelling.secretPrefix]
        where name.hasPrefix(prefix) && name.count > prefix.count {
            guard let text else { return mistakes.append("\(origin): there is no value; write \(name)=value") }
            let property = spelling.property(name.dropFirst(prefix.count))
            let value = Settings.Value(text: text, origin: origin)
            if prefix == spelling.secretPrefix { return settings.set(secret: property, to: value) }
            return settings.set(property: property, to: value)
        }
        guard let setting = Setting.all.first(where: { spelling.name(of: $0) == name }) else {
            return refuse(unknown: name, spelling, origin)
        }
        guard let text else { return mistakes.append("\(origin): there is no value; write \(name)=value") }
        if let complaint = setting.complaint(about: text) {
            mistakes.append("\(origin): \(setting.name) \(complaint)")
        } else {
            settings.set(setting, to: Settings.Value(text: text, origin: origin))
        }
    }

    private mutating func refuse(unknown name: String, _ spelling: Spelling, _ origin: Settings.Origin) {
        if spelling == .dotted, Setting.groups.contains(name) {
            return mistakes.append("\(origin): \(SettingsFile.groupRemedy(name))")
        }
        let nearest = NearestName.of(name, among: Setting.all.map(spelling.name(of:)))
        let remedy = nearest.map { "did you mean '\($0)'?" } ?? "'assay worker --help' lists all settings"
        mistakes.append("\(origin): there is no setting '\(name)'; \(remedy)")
    }
}

extension Settings {
    /// What is wrong between settings that are sound each by itself, and with properties as the linked librdkafka judges them.
    fileprivate var contradictions: [String] {
        var mistakes: [String] = []
        if let level = self[.compressionLevel], text(.compression) == "none" {
            mistakes.append(
                "\(level.origin): kafka.compression-level has no meaning when kafka.compression is none; leave it out")
        }
        for (property, text) in propertyTexts.sorted(by: { $0.key < $1.key }) {
            var single = KafkaSettings(bootstrapServers: required(.bootstrapServers), groupID: required(.groupID))
            single.properties = [property: text]
            do throws(KafkaError) {
                try single.validate()
            } catch {
                mistakes.append(complaint(about: property, text, "\(error)"))
            }
        }
        mistakes += tokenContradictions
        guard mistakes.isEmpty else { return mistakes }
        do throws(KafkaError) {
            try worker.validate()
            return []
        } catch {
            return ["\(error)"]
        }
    }

    /// Tokens must come from somewhere: without a method librdkafka waits for its user to hand it some, for ever.
    private var tokenContradictions: [String] {
        let texts = propertyTexts
        let mechanisms = texts["sasl.mechanisms"] ?? texts["sasl.mechanism"] ?? ""
        guard mechanisms.uppercased() == "OAUTHBEARER", texts["sasl.oauthbearer.method"]?.lowercased() != "oidc",
            texts["enable.sasl.oauthbearer.unsecure.jwt"] != "true"
        else { return [] }
        let place = (properties["sasl.mechanisms"] ?? properties["sasl.mechanism"])?.origin ?? .fallback
        return [
            "\(place): the mechanism OAUTHBEARER needs tokens: set kafka.properties.sasl.oauthbearer.method to oidc, with sasl.oauthbearer.token.endpoint.url, sasl.oauthbearer.client.id and the file kafka.secrets.sasl.oauthbearer.client.secret"
        ]
    }

    /// What librdkafka says against a property, with its place. It repeats values that it refuses, or the beginning of long ones: what is
    /// secret is not passed on.
    private func complaint(about property: String, _ text: String, _ words: String) -> String {
        let file = secrets[property]
        let place = "\((file ?? properties[property])?.origin ?? .fallback)"
        guard file != nil || Settings.isSecret(property), !text.isEmpty else { return "\(place): \(words)" }
        let start = String(text.prefix(Settings.tellingLength))
        let repeats = words.contains(text) || words.contains("librdkafka refuses '\(start)")
        guard repeats else { return "\(place): \(words)" }
        let whose = file.map { "the content of \($0.text)" } ?? "'***'"
        return
            "\(place): librdkafka refuses \(whose) for the property '\(property)'; its manual (CONFIGURATION.md) has the values it takes"
    }

    /// So much of a value is enough to recognise it by, in characters.
    private static let tellingLength = 16
}
