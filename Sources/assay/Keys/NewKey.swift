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
            Give the same file to all workers, and restart them one by one. Who loses it loses all checkpoints: keep a copy where secrets are kept.

            Exit status: 0 when it was added; 64 for wrong usage; 66 when the file has something else than master keys; 74 when it cannot be written.
            """)

    @Argument(help: "The file.") var file: String

    @Option(
        help: ArgumentHelp(
            "The key's id: letters, digits, '.', '_' and '-'. Default: today's date in UTC.", valueName: "ID"))
    var id: String?

    func run() throws {
        try CommandFailure.reported {
            let before = FileManager.default.fileExists(atPath: file) ? try text() : ""
            let known = try before.isEmpty ? [] : keys(before).ids
            let id = id ?? String(Date.now.ISO8601Format().prefix(10))
            guard MasterKeys.isID(id) else {
                throw CommandFailure.usage("'\(id)' is no id: write 1 to 64 letters, digits, '.', '_' and '-'")
            }
            guard !known.contains(id) else {
                throw CommandFailure.usage("\(file) has a key '\(id)' already: give the new one another id with --id")
            }
            let text = before + (before.isEmpty || before.hasSuffix("\n") ? "" : "\n") + MasterKeys.newLine(id: id)
            try write(text)
            try StandardStreams.write(Array("\(file): '\(id)' is current now, \(known.count + 1) keys\n".utf8))
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

    /// Writes a new file beside the old one and puts it in its place: there never is half a file.
    private func write(_ text: String) throws(CommandFailure) {
        let url = URL(fileURLWithPath: file).resolvingSymlinksInPath()
        let draft = url.path + ".new"
        let isMade = FileManager.default.createFile(
            atPath: draft, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isMade, rename(draft, url.path) == 0 else {
            throw .inputOutput("\(file) cannot be written; let this user write in its directory")
        }
    }
}
