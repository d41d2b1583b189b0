// The option --policy: a built-in policy or a directory of files.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Quality
import Wire

/// Loads the policy that a command is given.
enum PolicyChoice {
    /// The built-in policy of that name, else that of the files `*.yaml` in the directory of that name.
    ///
    /// - Throws: `CommandFailure` when there is neither, or the files are no policy.
    static func load(_ choice: String) throws(CommandFailure) -> PolicySet {
        guard !PolicyLoader.presets.contains(choice), FileManager.default.fileExists(atPath: choice) else {
            do throws(PolicyError) {
                return try PolicyLoader.preset(choice)
            } catch {
                throw .usage("\(error); nor is there a directory '\(choice)'")
            }
        }
        let files = try files(in: choice)
        do throws(PolicyError) {
            return try PolicyLoader.load(files: files)
        } catch {
            throw .configuration("the policy in \(choice) cannot be used:\n\(error)")
        }
    }

    private static func files(in directory: String) throws(CommandFailure) -> [(name: String, text: String)] {
        var files: [(name: String, text: String)] = []
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            where name.hasSuffix(".yaml") {
                let path = "\(directory)/\(name)"
                files.append((path, try String(contentsOfFile: path, encoding: .utf8)))
            }
        } catch {
            throw .noInput("the policy in \(directory) cannot be read: \(error.localizedDescription)")
        }
        return files
    }
}
