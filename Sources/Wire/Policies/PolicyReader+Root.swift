// From the text of a policy file to its nodes.
// SPDX-License-Identifier: Apache-2.0

package import Yams

extension PolicyReader {
    /// Aliases make many values of few bytes: no policy has so many.
    private static let mostNodes = 100_000

    /// The root of the one YAML document in the text, which should begin with a key.
    ///
    /// - Throws: `PolicyError` when it is no YAML, or empty, or too long.
    package static func root(of yaml: String, file: String, begins key: String = "policy") throws(PolicyError) -> Node {
        func error(_ problem: String, _ remedy: String, line: Int = 1, column: Int = 1) -> PolicyError {
            let place = PolicyError.Place(file: file, line: line, column: column)
            return PolicyError([PolicyError.Issue(place: place, problem: problem, remedy: remedy)])
        }
        guard yaml.utf8.count <= mostBytes else {
            throw error(
                "the file has more than \(mostBytes) bytes", "a \(key) is a short text: is this the right file?")
        }
        do {
            if let root = try compose(yaml: yaml, .basic, .default, .utf8) {
                var left = mostNodes
                guard root.count(downFrom: &left) else {
                    throw error(
                        "the file has more than \(mostNodes) values", "are there aliases (*name) within aliases?")
                }
                return root
            }
        } catch let tooMany as PolicyError {
            throw tooMany
        } catch let problem as YamlError {
            let (what, line, column) = problem.place
            throw error("this is not YAML: \(what)", "mend it here or on the lines above", line: line, column: column)
        } catch let problem {
            throw error("this is not YAML: \(problem)", "mend it")
        }
        throw error("the file is empty", "start it with '\(key): …'")
    }
}

extension Node {
    /// Whether it has no more values than are left; counts them down.
    fileprivate func count(downFrom left: inout Int) -> Bool {
        left -= 1
        guard left > 0 else { return false }
        if let mapping {
            for (key, value) in mapping where !key.count(downFrom: &left) || !value.count(downFrom: &left) {
                return false
            }
        } else if let sequence {
            for element in sequence where !element.count(downFrom: &left) { return false }
        }
        return true
    }
}

extension YamlError {
    /// What is wrong, in a line, and where.
    fileprivate var place: (what: String, line: Int, column: Int) {
        switch self {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return (context.map { "\($0.text), \(problem)" } ?? problem, mark.line, mark.column)
        case .duplicatedKeysInMapping(let names, let context):
            return (
                "the key '\(names.joined(separator: "', '"))' is there twice", context.mark.line, context.mark.column
            )
        case .reader(let problem, let offset, _, let yaml):
            let lines = yaml.prefix(offset ?? 0).split(separator: "\n", omittingEmptySubsequences: false)
            return (problem, max(1, lines.count), (lines.last?.unicodeScalars.count ?? 0) + 1)
        default:
            return ("\(self)", 1, 1)
        }
    }
}
