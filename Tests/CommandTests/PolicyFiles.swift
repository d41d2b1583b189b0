// Policies as files, for the tests of `assay policy` and `assay replay`.
// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Makes policy files of one dimension.
enum PolicyFiles {
    /// A criterion as a file writes it, indented as `policy` needs it.
    static func criterion(
        _ id: String, points: String, check: String, requirements: String = "S0-010", more: String = ""
    ) -> String {
        """
              \(id):
                title: { zh: 中文 \(id), en: English \(id) }
                requirements: [\(requirements)]
                points: \(points)
                \(more.isEmpty ? "severity: minor" : more)
                check: \(check)

        """
    }

    /// A policy file.
    static func policy(
        version: String = "1", from: String = "2020-01-01T00:00:00+08:00", head: String = "", lexicons: String,
        criteria: String...
    ) -> String {
        """
        policy: shop
        version: "\(version)"
        effective-from: \(from)
        zone: Asia/Shanghai
        allowed-skew: 5s
        surveys: { window: 24h }
        \(head)
        lexicons:
        \(lexicons)
        rubric:
          manners:
            weight: 100
            criteria:

        """ + criteria.joined()
    }

    /// Two criteria over two lexicons.
    static func plain(
        version: String = "1", from: String = "2020-01-01T00:00:00+08:00", greetings: String = "您好, 你好",
        each: String = "20", points: (String, String) = ("60", "40")
    ) -> String {
        policy(
            version: version, from: from,
            lexicons: "  hello: { phrases: [\(greetings)] }\n  rude: { phrases: [废话连篇, 烦死了] }",
            criteria: criterion("greets", points: points.0, check: "{ requires: hello, in: first 2 }"),
            criterion("polite", points: points.1, check: "{ forbids: [rude], each: \(each) }"))
    }
}

extension Scratch {
    /// Writes a file of text.
    func text(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)).path }

    /// Makes a directory of its own with these files in it.
    func directory(_ name: String, _ files: [String: String]) throws -> String {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (file, text) in files { try Data(text.utf8).write(to: url.appendingPathComponent(file)) }
        return url.path
    }
}

extension AssayProcess.Outcome {
    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }

    /// Standard output as a JSON object.
    func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any] ?? [:]
    }
}
