// The arguments of a command that are settings.
// SPDX-License-Identifier: Apache-2.0

/// Arguments split into options, which all have a value, and words.
package struct SettingsArguments: Equatable, Sendable {
    /// Options in order, with their hyphens; nil for a value that is missing.
    package private(set) var options: [(name: String, text: String?)] = []
    /// What belongs to no option.
    package private(set) var words: [String] = []
    /// What is neither.
    package private(set) var mistakes: [String] = []

    /// No arguments.
    package init() {}

    /// Splits `--name value`, `--name=value` and words; at most so many words have a meaning.
    package init(_ arguments: [String], mostWords: Int) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                words += rest
                break
            } else if argument.hasPrefix("--") {
                let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                if parts.count == 2 {
                    options.append((parts[0], parts[1]))
                } else {
                    options.append((argument, rest.first?.hasPrefix("--") == false ? rest.popFirst() : nil))
                }
            } else if argument.hasPrefix("-"), argument.count > 1 {
                mistakes.append("\(argument): there is no such option; options begin with two hyphens")
            } else {
                words.append(argument)
            }
        }
        for word in words.dropFirst(mostWords) {
            mistakes.append("'\(word)' has no meaning here; settings are written --name value")
        }
    }

    package static func == (left: SettingsArguments, right: SettingsArguments) -> Bool {
        left.words == right.words && left.mistakes == right.mistakes && left.options.count == right.options.count
            && zip(left.options, right.options).allSatisfy { $0 == $1 }
    }
}
