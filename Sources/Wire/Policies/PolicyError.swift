// What is wrong with a policy.
// SPDX-License-Identifier: Apache-2.0

/// Everything that is wrong with a policy file, or with a set of them: validation goes on after the first mistake.
package struct PolicyError: Error, Hashable, Sendable {
    /// The mistakes, in the order of the files and of the lines in them; at least one.
    package var issues: [Issue]

    /// An error of these mistakes.
    package init(_ issues: [Issue]) { self.issues = issues }

    /// Where a mistake stands.
    package struct Place: Hashable, Sendable {
        /// The file's name as the caller gave it.
        package var file: String
        /// The line, from 1.
        package var line: Int
        /// The column, from 1, in Unicode scalars.
        package var column: Int

        /// A place in a file.
        package init(file: String, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// One mistake.
    package struct Issue: Hashable, Sendable {
        /// Where it stands; nil when it is in no file.
        package var place: Place?
        /// What is wrong.
        package var problem: String
        /// How to mend it.
        package var remedy: String

        /// A mistake.
        package init(place: Place?, problem: String, remedy: String) {
            self.place = place
            self.problem = problem
            self.remedy = remedy
        }
    }
}

extension PolicyError.Issue: CustomStringConvertible {
    /// "pharma.yaml:12:5: problem; remedy".
    package var description: String {
        let message = "\(problem); \(remedy)"
        guard let place else { return message }
        return "\(place.file):\(place.line):\(place.column): \(message)"
    }
}

extension PolicyError: CustomStringConvertible {
    /// The mistakes, one a line.
    package var description: String { issues.map(\.description).joined(separator: "\n") }
}
