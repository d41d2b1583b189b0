// Why a command ends without having done its work.
// SPDX-License-Identifier: Apache-2.0

/// A failure with its exit status, as <sysexits.h> numbers them.
struct CommandFailure: Error, Equatable {
    /// What went wrong, where, and how to mend it.
    var message: String
    /// The exit status.
    var status: Int32

    /// The command was called the wrong way.
    static func usage(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 64) }
    /// An input cannot be read.
    static func noInput(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 66) }
    /// Reading or writing failed.
    static func inputOutput(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 74) }
    /// A setting is wrong.
    static func configuration(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 78) }
}
