// What people name a policy by: a built-in one, a directory of files, a file.
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Quality
import Wire

/// Loads the policy that a command is given.
package enum PolicyChoice {
    /// The built-in policy of that name, else that of the files `*.yaml` in the directory of that name, else that of the file.
    ///
    /// - Throws: `CommandFailure` when there is neither, or the files are no policy.
    package static func load(_ choice: String) throws(CommandFailure) -> PolicySet {
        try load(files(of: choice), choice)
    }

    /// The set of the files of a choice.
    ///
    /// - Throws: `CommandFailure` when they are no policy.
    package static func load(
        _ files: [(name: String, text: String)], _ choice: String
    ) throws(CommandFailure) -> PolicySet {
        do throws(PolicyError) {
            return try PolicyLoader.load(files: files)
        } catch {
            throw .configuration("the policy in \(choice) cannot be used:\n\(error)")
        }
    }

    /// The files of a choice, by their names in messages.
    ///
    /// - Throws: `CommandFailure` when there is no such policy, directory or file, or one cannot be read.
    package static func files(of choice: String) throws(CommandFailure) -> [(name: String, text: String)] {
        do {
            if !PolicyLoader.presets.contains(choice), let files = try PolicyLoader.files(at: choice) { return files }
        } catch {
            throw .noInput("the policy in \(choice) cannot be read: \(error.localizedDescription)")
        }
        do throws(PolicyError) {
            return [("preset \(choice)", try PolicyLoader.presetText(choice))]
        } catch {
            throw .usage("\(error); nor is there a directory '\(choice)'")
        }
    }

    /// One version of a choice, and the text of its file.
    ///
    /// - Parameter version: nil for the newest one.
    /// - Throws: `CommandFailure` as `load`, and when there is no such version.
    package static func version(
        _ version: String?, of choice: String
    ) throws(CommandFailure) -> (policy: Policy, text: String) {
        let files = try files(of: choice)
        let policies = try load(files, choice)
        guard
            let policy = version.map({ name in policies.versions.first { $0.version == name } })
                ?? policies.versions.last
        else {
            let versions = policies.versions.map(\.version)
            let nearest = version.flatMap { NearestName.of($0, among: versions) }.map { "did you mean '\($0)'? " } ?? ""
            throw .usage(
                "\(choice) has no version '\(version ?? "")'; \(nearest)versions: \(versions.joined(separator: ", "))")
        }
        let text = files.first { file in
            (try? PolicyFile.decode(yaml: file.text, file: file.name))?.version == policy.version
        }
        return (policy, text?.text ?? "")
    }

    /// As `version(_:of:)`, for a choice written as NAME@VERSION or DIR@VERSION; without the version the newest one.
    ///
    /// - Throws: `CommandFailure` as `version(_:of:)`.
    package static func version(written choice: String) throws(CommandFailure) -> (policy: Policy, text: String) {
        guard !FileManager.default.fileExists(atPath: choice), let at = choice.lastIndex(of: "@") else {
            return try version(nil, of: choice)
        }
        return try version(String(choice[choice.index(after: at)...]), of: String(choice[..<at]))
    }
}
