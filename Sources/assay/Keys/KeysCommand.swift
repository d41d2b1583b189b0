// The command `assay keys`: what seals checkpoints and dead letters.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Commands
import Sealing

/// Makes, lists, changes and forgets keys.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, list, change and forget the keys that seal checkpoints and dead letters.",
        subcommands: [NewKey.self, ListKeys.self, RewrapKeys.self, ForgetKeys.self])
}

extension Settings {
    /// The master keys, which the command needs.
    ///
    /// - Throws: `CommandFailure` when their file is not named.
    func requiredMasterKeys() throws(CommandFailure) -> MasterKeys {
        guard let keys = try masterKeys() else {
            throw .configuration(
                "there are no master keys: name their file in sensitive.keys; 'assay keys new FILE' makes one")
        }
        return keys
    }
}
