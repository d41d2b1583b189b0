// The source files of the package, as the house rules see them.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One Swift file.
struct SourceFile {
    /// Path from the package's root.
    var path: String
    var text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var isGenerated: Bool { path.contains("/Generated/") }

    /// The modules it imports.
    var imports: Set<String> {
        var modules: Set<String> = []
        for line in lines {
            var words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 2,
                words[..<place].allSatisfy({
                    ["package", "public", "internal", "private", "fileprivate"].contains($0) || $0.hasPrefix("@")
                })
            else { continue }
            words.removeFirst(place + 1)
            if let kind = words.first,
                ["struct", "class", "enum", "protocol", "func", "var", "typealias"].contains(kind)
            {
                words.removeFirst()
            }
            if let name = words.first { modules.insert(String(name.split(separator: ".")[0])) }
        }
        return modules
    }
}

/// The package's folder and files.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The Swift files below a folder of the package.
    static func files(in folder: String) throws -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }
            .sorted()
        return try names.map { name in
            SourceFile(
                path: "\(folder)/\(name)",
                text: try String(contentsOf: base.appendingPathComponent(name), encoding: .utf8))
        }
    }

    /// All Swift files of ours.
    static func all() throws -> [SourceFile] { try ["Sources", "loadtest", "Tests"].flatMap(files(in:)) }
}
