// Reads the nodes of a policy file and notes every mistake.
// SPDX-License-Identifier: Apache-2.0

import Quality
package import Yams

/// Reads the nodes of one policy file. What it cannot read it notes and gives as nil: reading goes on, and one run shows
/// every mistake. Other files that people write by hand, such as scenarios of the load test, are read with it, too.
package struct PolicyReader {
    let file: String
    /// The mistakes so far.
    package private(set) var issues: [PolicyError.Issue] = []
    /// The lexicons of the file by name, once they have been read.
    var lexicons: [String: UInt8] = [:]
    /// The lexicons' names, in the order of their numbers: those of the file, then standard ones as checks name them.
    var lexiconNames: [String] = []
    /// Standard lexicons that checks have named.
    var standardLexicons: [Lexicon] = []
    /// The library of standard lexicons, when the file names its version.
    var library: [Lexicon] = []
    /// Whether it is the library that is read: it may have any number of lexicons, of which guards name the first ones.
    var isLibrary = false
    /// The lexicons that some check uses.
    var usedLexicons = LexiconSet()
    /// Whether every check could be read: only then it is known which lexicons are not used.
    var hasReadAllChecks = true
    /// The calendars that clocks can name: the file's own and, once it is a policy that is read, the built-in ones. These are
    /// read like files themselves.
    var calendars: CalendarLibrary?
    /// The file's own calendars that some clock names.
    var usedCalendars: Set<String> = []
    /// The clocks that the file defines.
    var clocks: [ClockKind] = []
    /// The criteria read so far: a review names a criterion by its id alone.
    var criteria: Set<String> = []

    /// A reader that has read nothing; `file` is the file's name in messages.
    package init(file: String) { self.file = file }

    /// Files are written by hand: anything beyond 1 MiB is a mistake.
    static let mostBytes = 1 << 20

    /// Notes a mistake at a node.
    package mutating func refuse(_ node: Node, _ problem: String, _ remedy: String) {
        let mark = node.mark
        let place = PolicyError.Place(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
        issues.append(PolicyError.Issue(place: place, problem: problem, remedy: remedy))
    }

    /// Notes that a word is none of the valid ones.
    package mutating func refuse(_ node: Node, unknown kind: String, _ word: String, among names: [String]) {
        let nearest = NearestName.of(word, among: names).map { "did you mean '\($0)'? " } ?? ""
        let valid = names.isEmpty ? "there is none" : "valid: " + names.prefix(32).joined(separator: ", ")
        refuse(node, "unknown \(kind) '\(word)'", nearest + valid + (names.count > 32 ? ", …" : ""))
    }

    /// The values of a mapping by key. Notes keys that are not known and keys that are missing, but not both of one misspelt key.
    package mutating func fields(
        _ node: Node?, of what: String, required: [String], optional: [String] = []
    ) -> [String: Node]? {
        guard let pairs = entries(node, of: what) else { return nil }
        let known = required + optional
        var fields: [String: Node] = [:]
        var misspelt: Set<String> = []
        for (name, key, value) in pairs {
            if known.contains(name) {
                fields[name] = value
            } else {
                refuse(key, unknown: "key", name, among: known)
                if let meant = NearestName.of(name, among: known) { misspelt.insert(meant) }
            }
        }
        if let node {
            for name in required where fields[name] == nil && !misspelt.contains(name) {
                refuse(node, "\(what) has no '\(name)'", "add '\(name): …'")
            }
        }
        return fields
    }

    /// Entries of a mapping: their names, and their nodes.
    package typealias Entries = [(name: String, key: Node, value: Node)]

    /// The entries of a mapping in the order of the file.
    package mutating func entries(_ node: Node?, of what: String) -> Entries? {
        guard let node else { return nil }
        guard let mapping = node.mapping else {
            refuse(node, "\(what) is not a mapping", "write it as lines of 'key: value'")
            return nil
        }
        var entries: Entries = []
        for (key, value) in mapping {
            if let name = key.scalar?.string {
                entries.append((name, key, value))
            } else {
                refuse(key, "a key of \(what) is not a word", "write it as 'key: value'")
            }
        }
        return entries
    }

    /// The entries of a file, and those of presets that it does not have itself.
    static func merged(_ own: Entries, _ preset: Entries) -> Entries {
        let inherited = preset.filter { entry in !own.contains { $0.name == entry.name } }
        return inherited + own
    }

    /// The elements of a list that is not empty.
    package mutating func list(_ node: Node?, of what: String) -> [Node] {
        guard let node else { return [] }
        guard let sequence = node.sequence else {
            refuse(node, "\(what) is not a list", "write it in brackets: [a, b]")
            return []
        }
        if sequence.isEmpty { refuse(node, "\(what) is empty", "name at least one, or leave the key out") }
        return Array(sequence)
    }
}
