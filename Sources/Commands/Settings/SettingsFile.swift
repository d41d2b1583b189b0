// Settings as a YAML file.
// SPDX-License-Identifier: Apache-2.0

import Yams

/// The entries of a configuration file: nested maps, whose keys are joined by dots.
package struct SettingsFile {
    /// Files are written by hand: anything beyond 1 MiB is a mistake.
    package static let mostBytes = 1 << 20

    /// The file's name, for messages.
    package let name: String
    /// What it sets, in the order of its lines.
    package private(set) var entries: [(name: String, text: String, line: Int)] = []
    /// What cannot be read, each with its place.
    package private(set) var mistakes: [(line: Int, text: String)] = []

    /// Reads the text of a file; an empty one sets nothing.
    package init(name: String, text: String) {
        self.name = name
        guard text.utf8.count <= SettingsFile.mostBytes else {
            note(1, "the file has more than \(SettingsFile.mostBytes) bytes; is this the right file?")
            return
        }
        do {
            guard let root = try compose(yaml: text, .basic, .default, .utf8) else { return }
            take(root, path: "")
        } catch let error as YamlError {
            let (problem, line) = error.place
            note(line, "this is not YAML: \(problem); mend it here or on the lines above")
        } catch {
            note(1, "this is not YAML: \(error)")
        }
        refuseTwins()
    }

    /// What is said about a group of settings that is given a value itself.
    package static func groupRemedy(_ group: String) -> String {
        "'\(group)' is a group of settings; write them below it, indented"
    }

    private mutating func note(_ line: Int, _ text: String) { mistakes.append((line, "\(name):\(line): \(text)")) }

    private mutating func take(_ node: Node, path: String) {
        let line = node.mark?.line ?? 1
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let part = key.scalar?.string, !part.isEmpty else {
                    note(key.mark?.line ?? line, "a key is not a word; write 'name: value'")
                    continue
                }
                take(value, at: key.mark?.line ?? line, path: path.isEmpty ? part : "\(path).\(part)")
            }
        case .scalar(let scalar) where path.isEmpty && scalar.string.isEmpty: break
        case .scalar, .sequence, .alias:
            note(line, "the file is not a map; write settings as lines of 'name: value'")
        }
    }

    private mutating func take(_ value: Node, at line: Int, path: String) {
        switch value {
        case .mapping: take(value, path: path)
        case .scalar(let scalar):
            // A group whose lines are all commented out says nothing.
            if scalar.string.isEmpty, Setting.groups.contains(path) { return }
            entries.append((path, scalar.string, line))
        case .sequence, .alias:
            let isGroup = Setting.groups.contains(path)
            note(
                line,
                isGroup
                    ? SettingsFile.groupRemedy(path) : "\(path) is a list; write a single value, on the line of its key"
            )
        }
    }

    /// The same name can be nested in one place and dotted in another.
    private mutating func refuseTwins() {
        var lines: [String: Int] = [:]
        for entry in entries {
            if let first = lines[entry.name] {
                note(entry.line, "\(entry.name) is already set on line \(first); keep one of the two")
            }
            lines[entry.name] = entry.line
        }
    }
}

extension YamlError {
    /// What is wrong, and on which line.
    fileprivate var place: (problem: String, line: Int) {
        switch self {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            (context.map { "\($0.text), \(problem)" } ?? problem, mark.line)
        case .duplicatedKeysInMapping(let names, let context):
            ("the key '\(names.joined(separator: "', '"))' is there twice", context.mark.line)
        default: ("\(self)", 1)
        }
    }
}
