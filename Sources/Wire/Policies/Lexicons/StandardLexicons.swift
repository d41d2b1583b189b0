// The library of lexicons that policies may name.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// The library of lexicons that policies may name, by version. A version is never changed once it was released: results of
/// policies that name it must stay what they are.
package enum StandardLexicons {
    /// The versions there are.
    package static let versions = ["1"]

    /// The lexicons of a version; nil when there is none of that name. What guards others stands first.
    package static func library(_ version: String) -> [Lexicon]? { version == "1" ? version1 : nil }

    /// The text of a version, as a policy file would have it.
    package static func text(_ version: String) -> String? { version == "1" ? parts.joined() : nil }

    private static let parts = [guards, service, customers, conduct]

    private static let version1: [Lexicon] = {
        do throws(PolicyError) {
            return try PolicyFile.lexicons(yaml: "lexicons:\n" + parts.joined(), file: "standard lexicons 1")
        } catch {
            preconditionFailure("the standard lexicons are valid: \(error)")
        }
    }()
}
