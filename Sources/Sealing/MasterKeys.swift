// The keys that seal data keys.
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// Master keys by their ids, of which the last one is current: it seals what is new, and the others open what is old. Nothing of a key is
/// in any description.
package struct MasterKeys: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// Why a file has no keys, where, and how to mend it. Nothing of a key is in it.
    package struct Problem: Error, Equatable {
        /// For people.
        package var text: String
    }

    private let keys: [String: SymmetricKey]
    /// The ids in the order of the file.
    package let ids: [String]

    /// The id of the key that seals what is new.
    package var current: String { ids[ids.count - 1] }

    /// An id has no more characters.
    private static let longestID = 64
    private static let bytes = 32

    /// The keys of a file: a line for each, an id and 32 bytes in base64; the last one is current. Blank lines and those that begin with #
    /// say nothing.
    ///
    /// - Throws: `Problem` at the first line that is none, or when there is no key.
    package init(text: String) throws(Problem) {
        var keys: [String: SymmetricKey] = [:]
        var ids: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            func problem(_ what: String) -> Problem {
                Problem(
                    text: "line \(index + 1) \(what); write an id and 32 bytes in base64, as 'assay keys new FILE' does"
                )
            }
            guard words.count == 2 else { throw problem("has \(words.count) words") }
            guard MasterKeys.isID(first) else {
                throw problem("begins with no id of 1 to \(MasterKeys.longestID) letters, digits, '.', '_' and '-'")
            }
            guard let bytes = Data(base64Encoded: String(words[1])), bytes.count == MasterKeys.bytes else {
                throw problem("has no key of 32 bytes behind its id")
            }
            guard keys.updateValue(SymmetricKey(data: bytes), forKey: String(first)) == nil else {
                throw problem("names the id '\(first)' for the second time")
            }
            ids.append(String(first))
        }
        guard !ids.isEmpty else { throw Problem(text: "there is no key in it; make one with 'assay keys new FILE'") }
        self.keys = keys
        self.ids = ids
    }

    /// Whether a text can be an id.
    package static func isID(_ text: some StringProtocol) -> Bool {
        (1...longestID).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// A line with a new random key.
    package static func newLine(id: String) -> String {
        "\(id) \(Data(SealedBytes.newKey()).base64EncodedString())\n"
    }

    /// The key of an id.
    subscript(id: String) -> SymmetricKey? { keys[id] }

    package var description: String { "master keys \(ids.joined(separator: ", "))" }
    package var customMirror: Mirror { Mirror(self, children: ["ids": ids]) }
}
