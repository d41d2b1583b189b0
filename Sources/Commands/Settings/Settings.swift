// The settings in effect, and where each came from.
// SPDX-License-Identifier: Apache-2.0

import Logging
package import Quality
package import Sealing
import Wire

/// A value for every setting that has one. All values are sound by themselves.
package struct Settings: Equatable, Sendable {
    /// Where a value was made.
    package enum Origin: Equatable, Sendable, CustomStringConvertible {
        case fallback
        case file(String, line: Int)
        case environment(String)
        /// An option of the command, or the name after `--set`.
        case option(String)

        package var description: String {
            switch self {
            case .fallback: "default"
            case .file(let name, let line): "\(name):\(line)"
            case .environment(let name): name
            case .option(let name): name
            }
        }
    }

    /// What a setting is set to.
    package struct Value: Equatable, Sendable {
        package var text: String
        package var origin: Origin
    }

    /// By the setting's name.
    package private(set) var values: [String: Value] = [:]
    /// Properties for librdkafka, by their own name.
    package private(set) var properties: [String: Value] = [:]

    /// Files with the values of properties for librdkafka, by the property's name.
    package private(set) var secrets: [String: Value] = [:]
    /// What stands in these files, once they are read.
    private var secretContents: [String: Secret] = [:]
    /// What is not wrong but should be mended.
    package private(set) var warnings: [String] = []

    /// The defaults.
    package init() {
        for setting in Setting.all {
            values[setting.name] = setting.fallback.map { Value(text: $0, origin: .fallback) }
        }
    }

    /// The value of a setting; nil when it has none.
    package subscript(setting: Setting) -> Value? { values[setting.name] }

    /// Sets a setting to a value that is sound for it.
    package mutating func set(_ setting: Setting, to value: Value) {
        precondition(setting.complaint(about: value.text) == nil, "values are checked before they are set")
        values[setting.name] = value
    }

    /// Sets a property of librdkafka.
    package mutating func set(property: String, to value: Value) { properties[property] = value }

    /// Sets the file that the value of a property of librdkafka stands in.
    package mutating func set(secret property: String, to file: Value) { secrets[property] = file }

    /// Reads the files with secrets.
    ///
    /// - Returns: what is wrong with them.
    mutating func readSecrets() -> [String] {
        var mistakes: [String] = []
        for (property, file) in secrets.sorted(by: { $0.key < $1.key }) {
            let name = "\(file.origin): kafka.secrets.\(property)"
            if let given = properties[property] {
                mistakes.append(
                    "\(name): kafka.properties.\(property) is given, too (\(given.origin)); keep one of the two")
            }
            do throws(SecretFile.Problem) {
                let read = try SecretFile.read(file.text)
                secretContents[property] = read.secret
                if let warning = read.warning { warnings.append("\(name): \(warning)") }
            } catch {
                mistakes.append("\(name): \(error.text)")
            }
        }
        return mistakes
    }

    /// The master keys, for those who open or seal; nil when no file is named. What should be mended about the file is logged.
    ///
    /// - Throws: `CommandFailure` when the file cannot be read, or has something else.
    package func masterKeys() throws(CommandFailure) -> MasterKeys? {
        guard let file = values[Setting.sensitiveKeys.name] else { return nil }
        let name = "\(file.origin): \(Setting.sensitiveKeys.name)"
        do {
            let read = try SecretFile.read(file.text)
            if let warning = read.warning { logger.warning("\(name): \(warning)") }
            return try MasterKeys(text: read.secret.text)
        } catch let problem as SecretFile.Problem {
            throw .configuration("\(name): \(problem.text)")
        } catch {
            throw .configuration("\(name): \(file.text): \((error as? MasterKeys.Problem)?.text ?? "\(error)")")
        }
    }

    /// Every property for librdkafka with its value, those from files included. Nothing of it is for display.
    var propertyTexts: [String: String] {
        properties.mapValues(\.text).merging(secretContents.mapValues(\.text)) { _, secret in secret }
    }

    /// The text of a setting; nil when it has no value.
    package func text(_ setting: Setting) -> String? { values[setting.name]?.text }

    /// The text of a setting that always has a value.
    package func required(_ setting: Setting) -> String {
        guard let text = text(setting) else { preconditionFailure("\(setting.name) has a default") }
        return text
    }

    /// The number in a setting that always has a value.
    package func count(_ setting: Setting) -> Int {
        let text = required(setting)
        let count = setting.kind.isBytes ? Setting.bytes(text) : Int(text)
        guard let count else { preconditionFailure("\(setting.name) was checked to be a number") }
        return count
    }

    /// The length of time in a setting that always has a value.
    package func duration(_ setting: Setting) -> Milliseconds {
        guard let duration = Milliseconds(written: required(setting)) else {
            preconditionFailure("\(setting.name) was checked to be a length of time")
        }
        return duration
    }
}

extension Setting.Kind {
    fileprivate var isBytes: Bool { if case .bytes = self { true } else { false } }
}
