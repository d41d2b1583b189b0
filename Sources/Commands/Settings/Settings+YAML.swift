// Shows the settings in effect as a configuration file.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Wire

extension Settings {
    /// All settings as YAML, each with a comment that says where its value came from. Secret values are not shown.
    package var yaml: String {
        var lines: [(text: String, note: String)] = []
        var group: [String] = []
        for (path, value) in rows {
            let parents = Array(path.dropLast())
            let common = zip(group, parents).prefix { $0 == $1 }.count
            for depth in common..<max(common, parents.count) {
                lines.append((Settings.indent(depth) + parents[depth] + ":", ""))
            }
            group = parents
            let key = Settings.indent(parents.count)
            if let value {
                lines.append(("\(key)\(path[parents.count]): \(Settings.scalar(value.text))", "# \(value.origin)"))
            } else {
                lines.append(("\(key)# \(path[parents.count]):", "# not set"))
            }
        }
        let width = lines.lazy.filter { !$0.note.isEmpty }.map(\.text.count).max() ?? 0
        return lines.map { line in
            line.note.isEmpty
                ? line.text : line.text.padding(toLength: width + 2, withPad: " ", startingAt: 0) + line.note
        }.joined(separator: "\n") + "\n"
    }

    /// Every setting by its path; properties and the files of secrets behind the topics' names.
    private var rows: [(path: [String], value: Value?)] {
        var rows = Setting.all.map { (path: $0.name.split(separator: ".").map(String.init), value: self[$0]) }
        let files = secrets.sorted { $0.key < $1.key }.map { property, file in
            (path: ["kafka", "secrets", property], value: Optional(file))
        }
        let shown = properties.sorted { $0.key < $1.key }.map { property, value in
            let text = Settings.isSecret(property) ? "***" : value.text
            return (path: ["kafka", "properties", property], value: Optional(Value(text: text, origin: value.origin)))
        }
        let end = rows.lastIndex { $0.path[0] == "kafka" }.map { $0 + 1 } ?? rows.endIndex
        rows.insert(contentsOf: shown + files, at: end)
        return rows
    }

    /// Whether the value of a property is nobody else's business.
    package static func isSecret(_ property: String) -> Bool {
        ["password", "secret", "key", "token", "jaas"].contains { property.lowercased().contains($0) }
    }

    private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }

    /// A text as YAML: plain where that cannot be misread, else in double quotes, as in JSON.
    private static func scalar(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "/") } == true && text.last != ":"
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/:,@+".contains($0)) }
        return isPlain ? text : JSONString.quoted(text)
    }
}
