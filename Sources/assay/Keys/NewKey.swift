// The command `assay keys new`.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Foundation
import Sealing

/// Adds a master key to a file.
struct NewKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Add a new master key to a file, and make it the current one.",
        discussion: """
            The file is made when it is not there, for its owner alone to read. A line is an id and 32 random bytes in base64; the last line is the \
            current key, which seals what is new. The others open what is old: keep them as long as 'assay keys list' counts something under them. \
            While workers run, add a key with --standby, give the file to all of them, and only then move its line to the end and give it to all again: \
            none meets what it cannot open. Who loses the file loses all checkpoints: keep a copy where secrets are kept.

            Exit status: 0 when it was added; 64 for wrong usage; 66 when the file has something else than master keys; 74 when it cannot be written.
            """)

    @Argument(help: "The file.") var file: String

    @Option(
        help: ArgumentHelp(
            "The key's id: letters, digits, '.', '_' and '-'. Default: today's date in UTC.", valueName: "ID"))
    var id: String?

    @Flag(help: "Put it above the last line: it opens what other workers seal by it, and seals nothing yet.")
    var standby = false

    func run() throws {
        try CommandFailure.reported {
            let before = FileManager.default.fileExists(atPath: file) ? try text() : ""
            let lines = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let last = lines.lastIndex { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("#") }
            let known = try last == nil ? [] : keys(before).ids
            let id = id ?? String(Date.now.ISO8601Format().prefix(10))
            guard MasterKeys.isID(id) else {
                throw CommandFailure.usage("'\(id)' is no id: write 1 to 64 letters, digits, '.', '_' and '-'")
            }
            guard !known.contains(id) else {
                throw CommandFailure.usage("\(file) has a key '\(id)' already: give the new one another id with --id")
            }
            guard !standby || last != nil else {
                throw CommandFailure.usage("the first key of a file is its current one: leave out --standby")
            }
            let new = String(MasterKeys.newLine(id: id).dropLast())
            var all = before.isEmpty ? [] : before.hasSuffix("\n") ? lines.dropLast() : lines
            if standby, let last { all.insert(new, at: last) } else { all.append(new) }
            let text = all.joined(separator: "\n") + "\n"
            do throws(OwnFile.Problem) {
                try OwnFile.write(Array(text.utf8), to: file)
            } catch {
                throw CommandFailure.inputOutput("\(file) cannot be written: \(error)")
            }
            let role = standby ? "only opens, until it is moved behind the last line" : "is current now"
            try StandardStreams.write(Array("\(file): '\(id)' \(role), \(known.count + 1) keys\n".utf8))
        }
    }

    private func text() throws(CommandFailure) -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .noInput("\(file) cannot be read; let this user read it")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .noInput("\(file) is no text: name a file of master keys, or one that is not there yet")
        }
        return text
    }

    private func keys(_ text: String) throws(CommandFailure) -> MasterKeys {
        do throws(MasterKeys.Problem) {
            return try MasterKeys(text: text)
        } catch {
            throw .noInput("\(file): \(error.text)")
        }
    }
}
